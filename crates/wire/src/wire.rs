//! The door: synchronous outside, one thread of asynchronous fetching inside.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use reqwest::{Client, redirect, retry};
use tokio::runtime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::fetch::Fetcher;
use crate::resolver::Resolver;
use crate::{Accept, Answer, Exchange, Guard, Refusal, Request};

/// The limits of fetching, and the one list that widens where it may go.
#[derive(Clone, Debug)]
pub struct Config {
    /// Exact pairs that may be reached although they are not public or not on port 80 or 443.
    pub allow: Vec<SocketAddr>,
    /// How we name ourselves to outlets.
    pub user_agent: String,
    /// The most bytes of one body, after decompression.
    pub max_bytes: usize,
    /// The time for one fetch, redirects and body included.
    pub total_timeout: Duration,
    /// The time for one connection, look-up of the name included.
    pub connect_timeout: Duration,
    /// How many redirects are followed.
    pub redirects: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            allow: Vec::new(),
            user_agent: concat!("Courant/", env!("CARGO_PKG_VERSION"), " (a person asked to clip this page)")
                .into(),
            max_bytes: 10 * 1024 * 1024,
            total_timeout: Duration::from_secs(20),
            connect_timeout: Duration::from_secs(5),
            redirects: 5,
        }
    }
}

/// Why fetching cannot start at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The HTTP client refuses its configuration, for instance a user agent with a line break.
    #[error("The HTTP client could not be set up: {0}. Check the configured user agent.")]
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
        fields: Vec<(String, String)>,
        answer: mpsc::SyncSender<Result<Exchange, Refusal>>,
    },
}

/// The one way out. Calls from several threads fetch side by side; dropping it ends its thread.
#[derive(Debug)]
pub struct Wire {
    orders: UnboundedSender<Order>,
    guard: Arc<Guard>,
}

impl Wire {
    /// Starts the thread that fetches. Nothing is sent yet.
    ///
    /// # Errors
    /// [`Error`], only at start-up.
    pub fn new(config: Config) -> Result<Self, Error> {
        let guard = Arc::new(Guard::new(config.allow.clone()));
        let (clients, roots) = clients(&config, &guard)?;
        let fetcher = Fetcher { config, guard: Arc::clone(&guard), clients, roots };
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let (orders, queue) = unbounded_channel();
        thread::Builder::new().name("wire".into()).spawn(move || runtime.block_on(serve(fetcher, queue)))?;
        Ok(Self { orders, guard })
    }

    /// Fetches an address and waits for the whole answer. Called from a plain or a blocking thread: it
    /// blocks for up to [`Config::total_timeout`].
    ///
    /// # Errors
    /// A [`Refusal`]: also for every answer outside 200 to 299.
    pub fn get(&self, address: &str, accept: Accept) -> Result<Exchange, Refusal> {
        match self.ask(Request::new(address, accept))? {
            Answer::Fresh(exchange) => Ok(exchange),
            // An answer to a condition that was never set; the fetch has refused it before.
            Answer::Unchanged(exchange) => {
                Err(Refusal::Status { address: exchange.final_url, status: exchange.status })
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
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.order(|answer| Order::Post { address: address.to_owned(), fields, answer })
    }

    fn order<T>(
        &self,
        order: impl FnOnce(mpsc::SyncSender<Result<T, Refusal>>) -> Order,
    ) -> Result<T, Refusal> {
        let (answer, wait) = mpsc::sync_channel(1);
        self.orders.send(order(answer)).map_err(|_| Refusal::Stopped)?;
        wait.recv().map_err(|_| Refusal::Stopped)?
    }

    /// The guard, to judge an address while a person still looks at the form.
    pub fn guard(&self) -> &Guard {
        &self.guard
    }
}

async fn serve(fetcher: Fetcher, mut queue: UnboundedReceiver<Order>) {
    let fetcher = Arc::new(fetcher);
    while let Some(order) = queue.recv().await {
        let fetcher = Arc::clone(&fetcher);
        tokio::spawn(async move {
            // The caller blocks until this arrives, so the only way to miss it is the end of the program.
            match order {
                Order::Get { request, answer } => drop(answer.send(fetcher.get(&request).await)),
                Order::Post { address, fields, answer } => {
                    drop(answer.send(fetcher.post(&address, &fields).await));
                }
            }
        });
    }
}

fn clients(config: &Config, guard: &Arc<Guard>) -> Result<(BTreeMap<u16, Client>, bool), Error> {
    let build = |port: u16, roots: bool| {
        let resolver = Resolver { guard: Arc::clone(guard), port };
        let builder = Client::builder()
            .user_agent(&config.user_agent)
            .connect_timeout(config.connect_timeout)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .no_proxy()
            .dns_resolver(resolver);
        // With no certificate to trust, https is refused by name (`Refusal::NoRoots`) and http still works.
        let builder = if roots { builder } else { builder.tls_certs_only([]) };
        builder.build()
    };
    let mut roots = true;
    if let Err(error) = build(443, true) {
        build(443, false).map_err(|error| Error::Client(error.to_string()))?;
        tracing::warn!(%error, "no root certificates: https addresses cannot be fetched; install ca-certificates");
        roots = false;
    }
    let mut clients = BTreeMap::new();
    for port in guard.ports() {
        let client = build(port, roots).map_err(|error| Error::Client(error.to_string()))?;
        clients.insert(port, client);
    }
    Ok((clients, roots))
}
