//! Blocks: comments in the HTML that say what a piece is. What a block holds is HTML already; the comments go, and
//! what has no meaning for a reader with them. A block that was made anew at every visit holds nothing: its name is
//! kept as text, and told.

use std::borrow::Cow;

use serde_json::Value;

use super::shown::{address_in, background, filed};
use super::{Around, Notes};
use crate::html::{self, Token, Tokens, paragraphs};

/// Blocks within one another that are followed; the marks of deeper ones are taken out all the same.
const DEPTH: usize = 64;
/// Shared blocks put into one post.
const SHARED: u32 = 100;
/// Their length together, in bytes.
const SHARED_BYTES: usize = 4 << 20;
/// Shared blocks within one another.
const SHARED_DEPTH: u32 = 4;

/// Whether a text is made of blocks.
pub(super) fn has(text: &str) -> bool {
    text.contains("<!-- wp:")
}

/// HTML of a text made of blocks.
pub(super) fn blocks(text: &str, around: Around, notes: &mut Notes) -> String {
    let mut work = Work { around, notes, shared: 0, shared_bytes: 0 };
    let mut out = String::with_capacity(text.len());
    for piece in work.pieces(text, 0) {
        out.push_str(piece.text());
    }
    out
}

/// The comment around a block.
struct Mark<'t> {
    /// With the namespace, unless that is `core`.
    name: &'t str,
    attributes: &'t str,
    closing: bool,
    /// Whether there is nothing in it.
    alone: bool,
}

impl<'t> Mark<'t> {
    fn read(comment: &'t str) -> Option<Self> {
        let inner = comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
        let (inner, closing) = match inner.strip_prefix('/') {
            Some(inner) => (inner, true),
            None => (inner, false),
        };
        let inner = inner.strip_prefix("wp:")?;
        let end = inner.find(char::is_whitespace).unwrap_or(inner.len());
        let (name, rest) = inner.split_at(end);
        let (name, rest) = match name.strip_suffix('/') {
            Some(name) => (name, "/"),
            None => (name, rest),
        };
        let (attributes, alone) = match rest.trim().strip_suffix('/') {
            Some(attributes) => (attributes.trim(), !closing),
            None => (rest.trim(), false),
        };
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/');
        let name = name.strip_prefix("core/").unwrap_or(name);
        (!name.is_empty() && name.chars().all(fits)).then_some(Mark { name, attributes, closing, alone })
    }

    /// As its makers write it.
    fn full(&self) -> String {
        if self.name.contains('/') { self.name.to_owned() } else { format!("core/{}", self.name) }
    }

    fn attribute(&self, name: &str) -> Option<Value> {
        match serde_json::from_str::<Value>(self.attributes).ok()? {
            Value::Object(mut all) => all.remove(name),
            _ => None,
        }
    }
}

/// What a block holds: its own HTML, and finished blocks between it.
enum Piece<'t> {
    Own(Cow<'t, str>),
    Done(Cow<'t, str>),
}

impl Piece<'_> {
    fn done(self) -> Self {
        match self {
            Piece::Own(text) | Piece::Done(text) => Piece::Done(text),
        }
    }

    fn text(&self) -> &str {
        match self {
            Piece::Own(text) | Piece::Done(text) => text,
        }
    }
}

struct Work<'a, 'n> {
    around: Around<'a>,
    notes: &'n mut Notes,
    shared: u32,
    shared_bytes: usize,
}

