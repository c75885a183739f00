//! Old addresses and where they lead.

use model::{Moment, Permalink, PostId};

use crate::db::Conn;
use crate::posts::read_permalink;
use crate::value::{statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO redirects (path, post_id, target, created) VALUES ($1, $2, $3, $4) ON CONFLICT (path) DO NOTHING";
    FIND = "SELECT p.permalink, r.target FROM redirects r LEFT JOIN posts p ON p.id = r.post_id WHERE r.path = $1";
}

/// Where an old address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lead {
    /// To a post, wherever that stands.
    Post(Permalink),
    /// To a path of this site, or an address elsewhere.
    Address(String),
}

/// Has an old address lead to a post. One that leads somewhere already stays.
///
/// # Errors
/// [`Error::Reference`] when there is no such post.
pub fn to_post(tx: &mut Tx, path: &str, post: PostId, now: Moment) -> Result<(), Error> {
    tx.execute(ADD, values![path, post, None::<&str>, now]).map(drop)
}

/// Has an old address lead to a path or address. One that leads somewhere already stays.
///
/// # Errors
/// When the database can't be written.
pub fn to_address(tx: &mut Tx, path: &str, target: &str, now: Moment) -> Result<(), Error> {
    tx.execute(ADD, values![path, None::<PostId>, target, now]).map(drop)
}

/// Where an old address, decoded and with its query, leads. One of a post that is not out leads nowhere.
///
/// # Errors
/// When the database can't be read.
pub fn find(conn: &mut Conn, path: &str) -> Result<Option<Lead>, Error> {
    let Some(mut row) = conn.one(FIND, values![path])? else { return Ok(None) };
    let (permalink, target) = (row.optional_word(read_permalink)?, row.get::<Option<String>>()?);
    Ok(permalink.map(Lead::Post).or(target.map(Lead::Address)))
}
