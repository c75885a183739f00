//! The HTTP clients, set up when the first fetch needs one.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use reqwest::{Certificate, Client, redirect, retry};
use url::Url;

use crate::fetch::host;
use crate::resolver::{Names, Resolver};
use crate::wire::Config;
use crate::{Guard, Refusal};

/// One client for each port that may be reached (see [`Resolver`]). They are set up late: to read the certificates that
/// the system trusts takes as long as all the rest of a start, and a server that fetches nothing need not.
pub(crate) struct Clients {
    config: Config,
    guard: Arc<Guard>,
    names: Arc<dyn Names>,
    /// Certificates besides those of the system.
    trusted: Vec<Certificate>,
    made: OnceLock<Result<Made, String>>,
}

struct Made {
    by_port: BTreeMap<u16, Client>,
    /// Whether there are root certificates to trust.
    has_roots: bool,
}

impl Clients {
    /// `trusted`: certificates besides those of the system.
    pub(crate) fn new(
        config: Config,
        guard: Arc<Guard>,
        names: Arc<dyn Names>,
        trusted: &[Certificate],
    ) -> Self {
        Clients { config, guard, names, trusted: trusted.to_vec(), made: OnceLock::new() }
    }

    /// The client that may reach an address.
    ///
    /// # Errors
    /// When its port may not be reached, when there is nothing to check its certificate by, and when no client can be
    /// set up at all.
    pub(crate) fn for_url(&self, url: &Url) -> Result<&Client, Refusal> {
        let made = self.made.get_or_init(|| self.make().map_err(|error| error.to_string()));
        let made = made.as_ref().map_err(|reason| Refusal::Setup { reason: reason.clone() })?;
        if url.scheme() == "https" && !made.has_roots {
            return Err(Refusal::NoRoots { host: host(url) });
        }
        let port = url.port_or_known_default().unwrap_or_default();
        made.by_port.get(&port).ok_or_else(|| Refusal::Port { host: host(url), port })
    }

    fn make(&self) -> reqwest::Result<Made> {
        let mut has_roots = true;
        if let Err(error) = self.client(443, true) {
            self.client(443, false)?;
            tracing::warn!(%error, "no root certificates: https addresses cannot be fetched; install ca-certificates");
            has_roots = !self.trusted.is_empty();
        }
        let of = |port| Ok((port, self.client(port, has_roots)?));
        Ok(Made {
            by_port: self.guard.ports().into_iter().map(of).collect::<reqwest::Result<_>>()?,
            has_roots,
        })
    }

    fn client(&self, port: u16, roots: bool) -> reqwest::Result<Client> {
        let resolver = Resolver { guard: Arc::clone(&self.guard), port, names: Arc::clone(&self.names) };
        let builder = Client::builder()
            .connect_timeout(self.config.connect_timeout)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .no_proxy()
            .dns_resolver(resolver);
        let trusted = self.trusted.iter().cloned();
        // With no certificate to trust, https is refused by name (`Refusal::NoRoots`) and http still works.
        match roots {
            true => builder.tls_certs_merge(trusted),
            false => builder.tls_certs_only(trusted),
        }
        .build()
    }
}
