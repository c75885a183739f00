//! Which feeds are looked at: subscribed to, paused, left.

use model::feed::{TITLE_LIMIT, pace};
use model::{
    Actor, Feed, FeedId, FeedItemId, FeedState, Job, JobId, ListedFeed, Moment, Permission, Validators,
};
use store::{Tx, feeds, jobs};

use crate::clip::web_address;
use crate::{Desk, Error, access};

/// Most feeds of a site.
pub(crate) const FEEDS: u32 = 2_000;
/// Feeds promised a look in one run, and seconds to the next run: a queue that stays short lets a clip or a
/// scheduled post through.
const LOOKS: u32 = 4;
const NEXT_RUN: i64 = 5;
/// Seconds after which a look that was promised and never ended is promised again.
const LOST: i64 = 15 * 60;

/// What became of a wish to look at a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subscribed {
    /// The feed.
    pub feed: FeedId,
    /// Whether it was looked at before.
    pub existing: bool,
    /// The job of its first look.
    pub job: Option<JobId>,
}

/// What became of a list of feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New ones.
    pub added: usize,
    /// Those looked at already.
    pub known: usize,
    /// Addresses that are none, or more than there may be.
    pub refused: Vec<String>,
}

impl Desk {
    /// Looks at a feed from now on: its address, or that of a page that names it. The first look is a job.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::Invalid`] for what is no web address;
    /// [`Error::Conflict`] when there are too many.
    pub fn subscribe(&self, actor: &Actor, address: &str) -> Result<Subscribed, Error> {
        access::require(actor, Permission::Write)?;
        let address = feed_address(address)?;
        self.write(|tx| {
            if let Some(mut feed) = feeds::by_address(tx, &address)? {
                let job =
                    if feed.state == FeedState::Active { None } else { Some(self.wake(tx, &mut feed)?) };
                return Ok(Subscribed { feed: feed.id, existing: true, job });
            }
            if feeds::count(tx)? >= i64::from(FEEDS) {
                return Err(Error::Conflict(format!(
                    "There are {FEEDS} feeds already, the most that can be looked at; remove some first."
                )));
            }
            let mut feed = self.new_feed(address.clone(), "", None);
            feeds::add(tx, &feed)?;
            let job = self.wake(tx, &mut feed)?;
            Ok(Subscribed { feed: feed.id, existing: false, job: Some(job) })
        })
    }

    /// Looks at the feeds of a list from now on, all that can be.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write.
    pub fn import_feeds(&self, actor: &Actor, list: &[ListedFeed]) -> Result<Imported, Error> {
        access::require(actor, Permission::Write)?;
        let now = self.now();
        self.write(|tx| {
            let mut done = Imported::default();
            let mut room = i64::from(FEEDS) - feeds::count(tx)?;
            for listed in list {
                let Some(address) = feed_address(&listed.address).ok().filter(|_| room > 0) else {
                    done.refused.push(listed.address.chars().take(200).collect());
                    continue;
                };
                if feeds::by_address(tx, &address)?.is_some() {
                    done.known += 1;
                    continue;
                }
                let mut feed = self.new_feed(address, &listed.title, listed.site.as_deref());
                feed.next_look = Some(now);
                feeds::add(tx, &feed)?;
                room -= 1;
                done.added += 1;
            }
            self.look_soon(tx)?;
            Ok(done)
        })
    }

    /// Stops looking at a feed until it is resumed. One that is paused stays so.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::NotFound`].
    pub fn pause_feed(&self, actor: &Actor, id: FeedId) -> Result<(), Error> {
        self.change_feed(actor, id, |desk, tx, mut feed| {
            desk.leave_hub(tx, &mut feed)?;
            feed.state = FeedState::Paused;
            feed.next_look = None;
            feeds::save(tx, &feed)?;
            Ok(())
        })
    }

    /// Looks at a feed again, at once: a paused one, one that was stopped, or one whose time has not come.
    /// Names the job of the look.
    ///
    /// # Errors
    /// As [`Desk::pause_feed`].
    pub fn resume_feed(&self, actor: &Actor, id: FeedId) -> Result<JobId, Error> {
        self.change_feed(actor, id, |desk, tx, mut feed| desk.wake(tx, &mut feed))
    }

