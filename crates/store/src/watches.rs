//! Addresses that published posts cite, and what looking at them has shown.

use model::{Cause, Moment, SourceId, Validators, Watch, WatchId, WatchState};

use crate::addresses::kept;
use crate::db::Conn;
use crate::posts::Page;
use crate::posts::lists::bounds;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

macro_rules! columns {
    () => {
        "w.id, w.address, w.source_id, w.state, w.since, w.looked, w.reached, w.changed, w.failures, w.failing_since,
         w.cause, w.trouble, w.moved, w.etag, w.last_modified, w.capture_id, w.quoted, w.text, w.cited, w.next_look,
         w.stopped, w.created, w.sketch"
    };
}

pub(crate) use columns;

macro_rules! rows {
    ($place:literal, $condition:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM watches w WHERE (w.",
            $place,
            ", w.id) < ($1, $2) ",
            $condition,
            " AND EXISTS (SELECT 1 FROM citations c WHERE c.watch_id = w.id) ORDER BY w.",
            $place,
            " DESC, w.id DESC LIMIT $3"
        )
    };
}

statements! {
    BY_ID = concat!("SELECT ", columns!(), " FROM watches w WHERE w.id = $1");
    BY_ADDRESS = concat!("SELECT ", columns!(), " FROM watches w WHERE w.address_key = $1");
    OF_SOURCE = concat!("SELECT ", columns!(), " FROM posts p JOIN citations c ON c.post_id = p.id
                  JOIN watches w ON w.id = c.watch_id
              WHERE p.source_id = $1 AND c.cited_as = 'source' ORDER BY p.id LIMIT 1");
    ADD = "INSERT INTO watches (id, address, source_id, state, since, looked, reached, changed, failures,
               failing_since, cause, trouble, moved, etag, last_modified, capture_id, quoted, text, cited,
               next_look, stopped, created, sketch, address_key)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
               $22, $23, $24)
           ON CONFLICT (address_key) DO NOTHING";
    SAVE = "UPDATE watches SET address = $2, source_id = $3, state = $4, since = $5, looked = $6, reached = $7,
                changed = $8, failures = $9, failing_since = $10, cause = $11, trouble = $12, moved = $13,
                etag = $14, last_modified = $15, capture_id = $16, quoted = $17, text = $18, cited = $19,
                next_look = $20, stopped = $21, created = $22, sketch = $23, address_key = $24
            WHERE id = $1";
    DUE = "SELECT id FROM watches WHERE next_look <= $1 ORDER BY next_look, id LIMIT $2";
    NEXT_LOOK = "SELECT min(next_look) FROM watches";
    LOOK_AT = "UPDATE watches SET next_look = $2 WHERE id = $1";
    // Not “IS NULL”: an index on it would win over the one that gives the order.
    ALL = rows!("since", "AND coalesce(w.stopped, 0) = 0");
    OF_STATE = rows!("since", "AND w.state = $4 AND coalesce(w.stopped, 0) = 0");
    STOPPED = rows!("stopped", "");
    COUNT_OF_STATE = "SELECT count(*) FROM (SELECT 1 FROM watches WHERE state = $1 AND next_look IS NOT NULL
                      LIMIT $2) AS few";
    COUNT_STOPPED = "SELECT count(*) FROM (SELECT 1 FROM watches WHERE stopped > 0 LIMIT $1) AS few";
}

pub(crate) fn read(row: &mut Row) -> Result<Watch, Error> {
    Ok(Watch {
        id: row.get()?,
        address: row.get()?,
        source: row.get()?,
        state: row.word(WatchState::parse)?,
        since: row.get()?,
        looked: row.get()?,
        reached: row.get()?,
        changed: row.get()?,
        failures: u32::try_from(row.get::<i64>()?).unwrap_or(u32::MAX),
        failing_since: row.get()?,
        cause: row.optional_word(Cause::parse)?,
        trouble: row.get()?,
        moved: row.get()?,
        validators: Validators { etag: row.get()?, last_modified: row.get()? },
        capture: row.get()?,
        quoted: row.get()?,
        text: row.get()?,
        cited: row.get()?,
        next_look: row.get()?,
        stopped: row.get()?,
        created: row.get()?,
        sketch: row.optional_json()?,
    })
}

