//! One site brought over: how that stands.

use serde::{Deserialize, Serialize};

use super::{ImportReport, Platform};
use crate::{AccountId, ImportId, Moment, PostId, SourceFields};

/// How an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ImportState {
    /// Entries are being read. An import that was cut off is in this state too, and goes on when it is run again.
    Reading,
    /// Entries are here; pictures are being fetched.
    Pictures,
    /// Everything is here that could be had.
    Done,
    /// The package could not be read to its end; what came before that is here.
    Broken,
}

impl ImportState {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            ImportState::Reading => "reading",
            ImportState::Pictures => "pictures",
            ImportState::Done => "done",
            ImportState::Broken => "broken",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [ImportState::Reading, ImportState::Pictures, ImportState::Done, ImportState::Broken]
            .into_iter()
            .find(|state| state.as_str() == word)
    }
}

/// What a person chose for an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportChoices {
    /// Where the site was read.
    pub host: Option<String>,
    /// Which of several blogs.
    pub blog: Option<String>,
    /// Whether pictures stay where they are.
    pub without_pictures: bool,
}

/// One site brought over from one package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Its key.
    pub id: ImportId,
    /// Which system.
    pub platform: Platform,
    /// Which site there: [`super::OldSite::key`]; empty until it is known.
    pub site: String,
    /// The package, as a person named it.
    pub name: String,
    /// What was chosen.
    pub choices: ImportChoices,
    /// How it stands.
    pub state: ImportState,
    /// Who began it; `None` on the command line.
    pub by: Option<AccountId>,
    /// When.
    pub started: Moment,
    /// When it last got on.
    pub changed: Moment,
    /// Why it could not go on.
    pub trouble: Option<String>,
    /// What became of everything so far.
    pub report: ImportReport,
}

/// Where the entries of one package are kept word by word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Original {
    /// Made of the old site's and the entry's own name: [`original_id`].
    pub id: i64,
    /// Its pack.
    pub pack: i64,
    /// Its first byte in the unpacked pack.
    pub starts: i64,
    /// Bytes.
    pub size: i64,
    /// What it is.
    pub kind: String,
    /// Its id there.
    pub key: String,
    /// First eight bytes of its SHA-256: whether it is the same entry again.
    pub digest: i64,
    /// The post or comment made of it.
    pub noun: Option<i64>,
    /// The original that it answers, until that has come.
    pub parent: Option<i64>,
    /// A language tag that was guessed.
    pub language: Option<String>,
}

/// A line of a post that seems to say where its text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditLine {
    /// Whose.
    pub post: PostId,
    /// The line as it stands there.
    pub line: String,
    /// What it says.
    pub source: SourceFields,
}
