//! Which published posts cite which watched addresses, and the words of theirs that are lost there.

use model::{Citation, CitedAs, CitingPost, LostWords, Moment, PostId, WatchId};

use crate::db::Conn;
use crate::posts::{read_language, read_permalink};
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO citations (post_id, watch_id, cited_as, published_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (post_id, watch_id) DO UPDATE
           SET cited_as = excluded.cited_as, published_at = excluded.published_at";
    REMOVE = "DELETE FROM citations WHERE post_id = $1 AND watch_id = $2";
    OF_POST = "SELECT watch_id, post_id, cited_as, published_at FROM citations WHERE post_id = $1 ORDER BY watch_id";
    OF_WATCH = "SELECT watch_id, post_id, cited_as, published_at FROM citations WHERE watch_id = $1
                ORDER BY published_at DESC, post_id DESC LIMIT $2";
    POSTS = "SELECT p.id, p.headline, p.permalink, p.language, c.cited_as FROM citations c JOIN posts p ON p.id = c.post_id
             WHERE c.watch_id = $1 ORDER BY c.published_at DESC, c.post_id DESC LIMIT $2";
    NEWEST = "SELECT max(published_at) FROM citations WHERE watch_id = $1";
    FORGET_LOST = "DELETE FROM lost_words WHERE post_id = $1";
    ADD_LOST = "INSERT INTO lost_words (post_id, position, watch_id, words) VALUES ($1, $2, $3, $4)
                ON CONFLICT (post_id, position) DO UPDATE SET watch_id = excluded.watch_id, words = excluded.words";
    LOST_OF_POST = "SELECT post_id, position, words FROM lost_words WHERE post_id = $1 ORDER BY position LIMIT 200";
    LOST_OF_WATCH = "SELECT post_id, position, words FROM lost_words WHERE watch_id = $1
                     ORDER BY post_id, position LIMIT 200";
}

fn read(mut row: Row) -> Result<Citation, Error> {
    Ok(Citation {
        watch: row.get()?,
        post: row.get()?,
        cited_as: row.word(CitedAs::parse)?,
        published: row.get()?,
    })
}

fn read_lost(mut row: Row) -> Result<LostWords, Error> {
    Ok(LostWords { post: row.get()?, position: row.get()?, words: row.get()? })
}

/// Notes that a published post cites a watched address; what was noted of the two before is replaced.
///
/// # Errors
/// [`Error::Reference`] when one of them is not there.
pub fn add(tx: &mut Tx, citation: &Citation) -> Result<(), Error> {
    let Citation { watch, post, cited_as, published } = citation;
    tx.execute(ADD, values![*post, *watch, cited_as.as_str(), *published]).map(drop)
}

/// Notes that a post cites an address no longer.
///
/// # Errors
/// When the database can't be written.
pub fn remove(tx: &mut Tx, post: PostId, watch: WatchId) -> Result<(), Error> {
    tx.execute(REMOVE, values![post, watch]).map(drop)
}

/// What a post cites.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Vec<Citation>, Error> {
    conn.query(OF_POST, values![post])?.into_iter().map(read).collect()
}

/// The newest posts that cite an address, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn of_watch(conn: &mut Conn, watch: WatchId, limit: u32) -> Result<Vec<Citation>, Error> {
    conn.query(OF_WATCH, values![watch, limit])?.into_iter().map(read).collect()
}

/// The newest posts that cite an address, newest first, as lists show them.
///
/// # Errors
/// When the database can't be read.
pub fn posts(conn: &mut Conn, watch: WatchId, limit: u32) -> Result<Vec<CitingPost>, Error> {
    let read = |mut row: Row| {
        Ok(CitingPost {
            id: row.get()?,
            headline: row.get()?,
            permalink: row.optional_word(read_permalink)?,
            language: row.optional_word(read_language)?,
            cited_as: row.word(CitedAs::parse)?,
        })
    };
    conn.query(POSTS, values![watch, limit])?.into_iter().map(read).collect()
}

/// When the newest post that cites an address came out; `None` when none does.
///
/// # Errors
/// When the database can't be read.
pub fn newest(conn: &mut Conn, watch: WatchId) -> Result<Option<Moment>, Error> {
    conn.one(NEWEST, values![watch])?.map_or(Ok(None), |mut row| row.get())
}

/// Keeps which words of a post are lost at its source, in the place of those kept before.
///
/// # Errors
/// [`Error::Reference`] when post or watch is not there.
pub fn replace_lost(tx: &mut Tx, post: PostId, watch: WatchId, words: &[String]) -> Result<(), Error> {
    tx.execute(FORGET_LOST, values![post])?;
    for (position, words) in (0_i64..).zip(words) {
        tx.execute(ADD_LOST, values![post, position, watch, words])?;
    }
    Ok(())
}

/// The words of a post that are lost at its source, the first 200, in order.
///
/// # Errors
/// When the database can't be read.
pub fn lost_of_post(conn: &mut Conn, post: PostId) -> Result<Vec<LostWords>, Error> {
    conn.query(LOST_OF_POST, values![post])?.into_iter().map(read_lost).collect()
}

/// The words of all posts that are lost at an address, the first 200.
///
/// # Errors
/// When the database can't be read.
pub fn lost_of_watch(conn: &mut Conn, watch: WatchId) -> Result<Vec<LostWords>, Error> {
    conn.query(LOST_OF_WATCH, values![watch])?.into_iter().map(read_lost).collect()
}
