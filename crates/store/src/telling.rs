//! The words by which each published post can be told from most others, looked up by word.

use model::PostId;
use model::related::{Telling, TellingKind};

use crate::db::Conn;
use crate::value::{Row, statements, values};
use crate::{Error, Tx};

statements! {
    OF_POST = "SELECT kind, word, weight FROM telling_words WHERE post_id = $1 ORDER BY kind, word";
    ADD = "INSERT INTO telling_words (post_id, kind, word, weight) VALUES ($1, $2, $3, $4)
           ON CONFLICT (post_id, kind, word) DO UPDATE SET weight = excluded.weight";
    REMOVE = "DELETE FROM telling_words WHERE post_id = $1 AND kind = $2 AND word = $3";
    CLEAR = "DELETE FROM telling_words WHERE post_id = $1";
    BEARERS = "SELECT count(*) FROM (SELECT 1 FROM telling_words WHERE kind = $1 AND word = $2 AND post_id <> $3
               LIMIT $4) AS bearers";
    HAVING_WORD = "SELECT post_id FROM telling_words WHERE kind = $1 AND word = $2 AND post_id <> $3
                   ORDER BY post_id DESC LIMIT $4";
}

/// Writes a post's telling words over its former ones.
///
/// # Errors
/// [`Error::Reference`] when there is no such post.
pub fn replace(tx: &mut Tx, post: PostId, words: &[Telling]) -> Result<(), Error> {
    let before = of_post(tx, post)?;
    let has = |words: &[Telling], one: &Telling| words.iter().any(|w| w.kind == one.kind && w.key == one.key);
    for gone in before.iter().filter(|known| !has(words, known)) {
        tx.execute(REMOVE, values![post, gone.kind.as_str(), &gone.key])?;
    }
    for word in words.iter().filter(|word| !before.contains(word)) {
        tx.execute(ADD, values![post, word.kind.as_str(), &word.key, word.weight])?;
    }
    Ok(())
}

/// Forgets a post's telling words.
///
/// # Errors
/// When the database can't be written.
pub fn clear(tx: &mut Tx, post: PostId) -> Result<(), Error> {
    tx.execute(CLEAR, values![post]).map(drop)
}

/// A post's telling words.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Vec<Telling>, Error> {
    let rows = conn.query(OF_POST, values![post])?.into_iter();
    rows.map(|mut row| read(&mut row)).collect()
}

/// Reads kind, word and weight.
pub(crate) fn read(row: &mut Row) -> Result<Telling, Error> {
    Ok(Telling { kind: row.word(TellingKind::parse)?, key: row.get()?, weight: row.get()? })
}

/// How many other posts have a telling word, counted up to a limit.
///
/// # Errors
/// When the database can't be read.
pub fn bearers(
    conn: &mut Conn,
    kind: TellingKind,
    word: &str,
    except: PostId,
    limit: u32,
) -> Result<i64, Error> {
    conn.one(BEARERS, values![kind.as_str(), word, except, limit])?.map_or(Ok(0), |mut row| row.get())
}

/// The newest other posts that have a telling word.
///
/// # Errors
/// When the database can't be read.
pub fn having(
    conn: &mut Conn,
    kind: TellingKind,
    word: &str,
    except: PostId,
    limit: u32,
) -> Result<Vec<PostId>, Error> {
    let rows = conn.query(HAVING_WORD, values![kind.as_str(), word, except, limit])?.into_iter();
    rows.map(|mut row| row.get()).collect()
}
