//! What two addresses of one page have in common.

use unicode_normalization::UnicodeNormalization;
use url::{Host, Url, form_urlencoded};

use super::percent::readable;
use super::{addresses_a_page, canonical_address, is_web, tracker, wrapped};

/// First labels of a host under which the same pages are shown to other devices.
const DOORS: &[&str] = &["www", "www1", "www2", "www3", "ww", "m", "mobile", "mobil", "amp", "touch", "wap"];
/// Names of the file that a directory shows.
const INDEXES: &[&str] = &["index", "default"];
const INDEX_ENDINGS: &[&str] = &["html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp"];

/// The key of an address: equal for the forms of one page that differ in scheme, in `www.`, `m.` or `amp.`,
/// in an AMP or printed form, in trackers, sessions, the order of the query, an index file, slashes, or in
/// an archive that kept it. It is for comparing only, is no address, and is its own key.
pub fn address_key(address: &str) -> String {
    let mut address = canonical_address(address);
    loop {
        let Some(url) = Url::parse(&address).ok().filter(|url| is_web(url) && url.has_host()) else {
            return address;
        };
        match wrapped::in_archive(&url) {
            // Shorter each time, so this ends.
            Some(inside) if inside.as_str().len() < address.len() => {
                address = canonical_address(inside.as_str());
            }
            _ => return key(&url),
        }
    }
}

/// Whether an address looks as if it stood for one page for good: its last part has a number, a capital or
/// the hyphens of a headline (one is enough behind a date). “/latest” leads elsewhere tomorrow; the front page has no last part.
pub fn names_one_page(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else { return false };
    let mut segments = segments(&url);
    let last = segments.pop().unwrap_or_default();
    let is_dated = segments.iter().any(|segment| segment.contains(|c: char| c.is_ascii_digit()));
    let telling = |c: char| c.is_ascii_digit() || c.is_uppercase();
    let hyphens = last.matches(['-', '_']).count();
    last.contains(telling)
        || hyphens >= 2
        || hyphens == 1 && is_dated
        || last.chars().filter(|c| !c.is_ascii()).count() >= 8
        || query(&url).contains(telling)
}

fn key(url: &Url) -> String {
    let mut key = format!("//{}", host(url));
    if let Some(port) = url.port() {
        key.push_str(&format!(":{port}"));
    }
    for segment in segments(url) {
        key.push('/');
        key.push_str(&segment);
    }
    let query = query(url);
    if !query.is_empty() {
        key.push('?');
        key.push_str(&query);
    }
    if let Some(fragment) = url.fragment().filter(|fragment| addresses_a_page(fragment)) {
        key.push('#');
        key.push_str(fragment);
    }
    key
}

/// The host without the doors to other devices.
pub(super) fn host(url: &Url) -> String {
    let host = match url.host() {
        Some(Host::Domain(domain)) => domain.trim_end_matches('.'),
        _ => return url.host_str().unwrap_or_default().to_owned(),
    };
    let mut labels: Vec<&str> = host.split('.').collect();
    while labels.len() > 2 && DOORS.contains(&labels[0]) && !is_registry(&labels[1..], labels[0]) {
        labels.remove(0);
    }
    // “el.m.wiki.example”: the language first, then the door.
    if labels.len() > 3 && matches!(labels[1], "m" | "mobile" | "amp") {
        labels.remove(1);
    }
    labels.join(".")
}

/// Whether what is left is as short as the names under which registries sell: “m.co.uk” is a site.
fn is_registry(labels: &[&str], door: &str) -> bool {
    door != "www" && labels.len() == 2 && labels[0].len() <= 3 && labels[1].len() == 2
}

