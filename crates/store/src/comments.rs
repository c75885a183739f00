//! Readers' remarks, and the verdicts on them.

use model::stats::Decided;
use model::{
    AccountId, ActId, Comment, CommentId, CommentRow, Grounds, GuestId, Moment, Origin, PostId, Verdict,
    VerdictRow, Verified,
};

use crate::db::Conn;
use crate::dialect::{ADD_COMMENT, ADD_VERDICT, IS_KNOWN, SAID};
use crate::posts::lists::bounds;
use crate::posts::{Page, read_permalink};
use crate::spam::Weighing;
use crate::value::{Row, Value, row, statements, values};
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
    /// Somebody's approval counts, not that the site was open once.
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

/// A comment that is new, with what of its row only the store needs.
#[derive(Debug)]
pub struct Fresh<'a> {
    /// It.
    pub comment: Comment,
    /// Equal for the same words said again.
    pub fingerprint: String,
    /// What its author's browser is known by: a digest of its secret.
    pub secret: Option<String>,
    /// How it was weighed.
    pub weighing: Option<Weighing<'a>>,
}

impl Fresh<'_> {
    /// Whether readers see it from its first moment on.
    fn is_shown(&self) -> bool {
        self.comment.verdict == Verdict::Approved
    }

    fn is_first(&self) -> bool {
        self.comment.root == self.comment.id
    }
}

/// Adds a comment. The fingerprint is equal for the same words said again; the secret's digest is what its
/// author's browser is known by.
///
/// # Errors
/// [`Error::Reference`] when the post, or the comment it answers, is not there.
pub fn add(tx: &mut Tx, comment: &Comment, fingerprint: &str, secret: Option<&str>) -> Result<(), Error> {
    let (fingerprint, secret) = (fingerprint.to_owned(), secret.map(str::to_owned));
    add_all(tx, &[Fresh { comment: comment.clone(), fingerprint, secret, weighing: None }])
}

/// Adds comments, each with how it was weighed.
///
/// # Errors
/// [`Error::Reference`] when one of the posts, or of the comments they answer, is not there.
pub fn add_all(tx: &mut Tx, fresh: &[Fresh<'_>]) -> Result<(), Error> {
    let row = |fresh: &Fresh<'_>| {
        // Nobody has answered what is new: the first of a thread is worth nothing yet, and stands where it began.
        let thread_at = (fresh.is_shown() && fresh.is_first()).then_some(fresh.comment.created);
        row_of(
            &fresh.comment,
            (&fresh.fingerprint, fresh.secret.as_deref()),
            thread_at,
            fresh.weighing.as_ref(),
        )
    };
    let mut in_order: Vec<&Fresh<'_>> = fresh.iter().collect();
    // In one order for all, so that two transactions never wait for each other in a circle: a new row holds its post.
    in_order.sort_by_key(|fresh| (fresh.comment.post, fresh.comment.root, fresh.comment.id));
    let rows: Vec<Vec<Value>> = in_order.iter().map(|fresh| row(fresh)).collect::<Result<_, Error>>()?;
    tx.execute_each(&ADD_COMMENT, &rows)?;
    for answer in in_order.iter().filter(|fresh| fresh.is_shown() && !fresh.is_first()) {
        settle(tx, &answer.comment, 1)?;
    }
    Ok(())
}

/// A comment's row, with where it stands as the first of a thread.
fn row_of(
    comment: &Comment,
    (fingerprint, secret): (&str, Option<&str>),
    thread_at: Option<Moment>,
    weighing: Option<&Weighing<'_>>,
) -> Result<Vec<Value>, Error> {
    let (account, guest) = match comment.verified {
        Verified::Nobody => (None, None),
        Verified::Guest(guest) => (None, Some(guest)),
        Verified::Account(account) => (Some(account), None),
    };
    let row = row![
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
    Ok(row.into())
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
    Ok(said_of(conn, &[(fingerprint, since)])?.pop().flatten())
}

/// The first comment with each of some fingerprints, each since a moment, in their order.
///
/// # Errors
/// When the database can't be read.
pub fn said_of(conn: &mut Conn, asked: &[(&str, Moment)]) -> Result<Vec<Option<Comment>>, Error> {
    let rows: Vec<Vec<Value>> = asked.iter().map(|(said, since)| row![*said, *since].into()).collect();
    let answers = conn.query_each(&SAID, &rows)?.into_iter();
    answers.map(|rows| rows.into_iter().next().map(|mut row| read(&mut row)).transpose()).collect()
}

/// Whether a person has approved a comment of each of some names and mail addresses that readers still see, in their
/// order.
///
/// # Errors
/// When the database can't be read.
pub fn are_known(conn: &mut Conn, asked: &[(&str, &str)]) -> Result<Vec<bool>, Error> {
    let rows: Vec<Vec<Value>> = asked.iter().map(|(name, email)| row![*email, *name].into()).collect();
    Ok(conn.query_each(&IS_KNOWN, &rows)?.into_iter().map(|rows| !rows.is_empty()).collect())
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
    verdicts_add(tx, &[(id, number, *decision, now)])
}

/// Adds decisions, each with its comment, its number there, and when it was made.
///
/// # Errors
/// As [`verdict_add`].
pub fn verdicts_add(tx: &mut Tx, decided: &[(CommentId, u32, Decision<'_>, Moment)]) -> Result<(), Error> {
    let row = |(id, number, decision, at): &(CommentId, u32, Decision<'_>, Moment)| {
        row![
            *id,
            *number,
            decision.verdict.as_str(),
            decision.grounds.as_str(),
            decision.reason,
            decision.by,
            decision.act,
            decision.was.map(Verdict::as_str),
            *at,
        ]
        .into()
    };
    tx.execute_each(&ADD_VERDICT, &decided.iter().map(row).collect::<Vec<_>>())
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
