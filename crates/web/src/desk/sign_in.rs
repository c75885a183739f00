//! Coming in and going out: password, one-time link, the first owner's welcome.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use desk::{Error, SessionSecret};
use model::{Problems, Site};
use pages::{SignInPage, WelcomePage};
use serde::Deserialize;

use crate::app::App;
use crate::failure::Failure;
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::{respond, session};

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct SignIn {
    name: String,
    password: String,
    next: String,
}

/// `GET /sign-in?next=PATH`
pub async fn show(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    let next = own_path(&reader.query("next").unwrap_or_default());
    let page = app
        .blocking(move |app| {
            let page = SignInPage { site: app.desk().site()?, name: String::new(), next, problem: None };
            app.pages().sign_in(&page).map_err(Failure::from)
        })
        .await?;
    Ok(html(StatusCode::OK, page))
}

/// `POST /sign-in`
pub async fn create(
    State(app): Door,
    from: session::From,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let asked: SignIn = form::read(&headers, &body)?;
    let secure = app.is_secure();
    app.blocking(move |app| {
        let next = own_path(&asked.next);
        let problem = match app.desk().sign_in(&asked.name, &asked.password, &from.0.to_string()) {
            Ok(secret) => return Ok(session::give(see_other(&next), secret.as_str(), secure)),
            Err(error @ (Error::Forbidden(_) | Error::Busy { .. } | Error::Invalid(_))) => error,
            Err(other) => return Err(Failure::from(other)),
        };
        let wait = match &problem {
            Error::Busy { retry_after, .. } => Some(*retry_after),
            _ => None,
        };
        let message = Failure::from(problem).message();
        let page = SignInPage { site: app.desk().site()?, name: asked.name, next, problem: Some(message) };
        let page = app.pages().sign_in(&page)?;
        Ok(match wait {
            Some(seconds) => respond::retry_after(html(StatusCode::TOO_MANY_REQUESTS, page), seconds),
            None => html(StatusCode::UNPROCESSABLE_ENTITY, page),
        })
    })
    .await
}

/// A path on this site, or the desk: never another host (`//evil.example`).
fn own_path(next: &str) -> String {
    let own = next.starts_with("/desk") && !next.contains(['\\', '\r', '\n']) && next.is_ascii();
    if own { next.to_owned() } else { "/desk".to_owned() }
}

/// `POST /sign-out`
pub async fn remove(State(app): Door, headers: HeaderMap) -> Result<Response, Failure> {
    if let Some(secret) = session::secret(&headers) {
        app.blocking(move |app| app.desk().sign_out(&secret)).await?;
    }
    Ok(session::take(see_other("/")))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Welcome {
    site_name: String,
    name: String,
    password: String,
}

/// `GET /welcome/SECRET`: the first owner names the site and themself; a sign-in link signs in.
pub async fn welcome(
    State(app): Door,
    Path(secret): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    if reader.method == axum::http::Method::HEAD {
        return Ok(html(StatusCode::OK, String::new()));
    }
    let secure = app.is_secure();
    app.blocking(move |app| {
        if app.desk().is_owner_link(&secret)? {
            let page = WelcomePage {
                site: app.desk().site()?,
                secret,
                name: String::new(),
                site_name: String::new(),
                problems: Problems::default(),
            };
            return Ok(html(StatusCode::OK, app.pages().welcome(&page)?));
        }
        let session = app.desk().use_link(&secret)?;
        Ok::<_, Failure>(session::give(see_other("/desk"), session.as_str(), secure))
    })
    .await
}

/// `POST /welcome/SECRET`
pub async fn claim(
    State(app): Door,
    Path(secret): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let asked: Welcome = form::read(&headers, &body)?;
    let secure = app.is_secure();
    app.blocking(move |app| match claim_site(app, &secret, &asked) {
        Ok(session) => Ok(session::give(see_other("/desk"), session.as_str(), secure)),
        Err(Error::Invalid(problems)) => {
            let page = WelcomePage {
                site: app.desk().site()?,
                secret,
                name: asked.name,
                site_name: asked.site_name,
                problems,
            };
            Ok(html(StatusCode::UNPROCESSABLE_ENTITY, app.pages().welcome(&page)?))
        }
        Err(other) => Err(Failure::from(other)),
    })
    .await
}

/// Makes the owner, who then names the site. A name that can't stand is refused before anything happens.
fn claim_site(app: &App, secret: &str, asked: &Welcome) -> Result<SessionSecret, Error> {
    let desk = app.desk();
    let site = Site { name: asked.site_name.clone(), ..desk.site()? };
    let site = site.checked().map_err(|problems| {
        let message = problems.of("name").unwrap_or("the site needs a name").to_owned();
        Error::Invalid(Problems::one("site_name", message))
    })?;
    let session = desk.claim_owner(secret, &asked.name, &asked.password)?;
    desk.save_site(&desk.actor_of_session(session.as_str())?, &site)?;
    Ok(session)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn after_signing_in_nobody_is_sent_elsewhere() {
        assert_eq!(own_path("/desk/comments?verdict=held"), "/desk/comments?verdict=held");
        for next in [
            "",
            "//evil.example",
            "https://evil.example",
            "/desk\r\nSet-Cookie: a=b",
            "/\\evil.example",
            "/sign-out",
        ] {
            assert_eq!(own_path(next), "/desk", "{next}");
        }
    }
}
