//! One look at a feed: where wire, clip and desk meet for what outlets publish.

use clip::feed::{FeedPage, NoFeed, feeds_of_page, read_feed};
use desk::{LEASE, Look, NewItem};
use model::{Feed, FeedId, FeedReading, ReadItem, Validators};
use wire::{Accept, Answer, Exchange, Refusal, Request};

use crate::clipping::Scissors;

/// Characters of an item's text that are read for its summary.
const SUMMARY: usize = 600;

/// What a hub says when it agrees, or will think about it (WebSub, section 5.1).
const HUB_AGREES: std::ops::Range<u16> = 200..300;

impl Scissors {
    /// Looks at a feed and keeps what is new; a few words about how it went. A feed that can't be had is no
    /// error: the desk remembers it with the feed and looks later.
    ///
    /// # Errors
    /// The store's.
    pub fn look_at(&self, id: FeedId) -> Result<String, desk::Error> {
        let Some(feed) = self.desk().feed_to_look_at(id)? else { return Ok("not looked at".to_owned()) };
        match self.fetch(&feed) {
            Ok(Seen::Unchanged) => {
                self.desk().record_look(id, &Look::Unchanged)?;
                self.renew(&feed)?;
                Ok("unchanged".to_owned())
            }
            Ok(Seen::Read { reading, exchange, address }) => {
                let (hub, topic) = (reading.hub().map(str::to_owned), reading.topic().map(str::to_owned));
                let topic = topic.unwrap_or_else(|| exchange.final_url.clone());
                let looked = self.desk().record_look(id, &look_of(*reading, &exchange, address))?;
                self.ask_hub(id, hub.as_deref(), &topic)?;
                Ok(format!("{} new", looked.added))
            }
            Err(Trouble { why, wait, gone }) => {
                tracing::info!(feed = feed.address, %why, "a feed could not be read");
                self.desk().record_look(id, &Look::Trouble { why: why.clone(), wait, gone })?;
                Ok(why)
            }
        }
    }

    /// Tells a hub that its calls are no longer wanted. A hub that is gone has stopped by itself.
    ///
    /// # Errors
    /// What a later try may mend.
    pub fn leave_hub(&self, hub: &str, topic: &str, callback: &str) -> Result<(), Refusal> {
        let Some(site) = self.site() else { return Ok(()) };
        let callback = format!("{site}/websub/{callback}");
        let fields = [("hub.mode", "unsubscribe"), ("hub.topic", topic), ("hub.callback", &callback)];
        match self.wire().post_form(hub, &fields) {
            Err(refusal) if refusal.is_passing() => Err(refusal),
            _ => Ok(()),
        }
    }

    fn fetch(&self, feed: &Feed) -> Result<Seen, Trouble> {
        let request = Request {
            etag: feed.validators.etag.clone(),
            last_modified: feed.validators.last_modified.clone(),
            ..Request::new(&feed.address, Accept::Feed)
        };
        let exchange = match self.wire().ask(request)? {
            Answer::Unchanged(_) => return Ok(Seen::Unchanged),
            Answer::Fresh(exchange) => exchange,
        };
        match reading_of(&exchange) {
            Ok(reading) => {
                let address = exchange.moved.clone();
                Ok(Seen::Read { reading: Box::new(reading), exchange: Box::new(exchange), address })
            }
            // A person knows the address of a site; its pages name the feed. Only until it was read once: a
            // feed that becomes a page is out of order, and an address must not wander.
            Err(why) if feed.read.is_none() => self.named_feed(&exchange, &why),
            Err(why) => Err(why.into()),
        }
    }

    fn named_feed(&self, page: &Exchange, why: &NoFeed) -> Result<Seen, Trouble> {
        let found = feeds_of_page(&page.final_url, &page.body, page.header("content-type"));
        let Some(found) = found.first() else {
            let why = match why {
                NoFeed::NotAFeed { url } => format!(
                    "{url} is not a feed and names none; look for a link “RSS” or “Atom” there and give its address"
                ),
                other => other.to_string(),
            };
            return Err(Trouble { why, wait: None, gone: false });
        };
        let exchange = match self.wire().ask(Request::new(&found.address, Accept::Feed))? {
            Answer::Fresh(exchange) | Answer::Unchanged(exchange) => exchange,
        };
        let reading = Box::new(reading_of(&exchange)?);
        let address = Some(exchange.moved.clone().unwrap_or_else(|| found.address.clone()));
        Ok(Seen::Read { reading, exchange: Box::new(exchange), address })
    }

