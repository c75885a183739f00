//! Lists of posts of any standing, as the desk and the worker see them.

use std::collections::BTreeMap;

use model::{AccountId, Moment, PostId, PostRow, SourceId};

use crate::Error;
use crate::db::Conn;
use crate::posts::lists::bounds;
use crate::posts::{Page, read_language, read_permalink, read_standing};
use crate::tallies;
use crate::value::{Row, statements, values};

/// Which posts the desk's list shows; all when nothing is named.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeskFilter<'a> {
    /// `draft`, `scheduled`, `published` or `retracted`.
    pub standing: Option<&'a str>,
    /// This account's only.
    pub author: Option<AccountId>,
}

macro_rules! rows {
    ($condition:literal) => {
        concat!(
            "SELECT p.id, p.headline, p.standing, p.published_at, p.standing_at, p.reason, p.permalink,
                    p.author_id, a.name, p.language, p.outlet, p.modified, g.glance
             FROM posts p LEFT JOIN accounts a ON a.id = p.author_id
                          LEFT JOIN glances g ON g.clipping_id = p.clipping_id
             WHERE (p.modified, p.id) < ($1, $2) ",
            $condition,
            " ORDER BY p.modified DESC, p.id DESC LIMIT $3"
        )
    };
}

statements! {
    ALL = rows!("");
    OF_STANDING = rows!("AND p.standing = $4");
    OF_AUTHOR = rows!("AND p.author_id = $4");
    OF_BOTH = rows!("AND p.standing = $4 AND p.author_id = $5");
    AFTER = "SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT $2";
    SCHEDULED = "SELECT id, standing_at FROM posts WHERE standing = 'scheduled' ORDER BY standing_at";
    DUE = "SELECT id FROM posts WHERE standing = 'scheduled' AND standing_at <= $1 ORDER BY standing_at LIMIT 100";
    PUBLISHED_AFTER = "SELECT id FROM posts WHERE id > $1 AND published_at IS NOT NULL ORDER BY id LIMIT $2";
    OF_SOURCE = "SELECT id FROM posts WHERE source_id = $1 ORDER BY id LIMIT 1";
    CITING = "SELECT id FROM posts WHERE source_id = $1 ORDER BY id DESC LIMIT $2";
}

fn read_row(mut row: Row) -> Result<PostRow, Error> {
    Ok(PostRow {
        id: row.get()?,
        headline: row.get()?,
        standing: read_standing(&mut row)?,
        permalink: row.optional_word(read_permalink)?,
        author: row.get()?,
        author_name: row.get()?,
        language: row.optional_word(read_language)?,
        outlet: row.get()?,
        modified: row.get()?,
        // A newer server may have written more than this one understands.
        glance: row.get::<Option<String>>()?.and_then(|text| serde_json::from_str(&text).ok()),
    })
}

/// Posts by when they last changed, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn desk_list(conn: &mut Conn, filter: DeskFilter<'_>, page: Page<PostId>) -> Result<Vec<PostRow>, Error> {
    let (at, id) = bounds(page);
    let limit = page.limit;
    let rows = match (filter.standing, filter.author) {
        (None, None) => conn.query(ALL, values![at, id, limit])?,
        (Some(standing), None) => conn.query(OF_STANDING, values![at, id, limit, standing])?,
        (None, Some(author)) => conn.query(OF_AUTHOR, values![at, id, limit, author])?,
        (Some(standing), Some(author)) => conn.query(OF_BOTH, values![at, id, limit, standing, author])?,
    };
    rows.into_iter().map(read_row).collect()
}

/// Scheduled posts whose time has come, longest due first; at most a hundred at once.
///
/// # Errors
/// When the database can't be read.
pub fn due(conn: &mut Conn, now: Moment) -> Result<Vec<PostId>, Error> {
    conn.query(DUE, values![now])?.into_iter().map(|mut row| row.get()).collect()
}

/// Posts of every standing by id, from behind one on; from the first one without.
///
/// # Errors
/// When the database can't be read.
pub fn after(conn: &mut Conn, id: Option<PostId>, limit: u32) -> Result<Vec<PostId>, Error> {
    let id = id.map_or(i64::MIN, PostId::raw);
    conn.query(AFTER, values![id, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// All scheduled posts with their moments, longest due first.
///
/// # Errors
/// When the database can't be read.
pub fn scheduled(conn: &mut Conn) -> Result<Vec<(PostId, Moment)>, Error> {
    conn.query(SCHEDULED, &[])?.into_iter().map(|mut row| Ok((row.get()?, row.get()?))).collect()
}

/// Published posts by id, from behind one on; from the first one without.
///
/// # Errors
/// When the database can't be read.
pub fn published_after(conn: &mut Conn, id: Option<PostId>, limit: u32) -> Result<Vec<PostId>, Error> {
    let id = id.map_or(i64::MIN, PostId::raw);
    conn.query(PUBLISHED_AFTER, values![id, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// The first post made from a source.
///
/// # Errors
/// When the database can't be read.
pub fn of_source(conn: &mut Conn, source: SourceId) -> Result<Option<PostId>, Error> {
    conn.one(OF_SOURCE, values![source])?.map(|mut row| row.get()).transpose()
}

/// The newest posts that credit a source, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn citing(conn: &mut Conn, source: SourceId, limit: u32) -> Result<Vec<PostId>, Error> {
    conn.query(CITING, values![source, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// How many posts there are of each standing that occurs; a page that is out is published like any other.
///
/// # Errors
/// When the database can't be read.
pub fn count_by_standing(conn: &mut Conn) -> Result<Vec<(String, i64)>, Error> {
    let mut counts = BTreeMap::<String, i64>::new();
    for (key, number) in tallies::all(conn, tallies::STANDING)? {
        let standing = if key == tallies::PAGE { "published".to_owned() } else { key };
        *counts.entry(standing).or_default() += number;
    }
    Ok(counts.into_iter().collect())
}
