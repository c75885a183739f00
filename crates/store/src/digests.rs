//! Which accounts want to know by mail which comments wait.

use model::{AccountId, Moment, Pace};

use crate::db::Conn;
use crate::value::{statements, values};
use crate::{Error, Tx};

statements! {
    GET = "SELECT address, pace, next_at FROM digests WHERE account_id = $1";
    SET = "INSERT INTO digests (account_id, address, pace, next_at) VALUES ($1, $2, $3, $4)
           ON CONFLICT (account_id) DO UPDATE
           SET address = excluded.address, pace = excluded.pace, next_at = excluded.next_at";
}

/// What an account wants to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// Where its letters go; may be empty.
    pub address: String,
    /// How often.
    pub pace: Pace,
    /// When next.
    pub next: Option<Moment>,
}

/// What an account has chosen; `None` when it never did.
///
/// # Errors
/// When the database can't be read.
pub fn of(conn: &mut Conn, account: AccountId) -> Result<Option<Digest>, Error> {
    let row = conn.one(GET, values![account])?;
    row.map(|mut row| Ok(Digest { address: row.get()?, pace: row.word(Pace::parse)?, next: row.get()? }))
        .transpose()
}

/// Keeps what an account has chosen.
///
/// # Errors
/// [`Error::Reference`] when the account is not there.
pub fn set(tx: &mut Tx, account: AccountId, digest: &Digest) -> Result<(), Error> {
    tx.execute(SET, values![account, &digest.address, digest.pace.as_str(), digest.next]).map(drop)
}
