//! The feeds that are looked at: added, paused, left.

use jiff::tz::TimeZone;
use model::{FeedRow, FeedState, Moment, Problems};
use serde::Serialize;

use super::DeskFrame;
use super::problems::ProblemsView;
use super::words::Stamp;
use crate::{Error, Pages};

/// The page of feeds.
#[derive(Clone, Debug)]
pub struct FeedsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// All feeds, in the order to be shown.
    pub rows: Vec<FeedRow>,
    /// What is wrong with `address` or `list`.
    pub problems: Problems,
    /// The address as typed.
    pub address: String,
    /// Addresses of a list that could not be taken.
    pub refused: Vec<String>,
    /// The present moment.
    pub now: Moment,
}

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    title: &'a str,
    host: &'a str,
    site: Option<&'a str>,
    address: &'a str,
    state: &'static str,
    word: &'static str,
    looked: Option<Stamp>,
    next: Option<Stamp>,
    trouble: Option<&'a str>,
    new: i64,
    /// Whether a hub tells us of news.
    is_told: bool,
    is_active: bool,
}

impl<'a> Row<'a> {
    fn of(row: &'a FeedRow, zone: &TimeZone, now: Moment) -> Self {
        let feed = &row.feed;
        let word = match (feed.state, &feed.trouble, feed.looked) {
            (FeedState::Paused, ..) => "Paused",
            (FeedState::Stopped, ..) => "Ended",
            (FeedState::Active, Some(_), _) => "Trouble",
            (FeedState::Active, None, None) => "First look soon",
            (FeedState::Active, None, Some(_)) => "Looked at",
        };
        let address = feed.address.split("://").nth(1).unwrap_or(&feed.address);
        let told = feed.hub.as_ref().and_then(|hub| hub.lease_until).is_some_and(|until| until > now);
        Row {
            id: feed.id.to_string(),
            title: feed.title.trim(),
            host: address.split('/').next().unwrap_or(address),
            site: feed.site.as_deref(),
            address: &feed.address,
            state: if word == "Trouble" { "failed" } else { feed.state.as_str() },
            word,
            looked: feed.looked.map(|at| Stamp::of(at, zone)),
            next: feed.next_look.map(|at| Stamp::of(at.max(now), zone)),
            trouble: feed.trouble.as_deref(),
            new: row.new,
            is_told: told,
            is_active: feed.state == FeedState::Active,
        }
    }
}

impl Pages {
    /// The page of feeds; posts `address` to `/desk/feeds`, a file `list` to `/desk/feeds/list`, and `then`
    /// (`look`, `pause` or `remove`) to `/desk/feeds/ID`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn feeds(&self, page: &FeedsPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let rows: Vec<Row<'_>> = page.rows.iter().map(|row| Row::of(row, &zone, page.now)).collect();
        let troubles = rows.iter().filter(|row| row.trouble.is_some()).count();
        self.render(
            "desk/feeds.html",
            values! {
                desk => page.desk.view(),
                rows,
                troubles,
                problems => ProblemsView::of(&page.problems, &[("address", "Address"), ("list", "List")]),
                raw => values! { address => page.address, list => "" },
                refused => page.refused,
            },
        )
    }
}
