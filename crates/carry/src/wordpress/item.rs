//! One `<item>` as it comes together, and the walk through a file's items. An item is never held with its comments:
//! those may be a hundred thousand.

use std::io::BufRead;
use std::ops::ControlFlow;

use crate::Broken;
use crate::xml::{Element, Piece, Pull};

/// Bytes of one item without its comments; more is passed over and told.
const LARGEST: usize = 64 << 20;
/// Bytes of comments that wait because their post has not said its id.
const WAITING: usize = 8 << 20;

/// A category, tag, or other term of an item.
#[derive(Debug, Default)]
pub(super) struct Term {
    pub(super) domain: String,
    pub(super) slug: String,
    pub(super) name: String,
}

/// An item without its comments.
#[derive(Debug, Default)]
pub(super) struct Item {
    /// Its elements as the file has them, without comments.
    pub(super) raw: String,
    pub(super) line: u64,
    pub(super) title: String,
    pub(super) link: String,
    pub(super) creator: String,
    pub(super) guid: String,
    pub(super) content: String,
    pub(super) excerpt: String,
    pub(super) id: String,
    pub(super) date: String,
    pub(super) date_gmt: String,
    pub(super) modified: String,
    pub(super) modified_gmt: String,
    pub(super) comments: String,
    pub(super) slug: String,
    pub(super) status: String,
    pub(super) parent: String,
    pub(super) order: String,
    pub(super) kind: String,
    pub(super) password: String,
    pub(super) sticky: bool,
    pub(super) attachment: String,
    pub(super) terms: Vec<Term>,
    pub(super) meta: Vec<(String, String)>,
    pub(super) unknown: Vec<String>,
    pub(super) mended: Vec<String>,
    /// Whether a part of it could not be read.
    broken: bool,
}

impl Item {
    fn add(&mut self, piece: &Piece, excerpt: &str) -> Result<(), Broken> {
        if self.line == 0 {
            self.line = piece.line;
            self.raw.push_str("<item>\n");
        }
        if self.raw.len() + piece.raw.len() > LARGEST {
            let what = format!(
                "an item is larger than {} MiB without its comments; it was passed over",
                LARGEST >> 20
            );
            return Err(piece.broken(0, what));
        }
        self.raw.push_str(&piece.raw);
        self.raw.push('\n');
        for sentence in piece.mended() {
            if !self.mended.contains(&sentence) {
                self.mended.push(sentence);
            }
        }
        let name = piece.name();
        match piece.element() {
            Ok(element) => self.take(&element, excerpt),
            // HTML that somebody forgot to wrap, and that is no XML.
            Err(_) if name.ends_with(":encoded") => {
                let inner = piece
                    .raw
                    .split_once('>')
                    .and_then(|(_, rest)| rest.rsplit_once("</"))
                    .map(|(inner, _)| inner);
                self.words(name.split(':').next() == Some(excerpt), unwrapped(inner.unwrap_or_default()));
                self.mended
                    .push("its words are not well formed in the file, and were read as they stand".into());
            }
            Err(broken) => return Err(broken),
        }
        Ok(())
    }

    fn words(&mut self, excerpt: bool, words: String) {
        if excerpt { self.excerpt = words } else { self.content = words }
    }

