//! What the desk is told of readers.

use model::stats::{PostStats, Stats, Stretch};
use model::{Actor, Moment, Permission, PostId};
use store::{comments, posts, visits};

use crate::{Desk, Error, access};

/// Rows of a table: posts, hosts, sources.
const ROWS: u32 = 100;

impl Desk {
    /// The numbers of a stretch of days up to today.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't see the desk.
    pub fn stats(&self, actor: &Actor, stretch: Stretch) -> Result<Stats, Error> {
        access::require(actor, Permission::SeeDesk)?;
        let today = self.now().day();
        let first_day = stretch.first_day(today);
        let since = Moment::from_micros(first_day.saturating_mul(86_400_000_000));
        self.store.read(|conn| {
            let most_read = visits::most_read(conn, first_day, ROWS)?;
            let ids: Vec<PostId> = most_read.iter().map(|(id, _)| *id).collect();
            let number = |id| most_read.iter().find(|(post, _)| *post == id).map_or(0, |(_, number)| *number);
            let posts = posts::teasers(conn, &ids)?;
            Ok(Stats {
                stretch,
                today,
                readers: visits::per_day(conn, first_day)?,
                posts: posts
                    .into_iter()
                    .map(|post| {
                        let readers = number(post.id);
                        (post, readers)
                    })
                    .collect(),
                referrers: visits::referrers(conn, first_day, ROWS)?,
                comments: comments::per_day(conn, since)?,
                sources: posts::hosts_used(conn, since, ROWS)?,
            })
        })
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
