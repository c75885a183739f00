//! The door: synchronous outside, one thread of asynchronous fetching inside.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use reqwest::{Client, redirect, retry};
use tokio::runtime;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel, error::TrySendError};
use url::Url;

use crate::agent::Agent;
use crate::fetch::Fetcher;
use crate::pace::Pace;
use crate::resolver::{Names, Resolver, System};
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
        fields: Vec<(String, String)>,
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
        let fetcher = fetcher(config, Arc::clone(&guard), Arc::new(System))?;
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
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.order(|answer| Order::Post { address: address.to_owned(), fields, answer })
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
                Order::Post { address, fields, answer } => {
                    drop(answer.send(fetcher.post(&address, &fields).await));
                }
            }
        });
    }
}

fn fetcher(config: Config, guard: Arc<Guard>, names: Arc<dyn Names>) -> Result<Fetcher, Error> {
    let (clients, roots) = clients(&config, &guard, &names)?;
    let agent = Agent::new(config.site.as_ref()).map_err(Error::Client)?;
    Ok(Fetcher { config, guard, clients, roots, agent, pace: Pace::default(), rulebook: Rulebook::new() })
}

fn clients(
    config: &Config,
    guard: &Arc<Guard>,
    names: &Arc<dyn Names>,
) -> Result<(BTreeMap<u16, Client>, bool), Error> {
    let build = |port: u16, roots: bool| {
        let resolver = Resolver { guard: Arc::clone(guard), port, names: Arc::clone(names) };
        let builder = Client::builder()
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

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::{IpAddr, TcpListener};
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::resolver::Found;

    /// Names whose addresses change with every look-up; the last answer stays.
    struct Turncoat(Mutex<Vec<IpAddr>>);

    impl Turncoat {
        fn names(answers: &[&str]) -> Arc<dyn Names> {
            Arc::new(Turncoat(Mutex::new(answers.iter().rev().map(|ip| ip.parse().unwrap()).collect())))
        }
    }

    impl Names for Turncoat {
        fn addresses(&self, _host: &str, _port: u16) -> Found {
            let mut answers = self.0.lock().unwrap();
            let answer = if answers.len() > 1 { answers.pop() } else { answers.first().copied() };
            Box::pin(async move { Ok(answer.into_iter().collect()) })
        }
    }

    /// Answers every connection with one page, and counts them.
    fn outlet() -> (SocketAddr, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let met = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&met);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
                drop(stream.read(&mut [0; 4096]));
                drop(
                    stream
                        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n\n\n"),
                );
            }
        });
        (address, met)
    }

    fn get(fetcher: &Fetcher, address: &str) -> Result<Answer, Refusal> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(fetcher.get(&Request::new(address, Accept::Page)))
    }

    #[test]
    fn a_name_that_changes_its_mind_is_judged_at_every_connection() {
        let (address, met) = outlet();
        let config = Config { allow: vec![address], ..Config::default() };
        for turned in ["127.0.0.2", "169.254.169.254", "10.0.0.7", "::1", "fd00:ec2::254", "::ffff:7f00:1"] {
            let before = met.load(Ordering::SeqCst);
            let guard = Arc::new(Guard::new(config.allow.clone()));
            // The first look-up is for robots.txt, which is had; the second is for the page.
            let names = Turncoat::names(&["127.0.0.1", turned]);
            let fetcher = fetcher(config.clone(), guard, names).unwrap();
            let refusal = get(&fetcher, &format!("http://rebound.example:{}/", address.port())).unwrap_err();
            assert!(
                matches!(&refusal, Refusal::Private { host, address, .. }
                    if host == "rebound.example" && address.to_string() == turned.replace("::ffff:7f00:1", "::ffff:127.0.0.1")),
                "{turned}: {refusal}"
            );
            assert_eq!(met.load(Ordering::SeqCst), before + 1, "{turned}");
        }
    }

    #[test]
    fn an_answer_from_where_nobody_may_go_is_not_read() {
        let (address, met) = outlet();
        let config = Config { allow: vec![address], ..Config::default() };
        // A resolver that lets too much through: the address that answered is judged once more.
        let lax = Arc::new(Guard::new(vec![address]));
        let fetcher = fetcher(config, lax, Turncoat::names(&["127.0.0.1"])).unwrap();
        let port = address.port();
        let strict = Arc::new(Guard::new(vec![SocketAddr::new("127.0.0.9".parse().unwrap(), port)]));
        let fetcher = Fetcher { guard: strict, ..fetcher };
        let refusal = get(&fetcher, &format!("http://elsewhere.example:{port}/")).unwrap_err();
        assert!(matches!(&refusal, Refusal::Private { address, .. } if address.is_loopback()), "{refusal}");
        assert_eq!(met.load(Ordering::SeqCst), 1, "it was met, for robots.txt, and not believed");
    }
}
