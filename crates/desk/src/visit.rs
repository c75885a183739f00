//! Readers are counted.

use model::PostId;
use store::visits;

use crate::{Desk, Error};

impl Desk {
    /// Adds readers to posts, each as post, day number in UTC ([`model::Moment::day`]) and count. Posts
    /// that are not here any more are left out.
    ///
    /// # Errors
    /// The store's.
    pub fn record_visits(&self, batch: &[(PostId, i64, i64)]) -> Result<(), Error> {
        if batch.is_empty() {
            return Ok(());
        }
        self.store.write(|tx| {
            visits::add(tx, batch)?;
            self.rank_soon(tx)
        })
    }
}
