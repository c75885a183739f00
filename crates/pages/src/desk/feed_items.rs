//! What the feeds brought: one keystroke clips.

use jiff::tz::TimeZone;
use model::{FeedId, FeedItemId, ItemRow, ItemState, JobState, Moment, PostId, Site};
use serde::Serialize;

use super::DeskFrame;
use super::words::{Stamp, language_of};
use crate::{Error, Pages};

/// The page of items.
#[derive(Clone, Debug)]
pub struct FeedItemsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// Items, newest first.
    pub rows: Vec<ItemRow>,
    /// Whether all are shown, not only new ones.
    pub all: bool,
    /// The feed they are of, when it is one.
    pub feed: Option<FeedId>,
    /// All feeds, by title.
    pub feeds: Vec<(FeedId, String)>,
    /// How many are new, counted no further than [`NEW_LIMIT`].
    pub new: i64,
    /// The first item shown: dismissing all begins here.
    pub from: Option<(Moment, FeedItemId)>,
    /// Where the older ones are.
    pub next: Option<String>,
    /// This page's own address, to come back to.
    pub back: String,
}

/// As far as new items are counted.
pub const NEW_LIMIT: u32 = 1_000;

/// How many, in words that fit where counting stopped.
pub(super) fn count_words(new: i64) -> String {
    if new >= i64::from(NEW_LIMIT) { format!("{NEW_LIMIT}+") } else { new.to_string() }
}

/// An item in a person's words.
#[derive(Debug, Serialize)]
pub(super) struct ItemView<'a> {
    id: String,
    headline: &'a str,
    url: &'a str,
    host: &'a str,
    lang: &'a str,
    dir: &'static str,
    feed: String,
    feed_title: &'a str,
    outlet: Option<&'a str>,
    byline: String,
    at: Stamp,
    summary: &'a str,
    state: &'static str,
    post: Option<String>,
    job: Option<String>,
    /// What the clip job said when it did not work.
    trouble: Option<&'a str>,
    on_its_way: bool,
}

impl<'a> ItemView<'a> {
    pub(super) fn of(row: &'a ItemRow, site: &'a Site, zone: &TimeZone) -> Self {
        let item = &row.item;
        let language = language_of(item.language.as_ref(), site);
        let address = item.url.split("://").nth(1).unwrap_or(&item.url);
        let made = match &row.job {
            Some((_, JobState::Done, Some(outcome))) => outcome.parse::<PostId>().ok(),
            _ => None,
        };
        let post = row.post.or(made);
        let job = row.job.as_ref().filter(|_| post.is_none());
        ItemView {
            id: item.id.to_string(),
            headline: item.headline.trim(),
            url: &item.url,
            host: address.split('/').next().unwrap_or(address),
            lang: language.as_str(),
            dir: language.direction().as_str(),
            feed: item.feed.to_string(),
            feed_title: row.feed_title.trim(),
            outlet: item.outlet.as_deref(),
            byline: item.byline.join(", "),
            at: Stamp::of(item.at, zone),
            summary: item.summary.trim(),
            state: item.state.as_str(),
            post: post.map(|post| post.to_string()),
            job: job.map(|(id, ..)| id.to_string()),
            trouble: job
                .filter(|(_, state, _)| *state == JobState::Failed)
                .and_then(|(.., said)| said.as_deref()),
            on_its_way: post.is_none() && item.state == ItemState::Taken,
        }
    }
}

impl Pages {
    /// The page of items; posts `then` (`clip`, `dismiss` or `restore`) and `back` to
    /// `/desk/feeds/items/ID`, and `from`, `feed` and `back` to `/desk/feeds/items`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn feed_items(&self, page: &FeedItemsPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let rows: Vec<_> = page.rows.iter().map(|row| ItemView::of(row, &page.desk.site, &zone)).collect();
        let chosen = page.feed.map(|id| id.to_string()).unwrap_or_default();
        let feeds: Vec<(String, &str)> =
            page.feeds.iter().map(|(id, title)| (id.to_string(), title.as_str())).collect();
        let title = feeds.iter().find(|(id, _)| *id == chosen).map(|(_, title)| *title);
        self.render(
            "desk/feed_items.html",
            values! {
                desk => page.desk.view(),
                rows,
                all => page.all,
                feed => chosen,
                feed_title => title,
                feeds => feeds,
                new => count_words(page.new),
                from => page.from.map(|(at, id)| format!("{}.{id}", at.micros())),
                next => page.next,
                back => page.back,
            },
        )
    }
}
