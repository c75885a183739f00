//! Search: which published posts have all of some terms. Terms are made by the caller, the same way for
//! posts and for questions.

use model::PostId;

use crate::db::Conn;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

/// Terms that one statement can ask for; a longer question is checked term by term afterwards.
const SLOTS: usize = 10;
/// A term with so many posts is common: looking through the newest posts finds some soon.
const COMMON: i64 = 5_000;
/// Posts that a question longer than [`SLOTS`] is checked on.
const CHECKED: u32 = 500;

macro_rules! has {
    ($from:literal, $to:literal) => {
        concat!(
            " AND EXISTS (SELECT 1 FROM search_terms t WHERE t.post_id = p.id AND t.term >= ",
            $from,
            " AND t.term <= ",
            $to,
            ")"
        )
    };
}

macro_rules! has_all {
    () => {
        concat!(
            has!("$2", "$3"),
            has!("$4", "$5"),
            has!("$6", "$7"),
            has!("$8", "$9"),
            has!("$10", "$11"),
            has!("$12", "$13"),
            has!("$14", "$15"),
            has!("$16", "$17"),
            has!("$18", "$19"),
            has!("$20", "$21"),
            " ORDER BY p.published_at DESC, p.id DESC LIMIT $1"
        )
    };
}

statements! {
    ADD = "INSERT INTO search_terms (post_id, term) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    REMOVE = "DELETE FROM search_terms WHERE post_id = $1";
    FREQUENCY = "SELECT count(*) FROM (SELECT 1 FROM search_terms WHERE term >= $1 AND term <= $2 LIMIT $3) AS few";
    HAS = "SELECT post_id FROM search_terms WHERE post_id = $1 AND term >= $2 AND term <= $3 LIMIT 1";
    /// Starts from the posts of the first term.
    RARE = concat!(
        "SELECT p.id FROM (SELECT DISTINCT post_id FROM search_terms WHERE term >= $2 AND term <= $3) AS d
         JOIN posts p ON p.id = d.post_id WHERE p.published_at IS NOT NULL",
        has_all!());
    /// Starts from the newest posts.
    FREQUENT = concat!("SELECT p.id FROM posts p WHERE p.published_at IS NOT NULL", has_all!());
}

/// Writes a post's terms over its former ones.
///
/// # Errors
/// [`Error::Reference`] when the post is not there.
pub fn index(tx: &mut Tx, post: PostId, terms: &[String]) -> Result<(), Error> {
    remove(tx, post)?;
    index_new(tx, post, terms)
}

/// Writes the terms of a post that has none yet.
///
/// # Errors
/// As [`index`].
pub fn index_new(tx: &mut Tx, post: PostId, terms: &[String]) -> Result<(), Error> {
    let mut terms: Vec<&String> = terms.iter().filter(|term| !term.is_empty()).collect();
    terms.sort_unstable();
    terms.dedup();
    for term in terms {
        tx.execute(ADD, values![post, term])?;
    }
    Ok(())
}

/// Forgets a post's terms.
///
/// # Errors
/// When the database can't be written.
pub fn remove(tx: &mut Tx, post: PostId) -> Result<(), Error> {
    tx.execute(REMOVE, values![post]).map(drop)
}

/// Published posts that have all the terms, newest first. The last term may be the beginning of one: a
/// person may still be typing it.
///
/// # Errors
/// When the database can't be read.
pub fn find(conn: &mut Conn, terms: &[String], limit: u32) -> Result<Vec<PostId>, Error> {
    let Some((last, whole)) = terms.split_last() else { return Ok(Vec::new()) };
    // Each term is a range, from itself to itself; the last to all that begins with it.
    let mut ranges: Vec<(String, String)> = whole.iter().map(|term| (term.clone(), term.clone())).collect();
    ranges.push((last.clone(), format!("{last}\u{10ffff}")));
    ranges.retain(|(from, _)| !from.is_empty());
    ranges.sort_unstable();
    ranges.dedup();

    let mut counted = Vec::new();
    for range in ranges {
        let frequency = conn.one(FREQUENCY, values![&range.0, &range.1, COMMON])?;
        counted.push((frequency.map_or(Ok(0), |mut row| row.get::<i64>())?, range));
    }
    counted.sort_unstable();
    let Some((rarest, _)) = counted.first() else { return Ok(Vec::new()) };
    let statement = match *rarest {
        0 => return Ok(Vec::new()),
        COMMON => FREQUENT,
        _ => RARE,
    };
    let asked = |slot: usize| &counted[if slot < counted.len() { slot } else { 0 }].1;
    let fits = counted.len() <= SLOTS;
    let mut values = vec![Value::from(if fits { limit } else { CHECKED })];
    for (from, to) in (0..SLOTS).map(asked) {
        values.extend([Value::from(from), Value::from(to)]);
    }
    let rows = conn.query(statement, &values)?.into_iter();
    let mut found = rows.map(|mut row: Row| row.get()).collect::<Result<Vec<PostId>, _>>()?;
    for (_, (from, to)) in counted.iter().skip(SLOTS) {
        let mut kept = Vec::new();
        for post in found {
            if conn.one(HAS, values![post, from, to])?.is_some() {
                kept.push(post);
            }
        }
        found = kept;
    }
    found.truncate(limit as usize);
    Ok(found)
}
