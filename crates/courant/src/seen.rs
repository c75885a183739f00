//! A page as a person's browser showed it, read: all of it, or the part they had selected.

use clip::Page;
use model::{Clipping, Kind, Problems, Quality, SourceFields};
use url::Url;
use web::Seen;

/// What a browser hands over is text, so its bytes are UTF-8.
pub const SEEN_TYPE: &str = "text/html; charset=utf-8";

// The door turns away what the reader would not read.
const _: () = assert!(web::HTML_LIMIT <= clip::SIZE_LIMIT, "a page that is taken must be read");

/// Reads it. A selection is exactly what the person wants: it becomes the text as it stands, cleaned but
/// not judged, while headline, byline, date and source are the page's.
///
/// # Errors
/// [`desk::Error::Invalid`] for an address that is none, and for a page with nothing to read.
pub fn read(seen: &Seen) -> Result<Clipping, desk::Error> {
    let invalid = |field, message: String| desk::Error::Invalid(Problems::one(field, message));
    let fields = SourceFields { url: seen.url.clone(), ..SourceFields::default() };
    let url = fields
        .checked()
        .map_err(|problems| {
            invalid("url", problems.0.first().map(|p| p.message.clone()).unwrap_or_default())
        })?
        .url;
    let page = Page { url: &url, bytes: seen.html.as_bytes(), content_type: Some(SEEN_TYPE) };
    let whole = clip::read(&page);
    let Some(selection) = seen.selection.as_deref().filter(|text| !text.trim().is_empty()) else {
        return whole.map_err(|error| invalid("html", error.to_string()));
    };
    let part = if web::is_markup(selection) { selection.to_owned() } else { plain_paragraphs(selection) };
    let html = markup::sanitize(&part, Url::parse(&url).ok().as_ref());
    let text = markup::plain_text(&html);
    if text.trim().is_empty() && markup::images(&html).is_empty() {
        return whole.map_err(|error| invalid("selection", error.to_string()));
    }
    // Where the page alone has nothing to read, the selection still has.
    let facts = whole.unwrap_or_else(|_| Clipping { url: url.clone(), ..Clipping::default() });
    // Nothing judged the text, so nothing can have misjudged it.
    let quality = facts.quality.map(|quality| Quality { agreement: 100, ..quality });
    Ok(Clipping {
        kind: if text.trim().is_empty() { facts.kind } else { Kind::Article },
        film: None,
        quality,
        html,
        text,
        ..facts
    })
}

fn plain_paragraphs(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    escaped.split("\n\n").map(|paragraph| format!("<p>{}</p>", paragraph.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &str = "The lamp at the end of the mole has been lit by hand for a hundred and nine years, and for the last thirty of them the hand was the same one. ";

    fn page(head: &str) -> String {
        let text = format!("<p>{}</p>", WORDS.repeat(4)).repeat(4);
        format!(
            "<html>{head}<body><header>Menu</header><article><h1>The last lamp</h1>{text}</article></body></html>"
        )
    }

    fn seen(html: String, selection: Option<&str>) -> Result<Clipping, desk::Error> {
        let selection = selection.map(str::to_owned);
        read(&Seen { url: "https://gazette.example/lamps/1".into(), html, selection })
    }

    #[test]
    fn a_selection_is_the_text_and_the_page_its_facts() {
        let head = "<head><title>The last lamp</title><meta name=author content='Ines Calder'>\
                    <meta property=article:published_time content=2026-03-14></head>";
        let picked =
            "<p>Only <a href='../book'>this</a>.</p><img src=lamp.jpg alt=Lamp><script>alert(1)</script>";
        let clipping = seen(page(head), Some(picked)).unwrap();
        assert_eq!(clipping.headline, "The last lamp");
        assert!(clipping.published.is_some());
        assert!(clipping.text.starts_with("Only this."), "{}", clipping.text);
        assert!(clipping.html.contains("https://gazette.example/book"), "{}", clipping.html);
        assert!(clipping.html.contains("https://gazette.example/lamps/lamp.jpg"), "{}", clipping.html);
        assert!(!clipping.html.contains("script"), "{}", clipping.html);
    }

    #[test]
    fn a_page_without_a_head_or_with_a_header_that_looks_like_one_is_read() {
        let clipping = seen(page(""), Some("Just these words.\n\nAnd 2 < 3 & so on.")).unwrap();
        assert_eq!(clipping.headline, "The last lamp");
        assert_eq!(clipping.text, "Just these words.\n\nAnd 2 < 3 & so on.");
        let bare = seen("<div></div>".into(), Some("<b>Νερό</b>")).unwrap();
        assert_eq!(bare.text.trim(), "Νερό");
        assert!(seen("<div></div>".into(), Some(" \n ")).is_err(), "an empty selection is none");
        assert!(seen("<div></div>".into(), None).is_err());
    }

    #[test]
    fn an_address_that_is_none_is_refused_before_anything_is_read() {
        let refused = read(&Seen { url: "javascript:alert(1)".into(), html: page(""), selection: None });
        assert!(matches!(refused, Err(desk::Error::Invalid(problems)) if problems.of("url").is_some()));
    }
}
