//! The one formula behind "Popular posts".

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The stretch of time a popular list looks back on, and whether all of it weighs the same.
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
    /// The last seven days, each of which counts half as much as the one after it.
    #[serde(rename = "rising")]
    Rising,
}

impl Window {
    /// All windows, in the order in which they are offered.
    pub const ALL: [Window; 4] = [Window::Rising, Window::Week, Window::Month, Window::All];

    /// The word in addresses, settings and SQL: `7d`, `30d`, `all`, `rising`.
    pub fn as_str(self) -> &'static str {
        match self {
            Window::Week => "7d",
            Window::Month => "30d",
            Window::All => "all",
            Window::Rising => "rising",
        }
    }

    /// The first day that counts, given today's day number ([`crate::Moment::day`]).
    pub fn first_day(self, today: i64) -> i64 {
        match self {
            Window::Week | Window::Rising => today - 6,
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
            .ok_or_else(|| format!("“{word}” is not a window; the windows are 7d, 30d, all and rising"))
    }
}

/// How many posts a popular list may have.
pub const LENGTH_LIMIT: u32 = 10;

/// How many posts are kept per window: enough for the longest list after the post being read and
/// posts retracted since are left out.
pub const KEPT: u32 = 40;

/// A post's score: every reader in the window counts one, every approved comment in the window two,
/// but comments never more than the readers: ten friends can't talk a post to the top. Ties go to the
/// newer post. For [`Window::Rising`] both are given as [`weight`] has them, day by day.
pub fn score(readers: i64, comments: i64) -> i64 {
    let readers = readers.max(0);
    readers.saturating_add(comments.max(0).saturating_mul(2).min(readers.max(1)))
}

/// What a reader or a comment of a day counts for [`Window::Rising`], given how many days have passed since the
/// window's first: 1 then, twice as much every day after it, 64 today. A power of two, so that a sum over days is
/// exact and an engine can shift instead of calculating with fractions.
pub fn weight(days_in: u32) -> i64 {
    1 << days_in.min(6)
}

/// What the owner has decided about a post's place in the popular lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choice {
    /// It stands first in every list, before what is read most.
    Pinned,
    /// It stands in none.
    Excluded,
}

impl Choice {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Choice::Pinned => "pinned",
            Choice::Excluded => "excluded",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Choice::Pinned, Choice::Excluded].into_iter().find(|choice| choice.as_str() == word)
    }
}

/// Most posts that can be pinned: as many as the longest list has.
pub const PINNED_LIMIT: usize = LENGTH_LIMIT as usize;

/// Most posts that can be kept out of the lists.
pub const EXCLUDED_LIMIT: usize = 200;

/// A list as a page in some language shows it: its own language first, each part in the order it was. Posts that
/// name no language are in the site's.
pub fn language_first<T>(list: Vec<T>, is_same: impl Fn(&T) -> bool) -> Vec<T> {
    let (mut same, others): (Vec<T>, Vec<T>) = list.into_iter().partition(is_same);
    same.extend(others);
    same
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_today_outweighs_what_was_read_days_ago() {
        // Ten readers today against a hundred five days ago, and against thirty yesterday and before.
        assert!(10 * weight(6) > 100 * weight(1));
        assert!(10 * weight(6) < 30 * weight(5));
        assert_eq!((weight(0), weight(6), weight(99)), (1, 64, 64));
    }

    #[test]
    fn the_readers_language_comes_first_and_each_part_keeps_its_order() {
        assert_eq!(language_first(vec![1, 2, 3, 4, 5], |n| n % 2 == 0), [2, 4, 1, 3, 5]);
    }

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
