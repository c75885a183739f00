//! Very many comments at once, and the work by which a browser shows that it is worth something to somebody.
//!
//! In memory, per server: a second server sees its own share of a flood, and a restart forgets it.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::sync::{Mutex, PoisonError};

use model::{Moment, Permalink, RawRemark};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::Desk;
use crate::secret::hex;

/// Seconds over which comments are counted.
const WINDOW: i64 = 60;
/// Leading zero bits that are asked for: 65,536 tries on average, a second or two of a telephone.
const BITS: u32 = 16;
/// Minutes for which work is worth something.
const FRESH: i64 = 10;
/// Most works remembered. When there are more within their time, further ones are worth nothing.
const REMEMBERED: usize = 20_000;
/// Longest nonce, in characters.
const NONCE: usize = 20;

/// What a browser should do before it sends a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Work {
    /// Whether a comment without work would be held for that.
    pub needed: bool,
    /// Leading zero bits of the hash.
    pub bits: u32,
    /// The minute since 1970 to work for.
    pub now: i64,
}

/// Counts comments of a minute, and remembers which work was spent.
pub(crate) struct Rush {
    limit: u32,
    arrivals: Mutex<VecDeque<(i64, u32)>>,
    spent: Mutex<Spent>,
}

#[derive(Default)]
struct Spent {
    known: HashSet<[u8; 32]>,
    order: VecDeque<(i64, [u8; 32])>,
}

impl Rush {
    /// Above `limit` comments a minute there is a rush.
    pub(crate) fn new(limit: u32) -> Self {
        Rush { limit, arrivals: Mutex::default(), spent: Mutex::default() }
    }

    /// Counts a comment; whether it is one too many for its minute.
    pub(crate) fn arrives(&self, now: Moment) -> bool {
        let mut arrivals = self.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        let second = now.seconds();
        match arrivals.back_mut() {
            Some((last, count)) if *last == second => *count = count.saturating_add(1),
            _ => arrivals.push_back((second, 1)),
        }
        sum(&mut arrivals, second) > u64::from(self.limit)
    }

    /// Whether the next comment would be one too many.
    fn is_on(&self, now: Moment) -> bool {
        let mut arrivals = self.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        sum(&mut arrivals, now.seconds()) >= u64::from(self.limit)
    }

    /// Whether a comment's work was done, is fresh and was not spent before; spends it.
    pub(crate) fn spend(&self, at: &Permalink, raw: &RawRemark, now: Moment) -> bool {
        let minute = now.seconds() / 60;
        let Ok(stamp) = raw.stamp.parse::<i64>() else { return false };
        // A minute ahead: the browser may have asked another server.
        if !(minute - FRESH..=minute + 1).contains(&stamp) || raw.nonce.len() > NONCE {
            return false;
        }
        let hash = hash(stamp, at, &raw.body, &raw.nonce);
        if zeros(&hash) < BITS {
            return false;
        }
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        while spent.order.front().is_some_and(|(stamp, _)| *stamp < minute - FRESH) {
            if let Some((_, old)) = spent.order.pop_front() {
                spent.known.remove(&old);
            }
        }
        if spent.order.len() >= REMEMBERED || !spent.known.insert(hash) {
            return false;
        }
        spent.order.push_back((stamp, hash));
        true
    }
}

/// Comments of the last minute. Seconds that lie ahead were counted by a clock that was set back.
fn sum(arrivals: &mut VecDeque<(i64, u32)>, second: i64) -> u64 {
    arrivals.retain(|(at, _)| (second - WINDOW + 1..=second).contains(at));
    arrivals.iter().map(|(_, count)| u64::from(*count)).sum()
}

/// SHA-256 of minute, path, SHA-256 of the text in hexadecimal, and nonce, with bars between. The text goes in as a
/// hash so that a long comment is no more work than a short one; its lines end as the browser has them.
fn hash(stamp: i64, at: &Permalink, body: &str, nonce: &str) -> [u8; 32] {
    let body = hex(&Sha256::digest(body.replace("\r\n", "\n").as_bytes()));
    Sha256::digest(format!("{stamp}|{}|{body}|{nonce}", at.encoded()).as_bytes()).into()
}

fn zeros(hash: &[u8]) -> u32 {
    let mut zeros = 0;
    for byte in hash {
        zeros += byte.leading_zeros();
        if *byte != 0 {
            break;
        }
    }
    zeros
}

impl fmt::Debug for Rush {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Rush")
    }
}

impl Desk {
    /// Whether a comment that is sent now needs work, and which.
    pub fn work_needed(&self) -> Work {
        let now = self.now();
        Work { needed: self.rush.is_on(now), bits: BITS, now: now.seconds() / 60 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at() -> Permalink {
        Permalink::parse("/2026/11/river").unwrap()
    }

    fn worked(stamp: i64, body: &str) -> RawRemark {
        let found = (0_u64..)
            .map(|nonce| nonce.to_string())
            .find(|nonce| zeros(&hash(stamp, &at(), body, nonce)) >= BITS)
            .unwrap();
        RawRemark { body: body.into(), stamp: stamp.to_string(), nonce: found, ..RawRemark::default() }
    }

    #[test]
    fn work_counts_once_for_ten_minutes_and_for_one_text() {
        let rush = Rush::new(1);
        let now = Moment::from_micros(1_000_000 * 60 * 1_000);
        let raw = worked(1_000, "one\ntwo");
        let other = RawRemark { body: "another".into(), ..raw.clone() };
        assert!(!rush.spend(&at(), &other, now));
        assert!(!rush.spend(&Permalink::parse("/2026/11/other").unwrap(), &raw, now));
        assert!(!rush.spend(&at(), &raw, now.plus_seconds(11 * 60)), "it is stale");
        assert!(!rush.spend(&at(), &raw, now.plus_seconds(-2 * 60)), "it is of a time to come");
        let sent = RawRemark { body: "one\r\ntwo".into(), ..raw.clone() };
        assert!(rush.spend(&at(), &sent, now), "a form ends its lines in its own way");
        assert!(!rush.spend(&at(), &raw, now), "it was spent");
        assert!(!rush.spend(&at(), &RawRemark::default(), now));
    }

    #[test]
    fn a_rush_is_more_than_so_many_in_a_minute() {
        let rush = Rush::new(3);
        let now = Moment::from_micros(0);
        let told: Vec<bool> = (0..5).map(|second| rush.arrives(now.plus_seconds(second))).collect();
        assert_eq!(told, [false, false, false, true, true]);
        assert!(rush.is_on(now.plus_seconds(10)));
        assert!(!rush.is_on(now.plus_seconds(62)), "two of them are more than a minute ago");
        assert!(!rush.arrives(now.plus_seconds(-5_000)), "a clock that is set back stops nobody");
    }
}
