//! What was decided about readers' comments, in numbers, where the site shows that.

use axum::extract::State;
use axum::response::Response;
use model::Change;
use pages::ModerationPage;

use crate::failure::{Failure, nothing_here};
use crate::reader::{Door, Reader, keep, page};

/// `GET /moderation`
pub async fn show(State(app): Door, reader: Reader) -> Result<Response, Failure> {
    keep(&app, reader, |app, path| {
        let frame = app.frame(path)?;
        if !frame.site.public_moderation {
            return Err(nothing_here());
        }
        let spans = app.desk().decisions()?;
        Ok(page(app.pages().moderation(&ModerationPage { frame, spans })?, vec![Change::Comments]))
    })
    .await
}
