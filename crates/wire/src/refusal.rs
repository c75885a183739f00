//! Why there is no answer.

use std::net::IpAddr;

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
    #[error("{address} answered {status}{}", meaning(*.status))]
    Status {
        /// The address that answered.
        address: String,
        /// The HTTP status.
        status: u16,
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
            | Refusal::Stopped => true,
            Refusal::Status { status, .. } => matches!(status, 408 | 425 | 429 | 500..),
            _ => false,
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

fn meaning(status: u16) -> &'static str {
    match status {
        401 | 402 | 403 | 407 | 451 => ": the page is not open to everyone. Nothing was read.",
        404 | 410 => ": there is no such page. Check the address.",
        429 => ": too many requests. Try again later.",
        500.. => ": the site has a fault. Try again later.",
        _ => ", which is not a page. Check the address in a browser.",
    }
}
