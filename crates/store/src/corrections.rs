//! Corrections and retractions as readers are told of them: the editions that carry a public note.

use model::{Correction, CorrectionRow, EditionId, PostId, Way};

use crate::Error;
use crate::db::Conn;
use crate::posts::lists::bounds;
use crate::posts::{Page, read_language, read_permalink};
use crate::value::{Row, statements, values};

macro_rules! rows {
    ($condition:literal) => {
        concat!(
            "SELECT e.id, e.post_id, e.told, e.way, e.note, p.headline, p.language, p.permalink,
                    coalesce(p.published_at, (SELECT min(f.at) FROM publications f
                        WHERE f.post_id = p.id AND f.kind = 'publish'), p.created)
             FROM editions e JOIN posts p ON p.id = e.post_id
             WHERE (e.told, e.id) < ($1, $2) ",
            $condition,
            " ORDER BY e.told DESC, e.id DESC LIMIT $3"
        )
    };
}

statements! {
    OF_POST = "SELECT id, post_id, told, way, note FROM editions
               WHERE post_id = $1 AND told IS NOT NULL ORDER BY at, id";
    NEWEST = rows!("AND p.permalink IS NOT NULL");
    /// Only what is retracted has a reason.
    RETRACTED = rows!("AND e.way = 'retraction' AND p.reason IS NOT NULL AND p.standing_at = e.told
                       AND p.permalink IS NOT NULL");
    HAS_LABEL = "SELECT post_id FROM post_labels WHERE post_id = $1 AND label = $2";
}

/// What readers are told about a post, oldest first.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Vec<Correction>, Error> {
    conn.query(OF_POST, values![post])?.iter_mut().map(read).collect()
}

/// The newest corrections and retractions of all posts. The page's time is that of the correction.
///
/// # Errors
/// When the database can't be read.
pub fn newest(conn: &mut Conn, page: Page<EditionId>) -> Result<Vec<CorrectionRow>, Error> {
    let (at, id) = bounds(page);
    read_rows(conn.query(NEWEST, values![at, id, page.limit])?)
}

/// The newest retractions that stand, and of these with a label those that have it: feeds say that they are
/// gone.
///
/// # Errors
/// When the database can't be read.
pub fn retracted(conn: &mut Conn, label: Option<&str>, limit: u32) -> Result<Vec<CorrectionRow>, Error> {
    let (at, id) = bounds(Page::<EditionId> { before: None, limit });
    let mut found = Vec::new();
    for row in read_rows(conn.query(RETRACTED, values![at, id, limit])?)? {
        let has_label = match label {
            Some(label) => conn.one(HAS_LABEL, values![row.correction.post, label])?.is_some(),
            None => true,
        };
        if has_label {
            found.push(row);
        }
    }
    Ok(found)
}

fn read(row: &mut Row) -> Result<Correction, Error> {
    Ok(Correction {
        id: row.get()?,
        post: row.get()?,
        at: row.get()?,
        way: row.word(Way::parse)?,
        note: row.get()?,
    })
}

fn read_rows(rows: Vec<Row>) -> Result<Vec<CorrectionRow>, Error> {
    rows.into_iter()
        .map(|mut row| {
            Ok(CorrectionRow {
                correction: read(&mut row)?,
                headline: row.get()?,
                language: row.optional_word(read_language)?,
                permalink: row.word(read_permalink)?,
                published: row.get()?,
            })
        })
        .collect()
}
