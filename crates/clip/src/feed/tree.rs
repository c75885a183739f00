//! A tolerant reader of XML: always a tree, of all that can be read.

use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::escape::{resolve_html5_entity, unescape_with};
use quick_xml::events::{BytesStart, Event};
use url::Url;

use super::vocabulary::{Space, space};

/// Deepest nesting that is kept; what lies deeper is left out.
const DEPTH: usize = 100;
/// Most elements that are kept; what follows is left out.
const ELEMENTS: usize = 300_000;
/// Most attributes of an element that are kept.
const ATTRIBUTES: usize = 64;

/// An element.
pub(super) struct Element {
    pub space: Space,
    /// Local name in lower case.
    pub name: String,
    /// Names as written in lower case, prefix included, and values.
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Child>,
    /// What relative addresses in it are relative to.
    pub base: Option<Rc<Url>>,
    /// The language in force (`xml:lang`); empty where it was taken back.
    pub language: Option<String>,
}

pub(super) enum Child {
    Element(usize),
    Text(String),
}

impl Element {
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// All elements of a document; the first is its root.
pub(super) struct Tree {
    elements: Vec<Element>,
}

impl Tree {
    pub(super) fn root(&self) -> Option<&Element> {
        self.elements.first()
    }

    pub(super) fn children<'a>(&'a self, element: &'a Element) -> impl Iterator<Item = &'a Element> {
        element.children.iter().filter_map(|child| match child {
            Child::Element(at) => self.elements.get(*at),
            Child::Text(_) => None,
        })
    }

    pub(super) fn get(&self, at: usize) -> Option<&Element> {
        self.elements.get(at)
    }

    /// The text directly in an element.
    pub(super) fn text(&self, element: &Element) -> String {
        let parts = element.children.iter().filter_map(|child| match child {
            Child::Text(text) => Some(text.as_str()),
            Child::Element(_) => None,
        });
        parts.collect()
    }

    /// Reads a document.
    pub(super) fn read(text: &str, base: Option<&Url>, language: Option<&str>) -> Tree {
        let language = language.and_then(|tags| tags.split(',').next()).map(|tag| tag.trim().to_owned());
        let mut growing = Growing {
            tree: Tree { elements: Vec::new() },
            open: Vec::new(),
            too_deep: 0,
            base: base.cloned().map(Rc::new),
            language,
        };
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        loop {
            match reader.read_event() {
                // After an error there is no telling where markup begins: what was read so far stands.
                Ok(Event::Eof) | Err(_) => break,
                Ok(event) => {
                    if !growing.take(event) {
                        break;
                    }
                }
            }
        }
        growing.tree
    }
}

struct Open {
    at: usize,
    /// The name as written.
    written: String,
    /// Prefixes declared here; an empty one is the default.
    prefixes: Vec<(String, Space)>,
}

struct Growing {
    tree: Tree,
    open: Vec<Open>,
    /// Elements open below the deepest that is kept.
    too_deep: usize,
    base: Option<Rc<Url>>,
    language: Option<String>,
}

impl Growing {
    /// `false` when enough has been read.
    fn take(&mut self, event: Event) -> bool {
        match event {
            Event::Start(start) => return self.begin(&start, false),
            Event::Empty(start) => return self.begin(&start, true),
            Event::End(end) => self.end(end.name().as_ref()),
            Event::Text(text) => self.text(&text.into_inner()),
            Event::CData(text) => self.text(&text.into_inner()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(c)) => self.text(c.encode_utf8(&mut [0; 4])),
                _ => {
                    let name = reference.into_inner();
                    match resolve_html5_entity(&name) {
                        Some(known) => self.text(known),
                        None => self.text(&format!("&{name};")),
                    }
                }
            },
            _ => {}
        }
        true
    }

