//! Very many rows at once into a new site, for measurements: many rows by one statement, no reference looked up, nothing
//! waiting for the disk, and indexes in which the rows would come to lie scattered made at the end. (Most indexes are in
//! the order in which rows come: those are cheaper kept than made, which reads the table again for each.) A program that
//! is stopped in between leaves a database that nobody can use.

pub(crate) mod load;

use crate::db::{Access, Conn};
use crate::dialect::INDEXES;
use crate::migrate::migrate;
use crate::{DatabaseUrl, Engine, Error, Tx, posts};

pub use load::Load;

/// How SQLite writes while a site is filled: what is written stays with the system; a quarter of a gigabyte of pages is
/// kept at hand, and of rows to be sorted no more than that, the others in a file.
const HASTY: &str =
    "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; PRAGMA threads = 2; PRAGMA temp_store = FILE;";
/// Without a journal, where nobody else has the database open; somebody who does is not waited for.
const ALONE: &str = "PRAGMA busy_timeout = 0; PRAGMA journal_mode = OFF;";
/// As every other connection leaves it.
const AS_USUAL: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL;";
/// Loads written in one transaction: each writes the pages to which all come, such as those of the labels, once more.
const LOADS: u32 = 20;
/// Indexes in an order that has nothing to do with when rows come.
const SCATTERED: &[&str] = &[
    "related_by_other",
    "search_terms_by_term",
    "telling_words_by_word",
    "visit_totals_by_readers",
    "visits_by_day",
];

/// A new site that is being filled. Drop it, and what came so far is lost; [`Filling::finish`] makes it a site.
pub struct Filling {
    conn: Conn,
    /// The statements that make the indexes that were taken away.
    indexes: Vec<String>,
    /// Those of the transaction that is open.
    loads: u32,
}

impl Filling {
    /// Makes the tables and takes some indexes away. Nobody else may write the database meanwhile; quickest is it when
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
            if !SCATTERED.contains(&name.as_str()) {
                continue;
            }
            conn.batch(&format!("DROP INDEX {name}"))?;
            indexes.push(made_by);
        }
        Ok(Filling { conn, indexes, loads: 0 })
    }

    /// Writes some rows in one transaction; nobody hears of it.
    ///
    /// # Errors
    /// The closure's; then the database is as good as lost.
    pub fn write<T, E: From<Error>>(&mut self, f: impl FnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        self.commit()?;
        self.conn.batch("BEGIN")?;
        let done = f(&mut Tx::unheard(&mut self.conn))?;
        self.conn.batch("COMMIT")?;
        Ok(done)
    }

    /// Writes a load. What it has stays in it, to be cleared by whoever gathers the next one there.
    ///
    /// # Errors
    /// When the database can't be written; then it is as good as lost.
    pub fn load(&mut self, load: &mut Load) -> Result<(), Error> {
        if self.loads == 0 {
            self.conn.batch("BEGIN")?;
        }
        load.write(&mut Tx::unheard(&mut self.conn))?;
        self.loads += 1;
        if self.loads == LOADS { self.commit() } else { Ok(()) }
    }

    /// Ends the transaction of the last loads.
    fn commit(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.loads) == 0 { Ok(()) } else { self.conn.batch("COMMIT") }
    }

    /// Makes the indexes, one after the other, and calls back with the number of those that are left.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn finish(mut self, mut left: impl FnMut(usize)) -> Result<(), Error> {
        self.commit()?;
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
