//! Counting readers without knowing them.
//!
//! A reader of a post is counted once a day. To know that, a hash of address, browser name and post is
//! kept in memory until the day ends (UTC), salted with a number that is made anew each day and never written
//! anywhere. What is stored is a count per post and day, and one per day and host that readers came from. Robots,
//! prefetches, HEAD requests, parts of a page and people who are signed in are left out. A crash loses what has not
//! been flushed: at most [`FLUSH_SECONDS`] seconds of counts, and the memory of who was counted today. Several
//! servers on one database add up; a reader who meets two of them on a day is counted by both.
//!
//! A look costs a fraction of a microsecond: one pass over the browser's name, one hash, one insertion under a lock
//! of a [`SHARDS`]th of the readers. No lock is held while anything is waited for. `examples/counting.rs` measures it.

use std::collections::hash_map::RandomState;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::sync::{LazyLock, Mutex, PoisonError};

use aho_corasick::AhoCorasick;
use desk::Counted;
use model::{Moment, PostId};

/// How often counts are written.
pub const FLUSH_SECONDS: u64 = 5;

/// Parts of the memory, each under a lock of its own: when one grows, the others go on.
const SHARDS: usize = 64;

/// Readers remembered per day and shard (8 bytes each, a million in all); beyond that a day's further readers are
/// counted without asking whether they came before.
const REMEMBERED: usize = 1_000_000 / SHARDS;

/// Hosts counted by name between two flushes, per shard.
const HOSTS: usize = 64;

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

/// Finds those words in one pass.
static ROBOT: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(ROBOTS).ok());

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
    /// Whether somebody from the desk is looking.
    pub signed_in: bool,
    /// `Referer`.
    pub referrer: &'a str,
}

impl Look<'_> {
    /// Whether a reader is looking, as far as the request says.
    pub fn is_reader(&self) -> bool {
        let ahead = self.purpose.contains("prefetch") || self.purpose.contains("preview");
        let program = self.agent.is_empty() || ROBOT.as_ref().is_some_and(|robot| robot.is_match(self.agent));
        !(self.signed_in || self.range || ahead || program)
    }

    /// The host of the page whose link was followed; `None` when nothing says so.
    fn host(&self) -> Option<String> {
        let rest =
            self.referrer.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?.1;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let known = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
        let is_one = !host.is_empty() && host.len() <= 253 && host.bytes().all(known);
        is_one.then(|| host.to_ascii_lowercase())
    }
}

#[derive(Debug)]
struct Today {
    day: i64,
    /// 256 random bits of the day's own, owed to nothing that came before; with `keys`, the standard library's.
    salt: String,
    keys: RandomState,
    seen: HashSet<u64>,
    posts: HashMap<(PostId, i64), i64>,
    hosts: HashMap<(i64, String), i64>,
}

impl Default for Today {
    fn default() -> Self {
        Today {
            day: 0,
            // Without random numbers from the machine, what the standard library has is left.
            salt: desk::random_secret().unwrap_or_default(),
            keys: RandomState::new(),
            seen: HashSet::new(),
            posts: HashMap::new(),
            hosts: HashMap::new(),
        }
    }
}

impl Today {
    fn saw(&mut self, post: PostId, look: Look<'_>, own_host: &str, day: i64) {
        if self.day != day {
            *self = Today {
                day,
                posts: std::mem::take(&mut self.posts),
                hosts: std::mem::take(&mut self.hosts),
                ..Today::default()
            };
        }
        let reader = self.keys.hash_one((&self.salt, look.from, look.agent, post));
        if self.seen.len() < REMEMBERED && !self.seen.insert(reader) {
            return;
        }
        *self.posts.entry((post, day)).or_default() += 1;
        if let Some(host) = look.host().filter(|host| host != own_host) {
            // Whoever makes up hosts ends among the others.
            let host = if self.hosts.len() < HOSTS { host } else { String::new() };
            *self.hosts.entry((day, host)).or_default() += 1;
        }
    }
}

/// Counts since the last flush, and who was counted today.
#[derive(Debug)]
pub struct Visits {
    /// The host of the site itself: whoever comes from there was here already.
    own_host: String,
    /// Spreads readers over the shards, so that nobody can aim at one.
    spread: RandomState,
    shards: [Mutex<Today>; SHARDS],
}

impl Visits {
    /// A counter for the site at a host, with its port if that is in its address.
    pub fn new(own_host: &str) -> Self {
        Visits {
            own_host: own_host.to_ascii_lowercase(),
            spread: RandomState::new(),
            shards: std::array::from_fn(|_| Mutex::default()),
        }
    }

    /// Counts a look at a post, once per reader and day.
    pub fn saw(&self, post: PostId, look: Look<'_>, now: Moment) {
        if !look.is_reader() {
            return;
        }
        let shard = self.spread.hash_one(look.from) as usize % SHARDS;
        let mut today = self.shards[shard].lock().unwrap_or_else(PoisonError::into_inner);
        today.saw(post, look, &self.own_host, now.day());
    }

