//! From an error to an answer: the only place that picks a status.
//!
//! Handlers return a [`Failure`]; [`dress`] turns it into a page or into the API's JSON. What went wrong
//! inside is logged here, once, and never shown.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use desk::Error;
use model::{Moment, Problems};
use serde_json::json;

use crate::app::{App, HTML_LIMIT};
use crate::{form, respond};

/// Why a request was not served.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The desk said no.
    Desk(std::sync::Arc<Error>),
    /// The address was a post's and its writing has been retracted.
    Gone {
        /// What it was called.
        headline: String,
        /// The public reason.
        reason: String,
        /// Since when.
        at: Moment,
    },
    /// Nobody is signed in, and this page is for those who are.
    SignIn,
    /// The request itself can't be understood.
    Bad(String),
    /// The request came from another site's page.
    Foreign,
    /// The address is there, but not for this method.
    Method,
    /// The body is larger than any form of ours.
    TooLarge,
    /// A page from a browser is larger than what is read of one.
    PageTooLarge,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Desk(std::sync::Arc::new(error))
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Error::from(error).into()
    }
}

impl From<pages::Error> for Failure {
    fn from(error: pages::Error) -> Self {
        Error::Internal(error.to_string()).into()
    }
}

/// No such address.
pub fn nothing_here() -> Failure {
    Error::NotFound("There is nothing at this address.".to_owned()).into()
}

impl Failure {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Failure::Desk(error) => match &**error {
                Error::NotFound(_) => StatusCode::NOT_FOUND,
                Error::Forbidden(_) => StatusCode::FORBIDDEN,
                Error::Conflict(_) => StatusCode::CONFLICT,
                Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                Error::Busy { .. } => StatusCode::TOO_MANY_REQUESTS,
                Error::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
                Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Failure::Gone { .. } => StatusCode::GONE,
            Failure::SignIn => StatusCode::UNAUTHORIZED,
            Failure::Bad(_) => StatusCode::BAD_REQUEST,
            Failure::Foreign => StatusCode::FORBIDDEN,
            Failure::Method => StatusCode::METHOD_NOT_ALLOWED,
            Failure::TooLarge | Failure::PageTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }

    /// The stable word for programs.
    pub fn code(&self) -> &'static str {
        match self.status() {
            StatusCode::NOT_FOUND => "not_found",
            StatusCode::FORBIDDEN => "forbidden",
            StatusCode::CONFLICT => "conflict",
            StatusCode::UNPROCESSABLE_ENTITY => "invalid",
            StatusCode::TOO_MANY_REQUESTS => "busy",
            StatusCode::SERVICE_UNAVAILABLE => "unavailable",
            StatusCode::GONE => "gone",
            StatusCode::UNAUTHORIZED => "unauthorized",
            StatusCode::BAD_REQUEST => "bad_request",
            StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
            StatusCode::PAYLOAD_TOO_LARGE => "too_large",
            _ => "internal",
        }
    }

    /// What went wrong, as a sentence for people.
    pub fn message(&self) -> String {
        match self {
            Failure::Desk(error) => match &**error {
                Error::Internal(_) => {
                    "Something went wrong on our side. It has been written to the log.".to_owned()
                }
                Error::Unavailable(_) => {
                    "The site's database can't be reached right now. Please try again in a minute.".to_owned()
                }
                other => other.to_string(),
            },
            Failure::Gone { reason, .. } => format!("This post was retracted: {reason}"),
            Failure::SignIn => {
                "Please sign in; a program sends its token as “Authorization: Bearer TOKEN”.".to_owned()
            }
            Failure::Bad(message) => message.clone(),
            Failure::Foreign => {
                "This form was sent from another site's page, so nothing was done.".to_owned()
            }
            Failure::Method => "This address does not take that kind of request.".to_owned(),
            Failure::PageTooLarge => format!(
                "This page has more than {} MiB of HTML, which is the most that is taken. Nothing was done: select the part you want and clip that.",
                HTML_LIMIT >> 20
            ),
            Failure::TooLarge => {
                format!("This is too much at once: {} MiB can be sent. Nothing was done.", form::LIMIT >> 20)
            }
        }
    }

    /// What is wrong field by field, when that is what is wrong.
    pub fn problems(&self) -> Option<&Problems> {
        match self {
            Failure::Desk(error) => match &**error {
                Error::Invalid(problems) => Some(problems),
                _ => None,
            },
            _ => None,
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives a failed answer its body: JSON under `/api`, a page elsewhere.
pub async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let query = request.uri().path_and_query().map(|p| p.as_str().to_owned()).unwrap_or_default();
    let get = matches!(*request.method(), axum::http::Method::GET | axum::http::Method::HEAD);
    let mut response = next.run(request).await;
    let failure = response.extensions_mut().remove::<Failure>().or_else(|| refused_unread(&response, get));
    let Some(failure) = failure else { return response };
    let status = failure.status();
    if let Failure::Desk(error) = &failure
        && let Error::Internal(cause) | Error::Unavailable(cause) = &**error
    {
        tracing::error!(%path, %cause, "request failed");
    }
    let mut dressed = if path.starts_with("/api/") {
        let mut error = json!({ "code": failure.code(), "message": failure.message() });
        if let (Some(problems), Some(error)) = (failure.problems(), error.as_object_mut()) {
            let fields = problems.0.iter().map(|p| (p.field.to_owned(), p.message.clone().into())).collect();
            error.insert("fields".to_owned(), serde_json::Value::Object(fields));
        }
        (status, Json(json!({ "error": error }))).into_response()
    } else if let Some(moved) = led(&app, &failure, get, &path, &query).await {
        return moved;
    } else if matches!(failure, Failure::SignIn) {
        let next = if get { format!("?next={}", respond::query_value(&query)) } else { String::new() };
        respond::see_other(&format!("/sign-in{next}"))
    } else {
        failed_page(&app, &failure, &path).await
    };
    if let Failure::Desk(error) = &failure
        && let Error::Busy { retry_after, .. } = &**error
    {
        dressed = respond::retry_after(dressed, *retry_after);
    }
    match status {
        StatusCode::METHOD_NOT_ALLOWED => {
            if let Some(allow) = response.headers_mut().remove(header::ALLOW) {
                dressed.headers_mut().insert(header::ALLOW, allow);
            }
        }
        StatusCode::UNAUTHORIZED if path.starts_with("/api/") => {
            dressed.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        _ => {}
    }
    dressed.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    dressed
}

/// The answer to an old address that leads somewhere.
async fn led(app: &App, failure: &Failure, get: bool, path: &str, whole: &str) -> Option<Response> {
    if !get || failure.status() != StatusCode::NOT_FOUND || path.starts_with("/desk") {
        return None;
    }
    let query = whole.split_once('?').map(|(_, query)| query.to_owned());
    let path = path.to_owned();
    let lead = app.blocking(move |app| app.desk().lead(&path, query.as_deref())).await;
    lead.ok().flatten().map(|to| respond::moved(&to))
}

/// What a request was refused for before a handler saw it: its path or its body can't be read. No handler
/// answers a client's error in plain text.
fn refused_unread(response: &Response, get: bool) -> Option<Failure> {
    let mime =
        response.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("text/plain");
    if !response.status().is_client_error() || !mime.starts_with("text/plain") {
        return None;
    }
    Some(match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Failure::Method,
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ if get => nothing_here(),
        _ => Failure::Bad("This request can't be read, so nothing was done.".to_owned()),
    })
}

async fn failed_page(app: &App, failure: &Failure, path: &str) -> Response {
    let (status, message, path) = (failure.status(), failure.message(), path.to_owned());
    let failure = failure.clone();
    let page = app
        .blocking(move |app| {
            let frame = app.frame(&path)?;
            let page = match failure {
                Failure::Gone { headline, reason, at } => {
                    app.pages().gone(&pages::GonePage { frame, headline, reason, at })
                }
                _ if status == StatusCode::NOT_FOUND => {
                    let limit = 6;
                    let suggestions = app
                        .desk()
                        .store()
                        .read(|c| store::posts::newest(c, store::Page { before: None, limit }))?;
                    app.pages().not_found(&pages::NotFoundPage { frame, suggestions })
                }
                other => app.pages().trouble(&pages::TroublePage {
                    frame,
                    status: status.as_u16(),
                    message: other.message(),
                }),
            };
            page.map_err(Failure::from)
        })
        .await;
    match page {
        Ok(html) => respond::html(status, html),
        // The store itself is in trouble: say so without it.
        Err(_) => {
            let frame = app.framed(model::Site { name: "Courant".to_owned(), ..model::Site::default() }, "/");
            let page = pages::TroublePage { frame, status: status.as_u16(), message: message.clone() };
            respond::html(status, app.pages().trouble(&page).unwrap_or(message))
        }
    }
}
