//! Writing from draft to post: writes, and single posts. The lists are in [`lists`] and [`desk`].

use std::collections::HashSet;

use model::permalink::percent_encode_path;
use model::{Kind, Language, Moment, Permalink, Post, PostId, SourceFields, SourceId, Standing, Writing};

use crate::db::Conn;
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx, comment_days, tallies};

pub mod desk;
pub mod lists;
pub mod subject;

pub use crate::tallies::Tally;
pub use desk::{
    DeskFilter, after, citing, count_by_standing, desk_list, due, of_source, published_after, scheduled,
};
pub use lists::{
    Page, by_host, by_label, by_month, count_published, hosts_used, label_name, labels, months, newest,
    newest_page, published_between, published_of_source, sitemap, sitemap_of_month, teasers,
};

macro_rules! post {
    ($condition:literal) => {
        concat!(
            "SELECT p.id, p.author_id, p.writing, p.html, p.excerpt, p.standing, p.published_at, p.standing_at,
                    p.reason, p.permalink, p.clipping_id, p.revision, p.created, p.modified, p.source_id,
                    s.url, s.host, s.outlet, s.byline, s.published, s.language, s.headline, s.licence, s.created
             FROM posts p LEFT JOIN sources s ON s.id = p.source_id WHERE ",
            $condition
        )
    };
}

statements! {
    BY_ID = post!("p.id = $1");
    BY_PERMALINK = post!("p.permalink = $1");
    WITH_ADDRESS = "SELECT id FROM posts WHERE permalink IS NOT NULL AND id > $1 ORDER BY id LIMIT $2";
    OUT = "SELECT id FROM posts WHERE permalink = $1 AND standing = 'published'";
    TAKEN = "SELECT id FROM posts WHERE permalink = $1 AND id <> $2";
    INSERT = "INSERT INTO posts (id, permalink, published_at, modified, standing, standing_at, reason, month,
                  author_id, source_id, clipping_id, host, outlet, kind, language, headline, dek, byline,
                  lead_image, lead_image_alt, revision, created, excerpt, writing, html)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                  $21, $22, $23, $24, $25)";
    UPDATE = "UPDATE posts SET permalink = $2, published_at = $3, modified = $4, standing = $5, standing_at = $6,
                  reason = $7, month = $8, author_id = $9, source_id = $10, clipping_id = $11, host = $12,
                  outlet = $13, kind = $14, language = $15, headline = $16, dek = $17, byline = $18,
                  lead_image = $19, lead_image_alt = $20, revision = $21, created = $22, excerpt = $23,
                  writing = $24, html = $25
              WHERE id = $1";
    // Not plainly “= 'published'”: an index on that, under which a million posts stand, would win over that of the few
    // pages.
    PAGES = "SELECT permalink, headline FROM posts WHERE kind = 'page' AND coalesce(standing, '') = 'published'
             ORDER BY standing_at, id LIMIT $1";
    PAGES_CHANGED = "SELECT permalink, modified FROM posts WHERE kind = 'page' AND coalesce(standing, '') = 'published'
                     ORDER BY standing_at, id LIMIT $1";
    REMOVE = "DELETE FROM posts WHERE id = $1";
    NAME_LABEL = "INSERT INTO labels (slug, name) VALUES ($1, $2)
                  ON CONFLICT (slug) DO UPDATE SET name = excluded.name WHERE labels.name <> excluded.name";
    ADD_LABEL = "INSERT INTO post_labels (post_id, position, label, published_at) VALUES ($1, $2, $3, $4)";
    REMOVE_LABELS = "DELETE FROM post_labels WHERE post_id = $1";
}

/// Writes a new post with its labels. `month` is the month of its publication in the site's time zone,
/// `YYYY-MM`, under which the archive lists it; ignored while the post is not published. The source, the
/// clipping and the author must have been written before.
///
/// # Errors
/// [`Error::Duplicate`] with `posts` when the permalink is taken.
pub fn insert(tx: &mut Tx, post: &Post, month: &str) -> Result<(), Error> {
    let mut tally = Tally::default();
    insert_one_of_many(tx, post, month, &mut tally, &mut HashSet::new())?;
    tally.write(tx)
}

/// As [`insert`], for one of many posts: what they count in is gathered in `tally`, to be written once, and `named`
/// holds the labels whose names were written already.
///
/// # Errors
/// As [`insert`].
pub fn insert_one_of_many(
    tx: &mut Tx,
    post: &Post,
    month: &str,
    tally: &mut Tally,
    named: &mut HashSet<String>,
) -> Result<(), Error> {
    insert_written(tx, post, month, kept(&post.writing)?, tally, named)
}

