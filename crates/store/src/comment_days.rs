//! How many comments arrived on a day, by how they stand now.
//!
//! A day that is over is counted once, along an index, and its counts are kept; whatever changes how one of its comments
//! stands forgets them. A day on which comments may still arrive is counted each time.

use model::stats::CommentDay;
use model::{Moment, Verdict};

use crate::db::Conn;
use crate::dialect::HOLD_COMMENT_DAYS;
use crate::value::{statements, values};
use crate::{Error, Tx};

statements! {
    KEPT = "SELECT day, verdict, number FROM comment_days WHERE day >= $1 AND day <= $2 ORDER BY day, verdict";
    COUNT = "SELECT count(*) FROM comments WHERE verdict = $1 AND created >= $2 AND created < $3";
    KEEP = "INSERT INTO comment_days (day, verdict, number) VALUES ($1, $2, $3)
            ON CONFLICT (day, verdict) DO UPDATE SET number = excluded.number";
    FORGET = "DELETE FROM comment_days WHERE day = $1";
    FORGET_ALL = "DELETE FROM comment_days";
}

/// The comments that arrived between two days, both included, by day and verdict; none where there are none.
///
/// # Errors
/// When the database can't be read.
pub fn between(conn: &mut Conn, first: i64, last: i64) -> Result<Vec<CommentDay>, Error> {
    let mut found = kept(conn, first, last)?;
    for day in without(&found, first, last) {
        found.extend(count(conn, day)?);
    }
    found.retain(|day| day.number > 0);
    found.sort_unstable_by_key(|day| (day.day, day.verdict.as_str()));
    Ok(found)
}

/// Days between two, both included, whose counts are not kept.
///
/// # Errors
/// When the database can't be read.
pub fn uncounted(conn: &mut Conn, first: i64, last: i64) -> Result<Vec<i64>, Error> {
    let kept = kept(conn, first, last)?;
    Ok(without(&kept, first, last))
}

/// Counts days that are over, and keeps what it counts.
///
/// # Errors
/// When the database can't be written.
pub fn keep(tx: &mut Tx, days: &[i64]) -> Result<(), Error> {
    // Whoever judges a comment meanwhile waits, and forgets what we have counted; whoever has judged is waited for.
    let engine = tx.engine();
    tx.batch(HOLD_COMMENT_DAYS.of(engine))?;
    for day in days {
        for counted in count(tx, *day)? {
            if counted.number > 0 || counted.verdict == Verdict::Approved {
                tx.execute(KEEP, values![counted.day, counted.verdict.as_str(), counted.number])?;
            }
        }
    }
    Ok(())
}

/// Forgets what was counted of the day on which a comment arrived that stands otherwise now.
///
/// # Errors
/// When the database can't be written.
pub fn forget(tx: &mut Tx, arrived: Moment) -> Result<(), Error> {
    tx.execute(FORGET, values![arrived.day()]).map(drop)
}

/// Forgets all that was counted: comments of days that are over have come or gone.
///
/// # Errors
/// When the database can't be written.
pub fn forget_all(tx: &mut Tx) -> Result<(), Error> {
    tx.execute(FORGET_ALL, &[]).map(drop)
}

fn kept(conn: &mut Conn, first: i64, last: i64) -> Result<Vec<CommentDay>, Error> {
    let rows = conn.query(KEPT, values![first, last])?.into_iter();
    rows.map(|mut row| {
        let (day, verdict) = (row.get()?, row.word(|word| word.parse().ok())?);
        Ok(CommentDay { day, verdict, number: row.get()? })
    })
    .collect()
}

/// The days that none of these rows is of.
fn without(rows: &[CommentDay], first: i64, last: i64) -> Vec<i64> {
    (first..=last).filter(|day| rows.binary_search_by_key(day, |row| row.day).is_err()).collect()
}

fn count(conn: &mut Conn, day: i64) -> Result<Vec<CommentDay>, Error> {
    let of = |verdict: Verdict| {
        let row = conn.one(
            COUNT,
            values![verdict.as_str(), Moment::of_day(day), Moment::of_day(day.saturating_add(1))],
        )?;
        Ok(CommentDay { day, verdict, number: row.map_or(Ok(0), |mut row| row.get())? })
    };
    Verdict::ALL.into_iter().map(of).collect()
}
