//! What addresses are looked up by, and the source each leads to.

use std::borrow::Cow;

use model::{PostId, SourceId};

use crate::db::Conn;
use crate::files::sha256_hex;
use crate::posts;
use crate::value::{statements, values};
use crate::{Error, Tx};

/// Longest key kept as it is, in bytes: PostgreSQL can't index much longer ones.
const LONGEST: usize = 500;
/// Bytes of a longer one that are kept before its digest.
const BEGINNING: usize = 100;

statements! {
    // The update changes nothing; it waits for another transaction's row of the key and answers it.
    CLAIM = "INSERT INTO addresses (key, source_id) VALUES ($1, $2)
             ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING source_id";
    MOVE = "UPDATE addresses SET source_id = $2 WHERE key = $1";
    SOURCE_OF = "SELECT source_id FROM addresses WHERE key = $1";
    POST_OF = "SELECT p.id FROM addresses a JOIN posts p ON p.source_id = a.source_id
               WHERE a.key = $1 ORDER BY p.id LIMIT 1";
}

/// A key in a length that can be indexed.
pub(crate) fn kept(key: &str) -> Cow<'_, str> {
    if key.len() <= LONGEST {
        return Cow::Borrowed(key);
    }
    let beginning = key.floor_char_boundary(BEGINNING);
    Cow::Owned(format!("{}…{}", &key[..beginning], sha256_hex(key.as_bytes())))
}

/// Has a key lead to a source, and says which one it leads to now: this one, or the one it has led to before
/// if there is a post of that.
///
/// Who claims several keys in one transaction claims them in alphabetical order, lest two transactions wait
/// for each other.
///
/// # Errors
/// [`Error::Reference`] when there is no such source.
pub fn claim(tx: &mut Tx, key: &str, source: SourceId) -> Result<SourceId, Error> {
    let key = kept(key);
    let row = tx.one(CLAIM, values![key.as_ref(), source])?;
    let holder: SourceId =
        row.ok_or_else(|| Error::Other("a claimed address was not answered".to_owned()))?.get()?;
    if holder == source || posts::of_source(tx, holder)?.is_some() {
        return Ok(holder);
    }
    tx.execute(MOVE, values![key.as_ref(), source])?;
    Ok(source)
}

/// The source a key leads to.
///
/// # Errors
/// When the database can't be read.
pub fn source_of(conn: &mut Conn, key: &str) -> Result<Option<SourceId>, Error> {
    conn.one(SOURCE_OF, values![kept(key).as_ref()])?.map(|mut row| row.get()).transpose()
}

/// The first post made from the source that a key leads to.
///
/// # Errors
/// When the database can't be read.
pub fn post_of(conn: &mut Conn, key: &str) -> Result<Option<PostId>, Error> {
    conn.one(POST_OF, values![kept(key).as_ref()])?.map(|mut row| row.get()).transpose()
}
