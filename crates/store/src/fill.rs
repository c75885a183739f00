//! Very many rows at once into a new site, for measurements: no index but the keys' is kept while they come, no
//! reference is looked up, and nothing waits for the disk. A program that is stopped in between leaves a database that
//! nobody can use.

use model::{Comment, Moment, PostId, Source};

use crate::db::{Access, Conn};
use crate::dialect::{FILL_RELATED, FILL_TELLING, FILL_TERMS, INDEXES};
use crate::migrate::migrate;
use crate::value::{Value, statements, values};
use crate::{DatabaseUrl, Engine, Error, Tx, posts};

/// How SQLite writes while a site is filled: what is written stays with the system, and a quarter of a gigabyte of pages
/// is kept at hand.
const HASTY: &str = "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA threads = 2;";
/// Without a journal, where nobody else has the database open; somebody who does is not waited for.
const ALONE: &str = "PRAGMA busy_timeout = 0; PRAGMA journal_mode = OFF;";
/// As every other connection leaves it.
const AS_USUAL: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL;";

statements! {
    SOURCE = "INSERT INTO sources (id, url, host, outlet, byline, published, language, headline, licence, created)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    ADDRESS = "INSERT INTO addresses (key, source_id) VALUES ($1, $2)";
    COMMENT = "INSERT INTO comments (id, post_id, parent_id, root_id, name, email, body, html, verdict, judged, created,
                   fingerprint, answers, thread_at, worth)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1, $10, '', $11, $12, $13)";
    VERDICT = "INSERT INTO verdicts (comment_id, at, verdict, reason, number, grounds) VALUES ($1, $2, $3, '', 1, $4)";
}

/// A new site that is being filled. Drop it, and what came so far is lost; [`Filling::finish`] makes it a site.
pub struct Filling {
    conn: Conn,
    /// The statements that make the indexes.
    indexes: Vec<String>,
}

impl Filling {
    /// Makes the tables and takes their indexes away. Nobody else may write the database meanwhile; quickest is it when
    /// nobody has it open.
    ///
    /// # Errors
    /// [`Error::Other`] when there are posts already; when the database can't be made or written.
    pub fn begin(url: &DatabaseUrl) -> Result<Filling, Error> {
        let mut conn = match url {
            DatabaseUrl::Sqlite(path) => Conn::sqlite(path, Access::Write)?,
            DatabaseUrl::Postgres(address) => Conn::postgres(address)?,
        };
        migrate(&mut conn)?;
        if !posts::after(&mut conn, None, 1)?.is_empty() {
            return Err(Error::Other(
                "there are posts here already; only a new site can be filled".to_owned(),
            ));
        }
        let engine = conn.engine();
        if engine == Engine::Sqlite {
            conn.batch(HASTY)?;
            match conn.batch(ALONE) {
                Err(Error::Unavailable(_)) => {}
                done => done?,
            }
        }
        conn.hold_references(false)?;
        let mut indexes = Vec::new();
        for mut row in conn.query(INDEXES.of(engine), &[])? {
            let (name, made_by): (String, String) = (row.get()?, row.get()?);
            conn.batch(&format!("DROP INDEX {name}"))?;
            indexes.push(made_by);
        }
        Ok(Filling { conn, indexes })
    }

    /// Writes some rows in one transaction; nobody hears of it.
    ///
    /// # Errors
    /// The closure's; then the database is as good as lost.
    pub fn write<T, E: From<Error>>(&mut self, f: impl FnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        self.conn.batch("BEGIN")?;
        let done = f(&mut Tx::unheard(&mut self.conn))?;
        self.conn.batch("COMMIT")?;
        Ok(done)
    }

    /// Makes the indexes, one after the other, and calls back with the number of those that are left.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn finish(mut self, mut left: impl FnMut(usize)) -> Result<(), Error> {
        for (at, index) in self.indexes.iter().enumerate() {
            left(self.indexes.len() - at);
            self.conn.batch(index)?;
        }
        self.conn.hold_references(true)?;
        match self.conn.engine() {
            Engine::Sqlite => self.conn.batch(AS_USUAL),
            Engine::Postgres => self.conn.batch("ANALYZE"),
        }
    }
}

/// Adds a source that is new, and has its address lead there.
///
/// # Errors
/// When the database can't be written.
pub fn source(tx: &mut Tx, source: &Source) -> Result<(), Error> {
    let fields = &source.fields;
    let row = values![
        source.id,
        &fields.url,
        &source.host,
        &fields.outlet,
        Value::json(&fields.byline)?,
        fields.published.map(model::Dated::iso),
        fields.language.as_ref().map(model::Language::as_str),
        &fields.headline,
        &fields.licence,
        source.created,
    ];
    tx.execute(SOURCE, row)?;
    tx.execute(ADDRESS, values![model::address_key(&fields.url), source.id]).map(drop)
}

/// Adds a comment with the one decision there was about it, and with what its thread makes of it: where the thread
/// stands, if it is the first of one, and what that is worth.
///
/// # Errors
/// When the database can't be written.
pub fn comment(
    tx: &mut Tx,
    comment: &Comment,
    thread_at: Option<Moment>,
    worth: i64,
    grounds: model::Grounds,
) -> Result<(), Error> {
    let row = values![
        comment.id,
        comment.post,
        comment.parent,
        comment.root,
        &comment.name,
        comment.email.as_ref(),
        &comment.body,
        &comment.html,
        comment.verdict.as_str(),
        comment.created,
        comment.answers,
        thread_at,
        worth,
    ];
    tx.execute(COMMENT, row)?;
    tx.execute(VERDICT, values![comment.id, comment.created, comment.verdict.as_str(), grounds.as_str()])
        .map(drop)
}

/// Adds what a post is found by.
///
/// # Errors
/// When the database can't be written.
pub fn terms(tx: &mut Tx, post: PostId, terms: &[String]) -> Result<(), Error> {
    let engine = tx.engine();
    tx.execute(FILL_TERMS.of(engine), values![post, Value::json(&terms)?]).map(drop)
}

/// Adds the words by which a post can be told from others.
///
/// # Errors
/// When the database can't be written.
pub fn telling(tx: &mut Tx, post: PostId, words: &[String], weight: i64) -> Result<(), Error> {
    let engine = tx.engine();
    tx.execute(FILL_TELLING.of(engine), values![post, Value::json(&words)?, weight]).map(drop)
}

/// Adds the posts that are near one, each as near as the others.
///
/// # Errors
/// When the database can't be written.
pub fn related(tx: &mut Tx, post: PostId, others: &[PostId], nearness: i64) -> Result<(), Error> {
    let engine = tx.engine();
    let others: Vec<i64> = others.iter().map(|other| other.raw()).collect();
    tx.execute(FILL_RELATED.of(engine), values![post, Value::json(&others)?, nearness]).map(drop)
}
