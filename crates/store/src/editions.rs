//! What readers could see of a post, and since when: added, never changed.

use model::{Edition, PostId, Way};

use crate::db::Conn;
use crate::value::{Row, Value, row, statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO editions (id, post_id, at, way, old_revision, revision, note, told, account_id)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    OF_POST = "SELECT id, post_id, at, way, old_revision, revision, note, account_id FROM editions
               WHERE post_id = $1 ORDER BY at, id";
}

/// Adds an edition.
///
/// # Errors
/// [`Error::Reference`] when the post or account is not there.
pub fn add(tx: &mut Tx, edition: &Edition) -> Result<(), Error> {
    tx.execute(ADD, &written(edition)).map(drop)
}

pub(crate) fn written(edition: &Edition) -> [Value; 9] {
    let told = edition.correction().map(|correction| correction.at);
    row![
        edition.id,
        edition.post,
        edition.at,
        edition.way.as_str(),
        edition.before,
        edition.revision,
        &edition.note,
        told,
        edition.by,
    ]
}

/// A post's editions, oldest first; none for one that never came out.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Vec<Edition>, Error> {
    conn.query(OF_POST, values![post])?.into_iter().map(read).collect()
}

fn read(mut row: Row) -> Result<Edition, Error> {
    Ok(Edition {
        id: row.get()?,
        post: row.get()?,
        at: row.get()?,
        way: row.word(Way::parse)?,
        before: row.get()?,
        revision: row.get()?,
        note: row.get()?,
        by: row.get()?,
    })
}