    /// Takes what has been counted.
    pub fn take(&self) -> Counted {
        let (mut posts, mut hosts) = (HashMap::new(), HashMap::new());
        for shard in &self.shards {
            let mut today = shard.lock().unwrap_or_else(PoisonError::into_inner);
            for (key, count) in today.posts.drain() {
                *posts.entry(key).or_default() += count;
            }
            for (key, count) in today.hosts.drain() {
                *hosts.entry(key).or_default() += count;
            }
        }
        Counted {
            posts: posts.into_iter().map(|((post, day), count)| (post, day, count)).collect(),
            referrers: hosts.into_iter().map(|((day, host), count)| (day, host, count)).collect(),
        }
    }

    /// Puts counts back that could not be written.
    pub fn put_back(&self, counted: Counted) {
        let mut today = self.shards[0].lock().unwrap_or_else(PoisonError::into_inner);
        for (post, day, count) in counted.posts {
            *today.posts.entry((post, day)).or_default() += count;
        }
        for (day, host, count) in counted.referrers {
            let host = if today.hosts.len() < HOSTS * SHARDS { host } else { String::new() };
            *today.hosts.entry((day, host)).or_default() += count;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    fn look(last: u8, agent: &str) -> Look<'_> {
        let from = IpAddr::from([192, 0, 2, last]);
        Look { from, agent, purpose: "", range: false, signed_in: false, referrer: "" }
    }

    fn visits() -> Visits {
        Visits::new("blog.example")
    }

    #[test]
    fn a_reader_counts_once_a_day_per_post() {
        let visits = visits();
        let (a, b) = (PostId::from_raw(1), PostId::from_raw(2));
        let now = Moment::from_micros(0);
        for reader in [1, 1, 2] {
            visits.saw(a, look(reader, FIREFOX), now);
        }
        visits.saw(b, look(1, FIREFOX), now);
        visits.saw(a, look(1, FIREFOX), now.plus_seconds(86_400));
        let mut counts = visits.take().posts;
        counts.sort();
        assert_eq!(counts, [(a, 0, 2), (a, 1, 1), (b, 0, 1)]);
        assert!(visits.take().is_empty());
    }

    #[test]
    fn robots_prefetches_probes_and_the_desk_do_not_count() {
        let person = look(1, FIREFOX);
        assert!(person.is_reader());
        for agent in
            ["", "curl/8.5", "Googlebot/2.1", "Mozilla/5.0 HeadlessChrome/156.0", "python-requests/2"]
        {
            assert!(!look(1, agent).is_reader(), "{agent}");
        }
        assert!(!Look { purpose: "prefetch;prerender", ..person }.is_reader());
        assert!(!Look { range: true, ..person }.is_reader());
        assert!(!Look { signed_in: true, ..person }.is_reader());
    }

    #[test]
    fn of_where_a_reader_came_from_the_host_is_kept_and_nothing_else() {
        let visits = visits();
        for (reader, referrer) in [
            "https://News.Example/a/secret?page=1#x",
            "https://news.example",
            "https://blog.example/2026/11/other",
            "android-app://com.example",
            "https://user@evil.example/",
            "http://[2001:db8::1]:8080/",
            "",
        ]
        .into_iter()
        .enumerate()
        {
            let look = Look { referrer, ..look(reader as u8, FIREFOX) };
            visits.saw(PostId::from_raw(1), look, Moment::from_micros(0));
            // Nobody is counted twice, wherever he comes from.
            visits.saw(PostId::from_raw(1), look, Moment::from_micros(0));
        }
        let mut counted = visits.take();
        counted.referrers.sort();
        let expected = [(0, "[2001:db8::1]:8080".to_owned(), 1), (0, "news.example".to_owned(), 2)];
        assert_eq!(counted.referrers, expected);
        assert_eq!(counted.posts, [(PostId::from_raw(1), 0, 7)]);
    }

    #[test]
    fn made_up_hosts_take_no_memory() {
        let visits = visits();
        for number in 0..20_000_u32 {
            let referrer = format!("https://{number}.example/");
            let from = IpAddr::from(number.to_be_bytes());
            let look = Look { from, referrer: &referrer, ..look(1, FIREFOX) };
            visits.saw(PostId::from_raw(1), look, Moment::from_micros(0));
        }
        let counted = visits.take();
        assert!(counted.referrers.len() <= SHARDS * (HOSTS + 1), "{}", counted.referrers.len());
        assert_eq!(counted.referrers.iter().map(|(_, _, count)| count).sum::<i64>(), 20_000);
    }

    #[test]
    fn counts_that_could_not_be_written_are_not_lost() {
        let visits = visits();
        let look = Look { referrer: "https://a.example/", ..look(1, FIREFOX) };
        visits.saw(PostId::from_raw(1), look, Moment::from_micros(0));
        let counts = visits.take();
        visits.put_back(counts.clone());
        assert_eq!(visits.take(), counts);
    }
}
