//! The posts with the most readers over some days, found without summing the visits of all posts: a site may have a
//! million.
//!
//! Each day's posts stand in an index by their readers. The best of each day are looked at. Of a post that is among them
//! on some days we know what it had there, and that on each other day it had no more than the last one looked at. So the
//! most that it can have had is known; and those that can have had most are summed, one after the other, until none of
//! the others can have had more than the last of those wanted. As soon as that is so for posts that are among the best of
//! no day, too, the list is certain (after Fagin, Lotem and Naor's threshold algorithm); until then, more of each day
//! are looked at.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use model::PostId;
use store::{Conn, visits};

use crate::Error;

/// Posts of each day that are looked at first.
const FIRST: u32 = 128;
/// Most posts of all days together that are looked at: by then the list is as good as certain. What it says of a post is
/// right however that may be.
const MOST: usize = 200_000;

/// The posts with the most readers on these days, which have no gap but days without readers and end with the last day
/// that has any; the most read first, and of two alike the newer one.
pub(crate) fn of(conn: &mut Conn, days: &[i64], wanted: usize) -> Result<Vec<(PostId, i64)>, Error> {
    let mut look = FIRST;
    while let Some((first, _)) = days.split_first() {
        // The most that a post can have had beyond what is known of it, and what must be added to that.
        let (mut unseen, mut known) = (0_i64, HashMap::<PostId, i64>::new());
        for day in days {
            let best = visits::most_of_day(conn, *day, look)?;
            let last = best.last().filter(|_| best.len() == look as usize).map_or(0, |(_, readers)| *readers);
            unseen = unseen.saturating_add(last);
            for (post, readers) in best {
                *known.entry(post).or_default() += readers - last;
            }
        }
        let mut most: Vec<(i64, PostId)> =
            known.into_iter().map(|(post, more)| (unseen.saturating_add(more), post)).collect();
        most.sort_unstable_by(|one, other| other.cmp(one));
        let mut found = BinaryHeap::with_capacity(wanted + 1);
        for (most, post) in most {
            if least(&found, wanted).is_some_and(|least| most < least) {
                break;
            }
            found.push(Reverse((visits::of_post(conn, post, *first)?, post)));
            if found.len() > wanted {
                found.pop();
            }
        }
        let is_certain = unseen == 0 || least(&found, wanted).is_some_and(|least| unseen <= least);
        if is_certain || days.len() * look as usize >= MOST {
            let sorted = found.into_sorted_vec().into_iter();
            return Ok(sorted.map(|Reverse((readers, post))| (post, readers)).collect());
        }
        look *= 4;
    }
    Ok(Vec::new())
}

/// The readers of the last of those wanted, once there are so many.
fn least(found: &BinaryHeap<Reverse<(i64, PostId)>>, wanted: usize) -> Option<i64> {
    found.peek().filter(|_| found.len() >= wanted).map(|Reverse((readers, _))| *readers)
}
