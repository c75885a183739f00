//! What revisions quote and where it stands, and how much of their source they carry.

use model::{CapturedText, Finding, Passage, PostId, Quotation, QuotationKind, Share, Stand};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

macro_rules! columns {
    () => {
        "post_id, revision, position, kind, finding, quote, capture_id, place, exact, prefix, suffix, starts, ends"
    };
}

statements! {
    ADD = concat!("INSERT INTO quotations (", columns!(), ")
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)");
    FORGET = "DELETE FROM quotations WHERE post_id = $1 AND revision = $2";
    OF_POST = concat!("SELECT ", columns!(), " FROM quotations
                       WHERE post_id = $1 AND revision = (SELECT revision FROM posts WHERE id = $1) ORDER BY position");
    OF_REVISION = concat!("SELECT ", columns!(), " FROM quotations
                           WHERE post_id = $1 AND revision = $2 ORDER BY position");
    TOLD = "SELECT revision, finding, count(*) FROM quotations WHERE post_id = $1 GROUP BY revision, finding";
    ADD_SHARE = "INSERT INTO shares (post_id, revision, capture_id, quoted, carried) VALUES ($1, $2, $3, $4, $5)";
    FORGET_SHARE = "DELETE FROM shares WHERE post_id = $1 AND revision = $2";
    SHARE = "SELECT capture_id, quoted, carried FROM shares WHERE post_id = $1 AND revision = $2";
    SHARES = "SELECT revision, capture_id, quoted, carried FROM shares WHERE post_id = $1 ORDER BY revision DESC";
}

fn read(mut row: Row) -> Result<Quotation, Error> {
    let mut quotation = Quotation {
        post: row.get()?,
        revision: row.get()?,
        position: row.get()?,
        kind: row.word(QuotationKind::parse)?,
        finding: row.word(Finding::parse)?,
        quote: row.get()?,
        stand: None,
    };
    if let Some(capture) = row.get()? {
        quotation.stand = Some(Stand {
            capture,
            text: row.word(CapturedText::parse)?,
            passage: Passage {
                exact: row.get()?,
                prefix: row.get()?,
                suffix: row.get()?,
                start: row.get()?,
                end: row.get()?,
            },
        });
    }
    Ok(quotation)
}

fn read_share(row: &mut Row) -> Result<Share, Error> {
    let percent = |row: &mut Row| Ok::<_, Error>(u8::try_from(row.get::<i64>()?).unwrap_or(100));
    Ok(Share { capture: row.get()?, quoted: percent(row)?, carried: percent(row)? })
}

/// Writes what a revision quotes and how much of its source it carries, in place of what was known of it.
/// `share` is `None` where there is nothing to compare it with.
///
/// # Errors
/// [`Error::Reference`] when the post or a capture is not there.
pub fn replace(
    tx: &mut Tx,
    post: PostId,
    revision: i64,
    quotations: &[Quotation],
    share: Option<&Share>,
) -> Result<(), Error> {
    tx.execute(FORGET, values![post, revision])?;
    tx.execute(FORGET_SHARE, values![post, revision])?;
    for quotation in quotations {
        let stand = quotation.stand.as_ref();
        let passage = stand.map(|stand| &stand.passage);
        let row = values![
            post,
            revision,
            quotation.position,
            quotation.kind.as_str(),
            quotation.finding.as_str(),
            &quotation.quote,
            stand.map(|stand| stand.capture),
            stand.map(|stand| stand.text.as_str()),
            passage.map(|passage| &passage.exact),
            passage.map(|passage| &passage.prefix),
            passage.map(|passage| &passage.suffix),
            passage.map(|passage| passage.start),
            passage.map(|passage| passage.end),
        ];
        tx.execute(ADD, row)?;
    }
    if let Some(share) = share {
        let row = values![post, revision, share.capture, i64::from(share.quoted), i64::from(share.carried)];
        tx.execute(ADD_SHARE, row)?;
    }
    Ok(())
}

/// What the newest revision of a post quotes, in its order.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Vec<Quotation>, Error> {
    conn.query(OF_POST, values![post])?.into_iter().map(read).collect()
}

/// What a revision of a post quotes, in its order.
///
/// # Errors
/// When the database can't be read.
pub fn of_revision(conn: &mut Conn, post: PostId, number: i64) -> Result<Vec<Quotation>, Error> {
    conn.query(OF_REVISION, values![post, number])?.into_iter().map(read).collect()
}

/// How many quotations of each finding the revisions of a post have, in no order.
///
/// # Errors
/// When the database can't be read.
pub fn told(conn: &mut Conn, post: PostId) -> Result<Vec<(i64, Finding, i64)>, Error> {
    let rows = conn.query(TOLD, values![post])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.word(Finding::parse)?, row.get()?))).collect()
}

/// How much of its source a revision carries; `None` where there was nothing to compare it with.
///
/// # Errors
/// When the database can't be read.
pub fn share(conn: &mut Conn, post: PostId, number: i64) -> Result<Option<Share>, Error> {
    conn.one(SHARE, values![post, number])?.map(|mut row| read_share(&mut row)).transpose()
}

/// The shares of a post's revisions with their numbers, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn shares(conn: &mut Conn, post: PostId) -> Result<Vec<(i64, Share)>, Error> {
    let rows = conn.query(SHARES, values![post])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, read_share(&mut row)?))).collect()
}
