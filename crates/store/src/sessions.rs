//! Who is signed in, by the digest of a secret that only their browser has.

use model::{Account, AccountId, Moment};

use crate::db::Conn;
use crate::value::{statements, values};
use crate::{Error, Tx, accounts};

statements! {
    ADD = "INSERT INTO sessions (digest, account_id, expires, created) VALUES ($1, $2, $3, $4)";
    ACCOUNT = "SELECT a.id, a.name, a.role, a.created FROM sessions s JOIN accounts a ON a.id = s.account_id
               WHERE s.digest = $1 AND s.expires > $2";
    REMOVE = "DELETE FROM sessions WHERE digest = $1";
    REMOVE_OF = "DELETE FROM sessions WHERE account_id = $1";
    SWEEP = "DELETE FROM sessions WHERE expires <= $1";
}

/// Adds a session.
///
/// # Errors
/// [`Error::Reference`] when the account is not there.
pub fn add(tx: &mut Tx, digest: &str, account: AccountId, expires: Moment, now: Moment) -> Result<(), Error> {
    tx.execute(ADD, values![digest, account, expires, now]).map(drop)
}

/// The account of a session that has not expired.
///
/// # Errors
/// When the database can't be read.
pub fn account(conn: &mut Conn, digest: &str, now: Moment) -> Result<Option<Account>, Error> {
    conn.one(ACCOUNT, values![digest, now])?.map(|mut row| accounts::read(&mut row)).transpose()
}

/// Ends a session; nothing happens when there is none.
///
/// # Errors
/// When the database can't be written.
pub fn remove(tx: &mut Tx, digest: &str) -> Result<(), Error> {
    tx.execute(REMOVE, values![digest]).map(drop)
}

/// Ends all sessions of an account.
///
/// # Errors
/// When the database can't be written.
pub fn remove_of(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(REMOVE_OF, values![account]).map(drop)
}

/// Forgets expired sessions; how many.
///
/// # Errors
/// When the database can't be written.
pub fn sweep(tx: &mut Tx, now: Moment) -> Result<u64, Error> {
    tx.execute(SWEEP, values![now])
}
