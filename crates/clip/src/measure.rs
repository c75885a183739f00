//! Counting text: letters of a part, letters in its links, and how a script counts.

use dom_query::{Document, NodeRef};

/// A sentence in Chinese or Japanese takes less than half the characters of one in an alphabet.
const WIDE: usize = 2;

/// The letters of a text: characters but white space, those of scripts that write syllables or words
/// counted as two.
pub(crate) fn weight(text: &str) -> usize {
    text.chars()
        .map(|c| match c {
            c if c.is_whitespace() => 0,
            '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' => WIDE,
            _ => 1,
        })
        .sum()
}

/// The letters below a node.
pub(crate) fn letters(node: &NodeRef) -> usize {
    weight(&node.text())
}

/// The letters below a node that are links.
pub(crate) fn link_letters(node: &NodeRef) -> usize {
    node.descendants_it().filter(|n| n.has_name("a")).map(|n| letters(&n)).sum()
}

/// The letters of a page's paragraphs.
pub(crate) fn paragraph_letters(document: &Document) -> usize {
    let Some(body) = document.body() else { return 0 };
    let loose: usize = body
        .descendants_it()
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
        .sum();
    loose
}
