//! Captures opened to readers and closed again: facts, added and never changed.

use model::{Act, CaptureId, Moment, Opening, SourceId};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

/// Opened captures of a source that are listed.
const LISTED: u32 = 20;

statements! {
    ADD = "INSERT INTO openings (id, capture_id, act, at, account_id) VALUES ($1, $2, $3, $4, $5)";
    OF_CAPTURE = "SELECT id, capture_id, act, at, account_id FROM openings WHERE capture_id = $1 ORDER BY id DESC
                  LIMIT 100";
    // Captures from which on the outlet has not (again) asked that no copy be shown.
    OPEN_OF_SOURCE = "SELECT c.id, c.at FROM captures c
        WHERE c.source_id = $1
          AND (SELECT o.act FROM openings o WHERE o.capture_id = c.id ORDER BY o.id DESC LIMIT 1) = 'opened'
          AND NOT EXISTS (SELECT 1 FROM captures w WHERE w.source_id = $1 AND w.noarchive IS NOT NULL
                          AND (w.at, w.id) >= (c.at, c.id))
        ORDER BY c.at DESC, c.id DESC LIMIT $2";
    WISH = "SELECT w.id FROM captures c JOIN captures w ON w.source_id = c.source_id
            WHERE c.id = $1 AND w.noarchive IS NOT NULL AND (w.at, w.id) >= (c.at, c.id)
            ORDER BY w.at, w.id LIMIT 1";
}

fn read(mut row: Row) -> Result<Opening, Error> {
    Ok(Opening {
        id: row.get()?,
        capture: row.get()?,
        act: row.word(Act::parse)?,
        at: row.get()?,
        account: row.get()?,
    })
}

/// Adds the fact that a capture was opened or closed.
///
/// # Errors
/// [`Error::Reference`] when the capture or the account is not there.
pub fn add(tx: &mut Tx, opening: &Opening) -> Result<(), Error> {
    let row = values![opening.id, opening.capture, opening.act.as_str(), opening.at, opening.account];
    tx.execute(ADD, row).map(drop)
}

/// What was done to a capture, newest first; at most a hundred facts.
///
/// # Errors
/// When the database can't be read.
pub fn of_capture(conn: &mut Conn, capture: CaptureId) -> Result<Vec<Opening>, Error> {
    conn.query(OF_CAPTURE, values![capture])?.into_iter().map(read).collect()
}

/// The captures of a source that readers may see, newest first, with when each was made; at most twenty.
///
/// # Errors
/// When the database can't be read.
pub fn open_of_source(conn: &mut Conn, source: SourceId) -> Result<Vec<(CaptureId, Moment)>, Error> {
    let rows = conn.query(OPEN_OF_SOURCE, values![source, LISTED])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.get()?))).collect()
}

/// The capture, this one or a later one of its source, with which the outlet asked that no copy be shown;
/// `None` when it has not asked since this one was made.
///
/// # Errors
/// When the database can't be read.
pub fn wish(conn: &mut Conn, capture: CaptureId) -> Result<Option<CaptureId>, Error> {
    conn.one(WISH, values![capture])?.map(|mut row| row.get()).transpose()
}
