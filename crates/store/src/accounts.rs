//! People who sign in.

use model::{Account, AccountId, Role};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO accounts (id, name, role, created, password_hash) VALUES ($1, $2, $3, $4, $5)";
    BY_ID = "SELECT id, name, role, created FROM accounts WHERE id = $1";
    BY_NAME = "SELECT id, name, role, created, password_hash FROM accounts WHERE name = $1";
    LIST = "SELECT id, name, role, created FROM accounts ORDER BY id";
    COUNT = "SELECT count(*) FROM accounts";
    SET_PASSWORD = "UPDATE accounts SET password_hash = $2 WHERE id = $1";
    SET_ROLE = "UPDATE accounts SET role = $2 WHERE id = $1";
}

/// Reads `id, name, role, created`.
pub(crate) fn read(row: &mut Row) -> Result<Account, Error> {
    Ok(Account {
        id: row.get()?,
        name: row.get()?,
        role: row.word(|word| word.parse::<Role>().ok())?,
        created: row.get()?,
    })
}

/// Adds an account.
///
/// # Errors
/// [`Error::Duplicate`] with `accounts` when the name is taken.
pub fn add(tx: &mut Tx, account: &Account, password_hash: &str) -> Result<(), Error> {
    let row = values![account.id, &account.name, account.role.as_str(), account.created, password_hash];
    tx.execute(ADD, row).map(drop)
}

/// The account of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: AccountId) -> Result<Option<Account>, Error> {
    conn.one(BY_ID, values![id])?.map(|mut row| read(&mut row)).transpose()
}

/// The account of a name, with its password's hash.
///
/// # Errors
/// When the database can't be read.
pub fn by_name(conn: &mut Conn, name: &str) -> Result<Option<(Account, String)>, Error> {
    let row = conn.one(BY_NAME, values![name])?;
    row.map(|mut row| Ok((read(&mut row)?, row.get()?))).transpose()
}

/// All accounts, oldest first.
///
/// # Errors
/// When the database can't be read.
pub fn list(conn: &mut Conn) -> Result<Vec<Account>, Error> {
    conn.query(LIST, &[])?.into_iter().map(|mut row| read(&mut row)).collect()
}

/// How many accounts there are.
///
/// # Errors
/// When the database can't be read.
pub fn count(conn: &mut Conn) -> Result<i64, Error> {
    conn.one(COUNT, &[])?.map_or(Ok(0), |mut row| row.get())
}

/// Sets an account's password hash; whether there is such an account.
///
/// # Errors
/// When the database can't be written.
pub fn set_password(tx: &mut Tx, id: AccountId, password_hash: &str) -> Result<bool, Error> {
    Ok(tx.execute(SET_PASSWORD, values![id, password_hash])? > 0)
}

/// Sets what an account is trusted with; whether there is such an account.
///
/// # Errors
/// When the database can't be written.
pub fn set_role(tx: &mut Tx, id: AccountId, role: Role) -> Result<bool, Error> {
    Ok(tx.execute(SET_ROLE, values![id, role.as_str()])? > 0)
}
