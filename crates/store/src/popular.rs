//! The popular lists as last computed, so that a page only reads them.

use model::popular::Choice;
use model::{AccountId, Moment, PostId, Teaser, Window};

use crate::db::Conn;
use crate::posts::lists::{read_teasers, teaser_rows};
use crate::value::{statements, values};
use crate::{Error, Tx};

statements! {
    POSTS = "SELECT post_id, score FROM popular WHERE span = $1 ORDER BY position";
    CLEAR = "DELETE FROM popular WHERE span = $1";
    ADD = "INSERT INTO popular (span, position, post_id, score) VALUES ($1, $2, $3, $4)";
    LIST = teaser_rows!("FROM popular q JOIN posts p ON p.id = q.post_id
        WHERE q.span = $1 AND p.published_at IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM popular_choices c WHERE c.post_id = q.post_id)
        ORDER BY q.position LIMIT $2");
    RANKED = "SELECT q.post_id, q.score FROM popular q
              WHERE q.span = $1 AND NOT EXISTS (SELECT 1 FROM popular_choices c WHERE c.post_id = q.post_id)
              ORDER BY q.position LIMIT $2";
    CHOSEN = teaser_rows!("FROM popular_choices c JOIN posts p ON p.id = c.post_id
        WHERE c.choice = $1 AND p.published_at IS NOT NULL ORDER BY c.position LIMIT $2");
    CHOICES = "SELECT post_id, choice FROM popular_choices ORDER BY choice, position LIMIT $1";
    CHOOSE = "INSERT INTO popular_choices (post_id, choice, position, account_id, created)
              SELECT id, $2, (SELECT coalesce(min(position), 0) - 1 FROM popular_choices WHERE choice = $2),
                     CAST($3 AS BIGINT), CAST($4 AS BIGINT)
              FROM posts WHERE id = $1
              ON CONFLICT (post_id) DO UPDATE SET choice = excluded.choice, position = excluded.position,
                  account_id = excluded.account_id, created = excluded.created";
    UNCHOOSE = "DELETE FROM popular_choices WHERE post_id = $1";
}

/// Most rows of choices: more than can be made.
const CHOICES_LIMIT: u32 = 1_000;

/// Writes a window's list, most popular first, over its former one; whether readers would see another
/// list: other posts, or another order.
///
/// # Errors
/// [`Error::Reference`] when a post is not there.
pub fn replace(tx: &mut Tx, window: Window, posts: &[(PostId, i64)]) -> Result<bool, Error> {
    let rows = tx.query(POSTS, values![window.as_str()])?.into_iter();
    let before: Vec<(PostId, i64)> =
        rows.map(|mut row| Ok((row.get()?, row.get()?))).collect::<Result<_, Error>>()?;
    if before == posts {
        return Ok(false);
    }
    tx.execute(CLEAR, values![window.as_str()])?;
    for ((post, score), position) in posts.iter().zip(1_i64..) {
        tx.execute(ADD, values![window.as_str(), position, *post, *score])?;
    }
    Ok(!before.iter().map(|(post, _)| post).eq(posts.iter().map(|(post, _)| post)))
}

/// As [`list`], each post with its score.
///
/// # Errors
/// When the database can't be read.
pub fn ranked(conn: &mut Conn, window: Window, limit: u32) -> Result<Vec<(Teaser, i64)>, Error> {
    let rows = conn.query(RANKED, values![window.as_str(), limit])?.into_iter();
    let scores: Vec<(PostId, i64)> =
        rows.map(|mut row| Ok((row.get()?, row.get()?))).collect::<Result<_, Error>>()?;
    let teasers = list(conn, window, limit)?;
    let score = |id: PostId| scores.iter().find(|(post, _)| *post == id).map_or(0, |(_, score)| *score);
    Ok(teasers
        .into_iter()
        .map(|teaser| {
            let points = score(teaser.id);
            (teaser, points)
        })
        .collect())
}

/// The published posts that were pinned or kept out; of the pinned, the first comes first.
///
/// # Errors
/// When the database can't be read.
pub fn chosen(conn: &mut Conn, choice: Choice) -> Result<Vec<Teaser>, Error> {
    read_teasers(conn.query(CHOSEN, values![choice.as_str(), CHOICES_LIMIT])?)
}

/// All that was chosen, published or not.
///
/// # Errors
/// When the database can't be read.
pub fn choices(conn: &mut Conn) -> Result<Vec<(PostId, Choice)>, Error> {
    let rows = conn.query(CHOICES, values![CHOICES_LIMIT])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.word(Choice::parse)?))).collect()
}

/// Pins a post in front of those pinned before, keeps it out, or (`None`) lets it stand where its readers put it.
///
/// # Errors
/// When the database can't be written.
pub fn choose(
    tx: &mut Tx,
    post: PostId,
    choice: Option<Choice>,
    by: Option<AccountId>,
    now: Moment,
) -> Result<(), Error> {
    match choice {
        Some(choice) => tx.execute(CHOOSE, values![post, choice.as_str(), by, now]).map(drop),
        None => tx.execute(UNCHOOSE, values![post]).map(drop),
    }
}

/// A window's list, most popular first, without posts that are no longer published, and without those for which
/// something was chosen.
///
/// # Errors
/// When the database can't be read.
pub fn list(conn: &mut Conn, window: Window, limit: u32) -> Result<Vec<Teaser>, Error> {
    read_teasers(conn.query(LIST, values![window.as_str(), limit])?)
}
