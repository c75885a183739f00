//! The door: synchronous outside, one thread of asynchronous fetching inside.

use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use reqwest::Certificate;
use tokio::runtime;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel, error::TrySendError};
use url::{Url, form_urlencoded};

use crate::agent::Agent;
use crate::clients::Clients;
use crate::fetch::Fetcher;
use crate::pace::Pace;
use crate::resolver::{Names, System};
use crate::rulebook::Rulebook;
use crate::{Accept, Answer, Exchange, Guard, Refusal, Request};

/// Fetches that go on at once: each may hold a whole body.
const AT_ONCE: usize = 64;

/// Fetches that may wait to go on.
const ORDERS: usize = 64;

/// The limits of fetching, and the one list that widens where it may go.
#[derive(Clone, Debug)]
pub struct Config {
    /// Exact pairs that may be reached although they are not public or not on port 80 or 443.
    pub allow: Vec<SocketAddr>,
    /// The site's public address, by which we name ourselves to outlets: whoever finds us in a log can
    /// come and ask.
    pub site: Option<Url>,
    /// The most bytes of one body, after decompression.
    pub max_bytes: usize,
    /// The time for one fetch, redirects and body included; the outlet's `robots.txt` has ten seconds more,
    /// and standing in line up to thirty.
    pub total_timeout: Duration,
    /// The time for one connection, look-up of the name included.
    pub connect_timeout: Duration,
    /// How many redirects are followed.
    pub redirects: usize,
    /// The least time from the start of one page or feed to the next of the same host, unless its outlet
    /// asks for more. Pairs of [`Config::allow`] are spared it.
    pub pause: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            allow: Vec::new(),
            site: None,
            max_bytes: 10 * 1024 * 1024,
            total_timeout: Duration::from_secs(20),
            connect_timeout: Duration::from_secs(5),
            redirects: 5,
            pause: Duration::from_millis(500),
        }
    }
}

/// Why fetching cannot start at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The HTTP client refuses its configuration.
    #[error("The HTTP client could not be set up: {0}. Check the site's public address.")]
    Client(String),
    /// The system gives no thread or no event queue.
    #[error("Fetching could not start: {0}. Check this machine's limits on threads and open files.")]
    Start(#[from] std::io::Error),
}

enum Order {
    Get {
        request: Request,
        answer: mpsc::SyncSender<Result<Answer, Refusal>>,
    },
    Post {
        address: String,
        mime: &'static str,
        body: Vec<u8>,
        answer: mpsc::SyncSender<Result<Exchange, Refusal>>,
    },
}

/// The one way out. Calls from several threads fetch side by side; dropping it ends its thread.
#[derive(Debug)]
pub struct Wire {
    orders: Sender<Order>,
    guard: Arc<Guard>,
}

impl Wire {
    /// Starts the thread that fetches. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Error`], only at start-up.
    pub fn new(config: Config) -> Result<Self, Error> {
        let guard = Arc::new(Guard::new(config.allow.clone()));
        let fetcher = fetcher(config, Arc::clone(&guard), Arc::new(System), &[])?;
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (orders, queue) = channel(ORDERS);
        thread::Builder::new().name("wire".into()).spawn(move || runtime.block_on(serve(fetcher, queue)))?;
        Ok(Self { orders, guard })
    }

    /// Fetches an address and waits for the whole answer. Called from a plain or a blocking thread: it
    /// blocks until there is one, for as long as [`Config::total_timeout`] says.
    ///
    /// Pages and feeds are fetched if the outlet's `robots.txt` lets them be, a picture because its page was.
    ///
    /// # Errors
    /// A [`Refusal`]: also for every answer outside 200 to 299.
    pub fn get(&self, address: &str, accept: Accept) -> Result<Exchange, Refusal> {
        match self.ask(Request::new(address, accept))? {
            Answer::Fresh(exchange) => Ok(exchange),
            // An answer to a condition that was never set; the fetch has refused it before.
            Answer::Unchanged(exchange) => {
                Err(Refusal::Status { address: exchange.final_url, status: exchange.status, wait: None })
            }
        }
    }

    /// [`Wire::get`] with all that can be said in a request: an outlet that still has what the request
    /// tells of answers [`Answer::Unchanged`].
    ///
    /// # Errors
    /// As [`Wire::get`].
    pub fn ask(&self, request: Request) -> Result<Answer, Refusal> {
        self.order(|answer| Order::Get { request, answer })
    }

    /// Sends a form (`application/x-www-form-urlencoded`) and waits for the answer, of which at most 64 KiB
    /// are read. Redirects are not followed: what was meant for one address is sent to no other. Blocks as
    /// [`Wire::get`] does.
    ///
    /// # Errors
    /// A [`Refusal`]: also for every answer outside 200 to 299.
    pub fn post_form(&self, address: &str, fields: &[(&str, &str)]) -> Result<Exchange, Refusal> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.post(address, "application/x-www-form-urlencoded", body.into_bytes())
    }

    /// Sends bytes of a type, under the same rules as a form.
    ///
    /// # Errors
    /// As [`Wire::post_form`].
    pub fn post(&self, address: &str, mime: &'static str, body: Vec<u8>) -> Result<Exchange, Refusal> {
        self.order(|answer| Order::Post { address: address.to_owned(), mime, body, answer })
    }

    fn order<T>(
        &self,
        order: impl FnOnce(mpsc::SyncSender<Result<T, Refusal>>) -> Order,
    ) -> Result<T, Refusal> {
        let (answer, wait) = mpsc::sync_channel(1);
        self.orders.try_send(order(answer)).map_err(|error| match error {
            TrySendError::Full(_) => Refusal::Busy { host: "this program".into() },
            TrySendError::Closed(_) => Refusal::Stopped,
        })?;
        wait.recv().map_err(|_| Refusal::Stopped)?
    }

    /// The guard, to judge an address while a person still looks at the form.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }
}

async fn serve(fetcher: Fetcher, mut queue: Receiver<Order>) {
    let fetcher = Arc::new(fetcher);
    let hands = Arc::new(Semaphore::new(AT_ONCE));
    while let Ok(hand) = Arc::clone(&hands).acquire_owned().await
        && let Some(order) = queue.recv().await
    {
        let fetcher = Arc::clone(&fetcher);
        tokio::spawn(async move {
            let _hand = hand;
            // The caller blocks until this arrives, so the only way to miss it is the end of the program.
            match order {
                Order::Get { request, answer } => drop(answer.send(fetcher.get(&request).await)),
                Order::Post { address, mime, body, answer } => {
                    drop(answer.send(fetcher.post(&address, mime, body).await));
                }
            }
        });
    }
}

/// `trusted`: certificates besides those of the system.
fn fetcher(
    config: Config,
    guard: Arc<Guard>,
    names: Arc<dyn Names>,
    trusted: &[Certificate],
) -> Result<Fetcher, Error> {
    let clients = Clients::new(config.clone(), Arc::clone(&guard), names, trusted);
    let agent = Agent::new(config.site.as_ref()).map_err(Error::Client)?;
    Ok(Fetcher { config, guard, clients, agent, pace: Pace::default(), rulebook: Rulebook::new() })
}

#[cfg(test)]
mod tests;
