//! Where the feed of a page is: a person knows the address of a site, not that of its feed.

use dom_query::Document;
use url::Url;

use crate::decode;

/// Most feeds that are named of one page.
const LIMIT: usize = 20;

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFeed {
    /// Its address, absolute.
    pub address: String,
    /// What the page calls it; may be empty.
    pub title: String,
}

/// The feeds that a page names in `link rel="alternate"`, the site's own before those of comments, in the
/// page's order otherwise.
pub fn feeds_of_page(url: &str, bytes: &[u8], content_type: Option<&str>) -> Vec<FoundFeed> {
    let text = decode::decode(bytes.get(..crate::SIZE_LIMIT).unwrap_or(bytes), content_type).text;
    let Ok(here) = Url::parse(url) else { return Vec::new() };
    if markup::nesting(&text) > 2_000 {
        return Vec::new();
    }
    let document = Document::from(text.as_str());
    let base = document.base_uri().and_then(|base| here.join(&base).ok()).unwrap_or_else(|| here.clone());
    let mut found: Vec<(bool, FoundFeed)> = Vec::new();
    for link in document.select("link[rel][href]").iter() {
        let word = |name: &str| link.attr(name).unwrap_or_default().trim().to_ascii_lowercase();
        let rel = word("rel");
        let kind = word("type");
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let is_feed = matches!(
            kind,
            "application/rss+xml" | "application/atom+xml" | "application/feed+json" | "application/rdf+xml"
        ) || matches!(kind, "text/xml" | "application/xml" | "application/json")
            && rel.contains("feed");
        let says_so = rel.split_whitespace().any(|word| word == "alternate" || word == "feed");
        if !is_feed || !says_so {
            continue;
        }
        let href = link.attr("href").unwrap_or_default();
        let Ok(address) = base.join(href.trim()) else { continue };
        if !matches!(address.scheme(), "http" | "https")
            || found.iter().any(|(_, f)| f.address == address.as_str())
        {
            continue;
        }
        let title = link.attr("title").unwrap_or_default();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let of_comments = address.path().to_ascii_lowercase().contains("comment");
        found.push((of_comments, FoundFeed { address: address.into(), title }));
        if found.len() == LIMIT {
            break;
        }
    }
    found.sort_by_key(|(of_comments, _)| *of_comments);
    found.into_iter().map(|(_, feed)| feed).collect()
}
