//! Forms are protected by where they come from, not by a token in the page: public pages can be cached.
//!
//! A browser says with `Sec-Fetch-Site`, or at least with `Origin`, which page sent a form. One that is
//! not ours is refused. A program that sends neither carries no cookie by accident either; the session
//! cookie is `SameSite=Lax` besides. The one address that other sites' pages may call takes no cookie at
//! all (see `cors`).

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::cors;
use crate::failure::Failure;

/// Refuses unsafe requests that another site's page sent.
pub async fn same_origin(State(app): State<App>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || cors::is_shared(request.method(), request.uri().path())
        || ends_letters(request.uri().path());
    if safe || is_own(request.headers(), app.origin()) {
        next.run(request).await
    } else {
        Failure::Foreign.into_response()
    }
}

/// What ends letters may be sent from anywhere, for mail programs and the pages of web mail send it (RFC 8058). It
/// goes by the secret in its address alone, and doing it twice changes nothing.
fn ends_letters(path: &str) -> bool {
    path.starts_with("/mail/stop/")
}

fn is_own(headers: &HeaderMap, public: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return true };
    let host = text(header::HOST.as_str()).unwrap_or_default();
    origin == public
        || origin.split_once("://").is_some_and(|(_, origin_host)| !host.is_empty() && origin_host == host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    #[test]
    fn only_our_own_pages_may_send_forms() {
        let check = |pairs: &[(&'static str, &'static str)]| {
            let headers: HeaderMap = pairs
                .iter()
                .map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_static(v)))
                .collect();
            is_own(&headers, "https://courant.example")
        };
        assert!(check(&[("sec-fetch-site", "same-origin")]));
        assert!(check(&[("sec-fetch-site", "none")]));
        assert!(check(&[]));
        assert!(check(&[("origin", "https://courant.example"), ("host", "127.0.0.1:8080")]));
        assert!(check(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(!check(&[("sec-fetch-site", "cross-site"), ("origin", "https://courant.example")]));
        assert!(!check(&[("sec-fetch-site", "same-site")]));
        assert!(!check(&[("origin", "https://evil.example"), ("host", "courant.example")]));
        assert!(!check(&[("origin", "null"), ("host", "courant.example")]));
    }
}
