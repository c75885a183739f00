//! A post's conversation as readers see it: threads, in an order, some at a time.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Comment;
use crate::{CommentId, Moment};

/// Threads on one page of a conversation.
pub const THREADS: u32 = 50;
/// Answers that stand under a thread's first comment there; the others are on the thread's own page.
pub const ANSWERS: u32 = 20;
/// Answers on one page of a thread.
pub const THREAD_ANSWERS: u32 = 200;
/// Newest comments in a feed.
pub const FEED_COMMENTS: u32 = 100;

/// The order in which threads stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThreadOrder {
    /// As they began.
    #[default]
    Oldest,
    /// The last to begin first.
    Newest,
    /// Those first in which most others have answered: one per name, reports against it taken off.
    Best,
}

impl ThreadOrder {
    /// All of them, in the order in which they are offered.
    pub const ALL: [ThreadOrder; 3] = [ThreadOrder::Oldest, ThreadOrder::Newest, ThreadOrder::Best];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            ThreadOrder::Oldest => "oldest",
            ThreadOrder::Newest => "newest",
            ThreadOrder::Best => "best",
        }
    }
}

impl FromStr for ThreadOrder {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        ThreadOrder::ALL
            .into_iter()
            .find(|order| order.as_str() == word)
            .ok_or_else(|| format!("“{word}” is not an order; the orders are oldest, newest and best"))
    }
}

/// A place in a conversation: after this thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadMark {
    /// What the thread is worth; counts in [`ThreadOrder::Best`] alone.
    pub worth: i64,
    /// When it began.
    pub began: Moment,
    /// Its first comment.
    pub id: CommentId,
}

impl fmt::Display for ThreadMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.worth, self.began.micros(), self.id)
    }
}

impl FromStr for ThreadMark {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '.');
        let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok());
        let (worth, began) = (number().ok_or(())?, number().ok_or(())?);
        let id = parts.next().and_then(|part| part.parse().ok()).ok_or(())?;
        Ok(ThreadMark { worth, began: Moment::from_micros(began), id })
    }
}

/// What stands at the top of a thread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ThreadTop {
    /// The comment that began it.
    Shown(Box<Comment>),
    /// Its author took it back; the answers stay.
    Withdrawn,
    /// It is not shown; the answers are.
    Hidden,
}

/// A comment that answers none, with answers below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread {
    /// Where it stands among others.
    pub mark: ThreadMark,
    /// Its first comment.
    pub top: ThreadTop,
    /// Shown answers, oldest first, to it and to one another; perhaps not all.
    pub answers: Vec<Comment>,
    /// How many answers are shown in all.
    pub number: u32,
}

impl Thread {
    /// The comments that readers see here, the first one first.
    pub fn comments(&self) -> impl Iterator<Item = &Comment> {
        let first = match &self.top {
            ThreadTop::Shown(comment) => Some(&**comment),
            ThreadTop::Withdrawn | ThreadTop::Hidden => None,
        };
        first.into_iter().chain(&self.answers)
    }
}

/// One page of a post's conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversation {
    /// How its threads stand.
    pub order: ThreadOrder,
    /// Those of this page.
    pub threads: Vec<Thread>,
    /// How many comments are shown in all.
    pub number: u32,
    /// Where the next page begins.
    pub next: Option<ThreadMark>,
}

impl Conversation {
    /// The comments that readers see on this page, in the order in which they stand.
    pub fn comments(&self) -> impl Iterator<Item = &Comment> {
        self.threads.iter().flat_map(Thread::comments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_comes_back_from_an_address() {
        let mark = ThreadMark { worth: -2, began: Moment::from_micros(-7), id: CommentId::from_raw(5) };
        assert_eq!(mark.to_string().parse(), Ok(mark));
        for bad in ["", "1", "1.2", "1.2.", "x.2.0000000000005", "1..0000000000005"] {
            assert_eq!(bad.parse::<ThreadMark>(), Err(()), "{bad}");
        }
    }
}
