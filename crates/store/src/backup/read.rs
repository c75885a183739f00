//! A backup is looked through, or brought back.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;

use super::archive::{Hashed, stream};
use super::{Contents, FORMAT, HEAD, Head, MANIFEST, MEMBER_LIMIT, Manifest, Member, tables};
use crate::db::{Access, Conn};
use crate::{DatabaseUrl, Error, Files, migrate};

/// Largest kept file that is taken: none of ours comes near.
const FILE_LIMIT: u64 = 1 << 30;

/// What to do with what is read.
trait Take {
    fn head(&mut self, head: &Head) -> Result<(), Error>;
    fn rows(&mut self, table: &str, lines: &str) -> Result<u64, Error>;
    fn file(&mut self, sha256: &str, content: &mut dyn Read) -> Result<(), Error>;
}

/// Looks through a backup: every member is there and hashes to what the manifest says, every table has its rows.
///
/// # Errors
/// [`Error::Corrupt`], with what is wrong and where.
pub fn check(input: impl Read) -> Result<Contents, Error> {
    struct Look;
    impl Take for Look {
        fn head(&mut self, _: &Head) -> Result<(), Error> {
            Ok(())
        }

        fn rows(&mut self, _: &str, lines: &str) -> Result<u64, Error> {
            Ok((lines.lines().count() as u64).saturating_sub(1))
        }

        fn file(&mut self, _: &str, content: &mut dyn Read) -> Result<(), Error> {
            std::io::copy(content, &mut std::io::sink()).map(drop).map_err(|error| stream(&error))
        }
    }
    read(input, &mut Look)
}

/// Brings a backup back into a database in which nothing is yet, and a directory of files. When anything of it is
/// wrong, no table is kept.
///
/// # Errors
/// [`Error::Schema`] when the database is in use or the backup was made by a newer program; [`Error::Corrupt`] for a
/// damaged backup; the engine's and the disk's.
pub fn restore(url: &DatabaseUrl, files: &Path, input: impl Read) -> Result<Contents, Error> {
    let mut conn = match url {
        DatabaseUrl::Sqlite(path) => {
            if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
                crate::make_directory(directory)?;
            }
            Conn::sqlite(path, Access::Write)?
        }
        DatabaseUrl::Postgres(address) => Conn::postgres(address)?,
    };
    if migrate::is_begun(&mut conn)? {
        return Err(Error::Schema(
            "there is a site in this database already; a backup is restored into an empty one. Name another with \
             --data or --database"
                .to_owned(),
        ));
    }
    let files = Files::open(files, 0)?;
    conn.hold_references(false)?;
    conn.batch("BEGIN")?;
    let mut back = Back { conn: &mut conn, files: &files, again: Vec::new() };
    let done = read(input, &mut back).and_then(|contents| {
        let again = std::mem::take(&mut back.again);
        tables::hold(back.conn, &again)?;
        Ok(contents)
    });
    conn.batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    let contents = done?;
    conn.hold_references(true)?;
    // What the backup's program did not know yet.
    migrate::migrate(&mut conn)?;
    Ok(contents)
}

struct Back<'a> {
    conn: &'a mut Conn,
    files: &'a Files,
    again: Vec<String>,
}

impl Take for Back<'_> {
    fn head(&mut self, head: &Head) -> Result<(), Error> {
        migrate::migrate_as(self.conn, &head.migrations)?;
        self.again = tables::let_go(self.conn)?;
        for table in tables::names(self.conn)? {
            tables::empty(self.conn, &table)?;
        }
        Ok(())
    }

    fn rows(&mut self, table: &str, lines: &str) -> Result<u64, Error> {
        tables::put(self.conn, table, lines)
    }

    fn file(&mut self, sha256: &str, content: &mut dyn Read) -> Result<(), Error> {
        let mut bytes = Vec::new();
        content.take(FILE_LIMIT).read_to_end(&mut bytes).map_err(|error| stream(&error))?;
        let kept = crate::sha256_hex(&bytes);
        if kept != sha256 {
            return Err(Error::Corrupt(format!(
                "the backup's file {sha256} hashes to {kept}: the backup is damaged"
            )));
        }
        self.files.put(&bytes).map(drop)
    }
}

fn damaged(why: impl std::fmt::Display) -> Error {
    Error::Corrupt(format!("this is no backup, or a damaged one: {why}"))
}

fn read(input: impl Read, take: &mut dyn Take) -> Result<Contents, Error> {
    let mut archive = tar::Archive::new(GzDecoder::new(input));
    let (mut found, mut rows, mut extra) = (Manifest::default(), BTreeMap::new(), Vec::new());
    let (mut head, mut manifest, mut files): (Option<Head>, Option<Manifest>, u64) = (None, None, 0);
    for entry in archive.entries().map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        let path = entry
            .path()
            .map_err(damaged)?
            .to_str()
            .ok_or_else(|| damaged("a member has an odd name"))?
            .to_owned();
        let size = entry.size();
        if entry.header().entry_type() != tar::EntryType::Regular || manifest.is_some() {
            return Err(damaged(format!("{path} has no place in it")));
        }
        let mut content = Hashed::new(entry);
        match path.split('/').collect::<Vec<_>>()[..] {
            [HEAD] if head.is_none() => {
                let text = text(&mut content, size)?;
                let said: Head = serde_json::from_str(&text).map_err(damaged)?;
                if said.format != FORMAT {
                    return Err(Error::Schema(format!(
                        "this backup has the shape {}, and this Courant knows {FORMAT}; restore it with the program \
                         that made it: {}",
                        said.format, said.made_by
                    )));
                }
                take.head(&said)?;
                head = Some(said);
            }
            _ if head.is_none() => return Err(damaged(format!("it begins with {path}, not with {HEAD}"))),
            [MANIFEST] => {
                manifest = Some(serde_json::from_str(&text(&mut content, size)?).map_err(damaged)?);
                continue;
            }
            ["tables", table, _] if tables::is_name(table) => {
                let lines = text(&mut content, size)?;
                *rows.entry(table.to_owned()).or_insert(0) += take.rows(table, &lines)?;
            }
            ["files", sha256] => {
                take.file(sha256, &mut content)?;
                files += 1;
            }
            ["extra", name] => extra.push((name.to_owned(), text(&mut content, size)?.into_bytes())),
            _ => return Err(damaged(format!("{path} has no place in it"))),
        }
        let sha256 = content.finish();
        found.members.push(Member { path, size, sha256 });
    }
    let head = head.ok_or_else(|| damaged("it is empty"))?;
    let manifest = manifest.ok_or_else(|| damaged("its end is missing: it was cut off"))?;
    if let Some((said, _)) = manifest.members.iter().zip(&found.members).find(|(said, found)| said != found) {
        return Err(damaged(format!("{} is not as the manifest says", said.path)));
    }
    if manifest.members.len() != found.members.len() {
        return Err(damaged("it has fewer members than its manifest says"));
    }
    for (table, number) in &manifest.rows {
        let there = rows.get(table).copied().unwrap_or(0);
        if there != *number {
            return Err(damaged(format!("the table {table} has {there} rows of {number}")));
        }
    }
    let bytes = found.members.iter().map(|member| member.size).sum();
    Ok(Contents { head, rows: manifest.rows, files, bytes, extra })
}

fn text(content: &mut dyn Read, size: u64) -> Result<String, Error> {
    if size > MEMBER_LIMIT {
        return Err(damaged("a part of it is larger than any can be"));
    }
    let mut text = String::new();
    content.read_to_string(&mut text).map_err(damaged)?;
    Ok(text)
}
