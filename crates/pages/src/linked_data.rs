//! The post for machines: schema.org JSON-LD (<https://schema.org/NewsArticle>).

use model::{Comment, CommentId, Conversation, Correction, Kind, Location, Post, SourceFields};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::Frame;
use crate::attribution::Attribution;
use crate::corrections::anchor;
use crate::picture::outside;

/// Most comments that are told to machines with a post.
const REMARKS: usize = 50;

/// A NewsArticle as the content of a `script` element.
pub(crate) fn news_article(
    frame: &Frame,
    post: &Post,
    attribution: Option<&Attribution<'_>>,
    address: &str,
    description: &str,
    corrections: &[Correction],
    conversation: &Conversation,
) -> String {
    let writing = &post.writing;
    let organization =
        json!({ "@type": "Organization", "name": frame.site.name, "url": frame.absolute("/") });
    let author = if writing.byline.is_empty() { organization.clone() } else { people(&writing.byline) };
    let mut article = Map::new();
    let mut put = |key: &str, value: Value| article.insert(key.to_owned(), value);
    put("@context", json!("https://schema.org"));
    put("@type", json!("NewsArticle"));
    put("@id", json!(address));
    put("mainEntityOfPage", json!(address));
    put("url", json!(address));
    put("headline", json!(writing.headline));
    if !writing.dek.is_empty() {
        put("alternativeHeadline", json!(writing.dek));
    }
    put("description", json!(description));
    put("inLanguage", json!(frame.language_of(writing.language.as_ref()).as_str()));
    if let Some(at) = post.published() {
        put("datePublished", json!(at.iso()));
    }
    put("dateModified", json!(post.modified.iso()));
    put("author", author);
    put("publisher", organization);
    let corrections: Vec<Value> =
        corrections.iter().filter(|told| !told.is_retraction()).map(|told| comment(address, told)).collect();
    if !corrections.is_empty() {
        put("correction", Value::Array(corrections));
    }
    if let Some(image) = &writing.lead_image {
        put("image", json!([image_object(frame, image, &writing.lead_image_caption)]));
    }
    if let Some(location) = &writing.location {
        put("contentLocation", place(location));
    }
    if !writing.labels.is_empty() {
        put("keywords", writing.labels.iter().map(|label| json!(label.name)).collect());
    }
    if writing.kind == Kind::Video {
        put("video", video(frame, post, description));
    }
    if let Some(source) = attribution {
        put("isBasedOn", source.work(frame));
        put("citation", json!(source.url()));
    }
    if conversation.number > 0 {
        put("commentCount", json!(conversation.number));
    }
    let told = Told { article, comment: remarks(frame, address, conversation) };
    // A map with texts for keys is always written.
    in_script(&serde_json::to_string(&told).unwrap_or_default())
}

/// A post and what is said to it. Comments are most of it, and are written without making a map of each.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    article: Map<String, Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    comment: Vec<Remark<'a>>,
}

/// <https://schema.org/Comment>
#[derive(Serialize)]
struct Remark<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    name: String,
    url: String,
    text: &'a str,
    #[serde(rename = "dateCreated")]
    created: String,
    author: Person<'a>,
    #[serde(rename = "parentItem", skip_serializing_if = "Option::is_none")]
    parent: Option<Named>,
}

/// <https://schema.org/Person>
#[derive(Serialize)]
struct Person<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

/// Another comment, by its name.
#[derive(Serialize)]
struct Named {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id")]
    name: String,
}

/// The first of what readers say; the page itself has the others.
fn remarks<'a>(frame: &Frame, address: &str, conversation: &'a Conversation) -> Vec<Remark<'a>> {
    let name = |id: CommentId| format!("{address}#comment-{id}");
    let shown: Vec<_> = conversation.comments().take(REMARKS).collect();
    let parent = |id: CommentId| Named { kind: "Comment", name: name(id) };
    let remark = |comment: &&'a Comment| Remark {
        kind: "Comment",
        name: name(comment.id),
        url: frame.absolute(&format!("/comments/{}", comment.id)),
        text: &comment.body,
        created: comment.created.iso(),
        author: Person { kind: "Person", name: &comment.name, url: comment.website.as_deref() },
        parent: comment.parent.filter(|id| shown.iter().any(|shown| shown.id == *id)).map(parent),
    };
    shown.iter().map(remark).collect()
}

/// What was wrong and is put right (<https://schema.org/CorrectionComment>).
fn comment(address: &str, correction: &Correction) -> Value {
    json!({
        "@type": "CorrectionComment",
        "@id": format!("{address}#{}", anchor(correction)),
        "text": correction.note,
        "datePublished": correction.at.iso(),
    })
}

/// The source a post credits: as stored, else as written (a draft's preview).
pub(crate) fn credited(post: &Post) -> Option<&SourceFields> {
    post.source.as_ref().map(|source| &source.fields).or(post.writing.source.as_ref())
}

/// The video a post is about (<https://schema.org/VideoObject>).
fn video(frame: &Frame, post: &Post, description: &str) -> Value {
    let writing = &post.writing;
    let source = credited(post);
    let mut video = Map::new();
    let mut put = |key: &str, value: Value| video.insert(key.to_owned(), value);
    put("@type", json!("VideoObject"));
    put("name", json!(source.map(|s| &s.headline).filter(|h| !h.is_empty()).unwrap_or(&writing.headline)));
    if !description.is_empty() {
        put("description", json!(description));
    }
    if let Some(source) = source {
        put("url", json!(source.url));
        if let Some(published) = source.published {
            put("uploadDate", json!(published.iso()));
        }
    }
    if let Some(image) = &writing.lead_image {
        put("thumbnailUrl", json!([frame.absolute(image)]));
    }
    if let Some(film) = &writing.film {
        if let Some(duration) = film.iso_duration() {
            put("duration", json!(duration));
        }
        if let Some(player) = &film.player {
            put("embedUrl", json!(player));
        }
    }
    Value::Object(video)
}

