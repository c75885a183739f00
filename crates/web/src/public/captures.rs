//! Captures that an editor has opened to readers: a page of ours around a page of somebody else's.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::{Album, ShownPicture};
use model::{Capture, CaptureId, Change, Source};
use pages::CapturePage;

use crate::app::App;
use crate::failure::{Failure, nothing_here};
use crate::kept::Rendered;
use crate::policy::Policy;
use crate::reader::{self, Door, Reader, keep};

/// What a picture may do should anyone open it as a page: nothing.
const INERT: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");
/// It may be closed any minute.
const FRESH: HeaderValue = HeaderValue::from_static("public, max-age=0, must-revalidate");

fn opened(app: &App, id: CaptureId) -> Result<(Capture, Source), Failure> {
    app.desk().opened_capture(id)?.ok_or_else(nothing_here)
}

fn id(text: &str) -> Result<CaptureId, Failure> {
    text.parse().map_err(|_| nothing_here())
}

/// `GET /captures/ID`
pub async fn show(
    State(app): Door,
    Path(capture): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let id = id(&capture)?;
    keep(&app, reader, move |app, path| {
        let (capture, source) = opened(app, id)?;
        let html = app.pages().capture(&CapturePage { frame: app.frame(path)?, capture, source })?;
        Ok(Rendered { policy: Policy::Around, ..reader::page(html, vec![Change::Capture(id)]) })
    })
    .await
}

/// `GET /captures/ID/page`: the kept page itself, which can do nothing wherever it is opened.
pub async fn page(
    State(app): Door,
    Path(capture): Path<String>,
    reader: Reader,
) -> Result<Response, Failure> {
    let id = id(&capture)?;
    keep(&app, reader, move |app, _| {
        let (capture, _) = opened(app, id)?;
        let album = format!("{}/captures/{id}/parts", app.origin());
        let decode = |bytes: &[u8], stated: Option<&str>| app.clipper().text_of(bytes, stated);
        let html = app.desk().replay(&capture, Album::Below(&album), &decode)?;
        let policy = Policy::Foreign(Some(format!("{album}/")));
        Ok(Rendered { policy, ..reader::page(html, vec![Change::Capture(id)]) })
    })
    .await
}

/// `GET /captures/ID/parts/POSITION`: a picture of the kept page.
pub async fn part(
    State(app): Door,
    Path((capture, position)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let id = id(&capture)?;
    let position = position.parse().map_err(|_| nothing_here())?;
    let found = app.blocking(move |app| app.desk().opened_picture(id, position)).await?;
    let ShownPicture { mime, sha256, bytes } = found.ok_or_else(nothing_here)?;
    let etag = HeaderValue::from_str(&format!("\"{sha256}\"")).map_err(|_| nothing_here())?;
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|tags| tags.contains(&sha256));
    let about = [
        (header::CACHE_CONTROL, FRESH),
        (header::ETAG, etag),
        (header::CONTENT_SECURITY_POLICY, INERT),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let mime = [(header::CONTENT_TYPE, HeaderValue::from_static(mime))];
    Ok((about, mime, Body::from(bytes)).into_response())
}
