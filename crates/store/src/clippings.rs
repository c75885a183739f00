//! What was understood from captures, and which post was made of it.

use model::{CaptureId, Clipping, ClippingId, Moment, PostId, SourceId};

use crate::db::Conn;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

/// A clipping with its key and the post made of it.
type Kept = (ClippingId, Option<PostId>, Clipping);

statements! {
    ADD = "INSERT INTO clippings (id, source_id, capture_id, post_id, created, clipping)
           VALUES ($1, $2, $3, $4, $5, $6)";
    ADD_GLANCE = "INSERT INTO glances (clipping_id, glance) VALUES ($1, $2)";
    BY_ID = "SELECT id, post_id, clipping FROM clippings WHERE id = $1";
    OF_SOURCE = "SELECT id, post_id, clipping FROM clippings WHERE source_id = $1 ORDER BY created, id LIMIT 1";
    OF_POST = "SELECT c.id, c.post_id, c.clipping FROM posts p JOIN clippings c ON c.id = p.clipping_id
               WHERE p.id = $1";
    OF_CAPTURE = "SELECT id, post_id, clipping FROM clippings WHERE capture_id = $1 ORDER BY id DESC LIMIT 1";
    CAPTURE = "SELECT capture_id FROM clippings WHERE id = $1";
}

fn read(mut row: Row) -> Result<Kept, Error> {
    Ok((row.get()?, row.get()?, row.json()?))
}

/// Adds a clipping, before the post that names it.
///
/// # Errors
/// [`Error::Reference`] when its source or capture is not there.
pub fn add(
    tx: &mut Tx,
    id: ClippingId,
    source: SourceId,
    capture: CaptureId,
    post: Option<PostId>,
    clipping: &Clipping,
    now: Moment,
) -> Result<(), Error> {
    tx.execute(ADD, values![id, source, capture, post, now, Value::json(clipping)?])?;
    tx.execute(ADD_GLANCE, values![id, Value::json(&clipping.glance())?]).map(drop)
}

/// The clipping of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: ClippingId) -> Result<Option<Kept>, Error> {
    conn.one(BY_ID, values![id])?.map(read).transpose()
}

/// The first clipping of a source.
///
/// # Errors
/// When the database can't be read.
pub fn of_source(conn: &mut Conn, source: SourceId) -> Result<Option<Kept>, Error> {
    conn.one(OF_SOURCE, values![source])?.map(read).transpose()
}

/// The capture a clipping was read from.
///
/// # Errors
/// When the database can't be read.
pub fn capture(conn: &mut Conn, id: ClippingId) -> Result<Option<CaptureId>, Error> {
    conn.one(CAPTURE, values![id])?.map(|mut row| row.get()).transpose()
}

/// The newest clipping that was read from a capture.
///
/// # Errors
/// When the database can't be read.
pub fn of_capture(conn: &mut Conn, capture: CaptureId) -> Result<Option<Kept>, Error> {
    conn.one(OF_CAPTURE, values![capture])?.map(read).transpose()
}

/// The clipping a post's text was read from last.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Option<Kept>, Error> {
    conn.one(OF_POST, values![post])?.map(read).transpose()
}
