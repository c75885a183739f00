//! Addresses in links and pictures: absolute, of a harmless scheme, written as the standard wants them.

use url::Url;

/// Whose text is being cleaned; decides what a relative address means.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Addresses<'a> {
    /// The address of the page the text comes from; `None` for our own.
    pub base: Option<&'a Url>,
    /// Whether `/path` may stay: only in our own posts.
    pub local_paths: bool,
}

/// Prefix of every id that comes from a text, so that it can't take an id of the page around it.
pub(crate) const ID_PREFIX: &str = "t-";

impl Addresses<'_> {
    /// Where a link leads: `#t-…` within the text, a path of the site, or an absolute address.
    pub fn link(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if let Some(fragment) = href.strip_prefix('#') {
            return id(&percent_decoded(fragment)).map(|id| format!("#{id}"));
        }
        if let (Some(base), Some(url)) = (self.base, self.absolute(href)) {
            let mut page = url.clone();
            page.set_fragment(None);
            let mut here = base.clone();
            here.set_fragment(None);
            if page == here
                && let Some(id) = url.fragment().and_then(|f| id(&percent_decoded(f)))
            {
                return Some(format!("#{id}"));
            }
        }
        self.resolve(href, &["http", "https", "mailto"])
    }

    /// Where a picture or a film lies.
    pub fn picture(&self, src: &str) -> Option<String> {
        self.resolve(src.trim(), &["http", "https"])
    }

    /// The address of a place within the page the text comes from.
    pub fn away(&self, fragment: &str) -> Option<String> {
        let mut url = self.base?.clone();
        url.set_fragment(Some(fragment.strip_prefix(ID_PREFIX).unwrap_or(fragment)));
        Some(written(url.as_str()))
    }

    fn absolute(&self, text: &str) -> Option<Url> {
        match self.base {
            Some(base) => base.join(text).ok(),
            None => Url::parse(text).ok(),
        }
    }

    fn resolve(&self, text: &str, schemes: &[&str]) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        let mut url = match (self.absolute(text), self.base) {
            (Some(url), _) => url,
            (None, None) => {
                // Only `/path` and `//host` are left: their meaning is read off a stand-in host.
                let stand_in = Url::parse("https://stand-in.invalid/").ok()?;
                if !text.starts_with(['/', '\\']) {
                    return None;
                }
                let url = stand_in.join(text).ok()?;
                if url.host() == stand_in.host() {
                    let local = written(&url.as_str()["https://stand-in.invalid".len()..]);
                    // A second slash would make the rest a host.
                    return (self.local_paths && !local.starts_with("//")).then_some(local);
                }
                url
            }
            (None, Some(_)) => return None,
        };
        if !schemes.contains(&url.scheme()) || (url.scheme() != "mailto" && !url.has_host()) {
            return None;
        }
        if url.scheme() != "mailto" {
            // "https://bank@elsewhere" deceives; nobody publishes with a password in the address.
            url.set_username("").ok()?;
            url.set_password(None).ok()?;
        }
        Some(written(url.as_str()))
    }
}

/// An id of the input as we write it, when it can be one.
pub(crate) fn id(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = !text.is_empty()
        && text.len() <= 120
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
    fits.then(|| if text.starts_with(ID_PREFIX) { text.to_owned() } else { format!("{ID_PREFIX}{text}") })
}

/// Escapes what parsers accept in an address but the standard calls an error.
fn written(address: &str) -> String {
    let authority = address
        .find("://")
        .map_or(0, |at| address[at + 3..].find(['/', '?', '#']).map_or(address.len(), |end| at + 3 + end));
    let (head, tail) = address.split_at(authority);
    let mut out = head.to_owned();
    let bytes = tail.as_bytes();
    for (at, c) in tail.char_indices() {
        let bare_percent = c == '%'
            && !(bytes.get(at + 1).is_some_and(u8::is_ascii_hexdigit)
                && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit));
        let second_hash = c == '#' && tail[..at].contains('#');
        if bare_percent || second_hash || "\"<>\\^`{|}[] ".contains(c) {
            out.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = hex {
            out.push(byte);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
