//! The site's settings.

use jiff::tz;
use model::correction::TYPO_MINUTES_LIMIT;
use model::{CommentMode, Problems, Site, Window, popular, related};

use super::DeskFrame;
use super::problems::ProblemsView;
use super::words::LANGUAGES;
use crate::{Error, Pages};

/// The settings page.
#[derive(Clone, Debug)]
pub struct SettingsPage {
    /// Around it; its site is the one that stands.
    pub desk: DeskFrame,
    /// The settings as edited.
    pub site: Site,
    /// What is wrong with them, by the names of [`Site`]'s fields.
    pub problems: Problems,
    /// The site's public address, which is configuration and only shown.
    pub address: String,
}

const FIELDS: &[(&str, &str)] = &[
    ("name", "Name"),
    ("tagline", "Tagline"),
    ("language", "Language"),
    ("time_zone", "Time zone"),
    ("comments", "New comments"),
    ("hold_days", "Hold comments on old posts"),
    ("close_days", "Close comments on old posts"),
    ("link_limit", "Links"),
    ("flag_limit", "Flags"),
    ("spam_hold", "Hold what looks like spam"),
    ("spam_sure", "Put aside what surely is"),
    ("edit_minutes", "Changing a comment"),
    ("popular_window", "Look back"),
    ("popular_length", "Posts in the list"),
    ("related_length", "Related posts"),
    ("per_page", "Posts on a page"),
    ("source_notes", "Sources"),
    ("typo_minutes", "Typo window"),
];

fn mode_words(mode: CommentMode) -> &'static str {
    match mode {
        CommentMode::Open => "Shown at once",
        CommentMode::Known => "Shown at once from those of whom you approved one before; held from others",
        CommentMode::Held => "Held until somebody approves them",
        CommentMode::Off => "Not taken",
    }
}

pub(super) fn window_words(window: Window) -> &'static str {
    match window {
        Window::Week => "7 days",
        Window::Month => "30 days",
        Window::All => "Since the first post",
        Window::Rising => "Rising: the last days, the newest most",
    }
}

/// Place names of the time-zone database: `Area/City`, without its aliases for offsets and countries.
fn zones() -> Vec<String> {
    let skipped = ["Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/"];
    let mut zones: Vec<String> = tz::db()
        .available()
        .map(|name| name.to_string())
        .filter(|name| name.contains('/') && !skipped.iter().any(|area| name.starts_with(area)))
        .collect();
    zones.push("UTC".to_owned());
    zones.sort_unstable();
    zones
}

impl Pages {
    /// The settings page; its form posts [`Site`]'s fields to `/desk/settings`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn settings(&self, page: &SettingsPage) -> Result<String, Error> {
        let modes = CommentMode::ALL.map(|mode| (mode.as_str(), mode_words(mode)));
        let windows = Window::ALL.map(|window| (window.as_str(), window_words(window)));
        self.render(
            "desk/settings.html",
            values! {
                desk => page.desk.view(),
                raw => page.site,
                problems => ProblemsView::of(&page.problems, FIELDS),
                address => page.address,
                modes,
                windows,
                zones => zones(),
                languages => LANGUAGES,
                length_limit => popular::LENGTH_LIMIT,
                related_limit => related::LENGTH_LIMIT,
                minutes_limit => TYPO_MINUTES_LIMIT,
            },
        )
    }
}
