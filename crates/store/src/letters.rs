//! Letters: the queue, and the log of what became of each.

use model::{CommentId, GuestId, Letter, LetterId, LetterKind, LetterState, Moment};

use crate::db::Conn;
use crate::posts::Page;
use crate::posts::lists::bounds;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

macro_rules! columns {
    () => {
        "id, kind, guest_id, account_id, comment_id, address, state, tries, next_at, error, message_id, created, changed"
    };
}

macro_rules! list {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM letters WHERE (created, id) < ($1, $2) ",
            $condition,
            " ORDER BY created DESC, id DESC LIMIT $3"
        )
    };
}

statements! {
    /// Of a kind to a guest about a comment there is one; one that was cancelled may yet be sent.
    ADD = "INSERT INTO letters (id, kind, guest_id, account_id, comment_id, address, mailbox, state, tries, next_at,
               created, changed)
           VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', 0, $8, $8, $8)
           ON CONFLICT (guest_id, kind, comment_id) DO UPDATE
           SET state = 'queued', tries = 0, next_at = excluded.next_at, error = NULL, changed = excluded.changed
           WHERE letters.state = 'cancelled'
           RETURNING id";
    BY_ID = concat!("SELECT ", columns!(), " FROM letters WHERE id = $1");
    ALL = list!("");
    OF_STATE = list!("AND state = $4");
    OF_ADDRESS = list!("AND address = $4");
    COUNT_TO = "SELECT count(*) FROM letters WHERE mailbox = $1 AND created > $2 AND state <> 'cancelled'";
    COUNT_UNASKED_TO = "SELECT count(*) FROM letters WHERE mailbox = $1 AND created > $2
                        AND kind IN ('confirm', 'remember')";
    COUNT_UNASKED = "SELECT count(*) FROM letters WHERE kind IN ('confirm', 'remember') AND created > $1";
    SENT = "UPDATE letters SET state = 'sent', tries = tries + 1, next_at = NULL, error = NULL, message_id = $2,
                changed = $3
            WHERE id = $1 AND state = 'queued'";
    NOT_SENT = "UPDATE letters SET state = $2, tries = tries + 1, next_at = $3, error = $4, changed = $5
                WHERE id = $1 AND state = 'queued'";
    CANCEL = "UPDATE letters SET state = 'cancelled', next_at = NULL, error = $2, changed = $3
              WHERE id = $1 AND state = 'queued'";
    CANCEL_ABOUT = "UPDATE letters SET state = 'cancelled', next_at = NULL, error = $2, changed = $3
                    WHERE comment_id = $1 AND state = 'queued'";
    CANCEL_TO = "UPDATE letters SET state = 'cancelled', next_at = NULL, error = $2, changed = $3
                 WHERE guest_id = $1 AND state = 'queued'";
    RETRY = "UPDATE letters SET state = 'queued', tries = 0, next_at = $2, changed = $2
             WHERE id = $1 AND state = 'failed' AND address <> ''";
    FORGET = "UPDATE letters SET address = '', error = NULL WHERE guest_id = $1";
    FORGET_UNCONFIRMED = "UPDATE letters SET address = '', error = NULL
                          WHERE guest_id IN (SELECT id FROM guests WHERE confirmed IS NULL AND created < $1)";
    SWEEP = "DELETE FROM letters WHERE created < $1";
}

fn read(mut row: Row) -> Result<Letter, Error> {
    Ok(Letter {
        id: row.get()?,
        kind: row.word(LetterKind::parse)?,
        guest: row.get()?,
        account: row.get()?,
        comment: row.get()?,
        address: row.get()?,
        state: row.word(LetterState::parse)?,
        tries: u32::try_from(row.get::<i64>()?).unwrap_or(u32::MAX),
        next: row.get()?,
        error: row.get()?,
        message_id: row.get()?,
        created: row.get()?,
        changed: row.get()?,
    })
}

/// Queues a letter; its id. `None` when the guest has or will have one of this kind about this comment. `mailbox`
/// is what letters to one mailbox are counted by.
///
/// # Errors
/// [`Error::Reference`] when guest, account or comment is not there.
pub fn add(tx: &mut Tx, letter: &Letter, mailbox: &str) -> Result<Option<LetterId>, Error> {
    let row = values![
        letter.id,
        letter.kind.as_str(),
        letter.guest,
        letter.account,
        letter.comment,
        &letter.address,
        mailbox,
        letter.created,
    ];
    tx.one(ADD, row)?.map(|mut row| row.get()).transpose()
}

/// The letter of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: LetterId) -> Result<Option<Letter>, Error> {
    conn.one(BY_ID, values![id])?.map(read).transpose()
}

