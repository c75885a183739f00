//! Feeds we look at.

use model::{Feed, FeedId, FeedRow, FeedState, Hub, Moment, Validators};

use crate::db::Conn;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

macro_rules! columns {
    () => {
        "f.id, f.address, f.title, f.site, f.state, f.etag, f.last_modified, f.failures, f.trouble, f.looked, f.read,
         f.next_look, f.pace, f.created, f.hub, f.topic, f.callback, f.secret, f.lease_until, f.asked"
    };
}

statements! {
    BY_ID = concat!("SELECT ", columns!(), " FROM feeds f WHERE f.id = $1");
    BY_ADDRESS = concat!("SELECT ", columns!(), " FROM feeds f WHERE f.address = $1");
    BY_CALLBACK = concat!("SELECT ", columns!(), " FROM feeds f WHERE f.callback = $1");
    LIST = concat!("SELECT ", columns!(), " FROM feeds f ORDER BY f.id LIMIT $1");
    COUNT = "SELECT count(*) FROM feeds";
    NEW_OF_EACH = "SELECT feed_id, count(*) FROM feed_items WHERE state = 'new' GROUP BY feed_id";
    ADD = "INSERT INTO feeds (id, address, title, site, state, etag, last_modified, failures, trouble, looked, read,
               next_look, pace, created, hub, topic, callback, secret, lease_until, asked)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";
    SAVE = "UPDATE feeds SET address = $2, title = $3, site = $4, state = $5, etag = $6, last_modified = $7,
                failures = $8, trouble = $9, looked = $10, read = $11, next_look = $12, pace = $13, created = $14,
                hub = $15, topic = $16, callback = $17, secret = $18, lease_until = $19, asked = $20 WHERE id = $1";
    REMOVE = "DELETE FROM feeds WHERE id = $1";
    DUE = "SELECT id FROM feeds WHERE next_look <= $1 ORDER BY next_look, id LIMIT $2";
    NEXT_LOOK = "SELECT min(next_look) FROM feeds";
    LOOK_AT = "UPDATE feeds SET next_look = $2 WHERE id = $1";
}

fn read(mut row: Row) -> Result<Feed, Error> {
    Ok(Feed {
        id: row.get()?,
        address: row.get()?,
        title: row.get()?,
        site: row.get()?,
        state: row.word(FeedState::parse)?,
        validators: Validators { etag: row.get()?, last_modified: row.get()? },
        failures: u32::try_from(row.get::<i64>()?).unwrap_or(u32::MAX),
        trouble: row.get()?,
        looked: row.get()?,
        read: row.get()?,
        next_look: row.get()?,
        interval: row.get()?,
        created: row.get()?,
        hub: read_hub(&mut row)?,
    })
}

fn read_hub(row: &mut Row) -> Result<Option<Hub>, Error> {
    let parts: [Option<String>; 4] = [row.get()?, row.get()?, row.get()?, row.get()?];
    let (lease_until, asked) = (row.get()?, row.get()?);
    let [Some(address), Some(topic), Some(callback), Some(secret)] = parts else { return Ok(None) };
    Ok(Some(Hub { address, topic, callback, secret, lease_until, asked }))
}

fn written(feed: &Feed) -> Vec<Value> {
    let hub = feed.hub.as_ref();
    let mut all: Vec<Value> = values![
        feed.id,
        &feed.address,
        &feed.title,
        feed.site.as_ref(),
        feed.state.as_str(),
        feed.validators.etag.as_ref(),
        feed.validators.last_modified.as_ref(),
        feed.failures,
        feed.trouble.as_ref(),
        feed.looked,
        feed.read,
        feed.next_look,
        feed.interval,
        feed.created,
    ]
    .to_vec();
    all.extend_from_slice(values![
        hub.map(|hub| &hub.address),
        hub.map(|hub| &hub.topic),
        hub.map(|hub| &hub.callback),
        hub.map(|hub| &hub.secret),
        hub.and_then(|hub| hub.lease_until),
        hub.and_then(|hub| hub.asked),
    ]);
    all
}

/// Adds a feed.
///
/// # Errors
/// [`Error::Duplicate`] when its address is looked at already.
pub fn add(tx: &mut Tx, feed: &Feed) -> Result<(), Error> {
    tx.execute(ADD, &written(feed)).map(drop)
}

/// Writes all that is known of a feed; whether it is still there.
///
/// # Errors
/// [`Error::Duplicate`] when another feed has its address.
pub fn save(tx: &mut Tx, feed: &Feed) -> Result<bool, Error> {
    Ok(tx.execute(SAVE, &written(feed))? > 0)
}

/// Removes a feed and its items.
///
/// # Errors
/// When the database can't be written.
pub fn remove(tx: &mut Tx, id: FeedId) -> Result<(), Error> {
    tx.execute(REMOVE, values![id]).map(drop)
}

/// Says when a feed is looked at next.
///
/// # Errors
/// When the database can't be written.
pub fn look_at(tx: &mut Tx, id: FeedId, at: Option<Moment>) -> Result<(), Error> {
    tx.execute(LOOK_AT, values![id, at]).map(drop)
}

/// The feed of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: FeedId) -> Result<Option<Feed>, Error> {
    conn.one(BY_ID, values![id])?.map(read).transpose()
}

/// The feed at an address, compared letter by letter.
///
/// # Errors
/// When the database can't be read.
pub fn by_address(conn: &mut Conn, address: &str) -> Result<Option<Feed>, Error> {
    conn.one(BY_ADDRESS, values![address])?.map(read).transpose()
}

/// The feed for which a hub calls an address ending in this.
///
/// # Errors
/// When the database can't be read.
pub fn by_callback(conn: &mut Conn, callback: &str) -> Result<Option<Feed>, Error> {
    conn.one(BY_CALLBACK, values![callback])?.map(read).transpose()
}

/// All feeds, oldest first, with how many of their items are new.
///
/// # Errors
/// When the database can't be read.
pub fn list(conn: &mut Conn, limit: u32) -> Result<Vec<FeedRow>, Error> {
    let mut new = std::collections::HashMap::new();
    for mut row in conn.query(NEW_OF_EACH, &[])? {
        new.insert(row.get::<FeedId>()?, row.get::<i64>()?);
    }
    let feeds = conn.query(LIST, values![limit])?.into_iter().map(read);
    feeds
        .map(|feed| feed.map(|feed| FeedRow { new: new.get(&feed.id).copied().unwrap_or(0), feed }))
        .collect()
}

/// How many feeds there are.
///
/// # Errors
/// When the database can't be read.
pub fn count(conn: &mut Conn) -> Result<i64, Error> {
    conn.one(COUNT, &[])?.map_or(Ok(0), |mut row| row.get())
}

/// Feeds whose time has come, longest due first.
///
/// # Errors
/// When the database can't be read.
pub fn due(conn: &mut Conn, now: Moment, limit: u32) -> Result<Vec<FeedId>, Error> {
    conn.query(DUE, values![now, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// When the next feed's time comes.
///
/// # Errors
/// When the database can't be read.
pub fn next_look(conn: &mut Conn) -> Result<Option<Moment>, Error> {
    conn.one(NEXT_LOOK, &[])?.map_or(Ok(None), |mut row| row.get())
}
