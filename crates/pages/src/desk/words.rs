//! The desk's words for values: dates, languages, standings, verdicts.

use jiff::tz::TimeZone;
use model::{Language, Moment, Site, Standing, Verdict};
use serde::Serialize;

/// A moment, for `<time datetime>` and to read.
#[derive(Debug, Serialize)]
pub(super) struct Stamp {
    iso: String,
    text: String,
}

impl Stamp {
    /// `20 Nov 2026, 12:00` in the site's time zone.
    pub(super) fn of(at: Moment, zone: &TimeZone) -> Self {
        Stamp { iso: at.iso(), text: written(at, zone, "%-d %b %Y, %H:%M") }
    }
}

/// The value of a `datetime-local` field.
pub(super) fn local_value(at: Moment, zone: &TimeZone) -> String {
    written(at, zone, "%Y-%m-%dT%H:%M")
}

fn written(at: Moment, zone: &TimeZone, format: &str) -> String {
    at.timestamp().to_zoned_datetime(zone.clone()).strftime(format).to_string()
}

/// The language a text is in: its own, else the site's.
pub(super) fn language_of<'a>(own: Option<&'a Language>, site: &'a Site) -> &'a Language {
    own.unwrap_or(&site.language)
}

/// Languages offered by name; any other tag can be typed.
pub(super) const LANGUAGES: &[(&str, &str)] = &[
    ("ar", "Arabic"),
    ("bg", "Bulgarian"),
    ("bn", "Bengali"),
    ("ca", "Catalan"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("de", "German"),
    ("el", "Greek"),
    ("en", "English"),
    ("es", "Spanish"),
    ("et", "Estonian"),
    ("fa", "Persian"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hr", "Croatian"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("ko", "Korean"),
    ("lt", "Lithuanian"),
    ("lv", "Latvian"),
    ("nb", "Norwegian"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sk", "Slovak"),
    ("sl", "Slovene"),
    ("sq", "Albanian"),
    ("sr", "Serbian"),
    ("sv", "Swedish"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("vi", "Vietnamese"),
    ("zh", "Chinese"),
];

/// A language's English name, its tag where we have none.
pub(super) fn language_name(language: &Language) -> &str {
    let named = LANGUAGES.iter().find(|(tag, _)| *tag == language.primary());
    named.map_or(language.as_str(), |(_, name)| name)
}

/// A standing as one word, and the moment that belongs to it; a draft's is its last change.
pub(super) fn standing_words(standing: &Standing, modified: Moment) -> (&'static str, Moment) {
    match standing {
        Standing::Draft => ("Draft", modified),
        Standing::Scheduled { at } => ("Scheduled", *at),
        Standing::Published { at } => ("Published", *at),
        Standing::Unpublished { at, .. } => ("Unpublished", *at),
    }
}

/// A verdict as the tabs and rows of the queue say it.
pub(super) fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Held => "Held",
        Verdict::Approved => "Approved",
        Verdict::Rejected => "Rejected",
        Verdict::Spam => "Spam",
    }
}
