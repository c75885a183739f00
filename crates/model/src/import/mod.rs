//! What comes over from another system: the nouns of an export as every reader of one yields them, whatever the
//! system, before the desk makes posts and comments of them.
//!
//! Everything is as the export has it. Dates, paths and ids are never computed anew; text is decoded once; HTML is
//! whole and not yet clean.

mod noun;
mod record;
mod report;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use noun::{
    Entry, Noun, OldAuthor, OldComment, OldKind, OldLabel, OldMedium, OldPost, OldRedirect, OldSite,
    OldStanding, Writer,
};
pub use record::{CreditLine, Import, ImportChoices, ImportState, Original};
pub use report::{Count, Fate, IMPORT_NOTES, ImportReport, Told};

/// A system that sites move here from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Platform {
    /// Blogger: the old backup file and the Takeout.
    Blogger,
    /// WordPress: WXR files.
    WordPress,
    /// Ghost: its JSON.
    Ghost,
}

impl Platform {
    /// All of them.
    pub const ALL: [Platform; 3] = [Platform::Blogger, Platform::WordPress, Platform::Ghost];

    /// The word of the command line, and the stored one.
    pub fn as_str(self) -> &'static str {
        match self {
            Platform::Blogger => "blogger",
            Platform::WordPress => "wordpress",
            Platform::Ghost => "ghost",
        }
    }

    /// Its name as its makers write it.
    pub fn name(self) -> &'static str {
        match self {
            Platform::Blogger => "Blogger",
            Platform::WordPress => "WordPress",
            Platform::Ghost => "Ghost",
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Platform {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Platform::ALL.into_iter().find(|platform| platform.as_str() == word).ok_or_else(|| {
            format!("“{word:.40}” is not a system we read; we read blogger, wordpress and ghost")
        })
    }
}
