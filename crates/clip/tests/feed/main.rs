//! Feeds, small and self-made: one for each rule, and some that mean harm.

#![expect(clippy::panic, reason = "a test fails by panicking")]

mod dialects;
mod hostile;
mod lists;

use clip::feed::{FeedPage, NoFeed, read_feed};
use model::FeedReading;

/// Reads a feed as if it came from a site.
fn read_bytes(bytes: &[u8], content_type: Option<&str>) -> Result<FeedReading, NoFeed> {
    let url = "https://gazette.example/feeds/all.xml";
    read_feed(&FeedPage { url, bytes, content_type, content_location: None, content_language: None })
}

#[track_caller]
fn read(text: &str) -> FeedReading {
    read_bytes(text.as_bytes(), None).unwrap_or_else(|why| panic!("{why}: {text:.200}"))
}

/// An RSS feed around some items.
fn rss(items: &str) -> FeedReading {
    read(&format!(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel><title>T</title>{items}</channel></rss>"
    ))
}
