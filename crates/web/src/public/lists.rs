//! Posts under a label, of a month; and the index of months.

use axum::extract::{Path, State};
use axum::response::Response;
use model::{Change, Label, Moment, PostId, Slug, Teaser};
use pages::{ArchivePage, ListKind, ListPage};
use store::Page;

use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::public::pictures;
use crate::reader::{Door, Reader, keep, page};
use crate::respond;

/// `GET /labels/LABEL`
pub async fn label(State(app): Door, Path(label): Path<String>, reader: Reader) -> Result<Response, Failure> {
    let slug = Slug::of(&label).ok_or_else(nothing_here)?;
    if slug.as_str() != label {
        let place = format!("/labels/{}", model::permalink::percent_encode_path(slug.as_str()));
        return Ok(respond::moved(&place));
    }
    let change = Change::Label(label);
    list(&app, reader, change, move |app, page| {
        app.desk().store().read::<_, store::Error>(|c| {
            let Some(name) = store::posts::label_name(c, slug.as_str())? else { return Ok(None) };
            let posts = store::posts::by_label(c, slug.as_str(), page)?;
            Ok(Some((ListKind::Label(Label { name, slug: slug.clone() }), posts)))
        })
    })
    .await
}

/// `GET /archive/YYYY/MM`
pub async fn month(
    State(app): Door,
    Path((year, month)): Path<(i16, i8)>,
    reader: Reader,
) -> Result<Response, Failure> {
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) {
        return Err(nothing_here());
    }
    list(&app, reader, Change::Month(year, month), move |app, page| {
        app.desk().store().read::<_, store::Error>(|c| {
            let posts = store::posts::by_month(c, year, month, page)?;
            Ok(Some((ListKind::Month { year, month }, posts)))
        })
    })
    .await
}

/// `GET /archive`
pub async fn archive(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    keep(&app, reader, |app, path| {
        let months = app.desk().store().read(store::posts::months)?;
        let html = app.pages().archive(&ArchivePage { frame: app.frame(path)?, months })?;
        Ok(page(html, vec![Change::Newest]))
    })
    .await
}

type Found = Option<(ListKind, Vec<Teaser>)>;

async fn list<F>(app: &App, reader: Reader, change: Change, find: F) -> Result<Response, Failure>
where
    F: Fn(&App, Page<PostId>) -> Result<Found, store::Error> + Send + Sync + 'static,
{
    let before = reader.query("before");
    let render = move |app: &App, path: &str, before: Option<(Moment, PostId)>| {
        let frame = app.frame(path)?;
        let limit = frame.site.per_page;
        let (kind, mut posts) = find(app, Page { before, limit: limit + 1 })?.ok_or_else(nothing_here)?;
        if posts.is_empty() {
            return Err(nothing_here());
        }
        let more = posts.len() > limit as usize;
        posts.truncate(limit as usize);
        let next = posts
            .last()
            .filter(|_| more)
            .map(|last| format!("{path}?before={}", mark(last.published, last.id)));
        let frame = pictures::of_teasers(app, frame, &posts)?;
        let mut shows = pictures::awaited(&frame.pictures);
        shows.push(change.clone());
        Ok::<_, Failure>(page(app.pages().list(&ListPage { frame, kind, posts, next })?, shows))
    };
    match before {
        None => keep(app, reader, move |app, path| render(app, path, None)).await,
        Some(before) => {
            let before = parse_mark(&before).ok_or_else(nothing_here)?;
            let path = reader.path().to_owned();
            let page = app.rendered(move |app| render(app, &path, Some(before))).await?;
            Ok(respond::once(&page))
        }
    }
}

/// The place in a list after a row: its time and key.
pub fn mark(at: Moment, id: impl std::fmt::Display) -> String {
    format!("{}.{id}", at.micros())
}

/// Reads a place in a list.
pub fn parse_mark<I: std::str::FromStr>(mark: &str) -> Option<(Moment, I)> {
    let (at, id) = mark.split_once('.')?;
    Some((Moment::from_micros(at.parse().ok()?), id.parse().ok()?))
}
