//! The popular lists as last computed, so that a page only reads them.

use model::{PostId, Teaser, Window};

use crate::db::Conn;
use crate::posts::lists::{read_teasers, teaser_rows};
use crate::value::{statements, values};
use crate::{Error, Tx};

statements! {
    POSTS = "SELECT post_id, score FROM popular WHERE span = $1 ORDER BY position";
    CLEAR = "DELETE FROM popular WHERE span = $1";
    ADD = "INSERT INTO popular (span, position, post_id, score) VALUES ($1, $2, $3, $4)";
    LIST = teaser_rows!("FROM popular q JOIN posts p ON p.id = q.post_id
        WHERE q.span = $1 AND p.published_at IS NOT NULL ORDER BY q.position LIMIT $2");
}

/// Writes a window's list, most popular first, over its former one; whether readers would see another
/// list: other posts, or another order.
///
/// # Errors
/// [`Error::Reference`] when a post is not there.
pub fn replace(tx: &mut Tx, window: Window, posts: &[(PostId, i64)]) -> Result<bool, Error> {
    let rows = tx.query(POSTS, values![window.as_str()])?.into_iter();
    let before: Vec<(PostId, i64)> =
        rows.map(|mut row| Ok((row.get()?, row.get()?))).collect::<Result<_, Error>>()?;
    if before == posts {
        return Ok(false);
    }
    tx.execute(CLEAR, values![window.as_str()])?;
    for ((post, score), position) in posts.iter().zip(1_i64..) {
        tx.execute(ADD, values![window.as_str(), position, *post, *score])?;
    }
    Ok(!before.iter().map(|(post, _)| post).eq(posts.iter().map(|(post, _)| post)))
}

/// A window's list, most popular first, without posts that are no longer published.
///
/// # Errors
/// When the database can't be read.
pub fn list(conn: &mut Conn, window: Window, limit: u32) -> Result<Vec<Teaser>, Error> {
    read_teasers(conn.query(LIST, values![window.as_str(), limit])?)
}
