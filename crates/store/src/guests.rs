//! Guests: who gave a mail address, and the comments of which they want to hear answers.

use model::{CommentId, Guest, GuestId, Moment, Mute};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO guests (id, address, name, created) VALUES ($1, $2, $3, $4) ON CONFLICT (address) DO NOTHING";
    BY_ID = "SELECT id, address, name, confirmed, mute FROM guests WHERE id = $1";
    BY_ADDRESS = "SELECT id, address, name, confirmed, mute FROM guests WHERE address = $1";
    CONFIRM = "UPDATE guests SET confirmed = coalesce(confirmed, $2), mute = NULL WHERE id = $1";
    MUTE = "UPDATE guests SET mute = $2 WHERE id = $1";
    SWEEP = "DELETE FROM guests WHERE confirmed IS NULL AND created < $1";
    /// A guest without a wish, and without a comment sent as himself, is nothing but an address.
    BARE = "SELECT 1 FROM guests WHERE id = $1
            AND NOT EXISTS (SELECT 1 FROM wishes w WHERE w.guest_id = guests.id)
            AND NOT EXISTS (SELECT 1 FROM comments c WHERE c.guest_id = guests.id AND c.verdict <> 'withdrawn')";
    PART = "UPDATE comments SET guest_id = NULL WHERE guest_id = $1";
    REMOVE = "DELETE FROM guests WHERE id = $1";
    ADD_WISH = "INSERT INTO wishes (comment_id, guest_id, created) VALUES ($1, $2, $3)
                ON CONFLICT (comment_id) DO NOTHING";
    END_WISH = "DELETE FROM wishes WHERE comment_id = $1 RETURNING guest_id";
    END_WISHES = "DELETE FROM wishes WHERE guest_id = $1";
    WISHERS = "WITH RECURSIVE above (id, parent_id) AS (
                   SELECT id, parent_id FROM comments WHERE id = $1
                   UNION ALL
                   SELECT c.id, c.parent_id FROM above a JOIN comments c ON c.id = a.parent_id
               )
               SELECT g.id, g.address, g.name, g.confirmed, g.mute FROM above a
               JOIN wishes w ON w.comment_id = a.id JOIN guests g ON g.id = w.guest_id WHERE a.id <> $1";
}

fn read(mut row: Row) -> Result<Guest, Error> {
    Ok(Guest {
        id: row.get()?,
        address: row.get()?,
        name: row.get()?,
        confirmed: row.get()?,
        mute: row.optional_word(Mute::parse)?,
    })
}

/// The guest of an address, made if there is none; the address is folded ([`model::mail::folded`]).
///
/// # Errors
/// When the database can't be written.
pub fn of(tx: &mut Tx, id: GuestId, address: &str, name: &str, now: Moment) -> Result<Guest, Error> {
    tx.execute(ADD, values![id, address, name, now])?;
    let guest = by_address(tx, address)?;
    guest.ok_or_else(|| Error::Other("a guest that was just added is not there".to_owned()))
}

/// The guest of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: GuestId) -> Result<Option<Guest>, Error> {
    conn.one(BY_ID, values![id])?.map(read).transpose()
}

/// The guest of a folded address.
///
/// # Errors
/// When the database can't be read.
pub fn by_address(conn: &mut Conn, address: &str) -> Result<Option<Guest>, Error> {
    conn.one(BY_ADDRESS, values![address])?.map(read).transpose()
}

/// Notes that an address is its guest's, and that letters may go there again.
///
/// # Errors
/// When the database can't be written.
pub fn confirm(tx: &mut Tx, id: GuestId, now: Moment) -> Result<(), Error> {
    tx.execute(CONFIRM, values![id, now]).map(drop)
}

/// Notes why no letters go to a guest.
///
/// # Errors
/// When the database can't be written.
pub fn mute(tx: &mut Tx, id: GuestId, why: Mute) -> Result<(), Error> {
    tx.execute(MUTE, values![id, why.as_str()]).map(drop)
}

/// Forgets guests who never confirmed their address and gave it before a moment, with their wishes; how many.
///
/// # Errors
/// When the database can't be written.
pub fn sweep(tx: &mut Tx, before: Moment) -> Result<u64, Error> {
    tx.execute(SWEEP, values![before])
}

/// Whether nothing of a guest is here but his address.
///
/// # Errors
/// When the database can't be read.
pub fn is_bare(conn: &mut Conn, id: GuestId) -> Result<bool, Error> {
    Ok(conn.one(BARE, values![id])?.is_some())
}

/// Forgets a guest.
///
/// # Errors
/// When the database can't be written.
pub fn remove(tx: &mut Tx, id: GuestId) -> Result<(), Error> {
    tx.execute(PART, values![id])?;
    tx.execute(REMOVE, values![id]).map(drop)
}

/// Adds the wish to hear of what answers a comment.
///
/// # Errors
/// [`Error::Reference`] when comment or guest is not there.
pub fn add_wish(tx: &mut Tx, comment: CommentId, guest: GuestId, now: Moment) -> Result<(), Error> {
    tx.execute(ADD_WISH, values![comment, guest, now]).map(drop)
}

/// Ends the wish that came with a comment; whose it was.
///
/// # Errors
/// When the database can't be written.
pub fn end_wish(tx: &mut Tx, comment: CommentId) -> Result<Option<GuestId>, Error> {
    tx.one(END_WISH, values![comment])?.map(|mut row| row.get()).transpose()
}

/// Ends all wishes of a guest.
///
/// # Errors
/// When the database can't be written.
pub fn end_wishes(tx: &mut Tx, guest: GuestId) -> Result<(), Error> {
    tx.execute(END_WISHES, values![guest]).map(drop)
}

/// Who wants to hear of a comment: those whose own it answers, at once or through others. One guest may come more
/// than once.
///
/// # Errors
/// When the database can't be read.
pub fn wishers(conn: &mut Conn, answer: CommentId) -> Result<Vec<Guest>, Error> {
    conn.query(WISHERS, values![answer])?.into_iter().map(read).collect()
}
