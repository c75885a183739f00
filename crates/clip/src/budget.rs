//! The budget of a page: reading costs time and memory by the node, so there is a most that is read.

use dom_query::{Document, NodeRef};

/// Most nodes of a page that are read. The longest live tickers have half of it.
const NODES: usize = 30_000;

/// Most tags of a page that are parsed at all: about what [`NODES`] come to, with room for scripts.
const TAGS: usize = 90_000;

/// The beginning of a page that is worth parsing; all of it, but for monsters.
pub(crate) fn beginning(html: &str) -> &str {
    html.match_indices('<').nth(TAGS).map_or(html, |(at, _)| &html[..at])
}

/// Takes off what goes beyond the budget, from the end; whether anything was.
pub(crate) fn cut(document: &Document) -> bool {
    let root = document.root();
    let mut below = 0;
    let Some(last) = root.descendants_it().find(|_| {
        below += 1;
        below > NODES
    }) else {
        return false;
    };
    // All that follows the last node read: its later siblings and those of everything around it.
    let mut around: Vec<NodeRef> = vec![last];
    around.extend(last.ancestors(None));
    for node in around {
        while let Some(next) = node.next_sibling() {
            next.remove_from_parent();
        }
    }
    last.remove_from_parent();
    true
}
