//! Pages around a video: the channel is the byline, the description is the text.

use dom_query::Document;
use model::Film;
use serde_json::{Map, Value};
use url::Url;

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

/// Length, player and size of the video, as far as the page tells them; `None` when it tells nothing.
pub(crate) fn film(document: &Document, structured: &Structured, base: &Url) -> Option<Film> {
    let objects = structured.of_type(&["VideoObject"]);
    let object = objects.first().copied();
    let stated = |key: &str| object.and_then(|object| object.get(key)).and_then(text_of);
    let item = document.select("[itemtype$='schema.org/VideoObject']").iter().next();
    let property = |name: &str| {
        let found = item.as_ref()?.select(&format!("[itemprop={name}]"));
        let node = found.nodes().first().copied()?;
        let value = ["content", "href", "src", "datetime"].iter().find_map(|key| node.attr(key));
        value.map(|value| value.to_string())
    };
    let meta = |names: &[&str]| structured.meta(names).map(str::to_owned);
    let duration = [
        stated("duration"),
        property("duration"),
        meta(&["video:duration", "og:video:duration", "duration"]),
    ];
    let players = [
        object.and_then(|object| object.get("embedUrl")).and_then(address).map(str::to_owned),
        property("embedUrl"),
        meta(&["twitter:player"]),
        page_player(structured),
    ];
    let absolute = |text: &String| {
        let url = base.join(text.trim()).ok()?;
        (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| String::from(url))
    };
    let players: Vec<String> = players.iter().flatten().filter_map(absolute).collect();
    let side = |names: &[&str], key: &str| {
        let text = meta(names).or_else(|| stated(key)).or_else(|| property(key))?;
        text.trim().trim_end_matches("px").parse::<u32>().ok().filter(|pixels| (1..=16_384).contains(pixels))
    };
    let film = Film {
        duration: duration.iter().flatten().find_map(|text| model::film::seconds(text)),
        // One that may stand in a page is worth more than an earlier one that may not.
        player: players.iter().find(|p| p.starts_with("https:")).or(players.first()).cloned(),
        size: side(&["og:video:width", "twitter:player:width"], "width")
            .zip(side(&["og:video:height", "twitter:player:height"], "height")),
    };
    Some(film).filter(|film| !film.is_empty())
}

/// `og:video` names a page that plays, or a bare file; only the first can stand in a frame.
fn page_player(structured: &Structured) -> Option<String> {
    let kind = structured.meta(&["og:video:type"]).unwrap_or("text/html").to_ascii_lowercase();
    let address = structured.meta(&["og:video:secure_url", "og:video:url", "og:video"])?;
    let path = address.split(['?', '#']).next().unwrap_or(address).to_ascii_lowercase();
    let file =
        [".mp4", ".webm", ".m3u8", ".mpd", ".swf", ".mov", ".ogv"].iter().any(|end| path.ends_with(end));
    (kind.starts_with("text/html") && !file).then(|| address.to_owned())
}

/// Numbers come as numbers and as text; sizes also as `{"value": 1280}`.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.first().and_then(text_of),
        Value::Object(object) => object.get("value").and_then(text_of),
        _ => None,
    }
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
