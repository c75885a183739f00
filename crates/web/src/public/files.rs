//! Files: the theme's, the kept pictures, and whether the server is well.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::failure::{Failure, nothing_here};
use crate::reader::{Door, Reader, document, keep};

/// The name holds a hash of the bytes, so the bytes under a name never change.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// `GET /assets/NAME.HASH.EXT`
pub async fn asset(State(app): Door, Path(name): Path<String>) -> Result<Response, Failure> {
    let asset = app.pages().asset(&name).ok_or_else(nothing_here)?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime)), (header::CACHE_CONTROL, FOR_EVER)];
    Ok((headers, asset.bytes.into_owned()).into_response())
}

/// `GET /media/SHA256.EXT`
pub async fn media(State(app): Door, Path(name): Path<String>) -> Result<Response, Failure> {
    let sha256 = name.split('.').next().unwrap_or_default().to_owned();
    let found = app
        .blocking(move |app| {
            let store = app.desk().store();
            let Some(media) = store.read(|c| store::media::by_sha(c, &sha256))? else { return Ok(None) };
            Ok::<_, store::Error>(store.files().get(&sha256)?.map(|bytes| (media, bytes)))
        })
        .await?;
    let (media, bytes) = found.filter(|(media, _)| media.path().ends_with(&name)).ok_or_else(nothing_here)?;
    let mime = HeaderValue::from_str(&media.mime).map_err(|_| nothing_here())?;
    Ok(([(header::CONTENT_TYPE, mime), (header::CACHE_CONTROL, FOR_EVER)], Body::from(bytes)).into_response())
}

/// `GET /manifest.webmanifest`: what a phone installs, share menu included.
pub async fn manifest(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    keep(&app, reader, |app, path| {
        Ok(document(app.pages().manifest(&app.frame(path)?), "application/manifest+json", vec![]))
    })
    .await
}

/// `GET /favicon.ico`: browsers ask for it whatever the page says.
pub async fn favicon(State(app): Door) -> Result<Response, Failure> {
    Ok(crate::respond::moved(&app.pages().asset_path("favicon.svg")))
}

/// `GET /healthz`: `ok` when the database answers.
pub async fn health(State(app): Door) -> Response {
    let well = app.blocking(|app| app.desk().store().healthy()).await;
    let (status, text) = match well {
        Ok(()) => (StatusCode::OK, "ok\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    };
    (status, [(header::CACHE_CONTROL, "no-store")], text).into_response()
}
