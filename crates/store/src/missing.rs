//! Pictures of a post's clipping that are not kept, each with the reason.

use model::{MissingPicture, PostId};

use crate::db::Conn;
use crate::value::{statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO missing_pictures (post_id, position, address, reason) VALUES ($1, $2, $3, $4)";
    FORGET = "DELETE FROM missing_pictures WHERE post_id = $1";
    OF_POST = "SELECT address, reason FROM missing_pictures WHERE post_id = $1 ORDER BY position";
}

/// Writes which pictures a post lacks, in place of what was written before.
///
/// # Errors
/// [`Error::Reference`] when there is no such post.
pub fn replace(tx: &mut Tx, post: PostId, missing: &[MissingPicture]) -> Result<(), Error> {
    tx.execute(FORGET, values![post])?;
    for (picture, position) in missing.iter().zip(0_i64..) {
        tx.execute(ADD, values![post, position, &picture.address, &picture.reason])?;
    }
    Ok(())
}

/// The pictures a post lacks, in the order of its source.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Vec<MissingPicture>, Error> {
    let rows = conn.query(OF_POST, values![post])?.into_iter();
    rows.map(|mut row| Ok(MissingPicture { address: row.get()?, reason: row.get()? })).collect()
}
