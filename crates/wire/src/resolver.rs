//! Name resolution that judges what it finds.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::{Guard, Refusal};

/// Resolves names with the system's resolver and refuses by [`Guard::resolved`]. The connection goes to the
/// very addresses judged here: there is no second look-up that could answer otherwise.
///
/// It knows its port because the judgement needs the pair; reqwest asks a resolver for a name alone. So there
/// is one client, with one resolver, for each port that may be reached: two, and those on the list.
pub(crate) struct Resolver {
    pub(crate) guard: Arc<Guard>,
    pub(crate) port: u16,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = Arc::clone(&self.guard);
        let port = self.port;
        Box::pin(async move {
            let host = name.as_str();
            let found = tokio::net::lookup_host((host, port))
                .await
                .map_err(|_| Refusal::Dns { host: host.to_owned() })?;
            let addresses: Vec<IpAddr> = found.map(|pair: SocketAddr| pair.ip()).collect();
            let pairs = guard.resolved(host, port, addresses)?;
            Ok(Box::new(pairs.into_iter()) as Addrs)
        })
    }
}
