//! The whole public site as files that any web server serves: every address is asked of the router, as a reader would,
//! without a socket, and its links are pointed at the files.
//!
//! What a reader could do at the live site and can't do here (search, comment, report) is answered with a line that says
//! so, in the site's language, and where the live site is.

mod address;
mod rewrite;

use std::collections::{HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::BodyExt;
use model::Site;
use tower::ServiceExt;

use crate::app::App;
use crate::routes;

use address::{Address, Place};
use rewrite::Links;

/// Where the copy says that it is one, and what it can't do.
const NOTICE: &str = "/read-only";
/// What servers show for an address that is not there.
const MISSING: &str = "404.html";
/// Dead links that are told one by one.
const TOLD: usize = 50;
/// Where the walk begins: what no page may link to, and the rest.
const SEEDS: &[&str] = &[
    "/",
    "/sitemap.xml",
    "/robots.txt",
    "/feed.atom",
    "/feed.rss",
    "/feed.json",
    "/comments.atom",
    "/favicon.ico",
    "/manifest.webmanifest",
    "/ledger.jsonl",
    "/.well-known/courant-key",
];

/// What came of a walk.
#[derive(Clone, Debug, Default)]
pub struct Walked {
    /// Links to addresses at which there is nothing, with the page that has them: at the live site they lead nowhere
    /// either. At most fifty.
    pub dead: Vec<(String, String)>,
    /// How many there are.
    pub dead_count: u64,
}

/// Why a copy was not finished.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A page could not be made.
    #[error("{path} answers {status}, so the copy would not be whole; the log says why")]
    Answer {
        /// Which.
        path: String,
        /// With what.
        status: StatusCode,
    },
    /// A page could not be rendered.
    #[error("{0}")]
    Page(String),
    /// A file could not be written.
    #[error("{0}")]
    Write(#[from] std::io::Error),
}

/// What takes the files: a path with slashes, and the content.
pub type Take<'a> = dyn FnMut(&str, &[u8]) -> std::io::Result<()> + 'a;

/// A page that waits, and the one that named it.
struct Waiting {
    address: Address,
    named_by: String,
}

struct Walk<'a> {
    app: App,
    router: Router,
    site: Site,
    take: &'a mut Take<'a>,
    waiting: VecDeque<Waiting>,
    /// Hashes of the addresses that were met: eight bytes each.
    met: HashSet<u64>,
    done: Walked,
}

/// Walks the public site and hands over every file of its copy, each once.
///
/// # Errors
/// [`CopyError`].
pub async fn copy<'a>(app: &App, take: &'a mut Take<'a>) -> Result<Walked, CopyError> {
    let site = app.blocking(|app| app.desk().site()).await;
    let site = site.map_err(|_| CopyError::Page("the settings of the site can't be read".to_owned()))?;
    let mut walk = Walk {
        app: app.clone(),
        router: routes::router(app.clone()),
        site,
        take,
        waiting: VecDeque::new(),
        met: HashSet::new(),
        done: Walked::default(),
    };
    for seed in SEEDS {
        walk.meet(Address::plain(seed), "/");
    }
    walk.own_pages().await?;
    while let Some(next) = walk.waiting.pop_front() {
        walk.visit(next).await?;
    }
    Ok(walk.done)
}

/// An answer, as far as it matters here.
struct Answer {
    status: StatusCode,
    mime: String,
    location: Option<String>,
    body: Bytes,
}