    /// Looks at a feed no longer, and forgets it and its items. What was clipped stays. One that is gone
    /// stays so.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write.
    pub fn unsubscribe(&self, actor: &Actor, id: FeedId) -> Result<(), Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            if let Some(mut feed) = feeds::by_id(tx, id)? {
                self.leave_hub(tx, &mut feed)?;
                feeds::remove(tx, id)?;
            }
            Ok(())
        })
    }

    /// Promises a look at each feed whose time has come, some at once; the work of [`Job::LookAtFeeds`].
    pub(crate) fn look_at_feeds(&self) -> Result<(), Error> {
        let now = self.now();
        self.write(|tx| {
            for id in feeds::due(tx, now, LOOKS)? {
                feeds::look_at(tx, id, Some(now.plus_seconds(LOST)))?;
                self.promise_look(tx, id, now)?;
            }
            self.look_soon(tx)
        })
    }

    /// Sees to it that the next feed whose time comes is looked at.
    pub(crate) fn look_soon(&self, tx: &mut Tx) -> Result<(), Error> {
        let now = self.now();
        let Some(next) = feeds::next_look(tx)? else { return Ok(()) };
        let at = next.max(now.plus_seconds(NEXT_RUN));
        let id = JobId::from_raw(self.ids.next_raw());
        jobs::enqueue_by(tx, Job::LookAtFeeds.name(), id, &Job::LookAtFeeds, at, now)?;
        Ok(())
    }

    /// Promises a look at a feed; exactly one waits.
    pub(crate) fn promise_look(&self, tx: &mut Tx, feed: FeedId, at: Moment) -> Result<JobId, Error> {
        let id = JobId::from_raw(self.ids.next_raw());
        let key = format!("feed:{feed}");
        jobs::enqueue_by(tx, &key, id, &Job::ReadFeed { feed }, at, self.now())?;
        Ok(id)
    }

    fn wake(&self, tx: &mut Tx, feed: &mut Feed) -> Result<JobId, Error> {
        let now = self.now();
        feed.state = FeedState::Active;
        feed.next_look = Some(now.plus_seconds(LOST));
        feeds::save(tx, feed)?;
        let job = self.promise_look(tx, feed.id, now)?;
        self.look_soon(tx)?;
        Ok(job)
    }

    fn change_feed<T>(
        &self,
        actor: &Actor,
        id: FeedId,
        change: impl Fn(&Desk, &mut Tx, Feed) -> Result<T, Error>,
    ) -> Result<T, Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            let feed = feeds::by_id(tx, id)?.ok_or_else(|| Error::missing("feed"))?;
            change(self, tx, feed)
        })
    }

    fn new_feed(&self, address: String, title: &str, site: Option<&str>) -> Feed {
        let title: String = title.chars().filter(|c| !c.is_control()).take(TITLE_LIMIT).collect();
        let host = model::SourceFields { url: address.clone(), ..Default::default() }.host();
        Feed {
            id: FeedId::from_raw(self.ids.next_raw()),
            title: if title.trim().is_empty() { host } else { title.trim().to_owned() },
            site: site.and_then(|site| web_address(site).ok()),
            address,
            state: FeedState::Active,
            validators: Validators::default(),
            failures: 0,
            trouble: None,
            looked: None,
            read: None,
            next_look: None,
            interval: pace::FIRST,
            hub: None,
            created: self.now(),
        }
    }
}

/// An address as people copy it: also with `feed:` before it.
pub(crate) fn feed_address(text: &str) -> Result<String, Error> {
    let text = text.trim();
    let text = match text.strip_prefix("feed:") {
        Some(rest) if rest.starts_with("//") => format!("https:{rest}"),
        Some(rest) => rest.to_owned(),
        None => text.to_owned(),
    };
    let without_fragment = text.split('#').next().unwrap_or_default();
    web_address(without_fragment).map_err(|error| match error {
        Error::Invalid(problems) => {
            Error::field("address", problems.of("url").unwrap_or_default().to_owned())
        }
        other => other,
    })
}

/// From where on a list was seen when everything in it is put away.
pub type SeenFrom = (Moment, FeedItemId);
