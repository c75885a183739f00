//! Letters: what a site sends by mail, to whom, and when again if it could not be sent.

use std::str::FromStr;

use jiff::ToSpan;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::comment::looks_like_mail;
use crate::{AccountId, CommentId, GuestId, LetterId, Moment};

/// Most letters to one address in a day.
pub const DAY_LIMIT: i64 = 20;
/// Most letters in an hour and in a day to one address that anybody can have sent by typing it into a form.
pub const UNASKED_LIMITS: [(i64, i64); 2] = [(3_600, 1), (86_400, 3)];
/// Most such letters in an hour to all addresses together: a site's form must not become a sender of bulk mail.
pub const UNASKED_SITE_LIMIT: i64 = 100;
/// Days for which the link in a letter confirms an address.
pub const LINK_DAYS: i64 = 7;
/// Days for which a browser is remembered.
pub const REMEMBERED_DAYS: i64 = 180;
/// The hour of the day, in the site's time zone, at which a daily digest is made.
const DIGEST_HOUR: i8 = 8;

/// Declares words that are stored, sent and shown.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$of])* $variant,)+ }

        impl $name {
            /// All of them.
            pub const ALL: &[$name] = &[$($name::$variant),+];

            /// The stored word.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word,)+ }
            }

            /// Reads the stored word.
            pub fn parse(word: &str) -> Option<Self> {
                $name::ALL.iter().copied().find(|it| it.as_str() == word)
            }
        }
    };
}

words! {
    /// What a letter is.
    LetterKind {
        /// Asks a guest whether the address is his.
        Confirm = "confirm",
        /// Tells a guest of an answer.
        Answer = "answer",
        /// Brings a guest the link by which a browser remembers him.
        Remember = "remember",
        /// Tells an account which comments wait.
        Digest = "digest",
        /// Tells an owner that no backup could be made.
        Backup = "backup",
        /// Shows an account that letters arrive.
        Test = "test",
    }
}

impl LetterKind {
    /// Whether anybody can have it sent by typing an address into a form.
    pub fn is_unasked(self) -> bool {
        matches!(self, LetterKind::Confirm | LetterKind::Remember)
    }
}

words! {
    /// How a letter stands.
    LetterState {
        /// Waits for its moment.
        Queued = "queued",
        /// A mail server has taken it.
        Sent = "sent",
        /// Given up.
        Failed = "failed",
        /// No longer to be sent.
        Cancelled = "cancelled",
    }
}

words! {
    /// Why an address gets no letters until its owner confirms it again.
    Mute {
        /// He wants none.
        Stopped = "stopped",
        /// Its server says that it takes none.
        Bounced = "bounced",
    }
}

words! {
    /// How often an account gets a digest of the comments that wait.
    Pace {
        /// Never.
        Off = "off",
        /// Each hour.
        Hour = "hour",
        /// Each morning.
        Day = "day",
    }
}

impl FromStr for Pace {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Pace::parse(word).ok_or_else(|| format!("“{word}” is not how often; write off, hour or day"))
    }
}

impl Pace {
    /// The next moment after `now` at which a digest is made: a full hour, or eight in the morning of a time zone.
    pub fn next(self, now: Moment, zone: &TimeZone) -> Option<Moment> {
        let at = match self {
            Pace::Off => return None,
            Pace::Hour => return Some(Moment::from_micros((now.seconds() / 3_600 + 1) * 3_600_000_000)),
            Pace::Day => now.timestamp().to_zoned_datetime(zone.clone()),
        };
        let morning = |day: jiff::civil::Date| {
            let at = zone.to_ambiguous_zoned_datetime(day.at(DIGEST_HOUR, 0, 0, 0)).compatible().ok()?;
            Some(Moment::from_micros(at.timestamp().as_microsecond()))
        };
        let today = at.date();
        morning(today).filter(|at| *at > now).or_else(|| morning(today.checked_add(1.day()).ok()?))
    }
}

/// Seconds until the next try of a letter that was tried so often; `None` when it is given up.
pub fn wait_after(tries: u32) -> Option<i64> {
    let waits = [60, 300, 1_800, 7_200, 28_800, 86_400];
    waits.get(usize::try_from(tries).ok()?.checked_sub(1)?).copied()
}

/// An address as letters are sent to it and guests are known by it: in lower case.
pub fn folded(address: &str) -> String {
    address.trim().to_lowercase()
}

/// Whether a text looks like a mail address.
pub fn is_address(text: &str) -> bool {
    looks_like_mail(text.trim())
}

