//! A comment's own addresses: the one that leads to it where it stands, and its author's, with the secret.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::{Error, Own};
use model::{CommentId, Problems};
use pages::OwnPage;
use serde::Deserialize;

use super::thread;
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::policy::Policy;
use crate::reader::{Door, Reader};
use crate::respond::{self, html, see_other};

/// The address at which a comment's author finds it.
pub fn address(id: CommentId, secret: &str) -> String {
    format!("/comments/{id}/{}", respond::query_value(secret))
}

/// What follows a comment's `own=` in an answer: its id and its secret.
pub fn read(pair: &str) -> Option<String> {
    let (id, secret) = pair.split_once('-')?;
    let id: CommentId = id.parse().ok()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (secret.len() <= 64 && secret.chars().all(plain)).then(|| address(id, secret))
}

/// `GET /comments/{id}`: to the comment in its post's page.
pub async fn find(State(app): Door, Path(id): Path<String>) -> Result<Response, Failure> {
    let id: CommentId = id.parse().map_err(|_| nothing_here())?;
    app.blocking(move |app| {
        let place = app.desk().place_of(id)?.ok_or_else(nothing_here)?;
        Ok::<_, Failure>(see_other(&thread::address(id, &place, &[])))
    })
    .await
}

/// `GET /comments/{id}/{secret}`
pub async fn show(
    State(app): Door,
    Path((id, secret)): Path<(String, String)>,
    reader: Reader,
) -> Result<Response, Failure> {
    let id: CommentId = id.parse().map_err(|_| nothing_here())?;
    let is_saved = reader.query("done").is_some_and(|word| word == "saved");
    app.blocking(move |app| {
        let own = app.desk().own_comment(id, &secret)?;
        let shown = Shown { is_saved, ..Shown::default() };
        page(app, own, &secret, shown, StatusCode::OK)
    })
    .await
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Wish {
    then: String,
    body: String,
}

/// `POST /comments/{id}/{secret} {then: save|withdraw, body?}`
pub async fn act(
    State(app): Door,
    Path((id, secret)): Path<(String, String)>,
    reader: Reader,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let id: CommentId = id.parse().map_err(|_| nothing_here())?;
    let wish: Wish = form::read(&headers, &body)?;
    let from = reader.from.0;
    app.blocking(move |app| {
        let here = address(id, &secret);
        if wish.then == "withdraw" {
            app.desk().withdraw(id, &secret)?;
            return Ok::<_, Failure>(see_other(&here));
        }
        let (status, problems, wait) = match app.desk().change_own(id, &secret, &wish.body, from) {
            Ok(_) => return Ok(see_other(&format!("{here}?done=saved"))),
            Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems, None),
            Err(Error::Forbidden(message)) => (StatusCode::FORBIDDEN, Problems::one("window", message), None),
            Err(Error::Busy { message, retry_after }) => {
                (StatusCode::TOO_MANY_REQUESTS, Problems::one("haste", message), Some(retry_after))
            }
            Err(other) => return Err(other.into()),
        };
        let own = app.desk().own_comment(id, &secret)?;
        let shown = Shown { typed: Some(wish.body.clone()), problems, ..Shown::default() };
        let answer = page(app, own, &secret, shown, status)?;
        Ok(match wait {
            Some(wait) => respond::retry_after(answer, wait),
            None => answer,
        })
    })
    .await
}

#[derive(Debug, Default)]
struct Shown {
    is_saved: bool,
    typed: Option<String>,
    problems: Problems,
}

fn page(app: &App, own: Own, secret: &str, shown: Shown, status: StatusCode) -> Result<Response, Failure> {
    let page = OwnPage {
        frame: app.frame(&address(own.comment.id, secret))?,
        comment: own.comment,
        post: own.post,
        grounds: own.grounds,
        until: own.until,
        is_saved: shown.is_saved,
        typed: shown.typed,
        problems: shown.problems,
    };
    Ok(respond::held_to(&Policy::Secret, html(status, app.pages().own(&page)?)))
}
