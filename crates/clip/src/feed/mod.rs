//! Feeds of outlets: bytes in, items out. Atom 0.3 and 1.0, RSS 0.90 to 2.0, RDF, CDF, JSON Feed; lists of
//! feeds (OPML) both ways; and where the feed of a page is.
//!
//! **Invariants.** As in the whole room: a pure function of bytes, their labels and their address; no input
//! makes it panic or run away. A damaged document gives what can be read of it. Entities that a document
//! defines itself are never expanded.
//!
//! **Start reading** at [`read_feed`]; `tree` is the tolerant reader of XML, `vocabulary` says which element
//! means what in all the dialects, `walk` puts a reading together.

mod discover;
mod feed_date;
mod json;
mod opml;
mod person;
mod rich;
mod tree;
mod vocabulary;
mod walk;

use model::FeedReading;
use url::Url;

use crate::decode;

pub use discover::{FoundFeed, feeds_of_page};
pub use opml::{opml, read_opml};

/// Most bytes of a feed that are read.
pub const FEED_SIZE_LIMIT: usize = 10 * 1024 * 1024;
/// Most items of one document that are read.
pub const ITEM_LIMIT: usize = 1_000;

/// A feed as it was received.
#[derive(Clone, Copy, Debug)]
pub struct FeedPage<'a> {
    /// Its address after redirects, absolute.
    pub url: &'a str,
    /// The bytes, content encodings undone.
    pub bytes: &'a [u8],
    /// The `Content-Type` header.
    pub content_type: Option<&'a str>,
    /// The `Content-Location` header: old feeds mean it when they write a relative address.
    pub content_location: Option<&'a str>,
    /// The `Content-Language` header.
    pub content_language: Option<&'a str>,
}

/// Why bytes are no feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFeed {
    /// No bytes, or white space only.
    #[error("{url} answered with nothing; try again later, or check the address")]
    Empty {
        /// The address asked for.
        url: String,
    },
    /// Something else.
    #[error("{url} is not a feed that can be read (Atom, RSS or JSON Feed); check the address")]
    NotAFeed {
        /// The address asked for.
        url: String,
    },
    /// A list of feeds, not a feed.
    #[error("{url} is a list of feeds (OPML); save it as a file and import that")]
    AList {
        /// The address asked for.
        url: String,
    },
    /// More bytes than we read.
    #[error("{url} has {size} bytes; feeds of up to {limit} bytes are read")]
    TooLarge {
        /// The address asked for.
        url: String,
        /// Bytes received.
        size: usize,
        /// Bytes allowed.
        limit: usize,
    },
}

/// Reads a feed.
///
/// # Errors
/// [`NoFeed`].
pub fn read_feed(page: &FeedPage) -> Result<FeedReading, NoFeed> {
    let url = || page.url.to_owned();
    if page.bytes.len() > FEED_SIZE_LIMIT {
        return Err(NoFeed::TooLarge { url: url(), size: page.bytes.len(), limit: FEED_SIZE_LIMIT });
    }
    let text = decode::decode(page.bytes, page.content_type).text;
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\0');
    if text.is_empty() {
        return Err(NoFeed::Empty { url: url() });
    }
    let here = Url::parse(page.url).ok();
    let base = match (&here, page.content_location) {
        (Some(here), Some(location)) => here.join(location.trim()).ok().filter(Url::has_host),
        _ => None,
    };
    let base = base.or(here);
    if text.starts_with('{') {
        return json::read(text, base.as_ref()).ok_or_else(|| NoFeed::NotAFeed { url: url() });
    }
    let tree = tree::Tree::read(text, base.as_ref(), page.content_language);
    if tree.root().is_some_and(|root| root.name == "opml") {
        return Err(NoFeed::AList { url: url() });
    }
    walk::read(&tree).ok_or_else(|| NoFeed::NotAFeed { url: url() })
}
