//! Rebuilds any HTML by the content models of the standard: what a paragraph may hold, what a list, what
//! a link. Whatever the input, the result is valid and says the same.

use dom_query::{Document, NodeRef};
use model::Language;

use crate::address::{Addresses, id};
use crate::tree::{Element, Node, fold, is_blank, join, printable, trim};
use crate::vocabulary::{Role, role};
use crate::{anchors, nesting, outline};

/// Deepest nesting kept; what lies deeper becomes text.
pub(crate) const DEPTH: usize = 80;

/// How much of HTML a text may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// A post's body.
    Post,
    /// A reader's remark: lines, quotes, lists, code and links.
    Comment,
}

/// Cleans a text into a tree.
pub(crate) fn tidy(html: &str, scope: Scope, addresses: Addresses) -> Vec<Node> {
    let document = Document::fragment(nesting::bounded(html).as_ref());
    let tidy = Tidy { scope, addresses };
    let mut flow = Flow::default();
    let root: Vec<NodeRef> = document.root().children();
    tidy.flow(&root, &mut flow, 0, Inside::default());
    let mut nodes = anchors::settle(flow.finish(), &addresses);
    outline::settle(&mut nodes);
    nodes
}

pub(crate) struct Tidy<'a> {
    pub(crate) scope: Scope,
    pub(crate) addresses: Addresses<'a>,
}

/// What the place we are in forbids.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inside {
    pub(crate) link: bool,
    pub(crate) definition: bool,
    pub(crate) ruby: bool,
    pub(crate) figure: bool,
    pub headings_are_text: bool,
}

/// Blocks in order, with the line of text that is being gathered.
#[derive(Default)]
pub(crate) struct Flow {
    pub(crate) out: Vec<Node>,
    pub(crate) line: Vec<Node>,
    pub(crate) paragraph: Vec<(&'static str, String)>,
}

impl Flow {
    /// Ends the line: it becomes a paragraph, or several where two line breaks follow each other.
    pub(crate) fn flush(&mut self) {
        let line = join(std::mem::take(&mut self.line));
        let mut part = Vec::new();
        let mut breaks = 0;
        for node in line {
            match &node {
                Node::Element(element) if element.name == "br" => breaks += 1,
                Node::Text(text) if breaks > 0 && text.trim_ascii().is_empty() => {}
                _ => {
                    if breaks > 1 {
                        self.paragraph(std::mem::take(&mut part));
                    }
                    breaks = 0;
                }
            }
            part.push(node);
        }
        self.paragraph(part);
    }

    fn paragraph(&mut self, line: Vec<Node>) {
        if line.iter().any(Node::is_visible) {
            let attributes = self.paragraph.clone();
            self.out.push(Element { name: "p", attributes, children: trim(line) }.into());
        }
    }

    pub fn finish(mut self) -> Vec<Node> {
        self.flush();
        self.out
    }
}

impl Tidy<'_> {
    /// Cleans nodes where blocks may stand.
    pub fn flow(&self, nodes: &[NodeRef], flow: &mut Flow, depth: usize, inside: Inside) {
        for node in nodes {
            let Some(name) = node.node_name() else {
                flow.line.extend(text_of(node));
                continue;
            };
            let role = role(&name);
            if role == Role::Dropped {
                continue;
            }
            if depth >= DEPTH {
                flow.line.push(Node::text(fold(&printable(&node.text()))));
                continue;
            }
            match role {
                Role::Dropped => {}
                Role::Inline(_) | Role::Unwrapped if !has_block(node) => {
                    flow.line.extend(self.inline(node, depth, inside));
                }
                Role::Inline(kept) => {
                    flow.flush();
                    let (shell, inside) = self.shell(node, kept, inside);
                    let mut inner = Flow::default();
                    self.flow(&node.children(), &mut inner, depth + 1, inside);
                    let inner = inner.finish();
                    flow.out.extend(match shell {
                        Some(shell) => wrapped(inner, &shell),
                        None => inner,
                    });
                }
                Role::Unwrapped => self.section(node, &name, flow, depth, inside),
                Role::Section => self.section(node, &name, flow, depth, inside),
                Role::Block(kept) => {
                    flow.flush();
                    self.block(node, kept, flow, depth, inside);
                }
            }
        }
    }

