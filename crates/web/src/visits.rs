//! Counting readers without knowing them.
//!
//! A reader of a post is counted once a day. To know that, a hash of address, browser name and post is
//! kept in memory until the day ends, salted with a number that is made anew each day and never written
//! anywhere. What is stored is a count per post and day. Robots, prefetches and HEAD requests are left
//! out. A crash loses what has not been flushed: at most [`FLUSH_SECONDS`] seconds of counts, and the
//! memory of who was counted today.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use model::{Moment, PostId};

/// How often counts are written.
pub const FLUSH_SECONDS: u64 = 5;

/// Readers remembered per day (8 bytes each); beyond that a day's further readers are counted without
/// asking whether they came before.
const REMEMBERED: usize = 1_000_000;

/// Words by which programs that are not people name themselves in `User-Agent`.
const ROBOTS: &[&str] = &[
    "bot",
    "crawl",
    "spider",
    "slurp",
    "archiver",
    "preview",
    "fetch",
    "monitor",
    "uptime",
    "scan",
    "headless",
    "curl/",
    "wget/",
    "python",
    "java/",
    "go-http",
    "okhttp",
    "libwww",
    "httpclient",
    "axios",
    "node",
    "ruby",
    "perl",
    "php",
    "lighthouse",
    "feed",
    "facebookexternalhit",
    "embedly",
    "validator",
    "wrk",
    "serve-bench",
];

/// What a request says about who is asking.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The reader's address.
    pub from: IpAddr,
    /// `User-Agent`.
    pub agent: &'a str,
    /// `Sec-Purpose`, `Purpose` or `X-Moz`: set by browsers that fetch ahead.
    pub purpose: &'a str,
    /// Whether the request asks for a part of the page.
    pub range: bool,
}

impl Look<'_> {
    /// Whether a person is looking, as far as the request says.
    pub fn is_person(&self) -> bool {
        let agent = self.agent.to_ascii_lowercase();
        let ahead = self.purpose.contains("prefetch") || self.purpose.contains("preview");
        let program = agent.is_empty() || ROBOTS.iter().any(|word| agent.contains(word));
        !(program || ahead || self.range)
    }
}

#[derive(Debug, Default)]
struct Today {
    day: i64,
    salt: RandomState,
    seen: HashSet<u64>,
    counts: HashMap<(PostId, i64), i64>,
}

/// Counts since the last flush, and who was counted today.
#[derive(Debug, Default)]
pub struct Visits(Mutex<Today>);

impl Visits {
    /// Counts a look at a post, once per reader and day. The lock is held for one hash and one insertion.
    pub fn saw(&self, post: PostId, look: Look<'_>, now: Moment) {
        if !look.is_person() {
            return;
        }
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let day = now.day();
        if today.day != day {
            today.day = day;
            today.salt = RandomState::new();
            today.seen = HashSet::new();
        }
        let reader = today.salt.hash_one((look.from, look.agent, post));
        if today.seen.len() >= REMEMBERED || today.seen.insert(reader) {
            *today.counts.entry((post, day)).or_default() += 1;
        }
    }

    /// Takes what has been counted: (post, day, readers).
    pub fn take(&self) -> Vec<(PostId, i64, i64)> {
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        today.counts.drain().map(|((post, day), count)| (post, day, count)).collect()
    }

    /// Puts counts back that could not be written.
    pub fn put_back(&self, counts: &[(PostId, i64, i64)]) {
        let mut today = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for &(post, day, count) in counts {
            *today.counts.entry((post, day)).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    fn look(last: u8, agent: &str) -> Look<'_> {
        Look { from: IpAddr::from([192, 0, 2, last]), agent, purpose: "", range: false }
    }

    #[test]
    fn a_reader_counts_once_a_day_per_post() {
        let visits = Visits::default();
        let (a, b) = (PostId::from_raw(1), PostId::from_raw(2));
        let now = Moment::from_micros(0);
        for reader in [1, 1, 2] {
            visits.saw(a, look(reader, FIREFOX), now);
        }
        visits.saw(b, look(1, FIREFOX), now);
        visits.saw(a, look(1, FIREFOX), now.plus_seconds(86_400));
        let mut counts = visits.take();
        counts.sort();
        assert_eq!(counts, [(a, 0, 2), (a, 1, 1), (b, 0, 1)]);
        assert!(visits.take().is_empty());
    }

    #[test]
    fn robots_prefetches_and_probes_do_not_count() {
        let person = look(1, FIREFOX);
        assert!(person.is_person());
        for agent in
            ["", "curl/8.5", "Googlebot/2.1", "Mozilla/5.0 HeadlessChrome/156.0", "python-requests/2"]
        {
            assert!(!look(1, agent).is_person(), "{agent}");
        }
        assert!(!Look { purpose: "prefetch;prerender", ..person }.is_person());
        assert!(!Look { range: true, ..person }.is_person());
    }

    #[test]
    fn counts_that_could_not_be_written_are_not_lost() {
        let visits = Visits::default();
        visits.saw(PostId::from_raw(1), look(1, FIREFOX), Moment::from_micros(0));
        let counts = visits.take();
        visits.put_back(&counts);
        assert_eq!(visits.take(), counts);
    }
}