/// The parts of the path, without those that only ask for another look.
fn segments(url: &Url) -> Vec<String> {
    let mut segments: Vec<String> =
        url.path().split('/').filter(|s| !s.is_empty()).map(|s| readable(without_session(s))).collect();
    let is_index = |segment: &String| {
        let lower = segment.to_ascii_lowercase();
        lower
            .split_once('.')
            .is_some_and(|(name, ending)| INDEXES.contains(&name) && INDEX_ENDINGS.contains(&ending))
    };
    if segments.last().is_some_and(is_index) {
        segments.pop();
    }
    if segments.len() > 1 {
        segments.retain(|segment| segment != "amp");
    }
    if segments.len() > 1 && segments.last().is_some_and(|last| last == "print") {
        segments.pop();
    }
    let says_much = |segments: &[String]| {
        segments.len() > 2 || segments.last().is_some_and(|last| last.contains('-') || last.len() >= 12)
    };
    if matches!(segments.first().map(String::as_str), Some("m" | "mobile" | "print"))
        && says_much(&segments[1..])
    {
        segments.remove(0);
    }
    if let Some(last) = segments.last_mut() {
        for (ending, plain) in [(".amp.html", ".html"), (".amp.htm", ".htm"), (".amp", "")] {
            if let Some(stem) = last.strip_suffix(ending).filter(|stem| !stem.is_empty()) {
                *last = format!("{stem}{plain}");
                break;
            }
        }
    }
    segments
}

/// `story;jsessionid=0123…` without the session.
fn without_session(segment: &str) -> &str {
    let Some((plain, parameter)) = segment.split_once(';') else { return segment };
    let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
    if tracker::is_session(&name.to_ascii_lowercase(), value) { plain } else { segment }
}

