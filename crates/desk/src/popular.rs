//! What readers read most.

use std::collections::HashMap;

use model::popular::{KEPT, score};
use model::{Job, JobId, Moment, PostId, Teaser, Window};
use store::{Conn, Page, Tx, jobs, popular, posts, settings, visits};

use crate::shown::PopularLists;
use crate::{Desk, Error};

/// Seconds from one ranking to the next.
const PACE: i64 = 60;

/// The setting that holds when the lists were last computed, in microseconds.
const RANKED: &str = "popular.ranked";

impl Desk {
    /// Computes the lists of all windows anew, and says whether readers will see a difference.
    ///
    /// # Errors
    /// The store's.
    pub fn rank_popular(&self) -> Result<bool, Error> {
        let now = self.now();
        self.write(|tx| {
            let before = PopularLists::now(tx)?;
            for window in Window::ALL {
                let ranked = ranked(tx, window, now)?;
                popular::replace(tx, window, &ranked)?;
            }
            settings::set(tx, RANKED, &now.micros().to_string())?;
            before.compare(tx)
        })
    }

    /// The popular posts of a window without the post being read, filled up with the newest.
    ///
    /// # Errors
    /// The store's.
    pub fn popular(&self, window: Window, len: u32, except: Option<PostId>) -> Result<Vec<Teaser>, Error> {
        self.store.read(|conn| list(conn, window, len, except))
    }

    /// Promises a ranking: at once, or a minute after the last.
    pub(crate) fn rank_soon(&self, tx: &mut Tx) -> Result<(), Error> {
        let now = self.now();
        let last = settings::get(tx, RANKED)?.and_then(|micros| micros.parse().ok()).map(Moment::from_micros);
        // A last ranking in the future is a clock that was set back: don't wait for it to come round.
        let due = last.filter(|last| *last <= now).map_or(now, |last| last.plus_seconds(PACE).max(now));
        let id = JobId::from_raw(self.ids.next_raw());
        jobs::enqueue_unique(tx, Job::RankPopular.name(), id, &Job::RankPopular, due, now)?;
        Ok(())
    }
}

fn ranked(conn: &mut Conn, window: Window, now: Moment) -> Result<Vec<(PostId, i64)>, Error> {
    let first_day = window.first_day(now.day());
    let since = Moment::from_micros(first_day.saturating_mul(86_400_000_000));
    let readers: HashMap<PostId, i64> = visits::sums(conn, first_day)?.into_iter().collect();
    let talk: HashMap<PostId, i64> = visits::comment_sums(conn, since)?.into_iter().collect();
    let mut scores: Vec<(PostId, i64)> = readers
        .keys()
        .chain(talk.keys().filter(|id| !readers.contains_key(id)))
        .map(|id| (*id, score(*readers.get(id).unwrap_or(&0), *talk.get(id).unwrap_or(&0))))
        .filter(|(_, score)| *score > 0)
        .collect();
    scores.sort_by(|(a, a_score), (b, b_score)| b_score.cmp(a_score).then(b.cmp(a)));
    // Five times what is kept: leaves room for posts retracted since, and for ties, which go by the
    // date of publication rather than by id.
    scores.truncate(KEPT as usize * 5);
    let ids: Vec<PostId> = scores.iter().map(|(id, _)| *id).collect();
    let out: HashMap<PostId, Moment> =
        posts::teasers(conn, &ids)?.into_iter().map(|teaser| (teaser.id, teaser.published)).collect();
    scores.retain(|(id, _)| out.contains_key(id));
    scores.sort_by_key(|(id, score)| std::cmp::Reverse((*score, out.get(id).copied(), *id)));
    scores.truncate(KEPT as usize);
    Ok(scores)
}

/// The popular posts of a window, filled up with the newest.
pub(crate) fn list(
    conn: &mut Conn,
    window: Window,
    len: u32,
    except: Option<PostId>,
) -> Result<Vec<Teaser>, Error> {
    let wanted = len as usize;
    let mut list = popular::list(conn, window, len.saturating_add(1))?;
    list.retain(|teaser| Some(teaser.id) != except);
    list.truncate(wanted);
    if list.len() < wanted {
        // At worst the newest posts are those that are in the list already, and the one being read.
        let newest =
            posts::newest(conn, Page { before: None, limit: len.saturating_mul(2).saturating_add(1) })?;
        for teaser in newest {
            if list.len() < wanted
                && Some(teaser.id) != except
                && list.iter().all(|known| known.id != teaser.id)
            {
                list.push(teaser);
            }
        }
    }
    Ok(list)
}
