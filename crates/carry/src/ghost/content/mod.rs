//! A post's content as Ghost stores it, made into HTML: from the HTML that Ghost made of it, or from its source
//! (Lexical since version 5, Mobiledoc before).

mod cards;
mod lexical;
mod mobiledoc;
mod rendered;

use serde_json::Value;

use super::fields::{filled, text};
use crate::html;

pub(super) use rendered::cleaned;

/// What could not stay as it was, each sentence once, in order.
#[derive(Debug, Default)]
pub(super) struct Notes(pub(super) Vec<String>);

/// Sentences about one content.
const NOTES: usize = 100;

impl Notes {
    pub(super) fn tell(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if self.0.len() < NOTES && !self.0.contains(&sentence) {
            self.0.push(sentence);
        }
    }
}

/// A post's content as HTML.
///
/// Ghost's own HTML is taken when it is there, unless it says less than half of what the source says: then it is
/// older than the source, or was cut.
pub(super) fn body(row: &Value, notes: &mut Notes) -> String {
    let made = filled(row, "html");
    let mut own = Notes::default();
    let source = source(row, &mut own);
    match (made, source) {
        (Some(made), Some(source)) if words(made) * 2 < words(&source) => {
            own.0.into_iter().for_each(|sentence| notes.tell(sentence));
            notes.tell("its HTML said less than its source and was made anew");
            source
        }
        (Some(made), _) => cleaned(made, notes),
        (None, Some(source)) => {
            own.0.into_iter().for_each(|sentence| notes.tell(sentence));
            source
        }
        (None, None) => filled(row, "markdown").map(markdown).unwrap_or_default(),
    }
}

/// HTML of the source, if there is one that can be read.
fn source(row: &Value, notes: &mut Notes) -> Option<String> {
    let (json, lexical) = match (filled(row, "lexical"), filled(row, "mobiledoc")) {
        (Some(json), _) => (json, true),
        (None, Some(json)) => (json, false),
        (None, None) => return None,
    };
    match serde_json::from_str::<Value>(json) {
        Ok(tree) if lexical => lexical::html(&tree, notes),
        Ok(tree) => mobiledoc::html(&tree, notes),
        // Not JSON, or nested deeper than anything a person reads.
        Err(_) => {
            notes.tell("its source can't be followed; its words are kept without their form");
            let said = bare(json);
            (!said.is_empty()).then_some(said)
        }
    }
}

/// How much a piece of HTML says: bytes of its words.
fn words(text: &str) -> usize {
    html::plain(text).len()
}

/// The texts in JSON that can't be read as a whole, each as a paragraph.
fn bare(json: &str) -> String {
    const MARK: &str = "\"text\":\"";
    let mut out = String::new();
    let mut rest = json;
    while let Some(found) = rest.find(MARK) {
        let begin = found + MARK.len() - 1;
        let inner = &rest[begin + 1..];
        let mut escaped = false;
        let end = inner.bytes().position(|byte| {
            let end = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            end
        });
        let Some(end) = end else { break };
        if let Ok(said) = serde_json::from_str::<String>(&rest[begin..begin + end + 2]) {
            out.push_str(&format!("<p>{}</p>\n", html::escape(&said)));
        }
        rest = &inner[end..];
    }
    out
}

/// Markdown as HTML, not clean.
fn markdown(text: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.extension.autolink = true;
    options.render.r#unsafe = true;
    comrak::markdown_to_html(text, &options)
}

/// An attribute of a tag, when it says something.
fn attribute(row: &Value, field: &str, name: &str) -> String {
    match text(row, field).trim() {
        "" => String::new(),
        value => format!(" {name}=\"{}\"", html::escape(value)),
    }
}

#[cfg(test)]
mod tests;
