//! What a person is told of a watched address.

use serde::{Deserialize, Serialize};

use super::CitedAs;
use crate::{
    AccountId, AlertId, CaptureId, Language, Moment, Permalink, PostId, SourceFields, Watch, WatchId,
};

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AlertKind {
    /// The text was changed, and words that a post quotes no longer stand there.
    Quoted,
    /// The text was changed.
    Changed,
    /// It reads again as when it was quoted.
    Restored,
    /// It is gone.
    Gone,
    /// It can't be looked at.
    Barred,
    /// It is there again.
    Returned,
    /// It has moved for good.
    Moved,
}

impl AlertKind {
    /// All of them, most pressing first.
    pub const ALL: [AlertKind; 7] = [
        AlertKind::Quoted,
        AlertKind::Gone,
        AlertKind::Changed,
        AlertKind::Barred,
        AlertKind::Moved,
        AlertKind::Returned,
        AlertKind::Restored,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            AlertKind::Quoted => "quoted",
            AlertKind::Changed => "changed",
            AlertKind::Restored => "restored",
            AlertKind::Gone => "gone",
            AlertKind::Barred => "barred",
            AlertKind::Returned => "returned",
            AlertKind::Moved => "moved",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        AlertKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The kinds of open alerts that this news makes pointless.
    pub fn settles(self) -> &'static [AlertKind] {
        match self {
            AlertKind::Quoted | AlertKind::Changed => &[AlertKind::Restored],
            AlertKind::Restored => &[AlertKind::Quoted, AlertKind::Changed],
            AlertKind::Gone => &[AlertKind::Barred, AlertKind::Returned],
            AlertKind::Barred => &[AlertKind::Gone, AlertKind::Returned],
            AlertKind::Returned => &[AlertKind::Gone, AlertKind::Barred],
            AlertKind::Moved => &[],
        }
    }

    /// Whether this is good news, of which nobody needs to hear who did not hear the bad.
    pub fn mends(self) -> bool {
        matches!(self, AlertKind::Restored | AlertKind::Returned)
    }
}

/// Something that happened to a watched address, until a person has dealt with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// Its key.
    pub id: AlertId,
    /// What it happened to.
    pub watch: WatchId,
    /// What happened.
    pub kind: AlertKind,
    /// When a look showed it.
    pub at: Moment,
    /// What there is to say of it beyond its kind: of what is gone or barred, why; of what has moved, where to;
    /// of quoted words that are lost, the words. May be empty.
    pub detail: String,
    /// Of a change, the capture before.
    pub before: Option<CaptureId>,
    /// Of a change, the capture after.
    pub after: Option<CaptureId>,
    /// Of a change, the article's text before: SHA-256 of a file, in hex.
    pub text_before: Option<String>,
    /// Of a change, the article's text after: SHA-256 of a file, in hex.
    pub text_after: Option<String>,
    /// When it was dealt with; `None` while it is open.
    pub dealt: Option<Moment>,
    /// By whom; `None` when a later look settled it.
    pub dealt_by: Option<AccountId>,
}

/// A watched address in the desk's list, with what happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRow {
    /// The watch.
    pub watch: Watch,
    /// Of a list of alerts, the alert.
    pub alert: Option<Alert>,
    /// The source at the address; `None` where posts only link to it.
    pub source: Option<SourceFields>,
    /// The newest posts that cite it.
    pub posts: Vec<CitingPost>,
}

/// A post that cites a watched address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitingPost {
    /// The post.
    pub id: PostId,
    /// Its headline.
    pub headline: String,
    /// Its address on the site.
    pub permalink: Option<Permalink>,
    /// Its language, when it says.
    pub language: Option<Language>,
    /// How it cites the address.
    pub cited_as: CitedAs,
}
