//! News between the processes that share a database: pages go stale on every node when one of them writes.

use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

use store::changes::Listener;
use web::App;

use crate::work::Stop;

/// How often the changes of other processes are looked for where nobody calls: on SQLite, and on PostgreSQL while the
/// connection on which it calls is lost.
const NOTICE: Duration = Duration::from_millis(500);
/// How often they are looked for where PostgreSQL calls: finds what a lost call missed. Nothing goes stale later than
/// after a second, whatever is lost.
const QUIET: u32 = 4;
/// How long a thread waits before it looks whether the server is to stop.
const REST: Duration = Duration::from_millis(250);
/// Longest wait before another try to listen, in looks.
const MOST_LOOKS: u32 = 60;
/// Least time from one call to the next: what many commits change in between is one call.
const PAUSE: Duration = Duration::from_millis(20);

/// A connection on which PostgreSQL calls, opened again when it is lost.
#[derive(Default)]
struct Ear {
    listener: Option<Listener>,
    /// Looks until the next try to listen.
    wait: u32,
    /// How many tries have failed since somebody could be heard.
    failed: u32,
    /// Whether it has listened before.
    has_heard: bool,
}

impl Ear {
    /// Listens, unless it does or has lately tried in vain.
    fn open(&mut self, app: &App) {
        if self.listener.is_some() {
            return;
        }
        if self.wait > 0 {
            self.wait -= 1;
            return;
        }
        match app.desk().store().listener() {
            Ok(Some(listener)) => {
                // The server may be another one now, a copy that took over: what is kept may show what that one
                // never had.
                if self.has_heard {
                    app.hear_anew();
                }
                *self = Ear { listener: Some(listener), has_heard: true, ..Ear::default() };
            }
            Ok(None) => self.wait = u32::MAX,
            Err(error) => {
                self.wait = (1 << self.failed.min(10)).min(MOST_LOOKS);
                self.failed += 1;
                tracing::debug!(%error, "can't listen for other processes' changes; they are looked for instead");
            }
        }
    }

    /// Waits until it is time to look.
    fn wait(&mut self, stop: &Stop) {
        let Some(listener) = &mut self.listener else { return stop.rest(NOTICE) };
        for _ in 0..QUIET {
            match listener.wait(REST) {
                Ok(false) if !stop.is_asked() => {}
                Ok(_) => return,
                Err(error) => {
                    tracing::debug!(%error, "other processes' calls are not heard for now");
                    self.listener = None;
                    return;
                }
            }
        }
    }
}

/// Hears what other processes change until it is to stop.
pub fn hear(app: &App, stop: &Stop) {
    let mut ear = Ear::default();
    while !stop.is_asked() {
        ear.open(app);
        if let Err(error) = app.hear() {
            tracing::debug!(%error, "can't look for other processes' changes");
        }
        ear.wait(stop);
    }
}

/// Something to call about, from now on: one that is waiting is enough.
pub fn to_tell(app: &App) -> Receiver<()> {
    let (changed, calls) = sync_channel(1);
    app.desk().store().on_change(move |_| {
        // Full: a call is due already.
        let _ = changed.try_send(());
    });
    calls
}

/// Calls the other processes after commits that changed something, until it is to stop.
pub fn tell(app: &App, calls: &Receiver<()>, stop: &Stop) {
    while !stop.is_asked() {
        match calls.recv_timeout(REST) {
            Ok(()) => {
                if let Err(error) = app.desk().store().call() {
                    tracing::debug!(%error, "other processes were not called; they look by themselves");
                }
                stop.rest(PAUSE);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}
