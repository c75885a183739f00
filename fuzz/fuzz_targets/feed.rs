//! Any bytes as a feed, as a list of feeds, and as a page that names feeds: read without a panic.
#![no_main]

use clip::feed::{FeedPage, feeds_of_page, read_feed, read_opml};
use libfuzzer_sys::fuzz_target;

const URL: &str = "https://gazette.example/feeds/main.xml";

fuzz_target!(|data: &[u8]| {
    let page = FeedPage {
        url: URL,
        bytes: data,
        content_type: None,
        content_location: None,
        content_language: Some("el"),
    };
    let _ = read_feed(&page);
    let _ = read_opml(data);
    let _ = feeds_of_page(URL, data, None);
});
