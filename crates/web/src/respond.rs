//! Small answers: pages, redirects, and the headers every answer carries.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::encoding::Encoding;
use crate::kept::{Kept, Rendered, headers};
use crate::policy::Policy;
use crate::reader::Asked;

/// What a page may load: its own files and nothing else; no inline script or style anywhere.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
     media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const SECURITY: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    ),
];

/// A page that is not kept by anyone.
pub fn html(status: StatusCode, body: String) -> Response {
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body).into_response()
}

/// An answer with the headers that hold its page to what it may do.
pub fn held_to(policy: &Policy, mut response: Response) -> Response {
    policy.write(response.headers_mut());
    response
}

/// Lets the page that opened this window reach it, which is how it hands something over.
pub fn reachable(mut response: Response) -> Response {
    let name = HeaderName::from_static("cross-origin-opener-policy");
    response.headers_mut().insert(name, HeaderValue::from_static("unsafe-none"));
    response
}

/// A rendered page that nobody keeps.
pub fn once(page: &Rendered) -> Response {
    let headers = [(header::CONTENT_TYPE, page.mime), (header::CACHE_CONTROL, "no-store")];
    (headers, page.body.clone()).into_response()
}

/// 303 to an address of this site.
pub fn see_other(place: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, place, "no-store")
}

/// 301 to an address of this site. A browser may keep it for an hour: the old address can be another post's later. A cache
/// in front may not, since no key says what it depends on.
pub fn moved(place: &str) -> Response {
    redirect(StatusCode::MOVED_PERMANENTLY, place, "private, max-age=3600")
}

fn redirect(status: StatusCode, place: &str, kept: &'static str) -> Response {
    match HeaderValue::from_str(place) {
        Ok(place) => {
            let kept = HeaderValue::from_static(kept);
            (status, [(header::LOCATION, place), (header::CACHE_CONTROL, kept)]).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A text percent-encoded for use as a query value.
pub fn query_value(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A kept page as this request wants it: encoding, 304 by ETag, no body for HEAD.
pub fn kept(page: &Kept, asked: &Asked<'_>) -> Response {
    let variant = page.variant(Encoding::choose(asked.accept_encoding));
    let mut answer = Response::new(Body::empty());
    if variant.is_known(asked.if_none_match) {
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        *answer.headers_mut() = headers(&variant.unchanged_head);
        return answer;
    }
    *answer.headers_mut() = headers(&variant.head);
    if !asked.is_head {
        *answer.body_mut() = Body::from(variant.body.clone());
    }
    answer
}

/// Says after how many seconds asking again makes sense.
pub fn retry_after(mut response: Response, seconds: u64) -> Response {
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

/// Adds to every answer the headers that keep a page to itself. One that does not say who may keep it is kept by nobody:
/// caches in front guess else.
pub async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    add_security(response.headers_mut());
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The headers that keep a page to itself; an answer that has its own word on one of them keeps it.
pub fn add_security(headers: &mut HeaderMap) {
    for (name, value) in SECURITY {
        // A file has a stricter policy of its own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}
