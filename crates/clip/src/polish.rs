//! Last touches to a text: it doesn't repeat the headline or the lead picture that stand above it, and
//! doesn't send its reader to other pieces between its paragraphs.

use dom_query::{Document, NodeRef};
use jiff::civil::Date;
use model::source::host_of;

use crate::extract::Reading;
use crate::measure::{letters, link_letters, weight};
use crate::names::folded;
use crate::structured::fold;
use crate::trim::{ends_a_sentence, in_notes, trim};

/// What stands above a text already.
pub(crate) struct Known<'a> {
    pub headline: &'a str,
    /// The page's titles as it gives them.
    pub titles: &'a [String],
    /// The page's host.
    pub host: &'a str,
    pub dek: Option<&'a str>,
    pub byline: &'a [String],
    pub lead: Option<&'a str>,
}

/// The reading without what stands above it already, and without invitations; and the day that its head
/// gives, if it gives one.
pub(crate) fn polished(reading: Reading, known: &Known) -> (Reading, Option<Date>) {
    let document = Document::fragment(reading.html.as_str());
    let Some(root) = document.root().first_element_child() else { return (reading.sanitized(), None) };
    let mut changed = false;
    let title = folded(known.headline);
    if let Some(first) = document.select("h2, h3").nodes().first()
        && !title.is_empty()
        && folded(&first.text()) == title
    {
        first.remove_from_parent();
        changed = true;
    }
    if let Some(lead) = known.lead
        && let Some(picture) = document.select("img").nodes().first().copied()
        && picture.attr("src").is_some_and(|src| same_picture(&src, lead))
    {
        // The block that holds the picture, when it comes before any text.
        let mut block = picture;
        while let Some(above) = block.parent().filter(|above| above.id != root.id) {
            block = above;
        }
        let is_first = root.element_children().first().is_some_and(|first| first.id == block.id);
        let alone = block.has_name("figure") || block.text().trim().is_empty();
        if is_first && alone {
            block.remove_from_parent();
            changed = true;
        }
    }
    if let Some(dek) = known.dek.map(folded) {
        let is_line = |n: &NodeRef| ["p", "h2", "h3", "h4"].iter().any(|name| n.has_name(name));
        let repeat = root.descendants_it().filter(is_line).take(4).find(|n| folded(&n.text()) == dek);
        if let Some(repeat) = repeat {
            repeat.remove_from_parent();
            changed = true;
        }
    }
    changed |= without_invitations(&root, known.host);
    changed |= without_reading_lists(&root);
    changed |= without_echoes(&root);
    let trimmed = trim(&root, known);
    changed |= trimmed.changed;
    changed |= without_empty_headings(&root);
    if !changed {
        return (reading.sanitized(), trimmed.dated);
    }
    (Reading::rebuilt(root.inner_html().to_string()).sanitized(), trimmed.dated)
}

/// Takes out paragraphs and items that are nothing but links, or a word and a link: invitations to other
/// pieces. A piece that consists of links in good part keeps them, as it does linked headings.
fn without_invitations(root: &NodeRef, host: &str) -> bool {
    let all = letters(root);
    let mut found = Vec::new();
    let mut length = 0;
    for node in root.descendants_it() {
        if !node.has_name("p") && !node.has_name("li") {
            continue;
        }
        let shows = node
            .descendants_it()
            .any(|n| ["img", "math", "p", "li", "table"].iter().any(|kept| n.has_name(kept)));
        if shows || in_notes(&node) {
            continue;
        }
        let whole = letters(&node);
        let inside = link_letters(&node);
        let links = node.descendants_it().filter(|n| n.has_name("a"));
        // Links to other outlets are sources; invitations lead to the outlet's own pieces.
        let at_home =
            links.filter_map(|link| link.attr("href")).all(|href| is_same_outlet(&host_of(&href), host));
        let bare = inside * 10 >= whole * 7;
        if whole > 12
            && inside > 0
            && at_home
            && (bare || inside * 10 >= whole * 4 && inside >= 18 && is_labelled(&node))
        {
            length += whole;
            found.push(node);
        }
    }
    if found.is_empty() || length * 5 > all {
        return false;
    }
    for node in found {
        // "Don't miss" above three links goes with them.
        let above = node.prev_element_sibling().filter(|above| {
            above.has_name("p")
                && letters(above) <= 30
                && !ends_a_sentence(&above.text())
                && !above.descendants_it().any(|n| n.has_name("img"))
        });
        if let Some(above) = above {
            above.remove_from_parent();
        }
        node.remove_from_parent();
    }
    true
}

