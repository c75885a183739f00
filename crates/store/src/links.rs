//! One-time links, by the digest of the secret in them: the one that makes the owner, and those that
//! sign in.

use model::{AccountId, Moment};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

/// What a link is for, in the caller's words, and for whom.
type Link = (String, Option<AccountId>);

statements! {
    ADD = "INSERT INTO links (digest, kind, account_id, expires) VALUES ($1, $2, $3, $4)";
    TAKE = "DELETE FROM links WHERE digest = $1 AND expires > $2 RETURNING kind, account_id";
    PEEK = "SELECT kind, account_id FROM links WHERE digest = $1 AND expires > $2";
    REMOVE_KIND = "DELETE FROM links WHERE kind = $1";
    SWEEP = "DELETE FROM links WHERE expires <= $1";
}

fn read(mut row: Row) -> Result<Link, Error> {
    Ok((row.get()?, row.get()?))
}

/// Adds a link.
///
/// # Errors
/// [`Error::Reference`] when the account is not there.
pub fn add(
    tx: &mut Tx,
    digest: &str,
    kind: &str,
    account: Option<AccountId>,
    expires: Moment,
) -> Result<(), Error> {
    tx.execute(ADD, values![digest, kind, account, expires]).map(drop)
}

/// Uses a link up. Of two who try at once, one gets it.
///
/// # Errors
/// When the database can't be written.
pub fn take(tx: &mut Tx, digest: &str, now: Moment) -> Result<Option<Link>, Error> {
    tx.one(TAKE, values![digest, now])?.map(read).transpose()
}

/// What a link is for, without using it up.
///
/// # Errors
/// When the database can't be read.
pub fn peek(conn: &mut Conn, digest: &str, now: Moment) -> Result<Option<Link>, Error> {
    conn.one(PEEK, values![digest, now])?.map(read).transpose()
}

/// Takes back all links of a kind.
///
/// # Errors
/// When the database can't be written.
pub fn remove_kind(tx: &mut Tx, kind: &str) -> Result<(), Error> {
    tx.execute(REMOVE_KIND, values![kind]).map(drop)
}

/// Forgets expired links; how many.
///
/// # Errors
/// When the database can't be written.
pub fn sweep(tx: &mut Tx, now: Moment) -> Result<u64, Error> {
    tx.execute(SWEEP, values![now])
}
