//! What a page may do in a reader's browser, as the headers that hold it to that.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::respond::CONTENT_SECURITY_POLICY;

/// What kind of page it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// One of ours, with its own files and nothing else. These headers are every answer's.
    #[default]
    Own,
    /// One of ours that may show one other origin in a frame, for a player that a reader may ask for.
    Framing(String),
    /// One of ours whose address is a secret: no search engine shows it, and no link on it gives it away.
    Secret,
    /// One of ours around a page of somebody else's, kept here.
    Around,
    /// Somebody else's page, kept here. It has no origin, so nothing of the site's is its own; it runs nothing,
    /// sends nothing and loads pictures from one place at most, given as an absolute address.
    Foreign(Option<String>),
}

/// Whoever opens such a page, in a frame or alone: no scripts, no forms, no origin. Links may open windows,
/// which are free of this.
const SANDBOX: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; \
     form-action 'none'; base-uri 'none'; frame-ancestors 'self'";

impl Policy {
    /// The one of a post's page that may show a player's origin.
    pub fn framing(origin: Option<String>) -> Self {
        // An origin as the model writes it has no separators; anything else gets no frame.
        let plain = origin.filter(|origin| !origin.contains([';', ',', ' ', '\'']));
        plain.map_or(Policy::Own, Policy::Framing)
    }

    /// Writes the headers; those that every answer gets are left to it.
    pub fn write(&self, headers: &mut HeaderMap) {
        let mut put = |name: HeaderName, value: String| {
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(name, value);
            }
        };
        match self {
            Policy::Own => {}
            Policy::Framing(origin) => {
                put(
                    header::CONTENT_SECURITY_POLICY,
                    format!("{CONTENT_SECURITY_POLICY}; frame-src {origin}"),
                );
            }
            Policy::Secret => {
                // Not `no-referrer`: then a browser would send the page's own forms as from nowhere.
                put(header::REFERRER_POLICY, "same-origin".to_owned());
                put(HeaderName::from_static("x-robots-tag"), "noindex".to_owned());
            }
            Policy::Around => {
                put(header::CONTENT_SECURITY_POLICY, format!("{CONTENT_SECURITY_POLICY}; frame-src 'self'"));
                put(HeaderName::from_static("x-robots-tag"), "noindex".to_owned());
            }
            Policy::Foreign(pictures) => {
                let pictures = pictures.as_deref().unwrap_or_default();
                put(
                    header::CONTENT_SECURITY_POLICY,
                    format!("{SANDBOX}; img-src data: {pictures}").trim_end().to_owned(),
                );
                put(header::REFERRER_POLICY, "no-referrer".to_owned());
                put(HeaderName::from_static("x-robots-tag"), "noindex, nofollow".to_owned());
                // A browser refuses a sandboxed page that asks for a group of windows of its own
                // (HTML, 7.1.3.1).
                put(HeaderName::from_static("cross-origin-opener-policy"), "unsafe-none".to_owned());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csp(policy: &Policy) -> String {
        let mut headers = HeaderMap::new();
        policy.write(&mut headers);
        headers
            .get(header::CONTENT_SECURITY_POLICY)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned()
    }

    #[test]
    fn a_foreign_page_is_fenced_and_a_player_gets_its_frame() {
        let foreign = csp(&Policy::Foreign(Some("https://a.example/captures/1/parts/".into())));
        assert!(foreign.starts_with("sandbox allow-popups "), "{foreign}");
        for fence in ["default-src 'none'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'self'"]
        {
            assert!(foreign.contains(fence), "{foreign}");
        }
        assert!(foreign.ends_with("img-src data: https://a.example/captures/1/parts/"), "{foreign}");
        assert!(!foreign.contains("allow-scripts") && !foreign.contains("allow-same-origin"));
        assert!(csp(&Policy::Foreign(None)).ends_with("img-src data:"));
        assert!(
            csp(&Policy::framing(Some("https://p.example".into()))).ends_with("frame-src https://p.example")
        );
        assert_eq!(Policy::framing(Some("https://p.example; script-src *".into())), Policy::Own);
        assert_eq!(Policy::framing(None), Policy::Own);
    }
}
