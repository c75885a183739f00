//! Addresses of the web: the tidy form a source is known by, and the key by which two are found to be one.
//!
//! [`canonical_address`] must go on working for readers, so it only takes off what never changes a page.
//! [`address_key`] is compared and never visited, so it may take the mobile, printed or archived form of a
//! page for the page.

mod key;
mod percent;
mod tracker;
mod wrapped;

use url::Url;

pub use key::{address_key, names_one_page};

/// Most layers taken off one address; each makes it shorter.
const ROUNDS: usize = 100;

/// An address without what doesn't change the page: trackers, fragment, name and password, percent signs
/// that stand for plain letters (RFC 3986, 6.2.2). The host is in lower case. A page in a cache of AMP pages
/// goes by the address it was taken from. Text that is no web address comes back trimmed. Doing it twice is
/// doing it once.
pub fn canonical_address(address: &str) -> String {
    let mut tidied = tidy(address);
    // Taking one thing off can bring another to light: a tracker behind a cache's address, “%%34”.
    for _ in 0..ROUNDS {
        let again = tidy(&tidied);
        if again == tidied {
            break;
        }
        tidied = again;
    }
    tidied
}

fn tidy(address: &str) -> String {
    let trimmed = address.trim();
    let Ok(mut url) = Url::parse(trimmed) else { return trimmed.to_owned() };
    if !is_web(&url) {
        return url.to_string();
    }
    if let Some(inside) = wrapped::in_amp_cache(&url) {
        url = inside;
    }
    if !url.fragment().is_some_and(addresses_a_page) {
        url.set_fragment(None);
    }
    let cleared = url.set_username("").is_ok() && url.set_password(None).is_ok();
    debug_assert!(cleared, "web addresses have hosts");
    if let Some(path) = percent::plain_letters(url.path()) {
        url.set_path(&path);
    }
    if let Some(query) = url.query() {
        let query = percent::plain_letters(query).unwrap_or_else(|| query.to_owned());
        let kept: Vec<&str> =
            query.split('&').filter(|pair| !pair.is_empty() && !tracker::is_tracker(pair)).collect();
        let kept = kept.join("&");
        url.set_query(Some(kept.as_str()).filter(|query| !query.is_empty()));
    }
    url.to_string()
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

/// “#!” and “#/” address pages of their own on sites built that way.
fn addresses_a_page(fragment: &str) -> bool {
    fragment.starts_with('!') || fragment.starts_with('/') && fragment.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_tidied_and_stays_tidy() {
        for (address, expected) in [
            ("https://EXAMPLE.com/A?utm_source=x&id=1&fbclid=2#top", "https://example.com/A?id=1"),
            ("http://example.com?gclid=1", "http://example.com/"),
            ("https://example.com/#!/page", "https://example.com/#!/page"),
            ("https://example.com/app#/story/7", "https://example.com/app#/story/7"),
            ("https://example.com/story#/", "https://example.com/story"),
            ("https://example.com/story#:~:text=a%20river", "https://example.com/story"),
            ("https://u:p@example.com:443/x", "https://example.com/x"),
            ("https://example.com/%7eada/%41%2d%ce%b1?q=%7E%2f", "https://example.com/~ada/A-%CE%B1?q=~%2F"),
            ("https://example.com/%%341", "https://example.com/A"),
            ("https://example.com/a?utm%5Fsource=x", "https://example.com/a"),
            ("https://m.example.com/story/", "https://m.example.com/story/"),
            ("https://example.com/story?amp=1&b=2&a=1", "https://example.com/story?amp=1&b=2&a=1"),
            (
                "https://amp-example-com.cdn.ampproject.org/c/s/amp.example.com/story?amp_js_v=0.1&usqp=mq331",
                "https://amp.example.com/story",
            ),
            (
                "https://www.google.com/amp/s/example.com/story/amp?gsa=1",
                "https://example.com/story/amp?gsa=1",
            ),
            (
                "https://web.archive.org/web/2026/https://example.com/a",
                "https://web.archive.org/web/2026/https://example.com/a",
            ),
            ("mailto:a@example.com", "mailto:a@example.com"),
            (" not an address ", "not an address"),
            ("", ""),
        ] {
            assert_eq!(canonical_address(address), expected);
            assert_eq!(canonical_address(expected), expected);
        }
    }
}
