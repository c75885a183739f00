//! Sites that were brought over, and what their entries said word by word.

use model::import::{Import, ImportReport, ImportState, Original};
use model::{ImportId, Moment};

use crate::db::Conn;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

macro_rules! import {
    ($rest:literal) => {
        concat!(
            "SELECT id, platform, site, name, choices, state, account_id, started, changed, trouble, report FROM imports ",
            $rest
        )
    };
}

statements! {
    ADD = "INSERT INTO imports (id, platform, site, name, choices, state, account_id, started, changed, trouble, report)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    UPDATE = "UPDATE imports SET site = $2, state = $3, changed = $4, trouble = $5, report = $6 WHERE id = $1";
    BY_ID = import!("WHERE id = $1");
    NEWEST = import!("ORDER BY started DESC, id DESC LIMIT $1");
    ANY_OF = "SELECT 1 FROM imports i JOIN packs p ON p.import_id = i.id WHERE i.site = $1 LIMIT 1";
    ADD_PACK = "INSERT INTO packs (id, import_id, sha256) VALUES ($1, $2, $3)";
    PACK = "SELECT sha256 FROM packs WHERE id = $1";
    ADD_ORIGINAL = "INSERT INTO originals (id, pack_id, starts, size, kind, key, digest, noun, parent, language)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    NOUN = "SELECT o.noun, o.digest, p.import_id FROM originals o JOIN packs p ON p.id = o.pack_id WHERE o.id = $1";
    OF_NOUN = "SELECT id, pack_id, starts, size, kind, key, digest, noun, parent, language FROM originals WHERE noun = $1";
}

/// Adds an import.
///
/// # Errors
/// When the database can't be written.
pub fn add(tx: &mut Tx, import: &Import) -> Result<(), Error> {
    let row = values![
        import.id,
        import.platform.as_str(),
        &import.site,
        &import.name,
        Value::json(&import.choices)?,
        import.state.as_str(),
        import.by,
        import.started,
        import.changed,
        import.trouble.as_ref(),
        Value::json(&import.report)?,
    ];
    tx.execute(ADD, row).map(drop)
}

/// Writes how an import stands.
///
/// # Errors
/// When the database can't be written.
pub fn update(tx: &mut Tx, import: &Import) -> Result<(), Error> {
    let row = values![
        import.id,
        &import.site,
        import.state.as_str(),
        import.changed,
        import.trouble.as_ref(),
        Value::json(&import.report)?,
    ];
    tx.execute(UPDATE, row).map(drop)
}

/// The import of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: ImportId) -> Result<Option<Import>, Error> {
    conn.one(BY_ID, values![id])?.map(read).transpose()
}

/// Imports, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn newest(conn: &mut Conn, limit: u32) -> Result<Vec<Import>, Error> {
    conn.query(NEWEST, values![limit])?.into_iter().map(read).collect()
}

fn read(mut row: Row) -> Result<Import, Error> {
    let row = &mut row;
    Ok(Import {
        id: row.get()?,
        platform: row.word(|word| word.parse().ok())?,
        site: row.get()?,
        name: row.get()?,
        choices: row.json()?,
        state: row.word(ImportState::parse)?,
        by: row.get()?,
        started: row.get::<Moment>()?,
        changed: row.get()?,
        trouble: row.get()?,
        report: row.json::<ImportReport>()?,
    })
}

/// Whether anything was ever brought from a site.
///
/// # Errors
/// When the database can't be read.
pub fn any_of(conn: &mut Conn, site: &str) -> Result<bool, Error> {
    Ok(conn.one(ANY_OF, values![site])?.is_some())
}

/// Notes that a file holds originals.
///
/// # Errors
/// [`Error::Reference`] when there is no such import.
pub fn add_pack(tx: &mut Tx, pack: i64, import: ImportId, sha256: &str) -> Result<(), Error> {
    tx.execute(ADD_PACK, values![pack, import, sha256]).map(drop)
}

/// The name of a file of originals.
///
/// # Errors
/// When the database can't be read.
pub fn pack(conn: &mut Conn, pack: i64) -> Result<Option<String>, Error> {
    conn.one(PACK, values![pack])?.map(|mut row| row.get()).transpose()
}

/// Adds an original.
///
/// # Errors
/// [`Error::Duplicate`] when it is there.
pub fn add_original(tx: &mut Tx, original: &Original) -> Result<(), Error> {
    let row = values![
        original.id,
        original.pack,
        original.starts,
        original.size,
        &original.kind,
        &original.key,
        original.digest,
        original.noun,
        original.parent,
        original.language.as_ref(),
    ];
    tx.execute(ADD_ORIGINAL, row).map(drop)
}

/// An original that is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownOriginal {
    /// The post or comment made of it.
    pub noun: Option<i64>,
    /// The first bytes of the hash of its words.
    pub digest: i64,
    /// The import that brought it.
    pub import: ImportId,
}

/// Whether an original is here.
///
/// # Errors
/// When the database can't be read.
pub fn known(conn: &mut Conn, id: i64) -> Result<Option<KnownOriginal>, Error> {
    let row = conn.one(NOUN, values![id])?;
    row.map(|mut row| Ok(KnownOriginal { noun: row.get()?, digest: row.get()?, import: row.get()? }))
        .transpose()
}

/// What a post or comment was made of.
///
/// # Errors
/// When the database can't be read.
pub fn of_noun(conn: &mut Conn, noun: i64) -> Result<Option<Original>, Error> {
    conn.one(OF_NOUN, values![noun])?.map(read_original).transpose()
}

fn read_original(mut row: Row) -> Result<Original, Error> {
    Ok(Original {
        id: row.get()?,
        pack: row.get()?,
        starts: row.get()?,
        size: row.get()?,
        kind: row.get()?,
        key: row.get()?,
        digest: row.get()?,
        noun: row.get()?,
        parent: row.get()?,
        language: row.get()?,
    })
}
