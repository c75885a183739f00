//! Readers' remarks, and the verdicts on them.

use model::{AccountId, Comment, CommentId, CommentRow, Moment, PostId, Verdict, VerdictRow};

use crate::db::Conn;
use crate::posts::lists::bounds;
use crate::posts::{Page, read_permalink};
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

/// Most comments that one post's page shows.
pub const SHOWN: u32 = 1_000;

macro_rules! columns {
    () => {
        "c.id, c.post_id, c.parent_id, c.name, c.email, c.website, c.body, c.html, c.verdict, c.created"
    };
}

macro_rules! queue {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            ", p.headline, p.permalink FROM comments c JOIN posts p ON p.id = c.post_id
             WHERE (c.created, c.id) < ($1, $2) ",
            $condition,
            " ORDER BY c.created DESC, c.id DESC LIMIT $3"
        )
    };
}

statements! {
    ADD = "INSERT INTO comments (id, post_id, parent_id, name, email, website, body, html, verdict, created, fingerprint)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    BY_ID = concat!("SELECT ", columns!(), " FROM comments c WHERE c.id = $1");
    OF_POST = concat!("SELECT ", columns!(), " FROM comments c WHERE c.post_id = $1 AND c.verdict = 'approved'
                       ORDER BY c.created, c.id LIMIT $2");
    ALL = queue!("");
    OF_VERDICT = queue!("AND c.verdict = $4");
    COUNT = "SELECT count(*) FROM comments WHERE verdict = $1";
    RECENT = "SELECT count(*) FROM comments WHERE fingerprint = $1 AND created >= $2";
    JUDGE = "UPDATE comments SET verdict = $2 WHERE id = $1";
    ADD_VERDICT = "INSERT INTO verdicts (comment_id, verdict, reason, account_id, at) VALUES ($1, $2, $3, $4, $5)";
    VERDICTS = "SELECT v.verdict, v.reason, a.name, v.at FROM verdicts v LEFT JOIN accounts a ON a.id = v.account_id
                WHERE v.comment_id = $1 ORDER BY v.at";
}

fn read_verdict(row: &mut Row) -> Result<Verdict, Error> {
    row.word(|word| word.parse().ok())
}

fn read(row: &mut Row) -> Result<Comment, Error> {
    Ok(Comment {
        id: row.get()?,
        post: row.get()?,
        parent: row.get()?,
        name: row.get()?,
        email: row.get()?,
        website: row.get()?,
        body: row.get()?,
        html: row.get()?,
        verdict: read_verdict(row)?,
        created: row.get()?,
    })
}

/// Adds a comment. The fingerprint says which comments come from one place, without saying where that
/// is.
///
/// # Errors
/// [`Error::Reference`] when the post, or the comment it answers, is not there.
pub fn add(tx: &mut Tx, comment: &Comment, fingerprint: &str) -> Result<(), Error> {
    let row = values![
        comment.id,
        comment.post,
        comment.parent,
        &comment.name,
        comment.email.as_ref(),
        comment.website.as_ref(),
        &comment.body,
        &comment.html,
        comment.verdict.as_str(),
        comment.created,
        fingerprint,
    ];
    tx.execute(ADD, row).map(drop)
}

/// The comment of an id, whatever its verdict.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: CommentId) -> Result<Option<Comment>, Error> {
    conn.one(BY_ID, values![id])?.map(|mut row| read(&mut row)).transpose()
}

/// A post's approved comments, oldest first, the first [`SHOWN`].
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Vec<Comment>, Error> {
    conn.query(OF_POST, values![post, SHOWN])?.into_iter().map(|mut row| read(&mut row)).collect()
}

/// Comments of one verdict, or all, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn list(
    conn: &mut Conn,
    verdict: Option<Verdict>,
    page: Page<CommentId>,
) -> Result<Vec<CommentRow>, Error> {
    let (at, id) = bounds(page);
    let rows = match verdict {
        None => conn.query(ALL, values![at, id, page.limit])?,
        Some(verdict) => conn.query(OF_VERDICT, values![at, id, page.limit, verdict.as_str()])?,
    };
    let read_row = |mut row: Row| {
        Ok(CommentRow {
            comment: read(&mut row)?,
            headline: row.get()?,
            permalink: row.optional_word(read_permalink)?,
        })
    };
    rows.into_iter().map(read_row).collect()
}

/// How many comments have a verdict.
///
/// # Errors
/// When the database can't be read.
pub fn count(conn: &mut Conn, verdict: Verdict) -> Result<i64, Error> {
    conn.one(COUNT, values![verdict.as_str()])?.map_or(Ok(0), |mut row| row.get())
}

/// How many comments there are of each verdict, zeros included.
///
/// # Errors
/// When the database can't be read.
pub fn counts(conn: &mut Conn) -> Result<Vec<(Verdict, i64)>, Error> {
    Verdict::ALL.into_iter().map(|verdict| Ok((verdict, count(conn, verdict)?))).collect()
}

/// How many comments came with a fingerprint since a moment.
///
/// # Errors
/// When the database can't be read.
pub fn recent(conn: &mut Conn, fingerprint: &str, since: Moment) -> Result<i64, Error> {
    conn.one(RECENT, values![fingerprint, since])?.map_or(Ok(0), |mut row| row.get())
}

/// Sets how a comment stands; whether there is such a comment. The decision itself is
/// [`verdict_add`]'s row.
///
/// # Errors
/// When the database can't be written.
pub fn judge(tx: &mut Tx, id: CommentId, verdict: Verdict) -> Result<bool, Error> {
    Ok(tx.execute(JUDGE, values![id, verdict.as_str()])? > 0)
}

/// Adds a decision: what, why, who (`None` when Courant itself did) and when.
///
/// # Errors
/// [`Error::Reference`] when the comment or account is not there.
pub fn verdict_add(
    tx: &mut Tx,
    id: CommentId,
    verdict: Verdict,
    reason: &str,
    by: Option<AccountId>,
    now: Moment,
) -> Result<(), Error> {
    tx.execute(ADD_VERDICT, values![id, verdict.as_str(), reason, by, now]).map(drop)
}

/// The decisions about a comment, oldest first.
///
/// # Errors
/// When the database can't be read.
pub fn verdicts_of(conn: &mut Conn, id: CommentId) -> Result<Vec<VerdictRow>, Error> {
    let rows = conn.query(VERDICTS, values![id])?.into_iter();
    rows.map(|mut row| {
        let verdict = read_verdict(&mut row)?;
        Ok(VerdictRow { verdict, reason: row.get()?, by: row.get()?, at: row.get()? })
    })
    .collect()
}
