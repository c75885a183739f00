//! Forms as they arrive: urlencoded text of bounded size, read into a noun once.

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::Response;
use desk::Error;
use model::Problems;
use serde::de::DeserializeOwned;

use crate::failure::Failure;

/// Largest form: a whole article with room to spare.
pub const LIMIT: usize = 8 << 20;

/// Largest export that is taken over the desk; the command line takes any.
pub const EXPORT_LIMIT: usize = 8 << 30;

/// Bounds what a handler may read of a request. An export is written to the disk as it comes; all else is a form.
pub async fn bounded(mut request: Request, next: Next) -> Response {
    let limit = if request.uri().path() == "/desk/imports" { EXPORT_LIMIT } else { LIMIT };
    DefaultBodyLimit::max(limit).apply(&mut request);
    next.run(request).await
}

/// Reads a urlencoded form.
///
/// # Errors
/// A sentence, for another type or a body that is none.
pub fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Failure> {
    let mime = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !mime.starts_with("application/x-www-form-urlencoded") {
        return Err(Failure::Bad(
            "Send this form as application/x-www-form-urlencoded, as a web page does.".to_owned(),
        ));
    }
    pairs(body)
}

/// Reads urlencoded pairs into a noun whose fields are text; the last of doubled fields counts.
fn pairs<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    let fields: serde_json::Map<String, serde_json::Value> = url::form_urlencoded::parse(body)
        .map(|(name, value)| (name.into_owned(), value.into_owned().into()))
        .collect();
    serde_json::from_value(serde_json::Value::Object(fields))
        .map_err(|error| Failure::Bad(format!("This form can't be read: {error}.")))
}

/// All values of a repeated field.
pub fn values(body: &[u8], name: &str) -> Vec<String> {
    url::form_urlencoded::parse(body)
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .collect()
}

/// The last value of a field; empty when it is missing.
pub fn value(body: &[u8], name: &str) -> String {
    values(body, name).pop().unwrap_or_default()
}

/// Saves what a form says. When `problems` tells of fields that can't be read, there is nothing to save for them: then
/// nothing is saved, and what `check` finds wrong with the others is told beside it. `None` when it is saved.
///
/// # Errors
/// What `save` or `check` refused for another reason than the form's fields.
pub fn save_read<T>(
    mut problems: Problems,
    save: impl FnOnce() -> Result<T, Error>,
    check: impl FnOnce() -> Result<T, Error>,
) -> Result<Option<Problems>, Failure> {
    let is_read = problems.0.is_empty();
    match if is_read { save() } else { check() } {
        Ok(_) if is_read => Ok(None),
        Ok(_) => Ok(Some(problems)),
        Err(Error::Invalid(mut more)) => {
            problems.0.append(&mut more.0);
            Ok(Some(problems))
        }
        Err(other) => Err(other.into()),
    }
}
