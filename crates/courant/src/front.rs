//! Purges: the caches in front of the site are told what has changed.
//!
//! Each cache has a thread and a list of keys that it must forget. What changes, on this node or, as far as this node
//! has heard, on another, enters the list after our own pages are stale, so that nobody can fetch the old page from
//! here once the cache has forgotten it. Several nodes tell a cache the same thing: each speaks for the pages that it
//! could have answered itself.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use model::Change;
use wire::purge::{PurgeError, Purger, Speech};

use crate::work::Stop;

/// How often the list is looked at: what changes in between is one purge.
const TICK: Duration = Duration::from_millis(50);
/// Ticks after which a purge is said once more. A page that was on its way to the cache while it changed arrives there
/// after the first purge and would stay.
const AGAIN: usize = 20;
/// Keys that may wait. More are one: everything.
const MOST: usize = 5_000;
/// Longest wait before a purge that failed is tried again, in ticks.
const LONGEST: u32 = 200;

/// What a cache has not been told yet.
#[derive(Debug, Default)]
pub struct Untold(Mutex<BTreeSet<String>>);

impl Untold {
    fn everything() -> BTreeSet<String> {
        // Every page shows it.
        BTreeSet::from([web::front::key(&Change::Site)])
    }

    /// Adds what carries these keys.
    fn add(&self, keys: impl IntoIterator<Item = String>) {
        let mut untold = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        untold.extend(keys);
        if untold.len() > MOST {
            *untold = Untold::everything();
        }
    }

    fn take(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The caches in front of the site.
#[derive(Clone, Default)]
pub struct Fronts(Vec<(Arc<Purger>, Arc<Untold>)>);

impl Fronts {
    /// Those that purges go to. Each forgets everything first: it may have missed the last words of a server that
    /// stopped, what the command line did meanwhile, and that a newer version makes its pages otherwise.
    pub fn new(purgers: &[Arc<Purger>]) -> Fronts {
        let started =
            |purger: &Arc<Purger>| (purger.clone(), Arc::new(Untold(Mutex::new(Untold::everything()))));
        Fronts(purgers.iter().map(started).collect())
    }

    /// How the first of them is spoken to.
    pub fn speech(&self) -> Option<Speech> {
        self.0.first().map(|(purger, _)| purger.speech())
    }

    /// Takes note of what has changed.
    pub fn changed(&self, changes: &[Change]) {
        for (_, untold) in &self.0 {
            untold.add(changes.iter().map(web::front::key));
        }
    }

    /// The work of a thread for each cache.
    pub fn works(&self) -> impl Iterator<Item = impl FnOnce(&Stop) + Send + 'static> {
        self.0.clone().into_iter().map(|(purger, untold)| move |stop: &Stop| tell(&purger, &untold, stop))
    }
}

/// Tells a cache what it must forget, until the server is to stop.
fn tell(purger: &Purger, untold: &Untold, stop: &Stop) {
    let mut said: VecDeque<BTreeSet<String>> = VecDeque::new();
    let (mut wait, mut failed) = (0_u32, 0_u32);
    loop {
        // The last words are said before the end, if they are heard at once.
        let last = stop.is_asked();
        if wait > 0 && !last {
            wait -= 1;
        } else {
            let repeated = if said.len() >= AGAIN { said.pop_front() } else { None };
            let fresh = untold.take();
            let keys: BTreeSet<String> = fresh.union(&repeated.unwrap_or_default()).cloned().collect();
            match send(purger, &keys) {
                Ok(()) => {
                    if failed > 0 {
                        tracing::warn!(cache = purger.place(), "the cache in front takes purges again");
                    }
                    failed = 0;
                    said.push_back(fresh);
                }
                Err(error) => {
                    if failed == 0 {
                        tracing::warn!(%error, "the cache in front was not told of changes; it is tried again");
                    }
                    untold.add(keys);
                    wait = (10 << failed.min(5)).min(LONGEST);
                    failed += 1;
                }
            }
        }
        if last {
            return;
        }
        stop.rest(TICK);
    }
}

fn send(purger: &Purger, keys: &BTreeSet<String>) -> Result<(), PurgeError> {
    let everything = web::front::key(&Change::Site);
    if keys.contains(&everything) {
        return purger.purge(&[everything]);
    }
    let mut batch: Vec<String> = Vec::new();
    let mut length = 0;
    for key in keys {
        if batch.len() == purger.most() || length + key.len() >= web::front::LINE {
            purger.purge(&batch)?;
            batch.clear();
            length = 0;
        }
        length += key.len() + 1;
        batch.push(key.clone());
    }
    if batch.is_empty() { Ok(()) } else { purger.purge(&batch) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_keys_are_one() {
        let untold = Untold::default();
        untold.add((0..MOST).map(|number| format!("label:{number}")));
        assert_eq!(untold.take().len(), MOST);
        untold.add((0..=MOST).map(|number| format!("label:{number}")));
        assert_eq!(untold.take(), Untold::everything());
        assert!(untold.take().is_empty());
    }
}
