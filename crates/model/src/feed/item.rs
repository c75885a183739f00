//! An item as it is kept until someone takes or dismisses it.

use serde::{Deserialize, Serialize};

use crate::{Dated, FeedId, FeedItemId, JobId, JobState, Language, Moment, PostId};

/// What a person has done with an item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ItemState {
    /// Nothing yet.
    #[default]
    New,
    /// Clipped, or on its way to be.
    Taken,
    /// Put away.
    Dismissed,
}

impl ItemState {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            ItemState::New => "new",
            ItemState::Taken => "taken",
            ItemState::Dismissed => "dismissed",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [ItemState::New, ItemState::Taken, ItemState::Dismissed].into_iter().find(|s| s.as_str() == word)
    }
}

/// A kept item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedItem {
    /// Its key.
    pub id: FeedItemId,
    /// Whose it is.
    pub feed: FeedId,
    /// What tells it apart within its feed.
    pub key: String,
    /// Its page, as the feed gives it.
    pub url: String,
    /// The form of that address in which two spellings are equal.
    pub canonical: String,
    /// One line; may be empty.
    pub headline: String,
    /// Credited names.
    pub byline: Vec<String>,
    /// Its outlet, when that is not its feed's.
    pub outlet: Option<String>,
    /// What the feed says of when it was published.
    pub published: Option<Dated>,
    /// Its place in lists: when it was published, or when we first saw it; never in the future.
    pub at: Moment,
    /// The beginning of its text, plain.
    pub summary: String,
    /// Its language.
    pub language: Option<Language>,
    /// What was done with it.
    pub state: ItemState,
}

/// An item in the desk's list, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRow {
    /// The item.
    #[serde(flatten)]
    pub item: FeedItem,
    /// Its feed's title.
    pub feed_title: String,
    /// The post that its address already has.
    pub post: Option<PostId>,
    /// How the job that clips it stands, and what it said, while that is remembered.
    pub job: Option<(JobId, JobState, Option<String>)>,
}
