//! `/api/blocks`: what the site does not simply show, for programs.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use model::{BlockId, Permission, RawBlock};
use serde_json::json;

use super::read;
use crate::failure::{Failure, nothing_here};
use crate::reader::Door;
use crate::session::Bearer;

/// `GET /api/blocks`
pub async fn list(State(app): Door, Bearer(signed): Bearer) -> Result<Response, Failure> {
    let blocks = app.blocking(move |app| app.desk().blocks(&signed.actor)).await?;
    Ok(Json(json!({ "blocks": blocks })).into_response())
}

/// `POST /api/blocks {kind, value, verdict, note?}` -> 201
pub async fn create(
    State(app): Door,
    Bearer(signed): Bearer,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Failure> {
    let block = app
        .blocking(move |app| {
            app.desk().require(&signed.actor, Permission::Judge)?;
            let raw: RawBlock = read::json(&headers, &body)?;
            app.desk().block(&signed.actor, &raw).map_err(Failure::from)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(block)).into_response())
}

/// `DELETE /api/blocks/ID` -> 204
pub async fn remove(
    State(app): Door,
    Bearer(signed): Bearer,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    app.blocking(move |app| {
        app.desk().require(&signed.actor, Permission::Judge)?;
        let id: BlockId = id.parse().map_err(|_| nothing_here())?;
        app.desk().unblock(&signed.actor, id).map_err(Failure::from)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
