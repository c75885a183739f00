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
}

impl Kind {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Article => "article",
            Kind::Video => "video",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Kind::Article, Kind::Video].into_iter().find(|kind| kind.as_str() == word)
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
    /// What a person should look at.
    #[serde(default)]
    pub warnings: Vec<String>,
}
