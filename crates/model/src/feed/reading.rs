//! What one feed document says, in our words.

use serde::{Deserialize, Serialize};

use crate::Dated;

/// A feed document as read. Every fact may be missing; addresses are absolute where that can be known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedReading {
    /// What it says of itself.
    #[serde(flatten)]
    pub head: FeedHead,
    /// Its items in the document's order.
    pub items: Vec<ReadItem>,
}

impl FeedReading {
    /// The address of the hub that tells of news (WebSub, `rel="hub"`).
    pub fn hub(&self) -> Option<&str> {
        self.head.link("hub")
    }

    /// The address the feed gives as its own (`rel="self"`): the topic under which a hub knows it.
    pub fn topic(&self) -> Option<&str> {
        self.head.link("self")
    }
}

/// What a feed says of itself; also what an item says of the feed it was taken over from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedHead {
    /// Its own name for itself, unchanged.
    pub id: Option<String>,
    /// Plain text on one line; may be empty.
    pub title: String,
    /// What it is about, as plain text.
    pub dek: Option<String>,
    /// The page it belongs to.
    pub address: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// Who makes it.
    pub authors: Vec<FeedPerson>,
    /// When it was published.
    pub published: Option<Dated>,
    /// When it last changed.
    pub modified: Option<Dated>,
    /// Its links, in order.
    pub links: Vec<FeedLink>,
}

impl FeedHead {
    /// The first link of a relation.
    pub fn link(&self, rel: &str) -> Option<&str> {
        self.links.iter().find(|link| link.rel == rel).map(|link| link.address.as_str())
    }
}

/// One entry of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadItem {
    /// The feed's own name for it, unchanged.
    pub id: Option<String>,
    /// The page it is about.
    pub address: Option<String>,
    /// Plain text on one line; may be empty.
    pub headline: String,
    /// Who wrote it.
    pub authors: Vec<FeedPerson>,
    /// When it was published.
    pub published: Option<Dated>,
    /// When it last changed.
    pub modified: Option<Dated>,
    /// Its summary, as plain text; may be empty.
    pub summary: String,
    /// Its text, or its summary when it brings no text: sanitised.
    pub html: String,
    /// BCP 47: what the feed says.
    pub language: Option<String>,
    /// Its links and enclosures, in order.
    pub links: Vec<FeedLink>,
    /// The feed it was taken over from, when it says so.
    pub source: Option<FeedHead>,
}

impl ReadItem {
    /// The credited names, in order, each once. Who is known by an address alone has no name to credit.
    pub fn byline(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.authors.iter().filter_map(|person| person.name.as_ref()) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }
}

/// Someone a feed credits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedPerson {
    /// As printed.
    pub name: Option<String>,
    /// A mail address.
    pub email: Option<String>,
    /// A page of theirs.
    pub address: Option<String>,
}

/// A link of a feed or an item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedLink {
    /// `alternate`, `enclosure`, `hub`, `self`, …
    pub rel: String,
    /// Where it leads.
    pub address: String,
    /// The media type it announces.
    pub media_type: Option<String>,
}
