//! JSON Feed, versions 1 and 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use model::{FeedHead, FeedLink, FeedPerson, FeedReading, Language, ReadItem};
use serde_json::{Map, Value};
use url::Url;

use super::ITEM_LIMIT;
use super::feed_date::date;
use super::rich::Rich;

/// Most authors and attachments that are kept.
const LISTED: usize = 50;

/// Reads a JSON Feed; `None` for JSON that is none.
pub(super) fn read(text: &str, base: Option<&Url>) -> Option<FeedReading> {
    let value: Value = serde_json::from_str(text).ok()?;
    let feed = value.as_object()?;
    let items = feed.get("items").and_then(Value::as_array)?;
    let version = feed.get("version").and_then(Value::as_str).unwrap_or_default();
    if !version.contains("jsonfeed") && !feed.contains_key("title") {
        return None;
    }
    let mut links = Vec::new();
    for (rel, key) in [("alternate", "home_page_url"), ("self", "feed_url"), ("next", "next_url")] {
        links.extend(address(feed, key, base).map(|address| link(rel, address, None)));
    }
    for hub in objects(feed.get("hubs")) {
        let is_websub = text_of(hub, "type").is_some_and(|kind| kind.eq_ignore_ascii_case("websub"));
        links.extend(address(hub, "url", base).filter(|_| is_websub).map(|hub| link("hub", hub, None)));
    }
    let head = FeedHead {
        id: text_of(feed, "feed_url"),
        title: line(feed, "title"),
        dek: text_of(feed, "description"),
        address: address(feed, "home_page_url", base),
        language: language(feed),
        authors: authors(feed, base),
        links,
        ..FeedHead::default()
    };
    let mut spent = 0;
    let items = items.iter().filter_map(Value::as_object).take(ITEM_LIMIT);
    let items = items.map(|item| read_item(item, base, &mut spent)).collect();
    Some(FeedReading { head, items })
}

fn read_item(item: &Map<String, Value>, base: Option<&Url>, spent: &mut usize) -> ReadItem {
    let content = match (text_of(item, "content_html"), text_of(item, "content_text")) {
        (Some(html), _) => Some(Rich::Html(html, base.cloned())),
        (None, text) => text.map(Rich::Plain),
    };
    let summary = text_of(item, "summary");
    let mut links = Vec::new();
    for (rel, key) in [("alternate", "url"), ("via", "external_url"), ("image", "image")] {
        links.extend(address(item, key, base).map(|address| link(rel, address, None)));
    }
    for attachment in objects(item.get("attachments")) {
        let kind = text_of(attachment, "mime_type");
        links.extend(address(attachment, "url", base).map(|address| link("enclosure", address, kind)));
    }
    let page = address(item, "url", base).or_else(|| address(item, "external_url", base));
    ReadItem {
        // Numbers are not allowed as ids, and are common.
        id: text_of(item, "id").or_else(|| item.get("id").filter(|id| id.is_number()).map(Value::to_string)),
        address: page.or_else(|| text_of(item, "id").filter(|id| id.starts_with("http"))),
        headline: line(item, "title"),
        authors: authors(item, base),
        published: text_of(item, "date_published").and_then(|text| date(&text)),
        modified: text_of(item, "date_modified").and_then(|text| date(&text)),
        html: content
            .clone()
            .or_else(|| summary.clone().map(Rich::Plain))
            .map(|text| text.html_within(spent))
            .unwrap_or_default(),
        summary: summary.unwrap_or_default(),
        language: language(item),
        links,
        source: None,
    }
}

fn link(rel: &str, address: String, media_type: Option<String>) -> FeedLink {
    FeedLink { rel: rel.to_owned(), address, media_type }
}

fn text_of(map: &Map<String, Value>, key: &str) -> Option<String> {
    map.get(key).and_then(Value::as_str).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn line(map: &Map<String, Value>, key: &str) -> String {
    text_of(map, key).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn address(map: &Map<String, Value>, key: &str, base: Option<&Url>) -> Option<String> {
    let text = text_of(map, key)?;
    match base {
        Some(base) => base.join(&text).ok().map(String::from),
        None => Url::parse(&text).ok().map(String::from),
    }
}

fn language(map: &Map<String, Value>) -> Option<String> {
    text_of(map, "language").and_then(|tag| Language::parse(&tag).ok()).map(|tag| tag.to_string())
}

fn objects(value: Option<&Value>) -> impl Iterator<Item = &Map<String, Value>> {
    value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object).take(LISTED)
}

fn authors(map: &Map<String, Value>, base: Option<&Url>) -> Vec<FeedPerson> {
    // Version 1 had one author.
    let one = map.get("author").and_then(Value::as_object).into_iter();
    objects(map.get("authors"))
        .chain(one)
        .map(|person| FeedPerson {
            name: text_of(person, "name"),
            email: None,
            address: address(person, "url", base),
        })
        .filter(|person| !super::person::is_nobody(person))
        .fold(Vec::new(), |mut people, person| {
            if !people.contains(&person) {
                people.push(person);
            }
            people
        })
}
