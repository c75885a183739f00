//! A post's evidence, to take away.

use std::fs::File;
use std::io::{Seek, SeekFrom};

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use desk::evidence_name;

use super::posts::id;
use crate::failure::Failure;
use crate::outflow::outflow;
use crate::reader::Door;
use crate::session::Signed;

/// `GET /desk/posts/ID/evidence`: all that was kept of the post's source, as a WACZ. It is made in a file and
/// sent from there: it may be larger than memory.
pub async fn show(State(app): Door, signed: Signed, Path(post): Path<String>) -> Result<Response, Failure> {
    let post = id(&post)?;
    let (file, size) = app
        .blocking(move |app| {
            let mut file = app.desk().store().files().scratch()?;
            let packed = app.desk().write_evidence(&signed.actor, post, &mut file)?;
            for lack in &packed.lacking {
                tracing::warn!(%post, %lack, "a package of evidence lacks something; it says so inside");
            }
            let spoilt = |error: std::io::Error| desk::Error::Unavailable(format!("the package: {error}"));
            let size = file.seek(SeekFrom::End(0)).map_err(spoilt)?;
            file.rewind().map_err(spoilt)?;
            Ok::<_, Failure>((file, size))
        })
        .await?;
    Ok(taken_away(file, size, "application/wacz", &evidence_name(post)))
}

/// A file to be saved under a name.
pub fn taken_away(file: File, size: u64, mime: &'static str, name: &str) -> Response {
    let mut answer = Body::new(outflow(file)).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CONTENT_LENGTH, size.into());
    if let Ok(name) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    answer
}
