//! What a site does not simply show: words, mail addresses, networks.

use model::{Block, BlockId};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

statements! {
    ALL = "SELECT id, kind, value, verdict, note, account_id, created FROM blocks ORDER BY id LIMIT $1";
    ADD = "INSERT INTO blocks (id, kind, value, verdict, note, account_id, created)
           VALUES ($1, $2, $3, $4, $5, $6, $7)
           ON CONFLICT (kind, value) DO UPDATE SET verdict = excluded.verdict, note = excluded.note";
    REMOVE = "DELETE FROM blocks WHERE id = $1";
}

/// All blocks in the order in which they were put up, at most [`model::comment::BLOCKS_LIMIT`].
///
/// # Errors
/// When the database can't be read.
pub fn all(conn: &mut Conn) -> Result<Vec<Block>, Error> {
    let read = |mut row: Row| {
        Ok(Block {
            id: row.get()?,
            kind: row.word(|word| word.parse().ok())?,
            value: row.get()?,
            verdict: row.word(|word| word.parse().ok())?,
            note: row.get()?,
            by: row.get()?,
            created: row.get()?,
        })
    };
    let limit = i64::try_from(model::comment::BLOCKS_LIMIT).unwrap_or(i64::MAX);
    conn.query(ALL, values![limit])?.into_iter().map(read).collect()
}

/// Puts up a block; one of the same kind and value stays, and takes this one's verdict and note.
///
/// # Errors
/// When the database can't be written.
pub fn add(tx: &mut Tx, block: &Block) -> Result<(), Error> {
    let row = values![
        block.id,
        block.kind.as_str(),
        &block.value,
        block.verdict.as_str(),
        &block.note,
        block.by,
        block.created,
    ];
    tx.execute(ADD, row).map(drop)
}

/// Takes a block down; whether it was there.
///
/// # Errors
/// When the database can't be written.
pub fn remove(tx: &mut Tx, id: BlockId) -> Result<bool, Error> {
    Ok(tx.execute(REMOVE, values![id])? > 0)
}