/// Which letters a list shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    All,
    /// Those that stand like this.
    State(LetterState),
    /// Those to an address, folded.
    Address(String),
}

/// Letters, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn list(conn: &mut Conn, wanted: &Wanted, page: Page<LetterId>) -> Result<Vec<Letter>, Error> {
    let (at, id) = bounds(page);
    let rows = match wanted {
        Wanted::All => conn.query(ALL, values![at, id, page.limit])?,
        Wanted::State(state) => conn.query(OF_STATE, values![at, id, page.limit, state.as_str()])?,
        Wanted::Address(address) => conn.query(OF_ADDRESS, values![at, id, page.limit, address])?,
    };
    rows.into_iter().map(read).collect()
}

/// How many letters went or will go to a mailbox since a moment.
///
/// # Errors
/// When the database can't be read.
pub fn count_to(conn: &mut Conn, mailbox: &str, since: Moment) -> Result<i64, Error> {
    conn.one(COUNT_TO, values![mailbox, since])?.map_or(Ok(0), |mut row| row.get())
}

/// How many of them anybody can have sent by typing an address into a form; cancelled ones count.
///
/// # Errors
/// When the database can't be read.
pub fn count_unasked_to(conn: &mut Conn, mailbox: &str, since: Moment) -> Result<i64, Error> {
    conn.one(COUNT_UNASKED_TO, values![mailbox, since])?.map_or(Ok(0), |mut row| row.get())
}

/// How many such letters there were since a moment, to whomever.
///
/// # Errors
/// When the database can't be read.
pub fn count_unasked(conn: &mut Conn, since: Moment) -> Result<i64, Error> {
    conn.one(COUNT_UNASKED, values![since])?.map_or(Ok(0), |mut row| row.get())
}

/// Notes that a mail server has taken a letter.
///
/// # Errors
/// When the database can't be written.
pub fn sent(tx: &mut Tx, id: LetterId, message_id: &str, now: Moment) -> Result<(), Error> {
    tx.execute(SENT, values![id, message_id, now]).map(drop)
}

/// Notes that a try failed, and when the next is; without a next one the letter is given up.
///
/// # Errors
/// When the database can't be written.
pub fn not_sent(
    tx: &mut Tx,
    id: LetterId,
    next: Option<Moment>,
    why: &str,
    now: Moment,
) -> Result<(), Error> {
    let state = if next.is_some() { LetterState::Queued } else { LetterState::Failed };
    tx.execute(NOT_SENT, values![id, state.as_str(), next, why, now]).map(drop)
}

/// Takes a letter out of the queue, and says why.
///
/// # Errors
/// When the database can't be written.
pub fn cancel(tx: &mut Tx, id: LetterId, why: &str, now: Moment) -> Result<(), Error> {
    tx.execute(CANCEL, values![id, why, now]).map(drop)
}

/// The same for all that are about a comment.
///
/// # Errors
/// When the database can't be written.
pub fn cancel_about(tx: &mut Tx, comment: CommentId, why: &str, now: Moment) -> Result<(), Error> {
    tx.execute(CANCEL_ABOUT, values![comment, why, now]).map(drop)
}

/// The same for all to a guest.
///
/// # Errors
/// When the database can't be written.
pub fn cancel_to(tx: &mut Tx, guest: GuestId, why: &str, now: Moment) -> Result<(), Error> {
    tx.execute(CANCEL_TO, values![guest, why, now]).map(drop)
}

/// Puts a letter that was given up back into the queue; whether there was such a one.
///
/// # Errors
/// When the database can't be written.
pub fn retry(tx: &mut Tx, id: LetterId, now: Moment) -> Result<bool, Error> {
    Ok(tx.execute(RETRY, values![id, now])? > 0)
}

/// Forgets where letters to a guest went; that there were some stays.
///
/// # Errors
/// When the database can't be written.
pub fn forget(tx: &mut Tx, guest: GuestId) -> Result<(), Error> {
    tx.execute(FORGET, values![guest]).map(drop)
}

/// Forgets where letters went to guests who gave their address before a moment and never confirmed it.
///
/// # Errors
/// When the database can't be written.
pub fn forget_unconfirmed(tx: &mut Tx, before: Moment) -> Result<(), Error> {
    tx.execute(FORGET_UNCONFIRMED, values![before]).map(drop)
}

/// Forgets letters queued before a moment; how many.
///
/// # Errors
/// When the database can't be written.
pub fn sweep(tx: &mut Tx, before: Moment) -> Result<u64, Error> {
    tx.execute(SWEEP, values![before])
}
