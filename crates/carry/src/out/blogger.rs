//! Blogger's backup: one Atom feed of posts and comments, as Blogger's own importer reads it.

use std::io::{self, Write};

use model::location::GEORSS;
use model::{Kind, Location, Media, Moment, Standing, Verdict};

use super::xml::Xml;
use super::{Blog, Piece, Remark, Teller, dated};

const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns", "http://www.w3.org/2005/Atom"),
    ("xmlns:openSearch", "http://a9.com/-/spec/opensearchrss/1.0/"),
    ("xmlns:gd", "http://schemas.google.com/g/2005"),
    ("xmlns:thr", "http://purl.org/syndication/thread/1.0"),
    ("xmlns:app", "http://www.w3.org/2007/app"),
    ("xmlns:georss", GEORSS),
];
const KIND: &str = "http://schemas.google.com/g/2005#kind";
const KINDS: &str = "http://schemas.google.com/blogger/2008/kind#";
const LABEL: &str = "http://www.blogger.com/atom/ns#";
/// Blogger's numbers of blogs are its own; any will do.
const BLOG: &str = "tag:blogger.com,1999:blog-1";
/// The address Blogger writes for those who keep theirs to themselves.
const NOBODY: &str = "noreply@blogger.com";

/// Writes Blogger's Atom.
pub struct Atom<W: Write> {
    xml: Xml<W>,
    origin: String,
}

fn stamp(at: Moment) -> String {
    at.timestamp().strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
}

fn entry_id(number: i64) -> String {
    format!("{BLOG}.post-{number}")
}

impl<W: Write> Atom<W> {
    /// Into a stream, which should be buffered.
    pub fn new(out: W) -> Self {
        Atom { xml: Xml::new(out), origin: String::new() }
    }

    fn entry(&mut self, number: i64, published: Moment, updated: Moment, kind: &str) -> io::Result<()> {
        self.xml.open("entry", &[])?;
        self.xml.line()?;
        self.xml.text("id", &entry_id(number))?;
        self.xml.text("published", &stamp(published))?;
        self.xml.text("updated", &stamp(updated))?;
        self.xml.empty("category", &[("scheme", KIND), ("term", &format!("{KINDS}{kind}"))])
    }

    fn author(&mut self, name: &str, page: Option<&str>) -> io::Result<()> {
        self.xml.open("author", &[])?;
        self.xml.text("name", name)?;
        if let Some(page) = page {
            self.xml.text("uri", page)?;
        }
        self.xml.text("email", NOBODY)?;
        self.xml.close()
    }

    fn link(&self, piece: &Piece<'_>) -> Option<String> {
        let path = piece.post.permalink.as_ref()?.encoded();
        Some(format!("{}{path}", self.origin))
    }
}

impl<W: Write> Teller for Atom<W> {
    fn begin(&mut self, blog: &Blog) -> io::Result<()> {
        self.origin.clone_from(&blog.origin);
        self.xml.begin()?;
        self.xml.open("feed", NAMESPACES)?;
        self.xml.line()?;
        self.xml.text("id", &format!("{BLOG}.archive"))?;
        self.xml.text("updated", &stamp(blog.now))?;
        self.xml.text_with("title", &[("type", "text")], &blog.name)?;
        self.xml.empty(
            "link",
            &[("rel", "alternate"), ("type", "text/html"), ("href", &format!("{}/", blog.origin))],
        )?;
        self.author(&blog.name, None)?;
        let generator = [("version", "7.00"), ("uri", "https://www.blogger.com")];
        self.xml.text_with("generator", &generator, "Blogger")?;
        for (name, value) in [("BLOG_NAME", &blog.name), ("BLOG_DESCRIPTION", &blog.tagline)] {
            self.xml.open("entry", &[])?;
            self.xml.text("id", &format!("{BLOG}.settings.{name}"))?;
            self.xml.text("published", &stamp(blog.now))?;
            self.xml.text("updated", &stamp(blog.now))?;
            self.xml.empty("category", &[("scheme", KIND), ("term", &format!("{KINDS}settings"))])?;
            self.xml.text_with("title", &[("type", "text")], name)?;
            self.xml.text_with("content", &[("type", "text")], value)?;
            self.author(&blog.name, None)?;
            self.xml.close()?;
        }
        Ok(())
    }

    fn picture(&mut self, _: i64, _: &Media) -> io::Result<()> {
        // Blogger takes pictures from the addresses in the texts.
        Ok(())
    }

    fn piece(&mut self, piece: &Piece<'_>) -> io::Result<()> {
        let post = piece.post;
        let kind = if post.writing.kind == Kind::Page { "page" } else { "post" };
        self.entry(piece.number, dated(post), post.modified, kind)?;
        for label in &post.writing.labels {
            self.xml.empty("category", &[("scheme", LABEL), ("term", &label.name)])?;
        }
        self.xml.text_with("title", &[("type", "text")], &post.writing.headline)?;
        self.xml.text_with("content", &[("type", "html")], piece.html)?;
        let is_out = matches!(post.standing, Standing::Published { .. });
        if !is_out {
            self.xml.open("app:control", &[])?;
            self.xml.text("app:draft", "yes")?;
            self.xml.close()?;
        }
        if let Some(link) = self.link(piece).filter(|_| is_out) {
            let title = &post.writing.headline;
            self.xml.empty(
                "link",
                &[("rel", "alternate"), ("type", "text/html"), ("href", &link), ("title", title)],
            )?;
        }
        let byline = post.writing.byline.join(", ");
        self.author(if byline.is_empty() { piece.author } else { &byline }, None)?;
        for (element, text) in post.writing.location.iter().flat_map(Location::georss) {
            self.xml.text(element, &text)?;
        }
        self.xml.close()
    }

    /// Only what readers see: the format knows no other state.
    fn remark(&mut self, piece: &Piece<'_>, remark: &Remark<'_>) -> io::Result<bool> {
        let comment = remark.comment;
        if comment.verdict != Verdict::Approved {
            return Ok(false);
        }
        let updated = comment.edited.unwrap_or(comment.created);
        self.entry(remark.number, comment.created, updated, "comment")?;
        let title: String =
            comment.body.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(50).collect();
        self.xml.text_with("title", &[("type", "text")], &title)?;
        self.xml.text_with("content", &[("type", "html")], &comment.html)?;
        let link = self.link(piece).unwrap_or_else(|| self.origin.clone());
        let here = format!("{link}?showComment={}#c{}", comment.created.millis(), remark.number);
        self.xml
            .empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &here), ("title", "")])?;
        if let Some(parent) = remark.parent {
            let feed = format!("http://www.blogger.com/feeds/1/{}/comments/default/{parent}", piece.number);
            self.xml
                .empty("link", &[("rel", "related"), ("type", "application/atom+xml"), ("href", &feed)])?;
        }
        self.author(&comment.name, comment.website.as_deref())?;
        let id = entry_id(piece.number);
        self.xml.empty(
            "thr:in-reply-to",
            &[("href", &link), ("ref", &id), ("source", &link), ("type", "text/html")],
        )?;
        self.xml.close()?;
        Ok(true)
    }

    fn end_piece(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.xml.finish()
    }
}
