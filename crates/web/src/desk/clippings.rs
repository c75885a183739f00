//! An address is pasted, a draft comes back.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use desk::{ClipRequest, Error};
use model::JobState;

use super::inbox;
use crate::app::clipped_post;
use crate::failure::Failure;
use crate::form;
use crate::reader::{Door, Reader};
use crate::respond::{html, see_other};
use crate::session::Signed;

/// `POST /desk/clippings {url}`
pub async fn create(
    State(app): Door,
    signed: Signed,
    reader: Reader,
    body: Bytes,
) -> Result<Response, Failure> {
    let url = form::value(&body, "url").trim().to_owned();
    let asked = url.clone();
    let actor = signed.actor.clone();
    let request = app
        .blocking(move |app| app.desk().request_clip(&actor, &asked, &app.clipper().canonical(&asked)))
        .await;
    let problem = match request {
        Ok(ClipRequest::Existing(post)) => {
            return Ok(see_other(&format!("/desk/posts/{post}?done=existing")));
        }
        Ok(ClipRequest::Queued(job)) => {
            let record = app.wait_for(job).await?;
            match (clipped_post(&record), record.state) {
                (Some(post), _) => return Ok(see_other(&format!("/desk/posts/{post}?done=clipped"))),
                (None, JobState::Failed) => record.outcome.unwrap_or_default(),
                _ => return Ok(see_other(&format!("/desk/jobs/{job}"))),
            }
        }
        Err(Failure::Desk(error)) if matches!(*error, Error::Invalid(_)) => Failure::Desk(error).message(),
        Err(other) => return Err(other),
    };
    let page = app.blocking(move |app| inbox::render(app, &signed, &reader, url, Some(problem))).await?;
    Ok(html(StatusCode::UNPROCESSABLE_ENTITY, page))
}
