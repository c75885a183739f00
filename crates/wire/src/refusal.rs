//! Why there is no answer.

use std::net::IpAddr;
use std::time::Duration;

/// Why an address was not fetched. Each reads as one sentence for the person who asked: what, where, what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not an http or https address.
    #[error("“{address}” is not a web address: it must start with http:// or https:// and name a host.")]
    NotWeb {
        /// What was given, shortened.
        address: String,
    },
    /// The address carries a user name or a password.
    #[error("The address of {host} contains a user name or password; remove the part before the @.")]
    UserInfo {
        /// The host.
        host: String,
    },
    /// A port other than 80 and 443.
    #[error(
        "Port {port} of {host} is not fetched: only ports 80 and 443 are. \
         An operator can list the exact address:port pair in COURANT_FETCH_ALLOW."
    )]
    Port {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// A name that means this machine or this network.
    #[error(
        "{host} is a name for this machine or its own network, which is not fetched. \
         An operator can list the exact address:port pair in COURANT_FETCH_ALLOW."
    )]
    LocalName {
        /// The name.
        host: String,
    },
    /// The host is, or leads to, an address that is not public.
    #[error(
        "{} not a public address ({why}) and is not fetched. \
         An operator can list the exact address:port pair in COURANT_FETCH_ALLOW.",
        leading(host, *address)
    )]
    Private {
        /// The host as asked for.
        host: String,
        /// The address it leads to.
        address: IpAddr,
        /// What the address is set aside for, with the standard that says so.
        why: &'static str,
    },
    /// The name has no address.
    #[error("The name {host} was not found; check its spelling, or try again if the network is down.")]
    Dns {
        /// The name.
        host: String,
    },
    /// No connection.
    #[error("{host} does not accept a connection ({reason}); try again later.")]
    Connect {
        /// The host.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// No trusted connection.
    #[error("No secure connection to {host} could be made ({reason}); check the address in a browser.")]
    Tls {
        /// The host.
        host: String,
        /// What failed.
        reason: String,
    },
    /// This machine has no certificates to trust.
    #[error(
        "{host} cannot be checked: this machine has no root certificates. \
         Install the package ca-certificates and start again."
    )]
    NoRoots {
        /// The host.
        host: String,
    },
    /// This program can fetch nothing.
    #[error("The HTTP client could not be set up ({reason}); start the program again.")]
    Setup {
        /// What failed.
        reason: String,
    },
    /// Connecting, or everything together, took too long.
    #[error("{host} took longer than {seconds} s to answer in full; try again later.")]
    Timeout {
        /// The host asked first.
        host: String,
        /// The limit, in seconds, rounded up.
        seconds: u64,
    },
    /// The redirects did not end.
    #[error("{host} redirects more than {limit} times; give the address of the page itself.")]
    TooManyRedirects {
        /// The host asked first.
        host: String,
        /// How many are followed.
        limit: usize,
    },
    /// A redirect came back to an address already asked.
    #[error("{address} redirects in a circle; give the address of the page itself.")]
    RedirectLoop {
        /// The address met twice.
        address: String,
    },
    /// More bytes than the limit, announced or sent.
    #[error("{host} sends more than {limit} bytes, the most that is read; clip a smaller page.")]
    TooLarge {
        /// The host.
        host: String,
        /// The limit, in bytes, after decompression.
        limit: usize,
    },
    /// The body is packed in a way that was not asked for.
    #[error("{host} sends its answer packed as “{encoding}”, which was not asked for and is not read.")]
    Encoding {
        /// The host.
        host: String,
        /// The `content-encoding`.
        encoding: String,
    },
    /// The answer stopped early or is damaged.
    #[error("The answer of {host} broke off or is damaged ({reason}); try again later.")]
    Broken {
        /// The host.
        host: String,
        /// What was wrong.
        reason: String,
    },
    /// An answer other than success.
    #[error("{address} answered {status}{}", meaning(*.status, *.wait))]
    Status {
        /// The address that answered.
        address: String,
        /// The HTTP status.
        status: u16,
        /// How long the outlet asks us to wait before the next request (`Retry-After`), at most a day.
        wait: Option<Duration>,
    },
    /// The outlet's `robots.txt` forbids it.
    #[error(
        "robots.txt of {host} asks programs not to fetch this page (line {line}: “{rule}”). \
         Open it in your browser and send it from there, with the bookmarklet on the desk."
    )]
    Robots {
        /// The host.
        host: String,
        /// The line that decided, counted from 1.
        line: u32,
        /// The rule as written, shortened.
        rule: String,
    },
    /// The outlet's `robots.txt` could not be read, which means that nothing may be fetched for now (RFC
    /// 9309, section 2.3.1.4).
    #[error("Whether programs may fetch from {host} could not be found out in its robots.txt: {why}")]
    RobotsUnknown {
        /// The host.
        host: String,
        /// What became of the question.
        why: Box<Refusal>,
    },
    /// Too many fetches wait already.
    #[error("Too many fetches are waiting for {host} already; try again in a minute.")]
    Busy {
        /// The host, or this program when all its hands are full.
        host: String,
    },
    /// The body is packed to unpack to far more than it is.
    #[error(
        "{host} sends an answer that unpacks to hundreds of times its size, as no page does; it is not read."
    )]
    Bomb {
        /// The host.
        host: String,
    },
    /// The fetching thread is gone.
    #[error("Fetching has stopped inside this program; restart it.")]
    Stopped,
}

impl Refusal {
    /// Whether the same request may succeed later without anybody changing anything.
    pub fn is_passing(&self) -> bool {
        match self {
            Refusal::Dns { .. }
            | Refusal::Connect { .. }
            | Refusal::Timeout { .. }
            | Refusal::Broken { .. }
            | Refusal::RobotsUnknown { .. }
            | Refusal::Busy { .. }
            | Refusal::Stopped => true,
            Refusal::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..),
            _ => false,
        }
    }

    /// How long the outlet asks us to wait before the next request, at most a day.
    pub fn wait(&self) -> Option<Duration> {
        match self {
            Refusal::Status { wait, .. } => *wait,
            Refusal::RobotsUnknown { why, .. } => why.wait(),
            _ => None,
        }
    }
}

/// The beginning of a sentence: an address given as such leads nowhere else.
fn leading(host: &str, address: IpAddr) -> String {
    match host.trim_matches(['[', ']']).parse() == Ok(address) {
        true => format!("{address} is"),
        false => format!("{host} leads to {address}, which is"),
    }
}

fn meaning(status: u16, wait: Option<Duration>) -> String {
    let what = match status {
        401 | 402 | 403 | 407 | 451 => ": the page is not open to everyone. Nothing was read.",
        404 | 410 => ": there is no such page. Check the address.",
        429 => ": too many requests.",
        500.. => ": the site has a fault.",
        _ => ", which is not a page. Check the address in a browser.",
    };
    match (status, wait.map(|wait| wait.as_secs())) {
        (429 | 500.., None | Some(0)) => format!("{what} Try again later."),
        (429 | 500.., Some(seconds @ 1..120)) => format!("{what} Try again in {seconds} s."),
        (429 | 500.., Some(seconds @ ..7200)) => {
            format!("{what} Try again in {} minutes.", seconds.div_ceil(60))
        }
        (429 | 500.., Some(seconds)) => format!("{what} Try again in {} hours.", seconds.div_ceil(3600)),
        _ => what.to_owned(),
    }
}
