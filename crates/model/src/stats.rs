//! What the desk is told of readers over a stretch of days.

use std::str::FromStr;

use crate::{Grounds, Teaser, Verdict};

/// How many days the numbers look back on, today included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stretch {
    /// Thirty days.
    #[default]
    Month,
    /// Ninety days.
    Quarter,
    /// A year of 365 days.
    Year,
}

impl Stretch {
    /// All of them, shortest first.
    pub const ALL: [Stretch; 3] = [Stretch::Month, Stretch::Quarter, Stretch::Year];

    /// Its days.
    pub fn days(self) -> i64 {
        match self {
            Stretch::Month => 30,
            Stretch::Quarter => 90,
            Stretch::Year => 365,
        }
    }

    /// The first day that counts, given today's day number ([`crate::Moment::day`]).
    pub fn first_day(self, today: i64) -> i64 {
        today - self.days() + 1
    }
}

impl FromStr for Stretch {
    type Err = String;

    fn from_str(days: &str) -> Result<Self, String> {
        Stretch::ALL
            .into_iter()
            .find(|stretch| stretch.days().to_string() == days)
            .ok_or_else(|| format!("“{days}” days are not counted; 30, 90 and 365 are"))
    }
}

/// How many decisions about comments were alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What was decided.
    pub verdict: Verdict,
    /// The class of reason.
    pub grounds: Grounds,
    /// How many times.
    pub number: i64,
}

/// Comments that arrived on a day, by how they stand now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommentDay {
    /// The day number.
    pub day: i64,
    /// How they stand.
    pub verdict: Verdict,
    /// How many.
    pub number: i64,
}

/// The numbers of a stretch of days.
#[derive(Clone, Debug)]
pub struct Stats {
    /// The stretch.
    pub stretch: Stretch,
    /// Its last day.
    pub today: i64,
    /// Readers of all posts: day, how many. Days without any are left out.
    pub readers: Vec<(i64, i64)>,
    /// The posts with the most readers, and how many those are.
    pub posts: Vec<(Teaser, i64)>,
    /// The hosts that most readers came from; an empty name stands for further ones.
    pub referrers: Vec<(String, i64)>,
    /// Comments by the day of their arrival.
    pub comments: Vec<CommentDay>,
    /// The sources most used: host, and how many posts of the stretch credit it.
    pub sources: Vec<(String, i64)>,
}

/// One post's numbers.
#[derive(Clone, Debug)]
pub struct PostStats {
    /// The stretch.
    pub stretch: Stretch,
    /// Its last day.
    pub today: i64,
    /// The post.
    pub post: Teaser,
    /// Its readers: day, how many. Days without any are left out.
    pub readers: Vec<(i64, i64)>,
    /// Its readers since ever.
    pub all: i64,
}
