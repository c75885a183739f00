//! Pictures, films, sounds and frames.

use dom_query::NodeRef;

use crate::tidy::{Inside, Scope, Tidy};
use crate::tree::{Element, Node, fold, is_blank, printable};

impl Tidy<'_> {
    pub(crate) fn picture(&self, node: &NodeRef, inside: Inside) -> Option<Node> {
        let alt = node.attr("alt").map(|a| fold(&printable(&a)).trim().to_owned()).unwrap_or_default();
        let width = dimension(node, "width");
        let height = dimension(node, "height");
        if width.is_some_and(|w| w <= 2) || height.is_some_and(|h| h <= 2) {
            return None; // A counting pixel, not a picture.
        }
        let Some(src) = self.picture_address(node) else {
            return (!alt.is_empty()).then(|| Node::text(alt));
        };
        if self.scope == Scope::Comment {
            let text = if alt.is_empty() { src.clone() } else { alt };
            return Some(if inside.link {
                Node::text(text)
            } else {
                Element::new("a", vec![Node::text(text)]).with("href", src).into()
            });
        }
        let mut picture = Element::new("img", Vec::new()).with("src", src).with("alt", alt);
        if let (Some(width), Some(height)) = (width, height) {
            picture = picture.with("width", width.to_string()).with("height", height.to_string());
        }
        Some(picture.with("loading", "lazy").into())
    }

    /// Pages that load pictures late keep the real address in other attributes.
    pub(crate) fn picture_address(&self, node: &NodeRef) -> Option<String> {
        let plain = ["src", "data-src", "data-original", "data-lazy-src", "data-url", "data-full-url"];
        let sets = ["srcset", "data-srcset", "data-lazy-srcset"];
        let named = |names: &[&str]| {
            names.iter().find_map(|name| {
                let value = node.attr(name)?;
                let first = if name.ends_with("srcset") {
                    value.split_ascii_whitespace().next()?.trim_end_matches(',').to_owned()
                } else {
                    value.to_string()
                };
                self.addresses.picture(&first)
            })
        };
        // A source and a late source together: the first is a stand-in.
        let late =
            node.has_attr("data-src") || node.has_attr("data-original") || node.has_attr("data-lazy-src");
        let found = if late { named(&plain[1..]).or_else(|| named(&plain[..1])) } else { named(&plain) };
        found.or_else(|| named(&sets))
    }

    /// A frame, film or sound becomes a link: a page of ours loads nothing from elsewhere.
    pub(crate) fn embedded(&self, node: &NodeRef, inside: Inside) -> Option<Node> {
        let own = ["src", "data-src", "data"].iter().find_map(|n| node.attr(n));
        let address = own.and_then(|a| self.addresses.picture(&a)).or_else(|| {
            let inner = node.element_children().into_iter().find(|c| c.has_name("source"))?;
            self.addresses.picture(&inner.attr("src")?)
        })?;
        let title =
            node.attr("title").map(|t| fold(&printable(&t)).trim().to_owned()).filter(|t| !is_blank(t));
        let text = title.unwrap_or_else(|| model::source::host_of(&address));
        let text = if text.is_empty() { address.clone() } else { text };
        Some(if inside.link {
            Node::text(text)
        } else {
            Element::new("a", vec![Node::text(text)]).with("href", address).into()
        })
    }
}

/// A picture's side in pixels, when it is a plain number.
fn dimension(node: &NodeRef, name: &str) -> Option<u32> {
    let value = node.attr(name)?;
    let value = value.trim();
    let value = value.strip_suffix("px").unwrap_or(value);
    value.parse().ok().filter(|n| (1..=20_000).contains(n))
}
