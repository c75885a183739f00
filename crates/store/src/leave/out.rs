//! Everything is read, and told noun by noun.

use std::collections::{BTreeMap, HashSet};

use model::Writing;

use super::column::to_json;
use super::nouns::{COMMENTS, NOUNS, Noun, POSTS};
use super::{Counts, Sink};
use crate::backup::Line;
use crate::db::Conn;
use crate::dialect::ddl;
use crate::value::Value;
use crate::{Error, Store};

/// Posts, and comments of one post, read in one go.
const AT_ONCE: usize = 500;
/// Files in one directory; the next stand in one beside it.
const FOLDER: u32 = 1_000;
/// Characters of a slug in the name of a file.
const SLUG: usize = 60;

/// Reads everything of a site as it is at this moment, while others go on writing; what is private only if that is
/// wanted. Rows by noun.
///
/// # Errors
/// When the database, a kept file or the sink can't be read or written; [`Error::Corrupt`] for a row that holds
/// something else than its column should, and for a kept file that is not what it was.
pub fn read_out(store: &Store, private: bool, sink: &mut dyn Sink) -> Result<Counts, Error> {
    store.read(|conn| {
        let mut counts = Counts::new();
        let public = |noun: &&Noun| !noun.is_private && ![POSTS.name, COMMENTS.name].contains(&noun.name);
        for noun in NOUNS.iter().filter(public) {
            let rows = whole(conn, noun, &format!("{}.jsonl", noun.name), sink)?;
            counts.insert(noun.name, rows);
        }
        let (posts, comments) = all_posts(conn, sink)?;
        counts.insert(POSTS.name, posts);
        counts.insert(COMMENTS.name, comments);
        for noun in NOUNS.iter().filter(|_| private) {
            let path = format!("private/{}.jsonl", noun.name);
            if noun.is_private {
                counts.insert(noun.name, whole(conn, noun, &path, sink)?);
            } else if noun.columns.iter().any(|column| column.is_private()) {
                private_columns(conn, noun, &path, sink)?;
            }
        }
        files(conn, store, private, sink)?;
        Ok(counts)
    })
}

/// A noun's rows as a query asks for them.
struct Asked {
    sql: String,
    columns: Vec<(&'static str, super::column::Kind)>,
}

/// The columns that stand with the row, of rows under a condition, in an order.
fn asked(conn: &Conn, noun: &Noun, condition: &str, order: &str) -> Asked {
    let here: Vec<_> = noun.columns.iter().filter(|column| noun.is_private || column.is_here()).collect();
    let names: Vec<_> = here.iter().map(|column| column.name).collect();
    let conditions: Vec<&str> = [noun.only, condition].into_iter().filter(|part| !part.is_empty()).collect();
    let condition =
        if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) };
    let text = format!("SELECT {} FROM {}{condition} ORDER BY {order}", names.join(", "), noun.table);
    Asked {
        sql: ddl(conn.engine(), &text),
        columns: here.iter().map(|column| (column.word(), column.kind)).collect(),
    }
}

