//! Search by headline.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use pages::SearchPage;

use crate::failure::Failure;
use crate::public::pictures;
use crate::reader::{Door, Reader};
use crate::respond;

/// Posts found at most.
const LIMIT: u32 = 40;
/// Words looked at; more than a headline has would only cost time.
const WORDS: usize = 12;

/// `GET /search?q=WORDS`
pub async fn show(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    let query: String = reader.query("q").unwrap_or_default().chars().take(200).collect();
    let path = reader.path().to_owned();
    let html = app
        .blocking(move |app| {
            let mut terms = markup::terms(&query);
            terms.truncate(WORDS);
            let posts = app.desk().store().read::<_, store::Error>(|c| {
                if terms.is_empty() {
                    return Ok(Vec::new());
                }
                let found = store::search::find(c, &terms, LIMIT)?;
                store::posts::teasers(c, &found)
            })?;
            let frame = pictures::of_teasers(app, app.frame(&path)?, &posts)?;
            app.pages().search(&SearchPage { frame, query, posts }).map_err(Failure::from)
        })
        .await?;
    Ok(respond::html(StatusCode::OK, html))
}
