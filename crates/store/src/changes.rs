//! Change notices: how the processes that share a database learn what the others have changed.

use model::Change;

use crate::db::Conn;
use crate::dialect::{ADD_CHANGE, NEXT_STAMP};
use crate::value::{statements, values};
use crate::{Error, Tx};

/// Notices that are kept: who has missed more is told that everything may have changed.
const KEPT: i64 = 10_000;

statements! {
    SINCE = "SELECT what, origin FROM changes WHERE stamp >= $1 AND stamp < $2 ORDER BY stamp, number";
    OLDEST = "SELECT stamp, number FROM changes ORDER BY number LIMIT 1";
    SWEEP = "DELETE FROM changes WHERE number <= (SELECT max(number) FROM changes) - $1";
}

/// Writes the notices of a transaction.
pub(crate) fn record(conn: &mut Conn, origin: i64, changes: &[Change]) -> Result<(), Error> {
    for change in changes {
        conn.execute(ADD_CHANGE.of(conn.engine()), values![origin, change.to_string()])?;
    }
    Ok(())
}

/// The notices of other processes from a position on, and the position to ask from next time. A
/// negative position asks only for the present one.
pub(crate) fn since(conn: &mut Conn, from: i64, origin: i64) -> Result<(i64, Vec<Change>), Error> {
    let next = conn.one(NEXT_STAMP.of(conn.engine()), &[])?;
    let next = next.map_or(Ok(1), |mut row| row.get::<i64>())?.max(from);
    if from < 0 || from == next {
        return Ok((next, Vec::new()));
    }
    let mut changes = Vec::new();
    // The first notices have been swept, and those of this position may have been among them.
    if let Some(mut row) = conn.one(OLDEST, &[])?
        && row.get::<i64>()? >= from
        && row.get::<i64>()? > 1
    {
        changes.push(Change::Site);
    }
    for mut row in conn.query(SINCE, values![from, next])? {
        // A change that a newer Courant names and this one does not know may concern any page.
        let change = row.word(|text| Some(text.parse().unwrap_or(Change::Site)))?;
        if row.get::<i64>()? != origin && !changes.contains(&change) {
            changes.push(change);
        }
    }
    Ok((next, changes))
}

/// Forgets all notices but the newest ten thousand.
///
/// # Errors
/// When the database can't be written.
pub fn sweep(tx: &mut Tx) -> Result<u64, Error> {
    tx.execute(SWEEP, values![KEPT])
}
