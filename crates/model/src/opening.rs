//! Captures that readers may see: by default none; an editor opens one, and may close it again.

use serde::{Deserialize, Serialize};

use crate::{AccountId, CaptureId, Moment, OpeningId};

/// What was done to a capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Readers may see it.
    Opened,
    /// They may not any more.
    Closed,
}

impl Act {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Act::Opened => "opened",
            Act::Closed => "closed",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Act::Opened, Act::Closed].into_iter().find(|act| act.as_str() == word)
    }
}

/// The fact that somebody opened a capture to readers, or closed it. The newest one of a capture says how it
/// stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// Its key; sorts by time.
    pub id: OpeningId,
    /// The capture.
    pub capture: CaptureId,
    /// Opened or closed.
    pub act: Act,
    /// When.
    pub at: Moment,
    /// Who; `None` for Courant itself.
    pub account: Option<AccountId>,
}
