//! Dates in feeds: RFC 3339 and its beginnings (W3C-DTF), RFC 822 as people write it, and some others.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use model::{Dated, Moment};

use crate::month::month;

/// Longest text that is read as a date, in bytes.
const LIMIT: usize = 100;

/// Reads a date. Without a zone it is taken as UTC, as the dialects say.
pub(super) fn date(text: &str) -> Option<Dated> {
    let text = text.trim();
    if text.is_empty() || text.len() > LIMIT {
        return None;
    }
    let found = numeric(text).or_else(|| written(text))?;
    // A year that no outlet published in is a default of some machine.
    let year = match found {
        Dated::Day(day) => day.year(),
        Dated::At(moment) => moment.date_in(&jiff::tz::TimeZone::UTC).year(),
    };
    (1900..=2200).contains(&year).then_some(found)
}

/// `2003-12-31T10:14:55Z`, `2003-12-31`, `20031231`, `2003-12`, `2003`, `2003-365`, also with a space for
/// the T, a comma or point before the fraction, and zones with or without a colon.
fn numeric(text: &str) -> Option<Dated> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits < 4 {
        return None;
    }
    let (day, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (&text[..at], Some(text[at + 1..].trim())),
        None => (text, None),
    };
    let date = calendar(day)?;
    let Some(rest) = rest.filter(|rest| !rest.is_empty()) else { return Some(Dated::Day(date)) };
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(rest.len());
    let time = clock(&rest[..end])?;
    at(date, time, zone(rest[end..].trim())?)
}

fn calendar(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let number = |text: &str| text.parse::<i16>().ok();
    let small = |text: &str| text.parse::<i8>().ok();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 => Date::new(number(year)?, small(month)?, small(day)?).ok(),
        [year, day] if year.len() == 4 && day.len() == 3 => ordinal(number(year)?, number(day)?),
        [year, month] if year.len() == 4 => Date::new(number(year)?, small(month)?, 1).ok(),
        [all] if all.len() == 8 => Date::new(number(&all[..4])?, small(&all[4..6])?, small(&all[6..])?).ok(),
        [all] if all.len() == 7 => ordinal(number(&all[..4])?, number(&all[4..])?),
        [year] if year.len() == 4 => Date::new(number(year)?, 1, 1).ok(),
        _ => None,
    }
}

fn ordinal(year: i16, day: i16) -> Option<Date> {
    let first = Date::new(year, 1, 1).ok()?;
    (1..=first.days_in_year())
        .contains(&day)
        .then(|| first.checked_add(jiff::Span::new().days(day - 1)).ok())?
}

/// `10:14:55`, `10:14:55.123`, `10:14`, `10`, `101455`.
fn clock(text: &str) -> Option<Time> {
    let whole = text.split(['.', ',']).next().unwrap_or_default();
    let parts: Vec<&str> = match whole.contains(':') {
        true => whole.split(':').collect(),
        false => (0..whole.len()).step_by(2).filter_map(|at| whole.get(at..at + 2)).collect(),
    };
    let part = |at: usize| parts.get(at).map_or(Some(0), |text| text.trim().parse::<i8>().ok());
    let (hour, minute, second) = (part(0)?, part(1)?, part(2)?);
    if parts.is_empty() {
        return None;
    }
    // The end of a day is written 24:00 by some; a leap second is read as the one before it.
    Time::new(hour.min(if hour == 24 { 0 } else { hour }), minute, second.min(59), 0).ok()
}

