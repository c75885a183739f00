//! Time as a value: moments in UTC microseconds, dates as sources print them, and the clock that is
//! handed to whoever needs to know what time it is.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A point in time: microseconds since 1970-01-01T00:00:00Z, negative before it.
///
/// Both databases store it as a 64-bit integer, so order and equality are the same everywhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// A moment from microseconds since the epoch; values outside the years -9999 to 9999 are clamped.
    pub fn from_micros(micros: i64) -> Self {
        Moment(micros.clamp(Timestamp::MIN.as_microsecond(), Timestamp::MAX.as_microsecond()))
    }

    /// Microseconds since the epoch.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// Whole milliseconds since the epoch, rounded down.
    pub fn millis(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Whole seconds since the epoch, rounded down.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1_000_000)
    }

    /// The day number since 1970-01-01 in UTC: the unit in which visits are counted.
    pub fn day(self) -> i64 {
        self.seconds().div_euclid(86_400)
    }

    /// The first moment of a day by its number ([`Moment::day`]).
    pub fn of_day(day: i64) -> Self {
        Moment::from_micros(day.saturating_mul(86_400_000_000))
    }

    /// This moment moved by a number of seconds, which may be negative.
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Moment::from_micros(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// The same moment for the time library.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The calendar date of this moment in a time zone.
    pub fn date_in(self, zone: &TimeZone) -> Date {
        self.timestamp().to_zoned_datetime(zone.clone()).date()
    }

    /// RFC 3339 in UTC, to the second: `2026-11-23T22:40:33Z`.
    pub fn iso(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    }

    /// Reads RFC 3339, with any offset.
    ///
    /// # Errors
    /// When the text is not a date with time and offset.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.trim()
            .parse::<Timestamp>()
            .map(|t| Moment(t.as_microsecond()))
            .map_err(|_| format!("“{text}” is not a time like 2026-11-23T22:40:00Z"))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.iso())
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Moment::parse(&text).map_err(serde::de::Error::custom)
    }
}

/// A date as a source printed it: a day, or a moment. A day is not midnight; it has no zone, and
/// showing it in another zone must not move it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dated {
    /// A calendar day without a time.
    Day(Date),
    /// A time with a known offset.
    At(Moment),
}

impl Dated {
    /// Reads `2026-11-23` or RFC 3339; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() <= 10 {
            return text.parse::<Date>().ok().map(Dated::Day);
        }
        Moment::parse(text).ok().map(Dated::At)
    }

    /// `2026-11-23` or `2026-11-23T22:40:33Z`.
    pub fn iso(self) -> String {
        match self {
            Dated::Day(day) => day.to_string(),
            Dated::At(moment) => moment.iso(),
        }
    }

    /// The calendar day, a moment's in the given zone.
    pub fn date_in(self, zone: &TimeZone) -> Date {
        match self {
            Dated::Day(day) => day,
            Dated::At(moment) => moment.date_in(zone),
        }
    }
}

impl Serialize for Dated {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.iso())
    }
}

impl<'de> Deserialize<'de> for Dated {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        Dated::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("“{text}” is not a date")))
    }
}

/// Who knows what time it is. The binary hands in the system's clock, tests one they move by hand.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Moment;
}

/// A clock that stands still until it is moved.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that shows the given moment.
    pub fn at(moment: Moment) -> Self {
        ManualClock(AtomicI64::new(moment.micros()))
    }

    /// Moves the clock; backwards is allowed.
    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Sets the clock.
    pub fn set(&self, moment: Moment) {
        self.0.store(moment.micros(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        Moment::from_micros(self.0.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_and_back() {
        for text in ["2026-11-23T22:40:33Z", "1969-12-31T23:59:59Z", "0001-01-01T00:00:00Z"] {
            assert_eq!(Moment::parse(text).unwrap().iso(), text);
        }
        assert_eq!(Moment::parse("2026-01-01T01:00:00+02:00").unwrap().iso(), "2025-12-31T23:00:00Z");
        assert!(Moment::parse("2026-01-01").is_err());
    }

    #[test]
    fn before_the_epoch_days_round_down() {
        assert_eq!(Moment::from_micros(-1).day(), -1);
        assert_eq!(Moment::from_micros(0).day(), 0);
    }

    #[test]
    fn a_day_does_not_move_with_the_zone() {
        let zone = TimeZone::get("America/Los_Angeles").unwrap();
        let day = Dated::parse("2026-11-23").unwrap();
        assert_eq!(day.date_in(&zone).to_string(), "2026-11-23");
        let at = Dated::parse("2026-11-23T01:00:00Z").unwrap();
        assert_eq!(at.date_in(&zone).to_string(), "2026-11-22");
        assert_eq!(Dated::parse("yesterday"), None);
    }
}
