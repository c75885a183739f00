//! Cards: what stands between the paragraphs of a post. Lexical and Mobiledoc name and fill them alike.

use serde_json::Value;

use super::super::fields::{filled, is, text};
use super::{Notes, attribute, markdown};
use crate::html::{decode, escape, figure, file_name, link, plain};

/// Pictures of one gallery.
const PICTURES: usize = 500;

/// A card as HTML. One that nobody knows stays visible by its name.
pub(super) fn card(name: &str, card: &Value, notes: &mut Notes) -> String {
    match name {
        "image" => picture(card),
        "gallery" => gallery(card),
        "bookmark" => bookmark(card),
        "embed" => embed(card),
        "html" => html(card, notes),
        "markdown" | "card-markdown" => markdown(filled(card, "markdown").unwrap_or_default()),
        "code" | "codeblock" => code(card),
        "callout" => callout(card),
        "toggle" => toggle(card),
        "button" => match (filled(card, "buttonUrl"), filled(card, "buttonText")) {
            (Some(url), Some(words)) => link(url, words),
            _ => String::new(),
        },
        "header" => header(card),
        "file" => {
            let words = [filled(card, "fileTitle"), filled(card, "fileName")].into_iter().flatten().next();
            with_caption(played(card, words), filled(card, "fileCaption"))
        }
        "audio" => played(card, filled(card, "title")),
        "video" => with_caption(played(card, filled(card, "fileName")), filled(card, "caption")),
        "product" => product(card),
        "call-to-action" => {
            let mut out = filled(card, "imageUrl").map(|url| figure(url, "", "")).unwrap_or_default();
            out.push_str(filled(card, "textValue").unwrap_or_default());
            out.push_str(&button(card, "buttonUrl", "buttonText"));
            out
        }
        "hr" | "horizontalrule" | "divider" => "<hr>\n".to_owned(),
        "transistor" => filled(card, "url").map(|url| link(url, "")).unwrap_or_default(),
        "email" | "email-cta" => left_out(notes, "a part that only stood in letters is left out"),
        "signup" => left_out(notes, "a form to subscribe is left out"),
        "paywall" => left_out(notes, "the mark behind which members read on was taken out"),
        "before-content" | "after-content" => String::new(),
        _ => {
            notes.tell(format!("the card {name:.60} is shown as its name"));
            format!("<p>[card: {}]</p>\n", escape(name))
        }
    }
}

fn left_out(notes: &mut Notes, sentence: &str) -> String {
    notes.tell(sentence);
    String::new()
}

fn with_caption(mut shown: String, caption: Option<&str>) -> String {
    if let Some(caption) = caption.filter(|_| !shown.is_empty()) {
        shown.push_str(&format!("<p>{caption}</p>\n"));
    }
    shown
}

fn button(card: &Value, url: &str, words: &str) -> String {
    match (filled(card, url), filled(card, words)) {
        (Some(url), Some(words)) => link(url, &plain(words)),
        _ => String::new(),
    }
}

fn image(card: &Value) -> Option<String> {
    let src = filled(card, "src")?;
    let mut image = format!("<img src=\"{}\" alt=\"{}\"", escape(src), escape(text(card, "alt")));
    image.push_str(&attribute(card, "title", "title"));
    image.push('>');
    Some(match filled(card, "href") {
        Some(href) => format!("<a href=\"{}\">{image}</a>", escape(href)),
        None => image,
    })
}

fn picture(card: &Value) -> String {
    let Some(image) = image(card) else { return String::new() };
    match filled(card, "caption") {
        Some(caption) => format!("<figure>{image}<figcaption>{caption}</figcaption></figure>\n"),
        None => format!("<figure>{image}</figure>\n"),
    }
}

fn gallery(card: &Value) -> String {
    let pictures = card.get("images").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let shown = pictures.iter().take(PICTURES).map(picture).collect();
    with_caption(shown, filled(card, "caption"))
}

fn bookmark(card: &Value) -> String {
    // What the page said of itself is kept apart.
    let about = card.get("metadata").unwrap_or(card);
    let Some(url) = filled(card, "url").or_else(|| filled(about, "url")) else { return String::new() };
    let mut out = link(url, filled(about, "title").unwrap_or_default());
    if let Some(words) = filled(about, "description") {
        out.push_str(&format!("<blockquote><p>{}</p></blockquote>\n", escape(words)));
    }
    with_caption(out, filled(card, "caption"))
}

fn embed(card: &Value) -> String {
    let shown = match filled(card, "url") {
        Some(url) => {
            link(url, card.get("metadata").and_then(|about| filled(about, "title")).unwrap_or_default())
        }
        None => format!("{}\n", text(card, "html")),
    };
    with_caption(shown, filled(card, "caption"))
}

fn html(card: &Value, notes: &mut Notes) -> String {
    // Some cards say for whom they are.
    let shown = card.get("visibility");
    if shown.and_then(|seen| seen.get("web")?.get("nonMember")).and_then(Value::as_bool) == Some(false) {
        notes.tell("a part that only members saw stands with the rest");
    }
    format!("{}\n", text(card, "html"))
}

fn code(card: &Value) -> String {
    let language = filled(card, "language").map(|name| format!(" class=\"language-{}\"", escape(name)));
    let code = escape(text(card, "code"));
    let shown = format!("<pre><code{}>{code}</code></pre>\n", language.unwrap_or_default());
    with_caption(shown, filled(card, "caption"))
}

fn callout(card: &Value) -> String {
    let words = text(card, "calloutText").trim();
    let words = words.strip_prefix("<p>").and_then(|inner| inner.strip_suffix("</p>")).unwrap_or(words);
    match text(card, "calloutEmoji").trim() {
        "" => format!("<p>{words}</p>\n"),
        emoji => format!("<p>{} {words}</p>\n", escape(emoji)),
    }
}

fn toggle(card: &Value) -> String {
    let (heading, content) = (text(card, "heading"), text(card, "content"));
    format!("<details><summary>{}</summary>\n{content}\n</details>\n", escape(&plain(heading)))
}

fn header(card: &Value) -> String {
    let mut out = String::new();
    for field in ["backgroundImageSrc", "imageSrc"] {
        if let Some(src) = filled(card, field) {
            out.push_str(&figure(src, "", ""));
            break;
        }
    }
    for (field, tag) in [("header", "h2"), ("subheader", "p")] {
        if let Some(words) = filled(card, field) {
            out.push_str(&format!("<{tag}>{words}</{tag}>\n"));
        }
    }
    if is(card, "buttonEnabled") {
        out.push_str(&button(card, "buttonUrl", "buttonText"));
    }
    out
}

/// A link to a sound, film or file.
fn played(card: &Value, words: Option<&str>) -> String {
    match filled(card, "src") {
        Some(src) => link(src, &words.map_or_else(|| file_name(src), |words| decode(words).into_owned())),
        None => String::new(),
    }
}

fn product(card: &Value) -> String {
    let title = plain(text(card, "productTitle"));
    let mut out = filled(card, "productImageSrc").map(|src| figure(src, &title, "")).unwrap_or_default();
    if !title.is_empty() {
        out.push_str(&format!("<h4>{}</h4>\n", escape(&title)));
    }
    if is(card, "productRatingEnabled") {
        let stars = card.get("productStarRating").and_then(Value::as_u64).unwrap_or(0).min(5);
        out.push_str(&format!("<p>{stars}/5</p>\n"));
    }
    out.push_str(text(card, "productDescription"));
    if is(card, "productButtonEnabled") {
        out.push_str(&button(card, "productUrl", "productButton"));
    }
    out.push('\n');
    out
}
