//! A feed that we look at.

use serde::{Deserialize, Serialize};

use crate::{FeedId, Moment};

/// Longest title of a feed, in characters.
pub const TITLE_LIMIT: usize = 200;

/// Whether a feed is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedState {
    /// It is, when its time comes.
    #[default]
    Active,
    /// A person has stopped it.
    Paused,
    /// The outlet has: it is gone for good.
    Stopped,
}

impl FeedState {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            FeedState::Active => "active",
            FeedState::Paused => "paused",
            FeedState::Stopped => "stopped",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [FeedState::Active, FeedState::Paused, FeedState::Stopped].into_iter().find(|s| s.as_str() == word)
    }
}

/// What an outlet gave so that we can ask for news only (RFC 9110, section 8.8).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// `ETag`, as sent.
    pub etag: Option<String>,
    /// `Last-Modified`, as sent.
    pub last_modified: Option<String>,
}

/// A hub that tells us of a feed's news (WebSub, W3C Recommendation 2018).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hub {
    /// The hub's address.
    pub address: String,
    /// The address by which the hub knows the feed.
    pub topic: String,
    /// The last part of the address it calls: random, so that nobody else finds it.
    pub callback: String,
    /// What it signs its calls with.
    pub secret: String,
    /// Until when it promised to call; `None` until it has agreed.
    pub lease_until: Option<Moment>,
    /// When we last asked it to.
    pub asked: Option<Moment>,
}

/// A feed we look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Its key.
    pub id: FeedId,
    /// Where it is fetched.
    pub address: String,
    /// As it calls itself, or its host until it has been read.
    pub title: String,
    /// The page it belongs to.
    pub site: Option<String>,
    /// Whether it is looked at.
    pub state: FeedState,
    /// What to send with the next request.
    pub validators: Validators,
    /// Looks that went wrong since the last that went well.
    pub failures: u32,
    /// What is wrong, in a sentence; `None` when all is well.
    pub trouble: Option<String>,
    /// When it was last looked at.
    pub looked: Option<Moment>,
    /// When the last look that went well was.
    pub read: Option<Moment>,
    /// When it is looked at next; `None` when it is not.
    pub next_look: Option<Moment>,
    /// Seconds from one look to the next when all is well.
    pub interval: i64,
    /// Who tells us of news.
    pub hub: Option<Hub>,
    /// When it was subscribed to.
    pub created: Moment,
}

/// A feed in the desk's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedRow {
    /// The feed.
    #[serde(flatten)]
    pub feed: Feed,
    /// Its items that nobody has taken or dismissed.
    pub new: i64,
}

/// A feed in a list that people hand each other (OPML).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFeed {
    /// Its title; may be empty.
    pub title: String,
    /// Where it is fetched.
    pub address: String,
    /// The page it belongs to.
    pub site: Option<String>,
}
