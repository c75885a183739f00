//! Threads under a post, as readers see them.

use std::collections::HashMap;

use model::comment::{ANSWERS, THREADS};
use model::{
    Comment, CommentId, Conversation, Moment, PostId, Thread, ThreadMark, ThreadOrder, ThreadTop, Verdict,
};

use crate::Error;
use crate::comments::{columns, read};
use crate::db::Conn;
use crate::value::{Row, statements, values};

macro_rules! threads {
    ($after:literal, $order:literal) => {
        concat!(
            "SELECT c.worth, c.thread_at, ",
            columns!(),
            " FROM comments c WHERE c.post_id = $1 AND c.thread_at IS NOT NULL AND ",
            $after,
            " ORDER BY ",
            $order,
            " LIMIT $4"
        )
    };
}

/// The first answers of the threads between two places: up to the time of a thread's twentieth.
macro_rules! answers {
    ($place:literal, $from:literal, $to:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM (SELECT r.id AS root, (
                  SELECT a.created FROM comments a WHERE a.root_id = r.id AND a.verdict = 'approved' AND a.root_id <> a.id
                  ORDER BY a.created, a.id LIMIT 1 OFFSET 19) AS last
              FROM comments r WHERE r.post_id = $1 AND ",
            $place,
            " >= ",
            $from,
            " AND ",
            $place,
            " <= ",
            $to,
            " AND r.thread_at IS NOT NULL AND r.answers > 0) AS t
             JOIN comments c ON c.root_id = t.root AND c.verdict = 'approved' AND c.root_id <> c.id
                  AND c.created <= coalesce(t.last, 9223372036854775807)
             LIMIT $2"
        )
    };
}