    fn text(&mut self, text: &str) {
        let Some(open) = self.open.last().filter(|_| self.too_deep == 0) else { return };
        if let Some(element) = self.tree.elements.get_mut(open.at) {
            match element.children.last_mut() {
                Some(Child::Text(before)) => before.push_str(text),
                _ => element.children.push(Child::Text(text.to_owned())),
            }
        }
    }

    fn begin(&mut self, start: &BytesStart, closed: bool) -> bool {
        let written = start.name().as_ref().to_owned();
        if !written.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            self.text(&format!("<{}>", &**start));
            return true;
        }
        if self.tree.elements.len() >= ELEMENTS {
            return false;
        }
        if self.open.len() >= DEPTH || self.too_deep > 0 {
            self.too_deep += usize::from(!closed);
            return true;
        }
        let element = self.element(start, &written);
        // A second root is a damaged document's: it is read as if it were inside the first.
        let parent = self.open.last().map(|open| open.at).or((!self.tree.elements.is_empty()).then_some(0));
        let at = self.tree.elements.len();
        if let Some(parent) = parent.and_then(|parent| self.tree.elements.get_mut(parent)) {
            parent.children.push(Child::Element(at));
        }
        let (element, prefixes) = element;
        self.tree.elements.push(element);
        if !closed {
            self.open.push(Open { at, written, prefixes });
        }
        true
    }

    fn element(&self, start: &BytesStart, written: &str) -> (Element, Vec<(String, Space)>) {
        let mut prefixes = Vec::new();
        let mut attributes = Vec::new();
        for attribute in start.html_attributes().with_checks(false).flatten().take(ATTRIBUTES) {
            let name = attribute.key.as_ref().to_lowercase();
            let raw = attribute.value.as_ref();
            let value = unescape_with(raw, resolve_html5_entity)
                .map_or_else(|_| raw.to_owned(), |value| value.into_owned());
            if name == "xmlns" {
                prefixes.push((String::new(), space(&value)));
            } else if let Some(prefix) = name.strip_prefix("xmlns:") {
                prefixes.push((prefix.to_owned(), space(&value)));
            }
            attributes.push((name, value));
        }
        let lower = written.to_lowercase();
        let (prefix, name) = lower.split_once(':').unwrap_or(("", &lower));
        let declared = prefixes
            .iter()
            .rev()
            .chain(self.open.iter().rev().flat_map(|open| open.prefixes.iter().rev()))
            .find(|(declared, _)| declared == prefix)
            .map(|(_, space)| *space);
        let mut declared = declared;
        if declared == Some(Space::Other) && self.tree.elements.is_empty() && matches!(name, "rss" | "feed") {
            // A feed in a vocabulary of its own name, as drafts and copies have: its words are the usual ones.
            declared = Some(Space::Core);
            for (_, space) in prefixes.iter_mut().filter(|(declared, _)| declared == prefix) {
                *space = Space::Core;
            }
        }
        let around = self.open.last().and_then(|open| self.tree.elements.get(open.at));
        let base = around.map_or(&self.base, |around| &around.base);
        let language = around.map_or(&self.language, |around| &around.language);
        let value = |wanted: &str| {
            attributes.iter().find(|(name, _): &&(String, String)| name == wanted).map(|(_, v)| v.trim())
        };
        let element = Element {
            space: declared.unwrap_or_else(|| Space::of_prefix(prefix)),
            name: name.to_owned(),
            base: match (value("xml:base"), base) {
                (Some(own), Some(base)) => base.join(own).ok().map(Rc::new).or_else(|| Some(base.clone())),
                (Some(own), None) => Url::parse(own).ok().map(Rc::new),
                (None, base) => base.clone(),
            },
            language: value("xml:lang").map(str::to_owned).or_else(|| language.clone()),
            attributes,
            children: Vec::new(),
        };
        (element, prefixes)
    }

    /// Closes the nearest open element of a name, and those inside it that were left open.
    fn end(&mut self, written: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if let Some(at) = self.open.iter().rposition(|open| open.written == written) {
            self.open.truncate(at);
        }
    }
}
