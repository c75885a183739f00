//! Pictures an editor brings along.

use axum::extract::{Multipart, State};
use axum::response::Response;
use desk::Error;
use model::Problems;

use crate::failure::Failure;
use crate::reader::Door;
use crate::respond::see_other;
use crate::session::Signed;

/// `POST /desk/media`: stores a picture; the form names where to go back to.
pub async fn create(State(app): Door, signed: Signed, mut form: Multipart) -> Result<Response, Failure> {
    let broken = |_| Failure::Bad("The upload broke off. Please try again.".to_owned());
    let (mut bytes, mut back) = (None, "/desk".to_owned());
    while let Some(field) = form.next_field().await.map_err(broken)? {
        match field.name() {
            Some("picture") => bytes = Some(field.bytes().await.map_err(broken)?),
            Some("back") => {
                let text = field.text().await.map_err(broken)?;
                if let Ok(post) = text.parse::<model::PostId>() {
                    back = format!("/desk/posts/{post}");
                }
            }
            _ => {}
        }
    }
    let bytes = bytes
        .filter(|b| !b.is_empty())
        .ok_or_else(|| Failure::from(Error::Invalid(Problems::one("picture", "choose a picture first"))))?;
    app.blocking(move |app| app.desk().add_media(&signed.actor, &bytes, "")).await?;
    Ok(see_other(&format!("{back}?done=uploaded")))
}
