//! Readers' flags.

use model::{Comment, CommentId, Complaint, Flag, FlagId, Moment};

use crate::comments::rank;
use crate::db::Conn;
use crate::value::{statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO flags (id, comment_id, at, complaint, note, sender) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (comment_id, sender) DO NOTHING";
    COUNT = "UPDATE comments SET flags = flags + 1 WHERE id = $1";
    SETTLE = "UPDATE comments SET flags = 0 WHERE id = $1 AND flags > 0";
    OF_COMMENT = "SELECT complaint, note, at FROM flags WHERE comment_id = $1 ORDER BY id LIMIT $2";
    HAS_BEEN_READ = "SELECT 1 FROM verdicts WHERE comment_id = $1 AND account_id IS NOT NULL LIMIT 1";
    OPEN = "SELECT count(*) FROM (SELECT 1 FROM comments WHERE flags > 0 ORDER BY created LIMIT $1) AS open";
}

/// Adds a flag, one per sender and comment; whether it is new.
///
/// # Errors
/// [`Error::Reference`] when the comment is not there.
pub fn add(tx: &mut Tx, id: FlagId, comment: &Comment, flag: &Flag, sender: &str) -> Result<bool, Error> {
    let row = values![id, comment.id, flag.at, flag.complaint.as_str(), &flag.note, sender];
    if tx.execute(ADD, row)? == 0 {
        return Ok(false);
    }
    tx.execute(COUNT, values![comment.id])?;
    rank(tx, comment.root)?;
    Ok(true)
}

/// Says that somebody has seen to all flags of a comment.
///
/// # Errors
/// When the database can't be written.
pub fn settle(tx: &mut Tx, comment: &Comment) -> Result<(), Error> {
    if tx.execute(SETTLE, values![comment.id])? > 0 { rank(tx, comment.root) } else { Ok(()) }
}

/// A comment's flags, oldest first, at most `limit`; those seen to as well.
///
/// # Errors
/// When the database can't be read.
pub fn of_comment(conn: &mut Conn, id: CommentId, limit: u32) -> Result<Vec<Flag>, Error> {
    let rows = conn.query(OF_COMMENT, values![id, limit])?.into_iter();
    rows.map(|mut row| {
        let complaint: Complaint = row.word(|word| word.parse().ok())?;
        let (note, at): (String, Moment) = (row.get()?, row.get()?);
        Ok(Flag { complaint, note, at })
    })
    .collect()
}

/// Whether a person has ever decided about a comment.
///
/// # Errors
/// When the database can't be read.
pub fn has_been_read(conn: &mut Conn, id: CommentId) -> Result<bool, Error> {
    Ok(conn.one(HAS_BEEN_READ, values![id])?.is_some())
}

/// How many comments have flags that nobody has seen to, counted up to `limit`.
///
/// # Errors
/// When the database can't be read.
pub fn open(conn: &mut Conn, limit: u32) -> Result<u32, Error> {
    conn.one(OPEN, values![limit])?.map_or(Ok(0), |mut row| crate::comments::count_of(&mut row))
}
