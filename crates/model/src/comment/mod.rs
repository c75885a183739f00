//! Readers' remarks and what editors decide about them.

mod block;
mod flag;
mod remark;
mod thread;
mod verdict;

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{AccountId, CommentId, GuestId, Moment, PostId};

pub use block::{
    BLOCKS_LIMIT, Block, BlockKind, NOTE_LIMIT, RawBlock, VALUE_LIMIT, network_around, network_of,
};
pub use flag::{Complaint, FLAG_NOTE_LIMIT, FLAGS_LIMIT, Flag, RawFlag};
pub(crate) use remark::looks_like_mail;
pub use remark::{RawRemark, Remark};
pub use thread::{
    ANSWERS, Conversation, FEED_COMMENTS, THREAD_ANSWERS, THREADS, Thread, ThreadMark, ThreadOrder, ThreadTop,
};
pub use verdict::{Grounds, Verdict};

/// Longest name, in characters.
pub const NAME_LIMIT: usize = 80;
/// Longest comment, in characters.
pub const BODY_LIMIT: usize = 10_000;

/// What becomes of a new comment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CommentMode {
    /// Shown at once.
    Open,
    /// Shown at once when a person has approved one of its author's before, under the same name and mail
    /// address; held else.
    Known,
    /// Shown when a person has approved it.
    #[default]
    Held,
    /// No new comments.
    Off,
}

impl CommentMode {
    /// All modes.
    pub const ALL: [CommentMode; 4] =
        [CommentMode::Open, CommentMode::Known, CommentMode::Held, CommentMode::Off];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            CommentMode::Open => "open",
            CommentMode::Known => "known",
            CommentMode::Held => "held",
            CommentMode::Off => "off",
        }
    }
}

impl FromStr for CommentMode {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        CommentMode::ALL
            .into_iter()
            .find(|mode| mode.as_str() == word)
            .ok_or_else(|| format!("“{word}” is not a comment mode; the modes are open, known, held and off"))
    }
}

/// How a remark came in. Remarks of other kinds (a webmention, a reply from the fediverse) get their word here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// Through this site's own form.
    #[default]
    Form,
    /// Another site said that it links here (a pingback or trackback of the time before an import).
    Mention,
}

impl Origin {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::Form => "form",
            Origin::Mention => "mention",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Origin::Form, Origin::Mention].into_iter().find(|origin| origin.as_str() == word)
    }
}

/// What this site knows of a remark's author, beyond what he says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verified {
    /// Nothing.
    #[default]
    Nobody,
    /// A guest who followed the link that was sent to the address given.
    Guest(GuestId),
    /// Somebody who was signed in.
    Account(AccountId),
}

/// A reader's signed remark on a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its key.
    pub id: CommentId,
    /// The post it is about.
    pub post: PostId,
    /// The comment it answers.
    pub parent: Option<CommentId>,
    /// The first comment of its thread; its own id when it answers none.
    pub root: CommentId,
    /// How it came in.
    #[serde(default)]
    pub origin: Origin,
    /// Its author as verified; name, address and page are its author as claimed.
    #[serde(default)]
    pub verified: Verified,
    /// The name its author gave.
    pub name: String,
    /// Never shown to readers.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    /// The author's own page.
    pub website: Option<String>,
    /// As typed.
    pub body: String,
    /// Sanitised HTML of the body.
    pub html: String,
    /// How it stands.
    pub verdict: Verdict,
    /// How many decisions there were about it: who decides says which he has seen.
    #[serde(default)]
    pub judged: u32,
    /// Of a thread's first comment: how many are shown below it.
    #[serde(default)]
    pub answers: u32,
    /// When it arrived.
    pub created: Moment,
    /// When its words last changed.
    #[serde(default)]
    pub edited: Option<Moment>,
    /// Whether somebody at the desk changed them then, not its author.
    #[serde(default)]
    pub edited_here: bool,
    /// Readers who flagged it, since somebody last saw to that.
    #[serde(default)]
    pub flags: u32,
    /// The end of the address it had on the site it was brought over from, without `#`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<String>,
}

impl Comment {
    /// The form in which its author would have sent it with other words.
    pub fn as_written(&self, body: &str) -> RawRemark {
        RawRemark {
            name: self.name.clone(),
            email: self.email.clone().unwrap_or_default(),
            website: self.website.clone().unwrap_or_default(),
            body: body.to_owned(),
            ..RawRemark::default()
        }
    }
}
