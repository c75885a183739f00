//! Outlets: the list of all, and the record of one with the posts that credit it.

use axum::extract::{Path, State};
use axum::response::Response;
use model::{Change, Moment, PostId};
use pages::{OutletPage, OutletsPage};
use store::{Page, outlets, posts};

use super::lists::{mark, parse_mark};
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::kept::Rendered;
use crate::public::pictures;
use crate::reader::{Door, Reader, keep, page};
use crate::respond;

/// Outlets on a page.
const LISTED: u32 = 60;

/// `GET /sources/HOST`
pub async fn show(State(app): Door, Path(host): Path<String>, reader: Reader) -> Result<Response, Failure> {
    match reader.query("before") {
        None => keep(&app, reader, move |app, path| outlet(app, path, &host, None)).await,
        Some(before) => {
            let before = parse_mark(&before).ok_or_else(nothing_here)?;
            let path = reader.path().to_owned();
            let page = app.rendered(move |app| outlet(app, &path, &host, Some(before))).await?;
            Ok(respond::once(&page))
        }
    }
}

fn outlet(app: &App, path: &str, host: &str, before: Option<(Moment, PostId)>) -> Result<Rendered, Failure> {
    let frame = app.frame(path)?;
    let limit = frame.site.per_page;
    let (record, mut posts) = app.desk().store().read::<_, store::Error>(|conn| {
        Ok((outlets::record(conn, host)?, posts::by_host(conn, host, Page { before, limit: limit + 1 })?))
    })?;
    let record = record.filter(|_| !posts.is_empty()).ok_or_else(nothing_here)?;
    let more = posts.len() > limit as usize;
    posts.truncate(limit as usize);
    let next =
        posts.last().filter(|_| more).map(|last| format!("{path}?before={}", mark(last.published, last.id)));
    let frame = pictures::of_teasers(app, frame, &posts)?;
    let mut shows = pictures::awaited(&frame.pictures);
    shows.push(Change::Host(host.to_owned()));
    let html = app.pages().outlet(&OutletPage { frame, record, posts, is_first: before.is_none(), next })?;
    Ok(page(html, shows))
}

/// `GET /sources`
pub async fn list(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    match reader.query("after") {
        None => keep(&app, reader, |app, path| all(app, path, None)).await,
        Some(after) => {
            let (number, host) = after.split_once('.').ok_or_else(nothing_here)?;
            let after = (number.parse().map_err(|_| nothing_here())?, host.to_owned());
            let path = reader.path().to_owned();
            let page = app.rendered(move |app| all(app, &path, Some(after))).await?;
            Ok(respond::once(&page))
        }
    }
}

fn all(app: &App, path: &str, after: Option<(i64, String)>) -> Result<Rendered, Failure> {
    let after = after.as_ref().map(|(number, host)| (*number, host.as_str()));
    let mut outlets = app.desk().store().read(|conn| outlets::list(conn, after, LISTED + 1))?;
    let more = outlets.len() > LISTED as usize;
    outlets.truncate(LISTED as usize);
    let next = outlets.last().filter(|_| more).map(|last| {
        format!("{path}?after={}", respond::query_value(&format!("{}.{}", last.posts, last.host)))
    });
    let html = app.pages().outlets(&OutletsPage { frame: app.frame(path)?, outlets, next })?;
    // Whatever is published or withdrawn counts somewhere.
    Ok(page(html, vec![Change::Newest]))
}
