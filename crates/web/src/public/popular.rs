//! What is read most.

use axum::extract::State;
use axum::response::Response;
use model::{Change, Window};
use pages::PopularPage;

use crate::failure::{Failure, nothing_here};
use crate::public::pictures;
use crate::reader::{Door, Reader, keep, page};
use crate::respond;

/// Posts on this page: the longest list there is.
const LENGTH: u32 = model::popular::LENGTH_LIMIT;

/// `GET /popular?window=7d|30d|all`
pub async fn show(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    let asked =
        reader.query("window").map(|word| word.parse::<Window>().map_err(|_| nothing_here())).transpose()?;
    let render = move |app: &crate::app::App, path: &str| {
        let frame = app.frame(path)?;
        let window = asked.unwrap_or(frame.site.popular_window);
        let posts = app.desk().popular(window, LENGTH, None)?;
        let frame = pictures::of_teasers(app, frame, &posts)?;
        let mut shows = pictures::awaited(&frame.pictures);
        shows.extend([Change::Popular, Change::Newest]);
        Ok::<_, Failure>(page(app.pages().popular(&PopularPage { frame, window, posts })?, shows))
    };
    if asked.is_none() {
        return keep(&app, reader, render).await;
    }
    let path = reader.path().to_owned();
    let page = app.blocking(move |app| render(app, &path)).await?;
    Ok(respond::once(&page))
}
