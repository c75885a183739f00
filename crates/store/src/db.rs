//! One connection to either engine: the only file that names a database driver.
//!
//! A statement is one text for both engines, with `$1`-style markers. PostgreSQL numbers them; SQLite
//! takes `$1` for a name, so the name is read back and the value of that number bound.

use std::collections::HashMap;
use std::error::Error as _;
use std::path::Path;
use std::time::Duration;

use bytes::BytesMut;
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::ErrorCode;
use rusqlite::config::DbConfig;

use crate::backup::Line;
use crate::checkpoint::Checkpoints;
use crate::dialect::Each;
use crate::value::{Row, Value};
use crate::{Engine, Error};

/// How long a SQLite connection waits for another process's write.
const BUSY: Duration = Duration::from_secs(5);
/// How long a connection to PostgreSQL may take.
const CONNECT: Duration = Duration::from_secs(5);
/// More than the number of statements in this room: each is prepared once per connection.
const STATEMENT_CACHE: usize = 400;

/// A connection to the database, handed to those who read, and inside a [`crate::Tx`] to those who write.
///
/// Its statements are run by the modules of this room only: SQL does not leave it.
pub struct Conn {
    driver: Driver,
}

enum Driver {
    Sqlite(rusqlite::Connection),
    Postgres(Box<Postgres>),
}

struct Postgres {
    client: postgres::Client,
    statements: HashMap<&'static str, postgres::Statement>,
}

/// What a SQLite connection is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
}

impl Conn {
    /// Opens a SQLite file, which is made when it does not exist.
    pub(crate) fn sqlite(path: &Path, access: Access) -> Result<Conn, Error> {
        let named = |error| sqlite_error_at(path, error);
        mend_companions(path);
        let conn = rusqlite::Connection::open(path).map_err(named)?;
        conn.busy_timeout(BUSY).map_err(named)?;
        conn.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
        // Without this promise SQLite plans a statement anew each time it runs, as soon as a value in it might change the
        // plan: a LIMIT is enough. Ours are to run one way whatever the values.
        conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(named)?;
        // A file we may only read keeps the journal mode it has.
        let mode = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
        if let Err(error) = mode
            && error.sqlite_error_code() != Some(ErrorCode::ReadOnly)
        {
            return Err(named(error));
        }
        // FULL: a commit has reached the disk when it returns, also when the power fails.
        conn.execute_batch(
            "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;",
        )
        .map_err(named)?;
        match access {
            Access::Read => conn.execute_batch("PRAGMA query_only = ON;").map_err(named)?,
            // Much is written at once when a site is brought over: pages of the indexes are kept at hand, up to 32 MiB
            // if need be, and written to their places less often than after every fourth megabyte (in the server not
            // even then by those who write: `checkpoint`).
            Access::Write => conn
                .execute_batch("PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000;")
                .map_err(named)?,
        }
        Ok(Conn { driver: Driver::Sqlite(conn) })
    }