/// `Sat, 01 Jan 2004 19:48:21 GMT` and its relatives: parts in any order, told apart by their form.
fn written(text: &str) -> Option<Dated> {
    let mut day: Option<i8> = None;
    let mut the_month: Option<i8> = None;
    let mut year: Option<i16> = None;
    let mut time: Option<Time> = None;
    let mut offset: Option<i32> = None;
    let mut afternoon = false;
    for word in text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let letters = word.trim_end_matches('.');
        if word.contains(':') && !word.starts_with(['+', '-']) {
            let end =
                word.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(word.len());
            time = time.or(clock(&word[..end]));
            if end < word.len() {
                offset = offset.or(zone(&word[end..]));
            }
        } else if letters.eq_ignore_ascii_case("pm") {
            afternoon = true;
        } else if word.bytes().all(|b| b.is_ascii_digit()) {
            match (word.len(), day, year) {
                (1 | 2, None, _) => day = word.parse().ok(),
                (4, _, None) => year = word.parse().ok(),
                (2, _, None) => {
                    year = word.parse().ok().map(|y: i16| if y < 69 { 2000 + y } else { 1900 + y })
                }
                _ => {}
            }
        } else if word.contains('-') && word.starts_with(|c: char| c.is_ascii_digit()) {
            // 01-Jan-2004
            let parts: Vec<&str> = word.split('-').collect();
            if let [d, m, y] = parts.as_slice() {
                (day, the_month) = (d.parse().ok(), month(m));
                year = y.parse().ok().map(|y: i16| {
                    if y < 69 {
                        2000 + y
                    } else if y < 100 {
                        1900 + y
                    } else {
                        y
                    }
                });
            }
        } else if word.starts_with(['+', '-']) {
            offset = offset.or(zone(word));
        } else if (the_month.is_none() || time.is_none()) && !is_weekday(letters) && month(letters).is_some()
        {
            // The last one: before it may stand a weekday that begins like a month (“mar”).
            the_month = month(letters);
        } else if time.is_some() {
            offset = offset.or(zone(letters));
        }
    }
    let date = Date::new(year?, the_month?, day?).ok()?;
    let Some(time) = time else { return Some(Dated::Day(date)) };
    let hour = if afternoon && time.hour() < 12 { time.hour() + 12 } else { time.hour() };
    at(date, Time::new(hour, time.minute(), time.second(), 0).ok()?, offset.unwrap_or(0))
}

/// English weekdays: none of them is a month, though some begin like one elsewhere.
fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|day| word.starts_with(day))
        && !word.starts_with("mont")
}

/// Seconds east of Greenwich.
fn zone(text: &str) -> Option<i32> {
    let text = text.trim();
    if let Some(sign) = text.chars().next().filter(|c| matches!(c, '+' | '-' | '−')) {
        let digits: String = text.chars().skip(1).filter(char::is_ascii_digit).take(4).collect();
        let (hours, minutes) = match digits.len() {
            1 | 2 => (digits.parse::<i32>().ok()?, 0),
            3 => (digits[..1].parse().ok()?, digits[1..].parse().ok()?),
            4 => (digits[..2].parse().ok()?, digits[2..].parse().ok()?),
            _ => return None,
        };
        let seconds = hours * 3_600 + minutes * 60;
        return Some(if sign == '+' { seconds } else { -seconds });
    }
    let hours = match text.to_ascii_uppercase().as_str() {
        "" | "Z" | "UT" | "UTC" | "GMT" | "WET" => 0,
        "CET" | "BST" | "MEZ" | "WEST" => 1,
        "CEST" | "EET" | "MESZ" | "SAST" => 2,
        "EEST" | "MSK" => 3,
        "JST" | "KST" => 9,
        "EDT" | "AST" => -4,
        "EST" | "CDT" => -5,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        // An unknown zone: at most a day wrong, which is better than no date.
        _ => 0,
    };
    Some(hours * 3_600)
}

fn at(date: Date, time: Time, offset: i32) -> Option<Dated> {
    let offset = Offset::from_seconds(offset).ok()?;
    let moment = offset.to_timestamp(DateTime::from_parts(date, time)).ok()?;
    Some(Dated::At(Moment::from_micros(moment.as_microsecond())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_many_forms() {
        for (text, iso) in [
            ("2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z"),
            ("2003-12-31T10:14:55.123+02:00", "2003-12-31T08:14:55Z"),
            ("2003-12-31 10:14:55 -0800", "2003-12-31T18:14:55Z"),
            ("2003-12-31T10:14Z", "2003-12-31T10:14:00Z"),
            ("20031231", "2003-12-31"),
            ("20031231T101455Z", "2003-12-31T10:14:55Z"),
            ("2003-365", "2003-12-31"),
            ("2003", "2003-01-01"),
            ("2003-12", "2003-12-01"),
            ("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z"),
            ("Thu, 1 Jan 04 19:48 EST", "2004-01-02T00:48:00Z"),
            ("01 Jan 2004 19:48:21 +0200", "2004-01-01T17:48:21Z"),
            ("Thu Jan  1 19:48:21 2004", "2004-01-01T19:48:21Z"),
            ("January 5, 2021 3:04 PM", "2021-01-05T15:04:00Z"),
            ("Mar, 05 Jan 2021 10:00:00 GMT", "2021-01-05T10:00:00Z"),
            ("5 Ιανουαρίου 2021", "2021-01-05"),
            ("31-Dec-2003 10:14:55 GMT", "2003-12-31T10:14:55Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ] {
            assert_eq!(date(text).map(Dated::iso).as_deref(), Some(iso), "{text}");
        }
        for text in
            ["", "yesterday", "2003-13-45", "0001-01-01T00:00:00Z", "99999999999999", "-", "+", "Mon, , ,"]
        {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
