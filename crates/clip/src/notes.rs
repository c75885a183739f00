//! Footnotes. Readers take marks for clutter and notes for a footer; so both are put aside before they read,
//! a mark that no reader minds left in the text, and put back after.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};

use crate::measure::weight;

/// Around a note's number while the text is read: private-use characters, which no page's text needs.
const OPEN: char = '\u{e0f0}';
const CLOSE: char = '\u{e0f1}';
/// Most notes of one text.
const MOST: usize = 300;
/// Most letters of a mark.
const MARK: usize = 6;

/// The notes of a text in the order of their marks.
#[derive(Debug, Default)]
pub(crate) struct Notes(Vec<String>);

/// Takes the notes out of a page and leaves marks.
pub(crate) fn take(document: &Document) -> Notes {
    let mut notes = Notes::default();
    let links: Vec<NodeRef> =
        document.select("sup a[href^='#'], a[href^='#'] sup, a[href^='#'][class*=foot]").nodes().to_vec();
    if links.is_empty() {
        return notes;
    }
    let mut by_id: HashMap<String, NodeRef> = HashMap::new();
    for node in document.select("[id]").nodes() {
        if let Some(id) = node.id_attr() {
            by_id.entry(id.to_string()).or_insert(*node);
        }
    }
    let mut taken: Vec<NodeRef> = Vec::new();
    for found in links {
        let link = std::iter::once(found).chain(found.ancestors(Some(3))).find(|node| node.has_name("a"));
        let Some(link) = link else { continue };
        let Some(id) = link.attr("href").and_then(|href| href.strip_prefix('#').map(str::to_owned)) else {
            continue;
        };
        if notes.0.len() >= MOST || weight(&link.text()) > MARK {
            continue;
        }
        // One note for one mark: a second mark for the same note stays as it is.
        let Some(note) =
            by_id.remove(&id).map(whole).filter(|note| note.id != link.id && weight(&note.text()) > MARK)
        else {
            continue;
        };
        if taken.iter().any(|known| known.id == note.id) {
            continue;
        }
        notes.0.push(text_of(&note));
        taken.push(note);
        let mark = link.parent().filter(|above| above.has_name("sup")).unwrap_or(link);
        mark.replace_with_html(format!("<span>{OPEN}{}{CLOSE}</span>", notes.0.len()));
    }
    for note in taken {
        note.remove_from_parent();
    }
    notes
}

/// The item or paragraph that a target stands for.
fn whole(target: NodeRef) -> NodeRef {
    let within = target.ancestors(Some(3)).into_iter().find(|above| above.has_name("li"));
    match within {
        Some(item) if !target.has_name("li") && !target.has_name("div") => item,
        _ if target.has_name("a") || target.has_name("span") || target.has_name("sup") => {
            target.parent().unwrap_or(target)
        }
        _ => target,
    }
}

/// A note's HTML without the link back.
fn text_of(note: &NodeRef) -> String {
    for link in note.descendants_it().filter(|n| n.has_name("a")).collect::<Vec<_>>() {
        let back =
            link.attr("href").is_some_and(|href| href.starts_with('#')) && weight(&link.text()) <= MARK;
        if back {
            link.remove_from_parent();
        }
    }
    note.inner_html().to_string()
}

impl Notes {
    /// The text with its marks and notes in place again; `None` when none of its marks is left.
    pub fn put_back(&self, html: &str) -> Option<String> {
        if self.0.is_empty() || !html.contains(OPEN) {
            return None;
        }
        let mut out = String::with_capacity(html.len());
        let mut kept = String::new();
        let mut rest = html;
        while let Some(at) = rest.find(OPEN) {
            out.push_str(&rest[..at]);
            let after = &rest[at + OPEN.len_utf8()..];
            let Some(end) = after.find(CLOSE) else { break };
            let number = after[..end].parse::<usize>().ok();
            if let Some(note) = number.and_then(|number| self.0.get(number.checked_sub(1)?)) {
                let number = &after[..end];
                out.push_str(&format!(
                    "<sup class=\"footnote-ref\"><a id=\"fnref-{number}\" href=\"#fn-{number}\">{number}</a></sup>"
                ));
                kept.push_str(&format!(
                    "<li id=\"fn-{number}\">{note} <a class=\"footnote-backref\" href=\"#fnref-{number}\">↩</a></li>"
                ));
            }
            rest = &after[end + CLOSE.len_utf8()..];
        }
        out.push_str(rest);
        Some(format!("{out}<section class=\"footnotes\"><ol>{kept}</ol></section>"))
    }
}
