use std::fs;
use std::path::Path;
use std::thread;

use store::{DatabaseUrl, Error, Store, posts};
use tempfile::TempDir;
use trial::{TempStore, on_both, on_both_engines};

use crate::{MONTH, insert, published};

/// Runs SQL as another program would.
fn tamper(temporary: &TempStore, sql: &str) {
    match temporary.url() {
        DatabaseUrl::Sqlite(path) => rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap(),
        DatabaseUrl::Postgres(address) => {
            postgres::Client::connect(address, postgres::NoTls).unwrap().batch_execute(sql).unwrap();
        }
    }
}

#[test]
fn every_statement_fits_the_tables() {
    on_both_engines(|store| {
        assert!(store.check_statements().unwrap() > 100);
        store.healthy().unwrap();
    });
}

#[test]
fn opening_again_finds_what_was_written() {
    on_both(|temporary| {
        insert(&temporary.store(), &published(1, 0, ""));
        let again = temporary.open_again().unwrap();
        assert_eq!(again.read(posts::count_published).unwrap(), 1);
    });
}

#[test]
fn a_newer_schema_is_refused_with_what_to_do() {
    on_both(|temporary| {
        tamper(temporary, "INSERT INTO migrations VALUES (9999, 'from the future', 'x', 0)");
        let Err(Error::Schema(message)) = temporary.open_again() else { panic!("opened a newer schema") };
        assert!(message.contains("9999") && message.contains("newer Courant"), "{message}");
    });
}

#[test]
fn an_altered_migration_is_refused() {
    on_both(|temporary| {
        tamper(temporary, "UPDATE migrations SET sha256 = 'x' WHERE number = 1");
        let Err(Error::Schema(message)) = temporary.open_again() else { panic!("opened an altered schema") };
        assert!(message.contains("migration 1"), "{message}");
    });
}

#[test]
fn two_processes_may_open_an_empty_database_at_once() {
    let directory = TempDir::new().unwrap();
    let urls = [Some(DatabaseUrl::Sqlite(directory.path().join("new/site.db")))];
    let postgres = trial::postgres();
    let emptied = postgres.as_ref().map(|temporary| {
        tamper(temporary, "DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        temporary.url().clone()
    });
    for url in urls.into_iter().chain([emptied]).flatten() {
        thread::scope(|scope| {
            let threads: Vec<_> = (0..6)
                .map(|_| scope.spawn(|| Store::open(&url, &directory.path().join("files")).map(drop)))
                .collect();
            for thread in threads {
                thread.join().unwrap().unwrap();
            }
        });
    }
}

#[test]
fn a_directory_that_can_not_be_made_is_named() {
    // A file stands where the directory should be: refused to the super-user too.
    let directory = TempDir::new().unwrap();
    let blocked = directory.path().join("file");
    fs::write(&blocked, "").unwrap();
    let url = DatabaseUrl::Sqlite(blocked.join("data/site.db"));
    let error = Store::open(&url, &directory.path().join("files")).map(drop).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
    let good = DatabaseUrl::Sqlite(directory.path().join("site.db"));
    let error = Store::open(&good, &blocked.join("files")).map(drop).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("site.db");
    fs::write(&path, "not a database, but long enough to be one".repeat(200)).unwrap();
    let refused = Store::open(&DatabaseUrl::Sqlite(path), &directory.path().join("files")).map(drop);
    let Err(Error::Corrupt(message)) = refused else { panic!("{refused:?}") };
    assert!(message.contains("site.db"), "{message}");
}

/// Makes a SQLite file read-only for everybody, the super-user included: a file whose header names a
/// write format above the known ones may only be read (<https://www.sqlite.org/fileformat.html>).
fn forbid_writing(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    bytes[18] = 9;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_read_only_file_can_be_read_and_says_so_when_written() {
    let temporary = trial::sqlite();
    insert(&temporary.store(), &published(1, 0, ""));
    tamper(&temporary, "PRAGMA wal_checkpoint(TRUNCATE)");
    let directory = TempDir::new().unwrap();
    let copy = directory.path().join("copy.db");
    let DatabaseUrl::Sqlite(path) = temporary.url() else { unreachable!("a SQLite store") };
    fs::copy(path, &copy).unwrap();
    forbid_writing(&copy);
    let store = Store::open(&DatabaseUrl::Sqlite(copy), &directory.path().join("files")).unwrap();
    assert_eq!(store.read(posts::count_published).unwrap(), 1);
    for _ in 0..2 {
        let refused = store.write(|tx| posts::insert(tx, &published(2, 0, ""), MONTH));
        let Err(Error::ReadOnly(message)) = refused else { panic!("{refused:?}") };
        assert!(message.contains("copy.db") && message.contains("written"), "{message}");
    }
    assert_eq!(store.read(posts::count_published).unwrap(), 1);
}

#[test]
fn a_read_only_server_can_be_read_and_says_so_when_written() {
    let Some(temporary) = trial::postgres() else { return };
    insert(&temporary.store(), &published(1, 0, ""));
    let database = temporary.database().unwrap();
    tamper(&temporary, &format!("ALTER DATABASE {database} SET default_transaction_read_only = on"));
    let store = temporary.open_again().unwrap();
    assert_eq!(store.read(posts::count_published).unwrap(), 1);
    let refused = store.write(|tx| posts::insert(tx, &published(2, 0, ""), MONTH));
    assert!(matches!(refused, Err(Error::ReadOnly(_))), "{refused:?}");
}

#[test]
fn a_server_that_is_not_there_is_named_without_the_password() {
    let directory = TempDir::new().unwrap();
    let nowhere = directory.path().display().to_string().replace('/', "%2F");
    let url = format!("postgres://ada:secret@{nowhere}/site").parse().unwrap();
    let refused = Store::open(&url, &directory.path().join("files")).map(drop);
    let Err(Error::Unavailable(message)) = refused else { panic!("{refused:?}") };
    assert!(message.contains("ada:***@") && !message.contains("secret"), "{message}");
    let url = "postgres://ada:secret@db/site?sslmode=require".parse().unwrap();
    let error = Store::open(&url, &directory.path().join("files")).map(drop).unwrap_err().to_string();
    assert!(error.contains("sslmode=require") && !error.contains("secret"), "{error}");
}

/// The tables of a new SQLite database, one statement after the other.
fn tables(temporary: &TempStore) -> String {
    let DatabaseUrl::Sqlite(path) = temporary.url() else { unreachable!("a SQLite store") };
    let database = rusqlite::Connection::open(path).unwrap();
    let sql = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY tbl_name, type DESC, name";
    let mut statement = database.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let mut schema = "-- The tables as they are after all migrations, on SQLite. Written by the test\n\
        -- the_readable_schema_is_up_to_date when COURANT_WRITE_SCHEMA is set; change a migration, not this.\n"
        .to_owned();
    for statement in rows {
        let statement = statement.unwrap();
        schema.push_str(if statement.starts_with("CREATE TABLE") { "\n" } else { "" });
        schema.push_str(&statement);
        schema.push_str(";\n");
    }
    schema
}

#[test]
fn the_readable_schema_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.sql");
    let schema = tables(&trial::sqlite());
    #[expect(clippy::disallowed_methods, reason = "a test has no configuration")]
    if std::env::var("COURANT_WRITE_SCHEMA").is_ok() {
        fs::write(&path, &schema).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, schema, "run this test with COURANT_WRITE_SCHEMA=1 and commit crates/store/schema.sql");
}
