//! The page cache: a public page is rendered once and kept, with its packed bodies and ETag, until
//! something it shows changes. Bounded in bytes; what is used stays (a robot's walk through the archive
//! does not push out the front page).

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use quick_cache::Weighter;
use quick_cache::sync::{Cache, GuardResult};
use tokio::sync::{Semaphore, mpsc};

use crate::epochs::Epochs;
use crate::front::Front;
use crate::kept::{Kept, Rendered};
use crate::renderers;

/// Pages that wait to be packed better; more are left as they are.
const WAITING: usize = 256;

#[derive(Clone, Debug)]
struct ByBytes;

impl Weighter<String, Arc<Kept>> for ByBytes {
    fn weight(&self, path: &String, page: &Arc<Kept>) -> u64 {
        path.len() as u64 + page.weight()
    }
}

/// What the cache says of a path.
#[derive(Clone, Debug)]
pub enum Found {
    /// The page, as it is.
    Fresh(Arc<Kept>),
    /// A page that has gone stale, and that nobody renders yet.
    Stale,
    /// A page that is being rendered: [`PageCache::coming`].
    Coming,
    /// Nothing: a page nobody asked for yet, or none that is kept.
    Nothing,
}

/// Pages by path.
#[derive(Debug)]
pub struct PageCache {
    pages: Cache<String, Arc<Kept>, ByBytes>,
    epochs: Arc<Epochs>,
    front: Front,
    worth: mpsc::Sender<Weak<Kept>>,
    waiting: Mutex<Option<mpsc::Receiver<Weak<Kept>>>>,
    renders: Semaphore,
}

impl PageCache {
    /// A cache of at most so many bytes.
    pub fn new(bytes: u64, epochs: Arc<Epochs>) -> Self {
        let pages = usize::try_from(bytes / 20_000).unwrap_or(1_000).max(16);
        let (worth, waiting) = mpsc::channel(WAITING);
        PageCache {
            pages: Cache::with_weighter(pages, bytes, ByBytes),
            epochs,
            front: Front::default(),
            worth,
            waiting: Mutex::new(Some(waiting)),
            renders: Semaphore::new(renderers::at_once()),
        }
    }

    /// The same behind caches that keep its pages, too.
    pub fn behind(mut self, front: Front) -> Self {
        self.front = front;
        self
    }

    /// The page of a path if it is here and fresh.
    pub fn get(&self, path: &str) -> Option<Arc<Kept>> {
        match self.pages.get(path) {
            Some(page) if page.is_fresh(&self.epochs) => Some(self.used(page)),
            _ => None,
        }
    }

    /// What there is at a path, without waiting for it.
    pub fn find(&self, path: &str) -> Found {
        match self.pages.get_value_or_guard(path, Some(Duration::ZERO)) {
            GuardResult::Value(page) if page.is_fresh(&self.epochs) => Found::Fresh(self.used(page)),
            GuardResult::Value(_) => Found::Stale,
            GuardResult::Timeout => Found::Coming,
            GuardResult::Guard(_) => Found::Nothing,
        }
    }

    /// Waits for a page that is being rendered; `None` if that came to nothing, or the page is stale again.
    pub async fn coming(&self, path: &str) -> Option<Arc<Kept>> {
        // A guard means that whoever rendered it gave up; dropped, it goes to the next who asks for one.
        let page = self.pages.get_value_or_guard_async(path).await.ok()?;
        page.is_fresh(&self.epochs).then(|| self.used(page))
    }

    fn used(&self, page: Arc<Kept>) -> Arc<Kept> {
        if page.used() {
            // When too many wait already, it stays as it is.
            let _ = self.worth.try_send(Arc::downgrade(&page));
        }
        page
    }

    /// The page of a path, rendered if need be. Many calls for one page render it once, and wait without a thread; a
    /// page that went stale while it was waited for is rendered again.
    ///
    /// # Errors
    /// What `render` returned; nothing is kept then.
    pub async fn get_or_render<E, F>(&self, path: &str, mut render: impl FnMut() -> F) -> Result<Arc<Kept>, E>
    where
        F: Future<Output = Result<Rendered, E>>,
    {
        loop {
            match self.pages.get_value_or_guard_async(path).await {
                Ok(page) if page.is_fresh(&self.epochs) => return Ok(page),
                Ok(_) => {
                    self.pages.remove_if(path, |page| !page.is_fresh(&self.epochs));
                }
                Err(guard) => {
                    // What would wait for a thread is not begun: it would be the older for it. (It is never closed.)
                    let _place = self.renders.acquire().await;
                    let begun = self.epochs.begin();
                    let page = Arc::new(Kept::new(render().await?, begun, &self.front));
                    // An error means the place was taken meanwhile: the page is still good for this reader.
                    let _ = guard.insert(page.clone());
                    return Ok(page);
                }
            }
        }
    }

