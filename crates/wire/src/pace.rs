//! Politeness: how many requests one host gets at once, and how soon after one another.
//!
//! Whoever comes first is served first. Nobody waits for ever and nothing grows without bound: a line has
//! an end, and hosts that nobody is busy with are forgotten.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until, timeout};

use crate::Refusal;

/// Connections to one host at once, pictures aside.
const AT_ONCE: usize = 2;

/// Pictures fetched from one host at once, without a pause: a browser would fetch them all.
const PICTURES: usize = 4;

/// Fetches that may stand in line for one host.
const IN_LINE: usize = 16;

/// The longest that one stands in line.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// Hosts remembered for their pauses.
const HOSTS: usize = 1024;

/// What stands in line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lane {
    /// Whatever is asked for its text.
    Text,
    /// Pictures.
    Pictures,
}

/// The lines of all hosts.
#[derive(Default)]
pub(crate) struct Pace {
    hosts: Mutex<HashMap<String, Arc<Host>>>,
}

/// A turn at one host; it lasts until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    _permit: OwnedSemaphorePermit,
    /// Keeps the host from being forgotten.
    _host: Arc<Host>,
}

#[derive(Debug)]
struct Host {
    text: Arc<Semaphore>,
    pictures: Arc<Semaphore>,
    line: Mutex<Line>,
}

#[derive(Debug)]
struct Line {
    waiting: usize,
    /// When the next one may start.
    next: Instant,
}

impl Line {
    /// When one that could start now does start, and those behind it so much later.
    fn start(&mut self, now: Instant, pause: Duration) -> Instant {
        let start = self.next.max(now);
        self.next = start + pause;
        start
    }
}

impl Pace {
    /// Waits for a turn at a host. One with a pause starts no sooner after another such one than that one's
    /// pause says; one without waits for none and makes nobody wait.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when the line is full, or does not move on.
    pub(crate) async fn turn(
        &self,
        host: &str,
        lane: Lane,
        pause: Option<Duration>,
    ) -> Result<Turn, Refusal> {
        let busy = || Refusal::Busy { host: host.to_owned() };
        let place = InLine::take(self.host(host)).ok_or_else(busy)?;
        let waiting = async {
            let semaphore = match lane {
                Lane::Text => &place.0.text,
                Lane::Pictures => &place.0.pictures,
            };
            let permit = Arc::clone(semaphore).acquire_owned().await.map_err(|_| Refusal::Stopped)?;
            if let Some(pause) = pause {
                let start = place.0.line().start(Instant::now(), pause);
                sleep_until(start).await;
            }
            Ok(Turn { _permit: permit, _host: Arc::clone(&place.0) })
        };
        timeout(LONGEST_WAIT, waiting).await.map_err(|_| busy())?
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if !hosts.contains_key(name) && hosts.len() >= HOSTS {
            let now = Instant::now();
            hosts.retain(|_, host| Arc::strong_count(host) > 1 || host.line().next > now);
            // Only as many are busy as fetches are let in at once; what is left is hosts in their pauses.
            if hosts.len() >= HOSTS {
                hosts.retain(|_, host| Arc::strong_count(host) > 1);
            }
        }
        let host = hosts.entry(name.to_owned()).or_insert_with(|| {
            Arc::new(Host {
                text: Arc::new(Semaphore::new(AT_ONCE)),
                pictures: Arc::new(Semaphore::new(PICTURES)),
                line: Mutex::new(Line { waiting: 0, next: Instant::now() }),
            })
        });
        Arc::clone(host)
    }
}

