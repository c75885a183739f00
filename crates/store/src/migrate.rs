//! Migrations: numbered, forward only, embedded, each in its own transaction.
//!
//! A database whose migrations are all known and unaltered is opened without writing, so a read-only
//! one can be read. Two processes may open at once: each migration takes a lock and looks again.

use crate::Error;
use crate::backup::MigrationName;
use crate::db::Conn;
use crate::dialect::{self, BEGIN_WRITE, HAS_MIGRATIONS, MIGRATION_LOCK, NOW};
use crate::files::sha256_hex;
use crate::value::{statements, values};

struct Migration {
    number: i64,
    name: &'static str,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration { number: 1, name: "first", sql: include_str!("../migrations/0001_first.sql") },
    Migration { number: 2, name: "robots", sql: include_str!("../migrations/0002_robots.sql") },
    Migration { number: 3, name: "doubles", sql: include_str!("../migrations/0003_doubles.sql") },
    Migration { number: 4, name: "pictures", sql: include_str!("../migrations/0004_pictures.sql") },
    Migration { number: 5, name: "seen", sql: include_str!("../migrations/0005_seen.sql") },
    Migration { number: 6, name: "feeds", sql: include_str!("../migrations/0006_feeds.sql") },
    Migration { number: 7, name: "evidence", sql: include_str!("../migrations/0007_evidence.sql") },
    Migration { number: 8, name: "ledger", sql: include_str!("../migrations/0008_ledger.sql") },
    Migration { number: 9, name: "corrections", sql: include_str!("../migrations/0009_corrections.sql") },
    Migration { number: 10, name: "quotations", sql: include_str!("../migrations/0010_quotations.sql") },
    Migration { number: 11, name: "watch", sql: include_str!("../migrations/0011_watch.sql") },
    Migration { number: 12, name: "openings", sql: include_str!("../migrations/0012_openings.sql") },
    Migration { number: 13, name: "conversation", sql: include_str!("../migrations/0013_conversation.sql") },
    Migration { number: 14, name: "popular", sql: include_str!("../migrations/0014_popular.sql") },
    Migration { number: 15, name: "related", sql: include_str!("../migrations/0015_related.sql") },
    Migration { number: 16, name: "acts", sql: include_str!("../migrations/0016_acts.sql") },
    Migration { number: 17, name: "threads", sql: include_str!("../migrations/0017_threads.sql") },
    Migration { number: 18, name: "spam", sql: include_str!("../migrations/0018_spam.sql") },
    Migration { number: 19, name: "mail", sql: include_str!("../migrations/0019_mail.sql") },
    Migration { number: 20, name: "imports", sql: include_str!("../migrations/0020_imports.sql") },
    Migration { number: 21, name: "lean", sql: include_str!("../migrations/0021_lean.sql") },
    Migration { number: 22, name: "growth", sql: include_str!("../migrations/0022_growth.sql") },
    Migration { number: 23, name: "stats", sql: include_str!("../migrations/0023_stats.sql") },
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    at BIGINT NOT NULL
)";

statements! {
    LIST = "SELECT number, name, sha256 FROM migrations ORDER BY number";
    ADD = "INSERT INTO migrations (number, name, sha256, at) VALUES ($1, $2, $3, $4)";
}

/// Brings the tables up to date.
pub(crate) fn migrate(conn: &mut Conn) -> Result<(), Error> {
    let engine = conn.engine();
    let there = conn.one(HAS_MIGRATIONS.of(engine), &[])?.map_or(Ok(0), |mut row| row.get::<i64>())?;
    if there > 0 && next(conn)?.is_none() {
        return Ok(());
    }
    loop {
        conn.batch(BEGIN_WRITE.of(engine))?;
        let step = step(conn);
        conn.batch(if step.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        if step? {
            return Ok(());
        }
    }
}

/// Whether any table of a site is here.
pub(crate) fn is_begun(conn: &mut Conn) -> Result<bool, Error> {
    let engine = conn.engine();
    let there = conn.one(HAS_MIGRATIONS.of(engine), &[])?.map_or(Ok(0), |mut row| row.get::<i64>())?;
    Ok(there > 0)
}

/// The migrations that ran here.
pub(crate) fn run_here(conn: &mut Conn) -> Result<Vec<MigrationName>, Error> {
    let rows = conn.query(LIST, &[])?.into_iter();
    rows.map(|mut row| {
        let (number, _name, sha256): (i64, String, String) = (row.get()?, row.get()?, row.get()?);
        Ok(MigrationName { number, sha256 })
    })
    .collect()
}

/// Makes the tables as they were after the given migrations, inside the caller's transaction.
pub(crate) fn migrate_as(conn: &mut Conn, wanted: &[MigrationName]) -> Result<(), Error> {
    let engine = conn.engine();
    conn.batch(&dialect::ddl(engine, TABLE))?;
    for (at, name) in wanted.iter().enumerate() {
        let known = MIGRATIONS
            .get(at)
            .filter(|known| known.number == name.number && sha256_hex(known.sql.as_bytes()) == name.sha256);
        let Some(known) = known else {
            return Err(Error::Schema(format!(
                "this backup was made by a newer Courant, or another one: its migration {} is not known here; restore \
                 it with the program that made it",
                name.number
            )));
        };
        run(conn, known)?;
    }
    Ok(())
}

/// Runs the next migration; whether there was none.
fn step(conn: &mut Conn) -> Result<bool, Error> {
    let engine = conn.engine();
    conn.batch(MIGRATION_LOCK.of(engine))?;
    conn.batch(&dialect::ddl(engine, TABLE))?;
    let Some(migration) = next(conn)? else { return Ok(true) };
    run(conn, migration)?;
    Ok(false)
}

fn run(conn: &mut Conn, migration: &Migration) -> Result<(), Error> {
    let engine = conn.engine();
    conn.batch(&dialect::ddl(engine, migration.sql))?;
    let now = conn.one(NOW.of(engine), &[])?.map_or(Ok(0), |mut row| row.get::<i64>())?;
    let sha256 = sha256_hex(migration.sql.as_bytes());
    conn.execute(ADD, values![migration.number, migration.name, sha256, now]).map(drop)
}

/// The first migration that has not run here.
fn next(conn: &mut Conn) -> Result<Option<&'static Migration>, Error> {
    let mut known = MIGRATIONS.iter();
    for mut row in conn.query(LIST, &[])? {
        let (number, name, sha256): (i64, String, String) = (row.get()?, row.get()?, row.get()?);
        let Some(migration) = known.next() else {
            return Err(Error::Schema(format!(
                "the database has been used by a newer Courant (its migration {number}, “{name}”, is not known \
                 here); run that version, or restore a backup made before it"
            )));
        };
        if migration.number != number || sha256_hex(migration.sql.as_bytes()) != sha256 {
            return Err(Error::Schema(format!(
                "the database's migration {number}, “{name}”, is not the one this Courant has; its tables were \
                 made by another program or a changed one; point --database at the right database"
            )));
        }
    }
    Ok(known.next())
}

