//! Addresses that published posts cite, looked at again for as long as they are cited.
//!
//! [`Watch`] is what is known of one address, [`Watch::see`] what a look changes in it, [`pace`] when the next
//! look is due, [`Alert`] what a person is told, [`landing`] what an answer at another address means.

mod alert;
mod cause;
pub mod landing;
mod note;
pub mod pace;
mod state;

use serde::{Deserialize, Serialize};

pub use alert::{Alert, AlertKind, AlertRow, CitingPost};
pub use cause::Cause;
pub use note::SourceNote;
pub use state::{Found, STRIKES, WatchState};

use crate::{CaptureId, Moment, PostId, Sketch, SourceId, Validators, WatchId};

/// Most links of one post that are watched: the first ones.
pub const LINKS_OF_A_POST: usize = 200;

/// An address that published posts cite, with what looking at it has shown. One address is one watch,
/// however many posts cite it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Watch {
    /// Its key.
    pub id: WatchId,
    /// Where it is looked at: the [`crate::canonical_address`] of what posts cite. Not the
    /// [`crate::address_key`], which takes a page kept in an archive for the page itself.
    pub address: String,
    /// The source at this address; `None` where posts only link to it. Links are looked at, but no text is
    /// kept of them.
    pub source: Option<SourceId>,
    /// How it stands.
    pub state: WatchState,
    /// Since when: of what is gone, the first look that failed.
    pub since: Moment,
    /// The last look, whatever it showed.
    pub looked: Option<Moment>,
    /// The last look at which the page was there.
    pub reached: Option<Moment>,
    /// When its text was first seen to be another than was quoted; `None` while it reads as quoted.
    pub changed: Option<Moment>,
    /// Looks in a row that failed.
    pub failures: u32,
    /// The first of them.
    pub failing_since: Option<Moment>,
    /// What was wrong at the last look.
    pub cause: Option<Cause>,
    /// The same in a sentence.
    pub trouble: Option<String>,
    /// Where it has moved for good.
    pub moved: Option<String>,
    /// What to send with the next request.
    pub validators: Validators,
    /// The capture whose text the next look is compared with.
    pub capture: Option<CaptureId>,
    /// The article's text when it was first cited: SHA-256 of a file, in hex.
    pub quoted: Option<String>,
    /// The article's text at the last look that read it: SHA-256 of a file, in hex.
    pub text: Option<String>,
    /// That text in a few numbers; also of what is only linked to.
    pub sketch: Option<Sketch>,
    /// The publication of the newest post that cites it.
    pub cited: Moment,
    /// When it is looked at next; `None` while it is not.
    pub next_look: Option<Moment>,
    /// When a person stopped the watch.
    pub stopped: Option<Moment>,
    /// When it began.
    pub created: Moment,
}

impl Watch {
    /// A watch that begins now, on an address that was not looked at yet.
    pub fn new(id: WatchId, address: String, source: Option<SourceId>, cited: Moment, now: Moment) -> Self {
        let mut watch = Watch {
            id,
            address,
            source,
            state: WatchState::Unseen,
            since: now,
            looked: None,
            reached: None,
            changed: None,
            failures: 0,
            failing_since: None,
            cause: None,
            trouble: None,
            moved: None,
            validators: Validators::default(),
            capture: None,
            quoted: None,
            text: None,
            sketch: None,
            cited,
            next_look: None,
            stopped: None,
            created: now,
        };
        watch.next_look = Some(pace::first_look(&watch, now));
        watch
    }
}

/// How a post cites an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CitedAs {
    /// As the source it was made from.
    Source,
    /// In a link of its text.
    Link,
}

impl CitedAs {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            CitedAs::Source => "source",
            CitedAs::Link => "link",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [CitedAs::Source, CitedAs::Link].into_iter().find(|cited| cited.as_str() == word)
    }
}

/// A published post that cites a watched address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The watch.
    pub watch: WatchId,
    /// The post.
    pub post: PostId,
    /// How it cites it.
    #[serde(rename = "as")]
    pub cited_as: CitedAs,
    /// When the post came out.
    pub published: Moment,
}

/// Words that a published post took from its source and that no longer stand there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostWords {
    /// The post.
    pub post: PostId,
    /// Its place among the lost words of that post, from 0.
    pub position: i64,
    /// The words as the post has them, plain.
    pub words: String,
}
