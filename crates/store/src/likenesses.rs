//! Posts that may be one story.

use model::{AccountId, Likeness, Moment, PostId};

use crate::db::Conn;
use crate::posts::{read_language, read_permalink, read_standing};
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

/// Posts asked about in one statement.
const AT_ONCE: usize = 50;

statements! {
    ADD = "INSERT INTO likenesses (post_id, other_id, percent) VALUES ($1, $2, $3)
           ON CONFLICT (post_id, other_id) DO NOTHING";
    APART = "UPDATE likenesses SET apart_at = $3, apart_by = $4
             WHERE post_id = $1 AND other_id = $2 AND apart_at IS NULL";
    OF_POSTS = "SELECT l.post_id, l.other_id, l.percent, o.headline, o.outlet, o.language, o.standing,
                    o.published_at, o.standing_at, o.reason, o.permalink, o.author_id
                FROM likenesses l JOIN posts o ON o.id = l.other_id
                WHERE l.apart_at IS NULL AND l.post_id IN (
                 $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
                 $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
                 $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)
                LIMIT 500";
}

fn read(mut row: Row) -> Result<Likeness, Error> {
    Ok(Likeness {
        post: row.get()?,
        other: row.get()?,
        percent: u8::try_from(row.get::<i64>()?).unwrap_or(100),
        headline: row.get()?,
        outlet: row.get()?,
        language: row.optional_word(read_language)?,
        standing: read_standing(&mut row)?,
        permalink: row.optional_word(read_permalink)?,
        author: row.get()?,
    })
}

/// Notes that two posts may be one story, for both. What was noted of them before stays.
///
/// # Errors
/// [`Error::Reference`] when one of them is not there.
pub fn add(tx: &mut Tx, one: PostId, other: PostId, percent: u8) -> Result<(), Error> {
    // In one order, lest two who note the same pair wait for each other.
    let (low, high) = (one.min(other), one.max(other));
    for (post, other) in [(low, high), (high, low)] {
        tx.execute(ADD, values![post, other, i64::from(percent)])?;
    }
    Ok(())
}

/// Notes that two posts are two stories, and who says so; whether they were thought to be one.
///
/// # Errors
/// When the database can't be written.
pub fn tell_apart(
    tx: &mut Tx,
    one: PostId,
    other: PostId,
    by: Option<AccountId>,
    now: Moment,
) -> Result<bool, Error> {
    let mut told = 0;
    for (post, other) in [(one, other), (other, one)] {
        told += tx.execute(APART, values![post, other, now, by])?;
    }
    Ok(told > 0)
}

/// What the posts may be the same story as, most alike first; those told apart are left out. At most five
/// hundred for each fifty posts.
///
/// # Errors
/// When the database can't be read.
pub fn of_posts(conn: &mut Conn, posts: &[PostId]) -> Result<Vec<Likeness>, Error> {
    let mut found = Vec::new();
    for some in posts.chunks(AT_ONCE) {
        let mut asked: Vec<Value> = some.iter().map(|post| (*post).into()).collect();
        asked.resize(AT_ONCE, Value::Null);
        for row in conn.query(OF_POSTS, &asked)? {
            found.push(read(row)?);
        }
    }
    found.sort_by_key(|likeness| (std::cmp::Reverse(likeness.percent), likeness.other));
    Ok(found)
}
