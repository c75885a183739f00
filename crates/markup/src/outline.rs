//! Heading levels: the post's headline is the page's h1, so a text starts at h2 and never skips a level.

use crate::tree::Node;

const LEVELS: [&str; 5] = ["h2", "h3", "h4", "h5", "h6"];

/// Renames the headings of a text in place.
pub(crate) fn settle(nodes: &mut [Node]) {
    let mut open = Vec::new();
    walk(nodes, &mut open);
}

fn walk(nodes: &mut [Node], open: &mut Vec<u8>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if let Some(rank) = rank(element.name) {
            while open.last().is_some_and(|above| *above >= rank) {
                open.pop();
            }
            element.name = LEVELS[open.len().min(LEVELS.len() - 1)];
            open.push(rank);
        } else {
            walk(&mut element.children, open);
        }
    }
}

fn rank(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}