/// The query in alphabetical order, without decoration.
fn query(url: &Url) -> String {
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, value)| {
            (!name.is_empty() || !value.is_empty()) && !tracker::is_decoration(name, value)
        })
        .map(|(name, value)| (name.nfc().collect(), value.nfc().collect()))
        .collect();
    pairs.sort();
    pairs.dedup();
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line: spellings of one page.
    const SAME: &[&[&str]] = &[
        &[
            "https://example.com/2026/11/a-river-story",
            "http://example.com/2026/11/a-river-story/",
            "https://www.example.com/2026/11/a-river-story",
            "https://m.example.com/2026/11/a-river-story",
            "https://mobile.example.com:443/2026/11/a-river-story",
            "https://amp.example.com/2026/11/a-river-story",
            "https://example.com./2026//11/a-river-story",
            "https://example.com/2026/11/a-river-story/amp",
            "https://example.com/2026/11/a-river-story/amp/",
            "https://example.com/amp/2026/11/a-river-story",
            "https://example.com/m/2026/11/a-river-story",
            "https://example.com/print/2026/11/a-river-story",
            "https://example.com/2026/11/a-river-story/print/",
            "https://example.com/2026/11/a-river-story/index.html",
            "https://example.com/2026/11/a-river-story?amp=1",
            "https://example.com/2026/11/a-river-story?amp",
            "https://example.com/2026/11/a-river-story?outputType=amp",
            "https://example.com/2026/11/a-river-story?print=1&m=1",
            "https://example.com/2026/11/a-river-story?view=print",
            "https://example.com/2026/11/a-river-story?utm_source=x&ref=homepage",
            "https://example.com/2026/11/%61-river%2Dstory#comments",
            "https://example.com/2026/11/a-river-story;jsessionid=0123456789ABCDEF0123",
            "https://example.com/2026/11/a-river-story?PHPSESSID=0123456789abcdef01234567",
            "https://u:p@EXAMPLE.com/2026/11/a-river-story",
            "https://example-com.cdn.ampproject.org/c/s/example.com/2026/11/a-river-story/amp?usqp=mq331",
            "https://example-com.cdn.ampproject.org/v/s/amp.example.com/2026/11/a-river-story?amp_js_v=0.1",
            "https://www.google.com/amp/s/www.example.com/2026/11/a-river-story/amp",
            "https://www.google.gr/amp/example.com/2026/11/a-river-story",
            "https://web.archive.org/web/20261118053000/https://example.com/2026/11/a-river-story",
            "https://web.archive.org/web/20261118053000id_/http://www.example.com:80/2026/11/a-river-story/",
            "https://archive.example/newest/https://example.com/2026/11/a-river-story?utm_source=x",
        ],
        &["https://example.com/story.amp.html", "https://example.com/story.html"],
        &[
            "https://example.com/story?b=2&a=1",
            "https://example.com/story?a=1&b=2&",
            "http://example.com/story/?a=1&&b=2",
        ],
        &[
            "https://example.com/",
            "http://www.example.com",
            "https://example.com/index.php",
            "https://example.com/?fbclid=1",
        ],
        // Greek, escaped in both cases, and a host in Unicode.
        &[
            "https://ποτάμι.example/Νερό",
            "https://xn--hxa0aikez.example/%ce%9d%ce%b5%cf%81%cf%8c",
            "https://xn--hxa0aikez.example/%CE%9D%CE%B5%CF%81%CF%8C/",
        ],
        // One accent, written as one character or as two.
        &["https://example.com/caf%C3%A9-society", "https://example.com/cafe%CC%81-society"],
        &["https://el.wiki.example/wiki/A", "https://el.m.wiki.example/wiki/A"],
        &["https://example.com/?p=12", "https://example.com/index.php?p=12&sid=0123456789abcdef0123"],
    ];

    #[test]
    fn the_spellings_of_one_page_have_one_key() {
        for spellings in SAME {
            for spelling in *spellings {
                assert_eq!(address_key(spelling), address_key(spellings[0]), "{spelling}");
                assert_eq!(address_key(&address_key(spelling)), address_key(spelling), "{spelling}");
            }
        }
        let keys: std::collections::BTreeSet<String> = SAME.iter().map(|s| address_key(s[0])).collect();
        assert_eq!(keys.len(), SAME.len(), "two pages have one key");
    }

    #[test]
    fn other_pages_have_other_keys() {
        for (one, other) in [
            ("https://example.com/a", "https://example.com/b"),
            ("https://example.com/a", "https://example.com/A"),
            ("https://example.com/a", "https://example.org/a"),
            ("https://example.com/a", "https://news.example.com/a"),
            ("https://example.com:8080/a", "https://example.com/a"),
            ("https://example.com/?p=12", "https://example.com/?p=13"),
            ("https://example.com/story?sid=12", "https://example.com/story?sid=13"),
            ("https://example.com/story?ref=12", "https://example.com/story?ref=13"),
            ("https://example.com/view?m=12", "https://example.com/view?m=13"),
            ("https://example.com/list?view=grid", "https://example.com/list"),
            ("https://example.com/el/story", "https://example.com/en/story"),
            ("https://example.com/amp", "https://example.com/"),
            ("https://example.com/print", "https://example.com/"),
            ("https://example.com/m/02mjmr", "https://example.com/02mjmr"),
            ("https://m.co.uk/a", "https://amp.co.uk/a"),
            ("https://example.com/a%2Fb", "https://example.com/a/b"),
            ("https://example.com/#!/a", "https://example.com/#!/b"),
            ("https://example.com/2026/https-explained", "https://example.com/https-explained"),
            ("https://example.com/check/https://example.org/a", "https://example.org/a"),
            ("https://www.google.com/search?q=a", "https://www.google.com/search?q=b"),
            ("https://192.0.2.1/a", "https://192.0.2.2/a"),
        ] {
            assert_ne!(address_key(one), address_key(other), "{one} {other}");
        }
        assert_eq!(address_key(" no address "), "no address");
    }

    #[test]
    fn what_leads_elsewhere_tomorrow_names_no_page() {
        for address in [
            "https://s.example/3xYzAb",
            "https://example.com/a-river-story",
            "https://example.com/?p=12",
            "https://example.com/2026/11/18/river-price",
            "https://example.com/το-ποτάμι-ξανά",
        ] {
            assert!(names_one_page(address), "{address}");
        }
        for address in [
            "https://example.com/",
            "https://example.com/latest",
            "https://example.com/news/today?utm_source=x1",
            "no address",
        ] {
            assert!(!names_one_page(address), "{address}");
        }
    }
}
