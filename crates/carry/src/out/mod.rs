//! The other way round: a site told in the words of other systems, one post at a time.

mod blogger;
mod wordpress;
mod xml;

use std::io;

use jiff::tz::TimeZone;
use model::{Comment, Label, Media, Moment, Post, SourceFields};

pub use blogger::Atom;
pub use wordpress::Wxr;

/// What is said of the site as a whole.
#[derive(Clone, Debug)]
pub struct Blog {
    /// Its name.
    pub name: String,
    /// The line under it.
    pub tagline: String,
    /// Its public address without a slash at the end.
    pub origin: String,
    /// Its language's tag.
    pub language: String,
    /// Its time zone: some systems want local times.
    pub zone: TimeZone,
    /// Who writes, by name.
    pub authors: Vec<String>,
    /// All labels.
    pub labels: Vec<Label>,
    /// When it is told.
    pub now: Moment,
}

/// A post as it is told.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// A number of its own: other systems count their posts.
    pub number: i64,
    /// The post.
    pub post: &'a Post,
    /// Its text, with whole addresses and the line that credits its source.
    pub html: &'a str,
    /// Whose it is, one of [`Blog::authors`].
    pub author: &'a str,
    /// The number of the picture that stands for it.
    pub lead: Option<i64>,
    /// Whether it takes comments.
    pub takes_comments: bool,
}

/// A remark as it is told, behind its post.
#[derive(Clone, Copy, Debug)]
pub struct Remark<'a> {
    /// A number of its own.
    pub number: i64,
    /// The number of the one it answers.
    pub parent: Option<i64>,
    /// The remark.
    pub comment: &'a Comment,
}

/// How a site is told: [`begin`](Teller::begin), then for each post [`piece`](Teller::piece), its remarks and
/// [`end_piece`](Teller::end_piece), then [`finish`](Teller::finish).
pub trait Teller {
    /// The site as a whole.
    ///
    /// # Errors
    /// When nothing can be written.
    fn begin(&mut self, blog: &Blog) -> io::Result<()>;

    /// A kept picture.
    ///
    /// # Errors
    /// As [`Teller::begin`].
    fn picture(&mut self, number: i64, picture: &Media) -> io::Result<()>;

    /// A post.
    ///
    /// # Errors
    /// As [`Teller::begin`].
    fn piece(&mut self, piece: &Piece<'_>) -> io::Result<()>;

    /// A remark on the post before; whether this format can tell it.
    ///
    /// # Errors
    /// As [`Teller::begin`].
    fn remark(&mut self, piece: &Piece<'_>, remark: &Remark<'_>) -> io::Result<bool>;

    /// No more remarks on this post.
    ///
    /// # Errors
    /// As [`Teller::begin`].
    fn end_piece(&mut self) -> io::Result<()>;

    /// The end.
    ///
    /// # Errors
    /// As [`Teller::begin`].
    fn finish(&mut self) -> io::Result<()>;
}

/// The word before a source, in the languages this program speaks; English in others.
fn source_word(language: &str) -> &'static str {
    match language.split('-').next().unwrap_or_default() {
        "ar" => "المصدر:",
        "de" => "Quelle:",
        "el" => "Πηγή:",
        "es" => "Fuente:",
        "fr" => "Source :",
        "ru" => "Источник:",
        "zh" => "来源：",
        _ => "Source:",
    }
}

/// The line that credits a source, as HTML: other systems have no place for it but the text, and there it can't get
/// lost.
pub fn source_line(source: &SourceFields, language: &str) -> String {
    let called = if source.headline.is_empty() { &source.outlet } else { &source.headline };
    let called = if called.is_empty() { &source.url } else { called };
    let mut line = format!(
        "<p class=\"source\">{} <a href=\"{}\">{}</a>",
        source_word(language),
        xml::escaped(&source.url),
        xml::escaped(called)
    );
    let mut more: Vec<String> = Vec::new();
    if !source.outlet.is_empty() && source.outlet != *called {
        more.push(source.outlet.clone());
    }
    more.extend(source.byline.iter().cloned());
    more.extend(source.published.map(|date| date.iso().chars().take(10).collect()));
    if !source.licence.is_empty() {
        more.push(source.licence.clone());
    }
    for part in more {
        line.push_str(&format!(", {}", xml::escaped(&part)));
    }
    line.push_str("</p>\n");
    line
}

/// What a post is about, in a sentence or two, as plain text.
fn about(post: &Post) -> &str {
    if post.writing.dek.is_empty() { &post.excerpt } else { &post.writing.dek }
}

/// When a post is dated: when it came out or will, else when it was made.
fn dated(post: &Post) -> Moment {
    match &post.standing {
        model::Standing::Published { at } | model::Standing::Scheduled { at } => *at,
        model::Standing::Draft | model::Standing::Retracted { .. } => post.created,
    }
}