    /// Asks a hub anew before its promise ends, also when the feed has not changed.
    fn renew(&self, feed: &Feed) -> Result<(), desk::Error> {
        match &feed.hub {
            Some(hub) => self.ask_hub(feed.id, Some(&hub.address), &hub.topic),
            None => Ok(()),
        }
    }

    /// Asks a feed's hub to call us, when there is a public address to call and the time has come. A hub that
    /// refuses is asked again at a later look; the feed is looked at all the same.
    fn ask_hub(&self, id: FeedId, hub: Option<&str>, topic: &str) -> Result<(), desk::Error> {
        let Some(site) = self.site() else { return Ok(()) };
        let Some(hub) = self.desk().hub_to_ask(id, hub, topic)? else { return Ok(()) };
        let (callback, lease) = (format!("{site}/websub/{}", hub.callback), LEASE.to_string());
        let fields = [
            ("hub.mode", "subscribe"),
            ("hub.topic", hub.topic.as_str()),
            ("hub.callback", callback.as_str()),
            ("hub.lease_seconds", lease.as_str()),
            ("hub.secret", hub.secret.as_str()),
        ];
        match self.wire().post_form(&hub.address, &fields) {
            Ok(answer) if HUB_AGREES.contains(&answer.status) => {}
            Ok(answer) => tracing::info!(hub = hub.address, status = answer.status, "a hub does not agree"),
            Err(refusal) => tracing::info!(hub = hub.address, %refusal, "a hub could not be asked"),
        }
        Ok(())
    }
}

enum Seen {
    Unchanged,
    Read { reading: Box<FeedReading>, exchange: Box<Exchange>, address: Option<String> },
}

/// Why there is nothing to read, as the desk keeps it.
struct Trouble {
    why: String,
    wait: Option<i64>,
    gone: bool,
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        let gone = matches!(refusal, Refusal::Status { status: 410, .. });
        let why = match &refusal {
            Refusal::Status { address, status: 410, .. } => {
                format!("{address} answered 410: the outlet has ended this feed. It is no longer looked at.")
            }
            other => other.to_string(),
        };
        Trouble { why, wait: refusal.wait().and_then(|wait| i64::try_from(wait.as_secs()).ok()), gone }
    }
}

impl From<NoFeed> for Trouble {
    fn from(why: NoFeed) -> Self {
        Trouble { why: why.to_string(), wait: None, gone: false }
    }
}

fn reading_of(exchange: &Exchange) -> Result<FeedReading, NoFeed> {
    read_feed(&FeedPage {
        url: &exchange.final_url,
        bytes: &exchange.body,
        content_type: exchange.header("content-type"),
        content_location: exchange.header("content-location"),
        content_language: exchange.header("content-language"),
    })
}

fn look_of(reading: FeedReading, exchange: &Exchange, address: Option<String>) -> Look {
    let language = reading.head.language.clone();
    let title = reading.head.title.clone();
    let items = reading.items.into_iter().filter_map(|item| new_item(item, &title, language.as_deref()));
    Look::Read {
        items: items.collect(),
        site: reading.head.address.filter(|site| site.starts_with("http")),
        validators: Validators {
            etag: exchange.header("etag").map(str::to_owned),
            last_modified: exchange.header("last-modified").map(str::to_owned),
        },
        title,
        address,
    }
}

/// An item as the desk keeps it; one without a web address can't be clipped, and is left out.
fn new_item(item: ReadItem, feed_title: &str, language: Option<&str>) -> Option<NewItem> {
    let url = item.address.clone().filter(|url| url.starts_with("http://") || url.starts_with("https://"))?;
    let text = if item.summary.is_empty() { markup::plain_text(&item.html) } else { item.summary.clone() };
    // Without a headline the beginning of the text stands for it, and is not said twice.
    let (headline, summary) = if item.headline.is_empty() {
        (markup::cut(&text.split_whitespace().collect::<Vec<_>>().join(" "), 120), String::new())
    } else {
        (item.headline.clone(), text.chars().take(SUMMARY * 2).collect())
    };
    let outlet = item.source.as_ref().map(|source| source.title.trim().to_owned());
    Some(NewItem {
        canonical: clip::canonical_address(&url),
        url,
        headline,
        summary,
        byline: item.byline(),
        outlet: outlet.filter(|outlet| !outlet.is_empty() && outlet != feed_title),
        published: item.published,
        modified: item.modified,
        language: item.language.clone().or_else(|| language.map(str::to_owned)),
        id: item.id,
    })
}
