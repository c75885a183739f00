//! Counted looks at posts, per day, and what the popular lists are made of: never sums over all posts.

use std::collections::BTreeMap;

use model::{Moment, PostId};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

statements! {
    ADD = "INSERT INTO visits (post_id, day, readers)
           SELECT id, CAST($2 AS BIGINT), CAST($3 AS BIGINT) FROM posts WHERE id = $1
           ON CONFLICT (post_id, day) DO UPDATE SET readers = visits.readers + excluded.readers";
    ADD_TOTAL = "INSERT INTO visit_totals (post_id, readers)
                 SELECT id, CAST($2 AS BIGINT) FROM posts WHERE id = $1
                 ON CONFLICT (post_id) DO UPDATE SET readers = visit_totals.readers + excluded.readers";
    ADD_DAY = "INSERT INTO visit_days (day, readers) VALUES ($1, $2)
               ON CONFLICT (day) DO UPDATE SET readers = visit_days.readers + excluded.readers";
    TOTAL = "SELECT readers FROM visit_totals WHERE post_id = $1";
    MOST_OF_DAY = "SELECT post_id, readers FROM visits WHERE day = $1 ORDER BY readers DESC, post_id DESC LIMIT $2";
    MOST_EVER = "SELECT post_id, readers FROM visit_totals ORDER BY readers DESC, post_id DESC LIMIT $1";
    /// As [`model::popular::weight`]: a day later, twice as much.
    RISING = "SELECT CAST(coalesce(sum(readers << CAST(day - $2 AS INTEGER)), 0) AS BIGINT) FROM visits
              WHERE post_id = $1 AND day >= $2 AND day <= $2 + 6";
    OF_POST = "SELECT CAST(coalesce(sum(readers), 0) AS BIGINT) FROM visits WHERE post_id = $1 AND day >= $2";
    TALK = "SELECT count(*) FROM (SELECT 1 FROM comments WHERE post_id = $1 AND verdict = 'approved'
                AND created >= $2 LIMIT $3) AS few";
    TALK_RISING = "SELECT CAST(coalesce(sum(CAST(1 AS BIGINT) << CAST(created / 86400000000 - $2 AS INTEGER)), 0) AS BIGINT)
                   FROM comments WHERE post_id = $1 AND verdict = 'approved' AND created >= $3 AND created < $4";
    TALKED_OF = "SELECT post_id FROM comments WHERE verdict = 'approved' AND created >= $1
                 ORDER BY created DESC, id DESC LIMIT $2";
    HOSTS = "SELECT count(*) FROM referrers WHERE day = $1";
    PER_DAY = "SELECT day, readers FROM visit_days WHERE day >= $1 ORDER BY day";
    OF_POST_PER_DAY = "SELECT day, readers FROM visits WHERE post_id = $1 AND day >= $2 ORDER BY day";
    REFERRERS = "SELECT host, CAST(sum(readers) AS BIGINT) AS number FROM referrers WHERE day >= $1
                 GROUP BY host ORDER BY number DESC, host LIMIT $2";
    FROM_KNOWN = "UPDATE referrers SET readers = readers + $3 WHERE day = $1 AND host = $2";
    FROM_NEW = "INSERT INTO referrers (day, host, readers) VALUES ($1, $2, $3)
                ON CONFLICT (day, host) DO UPDATE SET readers = referrers.readers + excluded.readers";
}

/// Most hosts kept by name for a day; readers from further ones are counted under an empty name.
pub const HOSTS_LIMIT: i64 = 2_000;

/// Adds readers: post, day (days since 1970, UTC), how many. A post that is no more is passed over.
///
/// # Errors
/// When the database can't be written.
pub fn add(tx: &mut Tx, visits: &[(PostId, i64, i64)]) -> Result<(), Error> {
    // Sorted, so that two processes that add at once never wait for each other in a circle.
    let mut visits = visits.to_vec();
    visits.sort_unstable();
    let mut days = BTreeMap::new();
    for (post, day, readers) in visits {
        if tx.execute(ADD, values![post, day, readers])? > 0 {
            tx.execute(ADD_TOTAL, values![post, readers])?;
            *days.entry(day).or_insert(0_i64) += readers;
        }
    }
    for (day, readers) in days {
        tx.execute(ADD_DAY, values![day, readers])?;
    }
    Ok(())
}

