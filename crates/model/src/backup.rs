//! Backups that the site makes by itself: when, how they are named, and which of them stay.

use std::collections::{BTreeMap, HashSet};
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{Moment, Problems};

/// Most of the newest backups that can be kept, and most weeks and months.
pub const KEPT_LIMIT: u32 = 366;

/// How the name of a backup of this program begins, and how it ends.
const NAME: (&str, &str) = ("courant-", ".backup");
/// The moment in it.
const IN_NAME: &str = "%Y%m%dT%H%M%SZ";

/// How often a backup is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rhythm {
    /// Only when somebody asks for one.
    #[default]
    Off,
    /// Each day.
    Day,
    /// Each Sunday.
    Week,
}

impl Rhythm {
    /// All of them.
    pub const ALL: [Rhythm; 3] = [Rhythm::Off, Rhythm::Day, Rhythm::Week];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Rhythm::Off => "off",
            Rhythm::Day => "day",
            Rhythm::Week => "week",
        }
    }
}

impl FromStr for Rhythm {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        let found = Rhythm::ALL.into_iter().find(|rhythm| rhythm.as_str() == word);
        found.ok_or_else(|| format!("“{word}” is not how often; write off, day or week"))
    }
}

/// When backups are made, and how many stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupPlan {
    /// How often.
    pub rhythm: Rhythm,
    /// The hour in the site's time zone, 0 to 23.
    pub hour: u32,
    /// How many of the newest stay, 1 to [`KEPT_LIMIT`].
    pub newest: u32,
    /// Of older ones, for how many weeks the last of each stays.
    pub weeks: u32,
    /// Of older ones, for how many months the last of each stays.
    pub months: u32,
    /// When the next is made.
    pub next: Option<Moment>,
    /// The moment of the last one that was begun as planned.
    pub begun: Option<Moment>,
}

impl Default for BackupPlan {
    fn default() -> Self {
        BackupPlan { rhythm: Rhythm::Off, hour: 3, newest: 7, weeks: 4, months: 6, next: None, begun: None }
    }
}

impl BackupPlan {
    /// This plan when it can stand.
    ///
    /// # Errors
    /// What is out of range, field by field.
    pub fn checked(self) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        if self.hour > 23 {
            problems.add("hour", "choose a full hour, 0 to 23");
        }
        if self.newest == 0 || self.newest > KEPT_LIMIT {
            problems.add("newest", format!("keep 1 to {KEPT_LIMIT} of the newest"));
        }
        for (field, number) in [("weeks", self.weeks), ("months", self.months)] {
            if number > KEPT_LIMIT {
                problems.add(field, format!("choose 0 to {KEPT_LIMIT}; 0 for none"));
            }
        }
        problems.into_result(self)
    }

    /// The next moment after `now` at which a backup is made: the hour in a time zone, of any day or of a Sunday.
    pub fn after(&self, now: Moment, zone: &TimeZone) -> Option<Moment> {
        let hour = i8::try_from(self.hour).ok().filter(|hour| *hour < 24)?;
        let of = |day: Date| {
            let at = zone.to_ambiguous_zoned_datetime(day.at(hour, 0, 0, 0)).compatible().ok()?;
            Some(Moment::from_micros(at.timestamp().as_microsecond()))
        };
        let today = now.date_in(zone);
        let mut days = (0..=8).filter_map(|later: i64| today.checked_add(later.days()).ok());
        days.find_map(|day| {
            let is_due = match self.rhythm {
                Rhythm::Off => false,
                Rhythm::Day => true,
                Rhythm::Week => day.weekday() == Weekday::Sunday,
            };
            of(day).filter(|at| is_due && *at > now)
        })
    }

    /// Which of some backups have had their time, oldest first. The newest whole one always stays. So do, of those
    /// that are not known to be broken, [`BackupPlan::newest`] of the newest, and of the others the last of each of so
    /// many weeks and months in which there are any: a site that rested for a year loses nothing by that. A broken one
    /// takes no place of a good one, and goes when as many good ones are newer.
    pub fn leaving(&self, backups: &[(Moment, Wholeness)], zone: &TimeZone) -> Vec<Moment> {
        let mut sorted = backups.to_vec();
        sorted.sort_unstable_by_key(|(at, _)| std::cmp::Reverse(*at));
        let spared = sorted.iter().find(|(_, state)| *state == Wholeness::Whole).map(|(at, _)| *at);
        let (mut newest, mut weeks, mut months) = (0, HashSet::new(), HashSet::new());
        let mut leaving = Vec::new();
        for (at, state) in sorted {
            let is_new = newest < self.newest;
            if state == Wholeness::Broken {
                if !is_new {
                    leaving.push(at);
                }
                continue;
            }
            if is_new {
                newest += 1;
                continue;
            }
            let day = at.date_in(zone);
            let week = day.iso_week_date();
            let of_week = weeks.len() < self.weeks as usize && weeks.insert((week.year(), week.week()));
            let of_month = months.len() < self.months as usize && months.insert((day.year(), day.month()));
            if !of_week && !of_month && spared != Some(at) {
                leaving.push(at);
            }
        }
        leaving.reverse();
        leaving
    }
}

