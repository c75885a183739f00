//! An index of records: one line each, sorted, by which a page is found (CDXJ,
//! <https://specs.webrecorder.net/cdxj/0.1.0/>).

use serde_json::{Map, Value};
use url::Url;

use crate::read::Entry;
use crate::record::Kind;

/// The line of a record that can be shown; `None` for one that only tells of others.
pub(crate) fn line(entry: &Entry, filename: &str) -> Option<String> {
    if !matches!(entry.kind, Kind::Response | Kind::Revisit | Kind::Resource) {
        return None;
    }
    let target = entry.header("WARC-Target-URI")?;
    let (status, mime) = match entry.kind {
        Kind::Resource => (None, entry.header("Content-Type").map(str::to_owned)),
        _ => http(&entry.block),
    };
    let mime = match entry.kind {
        Kind::Revisit => Some("warc/revisit".to_owned()),
        _ => mime.map(|mime| mime.split([';', ' ']).next().unwrap_or_default().to_owned()),
    };
    let mut told = Map::new();
    let facts = [
        ("url", Some(target.to_owned())),
        ("mime", mime.filter(|mime| !mime.is_empty())),
        ("status", status.or_else(|| (entry.kind == Kind::Resource).then(|| "200".to_owned()))),
        ("digest", entry.header("WARC-Payload-Digest").map(str::to_owned)),
        ("length", Some(entry.length.to_string())),
        ("offset", Some(entry.offset.to_string())),
        ("filename", Some(filename.to_owned())),
    ];
    told.extend(facts.into_iter().filter_map(|(name, fact)| Some((name.to_owned(), Value::String(fact?)))));
    let stamp: String = entry.header("WARC-Date")?.chars().filter(char::is_ascii_digit).take(14).collect();
    Some(format!("{} {stamp} {}\n", key(target), Value::Object(told)))
}

/// Status and type of an answer.
fn http(block: &[u8]) -> (Option<String>, Option<String>) {
    let head = block.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(block.len());
    let text = String::from_utf8_lossy(&block[..head]);
    let mut lines = text.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).map(str::to_owned);
    let mime = lines.filter_map(|line| line.split_once(':'));
    let mime = mime.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    (status, mime.map(|(_, value)| value.trim().to_owned()))
}

/// The key under which an address is looked for (SURT): the host backwards, everything in lower case, no `www.`,
/// the query's parts in order, no slash at the end.
fn key(address: &str) -> String {
    let Some(url) = Url::parse(address).ok().filter(Url::has_host) else {
        return address.replace(' ', "%20");
    };
    let host = url.host_str().unwrap_or_default();
    let named = host.strip_prefix("www.").unwrap_or(host);
    let host = match url.domain() {
        Some(_) => named.split('.').rev().collect::<Vec<_>>().join(","),
        None => host.to_owned(),
    };
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    let path = match url.path() {
        "/" => "/",
        path => path.trim_end_matches('/'),
    };
    let query = url.query().filter(|query| !query.is_empty()).map(|query| {
        let mut parts: Vec<&str> = query.split('&').collect();
        parts.sort_unstable();
        format!("?{}", parts.join("&"))
    });
    format!("{host}{port}){path}{}", query.unwrap_or_default()).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_looked_for_by_their_host_backwards() {
        for (address, expected) in [
            ("https://www.Gazette.example/News/A.html", "example,gazette)/news/a.html"),
            ("http://gazette.example/", "example,gazette)/"),
            ("http://gazette.example:8080/a/?b=2&A=1", "example,gazette:8080)/a?a=1&b=2"),
            ("http://127.0.0.1:81/x", "127.0.0.1:81)/x"),
            ("urn:site:ledger", "urn:site:ledger"),
        ] {
            assert_eq!(key(address), expected, "{address}");
        }
    }
}
