//! Who published, scheduled or retracted what, when and why: added, never changed.

use model::{AccountId, Moment, PostId};

use crate::db::Conn;
use crate::value::{statements, values};
use crate::{Error, Tx};

/// One such fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Publication {
    /// `publish`, `retract`, `schedule` or `unschedule`.
    pub kind: String,
    /// When it was done.
    pub at: Moment,
    /// Who; `None` when Courant itself did.
    pub by: Option<AccountId>,
    /// Why; may be empty.
    pub reason: String,
}

statements! {
    ADD = "INSERT INTO publications (post_id, account_id, at, kind, reason) VALUES ($1, $2, $3, $4, $5)";
    OF_POST = "SELECT kind, at, account_id, reason FROM publications WHERE post_id = $1 ORDER BY at";
}

/// Adds a fact; `kind` is `publish`, `retract`, `schedule` or `unschedule`.
///
/// # Errors
/// [`Error::Reference`] when the post or account is not there.
pub fn add(
    tx: &mut Tx,
    post: PostId,
    by: Option<AccountId>,
    at: Moment,
    kind: &str,
    reason: &str,
) -> Result<(), Error> {
    tx.execute(ADD, values![post, by, at, kind, reason]).map(drop)
}

/// A post's facts, oldest first.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Vec<Publication>, Error> {
    let rows = conn.query(OF_POST, values![post])?.into_iter();
    rows.map(|mut row| {
        Ok(Publication { kind: row.get()?, at: row.get()?, by: row.get()?, reason: row.get()? })
    })
    .collect()
}
