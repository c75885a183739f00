//! Taking out of a page what is not its piece, before anybody looks for the piece.
//!
//! Everything here is careful in one way: a part that holds much of the page's text stays, whatever its
//! name. Pages call the container of everything `sidebar-layout`, and a blog's main column a `widget`.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};
use url::Url;

use crate::layout;
use crate::marks::{Mark, mark, marked};
use crate::measure::{Weights, letters, link_letters, paragraph_letters};
use crate::names::folded;
use crate::teasers;

/// Elements without text of the piece.
const NEVER: &str = "script, style, template, button, input, select, textarea, dialog, svg, canvas, \
                     link, meta, [role=navigation], [role=search], [role=menu], [role=tooltip], [role=dialog], nav";
/// Largest share of the page's text, in percent, that a part may have and still be taken out.
const SHARE: usize = 30;
/// Longest text above or below a piece that is its head or foot, in letters.
const HEAD_LETTERS: usize = 400;

/// Takes out what is beside the piece.
pub(crate) fn prune(document: &Document, headline: &str, base: &Url) {
    let weights = Weights::of(document);
    layout::flatten(document, &weights);
    teasers::prune(document, base, &weights);
    boxes(document);
    document.select(NEVER).remove();
    one_article(document, headline);
    let Some(body) = document.body() else { return };
    let whole = paragraph_letters(document).max(weights.plain(&body) / 2);
    // Readers would take a quoted post for a button by its name.
    for quotation in document.select("blockquote").nodes() {
        quotation.remove_attrs(&["class", "id"]);
    }
    // A name borne by parts that together hold much of the text is the piece's own.
    let mut found: Vec<(NodeRef, &str, usize)> = Vec::new();
    let mut totals: HashMap<&str, usize> = HashMap::new();
    let mut below: Vec<NodeRef> = body.children();
    while let Some(node) = below.pop() {
        if !node.is_element() {
            if node.is_comment() {
                node.remove_from_parent();
            }
            continue;
        }
        if !leaves(&node, whole) {
            below.extend(node.children_it(false));
            continue;
        }
        let own = own_letters(&node);
        let word = marked(&node).map_or("", |(_, word)| word);
        if !word.is_empty() {
            *totals.entry(word).or_default() += own;
        }
        found.push((node, word, own));
    }
    for (node, word, own) in found {
        let together = totals.get(word).copied().unwrap_or(own);
        if together * 100 <= whole.max(1) * SHARE || mark(&node) == Some(Mark::Readers) {
            node.remove_from_parent();
        }
    }
}

/// Takes out what surrounds a box to tick or a field for an address: consent to foreign content, newsletters.
fn boxes(document: &Document) {
    let whole = paragraph_letters(document);
    let fields =
        document.select("input[type=email], input[type=checkbox], input[name*=email], input[name*=mail]");
    for field in fields.nodes().iter().take(100) {
        let mut around = None;
        for above in field.ancestors(Some(12)) {
            let name = above.node_name().unwrap_or_default();
            let own = letters(&above);
            if own > 600
                || own * 10 > whole
                || matches!(&*name, "article" | "main" | "body" | "li" | "ul")
                || holds_headline(&above)
            {
                break;
            }
            around = Some(above);
        }
        if let Some(around) = around {
            around.remove_from_parent();
        }
    }
    // A frame's words stand where its picture would be.
    for caption in document.select("figure:not(:has(img)) > figcaption").nodes() {
        let holds = caption.parent().is_some_and(|figure| {
            figure
                .descendants_it()
                .any(|n| ["table", "blockquote", "pre", "svg", "picture"].iter().any(|name| n.has_name(name)))
        });
        if !holds {
            caption.remove_from_parent();
        }
    }
}

/// Pages that load one piece after the other: the articles under other headlines go when one has this
/// page's own.
fn one_article(document: &Document, headline: &str) {
    let title = folded(headline);
    let first_heading =
        |node: &NodeRef| node.descendants_it().find(|n| n.has_name("h1")).map(|n| folded(&n.text()));
    let articles: Vec<(NodeRef, String)> = document
        .select("article")
        .nodes()
        .iter()
        .filter_map(|node| first_heading(node).map(|heading| (*node, heading)))
        .collect();
    if title.is_empty() || !articles.iter().any(|(_, heading)| *heading == title) {
        return;
    }
    for (node, heading) in &articles {
        let holds_own = node.descendants_it().any(|n| n.has_name("h1") && folded(&n.text()) == title);
        if *heading != title && !holds_own {
            node.remove_from_parent();
        }
    }
}

