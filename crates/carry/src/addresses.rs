//! Addresses of a site: which are its own, and what path they stand for.

use url::Url;

use crate::html::unescaped;

/// The addresses under which a site was read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Addresses {
    /// Without a slash at the end, the one that counts first.
    pub(crate) all: Vec<String>,
    /// Their hosts, without `www.`.
    hosts: Vec<String>,
}

impl Addresses {
    /// Adds an address, unless it is there or is none. A host alone is read as `https://` before it.
    pub(crate) fn add(&mut self, address: &str) {
        let address = address.trim().trim_end_matches('/');
        let whole = if address.contains("://") { address.to_owned() } else { format!("https://{address}") };
        let Some(host) = Url::parse(&whole).ok().and_then(|url| host(&url)) else { return };
        if !self.all.contains(&whole) {
            self.all.push(whole);
        }
        if !self.hosts.contains(&host) {
            self.hosts.push(host);
        }
    }

    /// Whether a host, without `www.`, is one of them.
    pub(crate) fn holds(&self, host: &str) -> bool {
        self.hosts.iter().any(|own| own == host)
    }

    /// The site's name for itself: host and path of its first address.
    pub(crate) fn key(&self) -> Option<String> {
        let url = Url::parse(self.all.first()?).ok()?;
        Some(format!("{}{}", host(&url)?, url.path().trim_end_matches('/')))
    }

    /// The path under which the site stands, without a slash at the end: mostly empty.
    pub(crate) fn base(&self) -> String {
        let first = self.all.first().and_then(|address| Url::parse(address).ok());
        first.map(|url| unescaped(url.path().trim_end_matches('/'))).unwrap_or_default()
    }

    /// What an address of this site stands for, as written, decoded: its path, and its query with the question mark.
    pub(crate) fn path(&self, address: &str) -> Option<(String, String)> {
        let address = address.trim();
        if address.starts_with('/') && !address.starts_with("//") {
            return Some(parted(address));
        }
        let url = Url::parse(address).ok()?;
        if !matches!(url.scheme(), "http" | "https") || !self.holds(&host(&url)?) {
            return None;
        }
        // Not the parsed path: it is kept as it was written.
        let behind = address.split_once("://")?.1;
        let start = behind.find(['/', '?', '#']).unwrap_or(behind.len());
        Some(parted(&behind[start..]))
    }
}

/// A host without `www.`.
pub(crate) fn host(url: &Url) -> Option<String> {
    let host = url.host_str()?.to_ascii_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned())
}

fn parted(rest: &str) -> (String, String) {
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let path = if path.is_empty() { "/".to_owned() } else { unescaped(path) };
    (path, if query.len() > 1 { unescaped(query) } else { String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_addresses_stand_for_paths() {
        let mut site = Addresses::default();
        site.add("https://www.b.example/blog/");
        site.add("b.example");
        for (address, expected) in [
            ("https://b.example/2019/01/x/", Some(("/2019/01/x/", ""))),
            ("http://www.B.example/%CE%B1%CE%B2/", Some(("/αβ/", ""))),
            ("https://b.example?p=12", Some(("/", "?p=12"))),
            ("https://b.example/?p=12#more", Some(("/", "?p=12"))),
            ("/x/", Some(("/x/", ""))),
            ("//c.example/x", None),
            ("https://c.example/x/", None),
            ("mailto:a@b.example", None),
            ("", None),
        ] {
            let found = site.path(address);
            assert_eq!(found.as_ref().map(|(p, q)| (p.as_str(), q.as_str())), expected, "{address}");
        }
        assert_eq!(site.key().as_deref(), Some("b.example/blog"));
        assert_eq!(site.base(), "/blog");
    }
}