statements! {
    OLDEST = threads!("(c.thread_at, c.id) > ($2, $3)", "c.thread_at, c.id");
    NEWEST = threads!("(c.thread_at, c.id) < ($2, $3)", "c.thread_at DESC, c.id DESC");
    BEST = threads!("(c.worth, c.thread_at, c.id) < ($5, $2, $3)", "c.worth DESC, c.thread_at DESC, c.id DESC");
    ANSWERS_IN_TIME = answers!("(r.thread_at, r.id)", "($3, $4)", "($5, $6)");
    ANSWERS_IN_WORTH = answers!("(r.worth, r.thread_at, r.id)", "($7, $3, $4)", "($8, $5, $6)");
    NUMBER = "SELECT count(*) FROM comments WHERE post_id = $1 AND verdict = 'approved'";
    ROOT = concat!("SELECT c.worth, c.thread_at, ", columns!(), " FROM comments c
                    WHERE c.id = $1 AND c.post_id = $2 AND c.thread_at IS NOT NULL");
    OF_THREAD = concat!("SELECT ", columns!(), " FROM comments c WHERE c.root_id = $1 AND c.verdict = 'approved'
                         AND c.root_id <> c.id AND (c.created, c.id) > ($2, $3) ORDER BY c.created, c.id LIMIT $4");
    THREADS_BEFORE = "SELECT count(*) FROM (SELECT 1 FROM comments WHERE post_id = $1 AND thread_at IS NOT NULL
                      AND (thread_at, id) < ($2, $3) LIMIT $4) AS earlier";
    ANSWERS_BEFORE = "SELECT count(*) FROM (SELECT 1 FROM comments WHERE root_id = $1 AND verdict = 'approved'
                      AND root_id <> id AND (created, id) < ($2, $3) LIMIT $4) AS earlier";
    ANSWER_BEFORE = "SELECT created, id FROM comments WHERE root_id = $1 AND verdict = 'approved' AND root_id <> id
                     AND (created, id) < ($2, $3) ORDER BY created DESC, id DESC LIMIT 1";
    NEWEST_OF_POST = concat!("SELECT ", columns!(), " FROM comments c WHERE c.post_id = $1
                       AND c.verdict = 'approved' ORDER BY c.created DESC, c.id DESC LIMIT $2");
    NEWEST_OF_SITE = concat!("SELECT ", columns!(), ", p.headline, p.permalink, c.score, c.signs FROM comments c
                       JOIN posts p ON p.id = c.post_id WHERE c.verdict = 'approved' AND p.standing = 'published'
                       ORDER BY c.created DESC, c.id DESC LIMIT $1");
}

/// One page of a post's conversation: [`THREADS`] threads, each with its first [`ANSWERS`] answers.
///
/// # Errors
/// When the database can't be read.
pub fn conversation(
    conn: &mut Conn,
    post: PostId,
    order: ThreadOrder,
    after: Option<ThreadMark>,
) -> Result<Conversation, Error> {
    let end = if order == ThreadOrder::Oldest { i64::MIN } else { i64::MAX };
    let (worth, began, id) = match after {
        Some(mark) => (mark.worth, mark.began, mark.id),
        None => (end, Moment::from_micros(end), CommentId::from_raw(end)),
    };
    let limit = THREADS + 1;
    let rows = match order {
        ThreadOrder::Oldest => conn.query(OLDEST, values![post, began, id, limit])?,
        ThreadOrder::Newest => conn.query(NEWEST, values![post, began, id, limit])?,
        ThreadOrder::Best => conn.query(BEST, values![post, began, id, limit, worth])?,
    };
    let mut threads: Vec<Thread> = rows.into_iter().map(read_thread).collect::<Result<_, _>>()?;
    let more = threads.len() > THREADS as usize;
    threads.truncate(THREADS as usize);
    answer(conn, post, order, &mut threads)?;
    let number = conn.one(NUMBER, values![post])?.map_or(Ok(0), |mut row| row.get::<i64>())?;
    let next = threads.last().filter(|_| more).map(|thread| thread.mark);
    Ok(Conversation { order, threads, number: u32::try_from(number).unwrap_or(u32::MAX), next })
}

/// Puts the first answers under each of a page's threads.
fn answer(conn: &mut Conn, post: PostId, order: ThreadOrder, threads: &mut [Thread]) -> Result<(), Error> {
    let (Some(first), Some(last)) = (threads.first(), threads.last()) else { return Ok(()) };
    if threads.iter().all(|thread| thread.number == 0) {
        return Ok(());
    }
    let (from, to) = match order {
        ThreadOrder::Oldest => (first.mark, last.mark),
        ThreadOrder::Newest | ThreadOrder::Best => (last.mark, first.mark),
    };
    // Answers of one microsecond can be more than asked for; not endlessly many.
    let limit = 2 * THREADS * ANSWERS;
    let bounds = values![post, limit, from.began, from.id, to.began, to.id];
    let rows = match order {
        ThreadOrder::Best => {
            conn.query(ANSWERS_IN_WORTH, &[&bounds[..], values![from.worth, to.worth]].concat())?
        }
        ThreadOrder::Oldest | ThreadOrder::Newest => conn.query(ANSWERS_IN_TIME, bounds)?,
    };
    let mut answers: HashMap<CommentId, Vec<Comment>> = HashMap::new();
    for mut row in rows {
        let comment = read(&mut row)?;
        answers.entry(comment.root).or_default().push(comment);
    }
    for thread in threads {
        let mut below = answers.remove(&thread.mark.id).unwrap_or_default();
        below.sort_by_key(|comment| (comment.created, comment.id));
        below.truncate(ANSWERS as usize);
        thread.answers = below;
    }
    Ok(())
}

fn read_thread(mut row: Row) -> Result<Thread, Error> {
    let (worth, began) = (row.get()?, row.get()?);
    let comment = read(&mut row)?;
    Ok(Thread {
        mark: ThreadMark { worth, began, id: comment.id },
        number: comment.answers,
        top: match comment.verdict {
            Verdict::Approved => ThreadTop::Shown(Box::new(comment)),
            Verdict::Withdrawn => ThreadTop::Withdrawn,
            Verdict::Held | Verdict::Rejected | Verdict::Spam => ThreadTop::Hidden,
        },
        answers: Vec::new(),
    })
}

/// A thread of a post, with answers after a place in it, oldest first, at most `limit`.
///
/// # Errors
/// When the database can't be read.
pub fn thread(
    conn: &mut Conn,
    post: PostId,
    root: CommentId,
    after: Option<(Moment, CommentId)>,
    limit: u32,
) -> Result<Option<Thread>, Error> {
    let Some(row) = conn.one(ROOT, values![root, post])? else { return Ok(None) };
    let mut thread = read_thread(row)?;
    let (at, id) = after.unwrap_or((Moment::from_micros(i64::MIN), CommentId::from_raw(i64::MIN)));
    let rows = conn.query(OF_THREAD, values![root, at, id, limit])?.into_iter();
    thread.answers = rows.map(|mut row| read(&mut row)).collect::<Result<_, _>>()?;
    Ok(Some(thread))
}

/// How many threads of its post began before one, counted up to `limit`.
///
/// # Errors
/// When the database can't be read.
pub fn threads_before(conn: &mut Conn, root: &Comment, limit: u32) -> Result<u32, Error> {
    few(conn.one(THREADS_BEFORE, values![root.post, root.created, root.id, limit])?)
}

/// How many shown answers stand before one in its thread, counted up to `limit`.
///
/// # Errors
/// When the database can't be read.
pub fn answers_before(conn: &mut Conn, answer: &Comment, limit: u32) -> Result<u32, Error> {
    few(conn.one(ANSWERS_BEFORE, values![answer.root, answer.created, answer.id, limit])?)
}

/// The place of the shown answer just before one.
///
/// # Errors
/// When the database can't be read.
pub fn answer_before(conn: &mut Conn, answer: &Comment) -> Result<Option<(Moment, CommentId)>, Error> {
    let row = conn.one(ANSWER_BEFORE, values![answer.root, answer.created, answer.id])?;
    row.map(|mut row| Ok((row.get()?, row.get()?))).transpose()
}

fn few(row: Option<Row>) -> Result<u32, Error> {
    row.map_or(Ok(0), |mut row| crate::comments::count_of(&mut row))
}

/// A post's newest shown comments, newest first, at most `limit`.
///
/// # Errors
/// When the database can't be read.
pub fn newest_of_post(conn: &mut Conn, post: PostId, limit: u32) -> Result<Vec<Comment>, Error> {
    conn.query(NEWEST_OF_POST, values![post, limit])?.into_iter().map(|mut row| read(&mut row)).collect()
}

/// The newest shown comments under published posts, newest first, at most `limit`.
///
/// # Errors
/// When the database can't be read.
pub fn newest(conn: &mut Conn, limit: u32) -> Result<Vec<model::CommentRow>, Error> {
    let rows = conn.query(NEWEST_OF_SITE, values![limit])?;
    rows.into_iter().map(crate::comments::read_row).collect()
}
