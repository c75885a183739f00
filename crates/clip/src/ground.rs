//! Where on a page the piece stands: the narrowest part that holds the running text.
//!
//! Readability scores paragraphs and joins what stands beside the best; it loses pieces that a page cuts
//! into modules. This goes the other way, from the whole page inwards, for as long as one part alone holds
//! nearly all of the text.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};

use crate::marks::{Mark, mark};
use crate::measure::weight;
use crate::names::folded;

/// Fewest letters of a block that count as running text.
const RUNNING: usize = 30;

/// The same for what the page itself calls a paragraph: a line of a poem, a sentence of dialogue.
const LINE: usize = 12;

/// Running text by element.
pub(crate) struct Ground {
    held: HashMap<NodeId, usize>,
}

impl Ground {
    /// Measures a page.
    pub fn survey(document: &Document) -> Self {
        let mut blocks: HashMap<NodeId, (usize, usize)> = HashMap::new();
        let mut ground = Ground { held: HashMap::new() };
        let Some(body) = document.body() else { return ground };
        for node in body.descendants_it().filter(NodeRef::is_text) {
            let own = weight(&node.text());
            if own == 0 {
                continue;
            }
            let mut in_link = false;
            for above in node.ancestors_it(None) {
                let name = above.node_name().unwrap_or_default();
                match &*name {
                    "a" => in_link = true,
                    "figcaption" | "figure" | "button" | "label" | "noscript" | "form" => break,
                    "span" | "b" | "strong" | "i" | "em" | "u" | "font" | "sup" | "sub" | "small" | "q"
                    | "cite" | "abbr" | "mark" | "time" | "code" | "s" | "ruby" | "rb" | "rt" | "bdi"
                    | "ins" | "del" => {}
                    _ => {
                        let block = blocks.entry(above.id).or_default();
                        if in_link {
                            block.1 += own;
                        } else {
                            block.0 += own;
                        }
                        break;
                    }
                }
            }
        }
        for (block, (plain, linked)) in blocks {
            let node = NodeRef::new(block, &document.tree);
            let fewest = if node.has_name("p") { LINE } else { RUNNING };
            if plain < fewest || plain < linked {
                continue;
            }
            // What is named for the margin and was too much to be taken out counts for less.
            let beside = node
                .ancestors_it(None)
                .any(|above| above.has_name("aside") || mark(&above) == Some(Mark::Beside));
            let plain = if beside { plain / 3 } else { plain };
            *ground.held.entry(block).or_default() += plain;
            for above in node.ancestors_it(None) {
                *ground.held.entry(above.id).or_default() += plain;
            }
        }
        ground
    }

    /// The running text below a node, in letters.
    pub fn held(&self, node: &NodeRef) -> usize {
        self.held.get(&node.id).copied().unwrap_or_default()
    }

    /// The narrowest element that holds the piece.
    pub fn find<'a>(&self, document: &'a Document, headline: &str) -> Option<NodeRef<'a>> {
        let body = document.body()?;
        let title = folded(headline);
        let mut here = self.start(document, headline).unwrap_or(body);
        if self.held(&here) == 0 {
            return None;
        }
        loop {
            let children = here.element_children();
            let titled = children.iter().copied().find(|child| {
                !title.is_empty()
                    && self.held(child) * 4 >= self.held(&here)
                    && child
                        .descendants_it()
                        .any(|n| (n.has_name("h1") || n.has_name("h2")) && folded(&n.text()) == title)
            });
            let Some(best) = titled.or_else(|| children.iter().copied().max_by_key(|child| self.held(child)))
            else {
                return Some(here);
            };
            let (whole, part) = (self.held(&here), self.held(&best));
            let name = best.node_name().unwrap_or_default();
            if matches!(
                &*name,
                "p" | "ul" | "ol" | "blockquote" | "table" | "tbody" | "tr" | "li" | "pre" | "dl" | "figure"
            ) {
                // A table that lays out a page is gone through; one in a piece is not.
                if !matches!(&*name, "table" | "tbody" | "tr") || part * 10 < whole * 9 {
                    return Some(here);
                }
            }
            let alike = children
                .iter()
                .filter(|child| child.id != best.id && self.held(child) > 0)
                .any(|child| is_like(child, &best));
            let loose = whole - children.iter().map(|child| self.held(child)).sum::<usize>();
            let enough =
                titled.is_some() || if alike { part * 100 >= whole * 97 } else { part * 100 >= whole * 80 };
            if !enough || loose * 10 > whole {
                return Some(here);
            }
            here = best;
        }
    }

    /// The article a page declares, when it holds the headline or most of the text.
    fn start<'a>(&self, document: &'a Document, headline: &str) -> Option<NodeRef<'a>> {
        let title = folded(headline);
        let mut best: Option<(bool, usize, NodeRef<'a>)> = None;
        let body = document.body()?;
        let whole = self.held(&body);
        for node in document.select("article, [itemprop=articleBody], main, [role=main]").nodes() {
            let held = self.held(node);
            let titled = !title.is_empty()
                && node.descendants_it().any(|n| n.has_name("h1") && folded(&n.text()) == title);
            let fits = if titled { held * 100 >= whole * 20 } else { held * 100 >= whole * 50 };
            if !fits {
                continue;
            }
            let better = best.as_ref().is_none_or(|(was_titled, was_held, _)| {
                // The narrowest of those with the headline; else the narrowest with most of the text.
                (titled, std::cmp::Reverse(held)) > (*was_titled, std::cmp::Reverse(*was_held))
            });
            if better {
                best = Some((titled, held, *node));
            }
        }
        best.map(|(_, _, node)| node)
    }
}

/// Whether two elements are of one kind: modules of one text.
fn is_like(one: &NodeRef, other: &NodeRef) -> bool {
    if one.node_name() != other.node_name() {
        return false;
    }
    let (a, b) = (one.class().unwrap_or_default(), other.class().unwrap_or_default());
    if a.is_empty() && b.is_empty() {
        return !matches!(&*one.node_name().unwrap_or_default(), "article" | "aside");
    }
    a.split_ascii_whitespace().any(|name| b.split_ascii_whitespace().any(|other| other == name))
}
