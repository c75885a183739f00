//! What every handler shares: the desk, the pages, the page cache, the visit counter.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use desk::{Desk, Error};
use model::{
    Actor, BackupShelf, Capture, Change, Clipping, Job, JobId, JobRecord, JobState, ListedFeed, Pictures,
    PostId, Site,
};
use pages::{Frame, Pages};
use store::changes::Position;
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::cache::PageCache;
use crate::epochs::Epochs;
use crate::failure::Failure;
use crate::front::Front;
use crate::renderers::Renderers;
use crate::visits::Visits;

/// Pages that are named around every page, the oldest.
const SITE_PAGES: u32 = 12;

/// Longest a request waits for a clip job before it answers "still at it", in seconds.
const CLIP_WAIT: u64 = 25;

/// Most bytes of a page's HTML that a browser may hand over.
pub const HTML_LIMIT: usize = 10 << 20;

/// A page as a person's browser showed it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Its address.
    pub url: String,
    /// The rendered document; at most [`HTML_LIMIT`] bytes.
    pub html: String,
    /// What the person had selected, as HTML or plain text.
    pub selection: Option<String>,
}

/// Whether a text has an element in it; “2 < 3” has none.
pub fn is_markup(text: &str) -> bool {
    let opens = |after: &str| after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    text.match_indices('<').any(|(at, _)| text.get(at + 1..).is_some_and(opens))
}

/// A filed clipping.
#[derive(Clone, Debug)]
pub struct Filed {
    /// The draft, or the post there already was.
    pub post: PostId,
    /// Whether it was there already.
    pub existing: bool,
}

/// What the front door needs of rooms it may not enter: reading a page is the clip room's, fetching one
/// the worker's.
pub trait Clipper: Send + Sync {
    /// The address by which a page is known, without trackers.
    fn canonical(&self, url: &str) -> String;

    /// Reads a page that a browser sent and files it. Opens no socket.
    ///
    /// # Errors
    /// As [`Desk`]'s verbs.
    fn file_seen(&self, actor: &Actor, seen: &Seen) -> Result<Filed, Error>;

    /// Bytes as text, given what was stated as their `Content-Type`.
    fn text_of(&self, bytes: &[u8], content_type: Option<&str>) -> String;

    /// The feeds that a list (OPML) names; `None` for bytes that are none.
    fn read_list(&self, bytes: &[u8]) -> Option<Vec<ListedFeed>>;

    /// A list of feeds (OPML).
    fn write_list(&self, title: &str, feeds: &[ListedFeed]) -> String;

    /// Reads the bytes of a kept look at a source once more.
    ///
    /// # Errors
    /// A sentence, when there is nothing to read.
    fn read_again(&self, capture: &Capture, bytes: &[u8]) -> Result<Clipping, String>;

    /// What lies where this server puts backups; `None` where no directory is named for them.
    fn backup_shelf(&self) -> Option<BackupShelf> {
        None
    }
}

/// How the site is served.
#[derive(Clone, Debug)]
pub struct Serving {
    /// The public address without a slash at the end: `https://example.org`.
    pub origin: String,
    /// Bytes the page cache may take.
    pub cache_bytes: u64,
    /// The caches in front.
    pub front: Front,
}

struct Shared {
    desk: Desk,
    pages: Pages,
    cache: PageCache,
    visits: Visits,
    clipper: Box<dyn Clipper>,
    serving: Serving,
    bell: Notify,
    epochs: Arc<Epochs>,
    heard: Mutex<Position>,
    renderers: Renderers,
}

/// The state of the front door. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Shared>);

impl App {
    /// Opens the front door onto a desk. From here on, every commit of this process makes the pages it
    /// touches stale.
    pub fn new(desk: Desk, pages: Pages, clipper: Box<dyn Clipper>, serving: Serving) -> Self {
        let epochs = Arc::new(Epochs::default());
        let cache = PageCache::new(serving.cache_bytes, epochs.clone()).behind(serving.front.clone());
        let (ours, front) = (epochs.clone(), serving.front.clone());
        desk.store().on_change(Box::new(move |changes: &[Change]| {
            ours.advance(changes);
            front.tell(changes);
        }));
        let host = serving.origin.split_once("://").map_or(serving.origin.as_str(), |(_, host)| host);
        let visits = Visits::new(host);
        let bell = Notify::new();
        let mut heard = Position::default();
        // Before the first page is rendered. Where it can't be done yet, the first that can drops all pages.
        let _ = desk.store().changes_since(&mut heard);
        let heard = Mutex::new(heard);
        let renderers = Renderers::default();
        App(Arc::new(Shared { desk, pages, cache, visits, clipper, serving, bell, epochs, heard, renderers }))
    }

    /// The desk.
    pub fn desk(&self) -> &Desk {
        &self.0.desk
    }

    /// The templates.
    pub fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// The page cache.
    pub fn cache(&self) -> &PageCache {
        &self.0.cache
    }

    /// The visit counter.
    pub fn visits(&self) -> &Visits {
        &self.0.visits
    }

    /// The clip room, at arm's length.
    pub fn clipper(&self) -> &dyn Clipper {
        &*self.0.clipper
    }

    /// `https://example.org`.
    pub fn origin(&self) -> &str {
        &self.0.serving.origin
    }

    /// Whether readers come over TLS, as far as the public address says.
    pub fn is_secure(&self) -> bool {
        self.0.serving.origin.starts_with("https://")
    }