impl Work<'_, '_> {
    fn pieces<'t>(&mut self, text: &'t str, shared: u32) -> Vec<Piece<'t>> {
        let mut stack: Vec<(Mark<'t>, Vec<Piece<'t>>)> = Vec::new();
        let mut out: Vec<Piece<'t>> = Vec::new();
        let mut start = 0;
        let mut tokens = Tokens::new(text);
        loop {
            let before = tokens.at();
            let Some(token) = tokens.next() else { break };
            let Token::Comment(comment) = token else { continue };
            let Some(mark) = Mark::read(comment) else { continue };
            let own = &text[start..before];
            start = tokens.at();
            match stack.last_mut() {
                Some((_, held)) => held.push(Piece::Own(Cow::Borrowed(own))),
                None => out.push(Piece::Own(Cow::Owned(loose(own)))),
            }
            if mark.alone {
                let done = self.finish(&mark, Vec::new(), shared);
                stack.last_mut().map_or(&mut out, |(_, held)| held).extend(done);
            } else if !mark.closing {
                if stack.len() < DEPTH {
                    stack.push((mark, Vec::new()));
                }
            } else if let Some(at) = stack.iter().rposition(|(open, _)| open.name == mark.name) {
                // What was opened in between and not closed ends here.
                while stack.len() > at {
                    let Some((mark, held)) = stack.pop() else { break };
                    let done = self.finish(&mark, held, shared);
                    stack.last_mut().map_or(&mut out, |(_, held)| held).extend(done);
                }
            }
        }
        let own = &text[start..];
        match stack.last_mut() {
            Some((_, held)) => held.push(Piece::Own(Cow::Borrowed(own))),
            None => out.push(Piece::Own(Cow::Owned(loose(own)))),
        }
        while let Some((mark, held)) = stack.pop() {
            let done = self.finish(&mark, held, shared);
            stack.last_mut().map_or(&mut out, |(_, held)| held).extend(done);
        }
        out
    }

    fn finish<'t>(&mut self, mark: &Mark<'t>, held: Vec<Piece<'t>>, shared: u32) -> Vec<Piece<'t>> {
        let empty = held.iter().all(|piece| piece.text().trim().is_empty());
        let whole = || held.iter().map(Piece::text).collect::<String>();
        let done = match mark.name {
            "columns" | "column" | "group" | "buttons" | "button" | "cover" | "media-text" | "row"
            | "stack" => {
                return self.container(mark, held);
            }
            "social-links" => {
                return held.into_iter().filter(|piece| matches!(piece, Piece::Done(_))).collect();
            }
            "spacer" | "more" | "nextpage" => String::new(),
            "block" => self.shared_block(mark, shared),
            "footnotes" => self.footnotes(),
            "social-link" => match mark.attribute("url").as_ref().and_then(Value::as_str) {
                Some(url) => {
                    let service = mark.attribute("service");
                    html::link(url, service.as_ref().and_then(Value::as_str).unwrap_or(""))
                }
                None => String::new(),
            },
            "gallery" => gallery(&held),
            "embed" => self.embed(mark, &whole()),
            name if name.starts_with("core-embed/") => self.embed(mark, &whole()),
            "video" | "audio" => self.played(&whole()),
            "file" => filed(&whole()),
            "pullquote" => html::without(&whole(), &["figure"]),
            "shortcode" => paragraphs(&whole()),
            "freeform" => loose(&whole()),
            _ if empty && !WITH_CONTENT.contains(&mark.name) => {
                let name = mark.full();
                self.notes.tell(format!(
                    "the block {name}, which was made anew at every visit, is shown as its name"
                ));
                format!("<p>[block: {name}]</p>\n")
            }
            name => {
                if name.contains('/') {
                    self.notes.tell(format!("the block {name} is kept as the HTML in it"));
                }
                return held.into_iter().map(Piece::done).collect();
            }
        };
        vec![Piece::Done(Cow::Owned(done))]
    }

    /// A block that only places others: its own boxes go.
    fn container<'t>(&mut self, mark: &Mark, held: Vec<Piece<'t>>) -> Vec<Piece<'t>> {
        const BOXES: [&str; 9] =
            ["div", "section", "main", "article", "aside", "header", "footer", "span", "nav"];
        let mut out = Vec::with_capacity(held.len());
        for piece in held {
            let Piece::Own(own) = piece else {
                out.push(piece);
                continue;
            };
            let mut bare = html::without(&own, &BOXES);
            if mark.name == "cover"
                && !bare.contains("<img")
                && let Some(address) = background(&own)
            {
                bare.insert_str(0, &html::figure(&address, "", ""));
            }
            if mark.name == "button" && !bare.trim().is_empty() {
                bare = format!("<p>{}</p>\n", bare.trim());
            }
            if !bare.trim().is_empty() {
                out.push(Piece::Done(Cow::Owned(bare)));
            }
        }
        out
    }

    fn shared_block(&mut self, mark: &Mark, depth: u32) -> String {
        let id = match mark.attribute("ref") {
            Some(Value::Number(id)) => id.to_string(),
            Some(Value::String(id)) => id,
            _ => String::new(),
        };
        let Some(content) = self.around.known.shared(&id) else {
            self.notes.tell("a block that several posts share is not in the file".into());
            return format!("<p>[block: core/block {}]</p>\n", html::escape(&id));
        };
        self.shared += 1;
        self.shared_bytes += content.len();
        if self.shared > SHARED || self.shared_bytes > SHARED_BYTES || depth >= SHARED_DEPTH {
            self.notes.tell(
                "a block that several posts share stands in it too often or in itself; the rest is left out"
                    .into(),
            );
            return String::new();
        }
        self.notes.tell("a block that several posts share is part of this one now".into());
        let pieces = self.pieces(content, depth + 1);
        pieces.iter().map(Piece::text).collect()
    }

    fn footnotes(&mut self) -> String {
        let notes = self.around.footnotes.and_then(|json| serde_json::from_str::<Vec<Value>>(json).ok());
        let Some(notes) = notes.filter(|notes| !notes.is_empty()) else {
            return String::new();
        };
        let mut out = String::from("<ol>");
        for note in &notes {
            let text = |key: &str| note.get(key).and_then(Value::as_str).unwrap_or("");
            let id = html::quoted(text("id"));
            out.push_str(&format!("<li id=\"{id}\">{} <a href=\"#{id}-link\">↩</a></li>", text("content")));
        }
        out.push_str("</ol>\n");
        out
    }

    fn embed(&mut self, mark: &Mark, whole: &str) -> String {
        let caption = html::within(whole, "figcaption").map(str::trim).filter(|c| !c.is_empty());
        let address = match mark.attribute("url") {
            Some(Value::String(url)) if !url.is_empty() => Some(url),
            _ => address_in(whole),
        };
        let mut out = match address {
            Some(address) => html::link(&address, ""),
            // The address was replaced by what it shows.
            None => return html::without(whole, &["figure"]),
        };
        if let Some(caption) = caption {
            out.push_str(&format!("<p>{caption}</p>\n"));
        }
        out
    }

    fn played(&mut self, whole: &str) -> String {
        let caption = html::within(whole, "figcaption").map(html::plain).unwrap_or_default();
        match html::attribute(whole, &["video", "audio", "source"], "src") {
            Some(address) if caption.is_empty() => html::link(&address, &html::file_name(&address)),
            Some(address) => html::link(&address, &caption),
            None => String::new(),
        }
    }
}

