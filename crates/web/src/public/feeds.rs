//! Feeds, robots.txt.

use axum::extract::{Path, State};
use axum::response::Response;
use model::comment::FEED_COMMENTS;
use model::{Change, Correction, CorrectionRow, Post, Slug};
use pages::Feed;
use store::Page;

use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::kept::Rendered;
use crate::public::pictures;
use crate::reader::{Door, Reader, document, keep};

/// Posts in a feed.
const LENGTH: u32 = 20;

/// `GET /feed.atom`, `/feed.rss`, `/feed.json`
pub async fn site(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    keep(&app, reader, |app, path| {
        let told = app.desk().store().read::<_, store::Error>(|c| {
            let teasers = store::posts::newest(c, Page { before: None, limit: LENGTH })?;
            whole(c, &teasers, None)
        })?;
        render(app, path, None, told, vec![Change::Newest])
    })
    .await
}

/// `GET /comments.atom`
pub async fn comments(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    keep(&app, reader, |app, path| {
        let rows = app.desk().store().read(|c| store::threads::newest(c, FEED_COMMENTS))?;
        let text = app.pages().all_comments_atom(&app.frame(path)?, &rows)?;
        Ok(document(text, "application/atom+xml; charset=utf-8", vec![Change::Comments, Change::Newest]))
    })
    .await
}

/// `GET /labels/LABEL/feed.atom` and its kin
pub async fn label(
    State(app): Door,
    Path((label, _)): Path<(String, String)>,
    reader: Reader,
) -> Result<Response, Failure> {
    let slug = Slug::of(&label).ok_or_else(nothing_here)?;
    keep(&app, reader, move |app, path| {
        let (name, told) = app.desk().store().read::<_, store::Error>(|c| {
            let name = store::posts::label_name(c, slug.as_str())?;
            let teasers = store::posts::by_label(c, slug.as_str(), Page { before: None, limit: LENGTH })?;
            Ok((name, whole(c, &teasers, Some(slug.as_str()))?))
        })?;
        let name = name.filter(|_| !told.posts.is_empty()).ok_or_else(nothing_here)?;
        render(app, path, Some(name), told, vec![Change::Label(slug.as_str().to_owned())])
    })
    .await
}

/// What a feed tells.
struct Told {
    posts: Vec<Post>,
    corrections: Vec<Correction>,
    retracted: Vec<CorrectionRow>,
}

fn whole(c: &mut store::Conn, teasers: &[model::Teaser], label: Option<&str>) -> Result<Told, store::Error> {
    let mut told = Told {
        posts: Vec::with_capacity(teasers.len()),
        corrections: Vec::new(),
        retracted: store::corrections::retracted(c, label, LENGTH)?,
    };
    for teaser in teasers {
        told.posts.extend(store::posts::by_id(c, teaser.id)?);
        told.corrections.append(&mut store::corrections::of_post(c, teaser.id)?);
    }
    Ok(told)
}

fn render(
    app: &App,
    path: &str,
    title: Option<String>,
    told: Told,
    mut shows: Vec<Change>,
) -> Result<Rendered, Failure> {
    let Told { posts, corrections, retracted } = told;
    shows.extend(posts.iter().map(|post| Change::Post(post.id)));
    let frame = pictures::of_posts(app, app.frame(path)?, &posts)?;
    shows.extend(pictures::awaited(&frame.pictures));
    let feed = Feed { frame, title, posts, corrections, retracted, self_path: path.to_owned() };
    let (text, mime) = match path.rsplit('.').next() {
        Some("atom") => (app.pages().feed_atom(&feed)?, "application/atom+xml; charset=utf-8"),
        Some("rss") => (app.pages().feed_rss(&feed)?, "application/rss+xml; charset=utf-8"),
        Some("json") => (app.pages().feed_json(&feed)?, "application/feed+json; charset=utf-8"),
        _ => return Err(nothing_here()),
    };
    Ok(document(text, mime, shows))
}

/// `GET /robots.txt`
pub async fn robots(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    keep(&app, reader, |app, _| {
        Ok(document(app.pages().robots(app.origin()), "text/plain; charset=utf-8", vec![]))
    })
    .await
}