    fn take(&mut self, element: &Element, excerpt: &str) {
        let word = || element.word().into_owned();
        let plain = element.prefix().is_empty();
        match element.local() {
            "title" if plain => self.title = word(),
            "link" if plain => self.link = word(),
            "guid" if plain => self.guid = word(),
            "category" if plain => self.terms.push(Term {
                domain: element.attribute("domain").unwrap_or_default().into_owned(),
                slug: element.attribute("nicename").unwrap_or_default().into_owned(),
                name: word(),
            }),
            "creator" => self.creator = word(),
            "encoded" => {
                // HTML that somebody forgot to wrap is elements here.
                let text = if element.children.is_empty() {
                    element.text().into_owned()
                } else {
                    unwrapped(element.inner())
                };
                self.words(element.prefix() == excerpt, text);
            }
            "post_id" => self.id = word(),
            "post_date" => self.date = word(),
            "post_date_gmt" => self.date_gmt = word(),
            "post_modified" => self.modified = word(),
            "post_modified_gmt" => self.modified_gmt = word(),
            "comment_status" => self.comments = word(),
            "post_name" => self.slug = word(),
            "status" => self.status = word(),
            "post_parent" => self.parent = word(),
            "menu_order" => self.order = word(),
            "post_type" => self.kind = word(),
            "post_password" => self.password = element.text().into_owned(),
            "is_sticky" => self.sticky = element.word() == "1",
            "attachment_url" => self.attachment = word(),
            "postmeta" => {
                let value = element.text_of("meta_value").into_owned();
                self.meta.push((element.word_of("meta_key").into_owned(), value));
            }
            "pubDate" | "description" | "ping_status" | "post_mime_type" | "commentRss" | "comments" => {}
            _ => {
                let name = element.name.to_owned();
                if !self.unknown.contains(&name) {
                    self.unknown.push(name);
                }
            }
        }
    }

    /// Its own name: its id, or what else tells it from others, and be it where it stands.
    pub(super) fn key(&self) -> String {
        let named = [&self.id, &self.guid, &self.link].into_iter().find(|key| !key.is_empty());
        named.cloned().unwrap_or_else(|| format!("line {}", self.line))
    }
}

/// What a walk comes by.
pub(super) enum Part<'p> {
    /// An item, without its comments.
    Item(Box<Item>),
    /// A comment, and the key of its post.
    Comment(&'p str, &'p Piece),
    /// Something that can't be read.
    Broken(Broken),
}

/// What a walk is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum For {
    /// Whole items.
    Items,
    /// Comments with the keys of their posts.
    Comments,
}

type Visit<'v> = &'v mut dyn FnMut(Part, u64) -> ControlFlow<()>;

/// Walks through the items of a file.
///
/// # Errors
/// [`Broken`] when nothing behind a place can be read.
pub(super) fn walk(
    file: &str,
    source: impl BufRead,
    goal: For,
    visit: Visit,
) -> Result<ControlFlow<()>, Broken> {
    let mut pull = Pull::new(file, source, &["rss", "channel", "item"], "item").largest(LARGEST);
    let mut walk =
        Walk { item: Item::default(), waiting: Vec::new(), bytes: 0, goal, excerpt: String::new(), visit };
    let mut entered = 0;
    loop {
        let pulled = pull.next();
        let passed = pull.passed();
        if pull.entered() != entered {
            entered = pull.entered();
            if walk.finish(passed).is_break() {
                return Ok(ControlFlow::Break(()));
            }
            if walk.excerpt.is_empty() {
                walk.excerpt = excerpt(pull.heads());
            }
        }
        let flow = match pulled? {
            None => return Ok(walk.finish(passed)),
            Some(Ok(piece)) => walk.piece(&piece, passed),
            Some(Err(broken)) => walk.broken(broken, passed),
        };
        if flow.is_break() {
            return Ok(flow);
        }
    }
}

struct Walk<'v> {
    item: Item,
    /// Comments that came before their post's id.
    waiting: Vec<Piece>,
    bytes: usize,
    goal: For,
    /// The prefix of excerpts.
    excerpt: String,
    visit: Visit<'v>,
}