impl Walk<'_> {
    fn meet(&mut self, address: Address, named_by: &str) {
        let mut hasher = DefaultHasher::new();
        address.hash(&mut hasher);
        if self.met.insert(hasher.finish()) {
            self.waiting.push_back(Waiting { address, named_by: named_by.to_owned() });
        }
    }

    async fn ask(&self, target: &str) -> Result<Answer, CopyError> {
        let failed =
            || CopyError::Answer { path: target.to_owned(), status: StatusCode::INTERNAL_SERVER_ERROR };
        let request = Request::get(target).body(Body::empty()).map_err(|_| failed())?;
        let answer = self.router.clone().oneshot(request).await.map_err(|_| failed())?;
        let text = |name| {
            let value =
                answer.headers().get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
            value.map(str::to_owned)
        };
        let (status, mime) = (answer.status(), text(header::CONTENT_TYPE).unwrap_or_default());
        let location = text(header::LOCATION);
        let body = answer.into_body().collect().await.map_err(|_| failed())?.to_bytes();
        Ok(Answer { status, mime, location, body })
    }

    /// The page that says what this is, and the one for addresses that are not there.
    async fn own_pages(&mut self) -> Result<(), CopyError> {
        let frame = self.app.framed(self.site.clone(), NOTICE);
        let html = self.app.pages().read_only(&frame).map_err(|error| CopyError::Page(error.to_string()))?;
        self.page(&Address::plain(NOTICE), &format!("{}/index.html", &NOTICE[1..]), &html)?;
        let missing = self.ask("/there-is-no-such-page").await?;
        self.page(&Address::plain("/"), MISSING, &String::from_utf8_lossy(&missing.body))
    }

    async fn visit(&mut self, next: Waiting) -> Result<(), CopyError> {
        let Place::File(file) = next.address.place() else { return Ok(()) };
        let target = next.address.target();
        let answer = self.ask(&target).await?;
        match answer.status {
            StatusCode::OK | StatusCode::GONE if answer.mime.starts_with("text/html") => {
                let html = String::from_utf8_lossy(&answer.body).into_owned();
                self.page(&next.address, &file, &html)
            }
            StatusCode::OK => {
                if target == "/sitemap.xml" || target.starts_with("/sitemap/") {
                    self.sitemap(&answer.body);
                }
                if target.ends_with("comments.atom") {
                    self.remarks(&answer.body, &file);
                }
                let body =
                    if target == "/ledger.jsonl" { self.ledger(answer.body).await? } else { answer.body };
                Ok((self.take)(&file, &body)?)
            }
            status if status.is_redirection() => {
                let to = answer.location.unwrap_or_default();
                self.moved(&next.address, &file, &to).await
            }
            StatusCode::NOT_FOUND => {
                self.done.dead_count += 1;
                if self.done.dead.len() < TOLD {
                    self.done.dead.push((target, next.named_by));
                }
                Ok(())
            }
            status => Err(CopyError::Answer { path: target, status }),
        }
    }

    /// A page, its links pointed at files.
    fn page(&mut self, address: &Address, file: &str, html: &str) -> Result<(), CopyError> {
        let origin = self.app.origin().to_owned();
        let frame = self.app.framed(self.site.clone(), address.path());
        let note = self.app.pages().read_only_note(&frame);
        let note = note.map_err(|error| CopyError::Page(error.to_string()))?;
        let links = Links { origin: &origin, page: address, note: &note, notice: NOTICE };
        let mut found = Vec::new();
        let html = links.rewrite(html, &mut found);
        for address in found {
            self.meet(address, file);
        }
        Ok((self.take)(file, html.as_bytes())?)
    }

    /// An address that leads to another: a page that says so, or, for what is no page, that other's content.
    async fn moved(&mut self, from: &Address, file: &str, to: &str) -> Result<(), CopyError> {
        let origin = self.app.origin().to_owned();
        let Some((address, fragment)) = Address::read(&origin, from, to) else { return Ok(()) };
        if !file.ends_with(".html") {
            let answer = self.ask(&address.target()).await?;
            return Ok((self.take)(file, &answer.body)?);
        }
        let href = match address.place() {
            Place::File(_) => address.href(&fragment),
            Place::Live => format!("{NOTICE}/"),
        };
        let html = self.app.pages().moved(&href).map_err(|error| CopyError::Page(error.to_string()))?;
        self.meet(address, file);
        Ok((self.take)(file, html.as_bytes())?)
    }

    fn sitemap(&mut self, xml: &[u8]) {
        let (xml, origin) = (String::from_utf8_lossy(xml).into_owned(), self.app.origin().to_owned());
        let start = Address::plain("/");
        for part in xml.split("<loc>").skip(1) {
            let loc = part.split("</loc>").next().unwrap_or_default();
            if let Some((address, _)) = Address::read(&origin, &start, &rewrite::plain(loc)) {
                self.meet(address, "sitemap.xml");
            }
        }
    }

    /// Feeds name remarks by the addresses that find them; pages don't, where they show them.
    fn remarks(&mut self, feed: &[u8], file: &str) {
        let (feed, origin) = (String::from_utf8_lossy(feed).into_owned(), self.app.origin().to_owned());
        let start = Address::plain("/");
        for part in feed.split(&format!("\"{origin}/comments/")).skip(1) {
            let id = part.split('"').next().unwrap_or_default();
            if let Some((address, _)) = Address::read(&origin, &start, &format!("/comments/{id}")) {
                self.meet(address, file);
            }
        }
    }

    /// The whole ledger, which readers get a thousand lines at a time.
    async fn ledger(&self, first: Bytes) -> Result<Bytes, CopyError> {
        let (mut whole, mut part) = (Vec::new(), first);
        loop {
            whole.extend_from_slice(&part);
            let last = part.trim_ascii_end().rsplit(|byte| *byte == b'\n').next();
            let last = last.and_then(|row| serde_json::from_slice::<serde_json::Value>(row).ok());
            let line = last.as_ref().and_then(|row| row.get("line")?.as_str());
            let line = line.and_then(|line| serde_json::from_str::<serde_json::Value>(line).ok());
            let Some(number) = line.and_then(|line| line.get("number")?.as_i64()) else { break };
            part = self.ask(&format!("/ledger.jsonl?after={number}")).await?.body;
            if part.trim_ascii().is_empty() {
                break;
            }
        }
        Ok(whole.into())
    }
}
