//! Who else's pages may call the API: browser extensions, and pages of other sites that hold a token.
//!
//! One address only, `POST /api/clippings`. Any origin may read its answer, but never with credentials: a
//! browser then sends no cookie, and this door would not look at one. Whoever calls has been given a token
//! and sends it in so many words, so a page gains nothing here that its server would not have.

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// The one address that other sites' pages may call.
const SHARED: &str = "/api/clippings";
/// Seconds for which a browser need not ask again; none remembers it for longer than a day.
const REMEMBERED: HeaderValue = HeaderValue::from_static("86400");

/// Whether another site's page may send this: it is judged by its token alone.
pub fn is_shared(method: &Method, path: &str) -> bool {
    *method == Method::POST && path == SHARED
}

/// Answers a browser that asks first, and lets any origin read the answer to what it then sends.
pub async fn share(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let asks = *request.method() == Method::OPTIONS && path == SHARED;
    if asks && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD) {
        let mut answer = StatusCode::NO_CONTENT.into_response();
        let headers = answer.headers_mut();
        open(headers);
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
        let allowed = HeaderValue::from_static("authorization, content-type");
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, REMEMBERED);
        return answer;
    }
    let shared = is_shared(request.method(), path);
    let mut answer = next.run(request).await;
    if shared {
        open(answer.headers_mut());
    }
    answer
}

fn open(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
}
