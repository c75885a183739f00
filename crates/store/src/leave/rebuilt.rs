//! What is counted anew from rows that came back.

use crate::Error;
use crate::db::Conn;

/// Counts of posts, as every write of a post keeps them.
pub(super) fn tallies(conn: &mut Conn) -> Result<(), Error> {
    let published = "standing = 'published'";
    // Pages are counted by themselves: they have no month.
    let standing = "CASE WHEN standing = 'published' AND month IS NULL THEN 'page' ELSE standing END";
    conn.batch(&format!(
        "INSERT INTO tallies (kind, key, number)
             SELECT 'standing', {standing}, count(*) FROM posts GROUP BY {standing};
         INSERT INTO tallies (kind, key, number)
             SELECT 'month', month, count(*) FROM posts WHERE {published} AND month <> '' GROUP BY month;
         INSERT INTO tallies (kind, key, number)
             SELECT 'host', host, count(*) FROM posts WHERE {published} AND host IS NOT NULL GROUP BY host;
         INSERT INTO tallies (kind, key, number)
             SELECT 'label', l.label, count(*) FROM post_labels l JOIN posts p ON p.id = l.post_id
             WHERE p.standing = 'published' GROUP BY l.label"
    ))
}

/// Readers of all posts by day, for days of which an export says nothing: older ones did not.
pub(super) fn visit_days(conn: &mut Conn) -> Result<(), Error> {
    conn.batch(
        "INSERT INTO visit_days (day, readers)
             SELECT v.day, CAST(sum(v.readers) AS BIGINT) FROM visits v
             WHERE NOT EXISTS (SELECT 1 FROM visit_days d WHERE d.day = v.day) GROUP BY v.day",
    )
}
