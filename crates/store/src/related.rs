//! Which posts are near one another, as last found; and what of a post counts for that.

use std::collections::HashMap;

use model::related::{Commonness, Reason, Traits};
use model::{Language, PostId, Related, SourceId, Teaser};

use crate::db::Conn;
use crate::posts::lists::{read_teaser, teaser_rows};
use crate::posts::read_language;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx, tallies, telling};

/// Posts asked about in one statement.
pub const AT_ONCE: usize = 50;
/// Rows of one post's list that are read: more than are kept, for those that were taken back meanwhile.
const ROWS: u32 = 40;

macro_rules! these {
    ($select:literal) => {
        concat!(
            $select,
            " IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
              $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41,
              $42, $43, $44, $45, $46, $47, $48, $49, $50)"
        )
    };
}

statements! {
    /// What a post's page shows, and how near each is.
    LIST = teaser_rows!("FROM related r JOIN posts p ON p.id = r.other_id
        WHERE r.post_id = $1 AND p.published_at IS NOT NULL ORDER BY r.nearness DESC, r.other_id DESC LIMIT $2");
    OF_POST = "SELECT r.other_id, r.nearness, r.reasons, p.language FROM related r JOIN posts p ON p.id = r.other_id
               WHERE r.post_id = $1 AND p.published_at IS NOT NULL
               ORDER BY r.nearness DESC, r.other_id DESC LIMIT $2";
    ALL_OF_POST = "SELECT other_id FROM related WHERE post_id = $1";
    ADD = "INSERT INTO related (post_id, other_id, nearness, reasons) VALUES ($1, $2, $3, $4)
           ON CONFLICT (post_id, other_id) DO UPDATE SET nearness = excluded.nearness, reasons = excluded.reasons";
    REMOVE = "DELETE FROM related WHERE post_id = $1 AND other_id = $2";
    WITH = "SELECT post_id FROM related WHERE other_id = $1 AND post_id > $2 ORDER BY post_id LIMIT $3";
    LANGUAGE_OF = "SELECT language FROM posts WHERE id = $1 AND published_at IS NOT NULL";
    UNDER_LABEL = "SELECT post_id FROM post_labels WHERE label = $1 AND published_at IS NOT NULL
                   ORDER BY published_at DESC, post_id DESC LIMIT $2";
    ON_SOURCE = "SELECT id FROM posts WHERE source_id = $1 AND published_at IS NOT NULL ORDER BY id DESC LIMIT $2";
    TRAITS = these!("SELECT id, language, host, source_id, published_at FROM posts
                     WHERE published_at IS NOT NULL AND id");
    LABELS = these!("SELECT post_id, label FROM post_labels WHERE post_id");
    WORDS = these!("SELECT post_id, kind, word, weight FROM telling_words WHERE post_id");
}

/// The posts kept for a post's page, nearest first; those that are out.
///
/// # Errors
/// When the database can't be read.
pub fn list(conn: &mut Conn, post: PostId) -> Result<Vec<Teaser>, Error> {
    conn.query(LIST, values![post, ROWS])?.into_iter().map(read_teaser).collect()
}

/// The same with the reasons, each with its own language.
///
/// # Errors
/// When the database can't be read.
pub fn of_post(conn: &mut Conn, post: PostId) -> Result<Vec<(Related, Option<Language>)>, Error> {
    let read = |mut row: Row| {
        let related = Related {
            post: row.get()?,
            nearness: u8::try_from(row.get::<i64>()?).unwrap_or(100),
            // A newer server may know more reasons than this one.
            reasons: serde_json::from_str::<Vec<Reason>>(&row.get::<String>()?).unwrap_or_default(),
        };
        Ok((related, row.optional_word(read_language)?))
    };
    conn.query(OF_POST, values![post, ROWS])?.into_iter().map(read).collect()
}

/// The posts that stand in a post's list, out or not.
///
/// # Errors
/// When the database can't be read.
pub fn all_of_post(conn: &mut Conn, post: PostId) -> Result<Vec<PostId>, Error> {
    conn.query(ALL_OF_POST, values![post])?.into_iter().map(|mut row| row.get()).collect()
}

/// Puts a post into another's list, or writes anew how near it is there.
///
/// # Errors
/// [`Error::Reference`] when one of them is not there.
pub fn add(tx: &mut Tx, post: PostId, other: &Related) -> Result<(), Error> {
    let reasons = Value::json(&other.reasons)?;
    tx.execute(ADD, values![post, other.post, i64::from(other.nearness), reasons]).map(drop)
}

/// Takes a post out of another's list.
///
/// # Errors
/// When the database can't be written.
pub fn remove(tx: &mut Tx, post: PostId, other: PostId) -> Result<(), Error> {
    tx.execute(REMOVE, values![post, other]).map(drop)
}

/// The posts in whose lists a post stands, by id, from behind one on; from the first one without.
///
/// # Errors
/// When the database can't be read.
pub fn lists_with(
    conn: &mut Conn,
    post: PostId,
    after: Option<PostId>,
    limit: u32,
) -> Result<Vec<PostId>, Error> {
    let after = after.map_or(i64::MIN, PostId::raw);
    conn.query(WITH, values![post, after, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// The language a published post names; the outer `None` when there is no such post.
///
/// # Errors
/// When the database can't be read.
pub fn language_of(conn: &mut Conn, post: PostId) -> Result<Option<Option<Language>>, Error> {
    conn.one(LANGUAGE_OF, values![post])?.map(|mut row| row.optional_word(read_language)).transpose()
}

/// The newest published posts under a label, by its slug.
///
/// # Errors
/// When the database can't be read.
pub fn under_label(conn: &mut Conn, slug: &str, limit: u32) -> Result<Vec<PostId>, Error> {
    conn.query(UNDER_LABEL, values![slug, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// The newest published posts made from a source.
///
/// # Errors
/// When the database can't be read.
pub fn on_source(conn: &mut Conn, source: SourceId, limit: u32) -> Result<Vec<PostId>, Error> {
    conn.query(ON_SOURCE, values![source, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// What counts of the published posts among these, [`AT_ONCE`] at most; `language` is of those that name none.
///
/// # Errors
/// When the database can't be read.
pub fn traits(
    conn: &mut Conn,
    posts: &[PostId],
    language: &Language,
) -> Result<HashMap<PostId, Traits>, Error> {
    let Some(last) = posts.last() else { return Ok(HashMap::new()) };
    // A statement has so many places; the last post fills those that are left.
    let asked: Vec<Value> =
        posts.iter().chain(std::iter::repeat(last)).take(AT_ONCE).map(|id| Value::from(*id)).collect();
    let mut found = HashMap::new();
    for mut row in conn.query(TRAITS, &asked)? {
        let id: PostId = row.get()?;
        let own = row.optional_word(read_language)?;
        let traits = Traits {
            language: own.as_ref().unwrap_or(language).primary().to_owned(),
            labels: Vec::new(),
            host: row.get()?,
            source: row.get()?,
            published: row.get()?,
            telling: Vec::new(),
        };
        found.insert(id, traits);
    }
    for mut row in conn.query(LABELS, &asked)? {
        if let Some(traits) = found.get_mut(&row.get()?) {
            traits.labels.push(row.get()?);
        }
    }
    for mut row in conn.query(WORDS, &asked)? {
        if let Some(traits) = found.get_mut(&row.get()?) {
            traits.telling.push(telling::read(&mut row)?);
        }
    }
    Ok(found)
}

/// How common on the site labels and a host are.
///
/// # Errors
/// When the database can't be read.
pub fn commonness(conn: &mut Conn, labels: &[String], host: Option<&str>) -> Result<Commonness, Error> {
    let mut counts = HashMap::new();
    for label in labels {
        counts.insert(label.clone(), tallies::number(conn, tallies::LABEL, label)?);
    }
    Ok(Commonness {
        posts: tallies::number(conn, tallies::STANDING, "published")?,
        labels: counts,
        host: host.map_or(Ok(0), |host| tallies::number(conn, tallies::HOST, host))?,
    })
}
