//! Identity: 63-bit numbers that sort by the time they were made, one type per noun.
//!
//! Layout: 43 bits of milliseconds since 1970, then 20 bits that start at random in each millisecond
//! and count up within it. Both databases keep them as their native 64-bit key; people and JSON see
//! thirteen characters of Crockford's base 32 (<https://www.crockford.com/base32.html>), lower case,
//! which sort the same way.

use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Clock;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 13;
const COUNTER_BITS: u32 = 20;

fn encode(id: i64) -> String {
    let mut text = [b'0'; LENGTH];
    let mut rest = id as u64;
    for slot in text.iter_mut().rev() {
        *slot = ALPHABET[(rest & 31) as usize];
        rest >>= 5;
    }
    text.iter().map(|&b| char::from(b)).collect()
}

fn decode(text: &str) -> Option<i64> {
    if text.len() != LENGTH {
        return None;
    }
    let mut id: u64 = 0;
    for byte in text.bytes() {
        let digit = ALPHABET.iter().position(|&a| a == byte)? as u64;
        id = id.checked_mul(32)?.checked_add(digit)?;
    }
    i64::try_from(id).ok()
}

/// Text that is not an id: ids are thirteen characters of `0-9a-z` without `i`, `l`, `o`, `u`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: expected 13 characters like 01k3xw7q2m4ag")]
pub struct NotAnId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// Wraps a stored key.
            pub fn from_raw(raw: i64) -> Self { $name(raw) }
            /// The key as stored.
            pub fn raw(self) -> i64 { self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&encode(self.0)) }
        }

        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> { decode(text).map($name).ok_or(NotAnId) }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// Names an account.
    AccountId,
    /// Names an act: the one deed at the desk by which much was decided.
    ActId,
    /// Names an alert.
    AlertId,
    /// Names a block.
    BlockId,
    /// Names a capture.
    CaptureId,
    /// Names a clipping.
    ClippingId,
    /// Names a comment.
    CommentId,
    /// Names an edition: what readers see of a post from a moment on.
    EditionId,
    /// Names a feed we look at.
    FeedId,
    /// Names a kept item of a feed.
    FeedItemId,
    /// Names a reader's report of a comment.
    FlagId,
    /// Names a guest: somebody who writes under a mail address.
    GuestId,
    /// Names an import.
    ImportId,
    /// Names a job.
    JobId,
    /// Names a letter.
    LetterId,
    /// Names a stored media file.
    MediaId,
    /// Names an opening of a capture, or its closing.
    OpeningId,
    /// Names a piece of writing, from draft to post: publishing does not change it.
    PostId,
    /// Names a revision.
    RevisionId,
    /// Names a source.
    SourceId,
    /// Names a watched address.
    WatchId,
}

/// Makes ids: strictly increasing within one process, and with odds of about one in a million per
/// millisecond of meeting another process's.
pub struct Ids {
    clock: Arc<dyn Clock>,
    last: Mutex<i64>,
}

impl Ids {
    /// A maker that reads the given clock. A clock before 1970 counts as 1970.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Ids { clock, last: Mutex::new(0) }
    }

    /// The next key, larger than all before it.
    pub fn next_raw(&self) -> i64 {
        let millis = self.clock.now().millis().clamp(0, (1 << 43) - 1);
        // A failing random source only makes ids guessable, which nothing relies on.
        let random = getrandom::u32().unwrap_or(0) & ((1 << (COUNTER_BITS - 1)) - 1);
        let fresh = (millis << COUNTER_BITS) | i64::from(random);
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = fresh.max(*last + 1);
        *last
    }
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ids")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ManualClock, Moment};

    #[test]
    fn text_round_trips_and_sorts_like_the_number() {
        let mut before: Option<(PostId, String)> = None;
        for raw in [0, 1, 31, 32, 1 << 40, i64::MAX] {
            let id = PostId::from_raw(raw);
            let text = id.to_string();
            assert_eq!(text.parse::<PostId>().unwrap(), id);
            if let Some((smaller, smaller_text)) = before {
                assert!(smaller < id && smaller_text < text);
            }
            before = Some((id, text));
        }
    }

    #[test]
    fn other_text_is_refused() {
        for text in ["", "1", "zzzzzzzzzzzzz", "01k3xw7q2m4aI", "01K3XW7Q2M4AG", "٠١٢٣٤٥٦٧٨٩٠١٢"]
        {
            assert_eq!(text.parse::<PostId>(), Err(NotAnId), "{text}");
        }
    }

    #[test]
    fn ids_increase_even_when_the_clock_goes_back_or_before_1970() {
        let clock = Arc::new(ManualClock::at(Moment::from_micros(-5_000_000)));
        let ids = Ids::new(clock.clone());
        let mut last = 0;
        for step in [0, 10, -10, 0, -1_000_000_000] {
            clock.advance_seconds(step);
            let id = ids.next_raw();
            assert!(id > last);
            last = id;
        }
    }
}
