//! The publication itself: its name and what its owner has decided.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::correction::TYPO_MINUTES_LIMIT;
use crate::popular::LENGTH_LIMIT;
use crate::{CommentMode, Language, Problems, Window};

/// The site's settings. Data, not configuration: they live in the database and are edited on the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Site {
    /// The publication's name.
    pub name: String,
    /// One line about it; may be empty.
    pub tagline: String,
    /// The language of the site's own words, and of posts that name none.
    pub language: Language,
    /// IANA name; decides the month in a new permalink and the dates readers see.
    pub time_zone: String,
    /// What becomes of a new comment.
    pub comments: CommentMode,
    /// The window of the popular list beside posts.
    pub popular_window: Window,
    /// Posts in that list, 1 to 10.
    pub popular_length: u32,
    /// Whether a post's readers are shown popular posts in its language before others.
    pub popular_language_first: bool,
    /// Posts on a list page, 1 to 50.
    pub per_page: u32,
    /// Whether readers are told, beside a post's source, that it is gone or was changed where the post quotes it.
    pub source_notes: bool,
    /// Minutes after its publication in which a slip in a post may be put right in silence; 0 for never.
    pub typo_minutes: u32,
    /// Whether readers may see what a published post said before, and what changed.
    pub public_revisions: bool,
}

impl Default for Site {
    fn default() -> Self {
        Site {
            name: "A new Courant".to_owned(),
            tagline: String::new(),
            language: Language::english(),
            time_zone: "UTC".to_owned(),
            comments: CommentMode::Held,
            popular_window: Window::Month,
            popular_length: 5,
            popular_language_first: true,
            per_page: 12,
            source_notes: false,
            typo_minutes: 15,
            public_revisions: false,
        }
    }
}

impl Site {
    /// The time zone, UTC when the name has become unknown.
    pub fn zone(&self) -> TimeZone {
        TimeZone::get(&self.time_zone).unwrap_or(TimeZone::UTC)
    }

    /// These settings when they can stand.
    ///
    /// # Errors
    /// One problem per field that can't.
    pub fn checked(mut self) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        self.name = self.name.trim().to_owned();
        self.tagline = self.tagline.trim().to_owned();
        if self.name.is_empty() || self.name.chars().count() > 100 {
            problems.add("name", "the site needs a name of 1 to 100 characters");
        }
        if self.tagline.chars().count() > 300 {
            problems.add("tagline", "the tagline can have 300 characters");
        }
        if TimeZone::get(&self.time_zone).is_err() {
            problems.add(
                "time_zone",
                format!("“{}” is not a time zone; write one like Europe/Athens", self.time_zone),
            );
        }
        if !(1..=LENGTH_LIMIT).contains(&self.popular_length) {
            problems.add("popular_length", format!("the popular list has 1 to {LENGTH_LIMIT} posts"));
        }
        if !(1..=50).contains(&self.per_page) {
            problems.add("per_page", "a page has 1 to 50 posts");
        }
        if self.typo_minutes > TYPO_MINUTES_LIMIT {
            problems.add("typo_minutes", format!("the typo window has 0 to {TYPO_MINUTES_LIMIT} minutes"));
        }
        problems.into_result(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_checked_field_by_field() {
        assert!(Site::default().checked().is_ok());
        let bad = Site {
            name: " ".into(),
            time_zone: "Mars/Base".into(),
            popular_length: 11,
            per_page: 0,
            typo_minutes: 2_000,
            ..Site::default()
        };
        let problems = bad.checked().unwrap_err();
        let fields: Vec<_> = problems.0.iter().map(|p| p.field).collect();
        assert_eq!(fields, ["name", "time_zone", "popular_length", "per_page", "typo_minutes"]);
    }

    #[test]
    fn unknown_and_missing_keys_do_not_stop_a_newer_or_older_site() {
        let site: Site = serde_json::from_str(r#"{"name":"X","shape":"round"}"#).unwrap();
        assert_eq!((site.name.as_str(), site.per_page), ("X", 12));
    }
}
