//! The one formula behind "Popular posts".

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The stretch of time a popular list looks back on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Window {
    /// The last seven days, today included.
    #[serde(rename = "7d")]
    Week,
    /// The last thirty days.
    #[default]
    #[serde(rename = "30d")]
    Month,
    /// Since the first post.
    #[serde(rename = "all")]
    All,
}

impl Window {
    /// All windows, shortest first.
    pub const ALL: [Window; 3] = [Window::Week, Window::Month, Window::All];

    /// The word in addresses, settings and SQL: `7d`, `30d`, `all`.
    pub fn as_str(self) -> &'static str {
        match self {
            Window::Week => "7d",
            Window::Month => "30d",
            Window::All => "all",
        }
    }

    /// The first day that counts, given today's day number ([`crate::Moment::day`]).
    pub fn first_day(self, today: i64) -> i64 {
        match self {
            Window::Week => today - 6,
            Window::Month => today - 29,
            Window::All => i64::MIN,
        }
    }
}

impl FromStr for Window {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Window::ALL
            .into_iter()
            .find(|window| window.as_str() == word)
            .ok_or_else(|| format!("“{word}” is not a window; the windows are 7d, 30d and all"))
    }
}

/// How many posts a popular list may have.
pub const LENGTH_LIMIT: u32 = 10;

/// How many posts are kept per window: enough for the longest list after the post being read and
/// posts retracted since are left out.
pub const KEPT: u32 = 40;

/// A post's score: every reader in the window counts one, every approved comment in the window two,
/// but comments never more than the readers: ten friends can't talk a post to the top. Ties go to the
/// newer post.
pub fn score(readers: i64, comments: i64) -> i64 {
    let readers = readers.max(0);
    readers.saturating_add(comments.max(0).saturating_mul(2).min(readers.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_count_twice_but_never_more_than_readers() {
        for (readers, comments, points) in
            [(0, 0, 0), (10, 0, 10), (10, 2, 14), (10, 500, 20), (0, 9, 1), (-1, -1, 0)]
        {
            assert_eq!(score(readers, comments), points, "{readers} readers, {comments} comments");
        }
        assert_eq!(score(i64::MAX, i64::MAX), i64::MAX);
    }

    #[test]
    fn windows_include_today() {
        assert_eq!(Window::Week.first_day(100), 94);
        assert_eq!("30d".parse(), Ok(Window::Month));
        assert!("1y".parse::<Window>().is_err());
    }
}
