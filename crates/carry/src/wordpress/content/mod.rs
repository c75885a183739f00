//! A post's content as WordPress stores it, made into HTML as a reader saw it: blocks, shortcodes, and text without
//! paragraphs.

mod blocks;
mod notation;
mod remark;
mod shortcodes;
mod shown;

use super::known::Known;
use crate::html::{self, Token, Tokens, paragraphs};

pub(super) use remark::remark;

/// What a content may refer to.
#[derive(Clone, Copy)]
pub(super) struct Around<'k> {
    /// The rest of the export.
    pub(super) known: &'k Known,
    /// Id of the post.
    pub(super) post: &'k str,
    /// Its footnotes, as blocks keep them: JSON.
    pub(super) footnotes: Option<&'k str>,
}

/// What could not stay as it was, each sentence once, in order.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<String>);

/// Sentences about one content.
const NOTES: usize = 100;

impl Notes {
    fn tell(&mut self, sentence: String) {
        if self.0.len() < NOTES && !self.0.contains(&sentence) {
            self.0.push(sentence);
        }
    }
}

/// A content as HTML, and what could not stay as it was.
pub(super) fn body(text: &str, around: Around) -> (String, Vec<String>) {
    let mut notes = Notes::default();
    let text = marks(text, &mut notes);
    let body = if blocks::has(&text) {
        let whole = blocks::blocks(&text, around, &mut notes);
        shortcodes::shortcodes(&whole, around, &mut notes)
    } else {
        paragraphs(&shortcodes::shortcodes(&text, around, &mut notes))
    };
    (body.trim().to_owned(), notes.0)
}

/// Takes out the marks that part a post: where its beginning ends, and where a page does.
fn marks(text: &str, notes: &mut Notes) -> String {
    if !text.contains("<!--") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for token in Tokens::new(text) {
        if let Token::Comment(raw) = token {
            let inner = raw.trim_start_matches("<!--").trim_end_matches("-->").trim();
            if inner == "more" || inner.strip_prefix("more").is_some_and(|words| words.starts_with(' ')) {
                notes.tell("the mark where the beginning of the post ends was taken out".into());
                continue;
            }
            if inner == "nextpage" {
                notes.tell("it was shown on several pages and is one here".into());
                out.push_str("\n\n");
                continue;
            }
            if inner == "noteaser" {
                continue;
            }
        }
        out.push_str(token.raw());
    }
    out
}

/// A picture of the export as a figure.
fn picture(attachment: &super::known::Attachment) -> String {
    html::figure(&attachment.address, &attachment.alt, &attachment.caption)
}

#[cfg(test)]
mod tests;
