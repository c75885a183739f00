//! What we understood from a capture.

use serde::{Deserialize, Serialize};

use crate::Dated;

/// What a piece is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text first.
    #[default]
    Article,
    /// A page around a video.
    Video,
    /// A text that stands by itself, in no list by date: “About us”.
    Page,
}

impl Kind {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Article => "article",
            Kind::Video => "video",
            Kind::Page => "page",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Kind::Article, Kind::Video, Kind::Page].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Headline, byline, dek, date, body and the rest, as read off one page. Every fact may be missing: a
/// wrong answer is worse than none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clipping {
    /// The caller's own name for the page, given back unchanged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The address the page came from.
    pub url: String,
    /// Article or video.
    pub kind: Kind,
    /// Empty when the page has none.
    pub headline: String,
    /// The line under the headline, when there is one.
    pub dek: Option<String>,
    /// Credited names in order.
    pub byline: Vec<String>,
    /// When the outlet published it.
    pub published: Option<Dated>,
    /// When the outlet last changed it.
    pub modified: Option<Dated>,
    /// BCP 47.
    pub language: Option<String>,
    /// The outlet's name, or its host.
    pub site: Option<String>,
    /// The address the page itself calls its own, absolute.
    pub canonical: Option<String>,
    /// Absolute address of the picture that stands for the page.
    pub lead_image: Option<String>,
    /// Plain text; paragraphs separated by blank lines.
    pub text: String,
    /// Sanitised.
    pub html: String,
    /// What the lead picture shows, in the outlet's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_image_alt: Option<String>,
    /// Whom the outlet credits for the lead picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_image_credit: Option<String>,
    /// The part of the outlet it stood in, as the outlet names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The terms it may be used under: an address, or the outlet's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// Whether the outlet says that only subscribers read all of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paywalled: bool,
    /// Whether the page asks that no copy of it be shown (`noarchive`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub noarchive: bool,
    /// Absolute addresses the text links to, in order, without doubles; at most [`LINKS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// What the page says of its video; only for [`Kind::Video`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub film: Option<Film>,
    /// How far this clipping can be trusted unread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
    /// What a person should look at.
    #[serde(default)]
    pub warnings: Vec<String>,
}

/// Most links kept of one clipping.
pub const LINKS: usize = 500;

/// A video, as its page describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Film {
    /// Seconds.
    #[serde(default)]
    pub duration: Option<u32>,
    /// Absolute address of a page that plays it, made to stand in a frame.
    #[serde(default)]
    pub player: Option<String>,
    /// Pixels of the player, width and height.
    #[serde(default)]
    pub size: Option<(u32, u32)>,
}

/// A clipping's marks, each from 0 to 100: what a person should look at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// How far the readings of the text agree.
    pub agreement: u8,
    /// How many of the facts that a piece has were found.
    pub completeness: u8,
}

impl Quality {
    /// The one mark shown: the weaker of the two.
    pub fn mark(self) -> u8 {
        self.agreement.min(self.completeness)
    }
}
