//! A rendered page as it is kept: ready to be sent, its head and body made once for each encoding.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use bytes::{BufMut, Bytes, BytesMut};
use model::{Change, PostId};
use sha2::{Digest, Sha256};
use tokio::time::Instant;

use crate::encoding::{Effort, Encoding};
use crate::epochs::{Begun, Epochs, Shows};
use crate::front::Front;
use crate::policy::Policy;
use crate::respond::add_security;

/// Times a page is asked for before it is worth being packed as small as can be.
const WORTH: u32 = 16;
/// How long a page must have stood for that: while comments come, each of its versions lives for moments.
const STOOD: Duration = Duration::from_secs(1);

/// A rendered page and what it depends on.
#[derive(Debug)]
pub struct Rendered {
    /// The bytes as rendered.
    pub body: Bytes,
    /// `Content-Type`.
    pub mime: &'static str,
    /// What it shows: it is dropped when any of these changes.
    pub shows: Vec<Change>,
    /// The post whose reader is counted.
    pub post: Option<PostId>,
    /// What it may do in a browser.
    pub policy: Policy,
}

/// A page in the cache.
#[derive(Debug)]
pub struct Kept {
    identity: Bytes,
    /// By encoding; what a reader waited for.
    quick: [OnceLock<Variant>; Encoding::COUNT],
    /// By encoding; what was made of it later.
    best: [OnceLock<Variant>; Encoding::COUNT],
    tag: String,
    mime: &'static str,
    /// The post whose reader is counted.
    pub post: Option<PostId>,
    policy: Policy,
    /// Who may keep it, and how long.
    keeping: HeaderMap,
    made: Instant,
    uses: AtomicU32,
    begun: Begun,
    shows: Shows,
}

/// A page in one encoding, with all that is said before its body.
#[derive(Debug)]
pub struct Variant {
    /// As sent.
    pub body: Bytes,
    etag: String,
    /// The head of an answer with the body as HTTP/1.1 writes it: all lines but `Date` and the empty one.
    pub head: Bytes,
    /// The head of a 304, likewise. What is said there replaces what the browser has kept.
    pub unchanged_head: Bytes,
}

impl Kept {
    /// A page whose data was read after `begun`, for readers behind these caches.
    pub fn new(page: Rendered, begun: Begun, front: &Front) -> Self {
        let mut keeping = HeaderMap::new();
        front.write(&page.shows, &mut keeping);
        let digest = Sha256::digest(&page.body);
        Kept {
            // In as many bytes as it has: what was rendered bit by bit lies in up to twice as much, and is kept long.
            identity: Bytes::copy_from_slice(&page.body),
            quick: Default::default(),
            best: Default::default(),
            tag: digest.iter().take(10).map(|b| format!("{b:02x}")).collect(),
            mime: page.mime,
            post: page.post,
            policy: page.policy,
            keeping,
            made: Instant::now(),
            uses: AtomicU32::new(0),
            begun,
            shows: Shows::of(&page.shows),
        }
    }

    /// Whether nothing of what it shows has changed since.
    pub fn is_fresh(&self, epochs: &Epochs) -> bool {
        epochs.fresh(self.begun, &self.shows)
    }

    /// Bytes it takes in memory, about: one or two packed bodies come later, with heads.
    pub fn weight(&self) -> u64 {
        (self.identity.len() * 3 / 2 + 4_096) as u64
    }

    /// Notes that it was asked for; true once, when it has shown that it will be asked for again.
    pub fn used(&self) -> bool {
        self.uses.fetch_add(1, Ordering::Relaxed) + 1 == WORTH
    }

    /// When it has stood long enough for [`Kept::improve`].
    pub fn stood(&self) -> Instant {
        self.made + STOOD
    }

    /// The page in an encoding, packed on first use: quickly, as its reader waits.
    pub fn variant(&self, encoding: Encoding) -> &Variant {
        let at = encoding as usize;
        self.best[at]
            .get()
            .unwrap_or_else(|| self.quick[at].get_or_init(|| self.packed(encoding, Effort::Quick)))
    }

