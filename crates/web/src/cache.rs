//! The page cache: a public page is rendered once and kept, with its compressed bodies and ETag, until
//! something it shows changes. Bounded in bytes; what is used stays (a robot's walk through the archive
//! does not push out the front page).

use std::io::Write;
use std::sync::{Arc, OnceLock};

use axum::http::HeaderMap;
use bytes::Bytes;
use model::{Change, PostId};
use quick_cache::Weighter;
use quick_cache::sync::{Cache, GuardResult};
use sha2::{Digest, Sha256};

use crate::epochs::{Begun, Epochs, Shows};
use crate::front::Front;
use crate::policy::Policy;

/// Bodies a reader may be given, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Brotli, RFC 7932.
    Brotli,
    /// Gzip, RFC 1952.
    Gzip,
    /// As rendered.
    Identity,
}

impl Encoding {
    /// The best encoding an `Accept-Encoding` header allows (RFC 9110, 12.5.3).
    pub fn choose(accept: &str) -> Self {
        let allowed = |name: &str| {
            accept.split(',').any(|part| {
                let mut bits = part.split(';');
                let coding = bits.next().unwrap_or_default().trim();
                let refused = bits
                    .any(|q| q.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse::<f32>() == Ok(0.0)));
                coding.eq_ignore_ascii_case(name) && !refused
            })
        };
        if allowed("br") {
            Encoding::Brotli
        } else if allowed("gzip") {
            Encoding::Gzip
        } else {
            Encoding::Identity
        }
    }

    /// The value of `Content-Encoding`; `None` for identity.
    pub fn token(self) -> Option<&'static str> {
        match self {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Identity => None,
        }
    }
}

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
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
    tag: String,
    /// `Content-Type`.
    pub mime: &'static str,
    /// The post whose reader is counted.
    pub post: Option<PostId>,
    /// What it may do in a browser.
    pub policy: Policy,
    /// Who may keep it, and how long.
    pub keeping: HeaderMap,
    begun: Begun,
    shows: Shows,
}

impl Kept {
    fn new(page: Rendered, begun: Begun, front: &Front) -> Self {
        let mut keeping = HeaderMap::new();
        front.write(&page.shows, &mut keeping);
        let digest = Sha256::digest(&page.body);
        let tag = digest.iter().take(10).map(|b| format!("{b:02x}")).collect();
        Kept {
            identity: page.body,
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
            tag,
            mime: page.mime,
            post: page.post,
            policy: page.policy,
            keeping,
            begun,
            shows: Shows::of(&page.shows),
        }
    }

    /// The strong ETag of one encoding (RFC 9110, 8.8.3): each encoding has its own bytes.
    pub fn etag(&self, encoding: Encoding) -> String {
        match encoding.token() {
            Some(token) => format!("\"{}-{token}\"", self.tag),
            None => format!("\"{}\"", self.tag),
        }
    }

    /// The body in an encoding, compressed on first use and kept. Compression of a page takes about a
    /// millisecond, once.
    pub fn body(&self, encoding: Encoding) -> Bytes {
        match encoding {
            Encoding::Identity => self.identity.clone(),
            Encoding::Gzip => self.gzip.get_or_init(|| gzip(&self.identity)).clone(),
            Encoding::Brotli => self.brotli.get_or_init(|| brotli(&self.identity)).clone(),
        }
    }
}

fn gzip(body: &Bytes) -> Bytes {
    let mut writer =
        flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 3), flate2::Compression::new(6));
    // Writing to memory can't fail; if it did, an uncompressed member would still be valid gzip.
    let done = writer.write_all(body).and_then(|()| writer.finish());
    done.map(Bytes::from).unwrap_or_default()
}

fn brotli(body: &Bytes) -> Bytes {
    let mut out = Vec::with_capacity(body.len() / 3);
    let parameters = brotli::enc::BrotliEncoderParams { quality: 5, lgwin: 20, ..Default::default() };
    let mut input: &[u8] = body;
    match brotli::BrotliCompress(&mut input, &mut out, &parameters) {
        Ok(_) => Bytes::from(out),
        Err(_) => Bytes::new(),
    }
}

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<String, Arc<Kept>> for ByBytes {
    fn weight(&self, path: &String, page: &Arc<Kept>) -> u64 {
        // Compressed bodies come later and take about half as much again.
        (path.len() + page.identity.len() * 3 / 2 + 512) as u64
    }
}

/// Pages by path.
#[derive(Debug)]
pub struct PageCache {
    pages: Cache<String, Arc<Kept>, ByBytes>,
    epochs: Arc<Epochs>,
    front: Front,
}

