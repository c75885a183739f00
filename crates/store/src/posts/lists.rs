//! Lists of published posts, newest first, as readers see them.

use model::{Kind, Label, Moment, Permalink, PostId, Slug, SourceId, Teaser};

use crate::Error;
use crate::db::Conn;
use crate::posts::{read_language, read_permalink};
use crate::tallies;
use crate::value::{Row, Value, statements, values};

/// A stretch of a list that is sorted by time, newest first: what comes after the last row seen. Unlike
/// a page number it neither repeats nor skips a row when others arrive, and costs the same at any depth.
#[derive(Clone, Copy, Debug)]
pub struct Page<I> {
    /// Time and id of the last row seen; `None` for the beginning. The time is the one the list is
    /// sorted by: publication for readers' lists, change for the desk's, arrival for comments.
    pub before: Option<(Moment, I)>,
    /// At most so many rows.
    pub limit: u32,
}

/// The two values a row must be less than.
pub(crate) fn bounds<I: Copy + Into<Value>>(page: Page<I>) -> (Value, Value) {
    match page.before {
        Some((at, id)) => (at.into(), id.into()),
        None => (Value::Int(i64::MAX), Value::Int(i64::MAX)),
    }
}

macro_rules! teaser_rows {
    ($from:literal) => {
        concat!(
            "SELECT p.id, p.permalink, p.headline, p.dek, p.byline, p.language, p.excerpt, p.kind, p.published_at,
                    p.modified, p.outlet, p.host, p.lead_image, p.lead_image_alt ",
            $from
        )
    };
}

pub(crate) use teaser_rows;

