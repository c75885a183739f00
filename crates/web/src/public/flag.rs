//! A reader flags a comment.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::Error;
use model::{CommentId, Problems, RawFlag};
use pages::FlagPage;

use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{self, html, see_other};

/// `GET /comments/{id}/flag`; `done` after the flag was taken.
pub async fn show(State(app): Door, Path(id): Path<String>, reader: Reader) -> Result<Response, Failure> {
    let id: CommentId = id.parse().map_err(|_| nothing_here())?;
    let is_done = reader.query("done").is_some();
    app.blocking(move |app| page(app, id, RawFlag::default(), Problems::default(), is_done, StatusCode::OK))
        .await
}

/// `POST /comments/{id}/flag {complaint, note?}`
pub async fn create(
    State(app): Door,
    Path(id): Path<String>,
    reader: Reader,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let id: CommentId = id.parse().map_err(|_| nothing_here())?;
    let raw: RawFlag = form::read(&headers, &body)?;
    let from = reader.from.0;
    app.blocking(move |app| {
        // When this flag is the one that hides the comment, its page is gone; the thanks lead to the post.
        let (_, post) = app.desk().flaggable(id)?;
        match app.desk().flag(id, &raw, from) {
            Ok(()) if app.desk().flaggable(id).is_ok() => {
                Ok(see_other(&format!("/comments/{id}/flag?done=1")))
            }
            Ok(()) => {
                let path = post.permalink.map(|link| link.encoded()).unwrap_or_default();
                Ok(see_other(&format!("{path}#comments")))
            }
            Err(Error::Invalid(problems)) => {
                page(app, id, raw.clone(), problems, false, StatusCode::UNPROCESSABLE_ENTITY)
            }
            Err(Error::Busy { message, retry_after }) => {
                let problems = Problems::one("haste", message);
                let answer = page(app, id, raw.clone(), problems, false, StatusCode::TOO_MANY_REQUESTS)?;
                Ok(respond::retry_after(answer, retry_after))
            }
            Err(other) => Err(Failure::from(other)),
        }
    })
    .await
}

fn page(
    app: &App,
    id: CommentId,
    form: RawFlag,
    problems: Problems,
    is_done: bool,
    status: StatusCode,
) -> Result<Response, Failure> {
    let (comment, post) = app.desk().flaggable(id)?;
    let frame = app.frame(&format!("/comments/{id}/flag"))?;
    let page = FlagPage { frame, comment, post, form, problems, is_done };
    Ok(html(status, app.pages().flag(&page)?))
}
