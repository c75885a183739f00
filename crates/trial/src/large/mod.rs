//! A site of any size, made quickly: to measure on. Posts of several languages with their labels, sources and search
//! terms, threads of comments with verdicts, readers of a month, feeds with items, watched addresses, all as the site's
//! own verbs would have left them, written through the store's doors ([`store::fill`]). The same plan gives the same
//! site.
//!
//! **Not there:** captures and files, the ledger's lines, sketches, alerts, accounts.

mod beside;
mod post;
mod readers;
mod talk;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashSet;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use model::{Moment, PostId, Site};
use store::fill::{self, Filling};
use store::posts::{self, Tally};
use store::{DatabaseUrl, Error, Tx, citations, editions, media, publications, revisions, settings, watches};

use post::{Made, Printer};
use talk::{Remark, Talk};

pub use post::{label, telling_word};
pub use words::Dice;

/// Posts written in one transaction.
const BATCH: i64 = 2_000;
/// Batches that may wait for the one who writes.
const WAITING: usize = 4;
/// Over how long the posts came out: five years, in seconds.
const SPAN: i64 = 5 * 365 * 86_400;

/// What a site is to have.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Posts, drafts among them.
    pub posts: i64,
    /// Comments of all posts together, nearly: most posts have few or none, some very many.
    pub comments: i64,
    /// Readers in the last thirty days.
    pub visits: i64,
    /// Telling words of each post ([`model::related`]).
    pub telling: usize,
    /// Whether there are pictures, feeds and watched addresses, too, and posts that are near others.
    pub beside: bool,
    /// The moment after the last of it.
    pub until: Moment,
}

impl Plan {
    /// When a post came out, given its number, from 0.
    pub fn published(&self, number: i64) -> Moment {
        let back = SPAN * (self.posts - number) / self.posts.max(1);
        self.until.plus_seconds(-back - 1)
    }

    /// The id of a post, given its number.
    pub fn id(&self, number: i64) -> PostId {
        PostId::from_raw(id_at(self.published(number), number))
    }
}

/// An id as it is made at a moment.
fn id_at(at: Moment, number: i64) -> i64 {
    (at.millis() << 20) | (number & 0xf_ffff)
}

/// Fills a new site, and says what it is doing.
///
/// # Errors
/// The store's; [`Error::Other`] when there are posts already.
pub fn fill(url: &DatabaseUrl, plan: &Plan, mut say: impl FnMut(&str)) -> Result<(), Error> {
    let mut filling = Filling::begin(url)?;
    filling.write(|tx| begin(tx, plan))?;
    let (send, receive) = sync_channel(WAITING);
    thread::scope(|scope| {
        scope.spawn(move || print(plan, &send));
        write(&mut filling, plan, receive, &mut say)
    })?;
    readers::fill(&mut filling, plan)?;
    if plan.beside {
        beside::fill(&mut filling, plan)?;
    }
    filling.finish(|left| {
        if left % 20 == 0 {
            say(&format!("{left} indexes are left"));
        }
    })
}

fn begin(tx: &mut Tx, plan: &Plan) -> Result<(), Error> {
    settings::save_site(tx, &Site { name: "A large site".into(), ..Site::default() })?;
    // Nothing that a site of this size did when it grew is to be done again now.
    settings::set(tx, "related.posts", &plan.posts.to_string())
}

/// Some posts, and the comments that came while they did.
struct Batch {
    posts: Vec<Made>,
    remarks: Vec<Remark>,
}

fn print(plan: &Plan, to: &SyncSender<Batch>) {
    let (mut printer, mut talk) = (Printer::new(plan), Talk::new(plan));
    let mut number = 0;
    while number < plan.posts {
        let end = (number + BATCH).min(plan.posts);
        let mut batch = Batch { posts: Vec::with_capacity(BATCH as usize), remarks: Vec::new() };
        for number in number..end {
            let made = printer.post(number);
            talk.about(&made.post, number, &mut batch.remarks);
            batch.posts.push(made);
        }
        number = end;
        if number == plan.posts {
            talk.rest(&mut batch.remarks);
        }
        // The one who writes has failed, and says so.
        if to.send(batch).is_err() {
            return;
        }
    }
}

/// Takes the receiver with it, so that whoever sends hears of a failure.
fn write(
    filling: &mut Filling,
    plan: &Plan,
    from: Receiver<Batch>,
    say: &mut impl FnMut(&str),
) -> Result<(), Error> {
    let (mut tally, mut named) = (Tally::default(), HashSet::new());
    let (mut posts, mut remarks) = (0, 0);
    for batch in from {
        filling.write(|tx| -> Result<(), Error> {
            for made in &batch.posts {
                write_post(tx, plan, made, &mut tally, &mut named)?;
            }
            for remark in &batch.remarks {
                let thread_at = remark.thread_at;
                fill::comment(tx, &remark.comment, thread_at, remark.worth, remark.grounds)?;
            }
            // Counts are kept small: a tally holds a line per post.
            std::mem::take(&mut tally).write(tx)
        })?;
        posts += batch.posts.len();
        remarks += batch.remarks.len();
        if posts % 100_000 == 0 {
            say(&format!("{posts} posts, {remarks} comments"));
        }
    }
    Ok(())
}

fn write_post(
    tx: &mut Tx,
    plan: &Plan,
    made: &Made,
    tally: &mut Tally,
    named: &mut HashSet<String>,
) -> Result<(), Error> {
    let post = &made.post;
    if let Some(picture) = &made.picture {
        media::add(tx, picture)?;
    }
    if let Some(source) = &post.source {
        fill::source(tx, source)?;
    }
    posts::insert_one_of_many(tx, post, &made.month, tally, named)?;
    revisions::add(tx, &made.revision)?;
    let Some(at) = post.published() else { return Ok(()) };
    publications::add(tx, post.id, None, at, "publish", "")?;
    editions::add(tx, &made.edition)?;
    fill::terms(tx, post.id, &made.terms)?;
    if plan.telling > 0 {
        fill::telling(tx, post.id, &made.telling, 600)?;
    }
    if !made.related.is_empty() {
        fill::related(tx, post.id, &made.related, 40)?;
    }
    if let Some(watch) = &made.watch {
        watches::add(tx, watch)?;
        citations::add(tx, &made.citation(watch, at))?;
    }
    Ok(())
}