/// Whether a backup is as it was written, as far as anybody has looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wholeness {
    /// All of it is there.
    Whole,
    /// Something is missing or changed.
    Broken,
    /// Nobody has looked, or it can't be opened with the passphrase of today.
    Unknown,
}

/// The name of a backup made at a moment: `courant-20261120T030000Z.backup`.
pub fn backup_name(at: Moment) -> String {
    format!("{}{}{}", NAME.0, at.timestamp().strftime(IN_NAME), NAME.1)
}

/// When a backup of this name was made; `None` for a name that this program does not give.
pub fn backup_moment(name: &str) -> Option<Moment> {
    let digits = name.strip_prefix(NAME.0)?.strip_suffix(NAME.1)?;
    let written = jiff::civil::DateTime::strptime(IN_NAME, digits).ok()?;
    let at = TimeZone::UTC.to_ambiguous_zoned_datetime(written).compatible().ok()?;
    let at = Moment::from_micros(at.timestamp().as_microsecond());
    // A number with a sign or a missing nought is read, too; we write none.
    (backup_name(at) == name).then_some(at)
}

/// A backup where this server puts them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFile {
    /// When it was made.
    pub at: Moment,
    /// Bytes.
    pub size: u64,
    /// Whether a passphrase is needed to open it; `None` when it does not even begin as a backup does.
    pub sealed: Option<bool>,
}

/// What is in the place where this server puts backups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupShelf {
    /// The directory.
    pub directory: String,
    /// Whether the next one will be encrypted.
    pub seals: bool,
    /// Bytes that are free there, as far as that can be told.
    pub free: Option<u64>,
    /// The backups there, newest first; or why they can't be listed.
    pub files: Result<Vec<BackupFile>, String>,
}

/// What somebody saw who looked through a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupCheck {
    /// When.
    pub at: Moment,
    /// How it is.
    pub state: Wholeness,
    /// What is wrong with it, or why it could not be opened.
    pub why: Option<String>,
}

/// A backup that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupDone {
    /// The file's name.
    pub name: String,
    /// When it was whole and in its place.
    pub at: Moment,
    /// Bytes.
    pub size: u64,
    /// Rows in it.
    pub rows: u64,
    /// Kept files in it.
    pub files: u64,
    /// The names of older ones that had had their time.
    pub removed: Vec<String>,
}

/// Why there is no backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupTrouble {
    /// Since when.
    pub at: Moment,
    /// A sentence.
    pub why: String,
}

/// What came of backups so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BackupLog {
    /// The last that was made.
    pub done: Option<BackupDone>,
    /// What was wrong with the one after it.
    pub trouble: Option<BackupTrouble>,
    /// What the last look at each showed, by its name.
    pub checks: BTreeMap<String, BackupCheck>,
}

