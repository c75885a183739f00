//! Addresses: paths that readers know, and the site's own.

use url::Url;

use crate::html::unescaped;

/// The path of an address, decoded.
pub(super) fn path(address: &str) -> Option<String> {
    let path = match Url::parse(address) {
        Ok(url) => url.path().to_owned(),
        Err(_) => address.split(['?', '#']).next()?.to_owned(),
    };
    (path.starts_with('/') && path.len() > 1).then(|| unescaped(&path))
}

/// The slug in a path: its last part, without `.html`.
pub(super) fn slug(path: &str) -> Option<String> {
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    let slug = last.strip_suffix(".html").unwrap_or(last);
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// The site that an address is of, `https://name.example`; `None` for Blogger's own pages.
pub(super) fn site(address: &str) -> Option<String> {
    let url = Url::parse(address).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    if host == "www.blogger.com" || host == "blogger.com" || host == "draft.blogger.com" {
        return None;
    }
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("https://{host}{port}"))
}

/// What a person typed as a host: `example.org`, `http://example.org:8080/`.
pub(super) fn typed(host: &str) -> Option<String> {
    let host = host.trim().trim_end_matches('/');
    if host.contains("://") {
        let url = Url::parse(host).ok()?;
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        return Some(format!("{}://{}{port}", url.scheme(), url.host_str()?));
    }
    site(&format!("https://{host}/"))
}
