//! A reader's request for a page, and the one way a kept page is answered.

use std::sync::Arc;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::response::Response;
use bytes::Bytes;
use desk::Error;
use model::{Change, PostId};

use crate::app::App;
use crate::failure::Failure;
use crate::kept::{Kept, Rendered};
use crate::policy::Policy;
use crate::respond;
use crate::session::{self, From};
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

/// What a request says that matters to a page that is kept.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Whether only the head is wanted.
    pub is_head: bool,
    /// `Accept-Encoding`.
    pub accept_encoding: &'a str,
    /// `If-None-Match`.
    pub if_none_match: &'a str,
    /// Who is looking.
    pub look: Look<'a>,
}

impl<'a> Asked<'a> {
    /// Reads it off a request.
    pub fn of(method: &Method, headers: &'a HeaderMap, from: From) -> Self {
        let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let purpose = PURPOSES.into_iter().map(text).find(|p| !p.is_empty()).unwrap_or_default();
        let look = Look {
            from: from.0,
            agent: text(header::USER_AGENT.as_str()),
            purpose,
            range: headers.contains_key(header::RANGE),
            // Readers have no cookie of ours at all.
            signed_in: headers.contains_key(header::COOKIE) && session::secret(headers).is_some(),
            referrer: text(header::REFERER.as_str()),
        };
        Asked {
            is_head: *method == Method::HEAD,
            accept_encoding: text(header::ACCEPT_ENCODING.as_str()),
            if_none_match: text(header::IF_NONE_MATCH.as_str()),
            look,
        }
    }
}

/// Headers of browsers that fetch a page before anyone asked for it.
pub const PURPOSES: [&str; 3] = ["sec-purpose", "purpose", "x-moz"];

/// Counts the reader of a post's page.
pub fn count(app: &App, post: Option<PostId>, asked: &Asked<'_>) {
    if let Some(post) = post.filter(|_| !asked.is_head) {
        app.visits().saw(post, asked.look, app.desk().clock().now());
    }
}

/// Answers with the page kept for this path, rendering it if need be.
///
/// # Errors
/// What `render` returned.
pub async fn keep<F>(app: &App, reader: Reader, render: F) -> Result<Response, Failure>
where
    F: Fn(&App, &str) -> Result<Rendered, Failure> + Send + Sync + 'static,
{
    let name = reader.path().to_owned();
    keep_as(app, reader, name, render).await
}

/// As [`keep`], by a name that need not be the path alone: of pages that depend on a query with few values.
///
/// # Errors
/// What `render` returned.
pub async fn keep_as<F>(app: &App, reader: Reader, name: String, render: F) -> Result<Response, Failure>
where
    F: Fn(&App, &str) -> Result<Rendered, Failure> + Send + Sync + 'static,
{
    let page = match app.cache().get(&name) {
        Some(page) => page,
        None => rendered(app, name, render).await?,
    };
    let asked = Asked::of(&reader.method, &reader.headers, reader.from);
    count(app, page.post, &asked);
    let mut response = respond::kept(&page, &asked);
    // For the short way, which asks for the page and not for this answer.
    response.extensions_mut().insert(page);
    Ok(response)
}

/// Renders in a task of its own: a reader who goes away does not undo what others wait for.
async fn rendered<F>(app: &App, name: String, render: F) -> Result<Arc<Kept>, Failure>
where
    F: Fn(&App, &str) -> Result<Rendered, Failure> + Send + Sync + 'static,
{
    let app = app.clone();
    let render = Arc::new(render);
    let work = async move {
        let once = || {
            let (render, path) = (render.clone(), name.clone());
            app.rendered(move |app| render(app, &path))
        };
        app.cache().get_or_render(&name, once).await
    };
    tokio::spawn(work).await.unwrap_or_else(|_| {
        Err(Failure::from(Error::Internal("the work for this page stopped unexpectedly".to_owned())))
    })
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
