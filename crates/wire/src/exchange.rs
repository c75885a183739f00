//! One finished fetch.

use bytes::Bytes;
use model::Robots;

use crate::Hop;

/// The most bytes read of a style sheet: the largest that sites of news send are half of that.
const STYLE: usize = 512 * 1024;

/// What kind of answer a fetch asks for. The answer is not judged by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accept {
    /// A page to clip.
    Page,
    /// A page that published posts cite, looked at again.
    Cited,
    /// A picture.
    Image,
    /// A style sheet of a page.
    Style,
    /// What a host says of a page for programs.
    Json,
    /// A feed: Atom, RSS, RDF or JSON Feed.
    Feed,
}

impl Accept {
    /// The `Accept` header.
    pub(crate) fn header(self) -> &'static str {
        match self {
            Accept::Page | Accept::Cited => "text/html, application/xhtml+xml;q=0.9, */*;q=0.1",
            Accept::Style => "text/css, */*;q=0.1",
            Accept::Json => "application/json, */*;q=0.1",
            Accept::Image => "image/avif, image/webp, image/png, image/jpeg, image/gif;q=0.9",
            Accept::Feed => {
                "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, \
                 application/json;q=0.8, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
            }
        }
    }

    /// Whether what is exchanged is kept as it was sent: what a site may have to show for its posts.
    pub(crate) fn is_kept(self) -> bool {
        matches!(self, Accept::Page | Accept::Cited | Accept::Image | Accept::Style)
    }

    /// The most bytes read, where that is less than for a page.
    pub(crate) fn most(self) -> usize {
        match self {
            Accept::Style => STYLE,
            Accept::Page | Accept::Cited | Accept::Image | Accept::Json | Accept::Feed => usize::MAX,
        }
    }
}

/// What to fetch: an address, the kind of answer, and what is known of the copy at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The address, in whatever spelling.
    pub address: String,
    /// The kind of answer asked for.
    pub accept: Accept,
    /// The `etag` of the copy at hand, exactly as it came; sent as `If-None-Match`.
    pub etag: Option<String>,
    /// The `last-modified` of the copy at hand, exactly as it came; sent as `If-Modified-Since`.
    pub last_modified: Option<String>,
}

impl Request {
    /// Asks for the whole answer, whatever is at hand.
    pub fn new(address: impl Into<String>, accept: Accept) -> Self {
        Self { address: address.into(), accept, etag: None, last_modified: None }
    }
}

/// How an outlet answered a [`Request`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It sent everything.
    Fresh(Exchange),
    /// It says that the copy at hand, of which the request told, is still good: status 304 (RFC 9110,
    /// section 15.4.5), headers, no body.
    Unchanged(Exchange),
}

/// A request and its complete answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The address asked for, as the URL standard writes it, without a fragment.
    pub request_url: String,
    /// The address that answered; equal to [`Exchange::request_url`] when nothing redirected.
    pub final_url: String,
    /// The addresses that answered with a redirect, in order; empty when none did.
    pub redirects: Vec<String>,
    /// Where the address asked for has moved for good: the last address that redirects 301 and 308, and no
    /// other before them, led to.
    pub moved: Option<String>,
    /// The HTTP status, from 200 to 299; 304 in [`Answer::Unchanged`] only.
    pub status: u16,
    /// The answer's headers in the order received (a repeated name stands beside its first use), names in
    /// lower case, bytes outside UTF-8 replaced. `content-encoding` and `content-length` are as sent: they
    /// describe the transfer, not [`Exchange::body`].
    pub headers: Vec<(String, String)>,
    /// Why the outlet's `robots.txt` let [`Exchange::final_url`] through; `None` where it was not asked:
    /// for a picture, which belongs to a page that was, and for a form.
    pub robots: Option<Robots>,
    /// The exact bytes after content-decoding (gzip, brotli); character set untouched.
    pub body: Bytes,
    /// What went over the wire, hop by hop, the last being the answer; empty for what nobody will have to
    /// show: feeds, what hosts say for programs, forms.
    pub hops: Vec<Hop>,
}

impl Exchange {
    /// The first header of that name, given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }
}
