//! Programs that act for an account, by the digest of a secret they were given once.

use model::{Account, AccountId, Moment, Scope, Token};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx, accounts};

statements! {
    ADD = "INSERT INTO tokens (digest, account_id, name, created, scope) VALUES ($1, $2, $3, $4, $5)";
    ACCOUNT = "SELECT a.id, a.name, a.role, a.created, t.scope, t.used
               FROM tokens t JOIN accounts a ON a.id = t.account_id WHERE t.digest = $1";
    OF_ACCOUNT = "SELECT substr(digest, 1, 16), name, scope, created, used FROM tokens
                  WHERE account_id = $1 ORDER BY created DESC LIMIT 100";
    USED = "UPDATE tokens SET used = $2 WHERE digest = $1";
    REMOVE = "DELETE FROM tokens WHERE account_id = $1 AND substr(digest, 1, 16) = $2";
    REMOVE_OF = "DELETE FROM tokens WHERE account_id = $1";
}

/// Whom a token acts for, how far, and when it was last used.
type Holder = (Account, Scope, Option<Moment>);

/// Adds a token with a name that says what it is for.
///
/// # Errors
/// [`Error::Reference`] when the account is not there.
pub fn add(
    tx: &mut Tx,
    digest: &str,
    account: AccountId,
    name: &str,
    scope: Scope,
    now: Moment,
) -> Result<(), Error> {
    tx.execute(ADD, values![digest, account, name, now, scope.as_str()]).map(drop)
}

/// The account a token acts for, with what it may do there and when it was last used.
///
/// # Errors
/// When the database can't be read.
pub fn holder(conn: &mut Conn, digest: &str) -> Result<Option<Holder>, Error> {
    let read = |mut row: Row| Ok((accounts::read(&mut row)?, scope(&mut row)?, row.get()?));
    conn.one(ACCOUNT, values![digest])?.map(read).transpose()
}

/// Notes that a token was used.
///
/// # Errors
/// When the database can't be written.
pub fn used(tx: &mut Tx, digest: &str, now: Moment) -> Result<(), Error> {
    tx.execute(USED, values![digest, now]).map(drop)
}

/// The newest hundred tokens of an account, newest first. A token's mark is the beginning of its digest.
///
/// # Errors
/// When the database can't be read.
pub fn of_account(conn: &mut Conn, account: AccountId) -> Result<Vec<Token>, Error> {
    let read = |mut row: Row| {
        Ok(Token {
            mark: row.get()?,
            label: row.get()?,
            scope: scope(&mut row)?,
            created: row.get()?,
            used: row.get()?,
        })
    };
    conn.query(OF_ACCOUNT, values![account])?.into_iter().map(read).collect()
}

/// Takes one token of an account back, by its mark; whether there was one.
///
/// # Errors
/// When the database can't be written.
pub fn remove(tx: &mut Tx, account: AccountId, mark: &str) -> Result<bool, Error> {
    Ok(tx.execute(REMOVE, values![account, mark])? > 0)
}

/// Takes all tokens of an account back.
///
/// # Errors
/// When the database can't be written.
pub fn remove_of(tx: &mut Tx, account: AccountId) -> Result<(), Error> {
    tx.execute(REMOVE_OF, values![account]).map(drop)
}

/// A scope this server does not know is one it can't grant.
fn scope(row: &mut Row) -> Result<Scope, Error> {
    row.word(|word| word.parse().ok())
}
