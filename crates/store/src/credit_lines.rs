//! Lines in texts that seem to say where a text comes from, until a person has decided.

use model::import::CreditLine;
use model::{Moment, PostId};

use crate::db::Conn;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO credit_lines (post_id, state, line, source, created) VALUES ($1, 'waiting', $2, $3, $4)
           ON CONFLICT (post_id) DO NOTHING";
    WAITING = "SELECT c.post_id, c.line, c.source, p.headline, p.permalink FROM credit_lines c
               JOIN posts p ON p.id = c.post_id WHERE c.state = 'waiting' AND c.post_id > $1 ORDER BY c.post_id LIMIT $2";
    OF_POST = "SELECT post_id, line, source FROM credit_lines WHERE post_id = $1 AND state = 'waiting'";
    COUNT = "SELECT count(*) FROM credit_lines WHERE state = 'waiting'";
    DECIDE = "UPDATE credit_lines SET state = $2 WHERE post_id = $1";
}

/// What was decided about such a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is the post's source now.
    Taken,
    /// It stays text.
    Dismissed,
}

/// A line that waits, with its post's headline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The line.
    pub line: CreditLine,
    /// What its post is called.
    pub headline: String,
    /// Encoded path of its post.
    pub permalink: Option<String>,
}

/// Adds a line; a post has one at most.
///
/// # Errors
/// [`Error::Reference`] when there is no such post.
pub fn add(tx: &mut Tx, line: &CreditLine, now: Moment) -> Result<(), Error> {
    tx.execute(ADD, values![line.post, &line.line, Value::json(&line.source)?, now]).map(drop)
}

/// Lines that wait, by post, behind one.
///
/// # Errors
/// When the database can't be read.
pub fn waiting(conn: &mut Conn, after: Option<PostId>, limit: u32) -> Result<Vec<Waiting>, Error> {
    let after = after.map_or(i64::MIN, PostId::raw);
    let rows = conn.query(WAITING, values![after, limit])?.into_iter();
    rows.map(|mut row| {
        let line = read(&mut row)?;
        let headline = row.get()?;
        let permalink = row.optional_word(crate::posts::read_permalink)?.map(|path| path.encoded());
        Ok(Waiting { line, headline, permalink })
    })
    .collect()
}

/// The line of a post that waits.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Option<CreditLine>, Error> {
    conn.one(OF_POST, values![post])?.map(|mut row| read(&mut row)).transpose()
}

/// How many lines wait.
///
/// # Errors
/// When the database can't be read.
pub fn count(conn: &mut Conn) -> Result<i64, Error> {
    conn.one(COUNT, values![])?.map_or(Ok(0), |mut row| row.get())
}

/// Writes what was decided about the line of a post.
///
/// # Errors
/// When the database can't be written.
pub fn decide(tx: &mut Tx, post: PostId, taken: Taken) -> Result<(), Error> {
    let word = match taken {
        Taken::Taken => "taken",
        Taken::Dismissed => "dismissed",
    };
    tx.execute(DECIDE, values![post, word]).map(drop)
}

fn read(row: &mut Row) -> Result<CreditLine, Error> {
    Ok(CreditLine { post: row.get()?, line: row.get()?, source: row.json()? })
}
