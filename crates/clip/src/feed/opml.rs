//! Lists of feeds (OPML), as people carry them from one reader to another.

use model::ListedFeed;

use super::tree::Tree;
use crate::decode;

/// Most feeds of one list.
pub const LIST_LIMIT: usize = 2_000;

/// Reads a list: every outline with an address, however deep. Bytes that are no list give `None`.
pub fn read_opml(bytes: &[u8]) -> Option<Vec<ListedFeed>> {
    let bytes = bytes.get(..super::FEED_SIZE_LIMIT).unwrap_or(bytes);
    let text = decode::decode(bytes, None).text;
    let tree =
        Tree::read(text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}'), None, None);
    let root =
        tree.root().filter(|root| matches!(root.name.as_str(), "opml" | "outlinedocument" | "body"))?;
    let mut found: Vec<ListedFeed> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut steps = vec![root];
    while let Some(element) = steps.pop() {
        let value = |names: &[&str]| {
            let text =
                names.iter().find_map(|name| element.attribute(name)).map(str::trim).unwrap_or_default();
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        let address = value(&["xmlurl"]);
        if element.name == "outline" && !address.is_empty() && seen.insert(address.clone()) {
            let title =
                Some(value(&["title"])).filter(|title| !title.is_empty()).unwrap_or_else(|| value(&["text"]));
            let site = Some(value(&["htmlurl"])).filter(|site| !site.is_empty());
            found.push(ListedFeed { title, address, site });
            if found.len() == LIST_LIMIT {
                break;
            }
        }
        let children: Vec<_> = tree.children(element).collect();
        steps.extend(children.into_iter().rev());
    }
    Some(found)
}

/// Writes a list (OPML 2.0).
pub fn opml(title: &str, feeds: &[ListedFeed]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n");
    out.push_str(&format!("<head><title>{}</title></head>\n<body>\n", escaped(title)));
    for feed in feeds {
        let title = escaped(if feed.title.is_empty() { &feed.address } else { &feed.title });
        out.push_str(&format!(
            "<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"",
            escaped(&feed.address)
        ));
        if let Some(site) = &feed.site {
            out.push_str(&format!(" htmlUrl=\"{}\"", escaped(site)));
        }
        out.push_str("/>\n");
    }
    out.push_str("</body>\n</opml>\n");
    out
}

fn escaped(text: &str) -> String {
    // Characters that XML can't hold at all are left out.
    let text: String =
        text.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    quick_xml::escape::escape(text).into_owned()
}
