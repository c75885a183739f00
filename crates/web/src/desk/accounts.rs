//! Accounts: who works here.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::Error;
use model::{Permission, Problems, Role, Scope};
use pages::AccountsPage;
use serde::Deserialize;

use super::frame::{frame, notice};
use crate::app::App;
use crate::failure::Failure;
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct NewAccount {
    name: String,
    role: String,
    password: String,
}

#[derive(Default)]
struct Shown {
    problems: Problems,
    name: String,
    role: String,
    secret: Option<String>,
    notice: Option<String>,
}

fn page(app: &App, signed: &Signed, shown: Shown) -> Result<String, Failure> {
    let accounts = app.desk().accounts(&signed.actor)?;
    let page = AccountsPage {
        desk: frame(app, signed, "accounts", shown.notice)?,
        accounts,
        problems: shown.problems,
        form_name: shown.name,
        form_role: shown.role,
        secret: shown.secret,
    };
    Ok(app.pages().accounts(&page)?)
}

/// `GET /desk/accounts`
pub async fn list(State(app): Door, signed: Signed, reader: Reader) -> Result<Response, Failure> {
    let notice = notice(reader.query("done").as_deref());
    let page = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::ManageAccounts)?;
            page(app, &signed, Shown { notice, ..Shown::default() })
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /desk/accounts {name, role, password}`
pub async fn create(
    State(app): Door,
    signed: Signed,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let asked: NewAccount = form::read(&headers, &body)?;
    app.blocking(move |app| {
        let made = match asked.role.parse::<Role>() {
            Ok(role) => app.desk().add_account(&signed.actor, &asked.name, role, &asked.password).map(drop),
            Err(message) => Err(Error::Invalid(Problems::one("role", message))),
        };
        match made {
            Ok(()) => Ok(see_other("/desk/accounts?done=added")),
            Err(Error::Invalid(problems)) => {
                let shown = Shown { problems, name: asked.name, role: asked.role, ..Shown::default() };
                Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page(app, &signed, shown)?))
            }
            Err(other) => Err(Failure::from(other)),
        }
    })
    .await
}

/// `POST /desk/accounts/tokens {account, label}`: shown once, so this answers with the page itself.
pub async fn add_token(State(app): Door, signed: Signed, body: Bytes) -> Result<Response, Failure> {
    let (account, label) = (form::value(&body, "account"), form::value(&body, "label"));
    let page = app
        .blocking(move |app| {
            let secret = app.desk().add_token(&signed.actor, &account, &label, Scope::All)?;
            page(app, &signed, Shown { secret: Some(secret), ..Shown::default() })
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}
