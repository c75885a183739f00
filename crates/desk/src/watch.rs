//! What published posts cite comes under watch, and is looked at when its time comes.

use std::collections::BTreeMap;

use model::watch::{LINKS_OF_A_POST, pace};
use model::{
    Citation, CitedAs, Job, JobId, Moment, Post, PostId, SourceId, Watch, WatchId, canonical_address,
};
use store::{Tx, citations, jobs, posts, watches};

use crate::{Desk, Error};

/// Watches promised a look in one run, and seconds to the next run: a queue that stays short lets a clip or a
/// scheduled post through. That is some 35,000 looks a day at most; what is due longer waits its turn.
const LOOKS: u32 = 2;
const NEXT_RUN: i64 = 5;
/// Seconds after which a look that was promised and never ended is promised again.
const LOST: i64 = 15 * 60;
/// Longest address that is watched, in bytes.
const ADDRESS: usize = 2_000;
/// Posts brought under watch in one run.
const POSTS: u32 = 50;

impl Desk {
    /// Brings what a post cites under watch while it is published, and lets go of what it cites no longer. To
    /// be called in the transaction that publishes, changes or takes back.
    pub(crate) fn watch_cited(&self, tx: &mut Tx, post: &Post) -> Result<(), Error> {
        let wanted = cited(post);
        let mut kept: Vec<WatchId> = Vec::new();
        if let Some(published) = post.published() {
            // In the order of addresses, lest two posts that cite the same wait for each other.
            for (address, (cited_as, source)) in &wanted {
                let watch = self.watch_of(tx, address, *source, published)?;
                kept.push(watch);
                let citation = Citation { watch, post: post.id, cited_as: *cited_as, published };
                citations::add(tx, &citation)?;
                let watch = self.follow_citations(tx, watch)?;
                if *cited_as == CitedAs::Source
                    && let Some(watch) = watch.filter(|watch| watch.changed.is_some())
                {
                    self.look_for_lost(tx, post, &watch)?;
                }
            }
        }
        for citation in citations::of_post(tx, post.id)? {
            if !kept.contains(&citation.watch) {
                citations::remove(tx, post.id, citation.watch)?;
                if citation.cited_as == CitedAs::Source {
                    citations::replace_lost(tx, post.id, citation.watch, &[])?;
                }
                self.follow_citations(tx, citation.watch)?;
            }
        }
        self.look_at_sources_soon(tx)
    }

    fn watch_of(
        &self,
        tx: &mut Tx,
        address: &str,
        source: Option<SourceId>,
        published: Moment,
    ) -> Result<WatchId, Error> {
        if let Some(mut watch) = watches::by_address(tx, address)? {
            // What was only linked to until now has become a source.
            if watch.source.is_none() && source.is_some() {
                watch.source = source;
                watches::save(tx, &watch)?;
            }
            return Ok(watch.id);
        }
        let id = WatchId::from_raw(self.ids.next_raw());
        let watch = Watch::new(id, address.to_owned(), source, published, self.now());
        if watches::add(tx, &watch)? {
            return Ok(id);
        }
        Err(Error::Conflict("Another post that cites the same address came out just now.".to_owned()))
    }

    /// Sets the pace of a watch by the posts that cite it now: none, none.
    fn follow_citations(&self, tx: &mut Tx, id: WatchId) -> Result<Option<Watch>, Error> {
        let Some(mut watch) = watches::by_id(tx, id)? else { return Ok(None) };
        let before = watch.clone();
        match citations::newest(tx, id)? {
            None => watch.next_look = None,
            Some(newest) => {
                let is_news = newest > watch.cited || watch.next_look.is_none();
                watch.cited = newest;
                if is_news && watch.stopped.is_none() {
                    let soon = pace::first_look(&watch, self.now());
                    watch.next_look = Some(watch.next_look.map_or(soon, |planned| planned.min(soon)));
                }
            }
        }
        if watch != before {
            watches::save(tx, &watch)?;
        }
        Ok(Some(watch))
    }

    /// Promises a look at each watch whose time has come, some at once; the work of [`Job::LookAtSources`].
    pub(crate) fn look_at_sources(&self) -> Result<(), Error> {
        let now = self.now();
        self.write(|tx| {
            for id in watches::due(tx, now, LOOKS)? {
                watches::look_at(tx, id, Some(now.plus_seconds(LOST)))?;
                self.promise_look_again(tx, id, now)?;
            }
            self.look_at_sources_soon(tx)
        })
    }

    /// Sees to it that the next watch whose time comes is looked at.
    pub(crate) fn look_at_sources_soon(&self, tx: &mut Tx) -> Result<(), Error> {
        let now = self.now();
        let Some(next) = watches::next_look(tx)? else { return Ok(()) };
        let at = next.max(now.plus_seconds(NEXT_RUN));
        let id = JobId::from_raw(self.ids.next_raw());
        jobs::enqueue_by(tx, Job::LookAtSources.name(), id, &Job::LookAtSources, at, now)?;
        Ok(())
    }

    /// Promises a look at a watch; exactly one waits.
    pub(crate) fn promise_look_again(&self, tx: &mut Tx, watch: WatchId, at: Moment) -> Result<(), Error> {
        let id = JobId::from_raw(self.ids.next_raw());
        jobs::enqueue_by(tx, &format!("watch:{watch}"), id, &Job::LookAgain { watch }, at, self.now())?;
        Ok(())
    }

    /// Brings published posts from before there were watches under watch, some at a time; the work of
    /// [`Job::WatchPosts`].
    pub(crate) fn watch_posts(&self, after: Option<PostId>) -> Result<(), Error> {
        let some = self.store.read(|conn| posts::published_after(conn, after, POSTS))?;
        let Some(last) = some.last().copied() else { return Ok(()) };
        let now = self.now();
        for id in some {
            self.write(|tx| {
                posts::lock(tx, id)?;
                match posts::by_id(tx, id)? {
                    Some(post) => self.watch_cited(tx, &post),
                    None => Ok(()),
                }
            })?;
        }
        self.write(|tx| {
            let id = JobId::from_raw(self.ids.next_raw());
            Ok(tx.enqueue(id, &Job::WatchPosts { after: Some(last) }, now, now)?)
        })
    }
}

/// What a post cites, by address: its source, and the links of its text.
fn cited(post: &Post) -> BTreeMap<String, (CitedAs, Option<SourceId>)> {
    let mut found = BTreeMap::new();
    for link in markup::links(&post.html).iter().take(LINKS_OF_A_POST) {
        found.insert(canonical_address(link), (CitedAs::Link, None));
    }
    if let Some(source) = &post.source {
        found.insert(canonical_address(&source.fields.url), (CitedAs::Source, Some(source.id)));
    }
    found.retain(|address, _| address.len() <= ADDRESS && !address.contains('\0'));
    found
}
