//! Writes a foreign document from what may stay of it.

use dom_query::{Document, NodeRef};

use super::css;
use super::links::{Links, candidates};
use super::vocabulary::{Fate, SVG_PAINT, fate, is_plain, is_plain_svg, svg};
use crate::tree::escape;

const SVG: &str = "http://www.w3.org/2000/svg";
const HTML: &str = "http://www.w3.org/1999/xhtml";

/// Says what the page's charset is, keeps it out of search, and tells nobody where a click came from.
const HEAD: &str = "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
     <meta name=\"robots\" content=\"noindex\"><meta name=\"referrer\" content=\"no-referrer\">";

/// Where pages put the address of a picture that a script was to show later.
const LATE: &[&str] = &["data-src", "data-original", "data-lazy-src", "data-srcset", "data-lazy-srcset"];

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave(String),
}

struct Writer<'p> {
    links: Links<'p>,
    out: String,
    /// Other addresses of the picture that comes next, from the `source` elements beside it.
    sources: Vec<String>,
}

/// The whole document.
pub(super) fn document(document: &Document, links: Links<'_>) -> String {
    let mut writer = Writer { links, out: String::new(), sources: Vec::new() };
    let root = document.root();
    // Without one, the page was laid out by the rules of before the standards.
    if root.children_it(false).any(|node| node.is_doctype()) {
        writer.out.push_str("<!doctype html>\n");
    }
    let mut steps: Vec<Step<'_>> = root.children_it(true).map(Step::Enter).collect();
    while let Some(step) = steps.pop() {
        match step {
            Step::Leave(end) => writer.out.push_str(&end),
            Step::Enter(node) => writer.enter(node, &mut steps),
        }
    }
    writer.out
}