/// A writing as a post and its revisions keep it.
///
/// # Errors
/// None that a writing allows.
pub fn kept(writing: &Writing) -> Result<String, Error> {
    serde_json::to_string(writing)
        .map_err(|error| Error::Other(format!("a writing can't be kept as JSON: {error}")))
}

/// As [`insert_one_of_many`], with its writing as it is kept ([`kept`]) by somebody who had time for it.
///
/// # Errors
/// As [`insert`].
pub fn insert_written(
    tx: &mut Tx,
    post: &Post,
    month: &str,
    writing: String,
    tally: &mut Tally,
    named: &mut HashSet<String>,
) -> Result<(), Error> {
    tx.execute(INSERT, &columns(post, month, writing)?)?;
    write_labels(tx, post, named)?;
    tally.add(post, listed_at(post).map(|_| month), host(post));
    Ok(())
}

/// The host that a post credits.
pub(crate) fn host(post: &Post) -> Option<String> {
    let source = post.source.as_ref().map(|source| &source.fields).or(post.writing.source.as_ref());
    source.map(SourceFields::host).filter(|host| !host.is_empty())
}

/// Writes a post over its former state, labels and what lists show included; `month` as for [`insert`].
///
/// # Errors
/// [`Error::Duplicate`] with `posts` when the permalink is taken, [`Error::Reference`] when there is no such post.
pub fn update(tx: &mut Tx, post: &Post, month: &str) -> Result<(), Error> {
    let before = tallies::facts(tx, post.id)?;
    if tx.execute(UPDATE, &columns(post, month, kept(&post.writing)?)?)? == 0 {
        return Err(Error::Reference);
    }
    tx.execute(REMOVE_LABELS, values![post.id])?;
    write_labels(tx, post, &mut HashSet::new())?;
    let after = tallies::facts(tx, post.id)?;
    tallies::replace(tx, before, after)
}

/// Removes a post with its revisions, labels, comments, visits and search terms; whether there was one.
/// Its source, captures and clippings stay.
///
/// # Errors
/// When the database can't be written.
pub fn remove(tx: &mut Tx, id: PostId) -> Result<bool, Error> {
    let before = tallies::facts(tx, id)?;
    let removed = tx.execute(REMOVE, values![id])? > 0;
    comment_days::forget_all(tx)?;
    tallies::replace(tx, before, Vec::new())?;
    Ok(removed)
}

/// Keeps a post as it is until the transaction ends, for a verb that reads it and then writes it. On
/// SQLite the one writer does that already.
///
/// # Errors
/// When the database can't be read.
pub fn lock(tx: &mut Tx, id: PostId) -> Result<(), Error> {
    tallies::facts(tx, id).map(drop)
}

/// The post of an id, whatever its standing.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: PostId) -> Result<Option<Post>, Error> {
    conn.one(BY_ID, values![id])?.map(read).transpose()
}

/// The post of an address, whatever its standing: a retracted one's address still speaks of it.
///
/// # Errors
/// When the database can't be read.
pub fn by_permalink(conn: &mut Conn, permalink: &Permalink) -> Result<Option<Post>, Error> {
    conn.one(BY_PERMALINK, values![permalink.as_str()])?.map(read).transpose()
}

