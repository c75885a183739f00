//! Pages around a video: the channel is the byline, the description is the text.

use dom_query::Document;
use serde_json::{Map, Value};

use crate::byline::stated;
use crate::structured::{Structured, address, fold, plain};

/// What a page says about its video.
#[derive(Default)]
pub(crate) struct Video {
    pub headline: Option<String>,
    pub channel: Vec<String>,
    /// Lines kept apart.
    pub description: String,
    pub thumbnail: Option<String>,
    pub published: Option<model::Dated>,
}

/// The video, when the page is about one: it says so, or describes a video, and describes no article. Pages
/// of text that open with a film often call themselves a video to be shown as one elsewhere.
pub(crate) fn video(document: &Document, structured: &Structured, has_article: bool) -> Option<Video> {
    let objects = structured.of_type(&["VideoObject"]);
    let object = objects.first().copied();
    let kind = structured.meta(&["og:type"]).unwrap_or_default().to_ascii_lowercase();
    let microdata = document.select("[itemtype$='schema.org/VideoObject']").iter().next();
    let says_so = kind.starts_with("video");
    if has_article || !says_so && (kind == "article" || object.is_none() && microdata.is_none()) {
        return None;
    }
    let mut video = object.map(|object| described(object, structured)).unwrap_or_default();
    if let Some(item) = microdata {
        let property = |name: &str| {
            let found = item.select(&format!("[itemprop={name}]"));
            let node = found.nodes().first().copied()?;
            node.attr("content")
                .or_else(|| node.attr("href"))
                .map(|v| v.to_string())
                .or_else(|| Some(node.text().to_string()))
        };
        if video.headline.is_none() {
            video.headline = property("name").map(|n| plain(&n));
        }
        if video.description.is_empty() {
            video.description = property("description").unwrap_or_default();
        }
        if video.channel.is_empty() {
            let author = item.select("[itemprop=author] [itemprop=name]");
            let name = author.nodes().first().and_then(|n| n.attr("content").or_else(|| Some(n.text())));
            video.channel = name.map(|n| fold(&n)).filter(|n| !n.is_empty()).into_iter().collect();
        }
        if video.published.is_none() {
            video.published =
                ["datePublished", "uploadDate"].iter().find_map(|n| crate::date::parse(&property(n)?));
        }
        if video.thumbnail.is_none() {
            video.thumbnail = property("thumbnailUrl");
        }
    }
    if video.description.trim().is_empty() {
        video.description =
            structured.meta(&["og:description", "description"]).unwrap_or_default().to_owned();
    }
    Some(video)
}

fn described(object: &Map<String, Value>, structured: &Structured) -> Video {
    let channel = ["author", "creator", "publisher"].iter().find_map(|key| {
        object.get(*key).map(|value| stated(value, structured)).filter(|names| !names.is_empty())
    });
    Video {
        headline: crate::structured::text(object, "name")
            .or_else(|| crate::structured::text(object, "headline")),
        channel: channel.unwrap_or_default(),
        description: object.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
        thumbnail: ["thumbnailUrl", "thumbnail", "image"]
            .iter()
            .find_map(|key| object.get(*key).and_then(address))
            .map(str::to_owned),
        published: ["uploadDate", "datePublished"].iter().find_map(|key| crate::date::parse_in(object, key)),
    }
}
