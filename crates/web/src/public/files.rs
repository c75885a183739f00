//! Files: the theme's, the kept pictures, and whether the server is well.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use model::rendition::{hash_of, path_of};

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

/// Should a browser ever take a picture for a page: one that can do nothing.
const INERT: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox");

/// `GET /media/SHA256.EXT`: a kept picture, or a copy of one; never the bytes as they came.
pub async fn media(
    State(app): Door,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let path = format!("/media/{name}");
    let sha256 = hash_of(&path).ok_or_else(nothing_here)?.to_owned();
    let etag = format!("\"{sha256}\"");
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|tags| tags.contains(&etag));
    let found = app
        .blocking(move |app| {
            let store = app.desk().store();
            let Some(mime) = store.read(|c| store::media::served(c, &sha256))? else { return Ok(None) };
            // A name never ends otherwise than its content's.
            if path_of(&sha256, &mime) != path {
                return Ok(None);
            }
            let bytes = if is_known { Some(Vec::new()) } else { store.files().get(&sha256)? };
            Ok::<_, store::Error>(bytes.map(|bytes| (mime, bytes)))
        })
        .await?;
    let (mime, bytes) = found.ok_or_else(nothing_here)?;
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| nothing_here());
    let headers = [
        (header::CACHE_CONTROL, FOR_EVER),
        (header::ETAG, value(&etag)?),
        (header::CONTENT_SECURITY_POLICY, INERT),
    ];
    if is_known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let about = [
        (header::CONTENT_TYPE, value(&mime)?),
        (header::CONTENT_DISPOSITION, value(&format!("inline; filename=\"{name}\""))?),
    ];
    Ok((headers, about, Body::from(bytes)).into_response())
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