#[cfg(test)]
mod tests {
    use model::{PostId, Way};

    use super::*;
    use crate::db::Access;
    use crate::{editions, jobs, publications, sources, tallies};

    #[test]
    fn what_was_out_before_there_were_editions_has_one_and_is_retracted_where_it_was_taken_back() {
        let directory = tempfile::TempDir::new().unwrap();
        let mut old = Conn::sqlite(&directory.path().join("old.db"), Access::Write).unwrap();
        old.batch(TABLE).unwrap();
        for migration in MIGRATIONS.iter().take_while(|migration| migration.name != "corrections") {
            run(&mut old, migration).unwrap();
        }
        old.batch(
            "INSERT INTO posts (id, permalink, published_at, modified, standing, standing_at, reason, kind, headline,
                 dek, byline, lead_image_alt, revision, created, excerpt, writing, html)
             VALUES (1, '/2026/11/a', 70, 70, 'published', NULL, NULL, 'article', 'A', '', '[]', '', 3, 5, '', '{}', ''),
                 (2, '/2026/11/b', NULL, 90, 'unpublished', 9000, 'Untrue.', 'article', 'B', '', '[]', '', 2, 6, '', '{}', ''),
                 (3, NULL, NULL, 90, 'draft', NULL, NULL, 'article', 'C', '', '[]', '', 1, 6, '', '{}', '');
             INSERT INTO publications (post_id, at, kind, reason)
             VALUES (2, 60, 'publish', ''), (2, 9000, 'unpublish', 'Untrue.');
             INSERT INTO tallies (kind, key, number) VALUES ('standing', 'unpublished', 1)",
        )
        .unwrap();
        migrate(&mut old).unwrap();
        let mut of = |post: i64| -> Vec<_> {
            let editions = editions::of_post(&mut old, PostId::from_raw(post)).unwrap().into_iter();
            editions
                .map(|edition| (edition.at.micros(), edition.way, edition.revision, edition.note))
                .collect()
        };
        assert_eq!(of(1), [(70, Way::Publication, Some(3), String::new())]);
        let taken_back = [
            (60, Way::Publication, Some(2), String::new()),
            (9000, Way::Retraction, None, "Untrue.".to_owned()),
        ];
        assert_eq!(of(2), taken_back);
        assert_eq!(of(3), []);
        let facts = publications::of_post(&mut old, PostId::from_raw(2)).unwrap();
        assert_eq!(facts.last().unwrap().kind, "retract");
        assert_eq!(tallies::all(&mut old, tallies::STANDING).unwrap(), [("retracted".to_owned(), 1)]);
    }

    #[test]
    fn sources_from_before_there_were_keys_get_a_job_and_a_new_site_none() {
        let directory = tempfile::TempDir::new().unwrap();
        let mut fresh = Conn::sqlite(&directory.path().join("new.db"), Access::Write).unwrap();
        migrate(&mut fresh).unwrap();
        assert_eq!(jobs::list(&mut fresh, 9).unwrap(), []);

        let mut old = Conn::sqlite(&directory.path().join("old.db"), Access::Write).unwrap();
        old.batch(TABLE).unwrap();
        for migration in MIGRATIONS.iter().take_while(|migration| migration.name != "doubles") {
            run(&mut old, migration).unwrap();
        }
        old.batch(
            "INSERT INTO sources (id, url, host, outlet, byline, headline, created)
             VALUES (1, 'https://a.example/x', 'a.example', 'A', '[]', 'X', 0)",
        )
        .unwrap();
        migrate(&mut old).unwrap();
        let jobs: Vec<_> = jobs::list(&mut old, 9).unwrap().into_iter().map(|record| record.job).collect();
        assert_eq!(jobs, [model::Job::CatchUp { after: None }]);
        assert_eq!(sources::after(&mut old, None, 9).unwrap().len(), 1);
    }
}
