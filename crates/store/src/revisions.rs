//! Kept earlier texts: numbered per post, added, never changed.

use model::{Post, PostId, Revision, RevisionId};

use crate::db::Conn;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO revisions (id, post_id, number, writing, author_id, at) VALUES ($1, $2, $3, $4, $5, $6)";
    OF_POST = "SELECT id, post_id, number, writing, author_id, at FROM revisions WHERE post_id = $1
               ORDER BY number DESC LIMIT $2";
    BY_NUMBER = "SELECT id, post_id, number, writing, author_id, at FROM revisions
                 WHERE post_id = $1 AND number = $2";
}

fn read(mut row: Row) -> Result<Revision, Error> {
    Ok(Revision {
        id: row.get()?,
        post: row.get()?,
        number: row.get()?,
        writing: row.json()?,
        author: row.get()?,
        at: row.get()?,
    })
}

/// Adds a revision.
///
/// # Errors
/// [`Error::Duplicate`] with `revisions` when the post has one of that number: another save was quicker.
pub fn add(tx: &mut Tx, revision: &Revision) -> Result<(), Error> {
    let row = values![
        revision.id,
        revision.post,
        revision.number,
        Value::json(&revision.writing)?,
        revision.author,
        revision.at,
    ];
    tx.execute(ADD, row).map(drop)
}

/// Adds the revision that a new post has, with its writing as it is kept ([`crate::posts::kept`]).
///
/// # Errors
/// As [`add`].
pub fn add_first(tx: &mut Tx, id: RevisionId, post: &Post, writing: &str) -> Result<(), Error> {
    tx.execute(ADD, values![id, post.id, post.revision, writing, post.author, post.modified]).map(drop)
}

/// A post's revisions, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId, limit: u32) -> Result<Vec<Revision>, Error> {
    conn.query(OF_POST, values![post, limit])?.into_iter().map(read).collect()
}

/// A post's revision of a number.
///
/// # Errors
/// When the database can't be read.
pub fn by_number(conn: &mut Conn, post: PostId, number: i64) -> Result<Option<Revision>, Error> {
    conn.one(BY_NUMBER, values![post, number])?.map(read).transpose()
}
