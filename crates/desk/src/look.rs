//! What a look at a feed has shown.

use model::feed::{TITLE_LIMIT, pace};
use model::{Dated, Feed, FeedId, FeedItem, FeedItemId, FeedState, ItemState, Language, Moment, Validators};
use store::{Tx, feed_items, feeds};

use crate::secret::digest;
use crate::{Desk, Error};

/// Items of a feed that are kept.
const KEPT: u32 = 500;
/// Items of one look that are kept, newest first by the feed's own order.
const TAKEN: usize = 400;
/// Longest address of an item, in bytes: both engines can index it.
const ADDRESS: usize = 2_000;
/// Longest name of an item that is kept as it is, in bytes.
const NAME: usize = 200;
/// Characters of a headline that are kept, and of a summary.
const HEADLINE: usize = 300;
const SUMMARY: usize = 600;
/// Seconds between two looks at a feed whose hub calls.
const WITH_HUB: i64 = 4 * 3_600;

/// An item as a feed gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewItem {
    /// The feed's own name for it.
    pub id: Option<String>,
    /// Its page.
    pub url: String,
    /// The form of that address in which two spellings are equal.
    pub canonical: String,
    /// One line.
    pub headline: String,
    /// Credited names.
    pub byline: Vec<String>,
    /// Its outlet, when that is not the feed's.
    pub outlet: Option<String>,
    /// When it was published.
    pub published: Option<Dated>,
    /// When it last changed.
    pub modified: Option<Dated>,
    /// The beginning of its text.
    pub summary: String,
    /// Its language.
    pub language: Option<String>,
}

/// What a look has shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// The feed as it is now.
    Read {
        /// Its own title.
        title: String,
        /// The page it belongs to.
        site: Option<String>,
        /// What to send with the next request.
        validators: Validators,
        /// What is in it.
        items: Vec<NewItem>,
        /// Its address from now on, when that is another: it has moved for good, or a page named it.
        address: Option<String>,
    },
    /// Nothing has changed since the last.
    Unchanged,
    /// It could not be had.
    Trouble {
        /// A sentence.
        why: String,
        /// Seconds that the outlet asks us to wait.
        wait: Option<i64>,
        /// Whether it says that the feed is gone for good.
        gone: bool,
    },
}

/// What became of a look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Items that were not known before.
    pub added: usize,
}

impl Desk {
    /// A feed that is to be looked at; `None` for one that is gone, paused or stopped.
    ///
    /// # Errors
    /// The store's.
    pub fn feed_to_look_at(&self, id: FeedId) -> Result<Option<Feed>, Error> {
        let feed = self.store.read(|conn| feeds::by_id(conn, id))?;
        Ok(feed.filter(|feed| feed.state == FeedState::Active))
    }

    /// Keeps what a look has shown, and says when the next is. The same look twice is as one.
    ///
    /// # Errors
    /// The store's.
    pub fn record_look(&self, id: FeedId, look: &Look) -> Result<Looked, Error> {
        let now = self.now();
        self.write(|tx| {
            let Some(mut feed) = feeds::by_id(tx, id)? else { return Ok(Looked::default()) };
            feed.looked = Some(now);
            let mut looked = Looked::default();
            match look {
                Look::Read { title, site, validators, items, address } => {
                    if let Some(address) = address.as_ref().filter(|address| **address != feed.address) {
                        if let Some(other) = feeds::by_address(tx, address)? {
                            // Two addresses have become one feed: the one that was there keeps it.
                            feeds::remove(tx, feed.id)?;
                            self.promise_look(tx, other.id, now)?;
                            return Ok(looked);
                        }
                        feed.address.clone_from(address);
                    }
                    let title = line(title, TITLE_LIMIT);
                    if !title.is_empty() {
                        feed.title = title;
                    }
                    feed.site = site.clone().or(feed.site);
                    feed.validators = validators.clone();
                    looked.added = self.keep_items(tx, &feed, items, now)?;
                    well(&mut feed, now);
                }
                Look::Unchanged => well(&mut feed, now),
                Look::Trouble { why, gone: true, .. } => {
                    feed.trouble = Some(line(why, 500));
                    self.leave_hub(tx, &mut feed)?;
                    if feed.state == FeedState::Active {
                        feed.state = FeedState::Stopped;
                    }
                }
                Look::Trouble { why, wait, .. } => {
                    feed.failures = feed.failures.saturating_add(1);
                    feed.trouble = Some(line(why, 500));
                    let wait = pace::after_failures(feed.interval, feed.failures, *wait);
                    feed.next_look = Some(now.plus_seconds(wait));
                }
            }
            if feed.failures == 0 && feed.trouble.is_none() {
                let times = feed_items::times(tx, feed.id, 30)?;
                feed.interval = pace::interval(&times, now);
                let told = feed.hub.as_ref().and_then(|hub| hub.lease_until).is_some_and(|until| until > now);
                let wait = if told { feed.interval.max(WITH_HUB) } else { feed.interval };
                feed.next_look = Some(now.plus_seconds(wait));
            }
            if feed.state != FeedState::Active {
                feed.next_look = None;
            }
            feeds::save(tx, &feed)?;
            self.look_soon(tx)?;
            Ok(looked)
        })
    }

    fn keep_items(&self, tx: &mut Tx, feed: &Feed, items: &[NewItem], now: Moment) -> Result<usize, Error> {
        let mut added = 0;
        // The oldest first, so that those without a date lie in the feed's order.
        for item in items.iter().take(TAKEN).rev() {
            if item.canonical.is_empty() || item.canonical.len() > ADDRESS || item.url.len() > ADDRESS {
                continue;
            }
            let name = item.id.as_deref().unwrap_or(&item.canonical);
            let name = if name.len() > NAME || name.contains('\0') { digest(name) } else { name.to_owned() };
            let kept = FeedItem {
                id: FeedItemId::from_raw(self.ids.next_raw()),
                feed: feed.id,
                key: name,
                url: item.url.clone(),
                canonical: item.canonical.clone(),
                headline: line(&item.headline, HEADLINE),
                byline: item.byline.iter().take(10).map(|name| line(name, 100)).collect(),
                outlet: item.outlet.as_deref().map(|outlet| line(outlet, TITLE_LIMIT)),
                published: item.published,
                at: place(item, now),
                summary: line(&item.summary, SUMMARY),
                language: item.language.as_deref().and_then(|tag| Language::parse(tag).ok()),
                state: ItemState::New,
            };
            added += usize::from(feed_items::keep(tx, &kept, now)?);
        }
        feed_items::keep_only(tx, feed.id, KEPT)?;
        Ok(added)
    }
}

fn well(feed: &mut Feed, now: Moment) {
    feed.failures = 0;
    feed.trouble = None;
    feed.read = Some(now);
}

/// Where an item stands in lists. A day without a time is its noon, so that it is that day in most zones;
/// a date in the future is a mistake or a plan, and is now.
fn place(item: &NewItem, now: Moment) -> Moment {
    let at = item.published.or(item.modified).map(|dated| match dated {
        Dated::At(moment) => moment,
        Dated::Day(_) => Moment::parse(&format!("{}T12:00:00Z", dated.iso())).unwrap_or(now),
    });
    at.map_or(now, |at| at.min(now))
}

/// Text on one line, at most so many characters.
fn line(text: &str, limit: usize) -> String {
    let text: String = text.chars().take(limit * 4).map(|c| if c.is_control() { ' ' } else { c }).collect();
    markup::cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), limit)
}
