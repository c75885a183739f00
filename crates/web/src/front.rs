//! Caches in front of the site: how long they may keep a page, and by which keys they are told that it has changed.

use std::fmt;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use model::Change;

/// What browsers get, and everything between them and us where no cache stands in front: they may keep a page, and ask
/// each time whether it has changed.
const ASK: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");
/// Seconds for which a cache in front may hand out a page whose time is up while it fetches it anew. Browsers know
/// this word, too; `must-revalidate` beside it forbids them to heed it. Never more than the page was kept for.
const WHILE_FETCHING: u32 = 60;
/// Most bytes of keys in one line of a head, of a page or of a purge: what servers in front take as one is no more than a
/// few thousand.
pub const LINE: usize = 2_000;

/// Who hears that pages have gone stale.
pub type Stale = Arc<dyn Fn(&[Change]) + Send + Sync>;

/// The caches in front of the site.
#[derive(Clone, Default)]
pub struct Front {
    /// How long they may keep a page, in seconds; with 0 they ask each time, as browsers do.
    pub seconds: u32,
    /// Whether they take keys as Cloudflare does, as a list in `Cache-Tag`, and not in `Surrogate-Key`.
    pub tags: bool,
    /// Hears of changes once our own pages are stale.
    pub stale: Option<Stale>,
}

impl fmt::Debug for Front {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Front")
            .field("seconds", &self.seconds)
            .field("tags", &self.tags)
            .finish_non_exhaustive()
    }
}

impl Front {
    /// Passes on what has changed.
    pub fn tell(&self, changes: &[Change]) {
        if let Some(stale) = &self.stale {
            stale(changes);
        }
    }

    /// Says in a kept page's head who may keep it and how long.
    pub fn write(&self, shows: &[Change], out: &mut HeaderMap) {
        out.insert(header::CACHE_CONTROL, ASK);
        if self.seconds == 0 {
            return;
        }
        let others = shows.iter().filter(|change| **change != Change::Site).map(key);
        // By this one a cache is told to forget everything.
        let keys: Vec<String> = std::iter::once(key(&Change::Site)).chain(others).collect();
        let keys = keys.join(if self.tags { "," } else { " " });
        // A page that shows more than can be said is asked for each time.
        if keys.len() > LINE {
            return;
        }
        let kept = format!(
            "public, max-age=0, s-maxage={}, stale-while-revalidate={}, must-revalidate",
            self.seconds,
            self.seconds.min(WHILE_FETCHING)
        );
        let name = HeaderName::from_static(if self.tags { "cache-tag" } else { "surrogate-key" });
        if let (Ok(kept), Ok(keys)) = (HeaderValue::from_str(&kept), HeaderValue::from_str(&keys)) {
            out.insert(header::CACHE_CONTROL, kept);
            out.insert(name, keys);
        }
    }
}

/// The name of a change as a key: in a header, in a list, and in a pattern it is one plain word.
pub fn key(change: &Change) -> String {
    let mut key = String::new();
    for byte in change.to_string().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' | b'/' => {
                key.push(char::from(byte))
            }
            // Writing to a string can't fail.
            _ => drop(write!(key, "%{byte:02X}")),
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use model::PostId;

    use super::*;

    fn written(front: &Front, shows: &[Change]) -> HeaderMap {
        let mut out = HeaderMap::new();
        front.write(shows, &mut out);
        out
    }

    #[test]
    fn a_key_is_one_plain_word() {
        assert_eq!(key(&Change::Label("a b,c\n".into())), "label:a%20b%2Cc%0A");
        assert_eq!(key(&Change::Label("νερό".into())), "label:%CE%BD%CE%B5%CF%81%CF%8C");
        assert_eq!(key(&Change::Host("127.0.0.1:80".into())), "host:127.0.0.1:80");
    }

    #[test]
    fn caches_in_front_keep_pages_only_where_there_are_some() {
        let shows = [Change::Newest, Change::Site];
        let head = written(&Front::default(), &shows);
        assert_eq!(head[header::CACHE_CONTROL], "public, max-age=0, must-revalidate");
        assert_eq!(head.len(), 1);
        let head = written(&Front { seconds: 600, ..Front::default() }, &shows);
        assert_eq!(
            head[header::CACHE_CONTROL],
            "public, max-age=0, s-maxage=600, stale-while-revalidate=60, must-revalidate"
        );
        assert_eq!(head["surrogate-key"], "site newest");
        let head = written(&Front { seconds: 600, tags: true, ..Front::default() }, &shows);
        assert_eq!(head["cache-tag"], "site,newest");
    }

    #[test]
    fn a_page_that_shows_more_than_a_line_holds_is_asked_for_each_time() {
        let shows: Vec<Change> = (0..500).map(|number| Change::Post(PostId::from_raw(number))).collect();
        let head = written(&Front { seconds: 600, ..Front::default() }, &shows);
        assert_eq!(head[header::CACHE_CONTROL], ASK);
        assert!(!head.contains_key("surrogate-key"));
    }
}
