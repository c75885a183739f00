//! What happened to watched addresses: added, dealt with, never changed otherwise.

use model::{AccountId, Alert, AlertId, AlertKind, Moment, Watch, WatchId};

use crate::db::Conn;
use crate::posts::Page;
use crate::posts::lists::bounds;
use crate::value::{Row, statements, values};
use crate::watches::{self, columns};
use crate::{Error, Tx};

macro_rules! alert {
    () => {
        "a.id, a.watch_id, a.kind, a.at, a.detail, a.before_id, a.after_id, a.text_before, a.text_after, a.dealt,
         a.dealt_by"
    };
}

macro_rules! open {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            alert!(),
            ", ",
            columns!(),
            " FROM alerts a JOIN watches w ON w.id = a.watch_id
             WHERE a.dealt IS NULL AND (a.at, a.id) < ($1, $2) ",
            $condition,
            " ORDER BY a.at DESC, a.id DESC LIMIT $3"
        )
    };
}

statements! {
    ADD = "INSERT INTO alerts (id, watch_id, kind, at, detail, before_id, after_id, text_before, text_after, dealt,
               dealt_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    OF_WATCH = concat!("SELECT ", alert!(), " FROM alerts a WHERE a.watch_id = $1 ORDER BY a.at DESC, a.id DESC LIMIT $2");
    OPEN_OF_WATCH = concat!("SELECT ", alert!(), " FROM alerts a WHERE a.watch_id = $1 AND a.dealt IS NULL
                      ORDER BY a.at, a.id LIMIT 100");
    OPEN = open!("");
    OPEN_OF_KIND = open!("AND a.kind = $4");
    COUNT_OPEN = "SELECT count(*) FROM (SELECT 1 FROM alerts WHERE dealt IS NULL LIMIT $1) AS few";
    COUNT_OF_KIND = "SELECT count(*) FROM (SELECT 1 FROM alerts WHERE dealt IS NULL AND kind = $1 LIMIT $2) AS few";
    DEAL = "UPDATE alerts SET dealt = $2, dealt_by = $3 WHERE id = $1 AND dealt IS NULL";
}

fn read(row: &mut Row) -> Result<Alert, Error> {
    Ok(Alert {
        id: row.get()?,
        watch: row.get()?,
        kind: row.word(AlertKind::parse)?,
        at: row.get()?,
        detail: row.get()?,
        before: row.get()?,
        after: row.get()?,
        text_before: row.get()?,
        text_after: row.get()?,
        dealt: row.get()?,
        dealt_by: row.get()?,
    })
}

/// Adds an alert.
///
/// # Errors
/// [`Error::Reference`] when its watch or a capture is not there.
pub fn add(tx: &mut Tx, alert: &Alert) -> Result<(), Error> {
    let row = values![
        alert.id,
        alert.watch,
        alert.kind.as_str(),
        alert.at,
        &alert.detail,
        alert.before,
        alert.after,
        alert.text_before.as_ref(),
        alert.text_after.as_ref(),
        alert.dealt,
        alert.dealt_by,
    ];
    tx.execute(ADD, row).map(drop)
}

/// Notes that an open alert was dealt with, and by whom; whether it was open.
///
/// # Errors
/// When the database can't be written.
pub fn deal(tx: &mut Tx, id: AlertId, by: Option<AccountId>, now: Moment) -> Result<bool, Error> {
    Ok(tx.execute(DEAL, values![id, now, by])? > 0)
}

/// The newest alerts of a watch, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn of_watch(conn: &mut Conn, watch: WatchId, limit: u32) -> Result<Vec<Alert>, Error> {
    conn.query(OF_WATCH, values![watch, limit])?.into_iter().map(|mut row| read(&mut row)).collect()
}

/// The open alerts of a watch, oldest first, at most a hundred.
///
/// # Errors
/// When the database can't be read.
pub fn open_of_watch(conn: &mut Conn, watch: WatchId) -> Result<Vec<Alert>, Error> {
    conn.query(OPEN_OF_WATCH, values![watch])?.into_iter().map(|mut row| read(&mut row)).collect()
}

/// Open alerts with their watches, newest first; of one kind when one is named.
///
/// # Errors
/// When the database can't be read.
pub fn open(
    conn: &mut Conn,
    kind: Option<AlertKind>,
    page: Page<AlertId>,
) -> Result<Vec<(Alert, Watch)>, Error> {
    let (at, id) = bounds(page);
    let rows = match kind {
        None => conn.query(OPEN, values![at, id, page.limit])?,
        Some(kind) => conn.query(OPEN_OF_KIND, values![at, id, page.limit, kind.as_str()])?,
    };
    rows.into_iter().map(|mut row| Ok((read(&mut row)?, watches::read(&mut row)?))).collect()
}

/// How many alerts are open, counted up to a limit.
///
/// # Errors
/// When the database can't be read.
pub fn count_open(conn: &mut Conn, limit: u32) -> Result<i64, Error> {
    conn.one(COUNT_OPEN, values![limit])?.map_or(Ok(0), |mut row| row.get())
}

/// How many open alerts there are of a kind, counted up to a limit.
///
/// # Errors
/// When the database can't be read.
pub fn count_of_kind(conn: &mut Conn, kind: AlertKind, limit: u32) -> Result<i64, Error> {
    conn.one(COUNT_OF_KIND, values![kind.as_str(), limit])?.map_or(Ok(0), |mut row| row.get())
}
