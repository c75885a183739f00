//! A reader's request for a page, and the one way a kept page is answered.

use std::sync::Arc;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::Response;
use bytes::Bytes;
use model::{Change, PostId};

use crate::app::App;
use crate::cache::{Kept, Rendered};
use crate::failure::Failure;
use crate::policy::Policy;
use crate::respond;
use crate::session::From;
use crate::visits::Look;

/// What a public handler needs to know of a request.
#[derive(Clone, Debug)]
pub struct Reader {
    /// GET or HEAD.
    pub method: Method,
    /// As received.
    pub uri: Uri,
    /// As received.
    pub headers: HeaderMap,
    /// Where it comes from.
    pub from: From,
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let from = From::from_request_parts(parts, state).await?;
        Ok(Reader {
            method: parts.method.clone(),
            uri: parts.uri.clone(),
            headers: parts.headers.clone(),
            from,
        })
    }
}

impl Reader {
    /// The path, percent-encoded as received.
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// A value of the query.
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.uri.query()?;
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// Counts the reader of a post's page.
pub fn count(app: &App, post: Option<PostId>, method: &Method, headers: &HeaderMap, from: From) {
    let Some(post) = post.filter(|_| *method == Method::GET) else { return };
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let purpose =
        ["sec-purpose", "purpose", "x-moz"].into_iter().map(text).find(|p| !p.is_empty()).unwrap_or_default();
    let look = Look {
        from: from.0,
        agent: text(header::USER_AGENT.as_str()),
        purpose,
        range: headers.contains_key(header::RANGE),
    };
    app.visits().saw(post, look, app.desk().clock().now());
}

/// Answers with the page kept for this path, rendering it if need be.
///
/// # Errors
/// What `render` returned.
pub async fn keep<F>(app: &App, reader: Reader, render: F) -> Result<Response, Failure>
where
    F: Fn(&App, &str) -> Result<Rendered, Failure> + Send + 'static,
{
    let path = reader.path().to_owned();
    let page: Arc<Kept> =
        app.blocking(move |app| app.cache().get_or_render(&path, || render(app, &path))).await?;
    count(app, page.post, &reader.method, &reader.headers, reader.from);
    Ok(respond::kept(&page, &reader.method, &reader.headers))
}

/// An HTML page that shows the given things.
pub fn page(html: String, mut shows: Vec<Change>) -> Rendered {
    shows.push(Change::Site);
    Rendered {
        body: Bytes::from(html),
        mime: "text/html; charset=utf-8",
        shows,
        post: None,
        policy: Policy::Own,
    }
}

/// A document of another type that shows the given things.
pub fn document(text: String, mime: &'static str, mut shows: Vec<Change>) -> Rendered {
    shows.push(Change::Site);
    Rendered { body: Bytes::from(text), mime, shows, post: None, policy: Policy::Own }
}

/// The state, as handlers take it.
pub type Door = State<App>;
