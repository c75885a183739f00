//! What the owner has decided about the site, and small values the program keeps for itself.

use model::{BackupLog, BackupPlan, Site};

use crate::db::Conn;
use crate::value::{Value, statements, values};
use crate::{Error, Tx};

/// The key of the site's settings.
const SITE: &str = "site";
/// The key of when backups are made by themselves.
const BACKUP_PLAN: &str = "backup_plan";
/// The key of what came of them.
const BACKUP_LOG: &str = "backup_log";

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

/// When backups are made by themselves, as the owner decided.
///
/// # Errors
/// When the database can't be read.
pub fn backup_plan(conn: &mut Conn) -> Result<BackupPlan, Error> {
    conn.one(GET, values![BACKUP_PLAN])?.map_or_else(|| Ok(BackupPlan::default()), |mut row| row.json())
}

/// Saves when backups are made by themselves.
///
/// # Errors
/// When the database can't be written.
pub fn save_backup_plan(tx: &mut Tx, plan: &BackupPlan) -> Result<(), Error> {
    tx.execute(SET, values![BACKUP_PLAN, Value::json(plan)?]).map(drop)
}

/// What came of backups so far.
///
/// # Errors
/// When the database can't be read.
pub fn backup_log(conn: &mut Conn) -> Result<BackupLog, Error> {
    conn.one(GET, values![BACKUP_LOG])?.map_or_else(|| Ok(BackupLog::default()), |mut row| row.json())
}

/// Notes what came of backups.
///
/// # Errors
/// When the database can't be written.
pub fn save_backup_log(tx: &mut Tx, log: &BackupLog) -> Result<(), Error> {
    tx.execute(SET, values![BACKUP_LOG, Value::json(log)?]).map(drop)
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
