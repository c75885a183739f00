//! Readers' remarks, and the verdicts on them.

use model::stats::Decided;
use model::{
    AccountId, ActId, Comment, CommentId, CommentRow, Grounds, GuestId, Moment, Origin, PostId, Verdict,
    VerdictRow, Verified,
};

use crate::db::Conn;
use crate::posts::lists::bounds;
use crate::posts::{Page, read_permalink};
use crate::spam::Weighing;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx, comment_days};

/// Whose hand changed a comment's words, when it was not its author's.
const DESK: &str = "desk";

macro_rules! columns {
    () => {
        "c.id, c.post_id, c.parent_id, c.root_id, c.origin, c.account_id, c.guest_id, c.name, c.email, c.website,
         c.body, c.html, c.verdict, c.judged, c.answers, c.created, c.edited,
         c.edited_by, c.flags, c.anchor"
    };
}

pub(crate) use columns;

macro_rules! queue {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            ", p.headline, p.permalink, c.score, c.signs FROM comments c JOIN posts p ON p.id = c.post_id
             WHERE (c.created, c.id) < ($1, $2) ",
            $condition,
            " ORDER BY c.created DESC, c.id DESC LIMIT $3"
        )
    };
}

statements! {
    ADD = "INSERT INTO comments (id, post_id, parent_id, root_id, origin, account_id, guest_id, name, email, website,
               body, html, verdict, judged, created, fingerprint, secret, anchor, thread_at, network, saying, score,
               signs)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
               $23)";
    BY_ID = concat!("SELECT ", columns!(), " FROM comments c WHERE c.id = $1");
    /// The sum keeps the engines from walking along the key past the comments of all other posts.
    OF_POST = concat!("SELECT ", columns!(), " FROM comments c WHERE c.post_id = $1 AND c.id + 0 > $2
                       ORDER BY c.id + 0 LIMIT $3");
    ALL = queue!("");
    OF_VERDICT = queue!("AND c.verdict = $4");
    ROW = concat!("SELECT ", columns!(), ", p.headline, p.permalink, c.score, c.signs FROM comments c JOIN posts p ON p.id = c.post_id
                   WHERE c.id = $1");
    FLAGGED = queue!("AND c.flags > 0");
    UNDER_ADDRESS = queue!("AND c.email = $4");
    COUNT = "SELECT count(*) FROM (SELECT 1 FROM comments WHERE verdict = $1 LIMIT $2) AS few";
    SAID = concat!("SELECT ", columns!(), " FROM comments c WHERE c.fingerprint = $1 AND c.fingerprint <> ''
                    AND c.created >= $2 ORDER BY c.created LIMIT 1");
    /// Somebody's approval counts, not that the site was open once.
    IS_KNOWN = "SELECT 1 FROM comments c WHERE c.email = $1 AND c.name = $2 AND c.verdict = 'approved'
                AND EXISTS (SELECT 1 FROM verdicts v WHERE v.comment_id = c.id AND v.verdict = 'approved'
                            AND v.account_id IS NOT NULL)
                LIMIT 1";
    IS_KNOWN_GUEST = "SELECT 1 FROM comments c WHERE c.guest_id = $1 AND c.verdict = 'approved'
                      AND EXISTS (SELECT 1 FROM verdicts v WHERE v.comment_id = c.id AND v.verdict = 'approved'
                                  AND v.account_id IS NOT NULL)
                      LIMIT 1";
    WITH_SECRET = concat!("SELECT ", columns!(), " FROM comments c WHERE c.id = $1 AND c.secret = $2");
    KEEP_WORDING = "INSERT INTO wordings (comment_id, at, account_id, reason, name, body) VALUES ($1, $2, $3, $4, $5, $6)";
    REWORD = "UPDATE comments SET body = $2, html = $3, edited = $4, edited_by = $5 WHERE id = $1";
    FORGET = "UPDATE comments SET name = '', email = NULL, website = NULL, body = '', html = '', fingerprint = '',
                  network = NULL, score = NULL, signs = NULL, saying = NULL, edited = $2
              WHERE id = $1";
    FORGET_WORDINGS = "DELETE FROM wordings WHERE comment_id = $1";
    WORDINGS = "SELECT w.body, w.reason, a.name, w.at FROM wordings w LEFT JOIN accounts a ON a.id = w.account_id
                WHERE w.comment_id = $1 ORDER BY w.at DESC LIMIT $2";
    JUDGE = "UPDATE comments SET verdict = $2, judged = judged + 1 WHERE id = $1 AND judged = $3";
    /// A thread stands on its post's page as long as anything of it is shown.
    SETTLE = "UPDATE comments SET answers = answers + $2,
                  thread_at = CASE WHEN verdict = 'approved' OR answers + $2 > 0 THEN created END
              WHERE id = $1";
    /// One per name that answered, at most two hundred looked at, without those who reported it.
    RANK = "UPDATE comments SET worth = (
                SELECT count(DISTINCT a.name) FROM (
                    SELECT name FROM comments
                    WHERE root_id = $1 AND verdict = 'approved' AND root_id <> id ORDER BY created, id LIMIT 200) AS a
                WHERE a.name <> comments.name) - flags
            WHERE id = $1";
    ADD_VERDICT = "INSERT INTO verdicts (comment_id, number, verdict, grounds, reason, account_id, act, was, at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    DECISIONS = "SELECT verdict, grounds, count(*) FROM (
                     SELECT verdict, grounds FROM verdicts WHERE at >= $1 ORDER BY at DESC LIMIT $2) AS v
                 GROUP BY verdict, grounds ORDER BY verdict, grounds";
    OF_ACT = "SELECT comment_id, number, was FROM verdicts WHERE act = $1 ORDER BY comment_id LIMIT $2";
    VERDICTS = "SELECT v.verdict, v.grounds, v.reason, a.name, v.at FROM verdicts v
                LEFT JOIN accounts a ON a.id = v.account_id WHERE v.comment_id = $1 ORDER BY v.number, v.at";
}

fn read_verdict(row: &mut Row) -> Result<Verdict, Error> {
    row.word(|word| word.parse().ok())
}

pub(crate) fn count_of(row: &mut Row) -> Result<u32, Error> {
    Ok(u32::try_from(row.get::<i64>()?.max(0)).unwrap_or(u32::MAX))
}

pub(crate) fn read(row: &mut Row) -> Result<Comment, Error> {
    Ok(Comment {
        id: row.get()?,
        post: row.get()?,
        parent: row.get()?,
        root: row.get()?,
        origin: row.word(Origin::parse)?,
        verified: match (row.get()?, row.get()?) {
            (Some(account), _) => Verified::Account(account),
            (None, Some(guest)) => Verified::Guest(guest),
            (None, None) => Verified::Nobody,
        },
        name: row.get()?,
        email: row.get()?,
        website: row.get()?,
        body: row.get()?,
        html: row.get()?,
        verdict: read_verdict(row)?,
        judged: count_of(row)?,
        answers: count_of(row)?,
        created: row.get()?,
        edited: row.get()?,
        edited_here: row.get::<Option<String>>()?.is_some_and(|by| by == DESK),
        flags: count_of(row)?,
        anchor: row.get()?,
    })
}

/// Adds a comment. The fingerprint is equal for the same words said again; the secret's digest is what its
/// author's browser is known by.
///
/// # Errors
/// [`Error::Reference`] when the post, or the comment it answers, is not there.
pub fn add(tx: &mut Tx, comment: &Comment, fingerprint: &str, secret: Option<&str>) -> Result<(), Error> {
    add_weighed(tx, comment, fingerprint, secret, None)
}

/// As [`add`], with how it was weighed in the same row.
///
/// # Errors
/// As [`add`].
pub fn add_weighed(
    tx: &mut Tx,
    comment: &Comment,
    fingerprint: &str,
    secret: Option<&str>,
    weighing: Option<&Weighing<'_>>,
) -> Result<(), Error> {
    let shown = comment.verdict == Verdict::Approved;
    let is_first = comment.root == comment.id;
    // Nobody has answered what is new: the first of a thread is worth nothing yet, and stands where it began.
    let thread_at = (shown && is_first).then_some(comment.created);
    insert(tx, comment, (fingerprint, secret), thread_at, weighing)?;
    if shown && !is_first { settle(tx, comment, 1) } else { Ok(()) }
}

/// Writes a comment's row, and where it stands as the first of a thread; nothing else is told of it.
pub(crate) fn insert(
    tx: &mut Tx,
    comment: &Comment,
    (fingerprint, secret): (&str, Option<&str>),
    thread_at: Option<Moment>,
    weighing: Option<&Weighing<'_>>,
) -> Result<(), Error> {
    let (account, guest) = match comment.verified {
        Verified::Nobody => (None, None),
        Verified::Guest(guest) => (None, Some(guest)),
        Verified::Account(account) => (Some(account), None),
    };
    let row = values![
        comment.id,
        comment.post,
        comment.parent,
        comment.root,
        comment.origin.as_str(),
        account,
        guest,
        &comment.name,
        comment.email.as_ref(),
        comment.website.as_ref(),
        &comment.body,
        &comment.html,
        comment.verdict.as_str(),
        comment.judged,
        comment.created,
        fingerprint,
        secret,
        comment.anchor.as_ref(),
        thread_at,
        weighing.map(|weighing| weighing.network),
        weighing.and_then(|weighing| weighing.saying),
        weighing.map(|weighing| i64::from(weighing.weighed.score)),
        weighing.map(|weighing| Value::json(&weighing.weighed.signs)).transpose()?,
    ];
    tx.execute(ADD, row).map(drop)
}

/// The comments of a post, however they stand, by id, from behind one on; from the first one without.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(
    conn: &mut Conn,
    post: PostId,
    after: Option<CommentId>,
    limit: u32,
) -> Result<Vec<Comment>, Error> {
    let after = after.map_or(i64::MIN, CommentId::raw);
    conn.query(OF_POST, values![post, after, limit])?.into_iter().map(|mut row| read(&mut row)).collect()
}

