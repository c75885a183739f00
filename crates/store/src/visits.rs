//! Counted looks at posts, per day, and what the popular lists are made of.

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
    TOTAL = "SELECT readers FROM visit_totals WHERE post_id = $1";
    TOTALS = "SELECT post_id, readers FROM visit_totals";
    /// The addition keeps SQLite from reading all days in the order of posts to spare itself a sort.
    SUMS = "SELECT post_id + 0, CAST(sum(readers) AS BIGINT) FROM visits WHERE day >= $1 GROUP BY post_id + 0";
    OF_POST = "SELECT CAST(coalesce(sum(readers), 0) AS BIGINT) FROM visits WHERE post_id = $1 AND day >= $2";
    COMMENT_SUMS = "SELECT post_id, count(*) FROM comments WHERE verdict = 'approved' AND created >= $1
                    GROUP BY post_id";
}

/// Adds readers: post, day (days since 1970, UTC), how many. A post that is no more is passed over.
///
/// # Errors
/// When the database can't be written.
pub fn add(tx: &mut Tx, visits: &[(PostId, i64, i64)]) -> Result<(), Error> {
    // Sorted, so that two processes that add at once never wait for each other in a circle.
    let mut visits = visits.to_vec();
    visits.sort_unstable();
    for (post, day, readers) in visits {
        tx.execute(ADD, values![post, day, readers])?;
        tx.execute(ADD_TOTAL, values![post, readers])?;
    }
    Ok(())
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

/// Readers of every post that had some since a day, that day included; `i64::MIN` for ever.
///
/// # Errors
/// When the database can't be read.
pub fn sums(conn: &mut Conn, first_day: i64) -> Result<Vec<(PostId, i64)>, Error> {
    if first_day == i64::MIN {
        return read_sums(conn.query(TOTALS, &[])?);
    }
    read_sums(conn.query(SUMS, values![first_day])?)
}

/// Approved comments of every post that had some since a moment.
///
/// # Errors
/// When the database can't be read.
pub fn comment_sums(conn: &mut Conn, since: Moment) -> Result<Vec<(PostId, i64)>, Error> {
    read_sums(conn.query(COMMENT_SUMS, values![since])?)
}
