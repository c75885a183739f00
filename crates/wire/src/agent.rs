//! How we name ourselves to outlets.

use model::robots::PRODUCT;
use reqwest::header::HeaderValue;
use url::Url;

use crate::Accept;

/// The `User-Agent` of each kind of request: who, from where, and what for.
pub(crate) struct Agent {
    page: HeaderValue,
    cited: HeaderValue,
    feed: HeaderValue,
    robots: HeaderValue,
}

impl Agent {
    /// For a site at this public address.
    ///
    /// # Errors
    /// Which text can't stand in a header; an address as the URL standard writes it always can.
    pub(crate) fn new(site: Option<&Url>) -> Result<Self, String> {
        let site = site.map(|site| format!("+{site}; ")).unwrap_or_default();
        let version = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));
        let named = |purpose: &str| {
            let text = format!("{PRODUCT}/{version} ({site}{purpose})");
            HeaderValue::from_str(&text).map_err(|error| format!("“{text}”: {error}"))
        };
        Ok(Self {
            page: named("a person asked to clip this page")?,
            cited: named("looks again at what a post cites")?,
            feed: named("a person follows this feed")?,
            robots: named("asks before it fetches")?,
        })
    }

    /// For a request of this kind.
    pub(crate) fn of(&self, accept: Accept) -> &HeaderValue {
        match accept {
            Accept::Page | Accept::Image | Accept::Style | Accept::Json => &self.page,
            Accept::Cited => &self.cited,
            Accept::Feed => &self.feed,
        }
    }

    /// For a form, by which a feed is subscribed to.
    pub(crate) fn form(&self) -> &HeaderValue {
        &self.feed
    }

    /// For `robots.txt`.
    pub(crate) fn robots(&self) -> &HeaderValue {
        &self.robots
    }
}
