//! Tries that failed, for throttles that outlive a restart. The key says what was tried, from where.

use model::Moment;

use crate::db::Conn;
use crate::value::{statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO attempts (key, at) VALUES ($1, $2)";
    COUNT = "SELECT count(*) FROM attempts WHERE key = $1 AND at >= $2";
    CLEAR = "DELETE FROM attempts WHERE key = $1";
    SWEEP = "DELETE FROM attempts WHERE at < $1";
}

/// Adds a try.
///
/// # Errors
/// When the database can't be written.
pub fn add(tx: &mut Tx, key: &str, now: Moment) -> Result<(), Error> {
    tx.execute(ADD, values![key, now]).map(drop)
}

/// How many tries a key has had since a moment.
///
/// # Errors
/// When the database can't be read.
pub fn count_since(conn: &mut Conn, key: &str, since: Moment) -> Result<i64, Error> {
    conn.one(COUNT, values![key, since])?.map_or(Ok(0), |mut row| row.get())
}

/// Forgets a key's tries.
///
/// # Errors
/// When the database can't be written.
pub fn clear(tx: &mut Tx, key: &str) -> Result<(), Error> {
    tx.execute(CLEAR, values![key]).map(drop)
}

/// Forgets tries before a moment; how many.
///
/// # Errors
/// When the database can't be written.
pub fn sweep(tx: &mut Tx, before: Moment) -> Result<u64, Error> {
    tx.execute(SWEEP, values![before])
}
