//! What a piece quotes, as its editor is told: beside the text, before it comes out, and once its source is
//! captured.

use axum::extract::{Path, State};
use axum::response::Response;
use desk::{Desk, Error, Preview, Quoting};
use model::{JobState, Post, PostId, RawWriting};
use pages::{AskedFirst, QuotationsPart};

use super::posts::id;
use crate::app::App;
use crate::failure::Failure;
use crate::form;
use crate::reader::Door;
use crate::respond::see_other;
use crate::session::Signed;

/// The part about the text in the form: what is kept of it if it is the stored one, else what a save would find.
pub(super) fn part(
    app: &App,
    signed: &Signed,
    post: Option<&Post>,
    raw: &RawWriting,
    preview: &Preview,
) -> Result<Option<QuotationsPart>, Failure> {
    let desk = app.desk();
    let stored = post.filter(|post| post.writing.raw() == *raw);
    if let Some(post) = stored {
        return of_revision(desk, signed, post, post.revision);
    }
    Ok(desk.quotations_in(&signed.actor, raw, &preview.html)?.map(into_part))
}

/// The part about a revision.
pub(super) fn of_revision(
    desk: &Desk,
    signed: &Signed,
    post: &Post,
    revision: i64,
) -> Result<Option<QuotationsPart>, Failure> {
    if post.source.is_none() {
        return Ok(None);
    }
    Ok(Some(into_part(desk.quotations_of(&signed.actor, post.id, revision)?)))
}

fn into_part(quoting: Quoting) -> QuotationsPart {
    let Quoting { quotations, share, captures, looks } = quoting;
    QuotationsPart { quotations, share, captures, looks }
}

/// What a person should see before a piece comes out, unless they have seen it: the form names the revision of
/// which they were told.
pub(super) fn asked_first(
    desk: &Desk,
    signed: &Signed,
    post: PostId,
    body: &[u8],
) -> Result<Option<AskedFirst>, Failure> {
    let then = match form::value(body, "then").as_str() {
        "publish" => "publish",
        "schedule" => "schedule",
        _ => return Ok(None),
    };
    let quotations = desk.doubtful(&signed.actor, post)?;
    let seen = form::value(body, "seen").parse::<i64>().ok();
    let is_new = quotations.first().is_some_and(|quotation| Some(quotation.revision) != seen);
    Ok(is_new.then(|| AskedFirst { quotations, then, at: form::value(body, "at") }))
}

/// `POST /desk/posts/ID/captures`: the source of a piece is fetched and kept now, and its quotations looked for.
pub async fn capture(
    State(app): Door,
    signed: Signed,
    Path(post): Path<String>,
) -> Result<Response, Failure> {
    let post = id(&post)?;
    let job = app.blocking(move |app| app.desk().request_capture(&signed.actor, post)).await?;
    let Some(job) = job else {
        return Err(Error::NotFound("This piece credits no source.".to_owned()).into());
    };
    let done = match app.wait_for(job).await?.state {
        JobState::Done => "captured",
        JobState::Failed => "uncaptured",
        JobState::Waiting | JobState::Running => "capturing",
    };
    Ok(see_other(&format!("/desk/posts/{post}?done={done}#quotations")))
}
