//! The desk's words for values: dates, languages, standings, verdicts.

use jiff::tz::TimeZone;
use model::{Glance, How, Language, Missing, Moment, Site, Standing, Trust, Verdict};
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
        Standing::Retracted { at, .. } => ("Retracted", *at),
    }
}

/// A verdict as the tabs and rows of the queue say it.
pub(super) fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Held => "Held",
        Verdict::Approved => "Approved",
        Verdict::Rejected => "Rejected",
        Verdict::Spam => "Spam",
        Verdict::Withdrawn => "Withdrawn",
    }
}

/// How far a clipping can be trusted unread: what to do, in plain words, and why.
#[derive(Debug, Serialize)]
pub(super) struct TrustView {
    /// `confident`, `look` or `check`.
    level: &'static str,
    words: &'static str,
    /// Half sentences.
    reasons: Vec<&'static str>,
}

impl TrustView {
    /// `None` when there is nothing to say.
    pub(super) fn of(glance: &Glance) -> Option<Self> {
        let (level, words) = match glance.trust()? {
            Trust::Confident => ("confident", "Read with confidence"),
            Trust::Look => ("look", "Worth a look"),
            Trust::Check => ("check", "Check this one"),
        };
        let mut reasons: Vec<_> = glance.missing.iter().map(|what| missing_words(*what)).collect();
        if glance.paywalled {
            reasons.push("only subscribers read all of it");
        }
        if glance.quality.is_some_and(|quality| quality.agreement < 75) {
            reasons.push("the ways of reading its text don’t agree");
        }
        if glance.warnings > 0 {
            reasons.push(if glance.warnings == 1 { "one warning" } else { "some warnings" });
        }
        Some(TrustView { level, words, reasons })
    }
}

fn missing_words(what: Missing) -> &'static str {
    match what {
        Missing::Headline => "no headline",
        Missing::Byline => "nobody credited",
        Missing::Date => "no date",
        Missing::Language => "its language is unclear",
        Missing::Text => "no text",
    }
}

/// How a capture came, as the end of a sentence.
pub(super) fn how_words(how: How) -> &'static str {
    match how {
        How::Fetched => "as fetched",
        How::Seen => "as a browser showed it",
        How::File => "from a file",
    }
}

/// A number of bytes for people: `12 kB`, `1.4 MB`.
pub(crate) fn size_words(bytes: i64) -> String {
    match bytes {
        1_000_000.. => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
        _ => format!("{} kB", (bytes / 1_000).max(1)),
    }
}
