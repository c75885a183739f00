//! A reader's comment comes in.

use std::net::IpAddr;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::{Commented, Error};
use model::{Actor, Permalink, Problems, RawRemark};

use super::post::{Extra, find, html};
use super::thread;
use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::policy::Policy;
use crate::reader::{Door, Reader};
use crate::respond;
use crate::session;

/// `GET /comments/work`: whether a comment that is sent now needs work, and which. For the form's script.
pub async fn work(State(app): Door) -> Response {
    let headers = [(header::CACHE_CONTROL, "no-store")];
    (headers, Json(app.desk().work_needed())).into_response()
}

/// `POST {post}/comments`
pub async fn create(app: &App, reader: Reader, body: Bytes) -> Result<Response, Failure> {
    let path = reader.path().strip_suffix("/comments").ok_or_else(nothing_here)?.to_owned();
    let permalink = Permalink::parse(&path).map_err(|_| nothing_here())?;
    let remembered = session::guest(&reader.headers);
    let raw = RawRemark { remembered, ..form::read(&reader.headers, &body)? };
    let from = reader.from.0;
    let session = session::secret(&reader.headers);
    app.blocking(move |app| match take(app, session.as_deref(), &permalink, &raw, from) {
        Ok(said) => {
            let own = said.secret.map(|secret| format!("own={}-{secret}", said.id));
            // The same for every address: nobody learns which are known here.
            let asked = !raw.answers.is_empty() && app.desk().mails_as().is_some();
            let asked = asked.then(|| "answers=asked".to_owned());
            let more: Vec<String> = own.into_iter().chain(asked).collect();
            if let Some(place) = &said.place {
                return Ok(respond::see_other(&thread::address(said.id, place, &more)));
            }
            let why = if said.rush { "comment=rush" } else { "comment=held" };
            let query: Vec<String> = [why.to_owned()].into_iter().chain(more).collect();
            Ok(respond::see_other(&format!("{path}?{}#comment-form", query.join("&"))))
        }
        Err(Error::Invalid(problems)) => {
            again(app, &path, raw.clone(), problems, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(Error::Busy { message, retry_after }) => {
            let page = again(
                app,
                &path,
                raw.clone(),
                Problems::one("haste", message),
                StatusCode::TOO_MANY_REQUESTS,
            )?;
            Ok(respond::retry_after(page, retry_after))
        }
        Err(other) => {
            // A retracted post answers with its reason, here too.
            find(app, &path)?;
            Err(other.into())
        }
    })
    .await
}

/// Takes the comment of a guest, or of somebody whose browser is signed in.
fn take(
    app: &App,
    session: Option<&str>,
    at: &Permalink,
    raw: &RawRemark,
    from: IpAddr,
) -> Result<Commented, Error> {
    match session.map(|secret| app.desk().actor_of_session(secret)).transpose()? {
        Some(Actor::Account(account)) => app.desk().comment_as(&account, at, raw, from),
        _ => app.desk().comment(at, raw, from),
    }
}

fn again(
    app: &App,
    path: &str,
    form: RawRemark,
    problems: Problems,
    status: StatusCode,
) -> Result<Response, Failure> {
    let post = find(app, path)?;
    let frames = post.writing.player_origin();
    let html = html(app, path, post, Extra { form, problems, ..Extra::default() })?;
    Ok(respond::held_to(&Policy::framing(frames), respond::html(status, html)))
}
