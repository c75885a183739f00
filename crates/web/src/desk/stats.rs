//! Readers per post.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use model::{Moment, Teaser, Window};
use pages::{ReaderRow, StatsPage};

use super::frame::frame;
use crate::failure::Failure;
use crate::reader::Door;
use crate::respond::html;
use crate::session::Signed;

const ROWS: u32 = model::popular::KEPT;

/// `GET /desk/stats`
pub async fn show(State(app): Door, signed: Signed) -> Result<Response, Failure> {
    let page = app
        .blocking(move |app| {
            let today = app.desk().clock().now();
            let most_read = app.desk().popular(Window::All, ROWS, None)?;
            let rows = app.desk().store().read::<_, store::Error>(|c| {
                most_read.into_iter().map(|teaser| row(c, teaser, today)).collect()
            })?;
            let page = StatsPage { desk: frame(app, &signed, "readers", None)?, rows };
            app.pages().stats(&page).map_err(Failure::from)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

fn row(c: &mut store::Conn, teaser: Teaser, now: Moment) -> Result<ReaderRow, store::Error> {
    let today = now.day();
    let mut since = |first_day| store::visits::of_post(c, teaser.id, first_day);
    Ok(ReaderRow {
        today: since(today)?,
        week: since(Window::Week.first_day(today))?,
        month: since(Window::Month.first_day(today))?,
        all: since(Window::All.first_day(today))?,
        headline: teaser.headline,
        language: teaser.language,
        permalink: Some(teaser.permalink),
    })
}
