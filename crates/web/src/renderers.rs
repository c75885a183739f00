//! The threads that render pages.

use std::num::NonZero;
use std::thread::available_parallelism;

use tokio::runtime::{Builder, Handle, Runtime};

/// Pages rendered at once at the least; as many as there are cores if those are more. More would make no page earlier.
const RENDERS: usize = 4;

/// How many pages are rendered at once.
pub fn at_once() -> usize {
    available_parallelism().map_or(1, NonZero::get).max(RENDERS)
}

/// So many threads and no more, apart from those that wait for outlets, files and slow readers: each keeps memory of its
/// own and a connection to the database, and five dozen of them, as many as ask at once, held four times what the pages do.
#[derive(Debug)]
pub struct Renderers(Option<Runtime>);

impl Default for Renderers {
    fn default() -> Self {
        // It has no driver and is never entered: only its pool of blocking threads is used.
        let made =
            Builder::new_current_thread().thread_name("render").max_blocking_threads(at_once()).build();
        Renderers(made.ok())
    }
}

impl Renderers {
    /// Where to spawn a render; among all other work if the system gives us no place of our own.
    pub fn handle(&self) -> Handle {
        self.0.as_ref().map_or_else(Handle::current, |runtime| runtime.handle().clone())
    }
}

impl Drop for Renderers {
    fn drop(&mut self) {
        // The last owner may be a task, which must not wait.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
