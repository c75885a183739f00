//! Pictures in a text: which there are, and their move to the site's own files.

use dom_query::Document;

use crate::body::{OURS, settled};
use crate::tidy::{Scope, tidy};
use crate::tree::{Element, Node};

/// A picture stored with the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its path on the site, `/media/…`.
    pub src: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// The addresses of a text's pictures, in order, each once.
pub fn images(html: &str) -> Vec<String> {
    // `<image>` is one, too. Most texts have none, and looking costs a parse.
    if !html.as_bytes().windows(3).any(|begin| begin.eq_ignore_ascii_case(b"<im")) {
        return Vec::new();
    }
    let document = Document::fragment(html);
    let mut found: Vec<String> = Vec::new();
    for picture in document.select("img[src]").iter() {
        let src = picture.attr("src").unwrap_or_default().to_string();
        if !src.is_empty() && !found.contains(&src) {
            found.push(src);
        }
    }
    found
}

/// A text with its pictures where `stored` says they are kept. Those it doesn't know become links to
/// the original, so that a public page loads nothing from other hosts, and nothing goes without a trace; a
/// file of the site that isn't there becomes its words. The result is sanitised.
pub fn rewrite_images(html: &str, stored: &dyn Fn(&str) -> Option<Picture>) -> String {
    let nodes = tidy(html, Scope::Post, OURS);
    let nodes = moved(nodes, false, &|element| {
        let src = element.attribute("src").unwrap_or_default();
        stored(src).map(|picture| shown(picture, element.attribute("alt").unwrap_or_default()))
    });
    settled(nodes, OURS)
}

/// A text in which the links that [`rewrite_images`] left for pictures are pictures again, as far as
/// `stored` knows their addresses by now. `None` when there is no such link. The result is sanitised.
pub fn restore_images(html: &str, stored: &dyn Fn(&str) -> Option<Picture>) -> Option<String> {
    let mut nodes = tidy(html, Scope::Post, OURS);
    restored(&mut nodes, stored).then(|| settled(nodes, OURS))
}

fn restored(nodes: &mut [Node], stored: &dyn Fn(&str) -> Option<Picture>) -> bool {
    let mut any = false;
    for node in nodes {
        let Node::Element(element) = node else { continue };
        let stood_for = match (element.name, element.children.as_slice()) {
            ("a", [Node::Text(text)]) => alt_of(text),
            _ => None,
        };
        let picture = stood_for.and_then(|_| stored(element.attribute("href").unwrap_or_default()));
        match (picture, stood_for) {
            (Some(picture), Some(alt)) => {
                let alt = alt.to_owned();
                *element = shown(picture, &alt);
                any = true;
            }
            _ => any |= restored(&mut element.children, stored),
        }
    }
    any
}

fn shown(picture: Picture, alt: &str) -> Element {
    Element::new("img", Vec::new())
        .with("src", picture.src)
        .with("alt", alt)
        .with("width", picture.width.max(1).to_string())
        .with("height", picture.height.max(1).to_string())
        .with("loading", "lazy")
}

/// Turns every picture that isn't a file of the site into a link.
pub(crate) fn with_stored_only(nodes: Vec<Node>) -> Vec<Node> {
    moved(nodes, false, &|element| {
        is_stored(element.attribute("src").unwrap_or_default()).then(|| element.clone())
    })
}

fn is_stored(src: &str) -> bool {
    src.strip_prefix("/media/").is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    })
}

fn moved(nodes: Vec<Node>, in_link: bool, keep: &dyn Fn(&Element) -> Option<Element>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Element(element) if element.name == "img" => match keep(&element) {
                Some(kept) => out.push(kept.into()),
                None => out.push(link_to(&element, in_link)),
            },
            Node::Element(mut element) => {
                if let Some(link) = enlarged(&element, keep) {
                    out.push(link);
                    continue;
                }
                element.children = moved(element.children, in_link || element.name == "a", keep);
                out.push(element.into());
            }
            text => out.push(text),
        }
    }
    out
}

/// For a missing picture that only linked to a larger one of itself: a link to the picture. Two links can't
/// stand in each other, and the one to the picture lets it come back.
fn enlarged(element: &Element, keep: &dyn Fn(&Element) -> Option<Element>) -> Option<Node> {
    let [Node::Element(picture)] = element.children.as_slice() else { return None };
    if element.name != "a" || picture.name != "img" || keep(picture).is_some() {
        return None;
    }
    let path = element.attribute("href")?.split(['?', '#']).next()?.to_ascii_lowercase();
    let is_picture =
        [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"].iter().any(|end| path.ends_with(end));
    is_picture.then(|| link_to(picture, false))
}

/// A link that says it leads to a picture, and to what. Where none can stand or nothing is there to lead to,
/// its words.
fn link_to(element: &Element, in_link: bool) -> Node {
    let src = element.attribute("src").unwrap_or_default();
    let alt = element.attribute("alt").unwrap_or_default();
    let host = model::source::host_of(src);
    let text = match (alt, host.as_str()) {
        ("", "") => "Picture".to_owned(),
        ("", host) => format!("Picture at {host}"),
        (alt, _) => format!("Picture: {alt}"),
    };
    if in_link || is_stored(src) {
        return Node::text(text);
    }
    Element::new("a", vec![Node::text(text)]).with("href", src).into()
}

/// What the words of such a link say of the picture; `None` for other words.
fn alt_of(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("Picture")?;
    match rest.strip_prefix(": ") {
        Some(alt) => Some(alt),
        None => (rest.is_empty() || rest.starts_with(" at ")).then_some(""),
    }
}
