//! The best of a window, found without asking after every post: a site may have a million.
//!
//! Each day's posts stand in an index by their readers. The best of each day of the window are looked at. Whoever is
//! among the best of no day had, on every day, at most as many readers as the last one looked at there; and since
//! comments count no more than readers do, its score is at most twice the sum of those. As soon as that is less than the
//! score of a post that would just be kept, no other needs to be looked at (Fagin's threshold algorithm); until then, more
//! of each day are.

use std::collections::{HashMap, HashSet};

use model::popular::{KEPT, score, weight};
use model::{Moment, PostId, Window};
use store::{Conn, visits};

use crate::Error;

/// Posts of each day that are looked at first.
const FIRST: u32 = 128;
/// Most posts of a day that are looked at: by then the list is as good as certain.
const MOST: u32 = 4_096;
/// Comments whose posts are looked at when readers alone don't fill the list.
const TALK: u32 = 1_000;
/// Five times what is kept: leaves room for posts retracted since, and for ties, which go by the date of publication
/// rather than by id.
const WANTED: usize = KEPT as usize * 5;
/// Places that must be certain: those that are kept, and some for posts retracted since.
const CERTAIN: usize = KEPT as usize + 20;

/// The posts with the best scores, the best first, without those kept out.
pub(super) fn of(
    conn: &mut Conn,
    window: Window,
    today: i64,
    kept_out: &HashSet<PostId>,
) -> Result<Vec<(PostId, i64)>, Error> {
    let mut known = Known { window, first: window.first_day(today), scores: HashMap::new() };
    let mut look = FIRST;
    loop {
        let unseen = known.look(conn, today, look)?;
        let mut best = known.best(kept_out);
        let is_certain = unseen == 0
            || best.get(CERTAIN - 1).is_some_and(|(_, last)| *last >= unseen.saturating_mul(2))
            || look >= MOST;
        if !is_certain {
            look *= 4;
            continue;
        }
        if best.len() < WANTED {
            for post in visits::talked_of(conn, known.since(), TALK)? {
                known.score(conn, post)?;
            }
            best = known.best(kept_out);
        }
        best.truncate(WANTED);
        return Ok(best);
    }
}

/// What is known of a window so far.
struct Known {
    window: Window,
    first: i64,
    scores: HashMap<PostId, i64>,
}

impl Known {
    /// Looks at the best of each day; the most readers that any other post can have.
    fn look(&mut self, conn: &mut Conn, today: i64, look: u32) -> Result<i64, Error> {
        let mut unseen = 0_i64;
        let days = if self.window == Window::All { today..=today } else { self.first..=today };
        for day in days {
            let most = match self.window {
                Window::All => visits::most_ever(conn, look)?,
                _ => visits::most_of_day(conn, day, look)?,
            };
            if let Some((_, last)) = most.last().filter(|_| most.len() == look as usize) {
                let counts = match self.window {
                    Window::Rising => weight(u32::try_from(day - self.first).unwrap_or(0)),
                    _ => 1,
                };
                unseen = unseen.saturating_add(last.saturating_mul(counts));
            }
            for (post, _) in most {
                self.score(conn, post)?;
            }
        }
        Ok(unseen)
    }

    fn since(&self) -> Moment {
        Moment::of_day(self.first)
    }

    /// Finds a post's score, once.
    fn score(&mut self, conn: &mut Conn, post: PostId) -> Result<(), Error> {
        if self.scores.contains_key(&post) {
            return Ok(());
        }
        let (readers, talk) = match self.window {
            Window::Rising => {
                (visits::rising(conn, post, self.first)?, visits::talk_rising(conn, post, self.first)?)
            }
            window => {
                let readers = match window {
                    Window::All => visits::total(conn, post)?,
                    _ => visits::of_post(conn, post, self.first)?,
                };
                // More would not count.
                (readers, visits::talk(conn, post, self.since(), readers / 2 + 1)?)
            }
        };
        self.scores.insert(post, score(readers, talk));
        Ok(())
    }

    fn best(&self, kept_out: &HashSet<PostId>) -> Vec<(PostId, i64)> {
        let scores = self.scores.iter().map(|(post, score)| (*post, *score));
        let mut best: Vec<_> =
            scores.filter(|(post, score)| *score > 0 && !kept_out.contains(post)).collect();
        best.sort_unstable_by(|(a, a_score), (b, b_score)| b_score.cmp(a_score).then(b.cmp(a)));
        best
    }
}