/// The comment of an id, whatever its verdict.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: CommentId) -> Result<Option<Comment>, Error> {
    conn.one(BY_ID, values![id])?.map(|mut row| read(&mut row)).transpose()
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
    rows.into_iter().map(read_row).collect()
}

pub(crate) fn read_row(mut row: Row) -> Result<CommentRow, Error> {
    Ok(CommentRow {
        comment: read(&mut row)?,
        headline: row.get()?,
        permalink: row.optional_word(read_permalink)?,
        score: row.get::<Option<i64>>()?.and_then(|score| u8::try_from(score).ok()),
        signs: row.optional_json()?.unwrap_or_default(),
    })
}

/// Comments with flags that nobody has seen to, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn flagged(conn: &mut Conn, page: Page<CommentId>) -> Result<Vec<CommentRow>, Error> {
    let (at, id) = bounds(page);
    conn.query(FLAGGED, values![at, id, page.limit])?.into_iter().map(read_row).collect()
}

/// Comments under a mail address, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn under_address(
    conn: &mut Conn,
    address: &str,
    page: Page<CommentId>,
) -> Result<Vec<CommentRow>, Error> {
    let (at, id) = bounds(page);
    conn.query(UNDER_ADDRESS, values![at, id, page.limit, address])?.into_iter().map(read_row).collect()
}