    /// Connects to PostgreSQL.
    pub(crate) fn postgres(address: &str) -> Result<Conn, Error> {
        let shown = without_password(address);
        let mut config: postgres::Config = address.parse().map_err(|error: postgres::Error| {
            Error::Other(format!("{shown} is not an address of a PostgreSQL database: {}", spoken(&error)))
        })?;
        if config.get_ssl_mode() == postgres::config::SslMode::Require {
            return Err(Error::Other(format!(
                "{shown} asks for sslmode=require, which Courant does not speak yet; use a Unix socket, a private \
                 network or a tunnel, and leave sslmode out"
            )));
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        if config.get_application_name().is_none() {
            config.application_name("courant");
        }
        let client = config.connect(postgres::NoTls).map_err(|error| {
            Error::Unavailable(format!(
                "can't connect to PostgreSQL at {shown}: {}; check that the server runs and that the address, the \
                 user and the database's name are right",
                spoken(&error)
            ))
        })?;
        Ok(Conn { driver: Driver::Postgres(Box::new(Postgres { client, statements: HashMap::new() })) })
    }

    /// Has the growth of SQLite's log seen to by somebody else than SQLite.
    pub(crate) fn see_log_grow(&mut self, mut checkpoints: Checkpoints) -> Result<(), Error> {
        let Driver::Sqlite(conn) = &mut self.driver else { return Ok(()) };
        let file = conn.path().unwrap_or_default().to_owned();
        let hook = move |log: &mut rusqlite::hooks::Wal, pages: std::ffi::c_int| {
            if checkpoints.look(pages) {
                // What can't be brought home now stays in the log; the commit is on the disk.
                let _ = log.checkpoint();
            }
            Ok(())
        };
        conn.wal_hook(Some(hook)).map_err(|error| sqlite_error(&file, error, "wal_hook"))
    }

    /// Copies what SQLite's log holds to its places, as far as no reader needs the old pages.
    pub(crate) fn bring_log_home(&mut self) -> Result<(), Error> {
        self.batch("PRAGMA wal_checkpoint(PASSIVE)")
    }

    /// Which engine answers.
    pub(crate) fn engine(&self) -> Engine {
        match self.driver {
            Driver::Sqlite(_) => Engine::Sqlite,
            Driver::Postgres(_) => Engine::Postgres,
        }
    }

    /// Whether the connection is gone and has to be replaced.
    pub(crate) fn is_broken(&self) -> bool {
        match &self.driver {
            Driver::Sqlite(_) => false,
            Driver::Postgres(postgres) => postgres.client.is_closed(),
        }
    }

    /// Whether a SQLite transaction is open. SQLite ends it by itself after some errors, a full disk for one.
    pub(crate) fn in_transaction(&self) -> bool {
        match &self.driver {
            Driver::Sqlite(conn) => !conn.is_autocommit(),
            Driver::Postgres(_) => true,
        }
    }

    /// Runs several statements without values: migrations.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<(), Error> {
        match &mut self.driver {
            Driver::Sqlite(conn) => conn
                .execute_batch(sql)
                .map_err(|error| sqlite_error(conn.path().unwrap_or_default(), error, sql)),
            Driver::Postgres(pg) => pg.client.batch_execute(sql).map_err(|error| postgres_error(&error, sql)),
        }
    }

    /// Runs one of the few words that begin and end transactions. SQLite keeps them prepared: a write has several.
    pub(crate) fn frame(&mut self, word: &'static str) -> Result<(), Error> {
        match &mut self.driver {
            Driver::Sqlite(conn) => {
                let run = || conn.prepare_cached(word)?.raw_execute();
                run().map(drop).map_err(|error| sqlite_error(conn.path().unwrap_or_default(), error, word))
            }
            Driver::Postgres(pg) => {
                pg.client.batch_execute(word).map_err(|error| postgres_error(&error, word))
            }
        }
    }

