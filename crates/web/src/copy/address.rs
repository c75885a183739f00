//! Addresses of the site, and the files that stand for them in a copy.

use sha2::{Digest, Sha256};
use url::Url;

/// Longest part of a path that is a file's name as it is, in bytes; longer ones are named by their hash.
const LONG: usize = 200;

/// Kinds of files that keep their names; everything else is a page, and gets a directory of its own.
const FILES: &[&str] = &[
    "atom",
    "css",
    "gif",
    "html",
    "ico",
    "jpeg",
    "jpg",
    "js",
    "json",
    "jsonl",
    "png",
    "rss",
    "sh",
    "svg",
    "txt",
    "webmanifest",
    "webp",
    "xml",
];

/// What a query may say that makes another page of a path; anything else is a stranger's and changes nothing.
const QUERIES: &[&str] = &["after", "before", "comments", "post", "window"];

/// What a query says when it belongs to a form.
const FORMS: &[&str] = &["answers", "comment", "own", "q", "reply"];

/// Paths that only the live site answers.
const LIVE: &[&str] = &[
    "/api",
    "/comments/work",
    "/desk",
    "/healthz",
    "/mail",
    "/search",
    "/sign-in",
    "/sign-out",
    "/websub",
    "/welcome",
];

/// An address on the site: its path as it is written, and what of its query matters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Address {
    path: String,
    query: Vec<(String, String)>,
    is_form: bool,
}

/// What stands for an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A file, by its path in the copy.
    File(String),
    /// Nothing: only the live site can answer.
    Live,
}

impl Address {
    /// A path of ours.
    pub(super) fn plain(path: &str) -> Address {
        Address { path: path.to_owned(), query: Vec::new(), is_form: false }
    }

    /// Reads an address as it stands on a page: `None` for one that is not of this site. Also its fragment.
    pub(super) fn read(origin: &str, page: &Address, text: &str) -> Option<(Address, String)> {
        let base = Url::parse(&format!("{origin}{}", page.path)).ok()?;
        let url = base.join(text.trim()).ok()?;
        if !matches!(url.scheme(), "http" | "https") || url.origin() != base.origin() {
            return None;
        }
        let mut query: Vec<(String, String)> = Vec::new();
        let mut is_form = false;
        for (key, value) in url.query_pairs() {
            is_form |= FORMS.contains(&&*key);
            if QUERIES.contains(&&*key) && !query.iter().any(|(known, _)| *known == key) {
                query.push((key.into_owned(), value.into_owned()));
            }
        }
        let path = url.path().to_owned();
        let path = if path.len() > 1 { path.trim_end_matches('/').to_owned() } else { path };
        let path = if path.is_empty() { "/".to_owned() } else { path };
        Some((Address { path, query, is_form }, url.fragment().unwrap_or_default().to_owned()))
    }

    /// The path, percent-encoded.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// As the router is asked for it.
    pub(super) fn target(&self) -> String {
        if self.query.is_empty() {
            return self.path.clone();
        }
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&self.query).finish();
        format!("{}?{query}", self.path)
    }

    /// The comment of an address that finds one, `/comments/ID`.
    pub(super) fn comment(&self) -> Option<&str> {
        self.path.strip_prefix("/comments/").filter(|id| !id.contains('/') && *id != "work")
    }

    /// What stands for it.
    pub(super) fn place(&self) -> Place {
        let below = |path: &&str| {
            self.path.strip_prefix(*path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let acts = self.path.strip_prefix("/comments/").is_some_and(|rest| rest.contains('/'));
        if self.is_form || acts || LIVE.iter().any(below) {
            return Place::Live;
        }
        let parts: Vec<&str> = self.path.split('/').filter(|part| !part.is_empty()).collect();
        let mut names: Vec<String> = parts.iter().map(|part| name(part)).collect();
        let is_file = self.query.is_empty() && is_file(&parts);
        let folders = if is_file { names.len().saturating_sub(1) } else { names.len() };
        for folder in names.iter_mut().take(folders) {
            // A page with a file's name has pages below it: they need a directory, which can't have that name too.
            if is_named_as_file(folder) {
                folder.push('~');
            }
        }
        // A host is no file's name, whatever it ends with.
        if let ["sources", _] = parts[..] {
            names.truncate(1);
            names.push(name(parts[1]));
        }
        if !self.query.is_empty() {
            let pairs: Vec<String> =
                self.query.iter().map(|(key, value)| format!("{key}-{}", worded(value))).collect();
            names.push(short(&format!("q-{}", pairs.join("-"))));
        }
        if !is_file {
            names.push("index.html".to_owned());
        }
        Place::File(names.join("/"))
    }

    /// The address of its file, as a link on a page.
    pub(super) fn href(&self, fragment: &str) -> String {
        let Place::File(file) = self.place() else { return String::new() };
        let folder = file.strip_suffix("index.html").unwrap_or(&file);
        let sign = if fragment.is_empty() { "" } else { "#" };
        format!("/{}{sign}{fragment}", model::permalink::percent_encode_path(folder))
    }
}

fn is_named_as_file(name: &str) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(before, ext)| !before.is_empty() && FILES.contains(&ext.to_ascii_lowercase().as_str()))
}