/// A comment as the queue has it.
///
/// # Errors
/// When the database can't be read.
pub fn row(conn: &mut Conn, id: CommentId) -> Result<Option<CommentRow>, Error> {
    conn.one(ROW, values![id])?.map(read_row).transpose()
}

/// How many comments have a verdict, counted up to a limit: a site may have millions.
///
/// # Errors
/// When the database can't be read.
pub fn count(conn: &mut Conn, verdict: Verdict, limit: u32) -> Result<i64, Error> {
    conn.one(COUNT, values![verdict.as_str(), limit])?.map_or(Ok(0), |mut row| row.get())
}

/// How many comments there are of each verdict, zeros included, each counted up to a limit.
///
/// # Errors
/// When the database can't be read.
pub fn counts(conn: &mut Conn, limit: u32) -> Result<Vec<(Verdict, i64)>, Error> {
    Verdict::ALL.into_iter().map(|verdict| Ok((verdict, count(conn, verdict, limit)?))).collect()
}

/// The first comment with a fingerprint since a moment.
///
/// # Errors
/// When the database can't be read.
pub fn said(conn: &mut Conn, fingerprint: &str, since: Moment) -> Result<Option<Comment>, Error> {
    conn.one(SAID, values![fingerprint, since])?.map(|mut row| read(&mut row)).transpose()
}

