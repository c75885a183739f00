//! Why a look did not show the page.

use serde::{Deserialize, Serialize};

/// Why a look did not show the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// The outlet says that there is no such page (404, 410).
    Missing,
    /// Nobody answers: no name, no connection, no end.
    Unreachable,
    /// No secure connection, most often an expired certificate.
    Certificate,
    /// The outlet's machine is in trouble (5xx), does not understand, or breaks off.
    Broken,
    /// The address now leads to the outlet's front page.
    Home,
    /// The outlet answers as if the page were there, with what it also shows at an address that can't exist
    /// (a “soft 404”). It showed something else before.
    Soft,
    /// The outlet shows the same at every address, as sites do that are put together in the browser: whether
    /// the page is there can't be told.
    Alike,
    /// The address leads to a page where one signs in.
    Login,
    /// The outlet lets nobody or not us in (401, 402, 403, 451).
    Refused,
    /// The outlet asks for fewer visits (429).
    Slow,
    /// The outlet's `robots.txt` asks programs to stay away.
    Robots,
    /// The page is there, and shows only the beginning to those who don't pay.
    Walled,
    /// The page is there and nothing can be read on it.
    Unreadable,
}

impl Cause {
    /// All of them.
    pub const ALL: [Cause; 13] = [
        Cause::Missing,
        Cause::Unreachable,
        Cause::Certificate,
        Cause::Broken,
        Cause::Home,
        Cause::Soft,
        Cause::Alike,
        Cause::Login,
        Cause::Refused,
        Cause::Slow,
        Cause::Robots,
        Cause::Walled,
        Cause::Unreadable,
    ];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Missing => "missing",
            Cause::Unreachable => "unreachable",
            Cause::Certificate => "certificate",
            Cause::Broken => "broken",
            Cause::Home => "home",
            Cause::Soft => "soft",
            Cause::Alike => "alike",
            Cause::Login => "login",
            Cause::Refused => "refused",
            Cause::Slow => "slow",
            Cause::Robots => "robots",
            Cause::Walled => "walled",
            Cause::Unreadable => "unreadable",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Cause::ALL.into_iter().find(|cause| cause.as_str() == word)
    }

    /// Whether the page may well be there and only can't be looked at by us: that is never called gone.
    pub fn bars(self) -> bool {
        matches!(
            self,
            Cause::Alike
                | Cause::Login
                | Cause::Refused
                | Cause::Slow
                | Cause::Robots
                | Cause::Walled
                | Cause::Unreadable
        )
    }

    /// What an answer's status, which is not one of success, says.
    pub fn of_status(status: u16) -> Self {
        match status {
            401 | 402 | 403 | 407 | 451 => Cause::Refused,
            404 | 410 => Cause::Missing,
            429 => Cause::Slow,
            _ => Cause::Broken,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_status_says() {
        let expected = [
            (404, Cause::Missing, false),
            (410, Cause::Missing, false),
            (401, Cause::Refused, true),
            (402, Cause::Refused, true),
            (403, Cause::Refused, true),
            (451, Cause::Refused, true),
            (429, Cause::Slow, true),
            (500, Cause::Broken, false),
            (503, Cause::Broken, false),
            (408, Cause::Broken, false),
            (304, Cause::Broken, false),
        ];
        for (status, cause, bars) in expected {
            assert_eq!((Cause::of_status(status), cause.bars()), (cause, bars), "{status}");
        }
        for cause in Cause::ALL {
            assert_eq!(Cause::parse(cause.as_str()), Some(cause));
        }
    }
}
