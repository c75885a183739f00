//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use serde_json::{Map, Value, json};

use super::{Feed, Item};
use crate::attribution::Attribution;
use crate::corrections::word;
use crate::{Error, Pages};

impl Pages {
    /// The feed as JSON Feed.
    ///
    /// # Errors
    /// When the document can't be written.
    pub fn feed_json(&self, feed: &Feed) -> Result<String, Error> {
        let frame = &feed.frame;
        let spoken = self.words().of(&frame.site.language);
        let mut document = Map::new();
        let mut put = |key: &str, value: Value| document.insert(key.to_owned(), value);
        put("version", json!("https://jsonfeed.org/version/1.1"));
        put("title", json!(feed.title()));
        put("home_page_url", json!(feed.home()));
        put("feed_url", json!(feed.address()));
        put("language", json!(frame.site.language.as_str()));
        if !frame.site.tagline.is_empty() {
            put("description", json!(frame.site.tagline));
        }
        put("items", feed.items(spoken).iter().map(|entry| item(feed, entry)).collect());
        serde_json::to_string(&document).map_err(|error| Error::Document(error.to_string()))
    }
}

fn item(feed: &Feed, item: &Item<'_>) -> Value {
    let writing = &item.post.writing;
    let mut entry = Map::new();
    let mut put = |key: &str, value: Value| entry.insert(key.to_owned(), value);
    put("id", json!(item.id));
    put("url", json!(item.address));
    if let Some(source) = Attribution::of(item.post, None) {
        put("external_url", json!(source.url()));
    }
    put("title", json!(writing.headline));
    put("content_html", json!(item.html));
    put("summary", json!(item.post.excerpt));
    put("language", json!(item.language));
    put("date_published", json!(item.published.iso()));
    put("date_modified", json!(item.modified.iso()));
    if !writing.byline.is_empty() {
        put("authors", writing.byline.iter().map(|name| json!({ "name": name })).collect());
    }
    if !writing.labels.is_empty() {
        put("tags", writing.labels.iter().map(|label| json!(label.name)).collect());
    }
    if let Some(picture) = &item.picture {
        put("image", json!(picture.address));
    }
    let corrections: Vec<Value> = feed
        .corrections_of(item.post)
        .map(|told| json!({ "kind": word(told), "date": told.at.iso(), "note": told.note }))
        .collect();
    if !corrections.is_empty() {
        // An extension, as the format allows: programs need not look for the note in the text.
        put("_corrections", json!({ "about": feed.frame.absolute("/corrections"), "notes": corrections }));
    }
    Value::Object(entry)
}