statements! {
    NEWEST = teaser_rows!("FROM posts p WHERE (p.published_at, p.id) < ($1, $2)
        ORDER BY p.published_at DESC, p.id DESC LIMIT $3");
    /// The offset runs over the index alone.
    NEWEST_PAGE = teaser_rows!("FROM posts p WHERE p.id IN (
            SELECT id FROM posts WHERE published_at IS NOT NULL
            ORDER BY published_at DESC, id DESC LIMIT $1 OFFSET $2)
        ORDER BY p.published_at DESC, p.id DESC");
    BY_LABEL = teaser_rows!("FROM post_labels l JOIN posts p ON p.id = l.post_id
        WHERE l.label = $1 AND (l.published_at, l.post_id) < ($2, $3)
        ORDER BY l.published_at DESC, l.post_id DESC LIMIT $4");
    BY_HOST = teaser_rows!("FROM posts p WHERE p.host = $1 AND (p.published_at, p.id) < ($2, $3)
        ORDER BY p.published_at DESC, p.id DESC LIMIT $4");
    BY_MONTH = teaser_rows!("FROM posts p WHERE p.month = $1 AND (p.published_at, p.id) < ($2, $3)
        ORDER BY p.published_at DESC, p.id DESC LIMIT $4");
    ONE = teaser_rows!("FROM posts p WHERE p.id = $1 AND p.published_at IS NOT NULL");
    BETWEEN = "SELECT id FROM posts WHERE published_at >= $1 AND published_at < $2 ORDER BY published_at LIMIT $3";
    LABEL_NAME = "SELECT name FROM labels WHERE slug = $1";
    LABELS = "SELECT l.name, l.slug, t.number FROM tallies t JOIN labels l ON l.slug = t.key
              WHERE t.kind = 'label' AND t.number > 0 ORDER BY t.number DESC, t.key LIMIT $1";
    OF_SOURCE = "SELECT id FROM posts WHERE source_id = $1 AND published_at IS NOT NULL ORDER BY id LIMIT 1000";
    /// Not plainly the column: SQLite would walk along the hosts of all posts.
    HOSTS_USED = "SELECT coalesce(host, '') AS name, count(*) AS number FROM posts
                  WHERE published_at >= $1 AND coalesce(host, '') <> ''
                  GROUP BY name ORDER BY number DESC, name LIMIT $2";
    SITEMAP = "SELECT id, permalink, modified FROM posts WHERE id > $1 AND published_at IS NOT NULL
               ORDER BY id LIMIT $2";
    /// The offset runs over the month's stretch of the index, which never grows once it is past.
    SITEMAP_OF_MONTH = "SELECT permalink, modified FROM posts WHERE month = $3 AND published_at IS NOT NULL
                        ORDER BY published_at, id LIMIT $1 OFFSET $2";
    /// Where a month begins in the list, newest first.
    TOP_OF_MONTH = "SELECT published_at, id FROM posts WHERE month = $1 AND published_at IS NOT NULL
                    ORDER BY published_at DESC, id DESC LIMIT 1";
    NEWEST_FROM = teaser_rows!("FROM posts p WHERE p.id IN (
            SELECT id FROM posts WHERE published_at IS NOT NULL AND (published_at, id) <= ($3, $4)
            ORDER BY published_at DESC, id DESC LIMIT $1 OFFSET $2)
        ORDER BY p.published_at DESC, p.id DESC");
}

/// Posts that are passed over one by one to come to a page by its number; of more, whole months are, by their counts.
const PASSED_OVER: i64 = 2_000;

pub(crate) fn read_teaser(mut row: Row) -> Result<Teaser, Error> {
    Ok(Teaser {
        id: row.get()?,
        permalink: row.word(read_permalink)?,
        headline: row.get()?,
        dek: row.get()?,
        byline: row.json()?,
        language: row.optional_word(read_language)?,
        excerpt: row.get()?,
        kind: row.word(Kind::parse)?,
        published: row.get()?,
        modified: row.get()?,
        outlet: row.get()?,
        host: row.get()?,
        lead_image: row.get()?,
        lead_image_alt: row.get()?,
    })
}

pub(crate) fn read_teasers(rows: Vec<Row>) -> Result<Vec<Teaser>, Error> {
    rows.into_iter().map(read_teaser).collect()
}

/// The newest posts.
///
/// # Errors
/// When the database can't be read.
pub fn newest(conn: &mut Conn, page: Page<PostId>) -> Result<Vec<Teaser>, Error> {
    let (at, id) = bounds(page);
    read_teasers(conn.query(NEWEST, values![at, id, page.limit])?)
}

/// The newest posts by page number, the first being 1: for addresses like `/page/2`. Its cost does not grow with the
/// number: far down, the months' counts say where to begin.
///
/// # Errors
/// When the database can't be read.
pub fn newest_page(conn: &mut Conn, number: u32, limit: u32) -> Result<Vec<Teaser>, Error> {
    let mut offset = i64::from(number.saturating_sub(1)).saturating_mul(limit.into());
    if offset > PASSED_OVER {
        for (month, posts) in tallies::all(conn, tallies::MONTH)?.into_iter().rev() {
            if offset >= posts {
                offset -= posts;
                continue;
            }
            if let Some(mut row) = conn.one(TOP_OF_MONTH, values![month])? {
                let (at, id): (Moment, PostId) = (row.get()?, row.get()?);
                return read_teasers(conn.query(NEWEST_FROM, values![limit, offset, at, id])?);
            }
            break;
        }
        return Ok(Vec::new());
    }
    read_teasers(conn.query(NEWEST_PAGE, values![limit, offset])?)
}

/// The posts under a label, by its slug.
///
/// # Errors
/// When the database can't be read.
pub fn by_label(conn: &mut Conn, slug: &str, page: Page<PostId>) -> Result<Vec<Teaser>, Error> {
    let (at, id) = bounds(page);
    read_teasers(conn.query(BY_LABEL, values![slug, at, id, page.limit])?)
}

/// The posts from a source's host.
///
/// # Errors
/// When the database can't be read.
pub fn by_host(conn: &mut Conn, host: &str, page: Page<PostId>) -> Result<Vec<Teaser>, Error> {
    let (at, id) = bounds(page);
    read_teasers(conn.query(BY_HOST, values![host, at, id, page.limit])?)
}

/// The posts of a month, as it was in the site's time zone when they were published.
///
/// # Errors
/// When the database can't be read.
pub fn by_month(conn: &mut Conn, year: i16, month: i8, page: Page<PostId>) -> Result<Vec<Teaser>, Error> {
    let (at, id) = bounds(page);
    read_teasers(conn.query(BY_MONTH, values![format!("{year:04}-{month:02}"), at, id, page.limit])?)
}

/// The published posts among these, in this order.
///
/// # Errors
/// When the database can't be read.
pub fn teasers(conn: &mut Conn, ids: &[PostId]) -> Result<Vec<Teaser>, Error> {
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        if let Some(row) = conn.one(ONE, values![*id])? {
            found.push(read_teaser(row)?);
        }
    }
    Ok(found)
}

/// The number of published posts.
///
/// # Errors
/// When the database can't be read.
pub fn count_published(conn: &mut Conn) -> Result<i64, Error> {
    tallies::number(conn, tallies::STANDING, "published")
}

/// The name of a label that some post has or had.
///
/// # Errors
/// When the database can't be read.
pub fn label_name(conn: &mut Conn, slug: &str) -> Result<Option<String>, Error> {
    conn.one(LABEL_NAME, values![slug])?.map(|mut row| row.get()).transpose()
}

/// The labels with the most published posts, and how many those are.
///
/// # Errors
/// When the database can't be read.
pub fn labels(conn: &mut Conn, limit: u32) -> Result<Vec<(Label, i64)>, Error> {
    let rows = conn.query(LABELS, values![limit])?.into_iter();
    let read = |mut row: Row| {
        let label = Label { name: row.get()?, slug: row.word(|slug| Slug::parse(slug).ok())? };
        Ok((label, row.get()?))
    };
    rows.map(read).collect()
}

/// The published posts made from a source; at most a thousand.
///
/// # Errors
/// When the database can't be read.
pub fn published_of_source(conn: &mut Conn, source: SourceId) -> Result<Vec<PostId>, Error> {
    conn.query(OF_SOURCE, values![source])?.into_iter().map(|mut row| row.get()).collect()
}

/// The hosts that posts published since a moment credit, those with most posts first, and how many those are.
///
/// # Errors
/// When the database can't be read.
pub fn hosts_used(conn: &mut Conn, since: Moment, limit: u32) -> Result<Vec<(String, i64)>, Error> {
    let rows = conn.query(HOSTS_USED, values![since, limit])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.get()?))).collect()
}

