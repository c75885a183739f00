//! What is read most.

use axum::extract::State;
use axum::response::Response;
use model::{Change, Window};
use pages::PopularPage;

use crate::failure::{Failure, nothing_here};
use crate::reader::{Door, Reader, keep, page};
use crate::respond;

/// Posts on this page: the longest list there is.
const LENGTH: u32 = model::popular::LENGTH_LIMIT;

/// `GET /popular?window=7d|30d|all`
pub async fn show(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    let asked =
        reader.query("window").map(|word| word.parse::<Window>().map_err(|_| nothing_here())).transpose()?;
    let render = move |app: &crate::app::App, path: &str| -> Result<String, Failure> {
        let frame = app.frame(path)?;
        let window = asked.unwrap_or(frame.site.popular_window);
        let posts = app.desk().popular(window, LENGTH, None)?;
        Ok(app.pages().popular(&PopularPage { frame, window, posts })?)
    };
    if asked.is_none() {
        return keep(&app, reader, move |app, path| {
            Ok(page(render(app, path)?, vec![Change::Popular, Change::Newest]))
        })
        .await;
    }
    let path = reader.path().to_owned();
    let html = app.blocking(move |app| render(app, &path)).await?;
    Ok(respond::html(axum::http::StatusCode::OK, html))
}
