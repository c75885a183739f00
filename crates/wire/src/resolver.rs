//! Name resolution that judges what it finds.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::{Guard, Refusal};

/// What a look-up finds, later.
pub(crate) type Found = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Where names are looked up.
pub(crate) trait Names: Send + Sync {
    /// All addresses of a name. They are not judged.
    fn addresses(&self, host: &str, port: u16) -> Found;
}

/// The system's resolver.
pub(crate) struct System;

impl Names for System {
    fn addresses(&self, host: &str, port: u16) -> Found {
        let host = host.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, port)).await?;
            Ok(found.map(|pair: SocketAddr| pair.ip()).collect())
        })
    }
}

/// Resolves names and refuses by [`Guard::resolved`]. The connection goes to the very addresses judged here:
/// there is no second look-up that could answer otherwise.
///
/// It knows its port because the judgement needs the pair; reqwest asks a resolver for a name alone. So there
/// is one client, with one resolver, for each port that may be reached: two, and those on the list.
pub(crate) struct Resolver {
    pub(crate) guard: Arc<Guard>,
    pub(crate) port: u16,
    pub(crate) names: Arc<dyn Names>,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = Arc::clone(&self.guard);
        let port = self.port;
        let found = self.names.addresses(name.as_str(), port);
        Box::pin(async move {
            let host = name.as_str();
            let addresses = found.await.map_err(|_| Refusal::Dns { host: host.to_owned() })?;
            let pairs = guard.resolved(host, port, addresses)?;
            Ok(Box::new(pairs.into_iter()) as Addrs)
        })
    }
}
