//! Pictures kept with the site, and their copies. The bytes lie in the files; one content, one row.

use model::{Media, MediaId, Rendition, Shown};

use crate::db::Conn;
use crate::dialect::{SHOWN, media_columns};
use crate::value::{Row, Value, row, statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO media (id, sha256, original, mime, width, height, size, origin, created)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (sha256) DO NOTHING";
    BY_ID = concat!("SELECT ", media_columns!(), " FROM media m WHERE m.id = $1");
    BY_SHA = concat!("SELECT ", media_columns!(), " FROM media m WHERE m.sha256 = $1");
    NEWEST = concat!("SELECT ", media_columns!(), " FROM media m ORDER BY m.created DESC, m.id DESC LIMIT $1");
    AFTER = concat!("SELECT ", media_columns!(), " FROM media m WHERE m.id > $1 ORDER BY m.id LIMIT $2");
    PLACE = "SELECT count(*) FROM media WHERE id <= $1";
    SERVED = "SELECT mime FROM media WHERE sha256 = $1";
    SERVED_COPY = "SELECT mime FROM renditions WHERE sha256 = $1 LIMIT 1";
    ADD_RENDITION = "INSERT INTO renditions (media_id, mime, width, height, size, sha256)
                     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (media_id, mime, width) DO NOTHING";
    RENDERED = "SELECT width FROM renditions WHERE media_id = $1 LIMIT 1";
}

fn read(row: &mut Row) -> Result<Media, Error> {
    Ok(Media {
        id: row.get()?,
        sha256: row.get()?,
        original: row.get()?,
        mime: row.get()?,
        width: row.get()?,
        height: row.get()?,
        size: row.get()?,
        origin: row.get()?,
        created: row.get()?,
    })
}

/// Adds a picture and answers with it, or with the row its content already has. Its file should be kept
/// before.
///
/// # Errors
/// When the database can't be written.
pub fn add(tx: &mut Tx, media: &Media) -> Result<Media, Error> {
    tx.execute(ADD, &written(media))?;
    let kept = by_sha(tx, &media.sha256)?;
    kept.ok_or_else(|| Error::Other("a written media row was not found".to_owned()))
}

pub(crate) fn written(media: &Media) -> [Value; 9] {
    row![
        media.id,
        &media.sha256,
        &media.original,
        &media.mime,
        media.width,
        media.height,
        media.size,
        &media.origin,
        media.created,
    ]
}

/// The picture of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: MediaId) -> Result<Option<Media>, Error> {
    conn.one(BY_ID, values![id])?.map(|mut row| read(&mut row)).transpose()
}

/// The picture of a content's hash.
///
/// # Errors
/// When the database can't be read.
pub fn by_sha(conn: &mut Conn, sha256: &str) -> Result<Option<Media>, Error> {
    conn.one(BY_SHA, values![sha256])?.map(|mut row| read(&mut row)).transpose()
}

/// The pictures stored last.
///
/// # Errors
/// When the database can't be read.
pub fn newest(conn: &mut Conn, limit: u32) -> Result<Vec<Media>, Error> {
    conn.query(NEWEST, values![limit])?.into_iter().map(|mut row| read(&mut row)).collect()
}

/// Pictures by id, from behind one on; from the first one without.
///
/// # Errors
/// When the database can't be read.
pub fn after(conn: &mut Conn, id: Option<MediaId>, limit: u32) -> Result<Vec<Media>, Error> {
    let id = id.map_or(i64::MIN, MediaId::raw);
    conn.query(AFTER, values![id, limit])?.into_iter().map(|mut row| read(&mut row)).collect()
}

/// How many pictures there are up to one, by id: its place in [`after`]'s order.
///
/// # Errors
/// When the database can't be read.
pub fn place(conn: &mut Conn, id: MediaId) -> Result<i64, Error> {
    conn.one(PLACE, values![id])?.map_or(Ok(0), |mut row| row.get())
}

/// The type of a content that may be served: a picture's or a copy's. An original's hash is neither.
///
/// # Errors
/// When the database can't be read.
pub fn served(conn: &mut Conn, sha256: &str) -> Result<Option<String>, Error> {
    for statement in [SERVED, SERVED_COPY] {
        if let Some(mut row) = conn.one(statement, values![sha256])? {
            return row.get().map(Some);
        }
    }
    Ok(None)
}

/// The pictures of some contents with their copies, in one question. Hashes without a picture are left out.
///
/// # Errors
/// When the database can't be read.
pub fn shown(conn: &mut Conn, hashes: &[String]) -> Result<Vec<Shown>, Error> {
    if hashes.is_empty() {
        return Ok(Vec::new());
    }
    let engine = conn.engine();
    let mut all: Vec<Shown> = Vec::new();
    for mut row in conn.query(SHOWN.of(engine), &[Value::json(&hashes)?])? {
        let media = read(&mut row)?;
        if all.last().is_none_or(|last| last.media.id != media.id) {
            all.push(Shown { media, renditions: Vec::new() });
        }
        let mime: Option<String> = row.get()?;
        if let (Some(mime), Some(last)) = (mime, all.last_mut()) {
            last.renditions.push(Rendition {
                mime,
                width: row.get()?,
                height: row.get()?,
                size: row.get()?,
                sha256: row.get()?,
            });
        }
    }
    Ok(all)
}

/// Adds a copy of a picture; one of that type and width stays as it is. Its file should be kept before.
///
/// # Errors
/// [`Error::Reference`] when there is no such picture.
pub fn add_rendition(tx: &mut Tx, id: MediaId, copy: &Rendition) -> Result<(), Error> {
    let row = values![id, &copy.mime, copy.width, copy.height, copy.size, &copy.sha256];
    tx.execute(ADD_RENDITION, row).map(drop)
}

/// Whether a picture has copies.
///
/// # Errors
/// When the database can't be read.
pub fn is_rendered(conn: &mut Conn, id: MediaId) -> Result<bool, Error> {
    Ok(conn.one(RENDERED, values![id])?.is_some())
}
