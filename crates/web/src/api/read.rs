//! JSON bodies, read once at the edge.

use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};

use crate::failure::Failure;

/// Reads a JSON body.
///
/// # Errors
/// A sentence with line and column, for a body that is not the JSON expected.
pub fn json<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Failure> {
    let mime = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("application/json");
    if !(mime.starts_with("application/json") || mime.contains("+json")) {
        return Err(Failure::Bad(format!(
            "Send JSON with “Content-Type: application/json”; this was {mime}."
        )));
    }
    let body = if body.is_empty() { b"{}" } else { body };
    // A list would be taken for fields without their names.
    if body.trim_ascii_start().first() == Some(&b'[') {
        return Err(Failure::Bad("Send a JSON object: {…}; this was a list.".to_owned()));
    }
    serde_json::from_slice(body).map_err(|error| Failure::Bad(format!("The JSON can't be read: {error}.")))
}

/// A list given as `["a", "b"]` or as `"a, b"`, kept as the line the desk's forms use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line(pub String);

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Line(String),
            List(Vec<String>),
        }
        Ok(match Either::deserialize(d)? {
            Either::Line(line) => Line(line),
            // A comma inside one name would split it; a program that sends a list means what it says.
            Either::List(names) => {
                Line(names.iter().map(|name| name.replace([',', ';'], " ")).collect::<Vec<_>>().join(", "))
            }
        })
    }
}