/// The months with published posts, newest first: year, month, and how many posts.
///
/// # Errors
/// When the database can't be read.
pub fn months(conn: &mut Conn) -> Result<Vec<(i16, i8, i64)>, Error> {
    let months = tallies::all(conn, tallies::MONTH)?.into_iter().rev();
    let read = |(key, number): (String, i64)| {
        let (year, month) = key.rsplit_once('-')?;
        Some((year.parse().ok()?, month.parse().ok()?, number))
    };
    Ok(months.filter_map(read).collect())
}

/// Published posts by id, for the sitemap: the next ones after an id, with when they last changed.
///
/// # Errors
/// When the database can't be read.
pub fn sitemap(
    conn: &mut Conn,
    after: Option<PostId>,
    limit: u32,
) -> Result<Vec<(PostId, Permalink, Moment)>, Error> {
    let after = after.map_or(i64::MIN, PostId::raw);
    let rows = conn.query(SITEMAP, values![after, limit])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.word(read_permalink)?, row.get()?))).collect()
}

/// Published posts of a month, oldest first, for the sitemap: those after so many, with when each last changed.
///
/// # Errors
/// When the database can't be read.
pub fn sitemap_of_month(
    conn: &mut Conn,
    year: i16,
    month: i8,
    after: u32,
    limit: u32,
) -> Result<Vec<(Permalink, Moment)>, Error> {
    let rows =
        conn.query(SITEMAP_OF_MONTH, values![limit, after, format!("{year:04}-{month:02}")])?.into_iter();
    rows.map(|mut row| Ok((row.word(read_permalink)?, row.get()?))).collect()
}

/// Published posts that came out between two moments, the first included, oldest first.
///
/// # Errors
/// When the database can't be read.
pub fn published_between(
    conn: &mut Conn,
    from: Moment,
    to: Moment,
    limit: u32,
) -> Result<Vec<PostId>, Error> {
    conn.query(BETWEEN, values![from, to, limit])?.into_iter().map(|mut row| row.get()).collect()
}
