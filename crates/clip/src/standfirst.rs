//! The line between a headline and its text, where a page shows one.

use dom_query::{Document, NodeRef};

use crate::extract::Stated;
use crate::marks::{Mark, mark};
use crate::measure::{letters, link_letters};
use crate::names::folded;
use crate::structured::fold;
use crate::trim::ends_a_sentence;

/// Fewest and most letters.
const LETTERS: std::ops::RangeInclusive<usize> = 25..=700;
/// As far as it may stand from the headline, in elements.
const REACH: usize = 120;

/// The standfirst: what a page calls so, or what it also gives as its description, or a sentence that is
/// the headline's next neighbour; in this order, between the headline and the text.
pub(crate) fn shown(document: &Document, stated: &Stated) -> Option<String> {
    let title = folded(stated.headline);
    let body = document.body()?;
    let elements: Vec<NodeRef> = body.descendants_it().filter(NodeRef::is_element).collect();
    let is_headline =
        |node: &NodeRef| node.has_name("h1") && (title.is_empty() || folded(&node.text()) == title);
    let at = elements
        .iter()
        .position(is_headline)
        .or_else(|| elements.iter().position(|node| node.has_name("h1")))?;
    let descriptions: Vec<String> =
        stated.descriptions.iter().map(|line| folded(line)).filter(|line| line.len() >= 40).collect();
    let headline = elements.get(at)?;
    let near = elements
        .iter()
        .skip(at + 1)
        .filter(|node| node.ancestors_it(None).all(|above| above.id != headline.id));
    for node in near.take(REACH) {
        let name = node.node_name().unwrap_or_default();
        if matches!(
            &*name,
            "ul" | "ol" | "li" | "a" | "img" | "figure" | "figcaption" | "time" | "table" | "article"
        ) || node.ancestors_it(Some(4)).any(|above| above.has_name("figure") || above.has_name("li"))
        {
            continue;
        }
        let own = letters(node);
        if !LETTERS.contains(&own) || link_letters(node) * 2 > own {
            continue;
        }
        let text = fold(&node.text());
        let bare = folded(&text);
        if bare == title {
            continue;
        }
        let described = descriptions.iter().any(|line| {
            *line == bare
                || bare.len() >= 40 && line.starts_with(&bare)
                || bare.ends_with(line.as_str()) && bare.len() <= line.len() + 40
        });
        if described || mark(node) == Some(Mark::Standfirst) && !holds_blocks(node) {
            return Some(text);
        }
        if is_neighbour(node, headline) && ends_a_sentence(&text) && own >= 60 && !holds_blocks(node) {
            return Some(text);
        }
        if name.as_ref() == "p" && own >= 60 {
            // The text has begun.
            return None;
        }
    }
    None
}

fn holds_blocks(node: &NodeRef) -> bool {
    node.descendants_it().filter(|n| n.has_name("p") || n.has_name("h2") || n.has_name("li")).count() > 1
}

fn is_neighbour(node: &NodeRef, headline: &NodeRef) -> bool {
    let next = headline.next_element_sibling().is_some_and(|next| next.id == node.id);
    // The first of many paragraphs alike is the text's.
    let is_first_of_many = node
        .next_element_sibling()
        .is_some_and(|after| after.node_name() == node.node_name() && after.class() == node.class());
    next && !node.has_name("div") && !is_first_of_many
}
