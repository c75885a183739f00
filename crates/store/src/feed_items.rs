//! Items of feeds, until someone takes or dismisses them.

use model::{Dated, FeedId, FeedItem, FeedItemId, ItemRow, ItemState, JobId, JobState, Language, Moment};

use crate::db::Conn;
use crate::posts::lists::bounds;
use crate::posts::{Page, read_language};
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

macro_rules! columns {
    () => {
        "i.id, i.feed_id, i.name, i.url, i.canonical, i.headline, i.byline, i.outlet, i.published, i.at, i.summary,
         i.language, i.state"
    };
}

macro_rules! rows {
    ($condition:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            ", f.title, (SELECT min(p.id) FROM sources s JOIN posts p ON p.source_id = s.id WHERE s.url = i.canonical),
                i.job_id, j.state, j.outcome
             FROM feed_items i JOIN feeds f ON f.id = i.feed_id LEFT JOIN jobs j ON j.id = i.job_id
             WHERE (i.at, i.id) < ($1, $2) ",
            $condition,
            " ORDER BY i.at DESC, i.id DESC LIMIT $3"
        )
    };
}

statements! {
    KNOWN = "UPDATE feed_items SET seen = $3,
                 headline = CASE WHEN state = 'new' THEN $4 ELSE headline END,
                 summary = CASE WHEN state = 'new' THEN $5 ELSE summary END
             WHERE feed_id = $1 AND name = $2";
    ADD = "INSERT INTO feed_items (id, feed_id, name, url, canonical, headline, byline, outlet, published, at, summary,
               language, state, seen)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING";
    KEEP = "DELETE FROM feed_items WHERE feed_id = $1 AND id NOT IN (
                SELECT id FROM feed_items WHERE feed_id = $1 ORDER BY seen DESC, at DESC, id DESC LIMIT $2)";
    BY_ID = concat!("SELECT ", columns!(), " FROM feed_items i WHERE i.id = $1");
    ALL = rows!("");
    OF_STATE = rows!("AND i.state = $4");
    OF_FEED = rows!("AND i.feed_id = $4");
    OF_BOTH = rows!("AND i.state = $4 AND i.feed_id = $5");
    COUNT_NEW = "SELECT count(*) FROM (SELECT 1 FROM feed_items WHERE state = 'new' LIMIT $1) AS few";
    MARK = "UPDATE feed_items SET state = $2, job_id = coalesce($3, job_id) WHERE id = $1";
    DISMISS_ALL = "UPDATE feed_items SET state = 'dismissed' WHERE state = 'new' AND (at, id) <= ($1, $2)";
    DISMISS_OF = "UPDATE feed_items SET state = 'dismissed'
                  WHERE state = 'new' AND feed_id = $3 AND (at, id) <= ($1, $2)";
    TIMES = "SELECT at FROM feed_items WHERE feed_id = $1 ORDER BY at DESC, id DESC LIMIT $2";
}

fn read_item(row: &mut Row) -> Result<FeedItem, Error> {
    Ok(FeedItem {
        id: row.get()?,
        feed: row.get()?,
        key: row.get()?,
        url: row.get()?,
        canonical: row.get()?,
        headline: row.get()?,
        byline: row.json()?,
        outlet: row.get()?,
        published: row.optional_word(Dated::parse)?,
        at: row.get()?,
        summary: row.get()?,
        language: row.optional_word(read_language)?,
        state: row.word(ItemState::parse)?,
    })
}

fn read_row(mut row: Row) -> Result<ItemRow, Error> {
    let item = read_item(&mut row)?;
    let (feed_title, post) = (row.get()?, row.get()?);
    let id: Option<JobId> = row.get()?;
    let state = row.optional_word(JobState::parse)?;
    let outcome = row.get()?;
    Ok(ItemRow { item, feed_title, post, job: id.zip(state).map(|(id, state)| (id, state, outcome)) })
}

/// Keeps an item that a feed has now; whether it is new here. A known one, by its name or its address,
/// stays as it is, save that its newest wording replaces an older one nobody has acted on.
///
/// # Errors
/// [`Error::Reference`] when the feed is gone.
pub fn keep(tx: &mut Tx, item: &FeedItem, now: Moment) -> Result<bool, Error> {
    if tx.execute(KNOWN, values![item.feed, &item.key, now, &item.headline, &item.summary])? > 0 {
        return Ok(false);
    }
    let added = tx.execute(
        ADD,
        values![
            item.id,
            item.feed,
            &item.key,
            &item.url,
            &item.canonical,
            &item.headline,
            Value::json(&item.byline)?,
            item.outlet.as_ref(),
            item.published.map(Dated::iso),
            item.at,
            &item.summary,
            item.language.as_ref().map(Language::as_str),
            item.state.as_str(),
            now
        ],
    )?;
    Ok(added > 0)
}

/// Forgets all items of a feed but so many: those it had at the last looks, then the newest.
///
/// # Errors
/// When the database can't be written.
pub fn keep_only(tx: &mut Tx, feed: FeedId, number: u32) -> Result<(), Error> {
    tx.execute(KEEP, values![feed, number]).map(drop)
}

/// The item of an id.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: FeedItemId) -> Result<Option<FeedItem>, Error> {
    conn.one(BY_ID, values![id])?.map(|mut row| read_item(&mut row)).transpose()
}

/// Items, newest first: of a state, of a feed, of both, or all.
///
/// # Errors
/// When the database can't be read.
pub fn list(
    conn: &mut Conn,
    state: Option<ItemState>,
    feed: Option<FeedId>,
    page: Page<FeedItemId>,
) -> Result<Vec<ItemRow>, Error> {
    let (at, id) = bounds(page);
    let limit = page.limit;
    let rows = match (state.map(ItemState::as_str), feed) {
        (None, None) => conn.query(ALL, values![at, id, limit])?,
        (Some(state), None) => conn.query(OF_STATE, values![at, id, limit, state])?,
        (None, Some(feed)) => conn.query(OF_FEED, values![at, id, limit, feed])?,
        (Some(state), Some(feed)) => conn.query(OF_BOTH, values![at, id, limit, state, feed])?,
    };
    rows.into_iter().map(read_row).collect()
}

/// How many items are new, counted no further than a limit.
///
/// # Errors
/// When the database can't be read.
pub fn count_new(conn: &mut Conn, limit: u32) -> Result<i64, Error> {
    conn.one(COUNT_NEW, values![limit])?.map_or(Ok(0), |mut row| row.get())
}

/// Notes what was done with an item, and by which job.
///
/// # Errors
/// When the database can't be written.
pub fn mark(tx: &mut Tx, id: FeedItemId, state: ItemState, job: Option<JobId>) -> Result<(), Error> {
    tx.execute(MARK, values![id, state.as_str(), job]).map(drop)
}

/// Dismisses the new items, of one feed or all, from one on downwards: what came after it was seen stays.
/// How many there were.
///
/// # Errors
/// When the database can't be written.
pub fn dismiss(tx: &mut Tx, from: (Moment, FeedItemId), feed: Option<FeedId>) -> Result<u64, Error> {
    match feed {
        None => tx.execute(DISMISS_ALL, values![from.0, from.1]),
        Some(feed) => tx.execute(DISMISS_OF, values![from.0, from.1, feed]),
    }
}

/// When a feed's newest items were published.
///
/// # Errors
/// When the database can't be read.
pub fn times(conn: &mut Conn, feed: FeedId, limit: u32) -> Result<Vec<Moment>, Error> {
    conn.query(TIMES, values![feed, limit])?.into_iter().map(|mut row| row.get()).collect()
}
