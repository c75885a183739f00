//! Who reads what, and where they come from.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::PostId;
use model::stats::Stretch;
use pages::{PostStatsPage, StatsPage};

use super::frame::frame;
use crate::failure::{Failure, nothing_here};
use crate::reader::{Door, Reader};
use crate::respond::html;
use crate::session::Signed;

fn stretch(reader: &Reader) -> Stretch {
    reader.query("days").and_then(|days| days.parse().ok()).unwrap_or_default()
}

/// `GET /desk/stats?days=30|90|365`
pub async fn show(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let stretch = stretch(&reader);
    let page = app
        .blocking(move |app| {
            let stats = app.desk().stats(&signed.actor, stretch)?;
            let page = StatsPage { desk: frame(app, &signed, "readers", None)?, stats };
            app.pages().stats(&page).map_err(Failure::from)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `GET /desk/stats/posts/ID?days=30|90|365`
pub async fn post(
    State(app): Door,
    signed: Signed,
    Path(id): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let (id, stretch) = (id.parse::<PostId>().map_err(|_| nothing_here())?, stretch(&reader));
    let page = app
        .blocking(move |app| {
            let stats = app.desk().stats_of_post(&signed.actor, id, stretch)?;
            let page = PostStatsPage { desk: frame(app, &signed, "readers", None)?, stats };
            app.pages().post_stats(&page).map_err(Failure::from)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `GET /desk/stats/tables/NAME?days=30|90|365`: readers, posts, referrers, comments or sources.
pub async fn table(
    State(app): Door,
    signed: Signed,
    Path(name): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let (stretch, asked) = (stretch(&reader), name.clone());
    let text = app
        .blocking(move |app| {
            let stats = app.desk().stats(&signed.actor, stretch)?;
            pages::stats_table(&stats, &asked)?.ok_or_else(nothing_here)
        })
        .await?;
    Ok(taken_away(text, &name))
}

/// `GET /desk/stats/posts/ID/table?days=30|90|365`
pub async fn post_table(
    State(app): Door,
    signed: Signed,
    Path(id): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let (id, stretch) = (id.parse::<PostId>().map_err(|_| nothing_here())?, stretch(&reader));
    let text = app
        .blocking(move |app| {
            let stats = app.desk().stats_of_post(&signed.actor, id, stretch)?;
            pages::post_stats_table(&stats).map_err(Failure::from)
        })
        .await?;
    Ok(taken_away(text, &format!("readers-of-{id}")))
}

/// A table as a file of its own.
fn taken_away(text: String, name: &str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8; header=present"));
    // The names are ours: letters, digits and dashes.
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