/// A row as a JSON object, its fields with `between` between them.
fn object(
    noun: &Noun,
    columns: &[(&'static str, super::column::Kind)],
    row: &[Value],
    between: &str,
) -> Result<String, Error> {
    let mut text = String::from("{");
    for ((word, kind), value) in columns.iter().zip(row) {
        let written = to_json(*kind, value).map_err(|why| {
            Error::Corrupt(format!(
                "a row of the table {} can't be told: its column for {word} holds {why}; the database was changed by \
                 something else or is damaged",
                noun.table
            ))
        })?;
        if let Some(written) = written {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(between);
            text.push_str(&format!("\"{word}\":{written}"));
        }
    }
    text.push_str(between.trim_end_matches(' '));
    text.push('}');
    text.push('\n');
    Ok(text)
}

/// All rows of a noun into one file, a line each; none makes no file.
fn whole(conn: &mut Conn, noun: &Noun, path: &str, sink: &mut dyn Sink) -> Result<u64, Error> {
    let asked = asked(conn, noun, "", noun.order);
    let mut rows = 0;
    conn.each(&asked.sql, &mut |line| {
        if let Line::Row(row) = line {
            if rows == 0 {
                sink.file(path)?;
            }
            rows += 1;
            sink.write(object(noun, &asked.columns, &row, "")?.as_bytes())?;
        }
        Ok(())
    })?;
    Ok(rows)
}

/// What of a noun's rows goes into the private tree, with their keys.
fn private_columns(conn: &mut Conn, noun: &Noun, path: &str, sink: &mut dyn Sink) -> Result<(), Error> {
    let key = &noun.columns[0];
    let chosen: Vec<_> =
        std::iter::once(key).chain(noun.columns.iter().filter(|column| column.is_private())).collect();
    let columns: Vec<_> = chosen.iter().map(|column| (column.word(), column.kind)).collect();
    let names: Vec<_> = chosen.iter().map(|column| column.name).collect();
    let sql = format!("SELECT {} FROM {} ORDER BY {}", names.join(", "), noun.table, noun.order);
    let mut begun = false;
    conn.each(&sql, &mut |line| {
        let Line::Row(row) = line else { return Ok(()) };
        if row[1..].iter().all(|value| matches!(value, Value::Null)) {
            return Ok(());
        }
        if !begun {
            sink.file(path)?;
            begun = true;
        }
        sink.write(object(noun, &columns, &row, "")?.as_bytes())
    })
}

/// Every post into a file of its own, its text beside it, and its comments into another; how many of each.
fn all_posts(conn: &mut Conn, sink: &mut dyn Sink) -> Result<(u64, u64), Error> {
    let (mut posts, mut comments, mut last) = (0, 0, i64::MIN);
    let mut folders: BTreeMap<String, u32> = BTreeMap::new();
    loop {
        let some = some(conn, &POSTS, &format!("id > {last}"), "id")?;
        for row in &some.rows {
            let of = |name: &str| POSTS.columns.iter().position(|column| column.name == name);
            let text = |name: &str| match of(name).and_then(|at| row.get(at)) {
                Some(Value::Text(text)) => Some(text.as_str()),
                _ => None,
            };
            let Some(Value::Int(id)) = row.first() else { continue };
            last = *id;
            let place = place(text("permalink"), *id, &mut folders);
            sink.file(&format!("posts/{place}.json"))?;
            sink.write(object(&POSTS, &some.columns, row, "\n  ")?.as_bytes())?;
            let writing = text("writing").unwrap_or_default();
            let writing: Writing = serde_json::from_str(writing).map_err(|error| {
                Error::Corrupt(format!("the text of a post can't be read: {error}; the database is damaged"))
            })?;
            sink.beside(&format!("posts/{place}"), &writing, text("html").unwrap_or_default())?;
            posts += 1;
            comments += comments_of(conn, *id, &format!("comments/{place}.jsonl"), sink)?;
        }
        if some.rows.len() < AT_ONCE {
            return Ok((posts, comments));
        }
    }
}

struct Some {
    columns: Vec<(&'static str, super::column::Kind)>,
    rows: Vec<Vec<Value>>,
}

fn some(conn: &mut Conn, noun: &Noun, condition: &str, order: &str) -> Result<Some, Error> {
    let asked = asked(conn, noun, condition, order);
    let mut rows = Vec::new();
    conn.each(&format!("{} LIMIT {AT_ONCE}", asked.sql), &mut |line| {
        if let Line::Row(row) = line {
            rows.push(row);
        }
        Ok(())
    })?;
    Ok(Some { columns: asked.columns, rows })
}

/// The sums keep both engines from walking along the key past everybody else's comments.
fn comments_of(conn: &mut Conn, post: i64, path: &str, sink: &mut dyn Sink) -> Result<u64, Error> {
    let (mut count, mut last) = (0, i64::MIN);
    loop {
        let condition = format!("post_id = {post} AND id + 0 > {last}");
        let some = some(conn, &COMMENTS, &condition, "id + 0")?;
        for row in &some.rows {
            if count == 0 {
                sink.file(path)?;
            }
            count += 1;
            if let Some(Value::Int(id)) = row.first() {
                last = *id;
            }
            sink.write(object(&COMMENTS, &some.columns, row, "")?.as_bytes())?;
        }
        if some.rows.len() < AT_ONCE {
            return Ok(count);
        }
    }
}

/// Where a post stands: by year and month of its address, with its slug and its id. A directory holds some thousand
/// files; the next ones stand in `part-2`.
fn place(permalink: Option<&str>, id: i64, folders: &mut BTreeMap<String, u32>) -> String {
    let parts: Vec<&str> = permalink.unwrap_or_default().split('/').filter(|part| !part.is_empty()).collect();
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let folder = match parts[..] {
        [] => "unpublished".to_owned(),
        [year, month, ..] if digits(year, 4) && digits(month, 2) => format!("{year}/{month}"),
        _ => "other".to_owned(),
    };
    let slug = parts.last().map_or("post", |last| last.strip_suffix(".html").unwrap_or(last));
    let slug: String = slug
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '-' })
        .take(SLUG)
        .collect();
    let number = folders.entry(folder.clone()).or_insert(0);
    *number += 1;
    let part = (*number - 1) / FOLDER + 1;
    let part = if part == 1 { String::new() } else { format!("/part-{part}") };
    format!("{folder}{part}/{slug}.{}", model::PostId::from_raw(id))
}

/// The kept files: pictures under `media/` with a name that says their type, all others under `files/`. Smaller
/// copies of pictures are made anew and stay behind; so does, without what is private, what another system's export
/// said word by word.
fn files(conn: &mut Conn, store: &Store, private: bool, sink: &mut dyn Sink) -> Result<(), Error> {
    let mut copies = HashSet::new();
    let only_copies =
        "SELECT sha256 FROM renditions r WHERE NOT EXISTS (SELECT 1 FROM media m WHERE m.sha256 = r.sha256)
         ORDER BY sha256";
    let originals = (!private).then_some("SELECT sha256 FROM packs ORDER BY id");
    for behind in [only_copies].into_iter().chain(originals) {
        conn.each(behind, &mut |line| {
            if let Line::Row(row) = line
                && let [Value::Text(sha256)] = &row[..]
            {
                copies.insert(sha256.clone());
            }
            Ok(())
        })?;
    }
    for sha256 in store.files().names()? {
        if copies.contains(&sha256) {
            continue;
        }
        let mime = crate::media::served(conn, &sha256)?;
        let extension = match mime.as_deref() {
            Some("image/jpeg") => ".jpg",
            Some("image/png") => ".png",
            Some("image/gif") => ".gif",
            Some("image/webp") => ".webp",
            _ => "",
        };
        let folder = if mime.is_some() { "media" } else { "files" };
        let start = sha256.get(..2).unwrap_or_default();
        sink.file(&format!("{folder}/{start}/{sha256}{extension}"))?;
        let Some(bytes) = store.files().get(&sha256)? else { continue };
        if crate::sha256_hex(&bytes) != sha256 {
            return Err(Error::Corrupt(format!(
                "the kept file {sha256} is not what it was. `courant verify` says what is concerned; an export of \
                 damaged files would hide the damage"
            )));
        }
        sink.write(&bytes)?;
    }
    Ok(())
}
