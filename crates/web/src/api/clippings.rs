//! `/api/clippings`: an address, or a page as a browser shows it, becomes a draft.

use axum::Json;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use desk::{ClipRequest, Error};
use model::{JobState, Permission, PostId, Problems};
use serde::Deserialize;
use serde_json::json;

use super::read;
use crate::app::{App, HTML_LIMIT, Seen, clipped_post, clipping_of};
use crate::failure::Failure;
use crate::reader::Door;
use crate::session::Bearer;

/// Largest body: JSON may write every character of a page in six bytes where two would do.
const BODY_LIMIT: usize = 3 * HTML_LIMIT + (1 << 20);

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Input {
    url: String,
    html: Option<String>,
    selection: Option<String>,
}

/// `POST /api/clippings {url, html?, selection?}` -> 201 with the new draft, 200 with the one there was,
/// 202 with a job when the page takes long to come, 413 for more than [`HTML_LIMIT`] of HTML.
pub async fn create(State(app): Door, Bearer(signed): Bearer, request: Request) -> Result<Response, Failure> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.map_err(|_| Failure::PageTooLarge)?;
    let input: Input = read::json(&parts.headers, &body)?;
    drop(body);
    // What was selected can stand alone.
    let html = input.html.or_else(|| input.selection.as_ref().map(|_| String::new()));
    if let Some(html) = html {
        if html.len().max(input.selection.as_ref().map_or(0, String::len)) > HTML_LIMIT {
            return Err(Failure::PageTooLarge);
        }
        let seen = Seen { url: input.url, html, selection: input.selection };
        let answer = app
            .blocking(move |app| {
                app.desk().require(&signed.actor, Permission::Clip)?;
                let filed = app.clipper().file_seen(&signed.actor, &seen)?;
                draft(app, filed.post, filed.existing)
            })
            .await?;
        return Ok(answer);
    }
    let actor = signed.actor.clone();
    let url = input.url;
    let request = app
        .blocking(move |app| app.desk().request_clip(&actor, &url, &app.clipper().canonical(&url)))
        .await?;
    let job = match request {
        ClipRequest::Existing(post) => return app.blocking(move |app| draft(app, post, true)).await,
        ClipRequest::Queued(job) => job,
    };
    let record = app.wait_for(job).await?;
    match (clipped_post(&record), record.state) {
        (Some(post), _) => app.blocking(move |app| draft(app, post, false)).await,
        (None, JobState::Failed) => {
            let reason = record.outcome.unwrap_or_else(|| "the page could not be clipped".to_owned());
            Err(Error::Invalid(Problems::one("url", reason)).into())
        }
        _ => Ok((StatusCode::ACCEPTED, Json(json!({ "job": job }))).into_response()),
    }
}

fn draft(app: &App, post: PostId, existing: bool) -> Result<Response, Failure> {
    let clipping = clipping_of(app.desk(), post)?;
    let missing = app.desk().store().read(|c| store::missing::of_post(c, post))?;
    let permalink =
        app.desk().store().read(|c| store::posts::by_id(c, post))?.and_then(|post| post.permalink);
    let status = if existing { StatusCode::OK } else { StatusCode::CREATED };
    Ok((
        status,
        Json(json!({ "draft": post, "post": permalink, "clipping": clipping, "missing_pictures": missing })),
    )
        .into_response())
}
