//! Tables without knowing what they hold: their names, their rows, and rows put in.

use serde_json::Value as Json;

use super::LEFT_OUT;
use crate::db::Conn;
use crate::dialect::{FOREIGN_KEYS, TABLES};
use crate::value::Value;
use crate::{Engine, Error};

/// Values that one statement puts in: SQLite takes 32,766, PostgreSQL 65,535.
const VALUES: usize = 8_000;

/// All tables that are kept, in alphabetical order.
pub(super) fn names(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let engine = conn.engine();
    let mut names: Vec<String> = Vec::new();
    for mut row in conn.query(TABLES.of(engine), &[])? {
        names.push(row.get()?);
    }
    names.retain(|name| !LEFT_OUT.contains(&name.as_str()));
    Ok(names)
}

/// Calls back with every row of a table, in no order; first with the names of its columns.
pub(super) fn each_row(
    conn: &mut Conn,
    table: &str,
    each: &mut dyn FnMut(Line<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    conn.each(&format!("SELECT * FROM {}", quoted(table)), each)
}

/// What [`each_row`] calls back with.
pub(crate) enum Line<'a> {
    /// The names of the columns.
    Columns(&'a [String]),
    /// A row.
    Row(Vec<Value>),
}

pub(super) fn to_json(row: Vec<Value>) -> Json {
    let cell = |value| match value {
        Value::Null => Json::Null,
        Value::Int(number) => number.into(),
        Value::Text(text) => text.into(),
    };
    row.into_iter().map(cell).collect()
}

fn from_json(cell: &Json) -> Option<Value> {
    match cell {
        Json::Null => Some(Value::Null),
        Json::Number(number) => number.as_i64().map(Value::Int),
        Json::String(text) => Some(Value::Text(text.clone())),
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => None,
    }
}

/// Puts rows into a table; how many there were. `lines` are arrays of JSON, one a line, after a line with the names
/// of the columns.
pub(super) fn put(conn: &mut Conn, table: &str, lines: &str) -> Result<u64, Error> {
    let odd = |why: String| Error::Corrupt(format!("the backup's table {table} can't be read: {why}"));
    let mut lines = lines.lines();
    let columns: Vec<String> = lines
        .next()
        .ok_or_else(|| odd("it is empty".to_owned()))
        .and_then(|line| serde_json::from_str(line).map_err(|error| odd(error.to_string())))?;
    if columns.is_empty() || !columns.iter().all(|name| is_name(name)) {
        return Err(odd("its columns have odd names".to_owned()));
    }
    let per_statement = (VALUES / columns.len()).max(1);
    let (mut values, mut waiting, mut sum) = (Vec::new(), 0, 0);
    for line in lines {
        let row: Vec<Json> = serde_json::from_str(line).map_err(|error| odd(error.to_string()))?;
        if row.len() != columns.len() {
            return Err(odd(format!("a row has {} values for {} columns", row.len(), columns.len())));
        }
        for cell in &row {
            values.push(from_json(cell).ok_or_else(|| odd("a value is neither number nor text".to_owned()))?);
        }
        waiting += 1;
        sum += 1;
        if waiting == per_statement {
            insert(conn, table, &columns, &values)?;
            values.clear();
            waiting = 0;
        }
    }
    if waiting > 0 {
        insert(conn, table, &columns, &values)?;
    }
    Ok(sum)
}

/// Puts rows into a table: their values, row by row.
pub(crate) fn insert(
    conn: &mut Conn,
    table: &str,
    columns: &[String],
    values: &[Value],
) -> Result<(), Error> {
    let names: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
    // SQLite looks a named marker up among all before it, which takes the square of their number; a numbered one it
    // does not.
    let sign = if conn.engine() == Engine::Sqlite { '?' } else { '$' };
    let mut sql = format!("INSERT INTO {} ({}) VALUES ", quoted(table), names.join(", "));
    for row in 0..values.len() / columns.len() {
        let marks: Vec<String> =
            (1..=columns.len()).map(|column| format!("{sign}{}", row * columns.len() + column)).collect();
        sql.push_str(if row == 0 { "(" } else { ", (" });
        sql.push_str(&marks.join(", "));
        sql.push(')');
    }
    conn.execute_text(&sql, values)
}

/// Letters, digits and underscores: all that our tables and columns are named with.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 63
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// A name that a keyword can't be mistaken for.
fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// References between tables are let go of until all rows are there; the answer takes them up again and finds those
/// that lead nowhere.
pub(crate) fn let_go(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let engine = conn.engine();
    let mut again = Vec::new();
    match engine {
        // Set before the transaction; see [`super::restore`].
        Engine::Sqlite => {}
        Engine::Postgres => {
            for mut row in conn.query(FOREIGN_KEYS.of(engine), &[])? {
                let (table, name, rule): (String, String, String) = (row.get()?, row.get()?, row.get()?);
                let table = quoted(&table);
                let name = quoted(&name);
                conn.batch(&format!("ALTER TABLE {table} DROP CONSTRAINT {name}"))?;
                again.push(format!("ALTER TABLE {table} ADD CONSTRAINT {name} {rule}"));
            }
        }
    }
    Ok(again)
}

/// Takes references up again.
pub(crate) fn hold(conn: &mut Conn, again: &[String]) -> Result<(), Error> {
    match conn.engine() {
        Engine::Sqlite => {
            let broken = conn.query(FOREIGN_KEYS.of(Engine::Sqlite), &[])?;
            if broken.is_empty() { Ok(()) } else { Err(Error::Reference) }
        }
        Engine::Postgres => again.iter().try_for_each(|sql| conn.batch(sql)),
    }
}

/// Empties a table of what migrations put into it.
pub(super) fn empty(conn: &mut Conn, table: &str) -> Result<(), Error> {
    conn.batch(&format!("DELETE FROM {}", quoted(table)))
}