fn image_object(frame: &Frame, path: &str, caption: &str) -> Value {
    let picture = outside(frame, path);
    if picture.facts.is_none() && caption.is_empty() {
        return json!(picture.address);
    }
    let mut object = json!({ "@type": "ImageObject", "url": picture.address });
    if let Some((width, height, _)) = picture.facts {
        object["width"] = json!(width);
        object["height"] = json!(height);
    }
    if !caption.is_empty() {
        object["caption"] = json!(caption);
    }
    object
}

/// <https://schema.org/Place>
fn place(location: &Location) -> Value {
    let mut place = json!({ "@type": "Place" });
    if !location.name().is_empty() {
        place["name"] = json!(location.name());
    }
    if let Some((latitude, longitude)) = location.degrees() {
        place["geo"] = json!({ "@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude });
    }
    place
}

pub(crate) fn people(names: &[String]) -> Value {
    names.iter().map(|name| json!({ "@type": "Person", "name": name })).collect()
}

/// JSON in which nothing can end the `script` element or begin a comment.
fn in_script(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 16);
    for piece in json.split_inclusive(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        match piece.char_indices().next_back() {
            Some((at, c @ ('<' | '>' | '&' | '\u{2028}' | '\u{2029}'))) => {
                out.push_str(&piece[..at]);
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            _ => out.push_str(piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use model::sample;

    use super::*;

    #[test]
    fn a_video_is_described_with_its_length_and_player() {
        let mut post = sample::post();
        post.writing.kind = Kind::Video;
        post.writing.lead_image = Some("/media/a.jpg".into());
        post.writing.film = Some(model::Film {
            duration: Some(754),
            player: Some("https://player.example/e/1".into()),
            size: None,
        });
        let frame = Frame {
            site: sample::site(),
            origin: "https://courant.example".into(),
            path: "/x".into(),
            pictures: model::Pictures::default(),
            pages: Vec::new(),
        };
        let text = news_article(
            &frame,
            &post,
            Attribution::of(&post, None).as_ref(),
            "https://courant.example/x",
            "d",
            &[],
            &Conversation::default(),
        );
        let video = &serde_json::from_str::<Value>(&text).unwrap()["video"];
        assert_eq!(
            (&video["@type"], &video["duration"], &video["embedUrl"]),
            (&json!("VideoObject"), &json!("PT12M34S"), &json!("https://player.example/e/1"))
        );
        assert_eq!(video["thumbnailUrl"], json!(["https://courant.example/media/a.jpg"]));
        assert_eq!(video["uploadDate"], json!("2026-11-18"));
    }

    #[test]
    fn an_archived_copy_is_named_only_where_readers_may_see_it() {
        let post = sample::post();
        let frame = Frame {
            site: sample::site(),
            origin: "https://courant.example".into(),
            path: "/x".into(),
            pictures: Default::default(),
            pages: Vec::new(),
        };
        let id = model::CaptureId::from_raw(7);
        let text = news_article(
            &frame,
            &post,
            Attribution::of(&post, Some(id)).as_ref(),
            "https://c/x",
            "d",
            &[],
            &Conversation::default(),
        );
        let work = &serde_json::from_str::<Value>(&text).unwrap()["isBasedOn"];
        assert_eq!(work["archivedAt"], json!(format!("https://courant.example/captures/{id}")));
    }

    #[test]
    fn readers_are_told_with_what_they_answer() {
        let (post, frame) = (
            sample::post(),
            Frame {
                site: sample::site(),
                origin: "https://courant.example".into(),
                path: "/x".into(),
                pictures: Default::default(),
                pages: Vec::new(),
            },
        );
        let text =
            news_article(&frame, &post, None, "https://courant.example/x", "d", &[], &sample::conversation());
        let value = serde_json::from_str::<Value>(&text).unwrap();
        assert_eq!(value["commentCount"], json!(3));
        let remarks = &value["comment"];
        assert_eq!(
            remarks[0]["author"],
            json!({ "@type": "Person", "name": "Ada", "url": "https://ada.example/" })
        );
        assert_eq!(remarks[1]["parentItem"]["@id"], remarks[0]["@id"]);
        assert_eq!(remarks[2].get("parentItem"), None);
    }

    #[test]
    fn a_headline_can_not_leave_the_script() {
        let mut post = sample::post();
        post.writing.headline = "</script><script>alert(1)</script><!-- & \u{2028}".into();
        let frame = Frame {
            site: sample::site(),
            origin: "https://courant.example".into(),
            path: "/x".into(),
            pictures: Default::default(),
            pages: Vec::new(),
        };
        let text = news_article(
            &frame,
            &post,
            Attribution::of(&post, None).as_ref(),
            "https://courant.example/x",
            "d",
            &[],
            &Conversation::default(),
        );
        assert!(!text.contains('<') && !text.contains('&') && !text.contains('\u{2028}'), "{text}");
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["headline"], json!(post.writing.headline));
        assert_eq!(back["isBasedOn"]["publisher"]["name"], json!("Το Ποτάμι"));
        let licence = "https://creativecommons.org/licenses/by/4.0/";
        assert_eq!(back["isBasedOn"]["license"], json!(licence));
        assert_eq!(back["isBasedOn"].get("archivedAt"), None);
        assert_eq!(back["author"][0]["name"], json!("Άννα Δημητρίου"));
        assert_eq!(back["inLanguage"], json!("el"));
    }
}