impl Walk<'_> {
    fn piece(&mut self, piece: &Piece, passed: u64) -> ControlFlow<()> {
        let name = piece.name();
        let local = name.split_once(':').map_or(name, |(_, local)| local);
        match local {
            "item" if !name.contains(':') => {
                // The item before it has no end, or never had one.
                if self.item.id.is_empty() && self.item.line > 0 {
                    let what = "an item has no end before this one begins, and no id; it was passed over";
                    self.broken(piece.broken(0, what), passed)?;
                }
                self.finish(passed)?;
                self.nested(piece, passed)?;
                self.finish(passed)
            }
            "comment" => self.comment(piece, passed),
            "post_id" | "guid" if self.goal == For::Comments => self.add(piece, passed),
            _ if self.goal == For::Comments => ControlFlow::Continue(()),
            _ => self.add(piece, passed),
        }
    }

    fn add(&mut self, piece: &Piece, passed: u64) -> ControlFlow<()> {
        if self.item.broken {
            return ControlFlow::Continue(());
        }
        match self.item.add(piece, &self.excerpt) {
            Ok(()) => ControlFlow::Continue(()),
            Err(broken) => self.broken(broken, passed),
        }
    }

    fn comment(&mut self, piece: &Piece, passed: u64) -> ControlFlow<()> {
        if self.goal != For::Comments {
            return ControlFlow::Continue(());
        }
        if self.item.id.is_empty() && self.bytes + piece.raw.len() <= WAITING {
            self.bytes += piece.raw.len();
            self.waiting.push(piece.clone());
            return ControlFlow::Continue(());
        }
        let key = self.item.key();
        (self.visit)(Part::Comment(&key, piece), passed)
    }

    /// An item that came in one piece, with the comments in it.
    fn nested(&mut self, whole: &Piece, passed: u64) -> ControlFlow<()> {
        let element = match whole.element() {
            Ok(element) => element,
            Err(broken) => return self.broken(broken, passed),
        };
        for child in &element.children {
            let raw = format!("<{0}{1}>{2}</{0}>", child.name, attributes(child), child.inner());
            let piece = Piece { raw, file: whole.file.clone(), ..*whole };
            if child.name != "item" {
                self.piece(&piece, passed)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn broken(&mut self, broken: Broken, passed: u64) -> ControlFlow<()> {
        if self.goal == For::Items && !of_comment(&broken) {
            self.item.broken = true;
        }
        (self.visit)(Part::Broken(broken), passed)
    }

    fn finish(&mut self, passed: u64) -> ControlFlow<()> {
        let mut item = std::mem::take(&mut self.item);
        let waiting = std::mem::take(&mut self.waiting);
        self.bytes = 0;
        let key = item.key();
        for piece in &waiting {
            (self.visit)(Part::Comment(&key, piece), passed)?;
        }
        if self.goal == For::Comments || item.broken || item.line == 0 {
            return ControlFlow::Continue(());
        }
        item.raw.push_str("</item>");
        (self.visit)(Part::Item(Box::new(item)), passed)
    }
}

/// HTML in which a CDATA section ended too early, or that was in none.
fn unwrapped(inner: &str) -> String {
    inner.replace("<![CDATA[", "").replace("]]>", "")
}

/// Whether a comment is meant, and not a part of its post.
fn of_comment(broken: &Broken) -> bool {
    let name = broken.what.strip_prefix('<').and_then(|rest| rest.split_once('>')).map(|(name, _)| name);
    name.is_some_and(|name| name.rsplit(':').next() == Some("comment"))
}

fn attributes(element: &Element) -> String {
    element
        .attributes()
        .map(|(name, value)| format!(" {name}=\"{}\"", value.replace('"', "&quot;")))
        .collect()
}

/// The prefix that a file declares for excerpts, by the end of the namespace: its beginning differs by version.
fn excerpt(heads: &[String]) -> String {
    let mut declared = heads.iter().flat_map(|head| head.split("xmlns:").skip(1));
    let found = declared.find_map(|declaration| {
        let (prefix, rest) = declaration.split_once('=')?;
        let address = rest.trim_start().get(1..)?.split(['"', '\'']).next()?;
        address.trim_end_matches('/').ends_with("/excerpt").then(|| prefix.trim().to_owned())
    });
    found.unwrap_or_else(|| "excerpt".to_owned())
}
