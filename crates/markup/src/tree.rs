//! The tree we write out: only elements of our own vocabulary, so that writing it can't change its meaning.

use crate::vocabulary;

/// A piece of clean HTML.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// Text, unescaped.
    Text(String),
    /// An element of the vocabulary.
    Element(Element),
}

/// An element with its attributes in the order they are written.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Element {
    pub name: &'static str,
    pub attributes: Vec<(&'static str, String)>,
    pub children: Vec<Node>,
}

impl Element {
    pub fn new(name: &'static str, children: Vec<Node>) -> Self {
        Element { name, attributes: Vec::new(), children }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Node::Element(element)
    }
}

impl Node {
    pub fn text(text: impl Into<String>) -> Self {
        Node::Text(text.into())
    }

    pub fn name(&self) -> &'static str {
        match self {
            Node::Text(_) => "",
            Node::Element(element) => element.name,
        }
    }

    /// Whether it stands within a line of text.
    pub fn is_inline(&self) -> bool {
        matches!(self, Node::Text(_)) || vocabulary::is_inline(self.name())
    }

    /// Whether a reader would see anything of it.
    pub fn is_visible(&self) -> bool {
        match self {
            Node::Text(text) => !is_blank(text),
            Node::Element(element) => {
                matches!(element.name, "img" | "math" | "hr") || element.children.iter().any(Node::is_visible)
            }
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Node::Text(text) => escape(text, false, out),
            Node::Element(element) => {
                out.push('<');
                out.push_str(element.name);
                for (name, value) in &element.attributes {
                    out.push(' ');
                    out.push_str(name);
                    out.push_str("=\"");
                    escape(value, true, out);
                    out.push('"');
                }
                out.push('>');
                if !vocabulary::is_void(element.name) {
                    if vocabulary::holds_blocks_only(element.name) {
                        out.push('\n');
                    }
                    for child in &element.children {
                        child.write(out);
                    }
                    out.push_str("</");
                    out.push_str(element.name);
                    out.push('>');
                }
                if !self.is_inline() {
                    out.push('\n');
                }
            }
        }
    }
}

/// Whether text shows nothing; zero-width characters count as nothing.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}'))
}

/// The nodes as HTML.
pub(crate) fn write(nodes: &[Node]) -> String {
    let mut out = String::new();
    for node in nodes {
        node.write(&mut out);
    }
    out
}

pub(crate) fn escape(text: &str, in_attribute: bool, out: &mut String) {
    // Most of a text is none of these: it is copied piece by piece.
    let mut rest = text;
    while let Some(at) = rest
        .bytes()
        .position(|byte| matches!(byte, b'&' | b'<' | b'>' | 0xc2) || (byte == b'"' && in_attribute))
    {
        // The space that does not break is written by its name, as all who write HTML do; others begin like it.
        if rest.as_bytes()[at] == 0xc2 {
            let end = at + 2;
            if rest.as_bytes().get(at + 1) == Some(&0xa0) {
                out.push_str(&rest[..at]);
                out.push_str("&nbsp;");
            } else {
                out.push_str(&rest[..end]);
            }
            rest = &rest[end..];
            continue;
        }
        let (plain, marked) = rest.split_at(at);
        out.push_str(plain);
        let mut letters = marked.chars();
        out.push_str(match letters.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            _ => "&quot;",
        });
        rest = letters.as_str();
    }
    out.push_str(rest);
}

/// Joins neighbouring texts and folds the white space that HTML folds, at line breaks to nothing.
pub(crate) fn join(nodes: Vec<Node>) -> Vec<Node> {
    let mut joined: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match node {
            Node::Text(text) => {
                if let Some(Node::Text(before)) = joined.last_mut() {
                    // Both are folded, so only their seam can hold two spaces.
                    let text = fold(&text);
                    before.push_str(if before.ends_with(' ') { text.trim_start_matches(' ') } else { &text });
                    continue;
                }
                let text = fold(&text);
                let after_break = joined.last().is_some_and(|last| last.name() == "br");
                let text = if after_break { text.trim_start_matches(' ').to_owned() } else { text };
                if !text.is_empty() {
                    joined.push(Node::Text(text));
                }
            }
            node => {
                if node.name() == "br"
                    && let Some(Node::Text(before)) = joined.last_mut()
                {
                    before.truncate(before.trim_end_matches(' ').len());
                    if before.is_empty() {
                        joined.pop();
                    }
                }
                joined.push(node);
            }
        }
    }
    joined
}

/// Folds each run of ASCII white space into one space.
pub(crate) fn fold(text: &str) -> String {
    let mut before = b'x';
    let is_folded = text.bytes().all(|byte| {
        let fits = !byte.is_ascii_whitespace() || (byte == b' ' && before != b' ');
        before = byte;
        fits
    });
    if is_folded {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        if c.is_ascii_whitespace() {
            if !space {
                out.push(' ');
            }
            space = true;
        } else {
            out.push(c);
            space = false;
        }
    }
    out
}

/// Drops what HTML forbids in text: control characters and noncharacters.
pub(crate) fn printable(text: &str) -> String {
    if text.chars().all(is_printable) {
        return text.to_owned();
    }
    text.chars().filter(|&c| is_printable(c)).collect()
}

pub(crate) fn is_printable(c: char) -> bool {
    match c {
        '\t' | '\n' => true,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => false,
        c => u32::from(c) & 0xfffe != 0xfffe,
    }
}

/// Cuts white space and line breaks off both ends of a line.
pub(crate) fn trim(nodes: Vec<Node>) -> Vec<Node> {
    let mut nodes = join(nodes);
    while let Some(first) = nodes.first_mut() {
        match first {
            Node::Element(element) if element.name == "br" => drop(nodes.remove(0)),
            Node::Text(text) => {
                *text = text.trim_start_matches(|c: char| c.is_ascii_whitespace()).to_owned();
                if !text.is_empty() {
                    break;
                }
                nodes.remove(0);
            }
            Node::Element(_) => break,
        }
    }
    while let Some(last) = nodes.last_mut() {
        match last {
            Node::Element(element) if element.name == "br" => drop(nodes.pop()),
            Node::Text(text) => {
                text.truncate(text.trim_end_matches(|c: char| c.is_ascii_whitespace()).len());
                if !text.is_empty() {
                    break;
                }
                nodes.pop();
            }
            Node::Element(_) => break,
        }
    }
    nodes
}
