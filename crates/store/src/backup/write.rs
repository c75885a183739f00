//! A backup is written.

use std::io::Write;

use super::archive::Archive;
use super::tables::{self, Line};
use super::{Contents, FORMAT, HEAD, Head, PART};
use crate::{Engine, Error, Files, Store, migrate};

/// Writes a backup of a site as it is at this moment, while others go on writing. `extra` is what else belongs to the
/// installation, by name.
///
/// # Errors
/// When the database, a file or the stream can't be read or written, and when a kept file is not what it was.
pub fn write<W: Write>(
    store: &Store,
    made_by: &str,
    made: String,
    extra: &[(String, Vec<u8>)],
    out: W,
) -> Result<(Contents, W), Error> {
    store.read(|conn| {
        let mut archive = Archive::new(out);
        let head = Head {
            format: FORMAT,
            made_by: made_by.to_owned(),
            made,
            engine: engine_name(conn.engine()).to_owned(),
            migrations: migrate::run_here(conn)?,
        };
        archive.add(HEAD.to_owned(), &json(&head)?)?;
        for table in tables::names(conn)? {
            let rows = dump(conn, &mut archive, &table)?;
            archive.manifest.rows.insert(table, rows);
        }
        let files = add_files(&mut archive, store.files())?;
        for (name, bytes) in extra {
            archive.add(format!("extra/{name}"), bytes)?;
        }
        let (manifest, out) = archive.finish()?;
        let bytes = manifest.members.iter().map(|member| member.size).sum();
        Ok((Contents { head, rows: manifest.rows, files, bytes, extra: extra.to_vec() }, out))
    })
}

fn engine_name(engine: Engine) -> &'static str {
    match engine {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    }
}

fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value).map_err(|error| Error::Other(format!("the backup can't be written: {error}")))
}

fn dump<W: Write>(conn: &mut crate::Conn, archive: &mut Archive<W>, table: &str) -> Result<u64, Error> {
    let (mut columns, mut part, mut number, mut rows) = (Vec::new(), Vec::new(), 0, 0);
    tables::each_row(conn, table, &mut |line| {
        match line {
            Line::Columns(names) => {
                columns = json(&names)?;
                columns.push(b'\n');
            }
            Line::Row(row) => {
                if part.is_empty() {
                    part.extend_from_slice(&columns);
                }
                part.append(&mut json(&tables::to_json(row))?);
                part.push(b'\n');
                rows += 1;
            }
        }
        if part.len() >= PART {
            number += 1;
            archive.add(format!("tables/{table}/{number:05}.json"), &part)?;
            part.clear();
        }
        Ok(())
    })?;
    if !part.is_empty() {
        archive.add(format!("tables/{table}/{:05}.json", number + 1), &part)?;
    }
    Ok(rows)
}

fn add_files<W: Write>(archive: &mut Archive<W>, files: &Files) -> Result<u64, Error> {
    let mut number = 0;
    for sha256 in files.names()? {
        if let Some(path) = files.path(&sha256) {
            archive.add_file(&sha256, &path)?;
            number += 1;
        }
    }
    Ok(number)
}