impl Host {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place in a host's line, given up by whoever stops waiting, however that happens.
struct InLine(Arc<Host>);

impl InLine {
    fn take(host: Arc<Host>) -> Option<Self> {
        let mut line = host.line();
        if line.waiting >= IN_LINE {
            return None;
        }
        line.waiting += 1;
        drop(line);
        Some(InLine(host))
    }
}

impl Drop for InLine {
    fn drop(&mut self) {
        self.0.line().waiting -= 1;
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    /// Polls a future once: what does not wait is ready.
    fn now<T>(future: impl Future<Output = T>) -> Option<T> {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    fn with_time<T>(test: impl FnOnce() -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let _entered = runtime.enter();
        test()
    }

    fn turn(pace: &Pace, host: &str, lane: Lane) -> Option<Turn> {
        now(pace.turn(host, lane, None)).map(Result::unwrap)
    }

    #[test]
    fn each_start_waits_for_the_pause_behind_the_one_before() {
        let second = Duration::from_secs(1);
        let begin = Instant::now();
        let mut line = Line { waiting: 0, next: begin };
        assert_eq!(line.start(begin, second), begin);
        assert_eq!(line.start(begin, second * 10), begin + second);
        assert_eq!(line.start(begin, second), begin + second * 11);
        assert_eq!(line.start(begin + second * 60, second), begin + second * 60, "rested, it starts at once");
        assert_eq!(line.start(begin + second * 60, second), begin + second * 61);
    }

    #[test]
    fn two_texts_and_four_pictures_at_once_and_every_host_by_itself() {
        with_time(|| {
            let pace = Pace::default();
            let first = turn(&pace, "a.example", Lane::Text);
            let second = turn(&pace, "a.example", Lane::Text);
            assert!(first.is_some() && second.is_some());
            assert!(turn(&pace, "a.example", Lane::Text).is_none());
            assert!(turn(&pace, "b.example", Lane::Text).is_some());
            let pictures: Vec<_> = (0..5).map(|_| turn(&pace, "a.example", Lane::Pictures)).collect();
            assert_eq!(pictures.iter().filter(|turn| turn.is_some()).count(), 4);
            drop(first);
            assert!(turn(&pace, "a.example", Lane::Text).is_some());
        });
    }

    #[test]
    fn whoever_waits_longest_is_next() {
        with_time(|| {
            let pace = Pace::default();
            let mut held: Vec<_> = (0..2).map(|_| turn(&pace, "a.example", Lane::Text)).collect();
            let mut earlier = Box::pin(pace.turn("a.example", Lane::Text, None));
            let mut later = Box::pin(pace.turn("a.example", Lane::Text, None));
            assert!(now(earlier.as_mut()).is_none() && now(later.as_mut()).is_none());
            held.pop();
            assert!(now(later.as_mut()).is_none(), "it does not push in");
            assert!(now(earlier.as_mut()).is_some());
            assert!(turn(&pace, "a.example", Lane::Text).is_none(), "nor does a newcomer");
        });
    }

    #[test]
    fn a_full_line_says_so_and_those_who_leave_make_room() {
        with_time(|| {
            let pace = Pace::default();
            let _held: Vec<_> = (0..2).map(|_| turn(&pace, "a.example", Lane::Text)).collect();
            let mut waiting: Vec<_> =
                (0..IN_LINE).map(|_| Box::pin(pace.turn("a.example", Lane::Text, None))).collect();
            assert!(waiting.iter_mut().all(|turn| now(turn.as_mut()).is_none()));
            let refusal = now(pace.turn("a.example", Lane::Text, None)).unwrap().unwrap_err();
            assert_eq!(refusal, Refusal::Busy { host: "a.example".into() });
            assert!(refusal.is_passing());
            waiting.pop();
            assert!(now(pace.turn("a.example", Lane::Text, None)).is_none(), "there is room to wait");
        });
    }

    #[test]
    fn hosts_are_forgotten_but_not_while_somebody_is_there() {
        with_time(|| {
            let pace = Pace::default();
            let _held: Vec<_> = (0..2).map(|_| turn(&pace, "a.example", Lane::Text)).collect();
            for number in 0..HOSTS * 3 {
                assert!(turn(&pace, &format!("{number}.example"), Lane::Text).is_some());
            }
            assert!(pace.hosts.lock().unwrap().len() <= HOSTS);
            assert!(turn(&pace, "a.example", Lane::Text).is_none(), "its two turns are still out");
        });
    }
}
