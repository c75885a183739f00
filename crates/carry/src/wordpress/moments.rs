//! Dates as WordPress writes them: local ones, and the same in UTC, of which drafts have none.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use model::Moment;

/// Months of which the distance to UTC is remembered.
const MONTHS: usize = 2_400;

/// How far a site's clock stood from UTC, by year and month, as its dates show.
#[derive(Debug, Default)]
pub(super) struct Hints(BTreeMap<(i16, i8), i64>);

/// Reads `2019-01-31 23:59:00`; zeros are no date.
fn civil(text: &str) -> Option<DateTime> {
    let text = text.trim();
    if text.starts_with("0000") || text.len() < 10 {
        return None;
    }
    text.replacen(' ', "T", 1).parse().ok()
}

fn utc(date: DateTime) -> Option<Moment> {
    let zoned = date.to_zoned_datetime(TimeZone::UTC).ok()?;
    Some(Moment::from_micros(zoned.timestamp().as_microsecond()))
}

impl Hints {
    /// Learns from a date that is there in both shapes.
    pub(super) fn learn(&mut self, local: &str, universal: &str) {
        if self.0.len() >= MONTHS {
            return;
        }
        let (Some(local), Some(universal)) = (civil(local), civil(universal)) else { return };
        let (Some(shown), Some(meant)) = (utc(local), utc(universal)) else { return };
        let distance = shown.seconds() - meant.seconds();
        // Clocks stand at most fourteen hours from UTC.
        if distance.abs() <= 14 * 3600 {
            self.0.entry((local.year(), local.month())).or_insert(distance);
        }
    }

    /// The moment that two shapes of a date mean, the one in UTC first. Without it, and without a hint from other
    /// dates, there is none.
    pub(super) fn moment(&self, local: &str, universal: &str) -> Option<Moment> {
        if let Some(universal) = civil(universal) {
            return utc(universal);
        }
        let local = civil(local)?;
        let month = (local.year(), local.month());
        let before = self.0.range(..=month).next_back();
        let (_, distance) = before.or_else(|| self.0.range(month..).next())?;
        Some(utc(local)?.plus_seconds(-distance))
    }

    /// The distance, when it is always the same: `+02:00`.
    pub(super) fn steady(&self) -> Option<String> {
        let first = *self.0.values().next()?;
        self.0.values().all(|distance| *distance == first).then(|| {
            let sign = if first < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", first.abs() / 3600, first.abs() % 3600 / 60)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_without_its_twin_is_read_by_the_others() {
        let mut hints = Hints::default();
        assert_eq!(hints.moment("2019-05-01 10:00:00", "0000-00-00 00:00:00"), None);
        hints.learn("2019-01-10 12:00:00", "2019-01-10 11:00:00");
        hints.learn("2019-07-10 12:00:00", "2019-07-10 10:00:00");
        hints.learn("2019-08-10 12:00:00", "0000-00-00 00:00:00");
        for (local, universal, expected) in [
            ("2019-05-01 10:00:00", "0000-00-00 00:00:00", Some("2019-05-01T09:00:00Z")),
            ("2019-09-01 10:00:00", "", Some("2019-09-01T08:00:00Z")),
            ("2018-09-01 10:00:00", "", Some("2018-09-01T09:00:00Z")),
            ("2019-09-01 10:00:00", "2019-09-01 03:00:00", Some("2019-09-01T03:00:00Z")),
            ("0000-00-00 00:00:00", "0000-00-00 00:00:00", None),
            ("2019-13-01 10:00:00", "yesterday, ten", None),
        ] {
            assert_eq!(
                hints.moment(local, universal).map(Moment::iso).as_deref(),
                expected,
                "{local} {universal}"
            );
        }
        assert_eq!(hints.steady(), None);
    }
}