impl Writer<'_> {
    fn enter<'a>(&mut self, node: NodeRef<'a>, steps: &mut Vec<Step<'a>>) {
        if node.is_text() {
            escape(&node.text(), false, &mut self.out);
            return;
        }
        let Some((name, space)) =
            node.qual_name_ref().map(|name| (name.local.to_string(), name.ns.to_string()))
        else {
            return;
        };
        match space.as_str() {
            SVG => self.shape(node, &name, steps),
            HTML => self.element(node, &name, steps),
            // Formulas: their letters and numbers stay.
            _ => steps.extend(node.children_it(true).map(Step::Enter)),
        }
    }

    fn element<'a>(&mut self, node: NodeRef<'a>, name: &str, steps: &mut Vec<Step<'a>>) {
        match name {
            "img" => return self.picture(node),
            "source" => return self.sources.extend(pictures_of(node)),
            "video" => return self.poster(node),
            "style" => {
                let base = self.links.base();
                return self.style(node, &node.text(), base);
            }
            "link" => return self.linked_style(node),
            "input" => return self.input(node),
            "xmp" | "listing" | "plaintext" => {
                self.out.push_str("<pre>\n");
                escape(&node.text(), false, &mut self.out);
                return self.out.push_str("</pre>");
            }
            "picture" => self.sources.clear(),
            _ => {}
        }
        match fate(name) {
            Fate::Dropped => return,
            Fate::Unwrapped => {}
            Fate::Kept | Fate::Inert | Fate::Void => {
                self.out.push('<');
                self.out.push_str(name);
                self.attributes(node, name);
                self.out.push('>');
            }
        }
        if fate(name) == Fate::Void {
            return;
        }
        if fate(name) != Fate::Unwrapped {
            steps.push(Step::Leave(format!("</{name}>")));
        }
        match name {
            "head" => self.out.push_str(HEAD),
            // A parser drops the first line break of these.
            "pre" | "textarea" => self.out.push('\n'),
            _ => {}
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }

    fn attributes(&mut self, node: NodeRef<'_>, name: &str) {
        for attribute in node.attrs() {
            let key: &str = &attribute.name.local;
            let value: &str = &attribute.value;
            match key {
                "style" => self.style_attribute(value),
                "href" if matches!(name, "a" | "area") => self.link(value),
                "background" => {
                    if let Some(shown) = self.links.picture_here(value) {
                        self.attribute("background", &shown);
                    }
                }
                // A button is one of a form that is none.
                "type" if name == "button" => self.attribute("type", "button"),
                // An anchor of old pages. Elsewhere it names a field of a form, or a frame.
                "name" if !matches!(name, "a" | "map" | "details") => {}
                "open" if name == "dialog" => self.attribute("open", ""),
                _ if is_plain(key) => self.attribute(key, value),
                _ => {}
            }
        }
        if fate(name) == Fate::Inert && name != "output" || name == "fieldset" {
            self.attribute("disabled", "");
        }
    }

    fn link(&mut self, href: &str) {
        let Some(href) = self.links.away(href) else { return };
        self.attribute("href", &href);
        if !href.starts_with('#') {
            self.attribute("rel", "nofollow noopener noreferrer external");
            self.attribute("target", "_blank");
        }
    }

    fn style_attribute(&mut self, value: &str) {
        let base = self.links.base();
        let style = css::rewrite(value, base, &mut self.links);
        self.attribute("style", &style);
    }

    /// A picture that is kept under any of its addresses; else the words that stand for it.
    fn picture(&mut self, node: NodeRef<'_>) {
        let mut named = pictures_of(node);
        named.append(&mut self.sources);
        self.out.push_str("<img");
        if let Some(shown) = named.iter().find_map(|address| self.links.picture_here(address)) {
            self.attribute("src", &shown);
        }
        self.attributes(node, "img");
        if let Some(map) = node.attr("usemap").filter(|map| map.starts_with('#')) {
            self.attribute("usemap", &map);
        }
        self.out.push('>');
    }

    /// Of a film, the picture that stands for it.
    fn poster(&mut self, node: NodeRef<'_>) {
        self.sources.clear();
        let Some(poster) = node.attr("poster") else { return };
        let Some(shown) = self.links.picture_here(&poster) else { return };
        self.out.push_str("<img alt=\"\"");
        self.attribute("src", &shown);
        self.attributes(node, "video");
        self.out.push('>');
    }

    fn linked_style(&mut self, node: NodeRef<'_>) {
        let rel = node.attr("rel").unwrap_or_default().to_ascii_lowercase();
        let mut words = rel.split_ascii_whitespace();
        let is_style =
            words.clone().any(|word| word == "stylesheet") && !words.any(|word| word == "alternate");
        let Some(href) = node.attr("href").filter(|_| is_style && !node.has_attr("disabled")) else { return };
        let base = self.links.base();
        let Some((at, text)) = self.links.style(base.as_ref(), &href) else { return };
        self.style(node, &text, Some(at));
    }

    fn style(&mut self, node: NodeRef<'_>, css: &str, base: Option<url::Url>) {
        let css = css::rewrite(css, base, &mut self.links);
        self.out.push_str("<style");
        // Pages load a sheet as for print and have a script say “all” later.
        if let Some(media) = node.attr("media").filter(|_| !node.has_attr("onload")) {
            self.attribute("media", &media);
        }
        self.out.push('>');
        // Nothing in CSS needs this pair of characters; in a text, the slash may be escaped.
        self.out.push_str(&css.replace("</", "<\\/"));
        self.out.push_str("</style>");
    }

    /// A field as it was filled in by the page itself; what a person typed is not in its HTML.
    fn input(&mut self, node: NodeRef<'_>) {
        let kind = node.attr("type").unwrap_or_default().to_ascii_lowercase();
        if matches!(kind.as_str(), "hidden" | "password" | "file" | "image") {
            return;
        }
        self.out.push_str("<input");
        self.attributes(node, "input");
        self.attribute("disabled", "");
        self.out.push('>');
    }

    fn shape<'a>(&mut self, node: NodeRef<'a>, name: &str, steps: &mut Vec<Step<'a>>) {
        if !svg(name) {
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        for attribute in node.attrs() {
            let key: &str = &attribute.name.local;
            let value: &str = &attribute.value;
            match key {
                "style" => self.style_attribute(value),
                "href" if name == "use" && value.starts_with('#') => self.attribute("href", value),
                _ if SVG_PAINT.contains(&key) => {
                    let base = self.links.base();
                    let paint = css::rewrite(value, base, &mut self.links);
                    self.attribute(key, &paint);
                }
                _ if is_plain_svg(key) => self.attribute(key, value),
                _ => {}
            }
        }
        self.out.push('>');
        steps.push(Step::Leave(format!("</{name}>")));
        steps.extend(node.children_it(true).map(Step::Enter));
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape(value, true, &mut self.out);
        self.out.push('"');
    }
}

/// The addresses under which an element may have its picture, best first.
fn pictures_of(node: NodeRef<'_>) -> Vec<String> {
    let mut named = Vec::new();
    for name in ["src", "srcset"].iter().chain(LATE) {
        let Some(value) = node.attr(name) else { continue };
        if name.ends_with("srcset") {
            named.extend(candidates(&value))
        } else {
            named.push(value.to_string())
        }
    }
    // A grey dot that waits for a script is the last choice.
    named.sort_by_key(|address| address.starts_with("data:"));
    named
}
