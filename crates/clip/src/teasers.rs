//! Lists of other pieces, told by their make: three or more parts alike, side by side, each with a link of
//! its own to a page of the same outlet, and little else.

use dom_query::{Document, NodeRef};
use model::source::host_of;
use url::Url;

use crate::measure::Weights;

/// Fewest parts alike.
const ALIKE: usize = 3;
/// Most letters of one.
const LONGEST: usize = 600;
/// Letters that must be left when all lists are gone.
const LEFT: usize = 300;

/// Takes out lists of other pieces.
pub(crate) fn prune(document: &Document, base: &Url, weights: &Weights) {
    let Some(body) = document.body() else { return };
    let host = host_of(base.as_str());
    let mut left = weights.plain(&body);
    let mut found: Vec<NodeRef> = Vec::new();
    for above in body.descendants_it().filter(NodeRef::is_element) {
        if ["p", "ol", "dl", "a", "span", "blockquote"].iter().any(|name| above.has_name(name)) {
            continue;
        }
        let parts: Vec<NodeRef> =
            above.element_children().into_iter().filter(|part| weights.all(part) > 0).collect();
        if parts.len() < ALIKE {
            continue;
        }
        let teasers: Vec<NodeRef> =
            parts.iter().copied().filter(|part| is_teaser(part, base, &host, weights)).collect();
        let whole: usize = teasers.iter().map(|part| weights.plain(part)).sum();
        if teasers.len() >= ALIKE
            && teasers.len() * 10 >= parts.len() * 7
            && left.saturating_sub(whole) >= LEFT
        {
            left -= whole;
            found.extend(teasers);
        }
    }
    for part in found {
        part.remove_from_parent();
    }
}

fn is_teaser(part: &NodeRef, base: &Url, host: &str, weights: &Weights) -> bool {
    let whole = weights.all(part);
    let linked = whole - weights.plain(part);
    let named = ["div", "li", "tr", "td", "article", "section", "dl", "figure"]
        .iter()
        .any(|name| part.has_name(name));
    if !named || whole > LONGEST || linked < 15 || linked * 5 < whole {
        return false;
    }
    let bare_item = part.has_name("li")
        && !part
            .descendants_it()
            .any(|n| ["p", "div", "h2", "h3", "h4", "img"].iter().any(|name| n.has_name(name)));
    if bare_item {
        return false;
    }
    let mut links = part.descendants_it().filter(|n| n.has_name("a")).filter_map(|n| n.attr("href"));
    links.any(|href| {
        base.join(&href).is_ok_and(|url| {
            host_of(url.as_str()) == host && url.path() != base.path() && url.path().len() > 1
        })
    })
}
