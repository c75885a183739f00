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

use std::ops::Range;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;

use model::{Moment, PostId, Site};
use store::fill::{Filling, Load};
use store::{DatabaseUrl, Error, Tx, settings};

use post::Printer;
use talk::Talk;

pub use post::{label, telling_word};
pub use words::Dice;

/// Posts thought up and written together.
const BATCH: i64 = 1_000;
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
    let (give_back, taken_back) = channel();
    thread::scope(|scope| {
        scope.spawn(move || print(plan, &send, &taken_back));
        write(&mut filling, receive, &give_back, &mut say)
    })?;
    readers::fill(&mut filling, plan)?;
    if plan.beside {
        beside::fill(&mut filling, plan)?;
    }
    filling.finish(|left| say(&format!("{left} indexes are left")))
}

fn begin(tx: &mut Tx, plan: &Plan) -> Result<(), Error> {
    settings::save_site(tx, &Site { name: "A large site".into(), ..Site::default() })?;
    // Nothing that a site of this size did when it grew is to be done again now.
    settings::set(tx, "related.posts", &plan.posts.to_string())
}

/// Some posts, and the comments that came while they did.
struct Batch {
    load: Load,
    posts: i64,
    remarks: usize,
}

/// Thinks everything up, and puts it into the words of the database: the one who writes has enough to do.
fn print(plan: &Plan, to: &SyncSender<Result<Batch, Error>>, taken_back: &Receiver<Load>) {
    let (mut printer, mut talk) = (Printer::new(plan), Talk::new(plan));
    let mut number = 0;
    while number < plan.posts {
        let end = (number + BATCH).min(plan.posts);
        let mut load = taken_back.try_recv().unwrap_or_default();
        load.clear();
        let batch = some(plan, &mut printer, &mut talk, number..end, load);
        // The one who writes has failed, and says so.
        if to.send(batch).is_err() {
            return;
        }
        number = end;
    }
}

fn some(
    plan: &Plan,
    printer: &mut Printer<'_>,
    talk: &mut Talk<'_>,
    numbers: Range<i64>,
    mut load: Load,
) -> Result<Batch, Error> {
    let mut remarks = Vec::new();
    for number in numbers.clone() {
        let made = printer.post(number);
        talk.about(&made.post, number, &mut remarks);
        made.put(&mut load)?;
    }
    if numbers.end == plan.posts {
        talk.rest(&mut remarks);
    }
    for remark in &remarks {
        load.comment(&remark.comment, remark.thread_at, remark.worth, remark.grounds);
    }
    Ok(Batch { load, posts: numbers.end - numbers.start, remarks: remarks.len() })
}

/// Takes the receiver with it, so that whoever sends hears of a failure.
fn write(
    filling: &mut Filling,
    from: Receiver<Result<Batch, Error>>,
    give_back: &Sender<Load>,
    say: &mut impl FnMut(&str),
) -> Result<(), Error> {
    let (mut posts, mut remarks) = (0, 0);
    for batch in from {
        let mut batch = batch?;
        filling.load(&mut batch.load)?;
        // Emptied and filled again by the one who filled it; once nothing more is to come, nobody wants it.
        let _ = give_back.send(batch.load);
        posts += batch.posts;
        remarks += batch.remarks;
        if posts % 100_000 == 0 {
            say(&format!("{posts} posts, {remarks} comments"));
        }
    }
    Ok(())
}