/// Posts that have an address, by id, from behind one on; from the first one without.
///
/// # Errors
/// When the database can't be read.
pub fn with_address(conn: &mut Conn, after: Option<PostId>, limit: u32) -> Result<Vec<PostId>, Error> {
    let after = after.map_or(i64::MIN, PostId::raw);
    conn.query(WITH_ADDRESS, values![after, limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// Whether readers find a post at this address.
///
/// # Errors
/// When the database can't be read.
pub fn is_out(conn: &mut Conn, permalink: &Permalink) -> Result<bool, Error> {
    Ok(conn.one(OUT, values![permalink.as_str()])?.is_some())
}

/// The pages that are out, oldest first: paths and headlines.
///
/// # Errors
/// When the database can't be read.
pub fn pages(conn: &mut Conn, limit: u32) -> Result<Vec<(Permalink, String)>, Error> {
    let rows = conn.query(PAGES, values![limit])?.into_iter();
    rows.map(|mut row| Ok((row.word(read_permalink)?, row.get()?))).collect()
}

/// The pages that are out, oldest first: paths, and when they last changed.
///
/// # Errors
/// When the database can't be read.
pub fn pages_changed(conn: &mut Conn, limit: u32) -> Result<Vec<(Permalink, Moment)>, Error> {
    let rows = conn.query(PAGES_CHANGED, values![limit])?.into_iter();
    rows.map(|mut row| Ok((row.word(read_permalink)?, row.get()?))).collect()
}

/// Whether another post than `except` has this address.
///
/// # Errors
/// When the database can't be read.
pub fn permalink_taken(conn: &mut Conn, permalink: &Permalink, except: PostId) -> Result<bool, Error> {
    Ok(conn.one(TAKEN, values![permalink.as_str(), except])?.is_some())
}

/// Kept decoded; the model reads it encoded.
pub(crate) fn read_permalink(stored: &str) -> Option<Permalink> {
    Permalink::parse(&percent_encode_path(stored)).ok()
}

pub(crate) fn read_language(stored: &str) -> Option<Language> {
    Language::parse(stored).ok()
}

/// Reads `standing, published_at, standing_at, reason`.
pub(crate) fn read_standing(row: &mut Row) -> Result<Standing, Error> {
    let word: String = row.get()?;
    let (published_at, standing_at, reason): (Option<_>, Option<_>, Option<String>) =
        (row.get()?, row.get()?, row.get()?);
    match (word.as_str(), published_at, standing_at) {
        ("draft", _, _) => Ok(Standing::Draft),
        ("scheduled", _, Some(at)) => Ok(Standing::Scheduled { at }),
        // A page's moment is kept where no list looks.
        ("published", Some(at), _) | ("published", None, Some(at)) => Ok(Standing::Published { at }),
        ("retracted", _, Some(at)) => Ok(Standing::Retracted { at, reason: reason.unwrap_or_default() }),
        _ => Err(Error::Corrupt(format!(
            "a post's standing “{word:.60}” is unknown or has no time; the database was changed by something else"
        ))),
    }
}

/// When a post came out among the posts; a page did not, it stands by itself.
pub(crate) fn listed_at(post: &Post) -> Option<Moment> {
    post.published().filter(|_| post.writing.kind != Kind::Page)
}

pub(crate) fn columns(post: &Post, month: &str, kept: String) -> Result<[Value; 25], Error> {
    let published = listed_at(post);
    if post.published().is_some() && post.permalink.is_none() {
        return Err(Error::Other(format!("post {} is to be published without a permalink", post.id)));
    }
    let (standing_at, reason) = match &post.standing {
        Standing::Published { at } if published.is_none() => (Some(*at), None),
        Standing::Draft | Standing::Published { .. } => (None, None),
        Standing::Scheduled { at } => (Some(*at), None),
        Standing::Retracted { at, reason } => (Some(*at), Some(reason)),
    };
    let writing = &post.writing;
    let source = post.source.as_ref().map(|source| &source.fields).or(writing.source.as_ref());
    Ok([
        post.id.into(),
        post.permalink.as_ref().map(Permalink::as_str).into(),
        published.into(),
        post.modified.into(),
        post.standing.as_str().into(),
        standing_at.into(),
        reason.into(),
        published.map(|_| month).into(),
        post.author.into(),
        post.source.as_ref().map(|source| source.id).into(),
        post.clipping.into(),
        host(post).into(),
        source.map(|source| &source.outlet).into(),
        writing.kind.as_str().into(),
        writing.language.as_ref().map(Language::as_str).into(),
        (&writing.headline).into(),
        (&writing.dek).into(),
        Value::json(&writing.byline)?,
        writing.lead_image.as_ref().into(),
        (&writing.lead_image_alt).into(),
        post.revision.into(),
        post.created.into(),
        (&post.excerpt).into(),
        kept.into(),
        (&post.html).into(),
    ])
}

/// Writes a post's labels; `named` holds those whose names were written already.
fn write_labels(tx: &mut Tx, post: &Post, named: &mut HashSet<String>) -> Result<(), Error> {
    // Sorted, so that two transactions that name the same labels never wait for each other in a circle.
    let mut labels: Vec<_> = post.writing.labels.iter().zip(0_i64..).collect();
    labels.sort_by(|a, b| a.0.slug.cmp(&b.0.slug));
    for (label, position) in labels {
        if named.insert(label.slug.to_string()) {
            tx.execute(NAME_LABEL, values![label.slug.as_str(), &label.name])?;
        }
        tx.execute(ADD_LABEL, values![post.id, position, label.slug.as_str(), listed_at(post)])?;
    }
    Ok(())
}

fn read(mut row: Row) -> Result<Post, Error> {
    let row = &mut row;
    let mut post = Post {
        id: row.get()?,
        author: row.get()?,
        writing: row.json()?,
        html: row.get()?,
        excerpt: row.get()?,
        standing: read_standing(row)?,
        permalink: row.optional_word(read_permalink)?,
        clipping: row.get()?,
        revision: row.get()?,
        created: row.get()?,
        modified: row.get()?,
        source: None,
    };
    if let Some(id) = row.get::<Option<SourceId>>()? {
        let source = crate::sources::read_after_id(id, row)?;
        post.writing.source = Some(source.fields.clone());
        post.source = Some(source);
    }
    Ok(post)
}
