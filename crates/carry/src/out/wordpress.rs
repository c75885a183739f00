//! WordPress's own export, WXR 1.2: RSS 2.0 with its namespaces, as its importer reads it.

use std::io::{self, Write};

use jiff::tz::TimeZone;
use model::{Comment, Kind, Media, Moment, Origin, Standing, Verdict, Writing};

use super::xml::Xml;
use super::{Blog, Piece, Remark, Teller, about, dated};

const NAMESPACES: &[(&str, &str)] = &[
    ("version", "2.0"),
    ("xmlns:excerpt", "http://wordpress.org/export/1.2/excerpt/"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:wfw", "http://wellformedweb.org/CommentAPI/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:wp", "http://wordpress.org/export/1.2/"),
];

/// What WordPress writes where there is no time.
const NEVER: &str = "0000-00-00 00:00:00";

/// Writes WXR.
pub struct Wxr<W: Write> {
    xml: Xml<W>,
    zone: TimeZone,
    origin: String,
}

/// A name to sign in with, as WordPress takes them.
fn login(name: &str) -> String {
    let login: String =
        name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect();
    login.trim_matches('-').to_owned()
}

impl<W: Write> Wxr<W> {
    /// Into a stream, which should be buffered.
    pub fn new(out: W) -> Self {
        Wxr { xml: Xml::new(out), zone: TimeZone::UTC, origin: String::new() }
    }

    fn local(&self, at: Moment) -> String {
        at.timestamp().to_zoned_datetime(self.zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    fn dates(&mut self, kind: &[&'static str; 2], at: Option<Moment>) -> io::Result<()> {
        let local = at.map_or(NEVER.to_owned(), |at| self.local(at));
        self.xml.data(kind[0], &[], &local)?;
        self.xml.data(kind[1], &[], &at.map_or(NEVER.to_owned(), utc))
    }

    fn meta(&mut self, key: &str, value: &str) -> io::Result<()> {
        self.xml.open("wp:postmeta", &[])?;
        self.xml.data("wp:meta_key", &[], key)?;
        self.xml.data("wp:meta_value", &[], value)?;
        self.xml.close()
    }

    /// What WordPress keeps beside a post, in the words of its own geodata and of its most used plugin for search engines.
    fn beside(&mut self, writing: &Writing) -> io::Result<()> {
        if let Some(location) = &writing.location {
            if !location.name().is_empty() {
                self.meta("geo_address", location.name())?;
            }
            if let Some((latitude, longitude)) = location.degrees() {
                self.meta("geo_latitude", &latitude.to_string())?;
                self.meta("geo_longitude", &longitude.to_string())?;
            }
            self.meta("geo_public", "1")?;
        }
        for (key, value) in [
            ("_yoast_wpseo_title", &writing.search_title),
            ("_yoast_wpseo_metadesc", &writing.search_description),
            ("_courant_lead_image_alt", &writing.lead_image_alt),
            ("_courant_lead_image_caption", &writing.lead_image_caption),
        ] {
            if !value.is_empty() {
                self.meta(key, value)?;
            }
        }
        Ok(())
    }

    /// What every item has, in WordPress's order.
    fn item(&mut self, item: &Item<'_>) -> io::Result<()> {
        self.xml.open("item", &[])?;
        self.xml.line()?;
        // WordPress's titles and excerpts are HTML.
        self.xml.data("title", &[], &markup(item.title))?;
        self.xml.text("link", item.link)?;
        self.xml.text("pubDate", &rfc2822(item.at))?;
        self.xml.data("dc:creator", &[], &login(item.author))?;
        self.xml.text_with("guid", &[("isPermaLink", "false")], item.guid)?;
        self.xml.text("description", "")?;
        self.xml.data("content:encoded", &[], item.html)?;
        self.xml.data("excerpt:encoded", &[], &markup(item.about))?;
        self.xml.text("wp:post_id", &item.number.to_string())?;
        self.dates(&["wp:post_date", "wp:post_date_gmt"], Some(item.at))?;
        self.dates(&["wp:post_modified", "wp:post_modified_gmt"], Some(item.modified))?;
        self.xml.data("wp:comment_status", &[], if item.takes_comments { "open" } else { "closed" })?;
        self.xml.data("wp:ping_status", &[], "closed")?;
        self.xml.data("wp:post_name", &[], &item.slug)?;
        self.xml.data("wp:status", &[], item.status)?;
        self.xml.text("wp:post_parent", "0")?;
        self.xml.text("wp:menu_order", "0")?;
        self.xml.data("wp:post_type", &[], item.kind)?;
        self.xml.data("wp:post_password", &[], "")?;
        self.xml.text("wp:is_sticky", "0")
    }
}

struct Item<'a> {
    title: &'a str,
    link: &'a str,
    author: &'a str,
    guid: &'a str,
    html: &'a str,
    about: &'a str,
    number: i64,
    at: Moment,
    modified: Moment,
    takes_comments: bool,
    slug: String,
    status: &'a str,
    kind: &'a str,
}

/// Plain text as HTML.
fn markup(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn utc(at: Moment) -> String {
    at.timestamp().strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn rfc2822(at: Moment) -> String {
    at.timestamp().strftime("%a, %d %b %Y %H:%M:%S +0000").to_string()
}

/// WordPress keeps slugs percent-encoded, in small letters.
fn slug(text: &str) -> String {
    model::permalink::percent_encode_path(text).to_ascii_lowercase()
}

impl<W: Write> Teller for Wxr<W> {
    fn begin(&mut self, blog: &Blog) -> io::Result<()> {
        self.zone = blog.zone.clone();
        self.origin.clone_from(&blog.origin);
        self.xml.begin()?;
        self.xml.open("rss", NAMESPACES)?;
        self.xml.line()?;
        self.xml.open("channel", &[])?;
        self.xml.line()?;
        self.xml.text("title", &blog.name)?;
        self.xml.text("link", &blog.origin)?;
        self.xml.text("description", &blog.tagline)?;
        self.xml.text("pubDate", &rfc2822(blog.now))?;
        self.xml.text("language", &blog.language)?;
        self.xml.text("wp:wxr_version", "1.2")?;
        self.xml.text("wp:base_site_url", &blog.origin)?;
        self.xml.text("wp:base_blog_url", &blog.origin)?;
        for (at, author) in blog.authors.iter().enumerate() {
            self.xml.open("wp:author", &[])?;
            self.xml.text("wp:author_id", &(at + 1).to_string())?;
            self.xml.data("wp:author_login", &[], &login(author))?;
            self.xml.data("wp:author_email", &[], "")?;
            self.xml.data("wp:author_display_name", &[], author)?;
            self.xml.data("wp:author_first_name", &[], "")?;
            self.xml.data("wp:author_last_name", &[], "")?;
            self.xml.close()?;
        }
        for (at, label) in blog.labels.iter().enumerate() {
            self.xml.open("wp:tag", &[])?;
            self.xml.text("wp:term_id", &(at + 1).to_string())?;
            self.xml.data("wp:tag_slug", &[], &slug(label.slug.as_str()))?;
            self.xml.data("wp:tag_name", &[], &label.name)?;
            self.xml.close()?;
        }
        self.xml.text("generator", "Courant")
    }

    fn picture(&mut self, number: i64, picture: &Media) -> io::Result<()> {
        let address = format!("{}{}", self.origin, picture.path());
        self.item(&Item {
            title: picture.sha256.get(..16).unwrap_or_default(),
            link: &address,
            author: "",
            guid: &address,
            html: "",
            about: "",
            number,
            at: picture.created,
            modified: picture.created,
            takes_comments: false,
            slug: picture.sha256.get(..16).unwrap_or_default().to_owned(),
            status: "inherit",
            kind: "attachment",
        })?;
        self.xml.data("wp:attachment_url", &[], &address)?;
        self.xml.close()
    }

    fn piece(&mut self, piece: &Piece<'_>) -> io::Result<()> {
        let post = piece.post;
        let path = post.permalink.as_ref().map(|permalink| permalink.encoded());
        let link = match &path {
            Some(path) => format!("{}{path}", self.origin),
            None => format!("{}/?p={}", self.origin, piece.number),
        };
        let own = post.writing.slug.as_ref().map(|slug| slug.as_str());
        let tail = post.permalink.as_ref().map(|permalink| permalink.tail());
        let tail = tail.map(|tail| tail.strip_suffix(".html").unwrap_or(tail));
        let guid = format!("{}/posts/{}", self.origin, post.id);
        self.item(&Item {
            title: &post.writing.headline,
            link: &link,
            author: piece.author,
            guid: &guid,
            html: piece.html,
            about: about(post),
            number: piece.number,
            at: dated(post),
            modified: post.modified,
            takes_comments: piece.takes_comments,
            slug: slug(tail.or(own).unwrap_or_default()),
            status: match post.standing {
                Standing::Draft => "draft",
                Standing::Scheduled { .. } => "future",
                Standing::Published { .. } => "publish",
                // It was out and is not any more.
                Standing::Retracted { .. } => "private",
            },
            kind: if post.writing.kind == Kind::Page { "page" } else { "post" },
        })?;
        for label in &post.writing.labels {
            let slug = slug(label.slug.as_str());
            self.xml.data("category", &[("domain", "post_tag"), ("nicename", &slug)], &label.name)?;
        }
        if let Some(lead) = piece.lead {
            self.meta("_thumbnail_id", &lead.to_string())?;
        }
        self.beside(&post.writing)?;
        self.meta("_courant_id", &post.id.to_string())?;
        if !post.writing.byline.is_empty() {
            self.meta("_courant_byline", &post.writing.byline.join(", "))?;
        }
        if let Some(language) = &post.writing.language {
            self.meta("_courant_language", language.as_str())?;
        }
        if let Some(source) = &post.source {
            self.meta("_courant_source", &source.fields.url)?;
        }
        if let Standing::Retracted { reason, .. } = &post.standing {
            self.meta("_courant_retracted", reason)?;
        }
        Ok(())
    }

    fn remark(&mut self, _: &Piece<'_>, remark: &Remark<'_>) -> io::Result<bool> {
        let Comment { name, email, website, html, verdict, created, .. } = remark.comment;
        self.xml.open("wp:comment", &[])?;
        self.xml.text("wp:comment_id", &remark.number.to_string())?;
        self.xml.data("wp:comment_author", &[], name)?;
        self.xml.data("wp:comment_author_email", &[], email.as_deref().unwrap_or_default())?;
        self.xml.text("wp:comment_author_url", website.as_deref().unwrap_or_default())?;
        self.xml.data("wp:comment_author_IP", &[], "")?;
        self.dates(&["wp:comment_date", "wp:comment_date_gmt"], Some(*created))?;
        self.xml.data("wp:comment_content", &[], html)?;
        let approved = match verdict {
            Verdict::Approved => "1",
            Verdict::Held => "0",
            Verdict::Spam => "spam",
            Verdict::Rejected | Verdict::Withdrawn => "trash",
        };
        self.xml.data("wp:comment_approved", &[], approved)?;
        let kind = if remark.comment.origin == Origin::Mention { "pingback" } else { "comment" };
        self.xml.data("wp:comment_type", &[], kind)?;
        self.xml.text("wp:comment_parent", &remark.parent.unwrap_or(0).to_string())?;
        self.xml.text("wp:comment_user_id", "0")?;
        self.xml.close()?;
        Ok(true)
    }

    fn end_piece(&mut self) -> io::Result<()> {
        self.xml.close()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.xml.finish()
    }
}
