//! What a post quotes, and what of it stands at its source.

use serde::{Deserialize, Serialize};

use crate::{CaptureId, PostId};

/// Most quotations of one revision that are looked for.
pub const QUOTATIONS: usize = 200;

/// How a text marks a quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum QuotationKind {
    /// A paragraph or more set apart: `blockquote`, `>` in Markdown.
    Block,
    /// Marked within a line: `q` or `mark`.
    Inline,
    /// Words in quotation marks, long enough to be a quotation; whose, the text does not say.
    Possible,
}

impl QuotationKind {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            QuotationKind::Block => "block",
            QuotationKind::Inline => "inline",
            QuotationKind::Possible => "possible",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [QuotationKind::Block, QuotationKind::Inline, QuotationKind::Possible]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// What of a quotation was found in the captures of its post's source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Finding {
    /// It stands there, letter by letter.
    Found,
    /// Something near it stands there.
    Changed,
    /// It does not, and could not: it is in another language than the source.
    Translated,
    /// Nothing like it stands there.
    Absent,
    /// Nobody has looked: the source has no capture with a text.
    Unchecked,
}

impl Finding {
    /// All of them, the best first.
    pub const ALL: [Finding; 5] =
        [Finding::Found, Finding::Changed, Finding::Translated, Finding::Absent, Finding::Unchecked];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Finding::Found => "found",
            Finding::Changed => "changed",
            Finding::Translated => "translated",
            Finding::Absent => "absent",
            Finding::Unchecked => "unchecked",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Finding::ALL.into_iter().find(|finding| finding.as_str() == word)
    }
}

/// Which of the texts that were read from a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CapturedText {
    /// The article's.
    Article,
    /// All words of the page.
    Page,
}

impl CapturedText {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            CapturedText::Article => "article",
            CapturedText::Page => "page",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [CapturedText::Article, CapturedText::Page].into_iter().find(|text| text.as_str() == word)
    }
}

/// A stretch of a text, as the Web Annotation Data Model selects one
/// (<https://www.w3.org/TR/annotation-model/#selectors>): by its words with some around them, and by its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Its words, as they stand there.
    pub exact: String,
    /// Up to 32 characters before it.
    pub prefix: String,
    /// Up to 32 characters behind it.
    pub suffix: String,
    /// Code points before it.
    pub start: i64,
    /// Code points up to its end.
    pub end: i64,
}

/// Where a quotation stands: in which text of which capture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    /// The look at the source.
    pub capture: CaptureId,
    /// Which text of it.
    pub text: CapturedText,
    /// Where in that.
    #[serde(flatten)]
    pub passage: Passage,
}

/// Words of a post that are given as somebody else's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// Whose.
    pub post: PostId,
    /// In which revision of it.
    pub revision: i64,
    /// 0 for the first of the text.
    pub position: i64,
    /// How the text marks it.
    pub kind: QuotationKind,
    /// The words as the post has them, plain.
    pub quote: String,
    /// What was found of them.
    pub finding: Finding,
    /// Where, for those found, with or without changes.
    pub stand: Option<Stand>,
}

/// How much of a source's article a post has in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The capture whose article it was compared with.
    pub capture: CaptureId,
    /// How much of the article the post quotes, of a hundred characters.
    pub quoted: u8,
    /// How much of it stands in the post at all, as a quotation or not; of a hundred characters.
    pub carried: u8,
}
