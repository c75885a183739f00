//! What stands in the popular lists, and what the owner has decided about that.

use model::{Language, Permalink, PostId, Window};
use serde::Serialize;

use super::DeskFrame;
use super::settings::window_words;
use super::stats::grouped;
use super::words::language_of;
use crate::{Error, Pages};

/// The page of the popular lists.
#[derive(Clone, Debug)]
pub struct ChartsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// Whose list is shown.
    pub window: Window,
    /// Pinned posts, the first first.
    pub pinned: Vec<ChartRow>,
    /// What readers made popular, most popular first.
    pub ranked: Vec<ChartRow>,
    /// Posts kept out.
    pub excluded: Vec<ChartRow>,
    /// Whether the person may decide about any of this.
    pub may_choose: bool,
    /// What was typed for a post's address, when that was wrong, and why.
    pub asked: Option<(String, String)>,
}

/// A post in a list.
#[derive(Clone, Debug)]
pub struct ChartRow {
    /// Which.
    pub post: PostId,
    /// Its headline.
    pub headline: String,
    /// Its own language, if not the site's.
    pub language: Option<Language>,
    /// Its address.
    pub permalink: Permalink,
    /// Its score, where it was ranked.
    pub score: Option<i64>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    headline: &'a str,
    lang: &'a str,
    dir: &'static str,
    href: String,
    score: Option<String>,
}

#[derive(Serialize)]
struct Tab {
    href: String,
    words: &'static str,
    on: bool,
}

impl Pages {
    /// The page of the popular lists. Its forms post `post` (an id) or `address`, and `choice`, to `/desk/popular`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn charts(&self, page: &ChartsPage) -> Result<String, Error> {
        let rows = |rows: &'_ [ChartRow]| -> Vec<serde_json::Value> {
            let row = |row: &ChartRow| {
                let language = language_of(row.language.as_ref(), &page.desk.site);
                let row = Row {
                    id: row.post.to_string(),
                    headline: &row.headline,
                    lang: language.as_str(),
                    dir: language.direction().as_str(),
                    href: row.permalink.encoded(),
                    score: row.score.map(grouped),
                };
                serde_json::to_value(row).unwrap_or_default()
            };
            rows.iter().map(row).collect()
        };
        let tabs = Window::ALL.map(|window| Tab {
            href: format!("/desk/popular?window={}", window.as_str()),
            words: window_words(window),
            on: window == page.window,
        });
        self.render(
            "desk/popular.html",
            values! {
                desk => page.desk.view(),
                window => page.window.as_str(),
                is_beside => page.window == page.desk.site.popular_window,
                tabs,
                pinned => rows(&page.pinned),
                ranked => rows(&page.ranked),
                excluded => rows(&page.excluded),
                may_choose => page.may_choose,
                asked => page.asked,
            },
        )
    }
}
