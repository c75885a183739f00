//! Counts of posts that are kept with every write of a post, so that no page has to count.

use std::collections::BTreeMap;

use model::{Post, PostId};

use crate::db::Conn;
use crate::dialect::POST_FACTS;
use crate::value::{statements, values};
use crate::{Error, Tx};

/// Posts of a standing; pages that are out stand apart, as [`PAGE`].
pub(crate) const STANDING: &str = "standing";
/// The key of pages that are out.
pub(crate) const PAGE: &str = "page";
/// Published posts of a label's slug.
pub(crate) const LABEL: &str = "label";
/// Published posts from a host.
pub(crate) const HOST: &str = "host";
/// Published posts of a month, `YYYY-MM`.
pub(crate) const MONTH: &str = "month";
/// Comments that were learnt from, by verdict; and how many lessons there ever were.
pub(crate) const LESSONS: &str = "lessons";

statements! {
    ADD = "INSERT INTO tallies (kind, key, number) VALUES ($1, $2, $3)
           ON CONFLICT (kind, key) DO UPDATE SET number = tallies.number + excluded.number";
    NUMBER = "SELECT number FROM tallies WHERE kind = $1 AND key = $2";
    KIND = "SELECT key, number FROM tallies WHERE kind = $1 AND number > 0 ORDER BY key";
    LABELS_OF = "SELECT label FROM post_labels WHERE post_id = $1";
}

/// A tally that a post counts in: kind and key.
type Fact = (&'static str, String);

/// What a post counts in as it is now; nothing when there is no such post. On PostgreSQL its row is
/// locked, so that two writes of one post don't both subtract the same state.
pub(crate) fn facts(tx: &mut Tx, post: PostId) -> Result<Vec<Fact>, Error> {
    let engine = tx.engine();
    let Some(mut row) = tx.one(POST_FACTS.of(engine), values![post])? else { return Ok(Vec::new()) };
    let standing: String = row.get()?;
    let (month, host): (Option<String>, Option<String>) = (row.get()?, row.get()?);
    let labels = match standing.as_str() {
        "published" => tx.query(LABELS_OF, values![post])?.into_iter().map(|mut row| row.get()).collect(),
        _ => Ok(Vec::new()),
    };
    Ok(counted(&standing, month.as_deref(), host, labels?))
}

/// What a post of such a row counts in.
fn counted(standing: &str, month: Option<&str>, host: Option<String>, labels: Vec<String>) -> Vec<Fact> {
    if standing != "published" {
        return vec![(STANDING, standing.to_owned())];
    }
    let mut facts = Vec::new();
    facts.extend(month.filter(|month| !month.is_empty()).map(|month| (MONTH, month.to_owned())));
    facts.extend(host.map(|host| (HOST, host)));
    facts.extend(labels.into_iter().map(|label| (LABEL, label)));
    // Only what stands among the posts has a month.
    facts.push((STANDING, if month.is_none() { PAGE } else { standing }.to_owned()));
    facts
}

/// What some new posts count in together, written once.
#[derive(Debug, Default)]
pub struct Tally(BTreeMap<Fact, i64>);

impl Tally {
    /// Counts a post that is new, by what its row says.
    pub(crate) fn add(&mut self, post: &Post, month: Option<&str>, host: Option<String>) {
        let labels = post.writing.labels.iter().map(|label| label.slug.to_string()).collect();
        for fact in counted(post.standing.as_str(), month, host, labels) {
            *self.0.entry(fact).or_default() += 1;
        }
    }

    /// Writes them.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn write(self, tx: &mut Tx) -> Result<(), Error> {
        step(tx, self.0)
    }
}

/// Moves a post from what it counted in to what it counts in. In one order for all, so that two
/// transactions never wait for each other in a circle.
pub(crate) fn replace(tx: &mut Tx, before: Vec<Fact>, after: Vec<Fact>) -> Result<(), Error> {
    let mut steps: BTreeMap<Fact, i64> = BTreeMap::new();
    for fact in before {
        *steps.entry(fact).or_default() -= 1;
    }
    for fact in after {
        *steps.entry(fact).or_default() += 1;
    }
    step(tx, steps)
}

fn step(tx: &mut Tx, steps: BTreeMap<Fact, i64>) -> Result<(), Error> {
    for ((kind, key), step) in steps.into_iter().filter(|(_, step)| *step != 0) {
        tx.execute(ADD, values![kind, key, step])?;
    }
    Ok(())
}

/// One count.
pub(crate) fn number(conn: &mut Conn, kind: &str, key: &str) -> Result<i64, Error> {
    conn.one(NUMBER, values![kind, key])?.map_or(Ok(0), |mut row| row.get())
}

/// All counts of a kind that are not zero, by key.
pub(crate) fn all(conn: &mut Conn, kind: &str) -> Result<Vec<(String, i64)>, Error> {
    conn.query(KIND, values![kind])?.into_iter().map(|mut row| Ok((row.get()?, row.get()?))).collect()
}
