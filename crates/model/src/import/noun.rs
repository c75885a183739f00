//! The nouns of an export.

use serde::{Deserialize, Serialize};

use crate::{CommentMode, Moment, Verdict, Window};

/// One entry of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The entry word by word as the file has it (one XML element, one JSON row), to be kept.
    pub raw: String,
    /// Line of the file at which it begins, from 1; 0 where lines mean nothing.
    pub line: u64,
    /// What it is.
    pub noun: Noun,
    /// Elements and fields in it that the reader does not know, by name, each once. Nothing known to be without
    /// meaning is among them.
    pub unknown: Vec<String>,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq)]
pub enum Noun {
    /// The site itself. Comes before everything else; may come again with more.
    Site(Box<OldSite>),
    /// Somebody who writes there.
    Author(OldAuthor),
    /// A label, category or tag that says more than its name.
    Label(OldLabel),
    /// A post or page.
    Post(Box<OldPost>),
    /// A reader's remark, or a pingback or trackback.
    Comment(Box<OldComment>),
    /// A picture or file that the export knows of.
    Medium(OldMedium),
    /// An old address that led elsewhere.
    Redirect(OldRedirect),
    /// Anything that has no counterpart: kept word by word, told in the report.
    Other {
        /// What it is there, in the system's own word: `nav_menu_item`, `template`, `member`.
        kind: String,
        /// Its id there.
        key: String,
        /// Why it does not come over, one plain sentence.
        why: String,
        /// Whether it says who somebody is (mail addresses, members): never to leave in a public export.
        private: bool,
    },
}

/// What an export says of its site. `None` and empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldSite {
    /// The same for every export of this site, and for no other: `blogger:6303278419262689239`, `wordpress:HOST`.
    pub key: String,
    /// Addresses under which it was read, `https://name.example`, without a slash at the end; the first is the one
    /// relative addresses are read against.
    pub addresses: Vec<String>,
    /// Its name.
    pub name: String,
    /// One line about it.
    pub tagline: String,
    /// A language tag as written there.
    pub language: Option<String>,
    /// IANA name of its time zone.
    pub time_zone: Option<String>,
    /// Posts on a page.
    pub per_page: Option<u32>,
    /// What became of new comments.
    pub comments: Option<CommentMode>,
    /// Days after which comments waited for a person.
    pub hold_days: Option<u32>,
    /// Days after which there were no new ones.
    pub close_days: Option<u32>,
    /// Window of its popular list.
    pub popular_window: Option<Window>,
    /// Posts in that list.
    pub popular_length: Option<u32>,
    /// Settings that are known and have no counterpart here, by their names there, with their values.
    pub others: Vec<(String, String)>,
    /// Names of `others` that say who somebody is.
    pub private: Vec<String>,
}

/// Somebody who writes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldAuthor {
    /// Id there.
    pub key: String,
    /// As shown.
    pub name: String,
    /// Private.
    pub email: Option<String>,
    /// His page.
    pub website: Option<String>,
}

/// A label that says more than its name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldLabel {
    /// Id there, different from those of all other labels: `category:news`, `post_tag:news`.
    pub key: String,
    /// As shown.
    pub name: String,
    /// In its old address, decoded.
    pub slug: String,
    /// Old paths of its list, decoded: `/category/world/europe`.
    pub paths: Vec<String>,
    /// Name of the label above it.
    pub parent: Option<String>,
    /// What was said about it.
    pub description: String,
}

/// A post, or a page that stands by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OldKind {
    /// Stands in the lists by its date.
    #[default]
    Post,
    /// Stands by itself.
    Page,
}

/// How it stood there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OldStanding {
    /// Not out.
    #[default]
    Draft,
    /// To come out at its `published`.
    Scheduled,
    /// Out.
    Published,
    /// Out for those who work there only.
    Private,
    /// Out for those who know a password, which is not kept here.
    Locked,
    /// Thrown away, not yet gone.
    Trashed,
}

/// A post or page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldPost {
    /// Its id there; comments name their post by it. Different from those of comments and media.
    pub key: String,
    /// Post or page.
    pub kind: OldKind,
    /// How it stood.
    pub standing: OldStanding,
    /// Plain text.
    pub headline: String,
    /// A line that readers saw under the headline or in lists (an excerpt somebody wrote), plain text.
    pub dek: String,
    /// What search engines are to call it where that is not its headline, plain text.
    #[serde(default)]
    pub search_title: String,
    /// A line for search engines, plain text.
    pub description: String,
    /// Names in order.
    pub byline: Vec<String>,
    /// Names of labels in order, each once.
    pub labels: Vec<String>,
    /// HTML, shortcodes and blocks already turned into elements, pictures with the addresses they had.
    pub body: String,
    /// The path it stood at, exactly, decoded: `/2019/01/some-post.html`; `None` for drafts and for addresses that
    /// are only a query.
    pub path: Option<String>,
    /// Other addresses of it, decoded, with their query: `/?p=12`, `/2018/old-slug/`.
    pub old_paths: Vec<String>,
    /// The slug alone, decoded, where there is one but no path (a draft).
    pub slug: Option<String>,
    /// When it was made.
    pub created: Option<Moment>,
    /// The date readers saw.
    pub published: Option<Moment>,
    /// When it last changed.
    pub updated: Option<Moment>,
    /// A language tag, if one was said.
    pub language: Option<String>,
    /// Whether it takes comments, if that was said for it.
    pub comments: Option<CommentMode>,
    /// Address of the picture that stands for it.
    pub lead_image: Option<String>,
    /// What that shows.
    pub lead_image_alt: String,
    /// The line under it, HTML.
    #[serde(default)]
    pub lead_image_caption: String,
    /// Place it is about, in words and degrees.
    pub location: Option<String>,
    /// What could not come over as it was, one plain sentence each: “it was sticky”, “the shortcode [foo] is shown
    /// as text”.
    pub changed: Vec<String>,
}

/// Who says something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Writer {
    /// Anybody.
    #[default]
    Reader,
    /// Somebody with an account of the old system.
    Member,
    /// One who writes on the old site.
    Author,
    /// Another site (pingback, trackback).
    Site,
}

/// A reader's remark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldComment {
    /// Its id there; different from those of posts.
    pub key: String,
    /// `key` of its post.
    pub post: String,
    /// `key` of the comment it answers, which may come later or never.
    pub parent: Option<String>,
    /// Who says it.
    pub writer: Writer,
    /// As shown; may be empty.
    pub name: String,
    /// Private.
    pub email: Option<String>,
    /// His page.
    pub website: Option<String>,
    /// Address of his machine; private.
    pub network: Option<String>,
    /// HTML; line breaks are elements.
    pub body: String,
    /// When it was said.
    pub created: Option<Moment>,
    /// How it stood.
    pub verdict: Verdict,
    /// End of its old address, without `#`: `c4028`, `comment-12`.
    pub anchor: Option<String>,
    /// As [`OldPost::changed`].
    pub changed: Vec<String>,
}

/// A picture or file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldMedium {
    /// Its id there.
    pub key: String,
    /// Every address it is known to have, the original size first.
    pub addresses: Vec<String>,
    /// Its file in the package, by the name [`Entry`]'s reader uses for it.
    pub file: Option<String>,
    /// What it shows.
    pub alt: String,
    /// The line under it.
    pub caption: String,
    /// `key` of the post it belongs to.
    pub post: Option<String>,
    /// Old paths of a page of its own, decoded with their query.
    pub paths: Vec<String>,
}

/// An old address that led elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OldRedirect {
    /// Decoded path with its query.
    pub from: String,
    /// A path, or an address elsewhere.
    pub to: String,
}