    /// Packs pages as small as can be once they are asked for often and have stood for a while, one at a time. Ends
    /// with the cache; a second call ends at once.
    pub async fn improve(&self) {
        let taken = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut waiting) = taken else { return };
        while let Some(page) = waiting.recv().await {
            if let Some(stood) = page.upgrade().map(|page| page.stood()) {
                tokio::time::sleep_until(stood).await;
            }
            let Some(page) = page.upgrade().filter(|page| page.is_fresh(&self.epochs)) else { continue };
            let _ = tokio::task::spawn_blocking(move || page.improve()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use bytes::Bytes;
    use model::Change;

    use super::*;
    use crate::encoding::Encoding;
    use crate::policy::Policy;

    fn page(text: &str, shows: Vec<Change>) -> Rendered {
        Rendered {
            body: Bytes::from(text.to_owned()),
            mime: "text/html; charset=utf-8",
            shows,
            post: None,
            policy: Policy::Own,
        }
    }

    #[tokio::test]
    async fn many_readers_one_render_and_a_change_renders_again() {
        let epochs = Arc::new(Epochs::default());
        let cache = Arc::new(PageCache::new(1 << 20, epochs.clone()));
        let renders = Arc::new(AtomicUsize::new(0));
        let read = || {
            let (cache, renders) = (cache.clone(), renders.clone());
            async move {
                let render = || async {
                    let number = renders.fetch_add(1, Ordering::SeqCst);
                    // The others come while this one is being made.
                    tokio::task::yield_now().await;
                    Ok::<_, Infallible>(page(&format!("render {number}"), vec![Change::Newest]))
                };
                cache.get_or_render("/x", render).await.unwrap()
            }
        };
        let all: Vec<_> = (0..8).map(|_| tokio::spawn(read())).collect();
        for one in all {
            one.await.unwrap();
        }
        assert_eq!(renders.load(Ordering::SeqCst), 1);
        assert!(cache.get("/x").is_some());
        epochs.advance(&[Change::Popular(model::Window::Month, None)]);
        assert!(cache.get("/x").is_some());
        epochs.advance(&[Change::Newest]);
        assert!(cache.get("/x").is_none());
        assert!(matches!(cache.find("/x"), Found::Stale), "it was here");
        assert_eq!(read().await.variant(Encoding::Identity).body, "render 1");
        assert!(matches!(cache.find("/x"), Found::Fresh(_)));
        assert!(matches!(cache.find("/y"), Found::Nothing));
        assert!(matches!(cache.find("/y"), Found::Nothing), "asking leaves nothing behind");
    }

    #[tokio::test]
    async fn who_comes_while_a_page_is_made_waits_for_it_and_is_told_if_it_is_not() {
        let cache = Arc::new(PageCache::new(1 << 20, Arc::new(Epochs::default())));
        for outcome in [Err("no"), Ok(page("made", vec![]))] {
            let is_made = outcome.is_ok();
            let (begun, is_begun) = tokio::sync::oneshot::channel();
            let (go_on, may_go_on) = tokio::sync::oneshot::channel::<()>();
            let mut given = Some((begun, may_go_on, outcome));
            let making = cache.clone();
            let making = tokio::spawn(async move {
                let render = || {
                    let (begun, may_go_on, outcome) = given.take().unwrap();
                    async move {
                        begun.send(()).unwrap();
                        may_go_on.await.unwrap();
                        outcome
                    }
                };
                making.get_or_render("/x", render).await.is_ok()
            });
            is_begun.await.unwrap();
            assert!(matches!(cache.find("/x"), Found::Coming));
            let waiting: Vec<_> = (0..4)
                .map(|_| {
                    let cache = cache.clone();
                    tokio::spawn(async move { cache.coming("/x").await.is_some() })
                })
                .collect();
            tokio::task::yield_now().await;
            go_on.send(()).unwrap();
            assert_eq!(making.await.unwrap(), is_made);
            for one in waiting {
                assert_eq!(one.await.unwrap(), is_made);
            }
        }
    }

    #[tokio::test]
    async fn an_error_keeps_nothing() {
        let cache = PageCache::new(1 << 20, Arc::new(Epochs::default()));
        assert!(cache.get_or_render("/x", || async { Err::<Rendered, _>("no") }).await.is_err());
        assert!(cache.get_or_render("/x", || async { Ok::<_, &str>(page("yes", vec![])) }).await.is_ok());
    }
}
