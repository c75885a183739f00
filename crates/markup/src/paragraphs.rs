//! The paragraphs of a text: what it may have in common with another.

use crate::text::{fold, plain_text};

/// The paragraphs of HTML, plain, in order, each once.
pub fn paragraphs(html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for paragraph in plain_text(html).split("\n\n").map(fold).filter(|text| !text.is_empty()) {
        if seen.insert(paragraph.clone()) {
            found.push(paragraph);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_come_once() {
        let html = "<p>The mayor saw.</p><blockquote><p>One.</p><p>Two,\n three.</p></blockquote><p>One.</p>";
        assert_eq!(paragraphs(html), ["The mayor saw.", "One.", "Two, three."]);
        assert!(paragraphs("").is_empty());
    }
}
