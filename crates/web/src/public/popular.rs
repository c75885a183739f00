//! What is read most.

use axum::extract::State;
use axum::response::Response;
use model::{Change, Window};
use pages::PopularPage;

use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::kept::Rendered;
use crate::public::pictures;
use crate::reader::{Door, Reader, keep_as, page};

/// Posts on this page: the longest list there is.
const LENGTH: u32 = model::popular::LENGTH_LIMIT;

/// `GET /popular?window=rising|7d|30d|all`
pub async fn show(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    let asked = reader.query("window").map(|word| word.parse::<Window>().map_err(|_| nothing_here()));
    let asked = asked.transpose()?;
    let path = reader.path().to_owned();
    // One page a window, whatever else the query says.
    let name = asked.map_or(path.clone(), |window| format!("{path}?window={}", window.as_str()));
    keep_as(&app, reader, name, move |app, _| render(app, &path, asked)).await
}

fn render(app: &App, path: &str, asked: Option<Window>) -> Result<Rendered, Failure> {
    let frame = app.frame(path)?;
    let window = asked.unwrap_or(frame.site.popular_window);
    let posts = app.desk().popular(window, LENGTH, None)?;
    let frame = pictures::of_teasers(app, frame, &posts)?;
    let mut shows = pictures::awaited(&frame.pictures);
    shows.extend([Change::Popular(window, None), Change::Newest]);
    Ok(page(app.pages().popular(&PopularPage { frame, window, posts })?, shows))
}