impl BackupLog {
    /// How a backup is, as last looked at.
    pub fn state(&self, name: &str) -> Wholeness {
        self.checks.get(name).map_or(Wholeness::Unknown, |check| check.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    fn athens() -> TimeZone {
        TimeZone::get("Europe/Athens").unwrap()
    }

    /// Keeps a shelf for so many days, a backup each, as a site does; what is on it in the end.
    fn after_days(plan: &BackupPlan, days: i64) -> Vec<Moment> {
        let mut shelf: Vec<(Moment, Wholeness)> = Vec::new();
        for day in 0..days {
            shelf.push((moment("2026-01-01T01:00:00Z").plus_seconds(day * 86_400), Wholeness::Whole));
            let leaving = plan.leaving(&shelf, &TimeZone::UTC);
            shelf.retain(|(at, _)| !leaving.contains(at));
        }
        shelf.into_iter().map(|(at, _)| at).collect()
    }

    #[test]
    fn a_backup_is_made_at_the_hour_of_the_site_and_on_sundays_if_weekly() {
        let next = |rhythm: Rhythm, now: &str| {
            let plan = BackupPlan { rhythm, ..BackupPlan::default() };
            plan.after(moment(now), &athens()).map(Moment::iso)
        };
        assert_eq!(next(Rhythm::Day, "2026-11-20T00:59:59Z").unwrap(), "2026-11-20T01:00:00Z");
        assert_eq!(next(Rhythm::Day, "2026-11-20T01:00:00Z").unwrap(), "2026-11-21T01:00:00Z");
        // The clocks of Athens go forward on 28 March 2027: there is no three o'clock that night.
        assert_eq!(next(Rhythm::Day, "2027-03-27T12:00:00Z").unwrap(), "2027-03-28T01:00:00Z");
        assert_eq!(next(Rhythm::Week, "2026-11-20T12:00:00Z").unwrap(), "2026-11-22T01:00:00Z");
        assert_eq!(next(Rhythm::Week, "2026-11-22T01:00:00Z").unwrap(), "2026-11-29T01:00:00Z");
        assert_eq!(next(Rhythm::Off, "2026-11-20T12:00:00Z"), None);
    }

    #[test]
    fn a_plan_out_of_range_says_what() {
        let wrong = BackupPlan { hour: 24, newest: 0, weeks: 400, months: 400, ..BackupPlan::default() };
        let fields: Vec<_> =
            wrong.checked().unwrap_err().0.into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["hour", "newest", "weeks", "months"]);
        assert!(BackupPlan { weeks: 0, months: 0, ..BackupPlan::default() }.checked().is_ok());
    }

    #[test]
    fn names_are_read_as_they_are_written_and_no_others() {
        let at = moment("2026-11-20T03:04:05Z");
        assert_eq!(backup_name(at), "courant-20261120T030405Z.backup");
        assert_eq!(backup_moment("courant-20261120T030405Z.backup"), Some(at));
        for name in [
            "courant-20261120T030405Z.backup.unfinished",
            "courant-20261120T030405Z.backup~",
            "courant-20261320T030405Z.backup",
            "courant-20261120T030461Z.backup",
            "courant-20261120T0304Z.backup",
            "courant-2026112T030405Z.backup",
            "courant-+0261120T030405Z.backup",
            "Courant-20261120T030405Z.backup",
            "courant-.backup",
            "site.backup",
            "",
        ] {
            assert_eq!(backup_moment(name), None, "{name}");
        }
    }

    #[test]
    fn the_newest_stay_and_then_the_last_of_weeks_and_of_months() {
        let plan = BackupPlan::default();
        let days: Vec<String> =
            after_days(&plan, 400).iter().map(|at| at.date_in(&TimeZone::UTC).to_string()).collect();
        // 400 days from the first of January: the fourth of February, a Thursday, is the last.
        assert_eq!(
            days,
            [
                "2026-08-31",
                "2026-09-30",
                "2026-10-31",
                "2026-11-30",
                "2026-12-31", // months
                "2027-01-10",
                "2027-01-17",
                "2027-01-24", // Sundays, the last of their weeks
                "2027-01-28", // the last of its week and of its month before the newest
                "2027-01-29",
                "2027-01-30",
                "2027-01-31",
                "2027-02-01",
                "2027-02-02",
                "2027-02-03",
                "2027-02-04",
            ]
        );
    }

    #[test]
    fn nothing_is_lost_by_resting_and_little_is_kept_when_little_is_asked() {
        let plan = BackupPlan { newest: 1, weeks: 0, months: 0, ..BackupPlan::default() };
        assert_eq!(after_days(&plan, 30).len(), 1);
        let old = moment("2020-01-01T00:00:00Z");
        let shelf = [(old, Wholeness::Whole), (moment("2026-11-20T00:00:00Z"), Wholeness::Whole)];
        assert!(BackupPlan::default().leaving(&shelf, &TimeZone::UTC).is_empty());
        assert_eq!(plan.leaving(&shelf, &TimeZone::UTC), [old]);
        assert!(plan.leaving(&[], &TimeZone::UTC).is_empty());
    }

    #[test]
    fn the_newest_whole_one_never_goes_and_broken_ones_take_no_place() {
        let plan = BackupPlan { newest: 2, weeks: 0, months: 0, ..BackupPlan::default() };
        let at = |day: i64| moment("2026-11-01T00:00:00Z").plus_seconds(day * 86_400);
        // The only one known to be whole is the oldest.
        let shelf = [
            (at(0), Wholeness::Whole),
            (at(1), Wholeness::Broken),
            (at(2), Wholeness::Unknown),
            (at(3), Wholeness::Unknown),
            (at(4), Wholeness::Unknown),
            (at(5), Wholeness::Broken),
        ];
        assert_eq!(plan.leaving(&shelf, &TimeZone::UTC), [at(1), at(2)]);
        // Only broken ones: a person may want to look at them.
        let broken = [(at(0), Wholeness::Broken), (at(1), Wholeness::Broken), (at(2), Wholeness::Broken)];
        assert!(plan.leaving(&broken, &TimeZone::UTC).is_empty());
        // The clock went back: what is to come on paper is newer, and what was just written stays all the same.
        let back = [(at(0), Wholeness::Whole), (at(90), Wholeness::Unknown), (at(91), Wholeness::Unknown)];
        assert!(plan.leaving(&back, &TimeZone::UTC).is_empty());
    }

    #[test]
    fn days_are_those_of_the_site() {
        // Both are November in UTC; in Athens the second is December.
        let shelf: Vec<_> = ["2026-11-30T12:00:00Z", "2026-11-30T23:00:00Z", "2026-12-30T00:00:00Z"]
            .map(|text| (moment(text), Wholeness::Whole))
            .to_vec();
        let plan = BackupPlan { newest: 1, weeks: 0, months: 6, ..BackupPlan::default() };
        assert_eq!(plan.leaving(&shelf, &TimeZone::UTC), [shelf[0].0]);
        assert!(plan.leaving(&shelf, &athens()).is_empty());
    }
}
