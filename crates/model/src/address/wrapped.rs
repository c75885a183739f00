//! Addresses that hold another address: of caches of AMP pages, and of archives.

use url::Url;

/// The address a cache of AMP pages took a page from: `https://…cdn.ampproject.org/c/s/HOST/PATH`, and
/// `https://www.google.com/amp/s/HOST/PATH` (the formats are those of the AMP project's cache, not of any
/// outlet).
pub(super) fn in_amp_cache(url: &Url) -> Option<Url> {
    let host = url.host_str()?;
    let is_cache = ["cdn.ampproject.org", "bing-amp.com"]
        .iter()
        .any(|cache| host == *cache || host.strip_suffix(cache).is_some_and(|rest| rest.ends_with('.')));
    let is_viewer = host.starts_with("www.google.") || host.starts_with("google.");
    let rest = url.path().strip_prefix('/')?;
    let (kind, rest) = rest.split_once('/')?;
    if !(is_cache && matches!(kind, "c" | "v" | "wp") || is_viewer && kind == "amp") {
        return None;
    }
    let (scheme, rest) = rest.strip_prefix("s/").map_or(("http", rest), |rest| ("https", rest));
    let host = rest.split('/').next()?;
    if !host.contains('.') {
        return None;
    }
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    web(&format!("{scheme}://{rest}{query}"))
}

/// The address an archive took a page from: the path has it whole, behind the time at which that was.
pub(super) fn in_archive(url: &Url) -> Option<Url> {
    let path = url.path();
    let at = ["/http:/", "/https:/"].iter().filter_map(|mark| path.find(mark)).min()?;
    let before = path[..at].rsplit('/').next()?;
    let digits = before.trim_end_matches('_').trim_end_matches(|c: char| c.is_ascii_lowercase());
    let is_time = (4..=14).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    if !(is_time || matches!(before, "web" | "newest" | "*")) {
        return None;
    }
    let (scheme, rest) = path[at + 1..].split_once(":/")?;
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    web(&format!("{scheme}://{}{query}", rest.trim_start_matches('/')))
}

fn web(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| super::is_web(url) && url.has_host())
}
