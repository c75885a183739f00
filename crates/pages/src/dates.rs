//! Dates in the language of the words around them, in the site's time zone.

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter as Formatter;
use icu_datetime::fieldsets::{YM, YMD, YMDT};
use icu_datetime::input::{DateTime, Time};
use icu_locale::Locale;
use jiff::{civil, tz::TimeZone};
use minijinja::{Value, context};
use model::{Dated, Moment, Site};

use crate::words;

/// Writes dates for one site. Months are Gregorian in every language, as in the site's addresses.
pub(crate) struct Dates {
    zone: TimeZone,
    day: Option<Formatter<Gregorian, YMD>>,
    minute: Option<Formatter<Gregorian, YMDT>>,
    month: Option<Formatter<Gregorian, YM>>,
}

impl Dates {
    /// Dates for a site.
    pub(crate) fn of(site: &Site) -> Self {
        let locale = locale_of(words::spoken(&site.language));
        Dates {
            zone: site.zone(),
            day: Formatter::try_new((&locale).into(), YMD::long()).ok(),
            minute: Formatter::try_new((&locale).into(), YMD::long().with_time_hm()).ok(),
            month: Formatter::try_new((&locale).into(), YM::long()).ok(),
        }
    }

    /// The day of a moment: `iso` for machines, `text` to read.
    pub(crate) fn day(&self, at: Moment) -> Value {
        context! { iso => at.iso(), text => self.day_of(at) }
    }

    /// The day of a moment, to read.
    pub(crate) fn day_of(&self, at: Moment) -> String {
        self.day_text(at.date_in(&self.zone))
    }

    /// A source's date; a day stays that day in every zone.
    pub(crate) fn dated(&self, dated: Dated) -> Value {
        context! { iso => dated.iso(), text => self.dated_text(dated) }
    }

    /// A source's date, to read.
    pub(crate) fn dated_text(&self, dated: Dated) -> String {
        self.day_text(dated.date_in(&self.zone))
    }

    /// Day and minute of a moment.
    pub(crate) fn minute(&self, at: Moment) -> Value {
        let local = at.timestamp().to_zoned_datetime(self.zone.clone()).datetime();
        let parts = gregorian(local.date())
            .zip(Time::try_new(local.hour() as u8, local.minute() as u8, 0, 0).ok())
            .zip(self.minute.as_ref());
        let text = match parts {
            Some(((date, time), formatter)) => formatter.format(&DateTime { date, time }).to_string(),
            None => local.strftime("%Y-%m-%d %H:%M").to_string(),
        };
        context! { iso => at.iso(), text => text }
    }

    /// A month's name with its year.
    pub(crate) fn month(&self, year: i16, month: i8) -> String {
        let date = civil::Date::new(year, month, 1).ok().and_then(gregorian);
        match date.zip(self.month.as_ref()) {
            Some((date, formatter)) => formatter.format(&date).to_string(),
            None => format!("{year:04}-{month:02}"),
        }
    }

    /// Whether two moments fall on different days of the site's zone.
    pub(crate) fn differ(&self, one: Moment, other: Moment) -> bool {
        one.date_in(&self.zone) != other.date_in(&self.zone)
    }

    fn day_text(&self, date: civil::Date) -> String {
        match gregorian(date).zip(self.day.as_ref()) {
            Some((date, formatter)) => formatter.format(&date).to_string(),
            None => date.to_string(),
        }
    }
}

fn gregorian(date: civil::Date) -> Option<Date<Gregorian>> {
    Date::try_new_gregorian(i32::from(date.year()), date.month() as u8, date.day() as u8).ok()
}

/// English without a region is the international kind: day before month, 24 hours.
fn locale_of(tag: &str) -> Locale {
    let tag = if tag == "en" { "en-GB" } else { tag };
    tag.parse().unwrap_or(Locale::UNKNOWN)
}

#[cfg(test)]
mod tests {
    use model::Language;

    use super::*;

    #[test]
    fn dates_are_in_the_language_of_the_words_around_them() {
        for (language, month) in
            [("de", "Januar 2013"), ("nl", "January 2013"), ("el", "Ιανουάριος 2013"), ("zh-TW", "2013年1月")]
        {
            let site = Site { language: Language::parse(language).unwrap(), ..Site::default() };
            assert_eq!(Dates::of(&site).month(2013, 1), month, "{language}");
        }
    }
}
