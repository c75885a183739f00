//! The chain of what the site has said and kept: lines are added, never changed.

use model::{CaptureId, Line, Moment, PostId};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

/// The end of the chain, and whose signature the next line bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The newest line's number; 0 before the first.
    pub number: i64,
    /// Its hash; [`model::ledger::BEGINNING`] before the first.
    pub hash: String,
    /// The public key that signs the next line, as a key's line names it; `None` before there is one.
    pub key: Option<String>,
}

/// A line as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Its number.
    pub number: i64,
    /// The word by which it calls itself.
    pub kind: String,
    /// The post it is about.
    pub post: Option<PostId>,
    /// The capture it is about.
    pub capture: Option<CaptureId>,
    /// SHA-256 of the line's bytes, in lower-case hex.
    pub hash: String,
    /// The Ed25519 signature of the line's bytes, base64; `None` while it waits for a key.
    pub signature: Option<String>,
    /// The exact line.
    pub line: String,
}

impl Written {
    /// What the line says.
    ///
    /// # Errors
    /// When it can't be read: it was changed, or a newer Courant wrote it.
    pub fn read(&self) -> Result<Line, Error> {
        serde_json::from_str(&self.line).map_err(|error| {
            Error::Corrupt(format!("line {} of the ledger can't be read: {error}", self.number))
        })
    }
}

/// What an authority has said about the time of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    /// The line's number.
    pub number: i64,
    /// The time, as the authority has it.
    pub at: Moment,
    /// The authority's address.
    pub authority: String,
    /// Its answer's token (RFC 3161 TimeStampToken, DER), base64.
    pub token: String,
}

macro_rules! columns {
    () => {
        "number, kind, post_id, capture_id, hash, signature, line"
    };
}

statements! {
    LOCK = "UPDATE ledger_head SET number = number WHERE id = 1 RETURNING number, hash, signing_key";
    HEAD = "SELECT number, hash, signing_key FROM ledger_head WHERE id = 1";
    MOVE = "UPDATE ledger_head SET number = $1, hash = $2, signing_key = $3 WHERE id = 1";
    ADD = concat!("INSERT INTO ledger (", columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7)");
    SIGN = "UPDATE ledger SET signature = $2 WHERE number = $1 AND signature IS NULL";
    UNSIGNED = concat!("SELECT ", columns!(), " FROM ledger WHERE signature IS NULL ORDER BY number LIMIT $1");
    AFTER = concat!("SELECT ", columns!(), " FROM ledger WHERE number > $1 ORDER BY number LIMIT $2");
    BEFORE = concat!("SELECT ", columns!(), " FROM ledger WHERE number < $1 ORDER BY number DESC LIMIT $2");
    OF_POST = concat!("SELECT ", columns!(), " FROM ledger WHERE post_id = $1 ORDER BY number DESC LIMIT $2");
    OF_CAPTURE = concat!("SELECT ", columns!(), " FROM ledger WHERE capture_id = $1 ORDER BY number LIMIT $2");
    OF_KIND = concat!("SELECT ", columns!(), " FROM ledger WHERE kind = $1 ORDER BY number LIMIT $2");
    ADD_TIMESTAMP = "INSERT INTO timestamps (number, at, authority, token) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (number) DO NOTHING";
    TIMESTAMPS = "SELECT number, at, authority, token FROM timestamps WHERE number < $1 ORDER BY number DESC LIMIT $2";
}

fn head_of(row: Option<Row>) -> Result<Head, Error> {
    let mut row = row.ok_or_else(|| {
        Error::Corrupt(
            "the ledger's head is gone: the one row of the table ledger_head was removed".to_owned(),
        )
    })?;
    Ok(Head { number: row.get()?, hash: row.get()?, key: row.get()? })
}

fn read(mut row: Row) -> Result<Written, Error> {
    Ok(Written {
        number: row.get()?,
        kind: row.get()?,
        post: row.get()?,
        capture: row.get()?,
        hash: row.get()?,
        signature: row.get()?,
        line: row.get()?,
    })
}

