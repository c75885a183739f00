//! One's own account: password and tokens.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::Error;
use model::{Problems, Scope};
use pages::YouPage;

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::Failure;
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::{self, From, Signed};

fn page(
    app: &App,
    signed: &Signed,
    secret: Option<String>,
    problems: Problems,
    notice: Option<String>,
) -> Result<String, Failure> {
    let tokens = app.desk().tokens(&signed.actor)?;
    let page = YouPage { desk: frame(app, signed, "you", notice)?, secret, tokens, problems };
    Ok(app.pages().you(&page)?)
}

/// `GET /desk/you`
pub async fn show(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let notice = notice(reader.query("done").as_deref());
    let page = app.blocking(move |app| page(app, &signed, None, Problems::default(), notice)).await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/you/password {password}`
pub async fn change_password(
    State(app): Door,
    signed: Signed,
    from: From,
    body: Bytes,
) -> Result<Response, Failure> {
    let password = form::value(&body, "password");
    app.blocking(move |app| match app.desk().change_password(&signed.actor, signed.account.id, &password) {
        Ok(()) => {
            // Every session ended with the old password, this one too; who changed it stays at the desk.
            let session = app.desk().sign_in(&signed.account.name, &password, &from.0.to_string())?;
            Ok(session::give(see_other("/desk/you?done=password"), session.as_str(), app.is_secure()))
        }
        Err(Error::Invalid(problems)) => {
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page(app, &signed, None, problems, None)?))
        }
        Err(other) => Err(Failure::from(other)),
    })
    .await
}

/// `POST /desk/you/tokens/removal {mark}`
pub async fn remove_token(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let mark = form::value(&body, "mark");
    app.blocking(move |app| app.desk().remove_token(&signed.actor, &mark)).await?;
    Ok(see_other("/desk/you?done=taken-back"))
}

/// `POST /desk/you/tokens {label, scope?}`: shown once, so this answers with the page itself.
pub async fn add_token(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let (label, scope) = (form::value(&body, "label"), form::value(&body, "scope"));
    app.blocking(move |app| {
        let scope = if scope.is_empty() { Ok(Scope::All) } else { scope.parse() };
        let made = match scope {
            Ok(scope) => app.desk().add_token(&signed.actor, &signed.account.name, &label, scope),
            Err(message) => Err(Error::Invalid(Problems::one("scope", message))),
        };
        match made {
            Ok(secret) => {
                let page = page(app, &signed, Some(secret), Problems::default(), None)?;
                Ok(html(StatusCode::OK, page))
            }
            Err(Error::Invalid(problems)) => {
                Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page(app, &signed, None, problems, None)?))
            }
            Err(other) => Err(Failure::from(other)),
        }
    })
    .await
}
