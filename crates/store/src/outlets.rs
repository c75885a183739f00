//! Outlets as readers see them: what was published from each. Counts come from the tallies, or from a bounded
//! number of the newest posts.

use std::collections::{BTreeMap, BTreeSet};

use model::outlet::COUNTED;
use model::{Moment, Outlet, OutletRecord, SourceId, WatchState};

use crate::Error;
use crate::db::Conn;
use crate::tallies;
use crate::value::{statements, values};

/// Writers named in a record.
const NAMED: usize = 24;

statements! {
    SAME = "SELECT key, number FROM tallies WHERE kind = 'host' AND number = $1 AND key > $2
            ORDER BY key LIMIT $3";
    FEWER = "SELECT key, number FROM tallies WHERE kind = 'host' AND number > 0 AND number < $1
             ORDER BY number DESC, key LIMIT $2";
    NEWEST = "SELECT outlet, published_at FROM posts WHERE host = $1 AND published_at IS NOT NULL
              ORDER BY published_at DESC, id DESC LIMIT 1";
    FIRST = "SELECT published_at FROM posts WHERE host = $1 AND published_at IS NOT NULL
             ORDER BY published_at, id LIMIT 1";
    RECENT = "SELECT p.source_id, s.byline, (SELECT count(*) FROM captures c WHERE c.source_id = p.source_id),
                     (SELECT w.state FROM citations x JOIN watches w ON w.id = x.watch_id
                      WHERE x.post_id = p.id AND x.cited_as = 'source' LIMIT 1)
              FROM posts p LEFT JOIN sources s ON s.id = p.source_id
              WHERE p.host = $1 AND p.published_at IS NOT NULL
              ORDER BY p.published_at DESC, p.id DESC LIMIT $2";
}

/// The outlets with the most published posts first, by name of their host where that is the same number.
/// `after` is the number and host of the last one seen; `None` for the beginning.
///
/// # Errors
/// When the database can't be read.
pub fn list(conn: &mut Conn, after: Option<(i64, &str)>, limit: u32) -> Result<Vec<Outlet>, Error> {
    let mut rows = match after {
        Some((number, host)) => conn.query(SAME, values![number, host, limit])?,
        None => Vec::new(),
    };
    let rest = limit - u32::try_from(rows.len()).unwrap_or(limit);
    if rest > 0 {
        rows.extend(conn.query(FEWER, values![after.map_or(i64::MAX, |(number, _)| number), rest])?);
    }
    let mut outlets = Vec::with_capacity(rows.len());
    for mut row in rows {
        let (host, posts) = (row.get::<String>()?, row.get()?);
        if let Some((name, newest)) = newest(conn, &host)? {
            outlets.push(Outlet { host, name, posts, newest });
        }
    }
    Ok(outlets)
}

/// What this site can say of an outlet; `None` where nothing was published from there.
///
/// # Errors
/// When the database can't be read.
pub fn record(conn: &mut Conn, host: &str) -> Result<Option<OutletRecord>, Error> {
    let Some((name, newest)) = newest(conn, host)? else { return Ok(None) };
    let posts = tallies::number(conn, tallies::HOST, host)?;
    let first = conn.one(FIRST, values![host])?.map_or(Ok(newest), |mut row| row.get())?;
    let outlet = Outlet { host: host.to_owned(), name, posts, newest };
    let mut record = OutletRecord {
        outlet,
        first,
        counted: 0,
        sources: 0,
        bylines: Vec::new(),
        captures: 0,
        alive: 0,
        changed: 0,
        gone: 0,
    };
    let (mut known, mut names) = (BTreeSet::new(), BTreeMap::<String, i64>::new());
    for mut row in conn.query(RECENT, values![host, COUNTED])? {
        record.counted += 1;
        let Some(source) = row.get::<Option<SourceId>>()? else { continue };
        if !known.insert(source) {
            continue;
        }
        for name in row.optional_json::<Vec<String>>()?.unwrap_or_default() {
            *names.entry(name).or_default() += 1;
        }
        record.captures += row.get::<i64>()?;
        match row.optional_word(WatchState::parse)? {
            Some(WatchState::Alive) => record.alive += 1,
            Some(WatchState::Changed) => record.changed += 1,
            Some(WatchState::Gone) => record.gone += 1,
            Some(WatchState::Unseen | WatchState::Barred) | None => {}
        }
    }
    record.sources = i64::try_from(known.len()).unwrap_or(i64::MAX);
    record.bylines = names.into_iter().collect();
    record.bylines.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    record.bylines.truncate(NAMED);
    Ok(Some(record))
}

/// The name by which the newest post credits it, and when that came out.
fn newest(conn: &mut Conn, host: &str) -> Result<Option<(String, Moment)>, Error> {
    let Some(mut row) = conn.one(NEWEST, values![host])? else { return Ok(None) };
    let name = row.get::<Option<String>>()?.filter(|name| !name.is_empty());
    Ok(Some((name.unwrap_or_else(|| host.to_owned()), row.get()?)))
}