    /// Runs a statement and collects its rows.
    pub(crate) fn query(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, Error> {
        match &mut self.driver {
            Driver::Sqlite(conn) => sqlite_query(conn, sql, values)
                .map_err(|error| sqlite_error(conn.path().unwrap_or_default(), error, sql)),
            Driver::Postgres(pg) => {
                let statement = pg.prepared(sql)?;
                let rows = pg.client.query(&statement, &parameters(values));
                let rows = rows.map_err(|error| pg.forget(sql, &error))?;
                rows.iter().map(|row| postgres_row(sql, row)).collect()
            }
        }
    }

    /// The first row of an answer.
    pub(crate) fn one(&mut self, sql: &'static str, values: &[Value]) -> Result<Option<Row>, Error> {
        Ok(self.query(sql, values)?.into_iter().next())
    }

    /// Runs a statement without an answer; the number of rows it touched.
    pub(crate) fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, Error> {
        match &mut self.driver {
            Driver::Sqlite(conn) => sqlite_execute(conn, sql, values)
                .map_err(|error| sqlite_error(conn.path().unwrap_or_default(), error, sql)),
            Driver::Postgres(pg) => {
                let statement = pg.prepared(sql)?;
                pg.client.execute(&statement, &parameters(values)).map_err(|error| pg.forget(sql, &error))
            }
        }
    }

    /// Runs a question for each of some rows of values: the answers, in the rows' order. SQLite, to which asking costs
    /// nothing, is asked row by row. PostgreSQL is asked once for all: `all` takes each column of the rows as an array, and
    /// answers with the number of the row, counted from 1, before each row of its own.
    pub(crate) fn query_each(&mut self, each: &Each, rows: &[Vec<Value>]) -> Result<Vec<Vec<Row>>, Error> {
        let Driver::Postgres(pg) = &mut self.driver else {
            return rows.iter().map(|row| self.query(each.one, row)).collect();
        };
        match rows {
            [] => return Ok(Vec::new()),
            [row] => return Ok(vec![self.query(each.one, row)?]),
            _ => {}
        }
        let statement = pg.prepared(each.all)?;
        let columns = columns(rows);
        let found = pg.client.query(&statement, &all_of(&columns));
        let found = found.map_err(|error| pg.forget(each.all, &error))?;
        let mut answers: Vec<Vec<Row>> = rows.iter().map(|_| Vec::new()).collect();
        for row in &found {
            let mut row = postgres_row(each.all, row)?;
            let number = usize::try_from(row.get::<i64>()?).unwrap_or(0);
            let asked = number.checked_sub(1).and_then(|at| answers.get_mut(at));
            asked
                .ok_or_else(|| Error::Corrupt(format!("“{}” answered what was not asked", each.all)))?
                .push(row);
        }
        Ok(answers)
    }

    /// Runs a statement without an answer for each of some rows of values, in the way of [`Conn::query_each`].
    pub(crate) fn execute_each(&mut self, each: &Each, rows: &[Vec<Value>]) -> Result<(), Error> {
        match (&mut self.driver, rows) {
            (Driver::Postgres(pg), [_, _, ..]) => {
                let statement = pg.prepared(each.all)?;
                let columns = columns(rows);
                let done = pg.client.execute(&statement, &all_of(&columns));
                done.map(drop).map_err(|error| pg.forget(each.all, &error))
            }
            _ => rows.iter().try_for_each(|row| self.execute(each.one, row).map(drop)),
        }
    }

    /// Runs a statement that is made for the occasion; its plan is not kept.
    pub(crate) fn execute_text(&mut self, sql: &str, values: &[Value]) -> Result<(), Error> {
        match &mut self.driver {
            Driver::Sqlite(conn) => {
                let run = || {
                    let mut statement = conn.prepare(sql)?;
                    sqlite_bind(&mut statement, values)?;
                    statement.raw_execute()
                };
                run().map(drop).map_err(|error| sqlite_error(conn.path().unwrap_or_default(), error, sql))
            }
            Driver::Postgres(pg) => {
                let done = pg.client.execute(sql, &parameters(values));
                done.map(drop).map_err(|error| postgres_error(&error, sql))
            }
        }
    }

    /// Runs a statement that is made for the occasion and has its values in order; SQLite keeps its plan for the next time.
    pub(crate) fn execute_again(&mut self, sql: &str, values: &[Value]) -> Result<(), Error> {
        let Driver::Sqlite(conn) = &mut self.driver else { return self.execute_text(sql, values) };
        let run = || {
            let mut statement = conn.prepare_cached(sql)?;
            for (at, value) in (1..).zip(values) {
                bind(&mut statement, at, value)?;
            }
            statement.raw_execute()
        };
        run().map(drop).map_err(|error| sqlite_error(conn.path().unwrap_or_default(), error, sql))
    }

    /// Calls back with the names of an answer's columns, then with each row, one at a time however many there are.
    pub(crate) fn each(
        &mut self,
        sql: &str,
        each: &mut dyn FnMut(Line<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match &mut self.driver {
            Driver::Sqlite(conn) => {
                let file = conn.path().unwrap_or_default().to_owned();
                let refused = |error| sqlite_error(&file, error, sql);
                let mut statement = conn.prepare(sql).map_err(refused)?;
                let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
                each(Line::Columns(&names))?;
                let mut rows = statement.raw_query();
                while let Some(row) = rows.next().map_err(refused)? {
                    each(Line::Row(sqlite_cells(row, names.len()).map_err(refused)?))?;
                }
                Ok(())
            }
            Driver::Postgres(pg) => {
                let refused = |error: postgres::Error| postgres_error(&error, sql);
                let statement = pg.client.prepare(sql).map_err(refused)?;
                let names: Vec<String> =
                    statement.columns().iter().map(|column| column.name().to_owned()).collect();
                each(Line::Columns(&names))?;
                let none: [&(dyn ToSql + Sync); 0] = [];
                let mut rows = pg.client.query_raw(&statement, none).map_err(refused)?;
                while let Some(row) = rows.next().map_err(refused)? {
                    each(Line::Row(postgres_cells(&row, sql)?))?;
                }
                Ok(())
            }
        }
    }

    /// Waits until somebody calls on a channel that this connection listens to, so long at most; whether somebody did.
    pub(crate) fn called(&mut self, patience: Duration) -> Result<bool, Error> {
        let Driver::Postgres(pg) = &mut self.driver else { return Ok(false) };
        let lost = |error: postgres::Error| postgres_error(&error, "LISTEN");
        let heard = pg.client.notifications().timeout_iter(patience).next().map_err(lost)?.is_some();
        // Those that have come meanwhile are heard with the first.
        while pg.client.notifications().iter().next().map_err(lost)?.is_some() {}
        if pg.client.is_closed() {
            return Err(Error::Unavailable("the connection on which PostgreSQL calls was lost".to_owned()));
        }
        Ok(heard)
    }

    /// Whether SQLite minds references between tables; outside a transaction. PostgreSQL always does.
    pub(crate) fn hold_references(&mut self, held: bool) -> Result<(), Error> {
        match self.driver {
            Driver::Sqlite(_) => {
                self.batch(if held { "PRAGMA foreign_keys = ON" } else { "PRAGMA foreign_keys = OFF" })
            }
            Driver::Postgres(_) => Ok(()),
        }
    }

    /// Prepares a statement without running it.
    pub(crate) fn prepare(&mut self, sql: &'static str) -> Result<(), Error> {
        match &mut self.driver {
            Driver::Sqlite(conn) => conn
                .prepare(sql)
                .map(drop)
                .map_err(|error| sqlite_error(conn.path().unwrap_or_default(), error, sql)),
            Driver::Postgres(pg) => pg.prepared(sql).map(drop),
        }
    }
}

/// PostgreSQL refuses U+0000 in text and SQLite cuts text there in places: both get U+FFFD instead.
fn storable(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('\0') { text.replace('\0', "\u{fffd}").into() } else { text.into() }
}

fn sqlite_bind(statement: &mut rusqlite::Statement<'_>, values: &[Value]) -> rusqlite::Result<()> {
    for at in 1..=statement.parameter_count() {
        let number = statement.parameter_name(at).and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let value = number.and_then(|number| values.get(number.wrapping_sub(1)));
        bind(statement, at, value.ok_or(rusqlite::Error::InvalidParameterCount(values.len(), at))?)?;
    }
    Ok(())
}

fn bind(statement: &mut rusqlite::Statement<'_>, at: usize, value: &Value) -> rusqlite::Result<()> {
    match value {
        Value::Null => statement.raw_bind_parameter(at, rusqlite::types::Null),
        Value::Int(number) => statement.raw_bind_parameter(at, number),
        Value::Text(text) => statement.raw_bind_parameter(at, storable(text).as_ref()),
    }
}

fn sqlite_query(
    conn: &rusqlite::Connection,
    sql: &'static str,
    values: &[Value],
) -> rusqlite::Result<Vec<Row>> {
    let mut statement = conn.prepare_cached(sql)?;
    sqlite_bind(&mut statement, values)?;
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    let mut answer = Vec::new();
    while let Some(row) = rows.next()? {
        answer.push(Row::new(sql, sqlite_cells(row, columns)?));
    }
    Ok(answer)
}

fn sqlite_cells(row: &rusqlite::Row<'_>, columns: usize) -> rusqlite::Result<Vec<Value>> {
    use rusqlite::types::ValueRef;
    let cell = |at| {
        Ok(match row.get_ref(at)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Int(number),
            ValueRef::Text(_) => Value::Text(row.get(at)?),
            // No statement answers with these; the row's reader says which column it was.
            ValueRef::Real(_) | ValueRef::Blob(_) => Value::Null,
        })
    };
    (0..columns).map(cell).collect()
}

fn sqlite_execute(conn: &rusqlite::Connection, sql: &str, values: &[Value]) -> rusqlite::Result<u64> {
    let mut statement = conn.prepare_cached(sql)?;
    sqlite_bind(&mut statement, values)?;
    statement.raw_execute().map(|rows| rows as u64)
}

/// Tables with a value that may be taken, as [`Error::Duplicate`] names them.
const UNIQUE: &[&str] =
    &["posts", "accounts", "revisions", "sources", "media", "tokens", "sessions", "links"];

fn duplicate(table: &str) -> Error {
    Error::Duplicate { what: UNIQUE.iter().find(|known| **known == table).copied().unwrap_or("a table") }
}

fn sqlite_error(file: &str, error: rusqlite::Error, sql: &str) -> Error {
    let rusqlite::Error::SqliteFailure(failure, message) = &error else {
        return Error::Other(format!("SQLite could not run “{sql}”: {error}"));
    };
    let message = message.clone().unwrap_or_else(|| error.to_string());
    match (failure.code, failure.extended_code) {
        (ErrorCode::ConstraintViolation, rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => Error::Reference,
        (
            ErrorCode::ConstraintViolation,
            rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY,
        ) => {
            // "UNIQUE constraint failed: posts.permalink"
            let columns = message.rsplit(": ").next().unwrap_or_default();
            duplicate(columns.split('.').next().unwrap_or_default())
        }
        (ErrorCode::ReadOnly, _) => Error::ReadOnly(format!(
            "the database {file} can't be written; give the account Courant runs as the right to write the file \
             and its directory"
        )),
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => Error::Unavailable(
            "the database is busy: another process has been writing for 5 seconds; try again".to_owned(),
        ),
        (ErrorCode::DiskFull, _) => {
            Error::Unavailable("the disk with the database is full; free some room and try again".to_owned())
        }
        (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => {
            Error::Corrupt(format!("the database {file} is damaged or is no SQLite database: {message}"))
        }
        _ => Error::Other(format!("SQLite refused “{sql}”: {message}")),
    }
}

/// SQLite gives the files beside a database (`-wal`, `-shm`) its permissions when it makes them. Those made
/// while it was read-only would keep it so after it has been made writable again.
fn mend_companions(path: &Path) {
    let Ok(database) = path.metadata() else { return };
    if database.permissions().readonly() {
        return;
    }
    for suffix in ["-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let beside = Path::new(&name);
        if beside.metadata().is_ok_and(|found| found.permissions().readonly()) {
            // Not ours to change? Then the first write says that it can't, and where.
            let _ = std::fs::set_permissions(beside, database.permissions());
        }
    }
}

fn sqlite_error_at(path: &Path, error: rusqlite::Error) -> Error {
    if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) {
        return Error::ReadOnly(format!(
            "the database {} can't be opened or made; check that its directory exists and that the account Courant \
             runs as may write there",
            path.display()
        ));
    }
    match sqlite_error(&path.display().to_string(), error, "opening") {
        Error::Corrupt(message) => Error::Corrupt(format!("{}: {message}", path.display())),
        Error::ReadOnly(message) => Error::ReadOnly(format!("{}: {message}", path.display())),
        other => other,
    }
}

impl Postgres {
    fn prepared(&mut self, sql: &'static str) -> Result<postgres::Statement, Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql).map_err(|error| postgres_error(&error, sql))?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }

    /// A statement whose plan no longer fits, after another process has migrated, is prepared anew next time.
    fn forget(&mut self, sql: &'static str, error: &postgres::Error) -> Error {
        let error = postgres_error(error, sql);
        if matches!(error, Error::Other(_)) {
            self.statements.remove(sql);
        }
        error
    }
}

/// A column of some rows, on its way to PostgreSQL as an array.
#[derive(Debug)]
struct Column<'a>(Vec<&'a Value>);

impl ToSql for Column<'_> {
    fn to_sql(&self, wanted: &Type, out: &mut BytesMut) -> Result<IsNull, Refusal> {
        let odd =
            |value: &Value| -> Refusal { format!("the statement wants {wanted}, not {value:?}").into() };
        if *wanted == Type::INT8_ARRAY {
            let cell = |value: &&Value| match value {
                Value::Null => Ok(None),
                Value::Int(number) => Ok(Some(*number)),
                other => Err(odd(other)),
            };
            self.0.iter().map(cell).collect::<Result<Vec<_>, _>>()?.to_sql(wanted, out)
        } else if *wanted == Type::TEXT_ARRAY {
            let cell = |value: &&'_ Value| match value {
                Value::Null => Ok(None),
                Value::Text(text) => Ok(Some(storable(text).into_owned())),
                other => Err(odd(other)),
            };
            self.0.iter().map(cell).collect::<Result<Vec<_>, _>>()?.to_sql(wanted, out)
        } else {
            Err(format!("a column is an array of numbers or of texts, not {wanted}").into())
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// Rows turned into columns.
fn columns(rows: &[Vec<Value>]) -> Vec<Column<'_>> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width)
        .map(|at| Column(rows.iter().map(|row| row.get(at).unwrap_or(&Value::Null)).collect()))
        .collect()
}

fn all_of<'a>(columns: &'a [Column<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    columns.iter().map(|column| column as &(dyn ToSql + Sync)).collect()
}

fn parameters(values: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

type Refusal = Box<dyn std::error::Error + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, wanted: &Type, out: &mut BytesMut) -> Result<IsNull, Refusal> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(number) if *wanted == Type::INT8 => number.to_sql(wanted, out),
            Value::Int(number) if *wanted == Type::INT4 => i32::try_from(*number)?.to_sql(wanted, out),
            Value::Text(text) if <&str as ToSql>::accepts(wanted) => {
                storable(text).as_ref().to_sql(wanted, out)
            }
            other => Err(format!("the statement wants {wanted}, not {other:?}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

fn postgres_row(sql: &'static str, row: &postgres::Row) -> Result<Row, Error> {
    Ok(Row::new(sql, postgres_cells(row, sql)?))
}

fn postgres_cells(row: &postgres::Row, sql: &str) -> Result<Vec<Value>, Error> {
    let cells = row.columns().iter().enumerate().map(|(at, column)| {
        let kind = column.type_();
        let cell = if *kind == Type::INT8 {
            row.try_get::<_, Option<i64>>(at).map(Value::from)
        } else if *kind == Type::INT4 {
            row.try_get::<_, Option<i32>>(at).map(|number| Value::from(number.map(i64::from)))
        } else {
            row.try_get::<_, Option<String>>(at).map(Value::from)
        };
        cell.map_err(|error| Error::Corrupt(format!("column {} of “{sql}”: {error}", column.name())))
    });
    cells.collect()
}

/// The sentence of a PostgreSQL error with its cause, which the driver keeps apart.
fn spoken(error: &postgres::Error) -> String {
    match (error.as_db_error(), error.source()) {
        (Some(refusal), _) => refusal.message().to_owned(),
        (None, Some(cause)) => format!("{error}: {cause}"),
        (None, None) => error.to_string(),
    }
}

fn postgres_error(error: &postgres::Error, sql: &str) -> Error {
    let lost = |reason: String| {
        Error::Unavailable(format!(
            "the connection to PostgreSQL was lost ({reason}); it is opened again when the server answers"
        ))
    };
    let Some(refusal) = error.as_db_error() else {
        let io = error.source().is_some_and(|cause| cause.is::<std::io::Error>());
        return if error.is_closed() || io {
            lost(spoken(error))
        } else {
            Error::Other(format!("PostgreSQL could not run “{sql}”: {}", spoken(error)))
        };
    };
    let code = refusal.code();
    let table = refusal.table().unwrap_or_default();
    if *code == SqlState::UNIQUE_VIOLATION {
        duplicate(table)
    } else if *code == SqlState::FOREIGN_KEY_VIOLATION {
        Error::Reference
    } else if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        Error::ReadOnly(
            "the PostgreSQL database is read-only, a standby perhaps; point Courant at the primary"
                .to_owned(),
        )
    } else if *code == SqlState::T_R_DEADLOCK_DETECTED || *code == SqlState::DISK_FULL {
        Error::Unavailable(format!("PostgreSQL gave up: {}; try again", refusal.message()))
    } else if code.code().starts_with("57P") || code.code().starts_with("08") {
        lost(refusal.message().to_owned())
    } else {
        Error::Other(format!("PostgreSQL refused “{sql}”: {}", refusal.message()))
    }
}

/// An address as it may be shown: `postgres://user:***@host/database`.
pub(crate) fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return "the PostgreSQL address".to_owned() };
    let rest = match rest.split_once('?') {
        Some((rest, query)) if query.contains("password") => rest.to_owned() + "?…",
        _ => rest.to_owned(),
    };
    let (rest, query) = match rest.find('?') {
        Some(at) => rest.split_at(at),
        None => (rest.as_str(), ""),
    };
    match rest.rsplit_once('@') {
        Some((user, host)) => {
            let (user, password) = user.split_once(':').map_or((user, ""), |(user, _)| (user, ":***"));
            format!("{scheme}://{user}{password}@{host}{query}")
        }
        None => format!("{scheme}://{rest}{query}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shown_address_has_no_password() {
        for (address, shown) in [
            ("postgres://ada:se/cret@db/x", "postgres://ada:***@db/x"),
            ("postgres://ada:secret@db:5432/x?a=b", "postgres://ada:***@db:5432/x?a=b"),
            ("postgres://ada:s@cret@db/x", "postgres://ada:***@db/x"),
            ("postgres://db/x?user=ada&password=secret", "postgres://db/x?…"),
            ("postgres://ada@%2Ftmp%2Fsock/x", "postgres://ada@%2Ftmp%2Fsock/x"),
        ] {
            assert_eq!(without_password(address), shown);
        }
    }
}
