//! The publication itself: its name and what its owner has decided.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::comment::FLAGS_LIMIT;
use crate::correction::TYPO_MINUTES_LIMIT;
use crate::popular::LENGTH_LIMIT;
use crate::related;
use crate::spam::SCORE_LIMIT;
use crate::{CommentMode, Grounds, Language, Moment, Problems, Window};

/// Most days after which comments wait or close: a century.
pub const DAYS_LIMIT: u32 = 36_500;
/// Most links a comment may have and still be shown unseen.
pub const LINKS_LIMIT: u32 = 100;
/// Most minutes in which a comment's author may change it: a week.
pub const EDIT_MINUTES_LIMIT: u32 = 10_080;

const DAY: i64 = 86_400;

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
    /// Days after a post came out from which its new comments wait for a person; 0 for never.
    pub hold_days: u32,
    /// Days after a post came out from which it takes no new comments; 0 for never.
    pub close_days: u32,
    /// Links a comment may have and still be shown before a person has seen it.
    pub link_limit: u32,
    /// Readers whose flags hold a comment that no person has decided about; 0 for never.
    pub flag_limit: u32,
    /// Whether readers may see how many comments were decided about how, and why.
    pub public_moderation: bool,
    /// The score from which a comment is held, 1 to 100; 0 for never.
    pub spam_hold: u32,
    /// The score from which it is put under spam at once, 1 to 100; 0 for never.
    pub spam_sure: u32,
    /// Minutes in which a comment's author may change its words; 0 for never.
    pub edit_minutes: u32,
    /// The window of the popular list beside posts.
    pub popular_window: Window,
    /// Posts in that list, 1 to 10.
    pub popular_length: u32,
    /// Whether a post's readers are shown popular and related posts in its language before others.
    pub popular_language_first: bool,
    /// Related posts under a post, 0 to 6.
    pub related_length: u32,
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
            hold_days: 0,
            close_days: 0,
            link_limit: 3,
            flag_limit: 3,
            public_moderation: false,
            spam_hold: 50,
            spam_sure: 0,
            edit_minutes: 15,
            popular_window: Window::Month,
            popular_length: 5,
            popular_language_first: true,
            related_length: 3,
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

    /// What becomes of a new comment on a post with a mode of its own or none, and whether that is for the
    /// post's age: what somebody decided about one post goes before the days that hold for all.
    pub fn comments_on(
        &self,
        own: Option<CommentMode>,
        published: Moment,
        now: Moment,
    ) -> (CommentMode, Grounds) {
        if let Some(own) = own {
            return (own, Grounds::Mode);
        }
        let past = |days: u32| days > 0 && now >= published.plus_seconds(i64::from(days) * DAY);
        match self.comments {
            CommentMode::Off => (CommentMode::Off, Grounds::Mode),
            _ if past(self.close_days) => (CommentMode::Off, Grounds::Age),
            CommentMode::Open | CommentMode::Known if past(self.hold_days) => {
                (CommentMode::Held, Grounds::Age)
            }
            mode => (mode, Grounds::Mode),
        }
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
        if self.related_length > related::LENGTH_LIMIT {
            let limit = related::LENGTH_LIMIT;
            problems.add("related_length", format!("a post shows 0 to {limit} related posts"));
        }
        if !(1..=50).contains(&self.per_page) {
            problems.add("per_page", "a page has 1 to 50 posts");
        }
        if self.typo_minutes > TYPO_MINUTES_LIMIT {
            problems.add("typo_minutes", format!("the typo window has 0 to {TYPO_MINUTES_LIMIT} minutes"));
        }
        for (field, days) in [("hold_days", self.hold_days), ("close_days", self.close_days)] {
            if days > DAYS_LIMIT {
                problems.add(field, format!("write 0 to {DAYS_LIMIT} days; 0 for never"));
            }
        }
        if self.link_limit > LINKS_LIMIT {
            problems.add("link_limit", format!("a comment can have 0 to {LINKS_LIMIT} links unseen"));
        }
        if self.flag_limit > FLAGS_LIMIT {
            problems.add("flag_limit", format!("write 0 to {FLAGS_LIMIT} readers; 0 for never"));
        }
        for (field, score) in [("spam_hold", self.spam_hold), ("spam_sure", self.spam_sure)] {
            if score > SCORE_LIMIT {
                problems.add(field, format!("write a score of 1 to {SCORE_LIMIT}; 0 for never"));
            }
        }
        if self.edit_minutes > EDIT_MINUTES_LIMIT {
            problems.add("edit_minutes", format!("write 0 to {EDIT_MINUTES_LIMIT} minutes; 0 for never"));
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
            related_length: 7,
            per_page: 0,
            typo_minutes: 2_000,
            ..Site::default()
        };
        let problems = bad.checked().unwrap_err();
        let fields: Vec<_> = problems.0.iter().map(|p| p.field).collect();
        assert_eq!(
            fields,
            ["name", "time_zone", "popular_length", "related_length", "per_page", "typo_minutes"]
        );
    }

    #[test]
    fn old_posts_hold_and_close_unless_somebody_decided_about_them() {
        let site = Site { comments: CommentMode::Open, hold_days: 7, close_days: 30, ..Site::default() };
        let out = Moment::from_micros(0);
        let after = |own, days: i64| site.comments_on(own, out, out.plus_seconds(days * DAY));
        assert_eq!(after(None, 6), (CommentMode::Open, Grounds::Mode));
        assert_eq!(after(None, 7), (CommentMode::Held, Grounds::Age));
        assert_eq!(after(None, 30), (CommentMode::Off, Grounds::Age));
        assert_eq!(after(Some(CommentMode::Open), 90), (CommentMode::Open, Grounds::Mode));
    }

    #[test]
    fn unknown_and_missing_keys_do_not_stop_a_newer_or_older_site() {
        let site: Site = serde_json::from_str(r#"{"name":"X","shape":"round"}"#).unwrap();
        assert_eq!((site.name.as_str(), site.per_page), ("X", 12));
    }
}
