//! A capture as those who work here see it: what is known of it, the page itself, and whether readers may see it.

use std::fs::File;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use desk::Album;
use model::{Act, CaptureId, Permission};
use pages::DeskCapturePage;

use super::evidence::taken_away;
use super::frame::{frame, notice};
use crate::failure::{Failure, nothing_here};
use crate::form;
use crate::policy::Policy;
use crate::reader::{Door, Reader};
use crate::respond::{held_to, html, see_other};
use crate::session::Signed;

fn id(text: &str) -> Result<CaptureId, Failure> {
    text.parse().map_err(|_| nothing_here())
}

/// `GET /desk/captures/ID`
pub async fn show(
    State(app): Door,
    signed: Signed,
    Path(capture): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let id = id(&capture)?;
    let notice = notice(reader.query("done").as_deref());
    let page = app
        .blocking(move |app| {
            let sheet = app.desk().capture_sheet(&signed.actor, id)?;
            let page = DeskCapturePage {
                desk: frame(app, &signed, "inbox", notice)?,
                capture: sheet.capture,
                source: sheet.source,
                post: sheet.post,
                is_open: sheet.standing == Act::Opened,
                barred: sheet.barred,
                history: sheet
                    .history
                    .into_iter()
                    .map(|(opening, who)| (opening, who.map(|account| account.name)))
                    .collect(),
                may_open: signed.actor.may(Permission::Open),
            };
            app.pages().desk_capture(&page).map_err(Failure::from)
        })
        .await?;
    Ok(held_to(&Policy::Around, html(StatusCode::OK, page)))
}

/// `GET /desk/captures/ID/page`: the kept page itself. Its pictures are written into it: a page without an
/// origin sends no cookie, so it could not ask for them.
pub async fn page(
    State(app): Door,
    signed: Signed,
    Path(capture): Path<String>,
) -> Result<Response, Failure> {
    let id = id(&capture)?;
    let page = app
        .blocking(move |app| {
            let capture = app.desk().capture_sheet(&signed.actor, id)?.capture;
            let decode = |bytes: &[u8], stated: Option<&str>| app.clipper().text_of(bytes, stated);
            app.desk().replay(&capture, Album::Within, &decode)
        })
        .await?;
    Ok(held_to(&Policy::Foreign(None), html(StatusCode::OK, page)))
}

/// `GET /desk/captures/ID/warc`: what was exchanged, as it was written at capture time.
pub async fn exchange(
    State(app): Door,
    signed: Signed,
    Path(capture): Path<String>,
) -> Result<Response, Failure> {
    let id = id(&capture)?;
    let (file, size) = app
        .blocking(move |app| {
            let capture = app.desk().capture_sheet(&signed.actor, id)?.capture;
            let path = capture.warc.and_then(|sha256| app.desk().store().files().path(&sha256));
            let path = path.ok_or_else(nothing_here)?;
            let lost = |error: std::io::Error| {
                Failure::from(desk::Error::Unavailable(format!("{}: {error}", path.display())))
            };
            let file = File::open(&path).map_err(lost)?;
            let size = file.metadata().map_err(lost)?.len();
            Ok::<_, Failure>((file, size))
        })
        .await?;
    Ok(taken_away(file, size, "application/warc", &format!("capture-{id}.warc.gz")))
}

/// `POST /desk/captures/ID/opening {then=open|close}`
pub async fn open(
    State(app): Door,
    signed: Signed,
    Path(capture): Path<String>,
    body: Bytes,
) -> Result<Response, Failure> {
    let id = id(&capture)?;
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::Open)?;
        let (act, done) = match form::value(&body, "then").as_str() {
            "open" => (Act::Opened, "opened"),
            "close" => (Act::Closed, "closed"),
            _ => return Err(Failure::Bad("Say whether to open or to close this capture.".to_owned())),
        };
        app.desk().set_opening(&signed.actor, id, act)?;
        Ok(see_other(&format!("/desk/captures/{id}?done={done}")))
    })
    .await
}
