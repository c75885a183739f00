//! Readers are counted.

use model::PostId;
use store::visits;

use crate::{Desk, Error};

/// Readers counted since the last time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// Post, day number in UTC ([`model::Moment::day`]), how many.
    pub posts: Vec<(PostId, i64, i64)>,
    /// Day, host of the page whose link they followed, how many.
    pub referrers: Vec<(i64, String, i64)>,
}

impl Counted {
    /// Whether nobody came.
    pub fn is_empty(&self) -> bool {
        self.posts.is_empty() && self.referrers.is_empty()
    }
}

impl Desk {
    /// Adds readers to posts, and to where they came from. Posts that are not here any more are left out.
    ///
    /// # Errors
    /// The store's.
    pub fn record_visits(&self, counted: &Counted) -> Result<(), Error> {
        if counted.is_empty() {
            return Ok(());
        }
        self.store.write(|tx| {
            visits::add(tx, &counted.posts)?;
            visits::add_referrers(tx, &counted.referrers)?;
            self.rank_soon(tx)
        })
    }
}