impl PageCache {
    /// A cache of at most so many bytes.
    pub fn new(bytes: u64, epochs: Arc<Epochs>) -> Self {
        let pages = usize::try_from(bytes / 20_000).unwrap_or(1_000).max(16);
        PageCache { pages: Cache::with_weighter(pages, bytes, ByBytes), epochs, front: Front::default() }
    }

    /// The same behind caches that keep its pages, too.
    pub fn behind(mut self, front: Front) -> Self {
        self.front = front;
        self
    }

    /// The page of a path if it is here and fresh.
    pub fn get(&self, path: &str) -> Option<Arc<Kept>> {
        let page = self.pages.get(path)?;
        self.epochs.fresh(page.begun, &page.shows).then_some(page)
    }

    /// The page of a path, rendered if need be. Many calls for one page render it once; a page that went
    /// stale while it was waited for is rendered again. Blocking.
    ///
    /// # Errors
    /// What `render` returned; nothing is kept then.
    pub fn get_or_render<E>(
        &self,
        path: &str,
        render: impl Fn() -> Result<Rendered, E>,
    ) -> Result<Arc<Kept>, E> {
        loop {
            match self.pages.get_value_or_guard(path, None) {
                GuardResult::Value(page) if self.epochs.fresh(page.begun, &page.shows) => return Ok(page),
                GuardResult::Value(_) => {
                    self.pages.remove_if(path, |page| !self.epochs.fresh(page.begun, &page.shows));
                }
                GuardResult::Guard(guard) => {
                    let begun = self.epochs.begin();
                    let page = Arc::new(Kept::new(render()?, begun, &self.front));
                    // An error means the place was taken meanwhile: the page is still good for this reader.
                    let _ = guard.insert(page.clone());
                    return Ok(page);
                }
                GuardResult::Timeout => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::io::Read;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    fn page(text: &str, shows: Vec<Change>) -> Result<Rendered, Infallible> {
        Ok(Rendered {
            body: Bytes::from(text.to_owned()),
            mime: "text/html; charset=utf-8",
            shows,
            post: None,
            policy: Policy::Own,
        })
    }

    #[test]
    fn encodings_follow_the_header() {
        for (accept, encoding) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip;q=1.0, br;q=0", Encoding::Gzip),
            ("GZIP", Encoding::Gzip),
            ("", Encoding::Identity),
            ("identity", Encoding::Identity),
            ("brotli", Encoding::Identity),
        ] {
            assert_eq!(Encoding::choose(accept), encoding, "{accept}");
        }
    }

    #[test]
    fn bodies_decompress_to_the_page_and_have_their_own_etags() {
        let cache = PageCache::new(1 << 20, Arc::new(Epochs::default()));
        let text = "<p>Το νερό ανεβαίνει.</p>".repeat(200);
        let kept = cache.get_or_render("/x", || page(&text, vec![])).unwrap();
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&kept.body(Encoding::Gzip)[..]).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, text);
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &kept.body(Encoding::Brotli)[..], &mut plain).unwrap();
        assert_eq!(plain, text.as_bytes());
        assert_ne!(kept.etag(Encoding::Gzip), kept.etag(Encoding::Brotli));
    }

    #[test]
    fn many_readers_one_render_and_a_change_renders_again() {
        let epochs = Arc::new(Epochs::default());
        let cache = PageCache::new(1 << 20, epochs.clone());
        let renders = AtomicUsize::new(0);
        let read = || {
            cache
                .get_or_render("/x", || {
                    let number = renders.fetch_add(1, Ordering::SeqCst);
                    page(&format!("render {number}"), vec![Change::Newest])
                })
                .unwrap()
        };
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(read);
            }
        });
        assert_eq!(renders.load(Ordering::SeqCst), 1);
        assert!(cache.get("/x").is_some());
        epochs.advance(&[Change::Popular(model::Window::Month, None)]);
        assert!(cache.get("/x").is_some());
        epochs.advance(&[Change::Newest]);
        assert!(cache.get("/x").is_none());
        assert_eq!(read().body(Encoding::Identity), "render 1");
    }

    #[test]
    fn an_error_keeps_nothing() {
        let cache = PageCache::new(1 << 20, Arc::new(Epochs::default()));
        assert!(cache.get_or_render("/x", || Err::<Rendered, _>("no")).is_err());
        assert!(cache.get_or_render("/x", || page("yes", vec![]).map_err(|_| "never")).is_ok());
    }
}