    pub(crate) fn section(&self, node: &NodeRef, name: &str, flow: &mut Flow, depth: usize, inside: Inside) {
        flow.flush();
        if name == "figcaption" && inside.figure {
            let caption = self.container(node, depth, Inside { figure: false, ..inside });
            if !caption.is_empty() {
                flow.out
                    .push(Element { name: "figcaption", attributes: marks(node), children: caption }.into());
            }
            return;
        }
        let is_notes =
            node.attr("class").is_some_and(|c| c.split_ascii_whitespace().any(|c| c == "footnotes"));
        let mut attributes = marks(node);
        attributes.retain(|(name, _)| *name != "id");
        if self.scope == Scope::Post && !inside.figure && (is_notes || !attributes.is_empty()) {
            let children = self.blocks(node, depth, inside);
            if !children.is_empty() {
                if is_notes {
                    attributes.push(("class", "footnotes".to_owned()));
                }
                flow.out.push(Element { name: "div", attributes, children }.into());
            }
            return;
        }
        self.flow(&node.children(), flow, depth + 1, inside);
        flow.flush();
    }

    /// What an element holds, as blocks only.
    pub fn blocks(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
        let mut flow = Flow::default();
        self.flow(&node.children(), &mut flow, depth + 1, inside);
        flow.finish()
    }

    /// What an element holds, a lone paragraph opened up: `<li>text</li>`, not `<li><p>text</p></li>`.
    pub fn container(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
        tight(self.blocks(node, depth, inside))
    }

    /// What an element holds, as one line.
    pub fn line(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
        trim(self.phrasing(node, depth, inside))
    }
}

/// Attributes any element may keep: its id (settled later), language and direction.
pub(crate) fn marks(node: &NodeRef) -> Vec<(&'static str, String)> {
    let mut kept = Vec::new();
    if let Some(id) =
        node.attr("id").or_else(|| node.attr("name").filter(|_| node.has_name("a"))).and_then(|i| id(&i))
    {
        kept.push(("id", id));
    }
    if let Some(language) = node.attr("lang").and_then(|l| Language::parse(&l).ok()) {
        kept.push(("lang", language.to_string()));
    }
    if let Some(dir) = node.attr("dir") {
        let dir = dir.trim().to_ascii_lowercase();
        if matches!(dir.as_str(), "ltr" | "rtl" | "auto") {
            kept.push(("dir", dir));
        }
    }
    kept
}

/// Opens up a lone plain paragraph.
pub(crate) fn tight(blocks: Vec<Node>) -> Vec<Node> {
    if blocks.iter().filter(|b| b.name() == "p").count() != 1 {
        return blocks;
    }
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        match block {
            Node::Element(p) if p.name == "p" && p.attributes.is_empty() => out.extend(p.children),
            block => out.push(block),
        }
    }
    out
}

/// The reverse: lines become paragraphs again.
pub(crate) fn loosened(nodes: Vec<Node>) -> Vec<Node> {
    let mut flow = Flow::default();
    for node in nodes {
        if node.is_inline() {
            flow.line.push(node);
        } else {
            flow.flush();
            flow.out.push(node);
        }
    }
    flow.finish()
}

/// Puts an inline element around the lines within blocks: `<a><p>x</p></a>` becomes `<p><a>x</a></p>`.
fn wrapped(blocks: Vec<Node>, shell: &Element) -> Vec<Node> {
    let mut out = Vec::with_capacity(blocks.len());
    let mut line = Vec::new();
    let close = |line: &mut Vec<Node>, out: &mut Vec<Node>| {
        let children = std::mem::take(line);
        let fits = children.iter().any(Node::is_visible)
            && !(shell.name == "a" && (nameless(&children) || children.iter().any(has_link)));
        if fits {
            out.push(Element { children, ..shell.clone() }.into());
        } else {
            out.extend(children);
        }
    };
    for block in blocks {
        match block {
            Node::Element(mut element) if !crate::vocabulary::is_inline(element.name) => {
                close(&mut line, &mut out);
                if element.name != "hr" {
                    element.children = wrapped(element.children, shell);
                }
                out.push(element.into());
            }
            inline => line.push(inline),
        }
    }
    close(&mut line, &mut out);
    out
}

fn has_link(node: &Node) -> bool {
    matches!(node, Node::Element(e) if e.name == "a" || e.children.iter().any(has_link))
}

/// Whether a link of these would have nothing to be called by: a picture without words.
pub(crate) fn nameless(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Text(text) => is_blank(text),
        Node::Element(element) if element.name == "img" => element.attribute("alt").is_none_or(str::is_empty),
        Node::Element(element) if element.name == "math" => false,
        Node::Element(element) => nameless(&element.children),
    })
}

fn has_block(node: &NodeRef) -> bool {
    // What a frame or a film holds is for those who can't play it, and is dropped.
    if ["math", "iframe", "video", "audio", "embed", "object"].iter().any(|n| node.has_name(n)) {
        return false;
    }
    node.descendants_it().any(|inner| {
        inner.node_name().is_some_and(|name| matches!(role(&name), Role::Block(_) | Role::Section))
    })
}

pub(crate) fn text_of(node: &NodeRef) -> Option<Node> {
    node.is_text().then(|| Node::text(fold(&printable(&node.text()))))
}