/// Whether an address is a file's: by its ending, or because what is there is no page.
fn is_file(parts: &[&str]) -> bool {
    match parts {
        ["sources", _] => false,
        [".well-known", _] | ["captures", _, "parts", _] => true,
        [.., last] => is_named_as_file(last),
        [] => false,
    }
}

/// A part of a path as a file's name.
fn name(part: &str) -> String {
    let plain = model::permalink::percent_decode(part);
    let is_odd =
        plain.is_empty() || plain == "." || plain == ".." || plain.contains(['/', '\\', '\0', '\n', '\r']);
    if is_odd { hash(part) } else { short(&plain) }
}

fn short(name: &str) -> String {
    if name.len() > LONG { hash(name) } else { name.to_owned() }
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// A value of a query with nothing in it that a file's name can't hold.
fn worded(value: &str) -> String {
    value.chars().map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://courant.example";

    fn place(text: &str) -> Option<String> {
        let (address, _) = Address::read(ORIGIN, &Address::plain("/2026/11/here"), text)?;
        match address.place() {
            Place::File(file) => Some(file),
            Place::Live => Some("live".to_owned()),
        }
    }

    #[test]
    fn an_address_has_one_file_that_servers_find() {
        for (address, file) in [
            ("/", "index.html"),
            ("/2026/11/%CF%80%CE%BF", "2026/11/πο/index.html"),
            ("/2026/11/here/", "2026/11/here/index.html"),
            ("/2019/01/old.html", "2019/01/old.html"),
            ("/2019/01/old.html/comments.atom", "2019/01/old.html~/comments.atom"),
            ("/2019/01/old.html?comments=newest", "2019/01/old.html~/q-comments-newest/index.html"),
            (
                "/2026/11/here?comments=best&after=1.2&utm_source=x",
                "2026/11/here/q-comments-best-after-1.2/index.html",
            ),
            ("?utm_source=x#y", "2026/11/here/index.html"),
            ("/sources/example.js", "sources/example.js/index.html"),
            ("/.well-known/courant-key", ".well-known/courant-key"),
            ("/captures/01/parts/3", "captures/01/parts/3"),
            ("https://courant.example/feed.atom", "feed.atom"),
            ("/a%2Fb", ""),
            ("/../../etc/passwd", "etc/passwd/index.html"),
        ] {
            let found = place(address).unwrap();
            if file.is_empty() {
                // Named by its hash: a part of a path is never two.
                assert!(!found.contains("a/b") && found.ends_with("/index.html"), "{found}");
            } else {
                assert_eq!(found, file, "{address}");
            }
        }
        for address in ["/search?q=x", "/desk/posts", "?reply=1", "/comments/01/flag", "/sign-in"] {
            assert_eq!(place(address).unwrap(), "live", "{address}");
        }
        for address in ["https://elsewhere.example/", "mailto:a@example.org", "data:,x", "//cdn.example/x.js"]
        {
            assert_eq!(place(address), None, "{address}");
        }
    }
}