fn leaves(node: &NodeRef, whole: usize) -> bool {
    let name = node.node_name().unwrap_or_default();
    let name: &str = &name;
    if matches!(name, "html" | "body" | "main" | "h1" | "img" | "br" | "tr" | "td" | "tbody" | "table") {
        return false;
    }
    if is_hidden(node) {
        return small(node, whole);
    }
    let found = match name {
        "aside" | "footer" | "form" => Some(Mark::Beside),
        "article" => None,
        _ => mark(node),
    };
    match found {
        Some(Mark::Beside) => {
            // A social post in the text is named for its network; it is a quotation and stays.
            !is_embedded(node) && small(node, whole) && !holds_headline(node)
        }
        Some(Mark::Readers) => {
            let left = whole.saturating_sub(own_letters(node));
            left >= ENOUGH && !holds_headline(node)
        }
        Some(Mark::Head) => {
            !holds_headline(node)
                && !node.ancestors_it(Some(3)).any(|above| above.has_name("p"))
                // Whose a picture is stands under it and stays there.
                && !node.ancestors_it(Some(5)).any(|above| above.has_name("figure") || above.has_name("figcaption"))
                && letters(node) <= HEAD_LETTERS
                && small(node, whole)
        }
        Some(Mark::Caption) => {
            figure(node, whole);
            false
        }
        Some(Mark::Picture) => {
            let shows = node.descendants_it().any(|n| n.has_name("img"));
            let own = letters(node);
            let in_figure = node.ancestors_it(Some(6)).any(|above| above.has_name("figure"));
            let holds = node
                .descendants_it()
                .any(|n| n.has_name("figure") || n.has_name("h2") || n.has_name("figcaption"));
            if shows
                && own > 0
                && own <= HEAD_LETTERS
                && !in_figure
                && !holds
                && !holds_headline(node)
                && small(node, whole)
            {
                node.rename("figure");
            }
            false
        }
        _ => false,
    }
}

fn is_hidden(node: &NodeRef) -> bool {
    const NAMES: [&str; 6] = ["hidden", "hide", "d-none", "is-hidden", "u-hidden", "js-hidden"];
    node.has_attr("hidden")
        || node.class().is_some_and(|class| class.split_ascii_whitespace().any(|name| NAMES.contains(&name)))
        || node.attr("aria-hidden").is_some_and(|value| &*value == "true")
        || node.attr("style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            style.to_ascii_lowercase().contains("display:none")
        })
}

fn is_embedded(node: &NodeRef) -> bool {
    node.has_name("blockquote") || node.descendants_it().any(|n| n.has_name("blockquote"))
}

fn holds_headline(node: &NodeRef) -> bool {
    node.descendants_it()
        .any(|n| n.has_name("h1") || n.attr("itemprop").is_some_and(|p| &*p == "articleBody"))
}

fn small(node: &NodeRef, whole: usize) -> bool {
    own_letters(node) * 100 <= whole.max(1) * SHARE
}

fn own_letters(node: &NodeRef) -> usize {
    letters(node).saturating_sub(link_letters(node))
}

/// Letters that are a piece by themselves: what readers wrote below may be longer.
const ENOUGH: usize = 600;

fn has_picture(node: &NodeRef) -> bool {
    node.descendants_it().any(|inner| inner.has_name("img") || inner.has_name("picture"))
}

/// Makes a figure of a picture and the words under it, where a page only named them so.
fn figure(node: &NodeRef, whole: usize) {
    if node.has_name("figcaption") {
        return;
    }
    let around: Vec<NodeRef> =
        node.ancestors_it(Some(6)).take_while(|above| !above.has_name("body")).collect();
    if around.iter().any(|above| above.has_name("figure")) {
        if !around.iter().any(|above| above.has_name("figcaption")) && !has_picture(node) {
            node.rename("figcaption");
        }
        return;
    }
    let own = letters(node);
    if own == 0 || own * 100 > whole.max(1) * SHARE {
        return;
    }
    if has_picture(node) {
        if !node.descendants_it().any(|n| n.has_name("p") && letters(&n) > 600) {
            node.rename("figure");
        }
        return;
    }
    for above in node.ancestors(Some(4)) {
        if matches!(&*above.node_name().unwrap_or_default(), "body" | "article" | "main" | "html") {
            break;
        }
        if has_picture(&above) {
            if letters(&above) <= own * 2 + 80 {
                above.rename("figure");
                node.rename("figcaption");
                return;
            }
            break;
        }
    }
    node.remove_from_parent();
}
