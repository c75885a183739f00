//! What the page of a capture needs to be shown as it was: added, never changed. The bytes lie in the files.

use model::{CaptureId, Part, PartRole};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

macro_rules! columns {
    () => {
        "capture_id, position, address, role, at, status, mime, sha256, size, warc"
    };
}

statements! {
    ADD = concat!("INSERT INTO parts (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (capture_id, position) DO NOTHING");
    OF_CAPTURE = concat!("SELECT ", columns!(), " FROM parts WHERE capture_id = $1 ORDER BY position");
    OF_CONTENT = concat!("SELECT ", columns!(), " FROM parts WHERE sha256 = $1 ORDER BY at LIMIT 20");
    AFTER = concat!("SELECT ", columns!(), " FROM parts WHERE (capture_id, position) > ($1, $2)
        ORDER BY capture_id, position LIMIT $3");
}

fn read(mut row: Row) -> Result<Part, Error> {
    Ok(Part {
        capture: row.get()?,
        position: row.get()?,
        address: row.get()?,
        role: row.word(PartRole::parse)?,
        at: row.get()?,
        status: u16::try_from(row.get::<i64>()?).unwrap_or_default(),
        mime: row.get()?,
        sha256: row.get()?,
        size: row.get()?,
        warc: row.get()?,
    })
}

/// Adds a part; one in that position stays as it is. Its files should be kept before.
///
/// # Errors
/// [`Error::Reference`] when its capture is not there.
pub fn add(tx: &mut Tx, part: &Part) -> Result<(), Error> {
    let row = values![
        part.capture,
        part.position,
        &part.address,
        part.role.as_str(),
        part.at,
        part.status,
        &part.mime,
        &part.sha256,
        part.size,
        &part.warc,
    ];
    tx.execute(ADD, row).map(drop)
}

/// The parts of a capture, in order.
///
/// # Errors
/// When the database can't be read.
pub fn of_capture(conn: &mut Conn, capture: CaptureId) -> Result<Vec<Part>, Error> {
    conn.query(OF_CAPTURE, values![capture])?.into_iter().map(read).collect()
}

/// The first twenty parts whose bytes have a hash, oldest first, of whatever capture.
///
/// # Errors
/// When the database can't be read.
pub fn of_content(conn: &mut Conn, sha256: &str) -> Result<Vec<Part>, Error> {
    conn.query(OF_CONTENT, values![sha256])?.into_iter().map(read).collect()
}

/// Parts by capture and position, from behind one on; from the first one without: for those who check them
/// all.
///
/// # Errors
/// When the database can't be read.
pub fn after(conn: &mut Conn, last: Option<&Part>, limit: u32) -> Result<Vec<Part>, Error> {
    let (capture, position) = last.map_or((i64::MIN, 0), |part| (part.capture.raw(), part.position));
    conn.query(AFTER, values![capture, position, limit])?.into_iter().map(read).collect()
}
