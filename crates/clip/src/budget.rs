//! The budget of a page: reading costs time and memory by the node, so there is a most that is read.

use dom_query::{Document, NodeRef};

/// Most nodes of a page that are read. The longest live tickers have half of it.
const NODES: usize = 40_000;

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
