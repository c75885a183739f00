//! What the owner has decided about the site, and small values the program keeps for itself.

use model::Site;

use crate::db::Conn;
use crate::value::{Value, statements, values};
use crate::{Error, Tx};

/// The key of the site's settings.
const SITE: &str = "site";

statements! {
    GET = "SELECT value FROM settings WHERE key = $1";
    SET = "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    SET_NEW = "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
}

/// The site's settings; a new site's when none were saved.
///
/// # Errors
/// When the database can't be read.
pub fn site(conn: &mut Conn) -> Result<Site, Error> {
    conn.one(GET, values![SITE])?.map_or_else(|| Ok(Site::default()), |mut row| row.json())
}

/// Saves the site's settings.
///
/// # Errors
/// When the database can't be written.
pub fn save_site(tx: &mut Tx, site: &Site) -> Result<(), Error> {
    tx.execute(SET, values![SITE, Value::json(site)?]).map(drop)
}

/// The value of a key.
///
/// # Errors
/// When the database can't be read.
pub fn get(conn: &mut Conn, key: &str) -> Result<Option<String>, Error> {
    conn.one(GET, values![key])?.map(|mut row| row.get()).transpose()
}

/// Sets the value of a key. The key `site` is [`save_site`]'s.
///
/// # Errors
/// When the database can't be written.
pub fn set(tx: &mut Tx, key: &str, value: &str) -> Result<(), Error> {
    tx.execute(SET, values![key, value]).map(drop)
}

/// Sets the value of a key that has none, and answers with the value it has now: two processes that
/// start together agree on one secret.
///
/// # Errors
/// When the database can't be written.
pub fn set_new(tx: &mut Tx, key: &str, value: &str) -> Result<String, Error> {
    tx.execute(SET_NEW, values![key, value])?;
    Ok(get(tx, key)?.unwrap_or_else(|| value.to_owned()))
}