/// What addresses that lead to one mailbox have in common: what follows a `+` is left out, for it is its owner's
/// own mark, and anybody's way to make many addresses of one.
pub fn mailbox(address: &str) -> String {
    let address = folded(address);
    match address.rsplit_once('@') {
        Some((local, host)) => format!("{}@{host}", local.split('+').next().unwrap_or(local)),
        None => address,
    }
}

/// Somebody who gave a mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// His key.
    pub id: GuestId,
    /// His address, folded; never shown to others.
    pub address: String,
    /// The name he gave with it.
    pub name: String,
    /// When he followed the link that was sent there.
    pub confirmed: Option<Moment>,
    /// Why he gets no letters.
    pub mute: Option<Mute>,
}

impl Guest {
    /// Whether letters he asked for are sent.
    pub fn takes_letters(&self) -> bool {
        self.confirmed.is_some() && self.mute.is_none()
    }
}

/// A letter in the queue and, later, in the log. Its words are made when it is sent and kept nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Its key.
    pub id: LetterId,
    /// What it is.
    pub kind: LetterKind,
    /// The guest it is for.
    pub guest: Option<GuestId>,
    /// The account it is for.
    pub account: Option<AccountId>,
    /// The comment it is about: the answer it tells of, or the one whose author asked for answers.
    pub comment: Option<CommentId>,
    /// Where it goes; empty once its recipient is forgotten.
    pub address: String,
    /// How it stands.
    pub state: LetterState,
    /// How often it was tried.
    pub tries: u32,
    /// When it is tried next.
    pub next: Option<Moment>,
    /// What the last try that failed said, or why it was cancelled.
    pub error: Option<String>,
    /// The `Message-ID` under which a server took it.
    pub message_id: Option<String>,
    /// When it was queued.
    pub created: Moment,
    /// When its state last changed.
    pub changed: Moment,
}

/// A comment that waits for a verdict, as a digest lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its author's name.
    pub name: String,
    /// The headline of the post it is on.
    pub headline: String,
    /// Its words.
    pub body: String,
}

/// All that a letter says, gathered when it is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matter {
    /// Is this address yours?
    Confirm {
        /// The post on which answers were asked for.
        headline: String,
        /// The secret of the link that says yes.
        token: String,
    },
    /// Somebody answered.
    Answer {
        /// The post.
        headline: String,
        /// The answer.
        comment: CommentId,
        /// Whose it is.
        name: String,
        /// What it says.
        body: String,
        /// The secret of the link that ends all letters.
        stop: String,
    },
    /// Here is your link.
    Remember {
        /// Its secret.
        token: String,
    },
    /// These comments wait.
    Digest {
        /// How many.
        held: i64,
        /// The newest of them.
        first: Vec<Waiting>,
    },
    /// No backup could be made.
    Backup {
        /// Why.
        why: String,
        /// When the last one was made.
        last: Option<Moment>,
    },
    /// Letters arrive.
    Test,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_comes_at_the_full_hour_or_at_eight_in_the_morning() {
        let zone = TimeZone::get("Europe/Athens").unwrap();
        let next = |pace: Pace, now: &str| pace.next(Moment::parse(now).unwrap(), &zone).map(Moment::iso);
        assert_eq!(next(Pace::Hour, "2026-11-20T12:00:00Z").unwrap(), "2026-11-20T13:00:00Z");
        assert_eq!(next(Pace::Day, "2026-11-20T05:59:59Z").unwrap(), "2026-11-20T06:00:00Z");
        assert_eq!(next(Pace::Day, "2026-11-20T06:00:00Z").unwrap(), "2026-11-21T06:00:00Z");
        // The clocks of Athens go back on 25 October 2026.
        assert_eq!(next(Pace::Day, "2026-10-24T12:00:00Z").unwrap(), "2026-10-25T06:00:00Z");
        assert_eq!(next(Pace::Off, "2026-11-20T12:00:00Z"), None);
    }

    #[test]
    fn tries_grow_rare_and_end() {
        let waits: Vec<_> = (0..8).map(wait_after).collect();
        assert_eq!(
            waits,
            [None, Some(60), Some(300), Some(1_800), Some(7_200), Some(28_800), Some(86_400), None]
        );
    }

    #[test]
    fn marks_behind_a_plus_make_no_other_mailbox() {
        assert_eq!(mailbox(" Ada+News@Example.org"), "ada@example.org");
        assert_eq!(mailbox("Άδα@example.org"), "άδα@example.org");
        assert_ne!(mailbox("ada@a.example"), mailbox("ada@b.example"));
    }
}