    /// Packs it as small as can be in each encoding it was asked for. Takes some ten milliseconds.
    pub fn improve(&self) {
        for encoding in [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip] {
            let at = encoding as usize;
            if self.quick[at].get().is_some() {
                self.best[at].get_or_init(|| self.packed(encoding, Effort::Best));
            }
        }
    }

    fn packed(&self, encoding: Encoding, effort: Effort) -> Variant {
        let body = encoding.pack(&self.identity, effort);
        // Strong tags (RFC 9110, 8.8.3): other bytes, another tag.
        let etag = match (encoding.token(), effort) {
            (None, _) => format!("\"{}\"", self.tag),
            (Some(token), Effort::Quick) => format!("\"{}-{token}\"", self.tag),
            (Some(token), Effort::Best) => format!("\"{}-{token}9\"", self.tag),
        };
        let mut unchanged = HeaderMap::new();
        if let Ok(etag) = HeaderValue::from_str(&etag) {
            unchanged.insert(header::ETAG, etag);
        }
        self.policy.write(&mut unchanged);
        unchanged.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        unchanged.extend(self.keeping.clone());
        add_security(&mut unchanged);
        let mut headers = unchanged.clone();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.mime));
        if let Some(token) = encoding.token() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(token));
        }
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        Variant {
            body,
            etag,
            head: written("200 OK", &headers),
            unchanged_head: written("304 Not Modified", &unchanged),
        }
    }
}

impl Variant {
    /// Whether a reader who sent this `If-None-Match` has it already (RFC 9110, 13.1.2).
    pub fn is_known(&self, if_none_match: &str) -> bool {
        !if_none_match.is_empty()
            && if_none_match
                .split(',')
                .any(|tag| tag.trim().trim_start_matches("W/") == self.etag || tag.trim() == "*")
    }
}

/// The headers of a head that was written here, for who needs them one by one.
pub fn headers(head: &Bytes) -> HeaderMap {
    let lines = head.split(|byte| *byte == b'\n').skip(1);
    let read = lines.filter_map(|line| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let value = head.slice_ref(line[colon + 1..].trim_ascii());
        Some((HeaderName::from_bytes(&line[..colon]).ok()?, HeaderValue::from_maybe_shared(value).ok()?))
    });
    read.collect()
}

/// A status line and headers as HTTP/1.1 writes them (RFC 9112).
fn written(status: &str, headers: &HeaderMap) -> Bytes {
    let mut out = BytesMut::with_capacity(1_024);
    out.put_slice(b"HTTP/1.1 ");
    out.put_slice(status.as_bytes());
    out.put_slice(b"\r\n");
    for (name, value) in headers {
        out.put_slice(name.as_str().as_bytes());
        out.put_slice(b": ");
        out.put_slice(value.as_bytes());
        out.put_slice(b"\r\n");
    }
    Bytes::copy_from_slice(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_packed_anew_is_smaller_under_another_tag_and_an_unasked_encoding_is_not_packed() {
        let text = "<p>Το νερό ανεβαίνει.</p>".repeat(20) + &"<p>Es regnet.</p>".repeat(300);
        let page = Rendered {
            body: Bytes::from(text),
            mime: "text/html; charset=utf-8",
            shows: vec![],
            post: None,
            policy: Policy::Own,
        };
        let kept = Kept::new(page, Epochs::default().begin(), &Front::default());
        let (quick, tag) =
            (kept.variant(Encoding::Gzip).body.len(), kept.variant(Encoding::Gzip).etag.clone());
        kept.improve();
        let better = kept.variant(Encoding::Gzip);
        assert!(better.body.len() <= quick && better.etag != tag, "{quick} {}", better.body.len());
        assert!(better.is_known(&better.etag) && !better.is_known(&tag) && !better.is_known(""));
        assert!(better.is_known(&format!("\"x\", W/{}", better.etag)) && better.is_known("*"));
        assert!(kept.quick[Encoding::Brotli as usize].get().is_none());
        let head = std::str::from_utf8(&better.head).unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n") && head.ends_with("\r\n"), "{head}");
        assert_eq!(head.lines().count(), headers(&better.head).len() + 1);
    }
}
