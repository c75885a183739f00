//! Whole tables, row by row, for whoever checks them: plain columns, so that a damaged row is found and not
//! stumbled over. Not for pages.

use crate::Error;
use crate::db::Conn;
use crate::value::{Row, statements, values};

/// Rows read at a time.
pub const BATCH: u32 = 200;

/// A row that names a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// The row's key.
    pub id: i64,
    /// SHA-256 of the file, in lower-case hex: its name.
    pub sha256: String,
    /// Bytes; `None` where the row does not say.
    pub size: Option<i64>,
    /// When it was kept, in microseconds since 1970.
    pub at: i64,
}

/// A post that has an address, as its row has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostRow {
    /// The row's key.
    pub id: i64,
    /// `published` and so on.
    pub standing: String,
    /// The address.
    pub permalink: String,
    /// Number of the newest revision.
    pub revision: i64,
    /// The writing, JSON.
    pub writing: String,
    /// Sanitised HTML.
    pub html: String,
    /// The excerpt.
    pub excerpt: String,
    /// What lists show besides, in this order: headline, dek, byline (JSON), language, kind, lead picture, its
    /// alternative text. They stand in the writing, too.
    pub copies: [Option<String>; 7],
    /// The address of the source.
    pub source: Option<String>,
}

statements! {
    CAPTURES = "SELECT id, sha256, size, at FROM captures WHERE id > $1 ORDER BY id LIMIT $2";
    MEDIA = "SELECT id, sha256, size, created FROM media WHERE id > $1 ORDER BY id LIMIT $2";
    ORIGINALS = "SELECT id, original, CAST(NULL AS BIGINT), created FROM media
                 WHERE id > $1 AND original IS NOT NULL ORDER BY id LIMIT $2";
    RENDITIONS = "SELECT media_id, sha256, size, size FROM renditions WHERE media_id = $1 ORDER BY width";
    POSTS = "SELECT p.id, p.standing, p.permalink, p.revision, p.writing, p.html, p.excerpt, p.headline, p.dek,
                 p.byline, p.language, p.kind, p.lead_image, p.lead_image_alt, s.url
             FROM posts p LEFT JOIN sources s ON s.id = p.source_id
             WHERE p.id > $1 AND p.permalink IS NOT NULL ORDER BY p.id LIMIT $2";
    REVISION = "SELECT writing FROM revisions WHERE post_id = $1 AND number = $2";
    JUDGED = "SELECT c.verdict,
                 (SELECT v.verdict FROM verdicts v WHERE v.comment_id = c.id
                  ORDER BY v.number DESC, v.at DESC LIMIT 1),
                 (SELECT v.verdict FROM verdicts v WHERE v.comment_id = c.id AND v.account_id IS NOT NULL
                  ORDER BY v.number DESC, v.at DESC LIMIT 1)
              FROM comments c WHERE c.id = $1";
}

fn file(mut row: Row) -> Result<FileRow, Error> {
    Ok(FileRow { id: row.get()?, sha256: row.get()?, size: row.get()?, at: row.get()? })
}

/// Captures behind an id, by id.
///
/// # Errors
/// When the database can't be read.
pub fn captures(conn: &mut Conn, after: i64) -> Result<Vec<FileRow>, Error> {
    conn.query(CAPTURES, values![after, BATCH])?.into_iter().map(file).collect()
}

/// Kept pictures behind an id, by id.
///
/// # Errors
/// When the database can't be read.
pub fn media(conn: &mut Conn, after: i64) -> Result<Vec<FileRow>, Error> {
    conn.query(MEDIA, values![after, BATCH])?.into_iter().map(file).collect()
}

/// The bytes that kept pictures were made of, where those are others.
///
/// # Errors
/// When the database can't be read.
pub fn originals(conn: &mut Conn, after: i64) -> Result<Vec<FileRow>, Error> {
    conn.query(ORIGINALS, values![after, BATCH])?.into_iter().map(file).collect()
}

/// The copies of a picture.
///
/// # Errors
/// When the database can't be read.
pub fn renditions(conn: &mut Conn, media: i64) -> Result<Vec<FileRow>, Error> {
    conn.query(RENDITIONS, values![media])?.into_iter().map(file).collect()
}

/// Posts with an address behind an id, by id.
///
/// # Errors
/// When the database can't be read.
pub fn posts(conn: &mut Conn, after: i64) -> Result<Vec<PostRow>, Error> {
    let rows = conn.query(POSTS, values![after, BATCH])?.into_iter();
    rows.map(|mut row| {
        Ok(PostRow {
            id: row.get()?,
            standing: row.get()?,
            permalink: row.get()?,
            revision: row.get()?,
            writing: row.get()?,
            html: row.get()?,
            excerpt: row.get()?,
            copies: [row.get()?, row.get()?, row.get()?, row.get()?, row.get()?, row.get()?, row.get()?],
            source: row.get()?,
        })
    })
    .collect()
}

/// A revision's writing, JSON.
///
/// # Errors
/// When the database can't be read.
pub fn revision(conn: &mut Conn, post: i64, number: i64) -> Result<Option<String>, Error> {
    conn.one(REVISION, values![post, number])?.map(|mut row| row.get()).transpose()
}

/// How a comment stands, and what was decided about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// How it stands.
    pub verdict: String,
    /// The last decision, whoever's.
    pub last: Option<String>,
    /// The last decision of somebody at the desk.
    pub by_person: Option<String>,
}

/// How a comment stands, and what was decided about it.
///
/// # Errors
/// When the database can't be read.
pub fn judged(conn: &mut Conn, comment: i64) -> Result<Option<Judged>, Error> {
    let read = |mut row: Row| Ok(Judged { verdict: row.get()?, last: row.get()?, by_person: row.get()? });
    conn.one(JUDGED, values![comment])?.map(read).transpose()
}