/// Blocks that hold their content: an empty one shows nothing.
const WITH_CONTENT: [&str; 22] = [
    "paragraph",
    "heading",
    "list",
    "list-item",
    "quote",
    "image",
    "html",
    "code",
    "preformatted",
    "verse",
    "table",
    "separator",
    "details",
    "text-columns",
    "subhead",
    "math",
    "missing",
    "classic",
    "accordion",
    "accordion-item",
    "accordion-heading",
    "accordion-panel",
];

/// Text between blocks: from before there were any, unless it has its paragraphs.
fn loose(text: &str) -> String {
    if text.trim().is_empty() {
        return if text.is_empty() { String::new() } else { "\n".to_owned() };
    }
    let made = Tokens::new(text).any(|token| matches!(token, Token::Tag(tag) if tag.is(&["p"])));
    if made { text.to_owned() } else { format!("{}\n", paragraphs(text)) }
}

/// The pictures of a gallery, each with its line; the gallery's own line is a paragraph.
fn gallery(held: &[Piece]) -> String {
    let mut out = String::new();
    let mut own = String::new();
    for piece in held {
        match piece {
            Piece::Done(done) => out.push_str(done),
            Piece::Own(text) => own.push_str(text),
        }
    }
    let images = |text: &str| text.contains("<img") || text.contains("<IMG");
    if !images(&own) {
        if let Some(caption) = html::within(&own, "figcaption").map(str::trim).filter(|c| !c.is_empty()) {
            out.push_str(&format!("<p>{caption}</p>\n"));
        }
        return out;
    }
    // A gallery of before 2022, or whose pictures are no blocks: boxes around figures.
    let mut figures = 0_u32;
    let mut caption = String::new();
    let mut captioning = false;
    for token in Tokens::new(&own) {
        match token {
            Token::Tag(tag) if tag.is(&["ul", "li", "div"]) => {}
            Token::Tag(tag) if tag.is(&["figure"]) && !tag.closing => {
                if !tag.attribute("class").is_some_and(|class| class.contains("wp-block-gallery")) {
                    figures += 1;
                    out.push_str("<figure>");
                }
            }
            Token::Tag(tag) if tag.is(&["figure"]) => {
                if figures > 0 {
                    figures -= 1;
                    out.push_str("</figure>\n");
                }
            }
            Token::Tag(tag) if tag.is(&["figcaption"]) && figures == 0 => captioning = !tag.closing,
            token if captioning => caption.push_str(token.raw()),
            token => out.push_str(token.raw()),
        }
    }
    if !caption.trim().is_empty() {
        out.push_str(&format!("<p>{}</p>\n", caption.trim()));
    }
    out
}
