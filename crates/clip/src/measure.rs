//! Counting text: letters of a part, letters in its links, and how a script counts.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};

/// A sentence in Chinese or Japanese takes less than half the characters of one in an alphabet.
const WIDE: usize = 2;

/// The letters of a text: characters but white space, those of scripts that write syllables or words
/// counted as two.
pub(crate) fn weight(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|b| !b.is_ascii_whitespace()).count();
    }
    let of = |c: char| {
        if c.is_whitespace() {
            0
        } else if is_wide(c) {
            WIDE
        } else {
            1
        }
    };
    text.chars().map(of).sum()
}

/// Whether a character is of a script that writes syllables or words.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(
        c,
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}'
    )
}

/// The letters below a node.
pub(crate) fn letters(node: &NodeRef) -> usize {
    weight(&node.text())
}

/// The text below a node when it has at most so many bytes; a long one is not even gathered.
pub(crate) fn short_text(node: &NodeRef, most: usize) -> Option<String> {
    let mut text = String::new();
    for part in node.descendants_it().filter(NodeRef::is_text) {
        text.push_str(&part.text());
        if text.len() > most {
            return None;
        }
    }
    Some(text)
}

/// The letters below a node that are links.
pub(crate) fn link_letters(node: &NodeRef) -> usize {
    node.descendants_it().filter(|n| n.has_name("a")).map(|n| letters(&n)).sum()
}

/// The letters of a page's paragraphs.
pub(crate) fn paragraph_letters(document: &Document) -> usize {
    let Some(body) = document.body() else { return 0 };
    body.descendants_it()
        .filter(|n| n.is_text())
        .filter(|n| {
            n.parent().is_some_and(|above| {
                !matches!(
                    &*above.node_name().unwrap_or_default(),
                    "a" | "script" | "style" | "noscript" | "li" | "button" | "option" | "template"
                )
            })
        })
        .map(|n| weight(&n.text()))
        .filter(|own| *own >= 40)
        .sum()
}

/// The letters below every element of a page, counted in one pass.
pub(crate) struct Weights {
    held: HashMap<NodeId, (usize, usize)>,
}

impl Weights {
    /// Counts a page.
    pub fn of(document: &Document) -> Self {
        let mut held: HashMap<NodeId, (usize, usize)> = HashMap::new();
        let root = document.root();
        let texts = root.descendants_it().filter(NodeRef::is_text);
        for node in texts {
            let own = weight(&node.text());
            if own == 0 {
                continue;
            }
            let path: Vec<NodeRef> = node.ancestors_it(None).collect();
            if path.iter().take(2).any(|above| {
                matches!(
                    &*above.node_name().unwrap_or_default(),
                    "script" | "style" | "noscript" | "template"
                )
            }) {
                continue;
            }
            let linked = path.iter().any(|above| above.has_name("a"));
            for above in &path {
                let entry = held.entry(above.id).or_default();
                entry.0 += own;
                entry.1 += if linked { own } else { 0 };
            }
        }
        Weights { held }
    }

    /// Letters below a node.
    pub fn all(&self, node: &NodeRef) -> usize {
        self.held.get(&node.id).map_or(0, |(all, _)| *all)
    }

    /// Letters below a node that are no links.
    pub fn plain(&self, node: &NodeRef) -> usize {
        self.held.get(&node.id).map_or(0, |(all, linked)| all - linked)
    }
}