/// The head, kept from other writers until the transaction ends: lines are added one after the other.
///
/// # Errors
/// When the database can't be written.
pub fn lock(tx: &mut Tx) -> Result<Head, Error> {
    let row = tx.one(LOCK, &[])?;
    head_of(row)
}

/// The head.
///
/// # Errors
/// When the database can't be read.
pub fn head(conn: &mut Conn) -> Result<Head, Error> {
    let row = conn.one(HEAD, &[])?;
    head_of(row)
}

/// Sets the head; only after [`lock`].
///
/// # Errors
/// When the database can't be written.
pub fn set_head(tx: &mut Tx, head: &Head) -> Result<(), Error> {
    tx.execute(MOVE, values![head.number, &head.hash, head.key.as_ref()]).map(drop)
}

/// Adds a line; only after [`lock`].
///
/// # Errors
/// [`Error::Duplicate`] when its number is taken: the head and the lines don't fit.
pub fn add(tx: &mut Tx, line: &Written) -> Result<(), Error> {
    let row = values![
        line.number,
        &line.kind,
        line.post,
        line.capture,
        &line.hash,
        line.signature.as_ref(),
        &line.line,
    ];
    tx.execute(ADD, row).map(drop)
}

/// Signs a line that has no signature yet.
///
/// # Errors
/// When the database can't be written.
pub fn sign(tx: &mut Tx, number: i64, signature: &str) -> Result<(), Error> {
    tx.execute(SIGN, values![number, signature]).map(drop)
}

/// Lines without a signature, first ones first.
///
/// # Errors
/// When the database can't be read.
pub fn unsigned(conn: &mut Conn, limit: u32) -> Result<Vec<Written>, Error> {
    conn.query(UNSIGNED, values![limit])?.into_iter().map(read).collect()
}

/// The lines behind a number, in order.
///
/// # Errors
/// When the database can't be read.
pub fn after(conn: &mut Conn, number: i64, limit: u32) -> Result<Vec<Written>, Error> {
    conn.query(AFTER, values![number, limit])?.into_iter().map(read).collect()
}

/// The lines before a number, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn before(conn: &mut Conn, number: i64, limit: u32) -> Result<Vec<Written>, Error> {
    conn.query(BEFORE, values![number, limit])?.into_iter().map(read).collect()
}

/// The lines about a post, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId, limit: u32) -> Result<Vec<Written>, Error> {
    conn.query(OF_POST, values![post, limit])?.into_iter().map(read).collect()
}

/// The lines about a capture, in order.
///
/// # Errors
/// When the database can't be read.
pub fn of_capture(conn: &mut Conn, capture: CaptureId, limit: u32) -> Result<Vec<Written>, Error> {
    conn.query(OF_CAPTURE, values![capture, limit])?.into_iter().map(read).collect()
}

/// The lines of a kind, in order.
///
/// # Errors
/// When the database can't be read.
pub fn of_kind(conn: &mut Conn, kind: &str, limit: u32) -> Result<Vec<Written>, Error> {
    conn.query(OF_KIND, values![kind, limit])?.into_iter().map(read).collect()
}

/// Keeps what an authority has said; of one line the first.
///
/// # Errors
/// [`Error::Reference`] when there is no such line.
pub fn add_timestamp(tx: &mut Tx, timestamp: &Timestamp) -> Result<(), Error> {
    let row = values![timestamp.number, timestamp.at, &timestamp.authority, &timestamp.token];
    tx.execute(ADD_TIMESTAMP, row).map(drop)
}

/// What authorities have said of lines before a number, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn timestamps(conn: &mut Conn, before: i64, limit: u32) -> Result<Vec<Timestamp>, Error> {
    let rows = conn.query(TIMESTAMPS, values![before, limit])?.into_iter();
    rows.map(|mut row| {
        Ok(Timestamp { number: row.get()?, at: row.get()?, authority: row.get()?, token: row.get()? })
    })
    .collect()
}
