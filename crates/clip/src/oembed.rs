//! What a video's host says of it to those who ask: oEmbed (<https://oembed.com>). The page names the
//! address; whoever has a socket fetches it and brings the answer back here.

use dom_query::Document;
use model::{Clipping, Film};
use serde_json::{Map, Value};
use url::Url;

use crate::structured::plain;
use crate::{Page, decode};

/// Largest answer that is read, in bytes.
pub const OEMBED_LIMIT: usize = 256 * 1024;
/// Largest number of pixels believed of a player's side.
const SIDE: u64 = 16_384;

/// The address at which a page's host describes it as JSON: the first
/// `link[rel=alternate][type="application/json+oembed"]`, absolute.
pub fn oembed_address(page: &Page) -> Option<String> {
    // Most pages have none: no tree is built for them.
    let html = decode::decode(page.bytes, page.content_type).text;
    if !html.to_ascii_lowercase().contains("json+oembed") {
        return None;
    }
    let document = Document::from(html.as_str());
    let here = Url::parse(page.url).ok()?;
    let base = document.base_uri().and_then(|base| here.join(&base).ok()).unwrap_or(here);
    let links = document.select("link[href][type]");
    let link = links.iter().find(|link| {
        let kind = link.attr_or("type", "").trim().to_ascii_lowercase();
        kind == "application/json+oembed" || kind == "text/json+oembed"
    })?;
    let address = base.join(link.attr_or("href", "").trim()).ok()?;
    (matches!(address.scheme(), "http" | "https") && address.has_host()).then(|| address.into())
}

/// Fills what a clipping of a video lacks from its host's answer: headline, channel, thumbnail, player and
/// size. What the page itself said stands. `address` is the one that answered: relative addresses in it are
/// read against that.
///
/// # Errors
/// A sentence, when the answer is no oEmbed.
pub fn fill_from_oembed(clipping: &mut Clipping, json: &[u8], address: &str) -> Result<(), String> {
    if json.len() > OEMBED_LIMIT {
        return Err(format!("the host's description of the video is larger than {} KiB", OEMBED_LIMIT >> 10));
    }
    let value: Value = serde_json::from_slice(json)
        .map_err(|error| format!("the host's description of the video is no JSON: {error}"))?;
    let Value::Object(answer) = value else {
        return Err("the host's description of the video is no JSON object".to_owned());
    };
    let line = |key: &str| answer.get(key).and_then(Value::as_str).map(plain).filter(|text| !text.is_empty());
    if clipping.headline.trim().is_empty()
        && let Some(title) = line("title")
    {
        clipping.headline = title;
        clipping.warnings.retain(|warning| !warning.starts_with("no headline was found"));
    }
    if clipping.byline.is_empty() {
        clipping.byline = line("author_name").into_iter().collect();
    }
    // A name is better than an address that stands in for one.
    let host = model::source::host_of(&clipping.url);
    if clipping.site.as_ref().is_none_or(|site| *site == host) {
        clipping.site = line("provider_name").or(clipping.site.take());
    }
    let base = Url::parse(address).ok();
    let absolute = |text: &str| {
        let url = match &base {
            Some(base) => base.join(text.trim()),
            None => Url::parse(text.trim()),
        };
        url.ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host()).map(String::from)
    };
    if clipping.lead_image.is_none() {
        clipping.lead_image = answer.get("thumbnail_url").and_then(Value::as_str).and_then(absolute);
    }
    let mut film = clipping.film.take().unwrap_or_default();
    if film.duration.is_none() {
        film.duration = answer.get("duration").and_then(text_of).and_then(|text| model::film::seconds(&text));
    }
    if let Some(found) = framed(&answer, &absolute) {
        let is_safe = |player: &Option<String>| player.as_ref().is_some_and(|p| p.starts_with("https:"));
        if film.player.is_none() || !is_safe(&film.player) && is_safe(&found.player) {
            film.player = found.player;
        }
        film.size = film.size.or(found.size);
    }
    clipping.film = Some(film).filter(|film| !film.is_empty());
    Ok(())
}

