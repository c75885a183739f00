//! Change notices: how the processes that share a database learn what the others have changed.
//!
//! A notice is a row, written in the transaction that makes the change: it is there when, and only when, the change
//! is. Who wants to know looks from time to time for rows that he has not seen ([`Position`]). On PostgreSQL he is also
//! called when there are some ([`Listener`]); a call says nothing but “look”, so one that is lost, with its connection
//! or with the process that should have made it, costs the time until the next look and nothing else.

use std::collections::BTreeSet;
use std::time::Duration;

use model::Change;

use crate::db::Conn;
use crate::dialect::{ADD_CHANGE, ADD_CHANGES, Each, LISTEN, NEXT_STAMP};
use crate::group::Noted;
use crate::value::{Value, row, statements, values};
use crate::{Error, Tx};

/// Notices that are kept: who has missed more is told that everything may have changed.
const KEPT: i64 = 10_000;
/// Changes that are told apart in one look; where there are more, everything may have changed.
const TOLD: usize = 1_000;

statements! {
    SINCE = "SELECT number, stamp, origin, what FROM changes WHERE stamp >= $1 ORDER BY stamp, number LIMIT $2";
    OLDEST = "SELECT stamp, number FROM changes ORDER BY number LIMIT 1";
    SWEEP = "DELETE FROM changes WHERE number <= (SELECT max(number) FROM changes) - $1";
}

/// How far somebody has heard.
///
/// A transaction of PostgreSQL that took its number first may end last, so “after the last number I saw” would miss its
/// notices for ever. So rows carry the number of their transaction, their stamp, and all that was heard up to here is
/// said in two parts: every notice below `low`, where all transactions have ended; and of the others, those which are
/// named in `heard`. Each look reads all from `low` on and leaves out what it has heard, so nothing waits for a
/// transaction that takes its time, and nothing is missed when that ends. On SQLite, with one writer at a time, `heard`
/// is always empty.
#[derive(Clone, Debug, Default)]
pub struct Position {
    /// `None`: nothing was ever heard, and everything may have changed.
    low: Option<i64>,
    heard: BTreeSet<i64>,
    /// The number of the oldest notice that was there at the last look.
    oldest: i64,
}

/// Writes the notices of a transaction, but for those that it holds already.
pub(crate) fn record(
    conn: &mut Conn,
    origin: i64,
    changes: &[Change],
    noted: &mut Noted,
) -> Result<(), Error> {
    let new = changes.iter().filter(|change| noted.is_new(change));
    let rows: Vec<Vec<Value>> = new.map(|change| row![origin, change.to_string()].into()).collect();
    conn.execute_each(&Each { one: ADD_CHANGE.of(conn.engine()), all: ADD_CHANGES }, &rows)
}

/// What other processes have changed since a position, which moves on; and whether this one, of this origin, has changed
/// something.
pub(crate) fn since(
    conn: &mut Conn,
    position: &mut Position,
    origin: i64,
) -> Result<(Vec<Change>, bool), Error> {
    let next = conn.one(NEXT_STAMP.of(conn.engine()), &[])?;
    let next = next.map_or(Ok(1), |mut row| row.get::<i64>())?;
    let oldest = conn.one(OLDEST, &[])?;
    let oldest = oldest.map(|mut row| Ok::<_, Error>((row.get::<i64>()?, row.get::<i64>()?))).transpose()?;
    // Numbers that have gone back are another database's: a copy that took over, or one that was brought back.
    let known = position.low.filter(|low| *low <= next);
    // Who comes first reads as well: notices that are there already above an unfinished transaction are not news later.
    let low = known.unwrap_or(next);
    let mut changes = Vec::new();
    // The first notices have been swept since the last look, and some from this position on may have been among them.
    if oldest.is_some_and(|(stamp, first)| stamp >= low && first > position.oldest.max(1)) {
        changes.push(Change::Site);
    }
    let rows = conn.query(SINCE, values![low, KEPT + 1])?;
    let mut too_many = rows.len() as i64 > KEPT;
    let (mut heard, mut own) = (BTreeSet::new(), false);
    for mut row in rows {
        let (number, stamp): (i64, i64) = (row.get()?, row.get()?);
        let is_own = row.get::<i64>()? == origin;
        // A change that a newer Courant names and this one does not know may concern any page.
        let change = row.word(|text| Some(text.parse().unwrap_or(Change::Site)))?;
        if stamp >= next {
            heard.insert(number);
        }
        if position.heard.contains(&number) {
            continue;
        }
        own |= is_own;
        if !is_own && !too_many && !changes.contains(&change) {
            changes.push(change);
            too_many = changes.len() > TOLD;
        }
    }
    *position = Position { low: Some(next), heard, oldest: oldest.map_or(0, |(_, first)| first) };
    let is_first = known.is_none();
    Ok((if is_first || too_many { vec![Change::Site] } else { changes }, is_first || own))
}

/// Forgets all notices but the newest ten thousand.
///
/// # Errors
/// When the database can't be written.
pub fn sweep(tx: &mut Tx) -> Result<u64, Error> {
    tx.execute(SWEEP, values![KEPT])
}

/// A connection of its own on which PostgreSQL calls when another process may have changed something.
pub struct Listener(Conn);

impl Listener {
    /// Listens from now on.
    pub(crate) fn new(mut conn: Conn) -> Result<Listener, Error> {
        conn.batch(LISTEN.of(conn.engine()))?;
        Ok(Listener(conn))
    }

    /// Waits for a call, so long at most; whether one came. All that have come are one.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the connection is lost, and with it calls that nobody will repeat.
    pub fn wait(&mut self, patience: Duration) -> Result<bool, Error> {
        self.0.called(patience)
    }
}
