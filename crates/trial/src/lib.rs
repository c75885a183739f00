//! Stores to try things on: empty, temporary, on both engines; or of any size, to measure on ([`large`]). For tests and
//! measurements only; no room depends on it.
//!
//! **Invariants.** Every store is its own database, gone when it is dropped, so tests run side by side.
//! PostgreSQL is the server of `COURANT_TEST_POSTGRES`, an address like
//! `postgres://postgres@%2Ftmp%2Fsocket-directory/postgres` whose user may create databases. Without it
//! the PostgreSQL half of a test is skipped, loudly; with `CI` set the test fails instead. A server with
//! `fsync=off` is quicker: each test makes a database.
//!
//! **Deliberately absent.** Fixtures: samples are in `model::sample`.
//!
//! **Start reading** at [`on_both_engines`].

pub mod large;

use std::env;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::{Path, PathBuf};

use postgres::NoTls;
use store::{DatabaseUrl, Store};
use tempfile::TempDir;

/// The variable that names the PostgreSQL server for tests.
pub const SERVER: &str = "COURANT_TEST_POSTGRES";

/// A database that is removed, with its files, when this is dropped.
pub struct TempStore {
    store: Option<Store>,
    url: DatabaseUrl,
    directory: TempDir,
    /// The server's address, and the database's name there.
    database: Option<(String, String)>,
}

impl TempStore {
    /// The open store.
    pub fn store(&self) -> Store {
        self.store.clone().expect("the store is only taken away in drop")
    }

    /// Where its database is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// The directory of its files.
    pub fn files(&self) -> PathBuf {
        self.directory.path().join("files")
    }

    /// Opens the same database once more, as another process would.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub fn open_again(&self) -> Result<Store, store::Error> {
        Store::open(&self.url, &self.files())
    }

    /// Changes the database behind the store's back, as somebody could who may write it.
    pub fn alter(&self, sql: &str) {
        alter(&self.url, sql);
    }

    /// Ends those connections to the PostgreSQL database of which a condition on `pg_stat_activity` is true; how many.
    ///
    /// # Panics
    /// When this is not on PostgreSQL.
    pub fn hang_up(&self, which: &str) -> u64 {
        self.activity("pg_terminate_backend(pid, 5000)", which)
    }

    /// How many connections to the PostgreSQL database there are of which a condition is true.
    ///
    /// # Panics
    /// When this is not on PostgreSQL.
    pub fn connections(&self, which: &str) -> u64 {
        self.activity("pid", which)
    }

    fn activity(&self, what: &str, which: &str) -> u64 {
        let (server, name) = self.database.as_ref().expect("only a PostgreSQL database has connections");
        let mut admin = postgres::Client::connect(server, NoTls).expect("the server answers");
        let sql = format!("SELECT {what} FROM pg_stat_activity WHERE datname = '{name}' AND {which}");
        admin.execute(&sql, &[]).expect("the user may see and end connections")
    }

    /// The address of the PostgreSQL server, for a test that acts as its administrator.
    pub fn server(&self) -> Option<&str> {
        self.database.as_ref().map(|(server, _)| server.as_str())
    }

    /// The name of the database on that server.
    pub fn database(&self) -> Option<&str> {
        self.database.as_ref().map(|(_, name)| name.as_str())
    }
}