    /// The frame of a page at an encoded path.
    ///
    /// # Errors
    /// When the settings can't be read.
    pub fn frame(&self, path: &str) -> Result<Frame, Error> {
        let (site, pages) = self.0.desk.store().read::<_, store::Error>(|conn| {
            Ok((store::settings::site(conn)?, store::posts::pages(conn, SITE_PAGES)?))
        })?;
        let pages = pages.into_iter().map(|(path, headline)| (path.encoded(), headline)).collect();
        Ok(Frame { pages, ..self.framed(site, path) })
    }

    /// The frame of a page for a site already at hand.
    pub fn framed(&self, site: Site, path: &str) -> Frame {
        Frame {
            site,
            origin: self.0.serving.origin.clone(),
            path: path.to_owned(),
            pictures: Pictures::default(),
            pages: Vec::new(),
        }
    }

    /// Runs blocking work (database, rendering) away from the threads that serve sockets.
    ///
    /// # Errors
    /// What the work returned; an internal error if it panicked.
    pub async fn blocking<T, E, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        E: Into<Failure> + Send + 'static,
        F: FnOnce(&App) -> Result<T, E> + Send + 'static,
    {
        self.on(&Handle::current(), work).await
    }

    async fn on<T, E, F>(&self, threads: &Handle, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        E: Into<Failure> + Send + 'static,
        F: FnOnce(&App) -> Result<T, E> + Send + 'static,
    {
        let app = self.clone();
        match threads.spawn_blocking(move || work(&app)).await {
            Ok(done) => done.map_err(Into::into),
            Err(_) => {
                Err(Failure::from(Error::Internal("the work for this page stopped unexpectedly".to_owned())))
            }
        }
    }

    /// As [`App::blocking`], for a page that is read from the database, on the threads that render: before it is answered,
    /// the kept pages hear what it may show (see [`App::hear`]).
    ///
    /// # Errors
    /// The same, and when the database can't be read.
    pub async fn rendered<T, E, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        E: Into<Failure> + Send + 'static,
        F: FnOnce(&App) -> Result<T, E> + Send + 'static,
    {
        let heard = move |app: &App| {
            let (page, heard) = (work(app), app.hear());
            let page = page.map_err(Into::into)?;
            heard?;
            Ok::<_, Failure>(page)
        };
        self.on(&self.0.renderers.handle(), heard).await
    }

    /// Makes stale what another process has changed.
    pub fn changed_elsewhere(&self, changes: &[Change]) {
        self.0.epochs.advance(changes);
        self.0.serving.front.tell(changes);
    }

    /// Looks for what other processes have changed, and makes it stale.
    ///
    /// Done from time to time, and before a page that was read from the database is answered: what that page may
    /// show of other processes' changes is heard here before anybody sees it, so that no kept page is older than a
    /// page that this process has answered.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn hear(&self) -> Result<(), Error> {
        // Held until the pages are stale: a second caller must not be told before that nothing is new.
        let mut heard = self.0.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let changes = self.0.desk.store().changes_since(&mut heard)?;
        self.changed_elsewhere(&changes);
        Ok(())
    }

    /// Forgets what has been heard: the next look drops every page. For when nobody knows whether the database is
    /// still the same one, after its server went away.
    pub fn hear_anew(&self) {
        *self.0.heard.lock().unwrap_or_else(PoisonError::into_inner) = Position::default();
    }

    /// Tells waiting requests that a job has ended.
    pub fn ring(&self) {
        self.0.bell.notify_waiters();
    }

    /// Waits until a job has ended or the patience of a request has.
    ///
    /// # Errors
    /// When the job can't be read.
    pub async fn wait_for(&self, id: JobId) -> Result<JobRecord, Failure> {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(CLIP_WAIT);
        loop {
            let bell = self.0.bell.notified();
            let record = self.blocking(move |app| job(app.desk(), id)).await?;
            let over = matches!(record.state, JobState::Done | JobState::Failed)
                || record.tried > 0 && record.state == JobState::Waiting;
            if over || tokio::time::Instant::now() >= deadline {
                return Ok(record);
            }
            // Another process may run the job and can't ring our bell: look again after a second.
            let _ = tokio::time::timeout(Duration::from_secs(1), bell).await;
        }
    }
}

/// The job that will fetch a draft's pictures, while it is promised or running.
///
/// # Errors
/// When the store can't be read.
pub fn pictures_job(desk: &Desk, post: PostId) -> Result<Option<JobId>, Error> {
    let jobs = desk.store().read(|c| store::jobs::list(c, 30))?;
    let is_it = |record: &&JobRecord| {
        matches!(record.state, JobState::Waiting | JobState::Running)
            && matches!(&record.job, Job::FetchPictures { post: of, .. } if *of == post)
    };
    Ok(jobs.iter().find(is_it).map(|record| record.id))
}

/// A job with its history.
///
/// # Errors
/// Not found; or when the store can't be read.
pub fn job(desk: &Desk, id: JobId) -> Result<JobRecord, Error> {
    let record = desk.store().read::<_, Error>(|c| Ok(store::jobs::by_id(c, id)?))?;
    record.ok_or_else(|| Error::NotFound("This job has been done and forgotten.".to_owned()))
}

/// The post a done clip job made.
pub fn clipped_post(record: &JobRecord) -> Option<PostId> {
    match (&record.job, record.state) {
        (Job::Clip { .. }, JobState::Done) => record.outcome.as_deref()?.parse().ok(),
        _ => None,
    }
}

/// The clipping a post was made from.
///
/// # Errors
/// When the store can't be read.
pub fn clipping_of(desk: &Desk, post: PostId) -> Result<Option<Clipping>, Error> {
    Ok(desk.store().read(|c| store::clippings::of_post(c, post))?.map(|kept| kept.2))
}
