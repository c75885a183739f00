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
/// the original, so that a public page loads nothing from other hosts. The result is sanitised.
pub fn rewrite_images(html: &str, stored: &dyn Fn(&str) -> Option<Picture>) -> String {
    let nodes = tidy(html, Scope::Post, OURS);
    let nodes = moved(nodes, false, &|element| {
        let src = element.attribute("src").unwrap_or_default();
        match stored(src) {
            Some(picture) => {
                let alt = element.attribute("alt").unwrap_or_default();
                let element = Element::new("img", Vec::new()).with("src", picture.src).with("alt", alt);
                Some(
                    element
                        .with("width", picture.width.max(1).to_string())
                        .with("height", picture.height.max(1).to_string())
                        .with("loading", "lazy"),
                )
            }
            None => is_stored(src).then(|| element.clone()),
        }
    });
    settled(nodes, OURS)
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
                element.children = moved(element.children, in_link || element.name == "a", keep);
                out.push(element.into());
            }
            text => out.push(text),
        }
    }
    out
}

/// A link that says it leads to a picture, and to what.
fn link_to(element: &Element, in_link: bool) -> Node {
    let src = element.attribute("src").unwrap_or_default();
    let alt = element.attribute("alt").unwrap_or_default();
    let host = model::source::host_of(src);
    let text = match (alt, host.as_str()) {
        ("", "") => "Picture".to_owned(),
        ("", host) => format!("Picture at {host}"),
        (alt, _) => format!("Picture: {alt}"),
    };
    if in_link {
        return Node::text(text);
    }
    Element::new("a", vec![Node::text(text)]).with("href", src).into()
}
