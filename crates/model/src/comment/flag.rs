//! A reader's flag: something is wrong with a comment.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Moment, Problems};

/// Longest note on a flag, in characters.
pub const FLAG_NOTE_LIMIT: usize = 500;
/// Most readers whose flags a site may wait for before a comment is held.
pub const FLAGS_LIMIT: u32 = 1_000;

/// What a reader finds wrong with a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Complaint {
    /// Advertising.
    Spam,
    /// An insult, a threat, hatred.
    Abuse,
    /// What concerns nobody: somebody's address, health, family.
    Private,
    /// Nothing to do with the post.
    Beside,
    /// Something else.
    Other,
}

impl Complaint {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Complaint; 5] =
        [Complaint::Spam, Complaint::Abuse, Complaint::Private, Complaint::Beside, Complaint::Other];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Complaint::Spam => "spam",
            Complaint::Abuse => "abuse",
            Complaint::Private => "private",
            Complaint::Beside => "beside",
            Complaint::Other => "other",
        }
    }
}

impl FromStr for Complaint {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Complaint::ALL
            .into_iter()
            .find(|complaint| complaint.as_str() == word)
            .ok_or_else(|| "say what is wrong with the comment".to_owned())
    }
}

/// A flag as it arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct RawFlag {
    /// What is wrong.
    pub complaint: String,
    /// In the reader's own words; may be empty.
    pub note: String,
    /// The trap: people don't see this field, robots fill it.
    pub homepage: String,
}

impl RawFlag {
    /// What is wrong, and the note, when they can be stored.
    ///
    /// # Errors
    /// One problem per field that can't.
    pub fn checked(&self) -> Result<(Complaint, String), Problems> {
        let mut problems = Problems::default();
        let complaint = self.complaint.parse().unwrap_or_else(|why| {
            problems.add("complaint", why);
            Complaint::Other
        });
        let note = self.note.replace("\r\n", "\n").trim().to_owned();
        let length = note.chars().count();
        if length > FLAG_NOTE_LIMIT {
            problems
                .add("note", format!("a note can have {FLAG_NOTE_LIMIT} characters; this one has {length}"));
        }
        problems.into_result((complaint, note))
    }
}

/// A reader's flag. Who it was is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    /// What is wrong.
    pub complaint: Complaint,
    /// In the reader's own words; may be empty.
    pub note: String,
    /// When.
    pub at: Moment,
}
