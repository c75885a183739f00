//! One request and its answer, kept as they were exchanged.

use std::fmt::Write as _;
use std::net::IpAddr;

use bytes::Bytes;
use hyper::ext::ReasonPhrase;
use reqwest::{Response, StatusCode, Version};
use url::Url;

/// One request of a fetch and its answer.
///
/// Heads are written the way HTTP/1.1 does (RFC 9112), names in lower case, a repeated name beside its first
/// use: the client below does not keep how they were spelt. What came by HTTP/2, which packs heads in a way of
/// its own, is written the same way; [`Hop::protocol`] says what it was. Values are byte for byte what was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The address asked, without a fragment.
    pub address: String,
    /// Where the answer came from.
    pub peer: Option<IpAddr>,
    /// The protocol: `http/1.0`, `http/1.1` or `h2`.
    pub protocol: &'static str,
    /// The request's line and headers, with the empty line behind them.
    pub request: Bytes,
    /// The answer's status line and headers, with the empty line behind them.
    pub response: Bytes,
    /// The bytes behind them as sent, still content-encoded, transfer coding (chunks) removed.
    pub payload: Bytes,
    /// Whether more may have been sent than [`Hop::payload`]: what stands behind a redirect is not read.
    pub cut: bool,
}

impl Hop {
    /// A hop whose payload is not read.
    pub(crate) fn unread(address: &Url, request: Bytes, response: &Response) -> Self {
        Hop {
            address: address.to_string(),
            peer: response.remote_addr().map(|peer| peer.ip()),
            protocol: protocol(response.version()),
            request,
            response: response_head(response),
            payload: Bytes::new(),
            cut: response.content_length() != Some(0),
        }
    }

    /// The same with its payload, whole.
    pub(crate) fn with(self, payload: Bytes) -> Self {
        Hop { payload, cut: false, ..self }
    }
}

/// The head of a request, as the client sends it: it names the host by itself.
pub(crate) fn request_head(request: &reqwest::Request) -> Bytes {
    let url = request.url();
    let mut target = url.path().to_owned();
    if let Some(query) = url.query() {
        let _ = write!(target, "?{query}");
    }
    let mut head = format!("{} {target} HTTP/1.1\r\n", request.method()).into_bytes();
    for (name, value) in request.headers() {
        line(&mut head, name.as_str(), value.as_bytes());
    }
    let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
    line(&mut head, "host", format!("{}{port}", url.host_str().unwrap_or_default()).as_bytes());
    head.extend_from_slice(b"\r\n");
    head.into()
}

fn response_head(response: &Response) -> Bytes {
    let version = match response.version() {
        Version::HTTP_10 => "HTTP/1.0",
        _ => "HTTP/1.1",
    };
    let status = response.status();
    let mut head = format!("{version} {} ", status.as_str()).into_bytes();
    match response.extensions().get::<ReasonPhrase>() {
        Some(reason) => head.extend_from_slice(reason.as_bytes()),
        None => head.extend_from_slice(reason(status).as_bytes()),
    }
    head.extend_from_slice(b"\r\n");
    for (name, value) in response.headers() {
        line(&mut head, name.as_str(), value.as_bytes());
    }
    head.extend_from_slice(b"\r\n");
    head.into()
}

fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or_default()
}

fn line(head: &mut Vec<u8>, name: &str, value: &[u8]) {
    for piece in [name.as_bytes(), b": ", value, b"\r\n"] {
        head.extend_from_slice(piece);
    }
}

fn protocol(version: Version) -> &'static str {
    match version {
        Version::HTTP_10 => "http/1.0",
        Version::HTTP_2 => "h2",
        _ => "http/1.1",
    }
}