pub(crate) fn written(watch: &Watch) -> Result<Vec<Value>, Error> {
    let mut all: Vec<Value> = values![
        watch.id,
        &watch.address,
        watch.source,
        watch.state.as_str(),
        watch.since,
        watch.looked,
        watch.reached,
        watch.changed,
        watch.failures,
        watch.failing_since,
        watch.cause.map(Cause::as_str),
        watch.trouble.as_ref(),
        watch.moved.as_ref(),
    ]
    .to_vec();
    all.extend_from_slice(values![
        watch.validators.etag.as_ref(),
        watch.validators.last_modified.as_ref(),
        watch.capture,
        watch.quoted.as_ref(),
        watch.text.as_ref(),
        watch.cited,
        watch.next_look,
        watch.stopped,
        watch.created,
        watch.sketch.as_ref().map(Value::json).transpose()?.unwrap_or(Value::Null),
        kept(&watch.address).as_ref(),
    ]);
    Ok(all)
}

/// Begins to watch an address; whether nobody did before.
///
/// # Errors
/// [`Error::Reference`] when its source is not there.
pub fn add(tx: &mut Tx, watch: &Watch) -> Result<bool, Error> {
    Ok(tx.execute(ADD, &written(watch)?)? > 0)
}

/// Writes all that is known of a watch; whether it is still there.
///
/// # Errors
/// [`Error::Reference`] when its source or its capture is not there.
pub fn save(tx: &mut Tx, watch: &Watch) -> Result<bool, Error> {
    Ok(tx.execute(SAVE, &written(watch)?)? > 0)
}

/// Says when an address is looked at next.
///
/// # Errors
/// When the database can't be written.
pub fn look_at(tx: &mut Tx, id: WatchId, at: Option<Moment>) -> Result<(), Error> {
    tx.execute(LOOK_AT, values![id, at]).map(drop)
}

/// The watch of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: WatchId) -> Result<Option<Watch>, Error> {
    conn.one(BY_ID, values![id])?.map(|mut row| read(&mut row)).transpose()
}

/// The watch on an address, compared letter by letter.
///
/// # Errors
/// When the database can't be read.
pub fn by_address(conn: &mut Conn, address: &str) -> Result<Option<Watch>, Error> {
    conn.one(BY_ADDRESS, values![kept(address).as_ref()])?.map(|mut row| read(&mut row)).transpose()
}

/// The watch on a source; `None` while no published post cites it.
///
/// # Errors
/// When the database can't be read.
pub fn of_source(conn: &mut Conn, source: SourceId) -> Result<Option<Watch>, Error> {
    conn.one(OF_SOURCE, values![source])?.map(|mut row| read(&mut row)).transpose()
}

/// Watches whose time has come, longest due first.
///
/// # Errors
/// When the database can't be read.
pub fn due(conn: &mut Conn, now: Moment, limit: u32) -> Result<Vec<WatchId>, Error> {
    conn.query(DUE, values![now, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// When the next watch's time comes.
///
/// # Errors
/// When the database can't be read.
pub fn next_look(conn: &mut Conn) -> Result<Option<Moment>, Error> {
    conn.one(NEXT_LOOK, &[])?.map_or(Ok(None), |mut row| row.get())
}

/// Which watches a list shows. Those that no published post cites any more are in none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watches {
    /// All that are looked at.
    All,
    /// Those of one state.
    Of(WatchState),
    /// Those that a person has stopped.
    Stopped,
}

/// Watches, those first that have stood longest unchanged last; the stopped ones by when they were.
///
/// # Errors
/// When the database can't be read.
pub fn list(conn: &mut Conn, which: Watches, page: Page<WatchId>) -> Result<Vec<Watch>, Error> {
    let (at, id) = bounds(page);
    let limit = page.limit;
    let rows = match which {
        Watches::All => conn.query(ALL, values![at, id, limit])?,
        Watches::Of(state) => conn.query(OF_STATE, values![at, id, limit, state.as_str()])?,
        Watches::Stopped => conn.query(STOPPED, values![at, id, limit])?,
    };
    rows.into_iter().map(|mut row| read(&mut row)).collect()
}

/// How many of those that are looked at are of a state, counted up to a limit.
///
/// # Errors
/// When the database can't be read.
pub fn count_of_state(conn: &mut Conn, state: WatchState, limit: u32) -> Result<i64, Error> {
    conn.one(COUNT_OF_STATE, values![state.as_str(), limit])?.map_or(Ok(0), |mut row| row.get())
}

/// How many were stopped, counted up to a limit.
///
/// # Errors
/// When the database can't be read.
pub fn count_stopped(conn: &mut Conn, limit: u32) -> Result<i64, Error> {
    conn.one(COUNT_STOPPED, values![limit])?.map_or(Ok(0), |mut row| row.get())
}