/// Whether two hosts are of one outlet, as far as their last two parts tell.
pub(crate) fn is_same_outlet(one: &str, other: &str) -> bool {
    let tail = |host: &str| host.rsplit('.').take(2).map(str::to_owned).collect::<Vec<_>>();
    !one.is_empty() && tail(one) == tail(other)
}

/// Whether a line is a short label with a colon, and then one link to its end: "Read more: …", in any
/// language.
fn is_labelled(node: &NodeRef) -> bool {
    let text = fold(&node.text());
    let text = text.trim_start_matches(['[', '(', '>', '•', '-', '–', '—', '*', ' ']);
    let Some(colon) = text.find([':', '：', '|']) else { return false };
    let (label, rest) = text.split_at(colon);
    if weight(label) > 24 || label.split(' ').count() > 4 {
        return false;
    }
    let links = node.descendants_it().filter(|n| n.has_name("a")).count();
    let inside = link_letters(node);
    links <= 2 && inside * 10 >= weight(rest) * 8
}

/// Takes out headings under which nothing is left.
fn without_empty_headings(root: &NodeRef) -> bool {
    const LEVELS: [&str; 5] = ["h2", "h3", "h4", "h5", "h6"];
    let level = |node: &NodeRef| LEVELS.iter().position(|name| node.has_name(name));
    let blocks: Vec<NodeRef> = root
        .descendants_it()
        .filter(|n| {
            level(n).is_some()
                || ["p", "li", "img", "pre", "table", "math", "dd", "td"].iter().any(|name| n.has_name(name))
        })
        .filter(|n| !n.ancestors_it(Some(3)).any(|above| level(&above).is_some()))
        .collect();
    let mut changed = false;
    for (at, node) in blocks.iter().enumerate() {
        let Some(own) = level(node) else { continue };
        let next = blocks.get(at + 1);
        if next.is_none_or(|next| level(next).is_some_and(|next| next < own)) {
            node.remove_from_parent();
            changed = true;
        }
    }
    changed
}

/// Takes out lists at the end of the text each of whose items leads elsewhere.
fn without_reading_lists(root: &NodeRef) -> bool {
    let all = letters(root);
    let mut changed = false;
    while let Some(last) = root.element_children().into_iter().rev().find(|n| letters(n) > 0) {
        let items: Vec<NodeRef> = last.descendants_it().filter(|n| n.has_name("li")).collect();
        let list = last.has_name("ul") && items.len() > 1;
        let leads_away = |item: &NodeRef| link_letters(item) * 10 >= letters(item) * 3;
        if !list || !items.iter().all(leads_away) || letters(&last) * 5 > all || last.has_class("footnotes") {
            break;
        }
        last.remove_from_parent();
        changed = true;
    }
    changed
}

/// Takes out a paragraph that says the same as the one before it: pages print a line twice, for narrow
/// and for wide screens.
fn without_echoes(root: &NodeRef) -> bool {
    let mut before = String::new();
    let mut found = Vec::new();
    for node in
        root.descendants_it().filter(|n| ["p", "li", "h2", "h3", "h4"].iter().any(|name| n.has_name(name)))
    {
        let text = folded(&node.text());
        let holds_more =
            node.descendants_it().any(|n| n.has_name("img") || n.has_name("p") || n.has_name("li"));
        if text.chars().count() > 15 && text == before && !holds_more {
            found.push(node);
        }
        if !text.is_empty() && !holds_more {
            before = text;
        }
    }
    for node in &found {
        node.remove_from_parent();
    }
    !found.is_empty()
}

/// Whether two addresses are of one picture in two sizes: the same file name but for its size.
fn same_picture(one: &str, other: &str) -> bool {
    let stem = |address: &str| -> String {
        let path = address.split(['?', '#']).next().unwrap_or(address);
        let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
        let name = name.rsplit_once('.').map_or(name, |(name, _)| name);
        let sized = name.rsplit_once('-').filter(|(_, tail)| {
            tail.split_once('x').is_some_and(|(w, h)| {
                [w, h].iter().all(|n| n.bytes().all(|b| b.is_ascii_digit()) && !n.is_empty())
            })
        });
        sized.map_or(name, |(name, _)| name).to_ascii_lowercase()
    };
    one == other || stem(one).len() > 6 && stem(one) == stem(other)
}
