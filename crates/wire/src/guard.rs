//! The judgement on where a connection may go.

use std::net::{IpAddr, SocketAddr};

use url::{Host, Url};

use crate::Refusal;
use crate::special::{is_local_name, why_special};

/// The ports of the web; any other needs a listed pair.
const PORTS: [u16; 2] = [80, 443];

/// Longer addresses are mistakes or attacks.
const LONGEST: usize = 8 * 1024;

/// Judges addresses before, while and after connecting. Pure: it opens nothing and resolves nothing.
///
/// A pair on its list is exempt from every rule about hosts and ports, and from nothing else.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    allow: Vec<SocketAddr>,
}

impl Guard {
    /// A guard that also lets these exact pairs through.
    pub fn new(allow: Vec<SocketAddr>) -> Self {
        Self { allow }
    }

    /// Reads an address once, in whatever spelling, and judges all that can be judged before resolving its
    /// name: scheme, user-info, port, and a host that is an address or a local name.
    ///
    /// # Errors
    /// The first [`Refusal`] that applies.
    pub fn address(&self, text: &str) -> Result<Url, Refusal> {
        let text = text.trim();
        let not_web = || Refusal::NotWeb { address: text.chars().take(200).collect() };
        if text.len() > LONGEST {
            return Err(not_web());
        }
        let url = Url::parse(text).map_err(|_| not_web())?;
        self.hop(url).map_err(|refusal| refusal.unwrap_or_else(not_web))
    }

    /// [`Guard::address`] for a redirect's `Location`, which may be relative to where it was sent.
    pub(crate) fn redirect(&self, from: &Url, location: &str) -> Result<Url, Refusal> {
        let not_web = || Refusal::NotWeb { address: location.chars().take(200).collect() };
        if location.len() > LONGEST {
            return Err(not_web());
        }
        let url = from.join(location.trim()).map_err(|_| not_web())?;
        self.hop(url).map_err(|refusal| refusal.unwrap_or_else(not_web))
    }

    /// `Err(None)` is "not a web address", which only the caller can quote as it was written.
    fn hop(&self, mut url: Url) -> Result<Url, Option<Refusal>> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(None);
        }
        let (Some(host), Some(port)) = (url.host(), url.port_or_known_default()) else { return Err(None) };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Some(Refusal::UserInfo { host: host.to_string() }));
        }
        match host {
            // The parser has already turned decimal, octal, hex and shortened spellings into the address.
            Host::Ipv4(ip) => self.connection(&host.to_string(), (ip, port).into())?,
            Host::Ipv6(ip) => self.connection(&host.to_string(), (ip, port).into())?,
            Host::Domain(name) => self.name(name, port)?,
        }
        url.set_fragment(None);
        Ok(url)
    }

    /// What a name and a port say before the name is resolved. A listed port lets the name pass to
    /// [`Guard::resolved`], where the pair itself is judged.
    fn name(&self, name: &str, port: u16) -> Result<(), Refusal> {
        let listed_port = self.allow.iter().any(|pair| pair.port() == port);
        if is_local_name(name) && !listed_port {
            return Err(Refusal::LocalName { host: name.to_owned() });
        }
        if !PORTS.contains(&port) && !listed_port {
            return Err(Refusal::Port { host: name.to_owned(), port });
        }
        Ok(())
    }

    /// Judges all addresses a name resolved to, and gives those to connect to. Where the operator listed
    /// some of them, only these; otherwise one special address condemns the name: an honest host has none.
    pub(crate) fn resolved(
        &self,
        host: &str,
        port: u16,
        addresses: Vec<IpAddr>,
    ) -> Result<Vec<SocketAddr>, Refusal> {
        let pairs: Vec<SocketAddr> = addresses.into_iter().map(|ip| (ip, port).into()).collect();
        let listed: Vec<SocketAddr> =
            pairs.iter().copied().filter(|pair| self.allow.contains(pair)).collect();
        if !listed.is_empty() {
            return Ok(listed);
        }
        if pairs.is_empty() {
            return Err(Refusal::Dns { host: host.to_owned() });
        }
        if is_local_name(host) {
            return Err(Refusal::LocalName { host: host.to_owned() });
        }
        for pair in &pairs {
            self.connection(host, *pair)?;
        }
        Ok(pairs)
    }

    /// Judges one address and port, about to be connected to or already connected.
    pub(crate) fn connection(&self, host: &str, pair: SocketAddr) -> Result<(), Refusal> {
        // A link-local address carries its interface; the pair on the list is compared without it.
        if self.allow.contains(&SocketAddr::new(pair.ip(), pair.port())) {
            return Ok(());
        }
        if let Some(why) = why_special(pair.ip()) {
            return Err(Refusal::Private { host: host.to_owned(), address: pair.ip(), why });
        }
        if !PORTS.contains(&pair.port()) {
            return Err(Refusal::Port { host: host.to_owned(), port: pair.port() });
        }
        Ok(())
    }

    /// Whether an address that was let through is one the operator listed, as far as can be seen before
    /// its name is resolved.
    pub(crate) fn is_listed(&self, url: &Url) -> bool {
        let port = url.port_or_known_default().unwrap_or_default();
        let ip = match url.host() {
            Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            _ => None,
        };
        !PORTS.contains(&port) || ip.is_some_and(|ip| self.allow.contains(&SocketAddr::new(ip, port)))
    }

    /// Every port a connection may go to.
    pub(crate) fn ports(&self) -> Vec<u16> {
        let mut ports: Vec<u16> = PORTS.into_iter().chain(self.allow.iter().map(SocketAddr::port)).collect();
        ports.sort_unstable();
        ports.dedup();
        ports
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ips(list: &[&str]) -> Vec<IpAddr> {
        list.iter().map(|ip| ip.parse().unwrap()).collect()
    }

    #[test]
    fn one_private_address_among_public_ones_condemns_the_name() {
        let refusal = Guard::default().resolved("two-faced.org", 443, ips(&["93.184.215.14", "10.0.0.7"]));
        assert!(
            matches!(refusal, Err(Refusal::Private { address, .. }) if address.to_string() == "10.0.0.7")
        );
        assert!(
            Guard::default().resolved("honest.org", 443, ips(&["93.184.215.14", "2606:2800::1"])).is_ok()
        );
    }

    #[test]
    fn a_listed_pair_is_the_only_one_used() {
        let listed = "127.0.0.1:8081".parse().unwrap();
        let guard = Guard::new(vec![listed]);
        assert_eq!(guard.resolved("localhost", 8081, ips(&["::1", "127.0.0.1"])), Ok(vec![listed]));
        assert!(guard.resolved("localhost", 80, ips(&["127.0.0.1"])).is_err(), "another port");
        assert!(guard.resolved("elsewhere.org", 8081, ips(&["93.184.215.14"])).is_err(), "another address");
    }

    #[test]
    fn a_name_without_addresses_is_not_found() {
        let refusal = Guard::default().resolved("nowhere.org", 80, Vec::new());
        assert_eq!(refusal, Err(Refusal::Dns { host: "nowhere.org".into() }));
    }
}
