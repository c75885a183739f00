//! What the desk is told of readers.

use model::stats::{PostStats, Stats, Stretch};
use model::{Actor, Moment, Permission, PostId};
use store::{comment_days, posts, visits};

use crate::{Desk, Error, access, most_read};

/// Rows of a table: posts, hosts, sources.
const ROWS: u32 = 100;
/// How many days back comments may still arrive: one sent before midnight may be written after it.
const STILL_OPEN: i64 = 2;
/// Days whose comments are counted in one transaction.
const COUNTED_AT_ONCE: usize = 31;

impl Desk {
    /// The numbers of a stretch of days up to today.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't see the desk.
    pub fn stats(&self, actor: &Actor, stretch: Stretch) -> Result<Stats, Error> {
        access::require(actor, Permission::SeeDesk)?;
        let today = self.now().day();
        let first_day = stretch.first_day(today);
        let since = Moment::of_day(first_day);
        self.count_comments(first_day, today)?;
        self.store.read(|conn| {
            let readers = visits::per_day(conn, first_day)?;
            let days: Vec<i64> = readers.iter().map(|(day, _)| *day).collect();
            let most_read = most_read::of(conn, &days, ROWS as usize)?;
            let ids: Vec<PostId> = most_read.iter().map(|(id, _)| *id).collect();
            let number = |id| most_read.iter().find(|(post, _)| *post == id).map_or(0, |(_, number)| *number);
            let posts = posts::teasers(conn, &ids)?;
            Ok(Stats {
                stretch,
                today,
                readers,
                posts: posts
                    .into_iter()
                    .map(|post| {
                        let readers = number(post.id);
                        (post, readers)
                    })
                    .collect(),
                referrers: visits::referrers(conn, first_day, ROWS)?,
                comments: comment_days::between(conn, first_day, today)?,
                sources: posts::hosts_used(conn, since, ROWS)?,
            })
        })
    }

    /// Counts the comments of days that are over and were not counted yet.
    fn count_comments(&self, first_day: i64, today: i64) -> Result<(), Error> {
        let uncounted =
            self.store.read(|conn| comment_days::uncounted(conn, first_day, today - STILL_OPEN))?;
        for days in uncounted.chunks(COUNTED_AT_ONCE) {
            match self.store.write(|tx| comment_days::keep(tx, days)) {
                // Then they are counted again the next time.
                Err(store::Error::ReadOnly(_) | store::Error::Unavailable(_)) => break,
                done => done?,
            }
        }
        Ok(())
    }

    /// One post's numbers.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] when no such post is out.
    pub fn stats_of_post(&self, actor: &Actor, id: PostId, stretch: Stretch) -> Result<PostStats, Error> {
        access::require(actor, Permission::SeeDesk)?;
        let today = self.now().day();
        self.store.read(|conn| {
            let post = posts::teasers(conn, &[id])?.pop().ok_or_else(|| Error::missing("post"))?;
            let readers = visits::of_post_per_day(conn, id, stretch.first_day(today))?;
            Ok(PostStats { stretch, today, post, readers, all: visits::total(conn, id)? })
        })
    }
}