/// Whether a person has approved a comment of this name and mail address that readers still see.
///
/// # Errors
/// When the database can't be read.
pub fn is_known(conn: &mut Conn, name: &str, email: &str) -> Result<bool, Error> {
    Ok(conn.one(IS_KNOWN, values![email, name])?.is_some())
}

/// Whether a person has approved a comment that a guest sent from a browser that remembers him, and readers still
/// see it.
///
/// # Errors
/// When the database can't be read.
pub fn is_known_guest(conn: &mut Conn, guest: GuestId) -> Result<bool, Error> {
    Ok(conn.one(IS_KNOWN_GUEST, values![guest])?.is_some())
}

/// The comment of an id, for one who has its secret.
///
/// # Errors
/// When the database can't be read.
pub fn with_secret(conn: &mut Conn, id: CommentId, digest: &str) -> Result<Option<Comment>, Error> {
    conn.one(WITH_SECRET, values![id, digest])?.map(|mut row| read(&mut row)).transpose()
}

/// Gives a comment other words, and keeps those that it had.
///
/// # Errors
/// When the database can't be written.
pub fn reword(
    tx: &mut Tx,
    comment: &Comment,
    (body, html): (&str, &str),
    by: Option<AccountId>,
    reason: &str,
    now: Moment,
) -> Result<(), Error> {
    tx.execute(KEEP_WORDING, values![comment.id, now, by, reason, &comment.name, &comment.body])?;
    let hand = if by.is_some() { DESK } else { "author" };
    tx.execute(REWORD, values![comment.id, body, html, now, hand]).map(drop)
}

/// Forgets who said what in a comment; that there was one stays, for what answers it.
///
/// # Errors
/// When the database can't be written.
pub fn forget(tx: &mut Tx, id: CommentId, now: Moment) -> Result<(), Error> {
    tx.execute(FORGET, values![id, now])?;
    tx.execute(FORGET_WORDINGS, values![id]).map(drop)
}

/// What a comment said before, newest first, at most `limit`.
///
/// # Errors
/// When the database can't be read.
pub fn wordings_of(conn: &mut Conn, id: CommentId, limit: u32) -> Result<Vec<Wording>, Error> {
    let rows = conn.query(WORDINGS, values![id, limit])?.into_iter();
    rows.map(|mut row| {
        Ok(Wording { body: row.get()?, reason: row.get()?, by: row.get()?, until: row.get()? })
    })
    .collect()
}

/// What a comment said before it was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// As typed.
    pub body: String,
    /// Why it was changed, for the desk; may be empty.
    pub reason: String,
    /// Who changed it; `None` when its author did.
    pub by: Option<String>,
    /// When it was changed.
    pub until: Moment,
}

/// Sets how a comment stands, if nobody has decided about it since it was read; whether so. The decision itself
/// is [`verdict_add`]'s row.
///
/// # Errors
/// When the database can't be written.
pub fn judge(tx: &mut Tx, comment: &Comment, verdict: Verdict) -> Result<bool, Error> {
    if tx.execute(JUDGE, values![comment.id, verdict.as_str(), comment.judged])? == 0 {
        return Ok(false);
    }
    comment_days::forget(tx, comment.created)?;
    let shown = |verdict| i64::from(verdict == Verdict::Approved);
    match shown(verdict) - shown(comment.verdict) {
        0 => {}
        more => settle(tx, comment, more)?,
    }
    Ok(true)
}

