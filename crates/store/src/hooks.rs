//! Who listens to what this process changes, and the moment between a commit and his hearing of it.

use std::sync::{PoisonError, RwLock};

use model::Change;

use crate::Error;

type Hook = Box<dyn Fn(&[Change]) + Send + Sync>;

/// The listeners of this process.
///
/// A change can be read from the moment of its commit, and its listeners hear of it a moment later: what is kept of the
/// time before still passes for fresh. Who has read something new in between must not hand it out yet
/// ([`Hooks::catch_up`]), or somebody sees it and then, on a kept page, what was before.
#[derive(Default)]
pub(crate) struct Hooks {
    hooks: RwLock<Vec<Hook>>,
    /// Shared by those who commit, until they have told.
    between: RwLock<()>,
}

impl Hooks {
    pub(crate) fn add(&self, hook: Hook) {
        self.hooks.write().unwrap_or_else(PoisonError::into_inner).push(hook);
    }

    /// Commits and tells.
    pub(crate) fn commit(
        &self,
        changed: &[Change],
        commit: impl FnOnce() -> Result<(), Error>,
    ) -> Result<(), Error> {
        if changed.is_empty() {
            return commit();
        }
        let _between = self.between.read().unwrap_or_else(PoisonError::into_inner);
        let done = commit();
        // Of a commit that failed, too: when its connection was lost nobody knows, and a page made anew costs little.
        for hook in self.hooks.read().unwrap_or_else(PoisonError::into_inner).iter() {
            hook(changed);
        }
        done
    }

    /// Waits until all have heard of everything that could be read when this was called.
    pub(crate) fn catch_up(&self) {
        drop(self.between.write().unwrap_or_else(PoisonError::into_inner));
    }
}