impl Drop for TempStore {
    fn drop(&mut self) {
        self.store = None;
        if let Some((server, name)) = &self.database
            && let Ok(mut admin) = postgres::Client::connect(server, NoTls)
        {
            // A database that stays behind disturbs no later test.
            let _ = admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

/// Runs statements on a database without the store.
///
/// # Panics
/// When it refuses them.
pub fn alter(url: &DatabaseUrl, sql: &str) {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let conn = rusqlite::Connection::open(path).expect("the database is a file that can be opened");
            conn.busy_timeout(std::time::Duration::from_secs(5)).expect("a time to wait can be set");
            conn.execute_batch(sql).expect("the statements are right");
        }
        DatabaseUrl::Postgres(address) => {
            let mut client = postgres::Client::connect(address, NoTls).expect("the server answers");
            client.batch_execute(sql).expect("the statements are right");
        }
    }
}

/// What SQLite itself finds wrong in a database file: damaged pages and indexes, rows that refer to nothing.
///
/// # Errors
/// When the file can't be read as a database at all.
pub fn damage(path: &Path) -> Result<Vec<String>, String> {
    let look = || -> rusqlite::Result<Vec<String>> {
        let conn = rusqlite::Connection::open(path)?;
        let mut found: Vec<String> = conn
            .prepare("PRAGMA integrity_check")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        found.retain(|said| said != "ok");
        let mut loose = conn.prepare("PRAGMA foreign_key_check")?;
        let loose = loose.query_map([], |row| row.get::<_, String>(0))?;
        for table in loose {
            found.push(format!("a row of {} refers to nothing", table?));
        }
        Ok(found)
    };
    look().map_err(|error| format!("{}: {error}", path.display()))
}

/// An empty store on SQLite, in a temporary directory.
pub fn sqlite() -> TempStore {
    let directory = TempDir::new().expect("a temporary directory can be made");
    let url = DatabaseUrl::Sqlite(directory.path().join("site.db"));
    opened(url, directory, None)
}

/// An empty store on PostgreSQL; `None`, with a line that says so, when no server is named.
pub fn postgres() -> Option<TempStore> {
    let server = server()?;
    let name = format!("courant_test_{:016x}", RandomState::new().build_hasher().finish());
    let mut admin =
        postgres::Client::connect(&server, NoTls).expect("the server of COURANT_TEST_POSTGRES answers");
    let make = format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0");
    admin.batch_execute(&make).expect("the user of COURANT_TEST_POSTGRES may create databases");
    let url = DatabaseUrl::Postgres(with_database(&server, &name));
    let directory = TempDir::new().expect("a temporary directory can be made");
    Some(opened(url, directory, Some((server, name))))
}

/// Runs a test on an empty store of each engine.
pub fn on_both_engines(test: impl Fn(Store)) {
    on_both(|temporary| test(temporary.store()));
}

/// The same for a test that needs the database's address.
pub fn on_both(test: impl Fn(&TempStore)) {
    test(&sqlite());
    if let Some(temporary) = postgres() {
        test(&temporary);
    }
}

fn opened(url: DatabaseUrl, directory: TempDir, database: Option<(String, String)>) -> TempStore {
    let store = Store::open(&url, &directory.path().join("files")).expect("an empty database can be opened");
    TempStore { store: Some(store), url, directory, database }
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration; the server's address is theirs")]
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

#[expect(clippy::print_stderr, reason = "a skipped half must be seen")]
fn server() -> Option<String> {
    let server = variable(SERVER);
    if server.is_none() {
        eprintln!("SKIPPED on PostgreSQL: {SERVER} is not set");
        assert!(
            variable("CI").is_none(),
            "{SERVER} must be set in CI: every test runs on both engines there"
        );
    }
    server
}

/// The same server, another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, None), |(a, q)| (a, Some(q)));
    let base = match address.rfind('/') {
        Some(at) if !address[..at].ends_with('/') => &address[..at],
        _ => address,
    };
    query.map_or_else(|| format!("{base}/{name}"), |query| format!("{base}/{name}?{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_database_on_the_same_server() {
        for (server, expected) in [
            ("postgres://u@%2Ftmp%2Fs/postgres", "postgres://u@%2Ftmp%2Fs/x"),
            ("postgres://u:p@db:5432/postgres?sslmode=disable", "postgres://u:p@db:5432/x?sslmode=disable"),
            ("postgres://db", "postgres://db/x"),
        ] {
            assert_eq!(with_database(server, "x"), expected);
        }
    }
}