/// Has a thread's first comment know that one of the thread came to be shown (1) or hidden (-1).
fn settle(tx: &mut Tx, comment: &Comment, more: i64) -> Result<(), Error> {
    let below = if comment.root == comment.id { 0 } else { more };
    tx.execute(SETTLE, values![comment.root, below])?;
    rank(tx, comment.root)
}

/// Says anew what a thread is worth among others.
pub(crate) fn rank(tx: &mut Tx, root: CommentId) -> Result<(), Error> {
    tx.execute(RANK, values![root]).map(drop)
}

/// A decision about a comment.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'a> {
    /// What was decided.
    pub verdict: Verdict,
    /// The class of reason its author may know.
    pub grounds: Grounds,
    /// Why, for the desk; may be empty.
    pub reason: &'a str,
    /// Who; `None` when Courant itself did.
    pub by: Option<AccountId>,
    /// The act by which it was decided, perhaps with others.
    pub act: Option<ActId>,
    /// What the verdict was before; `None` for the one that comes with a comment.
    pub was: Option<Verdict>,
}

/// Adds a decision, the `number`th about its comment, counted from 1.
///
/// # Errors
/// [`Error::Reference`] when the comment or account is not there.
pub fn verdict_add(
    tx: &mut Tx,
    id: CommentId,
    number: u32,
    decision: &Decision<'_>,
    now: Moment,
) -> Result<(), Error> {
    let row = values![
        id,
        number,
        decision.verdict.as_str(),
        decision.grounds.as_str(),
        decision.reason,
        decision.by,
        decision.act,
        decision.was.map(Verdict::as_str),
        now,
    ];
    tx.execute(ADD_VERDICT, row).map(drop)
}

/// The decisions about a comment, oldest first.
///
/// # Errors
/// When the database can't be read.
pub fn verdicts_of(conn: &mut Conn, id: CommentId) -> Result<Vec<VerdictRow>, Error> {
    let rows = conn.query(VERDICTS, values![id])?.into_iter();
    rows.map(|mut row| {
        let verdict = read_verdict(&mut row)?;
        let grounds = row.word(Grounds::parse)?;
        Ok(VerdictRow { verdict, grounds, reason: row.get()?, by: row.get()?, at: row.get()? })
    })
    .collect()
}

/// How many decisions there were since a moment, by verdict and grounds; the newest `limit` are counted.
///
/// # Errors
/// When the database can't be read.
pub fn decisions(conn: &mut Conn, since: Moment, limit: u32) -> Result<Vec<Decided>, Error> {
    let rows = conn.query(DECISIONS, values![since, limit])?.into_iter();
    rows.map(|mut row| {
        let (verdict, grounds) = (read_verdict(&mut row)?, row.word(Grounds::parse)?);
        Ok(Decided { verdict, grounds, number: row.get()? })
    })
    .collect()
}

/// What an act decided about one comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActPart {
    /// The comment.
    pub comment: CommentId,
    /// Which of the decisions about it this was, counted from 1.
    pub number: u32,
    /// What its verdict was before; `None` when that was not kept.
    pub was: Option<Verdict>,
}

/// What an act decided, at most `limit` decisions.
///
/// # Errors
/// When the database can't be read.
pub fn of_act(conn: &mut Conn, act: ActId, limit: u32) -> Result<Vec<ActPart>, Error> {
    let rows = conn.query(OF_ACT, values![act, limit])?.into_iter();
    rows.map(|mut row| {
        let comment = row.get()?;
        let number = count_of(&mut row)?;
        Ok(ActPart { comment, number, was: row.optional_word(|word| word.parse().ok())? })
    })
    .collect()
}
