//! What was wrong and was put right: the public list, and its feed.

use axum::extract::State;
use axum::response::Response;
use model::{Change, EditionId, Moment};
use pages::CorrectionsPage;
use store::Page;

use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::kept::Rendered;
use crate::public::lists::{mark, parse_mark};
use crate::reader::{Door, Reader, document, keep, page};
use crate::respond;

/// Entries in the feed.
const LENGTH: u32 = 20;

/// `GET /corrections`
pub async fn list(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    let Some(before) = reader.query("before") else {
        return keep(&app, reader, |app, path| render(app, path, None)).await;
    };
    let before = parse_mark(&before).ok_or_else(nothing_here)?;
    let path = reader.path().to_owned();
    let page = app.rendered(move |app| render(app, &path, Some(before))).await?;
    Ok(respond::once(&page))
}

fn render(app: &App, path: &str, before: Option<(Moment, EditionId)>) -> Result<Rendered, Failure> {
    let frame = app.frame(path)?;
    let limit = frame.site.per_page;
    let page_of = Page { before, limit: limit + 1 };
    let mut corrections = app.desk().store().read(|c| store::corrections::newest(c, page_of))?;
    let has_more = corrections.len() > limit as usize;
    corrections.truncate(limit as usize);
    let last = corrections.last().filter(|_| has_more).map(|row| &row.correction);
    let next = last.map(|last| format!("{path}?before={}", mark(last.at, last.id)));
    let html = app.pages().corrections(&CorrectionsPage { frame, corrections, next })?;
    Ok(page(html, vec![Change::Corrections]))
}

/// `GET /corrections/feed.atom`
pub async fn feed(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    keep(&app, reader, |app, path| {
        let newest = Page { before: None, limit: LENGTH };
        let corrections = app.desk().store().read(|c| store::corrections::newest(c, newest))?;
        let text = app.pages().corrections_atom(&app.frame(path)?, &corrections)?;
        Ok(document(text, "application/atom+xml; charset=utf-8", vec![Change::Corrections]))
    })
    .await
}
