//! Where hubs call (WebSub): their questions, and news of feeds. The address's last part is a secret that only
//! the hub and we know; what a call brings is signed, bounded, and never read.

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::HubQuestion;
use serde_json::json;

use crate::failure::{Failure, nothing_here};
use crate::reader::{Door, Reader};

/// Most bytes of a call. A larger one is refused: the feed is looked at in its own time.
const CALL: usize = 2 << 20;
/// Longest challenge that is given back, in bytes.
const CHALLENGE: usize = 1_000;

/// `GET /websub/SECRET?hub.mode=&hub.topic=&hub.challenge=&hub.lease_seconds=`: a hub asks whether we have
/// asked (section 5.3 of the Recommendation).
pub async fn verify(
    State(app): Door,
    Path(callback): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let text = |name: &str| reader.query(name).unwrap_or_default();
    let question = HubQuestion {
        mode: text("hub.mode"),
        topic: text("hub.topic"),
        lease: text("hub.lease_seconds").trim().parse().ok(),
    };
    let challenge = text("hub.challenge");
    if challenge.len() > CHALLENGE {
        return Err(nothing_here());
    }
    if !app.blocking(move |app| app.desk().answer_hub(&callback, &question)).await? {
        return Err(nothing_here());
    }
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))], challenge)
        .into_response())
}

/// `POST /websub/SECRET`: a hub has news (section 7). 410 tells a hub that nobody is here any more.
pub async fn deliver(
    State(app): Door,
    Path(callback): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    if body.len() > CALL {
        return Err(Failure::TooLarge);
    }
    let signature = headers.get("x-hub-signature").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let signature = signature.to_owned();
    let known = app.blocking(move |app| app.desk().hear_hub(&callback, &body, &signature)).await?;
    if known {
        return Ok(StatusCode::ACCEPTED.into_response());
    }
    let why = json!({ "error": { "code": "gone", "message": "Nobody here wants these calls any more." } });
    Ok((StatusCode::GONE, axum::Json(why)).into_response())
}
