//! What is decided about a comment, and the class of reason behind it.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An editor's decision about a comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Waits for a person.
    #[default]
    Held,
    /// Shown.
    Approved,
    /// Not shown: against the house rules.
    Rejected,
    /// Not shown: spam.
    Spam,
    /// Taken back by its author: its words are no longer kept.
    Withdrawn,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Verdict; 5] =
        [Verdict::Held, Verdict::Approved, Verdict::Rejected, Verdict::Spam, Verdict::Withdrawn];

    /// Those that a person at the desk may pass.
    pub const PASSED: [Verdict; 4] = [Verdict::Held, Verdict::Approved, Verdict::Rejected, Verdict::Spam];

    /// Reads what a person at the desk wants to pass.
    ///
    /// # Errors
    /// A sentence, for any other word: only an author withdraws.
    pub fn passed(word: &str) -> Result<Self, String> {
        let verdict = word.parse().ok().filter(|verdict| Verdict::PASSED.contains(verdict));
        verdict.ok_or_else(|| unknown(word))
    }

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Held => "held",
            Verdict::Approved => "approved",
            Verdict::Rejected => "rejected",
            Verdict::Spam => "spam",
            Verdict::Withdrawn => "withdrawn",
        }
    }
}

impl FromStr for Verdict {
    type Err = String;

    /// Takes the decision's name or the verb: `approved` or `approve`.
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "held" | "hold" => Ok(Verdict::Held),
            "approved" | "approve" => Ok(Verdict::Approved),
            "rejected" | "reject" => Ok(Verdict::Rejected),
            "spam" => Ok(Verdict::Spam),
            "withdrawn" => Ok(Verdict::Withdrawn),
            _ => Err(unknown(word)),
        }
    }
}

fn unknown(word: &str) -> String {
    format!("“{word}” is not a verdict; the verdicts are approve, hold, reject and spam")
}

/// The class of reason behind a verdict: what a comment's author may know of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grounds {
    /// Every new comment here waits for a person.
    Mode,
    /// The post is so old that new comments wait for a person.
    Age,
    /// The hidden field was filled, which only robots do.
    Trap,
    /// It looks like spam.
    Signs,
    /// It has more links than the site takes unseen.
    Links,
    /// A word, an address or a network the site has blocked.
    Block,
    /// Many comments came at once, and this one without the proof of work that is asked for then.
    Rush,
    /// Readers reported it.
    Flags,
    /// Its author changed or withdrew it.
    Author,
    /// A person at the desk decided.
    #[default]
    Person,
    /// A person at the desk took a decision back.
    Undo,
}

impl Grounds {
    /// All of them.
    pub const ALL: [Grounds; 11] = [
        Grounds::Mode,
        Grounds::Age,
        Grounds::Trap,
        Grounds::Signs,
        Grounds::Links,
        Grounds::Block,
        Grounds::Rush,
        Grounds::Flags,
        Grounds::Author,
        Grounds::Person,
        Grounds::Undo,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Grounds::Mode => "mode",
            Grounds::Age => "age",
            Grounds::Trap => "trap",
            Grounds::Signs => "signs",
            Grounds::Links => "links",
            Grounds::Block => "block",
            Grounds::Rush => "rush",
            Grounds::Flags => "flags",
            Grounds::Author => "author",
            Grounds::Person => "person",
            Grounds::Undo => "undo",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Grounds::ALL.into_iter().find(|grounds| grounds.as_str() == word)
    }
}
