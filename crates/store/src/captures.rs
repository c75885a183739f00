//! What was fetched from a source: added, never changed. The bytes lie in the files.

use model::{Capture, CaptureId, How, Moment, NoArchive, PostId, SourceId};

use crate::db::Conn;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

macro_rules! columns {
    () => {
        "id, source_id, how, at, final_url, status, headers, sha256, size, robots, noarchive, warc, article, page_text"
    };
}

statements! {
    ADD = concat!("INSERT INTO captures (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");
    BY_ID = concat!("SELECT ", columns!(), " FROM captures WHERE id = $1");
    AFTER = concat!("SELECT ", columns!(), " FROM captures WHERE id > $1 ORDER BY id LIMIT $2");
    OF_SOURCE = concat!("SELECT ", columns!(), " FROM captures WHERE source_id = $1 ORDER BY at DESC, id DESC LIMIT 100");
    NEWEST_OF_SOURCE = concat!("SELECT ", columns!(), " FROM captures WHERE source_id = $1
        ORDER BY at DESC, id DESC LIMIT 1");
    NUMBER_AND_FIRST = "SELECT count(*), min(at) FROM captures WHERE source_id = $1";
    OF_CONTENT = concat!("SELECT ", columns!(), " FROM captures WHERE sha256 = $1 ORDER BY at, id LIMIT 20");
    OF_POST = concat!("SELECT ", columns!(), " FROM captures
        WHERE source_id = (SELECT source_id FROM posts WHERE id = $1) ORDER BY at DESC, id DESC LIMIT 1");
}

fn read(mut row: Row) -> Result<Capture, Error> {
    Ok(Capture {
        id: row.get()?,
        source: row.get()?,
        how: row.word(How::parse)?,
        at: row.get()?,
        final_url: row.get()?,
        status: u16::try_from(row.get::<i64>()?).unwrap_or_default(),
        headers: row.json()?,
        sha256: row.get()?,
        size: row.get()?,
        robots: row.optional_json()?,
        noarchive: row.optional_word(NoArchive::parse)?,
        warc: row.get()?,
        article: row.get()?,
        page_text: row.get()?,
    })
}

/// Adds a capture. Its files should be kept before.
///
/// # Errors
/// [`Error::Reference`] when its source is not there.
pub fn add(tx: &mut Tx, capture: &Capture) -> Result<(), Error> {
    let row = values![
        capture.id,
        capture.source,
        capture.how.as_str(),
        capture.at,
        &capture.final_url,
        capture.status,
        Value::json(&capture.headers)?,
        &capture.sha256,
        capture.size,
        capture.robots.as_ref().map(Value::json).transpose()?.unwrap_or(Value::Null),
        capture.noarchive.map(NoArchive::as_str),
        capture.warc.as_ref(),
        capture.article.as_ref(),
        capture.page_text.as_ref(),
    ];
    tx.execute(ADD, row).map(drop)
}

/// The capture of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: CaptureId) -> Result<Option<Capture>, Error> {
    conn.one(BY_ID, values![id])?.map(read).transpose()
}

/// Captures by id, from behind one on; from the first one without.
///
/// # Errors
/// When the database can't be read.
pub fn after(conn: &mut Conn, id: Option<CaptureId>, limit: u32) -> Result<Vec<Capture>, Error> {
    let id = id.map_or(i64::MIN, CaptureId::raw);
    conn.query(AFTER, values![id, limit])?.into_iter().map(read).collect()
}

/// The newest hundred captures of a source, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn of_source(conn: &mut Conn, source: SourceId) -> Result<Vec<Capture>, Error> {
    conn.query(OF_SOURCE, values![source])?.into_iter().map(read).collect()
}

/// What is kept of a source: its newest capture, how many there are, and when the first was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The newest.
    pub newest: Capture,
    /// All of them, the newest included.
    pub number: i64,
    /// When the first was made.
    pub first: Moment,
}

/// What is kept of a source; `None` for one that was never captured.
///
/// # Errors
/// When the database can't be read.
pub fn kept(conn: &mut Conn, source: SourceId) -> Result<Option<Kept>, Error> {
    let Some(newest) = conn.one(NEWEST_OF_SOURCE, values![source])?.map(read).transpose()? else {
        return Ok(None);
    };
    let Some(mut row) = conn.one(NUMBER_AND_FIRST, values![source])? else { return Ok(None) };
    let (number, first): (_, Option<Moment>) = (row.get()?, row.get()?);
    Ok(Some(Kept { number, first: first.unwrap_or(newest.at), newest }))
}

/// The newest capture of the source a post names; `None` for a post without one, and for a source that was
/// never looked at.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Option<Capture>, Error> {
    conn.one(OF_POST, values![post])?.map(read).transpose()
}

/// The first twenty captures whose bytes have a hash, oldest first, whatever their source.
///
/// # Errors
/// When the database can't be read.
pub fn of_content(conn: &mut Conn, sha256: &str) -> Result<Vec<Capture>, Error> {
    conn.query(OF_CONTENT, values![sha256])?.into_iter().map(read).collect()
}