/// The frame in an answer's `html`.
fn framed(answer: &Map<String, Value>, absolute: &dyn Fn(&str) -> Option<String>) -> Option<Film> {
    let html = answer.get("html").and_then(Value::as_str)?;
    if markup::nesting(html) > 100 {
        return None;
    }
    let fragment = Document::fragment(html);
    let frame = fragment.select("iframe[src]").iter().next()?;
    let side = |key: &str| {
        let stated = answer.get(key).and_then(text_of).or_else(|| frame.attr(key).map(|v| v.to_string()))?;
        let pixels: u64 = stated.trim().trim_end_matches("px").parse().ok()?;
        u32::try_from(pixels).ok().filter(|pixels| (1..=SIDE).contains(&u64::from(*pixels)))
    };
    Some(Film {
        duration: None,
        player: absolute(&frame.attr_or("src", "")),
        size: side("width").zip(side("height")),
    })
}

/// Numbers come as numbers and as text.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Option<String> {
        oembed_address(&Page {
            url: "https://films.example/watch/7",
            bytes: html.as_bytes(),
            content_type: Some("text/html; charset=utf-8"),
        })
    }

    #[test]
    fn the_address_is_the_pages_own_and_absolute() {
        let link = |attributes: &str| format!("<html><head><link {attributes}></head><body>x</body></html>");
        let json = "type=\"application/json+oembed\"";
        assert_eq!(
            page(&link(&format!("rel=alternate {json} href=\"/o?url=a&amp;format=json\""))).as_deref(),
            Some("https://films.example/o?url=a&format=json")
        );
        assert_eq!(page(&link("rel=alternate type=\"text/xml+oembed\" href=\"/o\"")), None);
        assert_eq!(page(&link(&format!("{json} href=\"javascript:alert(1)\""))), None);
        assert_eq!(page("<p>application/json+oembed</p>"), None);
        assert_eq!(page(""), None);
    }

    #[test]
    fn an_answer_fills_what_is_missing_and_nothing_else() {
        let json = serde_json::json!({
            "type": "video", "version": "1.0", "title": "Ein Brett &amp; Dampf", "author_name": "Werft <b>Film</b>",
            "provider_name": "Films", "thumbnail_url": "/t.jpg", "width": "640", "height": 360,
            "html": "<iframe width=\"640\" src=\"//player.example/e/7?a=1&amp;b=2\" allowfullscreen></iframe>",
        })
        .to_string();
        let mut bare =
            Clipping { warnings: vec!["no headline was found; write one".into()], ..Clipping::default() };
        fill_from_oembed(&mut bare, json.as_bytes(), "https://films.example/o").unwrap();
        assert_eq!(
            (bare.headline.as_str(), &bare.byline[..]),
            ("Ein Brett & Dampf", &["Werft Film".to_owned()][..])
        );
        assert_eq!(bare.lead_image.as_deref(), Some("https://films.example/t.jpg"));
        let film = bare.film.unwrap();
        assert_eq!(film.player.as_deref(), Some("https://player.example/e/7?a=1&b=2"));
        assert_eq!((film.size, bare.warnings.len()), (Some((640, 360)), 0));

        let mut full = Clipping {
            headline: "Theirs".into(),
            byline: vec!["Channel".into()],
            film: Some(Film { player: Some("https://own.example/e".into()), ..Film::default() }),
            ..Clipping::default()
        };
        fill_from_oembed(&mut full, json.as_bytes(), "https://films.example/o").unwrap();
        assert_eq!((full.headline.as_str(), &full.byline[..]), ("Theirs", &["Channel".to_owned()][..]));
        assert_eq!(full.film.unwrap().player.as_deref(), Some("https://own.example/e"));
    }

    #[test]
    fn hostile_answers_change_nothing() {
        let untouched = Clipping { headline: "H".into(), ..Clipping::default() };
        let deep = format!("{{\"html\":\"{}\"}}", "<div>".repeat(5_000));
        for json in [
            "",
            "[]",
            "null",
            "{\"html\":7,\"author_name\":[],\"width\":-1}",
            "{\"html\":\"<iframe src='javascript:alert(1)'></iframe><script src=x></script>\"}",
            "{\"html\":\"<iframe src='data:text/html,x'></iframe>\",\"thumbnail_url\":\"javascript:1\"}",
            deep.as_str(),
        ] {
            let mut clipping = untouched.clone();
            let _ = fill_from_oembed(&mut clipping, json.as_bytes(), "https://films.example/o");
            assert_eq!(clipping, untouched, "{json:.80}");
        }
        let mut clipping = untouched.clone();
        assert!(fill_from_oembed(&mut clipping, &vec![b' '; OEMBED_LIMIT + 1], "x").is_err());
    }
}