/// Adds readers by the host they came from: day, host, how many.
///
/// # Errors
/// When the database can't be written.
pub fn add_referrers(tx: &mut Tx, referrers: &[(i64, String, i64)]) -> Result<(), Error> {
    let mut referrers = referrers.to_vec();
    referrers.sort_unstable();
    for (day, host, readers) in referrers {
        if tx.execute(FROM_KNOWN, values![day, &host, readers])? > 0 {
            continue;
        }
        let hosts: i64 = tx.one(HOSTS, values![day])?.map_or(Ok(0), |mut row| row.get())?;
        let host = if hosts < HOSTS_LIMIT { host.as_str() } else { "" };
        tx.execute(FROM_NEW, values![day, host, readers])?;
    }
    Ok(())
}

/// Readers of all posts by day, of posts that are no more, too, since a day; days without any are left out.
///
/// # Errors
/// When the database can't be read.
pub fn per_day(conn: &mut Conn, first_day: i64) -> Result<Vec<(i64, i64)>, Error> {
    let rows = conn.query(PER_DAY, values![first_day])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.get()?))).collect()
}

/// A post's readers by day, since a day; days without any are left out.
///
/// # Errors
/// When the database can't be read.
pub fn of_post_per_day(conn: &mut Conn, post: PostId, first_day: i64) -> Result<Vec<(i64, i64)>, Error> {
    let rows = conn.query(OF_POST_PER_DAY, values![post, first_day])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.get()?))).collect()
}

/// The hosts that most readers came from since a day, that day included, with how many those were; an empty name
/// stands for further hosts.
///
/// # Errors
/// When the database can't be read.
pub fn referrers(conn: &mut Conn, first_day: i64, limit: u32) -> Result<Vec<(String, i64)>, Error> {
    let rows = conn.query(REFERRERS, values![first_day, limit])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.get()?))).collect()
}

/// A post's readers since ever.
///
/// # Errors
/// When the database can't be read.
pub fn total(conn: &mut Conn, post: PostId) -> Result<i64, Error> {
    conn.one(TOTAL, values![post])?.map_or(Ok(0), |mut row| row.get())
}

/// A post's readers since a day, that day included.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId, first_day: i64) -> Result<i64, Error> {
    conn.one(OF_POST, values![post, first_day])?.map_or(Ok(0), |mut row| row.get())
}

fn read_sums(rows: Vec<Row>) -> Result<Vec<(PostId, i64)>, Error> {
    rows.into_iter().map(|mut row| Ok((row.get()?, row.get()?))).collect()
}

/// The posts with the most readers on a day, those with most first, and how many those are.
///
/// # Errors
/// When the database can't be read.
pub fn most_of_day(conn: &mut Conn, day: i64, limit: u32) -> Result<Vec<(PostId, i64)>, Error> {
    read_sums(conn.query(MOST_OF_DAY, values![day, limit])?)
}

/// The posts with the most readers since ever, those with most first, and how many those are.
///
/// # Errors
/// When the database can't be read.
pub fn most_ever(conn: &mut Conn, limit: u32) -> Result<Vec<(PostId, i64)>, Error> {
    read_sums(conn.query(MOST_EVER, values![limit])?)
}

/// A post's readers in the seven days from a day on, each counted as [`model::popular::weight`] has it.
///
/// # Errors
/// When the database can't be read.
pub fn rising(conn: &mut Conn, post: PostId, first_day: i64) -> Result<i64, Error> {
    conn.one(RISING, values![post, first_day])?.map_or(Ok(0), |mut row| row.get())
}

/// A post's approved comments since a moment, counted up to a limit.
///
/// # Errors
/// When the database can't be read.
pub fn talk(conn: &mut Conn, post: PostId, since: Moment, limit: i64) -> Result<i64, Error> {
    conn.one(TALK, values![post, since, limit])?.map_or(Ok(0), |mut row| row.get())
}

/// A post's approved comments in the seven days from a day on, each counted as [`model::popular::weight`] has it.
///
/// # Errors
/// When the database can't be read.
pub fn talk_rising(conn: &mut Conn, post: PostId, first_day: i64) -> Result<i64, Error> {
    let row = conn.one(
        TALK_RISING,
        values![post, first_day, Moment::of_day(first_day), Moment::of_day(first_day + 7)],
    )?;
    row.map_or(Ok(0), |mut row| row.get())
}

/// The posts of the newest approved comments since a moment: one for each comment, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn talked_of(conn: &mut Conn, since: Moment, limit: u32) -> Result<Vec<PostId>, Error> {
    conn.query(TALKED_OF, values![since, limit])?.into_iter().map(|mut row| row.get()).collect()
}
