//! The front page and its further pages.

use axum::extract::{Path, State};
use axum::response::Response;
use model::Change;
use pages::HomePage;

use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::kept::Rendered;
use crate::public::pictures;
use crate::reader::{Door, Reader, keep, page};
use crate::respond;

/// Labels named on the front page.
const LABELS: u32 = 24;

/// `GET /`
pub async fn first(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    // Where other systems tell pages apart by a query alone.
    if let Some(query) = reader.uri.query().filter(|query| query.split('&').any(is_old)) {
        let query = query.to_owned();
        if let Some(to) = app.blocking(move |app| app.desk().lead("/", Some(&query))).await? {
            return Ok(respond::moved(&to));
        }
    }
    keep(&app, reader, |app, path| render(app, path, 1)).await
}

fn is_old(pair: &str) -> bool {
    matches!(pair.split('=').next(), Some("p" | "page_id" | "attachment_id" | "cat" | "tag" | "feed"))
}

/// `GET /page/N`
pub async fn further(State(app): Door, Path(number): Path<u32>, reader: Reader) -> Result<Response, Failure> {
    if number == 1 {
        return Ok(respond::moved("/"));
    }
    keep(&app, reader, move |app, path| render(app, path, number)).await
}

fn render(app: &App, path: &str, number: u32) -> Result<Rendered, Failure> {
    let desk = app.desk();
    let frame = app.frame(path)?;
    let per_page = frame.site.per_page;
    let (posts, published, labels) = desk.store().read::<_, store::Error>(|c| {
        let posts = store::posts::newest_page(c, number, per_page)?;
        Ok((posts, store::posts::count_published(c)?, store::posts::labels(c, LABELS)?))
    })?;
    if number == 0 || (posts.is_empty() && number > 1) {
        return Err(nothing_here());
    }
    let has_next = published > i64::from(number) * i64::from(per_page);
    let popular = desk.popular_beside(&frame.site, None)?;
    let labels = labels.into_iter().map(|(label, _)| label).collect();
    let frame = pictures::of_teasers(app, frame, &posts)?;
    let mut shows = popular.shows;
    shows.push(Change::Newest);
    shows.extend(pictures::awaited(&frame.pictures));
    let html =
        app.pages().home(&HomePage { frame, posts, popular: popular.posts, number, has_next, labels })?;
    Ok(page(html, shows))
}
