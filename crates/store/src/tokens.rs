//! Programs that act for an account, by the digest of a secret they were given once.

use model::{Account, AccountId, Moment};

use crate::db::Conn;
use crate::value::{statements, values};
use crate::{Error, Tx, accounts};

statements! {
    ADD = "INSERT INTO tokens (digest, account_id, name, created) VALUES ($1, $2, $3, $4)";
    ACCOUNT = "SELECT a.id, a.name, a.role, a.created FROM tokens t JOIN accounts a ON a.id = t.account_id
               WHERE t.digest = $1";
    OF_ACCOUNT = "SELECT name, created FROM tokens WHERE account_id = $1 ORDER BY created";
    REMOVE_OF = "DELETE FROM tokens WHERE account_id = $1";
}

/// Adds a token with a name that says what it is for.
///
/// # Errors
/// [`Error::Reference`] when the account is not there.
pub fn add(tx: &mut Tx, digest: &str, account: AccountId, name: &str, now: Moment) -> Result<(), Error> {
    tx.execute(ADD, values![digest, account, name, now]).map(drop)
}

/// The account a token acts for.
///
/// # Errors
/// When the database can't be read.
pub fn account(conn: &mut Conn, digest: &str) -> Result<Option<Account>, Error> {
    conn.one(ACCOUNT, values![digest])?.map(|mut row| accounts::read(&mut row)).transpose()
}

/// Names of an account's tokens with when they were made, oldest first.
///
/// # Errors
/// When the database can't be read.
pub fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<(String, Moment)>, Error> {
    let rows = conn.query(OF_ACCOUNT, values![account])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.get()?))).collect()
}

/// Takes all tokens of an account back.
///
/// # Errors
/// When the database can't be written.
pub fn remove_of(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(REMOVE_OF, values![account]).map(drop)
}
