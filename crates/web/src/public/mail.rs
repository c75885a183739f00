//! The links in letters, and the browser that a guest has remembered.
//!
//! A link that is only followed changes nothing: programs that look at mail before people do follow links, too. What
//! ends letters takes a form from anywhere (see `origin`), with a body or none: mail programs send one (RFC 8058).

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::Error;
use model::mail::folded;
use pages::{MailMatter, MailPage};

use crate::app::App;
use crate::failure::Failure;
use crate::form;
use crate::policy::Policy;
use crate::reader::{Door, Reader};
use crate::respond::{self, html, see_other};
use crate::session;

const ME: &str = "/mail/me";

fn page(app: &App, path: &str, matter: MailMatter, status: StatusCode) -> Result<Response, Failure> {
    let page = MailPage { frame: app.frame(path)?, matter };
    Ok(respond::held_to(&Policy::Secret, html(status, app.pages().mail(&page)?)))
}

/// A link that is none of ours any more has a page that says so.
fn or_spent(app: &App, path: &str, matter: Result<MailMatter, Error>) -> Result<Response, Failure> {
    match matter {
        Ok(matter) => page(app, path, matter, StatusCode::OK),
        Err(Error::NotFound(_)) => page(app, path, MailMatter::Spent, StatusCode::NOT_FOUND),
        Err(other) => Err(other.into()),
    }
}

/// `GET /mail/confirm/{token}`
pub async fn ask(State(app): Door, Path(token): Path<String>) -> Result<Response, Failure> {
    app.blocking(move |app| {
        let guest = app.desk().confirming(&token);
        let matter = guest.map(|guest| MailMatter::Confirm { address: guest.address });
        or_spent(app, &format!("/mail/confirm/{token}"), matter)
    })
    .await
}

/// `POST /mail/confirm/{token} {then: confirm|remember}`
pub async fn confirm(
    State(app): Door,
    Path(token): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let remember = form::value(&body, "then") == "remember";
    let old = session::guest(&headers);
    app.blocking(move |app| {
        let path = format!("/mail/confirm/{token}");
        if !remember {
            let guest = app.desk().confirm_guest(&token);
            let matter = guest.map(|guest| MailMatter::Confirmed { address: guest.address });
            return or_spent(app, &path, matter);
        }
        match app.desk().remember_guest(&token) {
            Ok(kept) => Ok(session::remember(see_other(ME), &kept, app.is_secure())),
            // Pressed a second time, from a page that was left open: it is remembered already.
            Err(Error::NotFound(_)) if old.is_some() => Ok(see_other(ME)),
            Err(error) => or_spent(app, &path, Err(error)),
        }
    })
    .await
}

/// `GET /mail/stop/{token}`
pub async fn ask_stop(State(app): Door, Path(token): Path<String>) -> Result<Response, Failure> {
    app.blocking(move |app| {
        let guest = app.desk().stopping(&token);
        let matter = guest.map(|guest| MailMatter::Stop { address: guest.map(|guest| guest.address) });
        or_spent(app, &format!("/mail/stop/{token}"), matter)
    })
    .await
}

/// `POST /mail/stop/{token}`: whatever the body says, and whoever sends it.
pub async fn stop(State(app): Door, Path(token): Path<String>) -> Result<Response, Failure> {
    app.blocking(move |app| {
        let stopped = app.desk().stop_letters(&token);
        or_spent(app, &format!("/mail/stop/{token}"), stopped.map(|()| MailMatter::Stopped))
    })
    .await
}

/// `GET /mail/me`: whom this browser remembers.
pub async fn me(State(app): Door, headers: HeaderMap) -> Result<Response, Failure> {
    let kept = session::guest(&headers);
    app.blocking(move |app| {
        let guest = match kept {
            Some(token) => app.desk().remembered_guest(&token)?,
            None => None,
        };
        let guest = guest.map(|guest| (guest.name, guest.address));
        page(app, ME, MailMatter::Me { guest, refused: None }, StatusCode::OK)
    })
    .await
}

/// `POST /mail/me {then: ask|forget, email?}`
pub async fn act(State(app): Door, reader: Reader, body: Bytes) -> Result<Response, Failure> {
    let (then, email) = (form::value(&body, "then"), form::value(&body, "email"));
    if then == "forget" {
        return Ok(session::forget(see_other(ME)));
    }
    app.blocking(move |app| match app.desk().ask_link(&folded(&email), reader.from.0) {
        Ok(()) => page(app, ME, MailMatter::Asked, StatusCode::OK),
        Err(Error::Invalid(_)) => {
            let matter = MailMatter::Me { guest: None, refused: Some(email.clone()) };
            page(app, ME, matter, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(other) => Err(other.into()),
    })
    .await
}
