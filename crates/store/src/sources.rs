//! Outside pages we take from: one address, one source.

use model::{Dated, Language, Moment, Source, SourceFields, SourceId};

use crate::db::Conn;
use crate::posts::read_language;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

macro_rules! columns {
    () => {
        "id, url, host, outlet, byline, published, language, headline, licence, created"
    };
}

statements! {
    BY_ID = concat!("SELECT ", columns!(), " FROM sources WHERE id = $1");
    BY_URL = concat!("SELECT ", columns!(), " FROM sources WHERE url = $1");
    AFTER = concat!("SELECT ", columns!(), " FROM sources WHERE id > $1 ORDER BY id LIMIT $2");
    NEWEST = concat!("SELECT ", columns!(), " FROM sources ORDER BY created DESC, id DESC LIMIT $1");
    UPSERT = concat!(
        "INSERT INTO sources (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (url) DO UPDATE SET outlet = excluded.outlet, byline = excluded.byline,
             published = excluded.published, language = excluded.language, headline = excluded.headline,
             licence = excluded.licence
         RETURNING ", columns!());
    NAME_OUTLET = "UPDATE posts SET outlet = $2 WHERE source_id = $1 AND outlet <> $2";
}

/// Reads the columns behind the id.
pub(crate) fn read_after_id(id: SourceId, row: &mut Row) -> Result<Source, Error> {
    let url = row.get()?;
    let host = row.get()?;
    let fields = SourceFields {
        url,
        outlet: row.get()?,
        byline: row.json()?,
        published: row.optional_word(Dated::parse)?,
        language: row.optional_word(read_language)?,
        headline: row.get()?,
        licence: row.get()?,
    };
    Ok(Source { id, fields, host, created: row.get()? })
}

fn read(mut row: Row) -> Result<Source, Error> {
    let id = row.get()?;
    read_after_id(id, &mut row)
}

/// Writes what is known of a source. An address that is known keeps its id and its time; the other
/// fields become these, on all posts made from it.
///
/// # Errors
/// When the database can't be written.
pub fn upsert(tx: &mut Tx, id: SourceId, fields: &SourceFields, now: Moment) -> Result<Source, Error> {
    let row = tx.one(
        UPSERT,
        values![
            id,
            &fields.url,
            fields.host(),
            &fields.outlet,
            Value::json(&fields.byline)?,
            fields.published.map(Dated::iso),
            fields.language.as_ref().map(Language::as_str),
            &fields.headline,
            &fields.licence,
            now
        ],
    )?;
    let source = read(row.ok_or_else(|| Error::Other("a written source was not answered".to_owned()))?)?;
    tx.execute(NAME_OUTLET, values![source.id, &source.fields.outlet])?;
    Ok(source)
}

/// The source of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: SourceId) -> Result<Option<Source>, Error> {
    conn.one(BY_ID, values![id])?.map(read).transpose()
}

/// The source of an address, compared letter by letter.
///
/// # Errors
/// When the database can't be read.
pub fn by_url(conn: &mut Conn, url: &str) -> Result<Option<Source>, Error> {
    conn.one(BY_URL, values![url])?.map(read).transpose()
}

/// Sources by id, from behind one on; from the first one without.
///
/// # Errors
/// When the database can't be read.
pub fn after(conn: &mut Conn, id: Option<SourceId>, limit: u32) -> Result<Vec<Source>, Error> {
    let id = id.map_or(i64::MIN, SourceId::raw);
    conn.query(AFTER, values![id, limit])?.into_iter().map(read).collect()
}

/// The sources met last.
///
/// # Errors
/// When the database can't be read.
pub fn newest(conn: &mut Conn, limit: u32) -> Result<Vec<Source>, Error> {
    conn.query(NEWEST, values![limit])?.into_iter().map(read).collect()
}
