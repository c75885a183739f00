//! The paragraphs of a text: what it may have in common with another.

use dom_query::Document;

use crate::text::{fold, plain_text};

/// The paragraphs of HTML and what is quoted within them, plain, in this order, each once.
pub fn paragraphs(html: &str) -> Vec<String> {
    let mut found: Vec<String> =
        plain_text(html).split("\n\n").map(fold).filter(|text| !text.is_empty()).collect();
    let document = Document::fragment(crate::nesting::bounded(html).as_ref());
    for quoted in document.select("q, mark").iter() {
        let text = fold(&quoted.text());
        if !text.is_empty() {
            found.push(text);
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.retain(|text| seen.insert(text.clone()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_quotations_come_once() {
        let html = "<p>The mayor <q>saw nothing</q>.</p><blockquote><p>One.</p><p>Two,\n three.</p></blockquote><p>One.</p>";
        assert_eq!(paragraphs(html), ["The mayor saw nothing.", "One.", "Two, three.", "saw nothing"]);
        assert!(paragraphs("").is_empty());
    }
}
