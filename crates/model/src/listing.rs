//! Rows of the desk's lists: what an editor sees of many things at once.

use serde::{Deserialize, Serialize};

use crate::spam::Sign;
use crate::{AccountId, Comment, Glance, Grounds, Language, Moment, Permalink, PostId, Standing, Verdict};

/// A piece of writing in the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostRow {
    /// Its key.
    pub id: PostId,
    /// May be empty in a draft.
    pub headline: String,
    /// How it stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// Its address once it has been published.
    pub permalink: Option<Permalink>,
    /// Whose it is.
    pub author: Option<AccountId>,
    /// That account's name.
    pub author_name: Option<String>,
    /// The piece's own language.
    pub language: Option<Language>,
    /// Outlet of its source.
    pub outlet: Option<String>,
    /// How its clipping was read, when it was made from one.
    #[serde(default)]
    pub glance: Option<Glance>,
    /// When it last changed.
    pub modified: Moment,
}

/// A comment in the moderation queue, with the post it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentRow {
    /// The comment.
    #[serde(flatten)]
    pub comment: Comment,
    /// The post's headline.
    pub headline: String,
    /// The post's address.
    pub permalink: Option<Permalink>,
    /// How much it looks like spam, 0 to 100; `None` where it was not weighed.
    #[serde(default)]
    pub score: Option<u8>,
    /// Why.
    #[serde(default)]
    pub signs: Vec<Sign>,
}

/// One decision about a comment: a fact with who, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictRow {
    /// What was decided.
    pub verdict: Verdict,
    /// The class of reason its author may know.
    pub grounds: Grounds,
    /// Why; may be empty.
    pub reason: String,
    /// Who; `None` when Courant itself did.
    pub by: Option<String>,
    /// When.
    pub at: Moment,
}
