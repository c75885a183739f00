//! Text in a feed: plain, escaped HTML, HTML in place, or packed; told apart by label and by look.

use std::sync::LazyLock;

use url::Url;

use super::tree::{Child, Element, Tree};
use super::vocabulary::Space;

/// Most bytes of one text that are looked at as HTML, and of all texts of a document that become HTML: a feed
/// is for choosing, what is chosen is fetched.
const LIMIT: usize = 200_000;
const WHOLE: usize = 2_000_000;
/// Bytes behind a mark within which a tag that is one ends.
const AHEAD: usize = 1_000;

/// A text as it was meant.
#[derive(Clone, Debug)]
pub(super) enum Rich {
    Plain(String),
    Html(String, Option<Url>),
}

impl Rich {
    /// Reads an element's text.
    pub(super) fn of(tree: &Tree, element: &Element) -> Rich {
        let label = element.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
        let label = label.split(';').next().unwrap_or_default().trim();
        let mode = element.attribute("mode").unwrap_or_default().trim().to_ascii_lowercase();
        let base = element.base.as_deref().cloned();
        if tree.children(element).next().is_some() {
            return Rich::Html(inner(tree, element), base);
        }
        let text = tree.text(element);
        if (mode == "base64" || is_packed(element, label))
            && let Some(unpacked) = unpack(&text)
        {
            return if label == "text/plain" && !looks_like_html(&unpacked) {
                Rich::Plain(unpacked)
            } else {
                Rich::Html(unpacked, base)
            };
        }
        match label {
            "html" | "text/html" | "xhtml" | "application/xhtml+xml" => Rich::Html(text, base),
            // "text" is Atom 1.0's: exactly this text. Atom 0.3's text/plain and all of RSS are often HTML.
            "text" => Rich::Plain(text),
            "text/plain" if mode != "escaped" || !looks_like_html(&text) => Rich::Plain(text),
            _ if looks_like_html(&text) => Rich::Html(text, base),
            _ => Rich::Plain(text),
        }
    }

    /// On one line, without markup.
    pub(super) fn line(&self) -> String {
        self.plain().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Without markup.
    pub(super) fn plain(&self) -> String {
        match self {
            Rich::Plain(text) => text.trim().to_owned(),
            Rich::Html(html, _) => markup::plain_text(bounded(html)),
        }
    }

    /// Sanitised HTML.
    pub(super) fn html(&self) -> String {
        match self {
            Rich::Plain(text) => {
                let escaped = bounded(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                let paragraphs = escaped.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
                markup::sanitize(&paragraphs.map(|part| format!("<p>{part}</p>")).collect::<String>(), None)
            }
            Rich::Html(html, base) => {
                // Without an address of the feed a relative one leads nowhere.
                static NOWHERE: LazyLock<Option<Url>> =
                    LazyLock::new(|| Url::parse("https://unknown.invalid/").ok());
                let base = base.as_ref().filter(|base| base.has_host()).or(NOWHERE.as_ref());
                markup::sanitize(bounded(html), base)
            }
        }
    }

    /// The same, as long as the document has not brought more than is cleaned; empty after that.
    pub(super) fn html_within(&self, spent: &mut usize) -> String {
        let (Rich::Plain(text) | Rich::Html(text, _)) = self;
        *spent += text.len().min(LIMIT);
        if *spent > WHOLE { String::new() } else { self.html() }
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Rich::Plain(text) | Rich::Html(text, _) => text.trim().is_empty(),
        }
    }
}

fn bounded(text: &str) -> &str {
    short(text, LIMIT)
}

/// At most so many bytes of a text's beginning.
fn short(text: &str, limit: usize) -> &str {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether text has a tag or an entity in it.
pub(super) fn looks_like_html(text: &str) -> bool {
    // What follows a mark is looked at only so far: a text of marks must not be read once for each.
    let after = |mark: char| text.match_indices(mark).map(|(at, _)| short(&text[at + 1..], AHEAD));
    after('<').any(|rest| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let letters = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && letters <= 10
            && matches!(name.as_bytes().get(letters), Some(b'>' | b' ' | b'/' | b'\n' | b'\t' | b'\r'))
            && is_tag(&name[..letters])
            && rest.contains('>')
    }) || after('&').any(|rest| {
        let name = rest.split(';').next().unwrap_or_default();
        name.len() < 10
            && rest.len() > name.len()
            && match name.strip_prefix('#') {
                Some(number) => {
                    !number.is_empty()
                        && number.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b'x' | b'X'))
                }
                None => quick_xml::escape::resolve_html5_entity(name).is_some(),
            }
    })
}

/// Whether a name is one that HTML knows: "a <word> in angle brackets" is not.
fn is_tag(name: &str) -> bool {
    const TAGS: &str = " a abbr acronym address article aside audio b big blockquote body br button caption center \
        cite code col dd del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6 \
        head header hr html i iframe img input ins kbd label li link main mark math meta nav noscript object ol p \
        picture pre q ruby s samp script section small source span strike strong style sub summary sup svg table \
        tbody td textarea tfoot th thead time title tr tt u ul var video wbr ";
    TAGS.contains(&format!(" {} ", name.to_ascii_lowercase()))
}

/// Atom 1.0: content of any type but text, HTML and XML comes in Base64 (RFC 4287, 4.1.3.3); some pack
/// their titles, too.
fn is_packed(element: &Element, label: &str) -> bool {
    element.space == Space::Core
        && label.contains('/')
        && !label.starts_with("text/")
        && !label.ends_with("xml")
}

fn unpack(text: &str) -> Option<String> {
    let packed: Vec<u8> = text.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
    let bytes = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, packed).ok()?;
    String::from_utf8(bytes).ok()
}

/// The markup inside an element, written out again.
fn inner(tree: &Tree, element: &Element) -> String {
    enum Step<'a> {
        Child(&'a Child),
        Close(&'a str),
    }
    let mut out = String::new();
    let mut steps: Vec<Step> = element.children.iter().rev().map(Step::Child).collect();
    while let Some(step) = steps.pop() {
        if out.len() > LIMIT {
            break;
        }
        match step {
            Step::Close(name) => {
                out.push_str("</");
                out.push_str(name);
                out.push('>');
            }
            Step::Child(Child::Text(text)) => {
                out.push_str(&text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
            }
            Step::Child(Child::Element(at)) => {
                let Some(element) = tree.get(*at) else { continue };
                out.push('<');
                out.push_str(&element.name);
                for (name, value) in &element.attributes {
                    if name.starts_with("xmlns") || name.contains(['"', '\'', '>', '<', '/', '=']) {
                        continue;
                    }
                    let value = absolute(element, name, value);
                    let value = value.replace('&', "&amp;").replace('"', "&quot;");
                    out.push_str(&format!(" {name}=\"{value}\""));
                }
                out.push('>');
                if !is_void(&element.name) {
                    steps.push(Step::Close(&element.name));
                    steps.extend(element.children.iter().rev().map(Step::Child));
                }
            }
        }
    }
    out
}

/// An address inside an element with a base of its own is written out in full: HTML has no `xml:base`.
fn absolute(element: &Element, name: &str, value: &str) -> String {
    let is_address = matches!(name, "href" | "src" | "cite" | "poster" | "data");
    let base = element.base.as_ref().filter(|_| is_address && !value.starts_with('#'));
    base.and_then(|base| base.join(value.trim()).ok()).map_or_else(|| value.to_owned(), String::from)
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "source" | "wbr"
    )
}
