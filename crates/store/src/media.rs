//! Pictures kept with the site. The bytes lie in the files; one content, one row.

use model::Media;

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO media (id, sha256, mime, width, height, size, origin, created)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (sha256) DO NOTHING";
    BY_SHA = "SELECT id, sha256, mime, width, height, size, origin, created FROM media WHERE sha256 = $1";
    NEWEST = "SELECT id, sha256, mime, width, height, size, origin, created FROM media
              ORDER BY created DESC, id DESC LIMIT $1";
}

fn read(mut row: Row) -> Result<Media, Error> {
    Ok(Media {
        id: row.get()?,
        sha256: row.get()?,
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
    let row = values![
        media.id,
        &media.sha256,
        &media.mime,
        media.width,
        media.height,
        media.size,
        &media.origin,
        media.created,
    ];
    tx.execute(ADD, row)?;
    let kept = by_sha(tx, &media.sha256)?;
    kept.ok_or_else(|| Error::Other("a written media row was not found".to_owned()))
}

/// The picture of a content's hash.
///
/// # Errors
/// When the database can't be read.
pub fn by_sha(conn: &mut Conn, sha256: &str) -> Result<Option<Media>, Error> {
    conn.one(BY_SHA, values![sha256])?.map(read).transpose()
}

/// The pictures stored last.
///
/// # Errors
/// When the database can't be read.
pub fn newest(conn: &mut Conn, limit: u32) -> Result<Vec<Media>, Error> {
    conn.query(NEWEST, values![limit])?.into_iter().map(read).collect()
}
