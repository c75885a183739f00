//! Rebuilds any HTML by the content models of the standard: what a paragraph may hold, what a list, what
//! a link. Whatever the input, the result is valid and says the same.

use dom_query::{Document, NodeRef};
use model::Language;

use crate::address::{Addresses, id};
use crate::guard::known_class;
use crate::tree::{Element, Node, fold, is_blank, join, printable, trim};
use crate::vocabulary::{Role, role};
use crate::{anchors, math, outline};

/// Deepest nesting kept; what lies deeper becomes text.
const DEPTH: usize = 80;

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
    let document = Document::fragment(html);
    let tidy = Tidy { scope, addresses };
    let mut flow = Flow::default();
    let root: Vec<NodeRef> = document.root().children();
    tidy.flow(&root, &mut flow, 0, Inside::default());
    let mut nodes = anchors::settle(flow.finish(), &addresses);
    outline::settle(&mut nodes);
    nodes
}

pub(crate) struct Tidy<'a> {
    scope: Scope,
    addresses: Addresses<'a>,
}

/// What the place we are in forbids.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inside {
    link: bool,
    definition: bool,
    ruby: bool,
    figure: bool,
    pub headings_are_text: bool,
}

/// Blocks in order, with the line of text that is being gathered.
#[derive(Default)]
pub(crate) struct Flow {
    out: Vec<Node>,
    line: Vec<Node>,
    paragraph: Vec<(&'static str, String)>,
}

impl Flow {
    /// Ends the line: it becomes a paragraph, or several where two line breaks follow each other.
    fn flush(&mut self) {
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

    fn section(&self, node: &NodeRef, name: &str, flow: &mut Flow, depth: usize, inside: Inside) {
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

    fn block(&self, node: &NodeRef, name: &'static str, flow: &mut Flow, depth: usize, inside: Inside) {
        let element = |children: Vec<Node>| Node::from(Element { name, attributes: marks(node), children });
        let within = Inside { figure: false, ..inside };
        let limited = self.scope == Scope::Comment;
        match name {
            "p" => {
                let mut inner = Flow { paragraph: marks(node), ..Flow::default() };
                self.flow(&node.children(), &mut inner, depth + 1, inside);
                flow.out.append(&mut inner.finish());
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let line = self.line(node, depth, within);
                if line.iter().any(Node::is_visible) {
                    if limited || inside.headings_are_text {
                        flow.out.push(Element::new("p", vec![Element::new("strong", line).into()]).into());
                    } else {
                        flow.out.push(element(line));
                    }
                }
            }
            "blockquote" => {
                let inner = self.blocks(node, depth, within);
                if !inner.is_empty() {
                    flow.out.push(element(inner));
                }
            }
            "pre" => flow.out.extend(self.preformatted(node, depth)),
            "ul" | "ol" => flow.out.extend(self.list(node, name, depth, within)),
            "hr" if !limited => flow.out.push(element(Vec::new())),
            "dl" if !limited => flow.out.append(&mut self.definitions(node, depth, within)),
            "figure" if !limited => flow.out.append(&mut self.figure(node, depth, within)),
            "table" if !limited => flow.out.append(&mut self.table(node, depth, within)),
            "details" if !limited => {
                let summary = node.element_children().into_iter().find(|c| c.has_name("summary"));
                let line = summary.as_ref().map(|s| self.line(s, depth, Inside { link: true, ..within }));
                let Some(line) = line.filter(|l| l.iter().any(Node::is_visible)) else {
                    return self.section(node, "div", flow, depth, inside);
                };
                let rest: Vec<NodeRef> = node
                    .children()
                    .into_iter()
                    .filter(|c| Some(c.id) != summary.as_ref().map(|s| s.id))
                    .collect();
                let mut inner = Flow::default();
                self.flow(&rest, &mut inner, depth + 1, within);
                let mut children = vec![Node::from(Element::new("summary", line))];
                children.append(&mut inner.finish());
                flow.out.push(element(children));
            }
            _ => self.section(node, "div", flow, depth, inside),
        }
    }

    fn list(&self, node: &NodeRef, name: &'static str, depth: usize, inside: Inside) -> Option<Node> {
        let mut items: Vec<Element> = Vec::new();
        for child in node.children() {
            if child.has_name("li") {
                let children = self.container(&child, depth + 1, inside);
                if !children.is_empty() {
                    let mut item = Element { name: "li", attributes: marks(&child), children };
                    if let (Some(value), true) = (number(&child, "value"), name == "ol") {
                        item = item.with("value", value.to_string());
                    }
                    items.push(item);
                }
                continue;
            }
            let mut stray = Flow::default();
            self.flow(&[child], &mut stray, depth + 1, inside);
            let stray = stray.finish();
            if stray.is_empty() {
                continue;
            }
            // A list written directly inside a list belongs to the item before it.
            match items.last_mut() {
                Some(item) if stray.iter().all(|n| matches!(n.name(), "ul" | "ol")) => {
                    item.children.extend(stray)
                }
                _ => items.push(Element::new("li", tight(stray))),
            }
        }
        if items.is_empty() {
            return None;
        }
        let mut list =
            Element { name, attributes: marks(node), children: items.into_iter().map(Node::from).collect() };
        if name == "ol" {
            if let Some(start) = number(node, "start") {
                list = list.with("start", start.to_string());
            }
            if node.has_attr("reversed") {
                list = list.with("reversed", "");
            }
        }
        Some(list.into())
    }

    fn definitions(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
        let mut parts = Vec::new();
        let groups =
            node.children().into_iter().flat_map(|c| if c.has_name("div") { c.children() } else { vec![c] });
        for child in groups {
            if child.has_name("dt") {
                let line = self.line(&child, depth + 1, inside);
                if line.iter().any(Node::is_visible) {
                    parts.push(Element { name: "dt", attributes: marks(&child), children: line });
                }
            } else if child.has_name("dd") {
                let children = self.container(&child, depth + 1, inside);
                if !children.is_empty() {
                    parts.push(Element { name: "dd", attributes: marks(&child), children });
                }
            } else {
                let mut stray = Flow::default();
                self.flow(&[child], &mut stray, depth + 1, inside);
                let children = stray.finish();
                if !children.is_empty() {
                    parts.push(Element::new("dd", tight(children)));
                }
            }
        }
        let right =
            parts.first().is_some_and(|p| p.name == "dt") && parts.last().is_some_and(|p| p.name == "dd");
        if right {
            return vec![
                Element {
                    name: "dl",
                    attributes: marks(node),
                    children: parts.into_iter().map(Node::from).collect(),
                }
                .into(),
            ];
        }
        parts.into_iter().flat_map(|part| loosened(part.children)).collect()
    }

    fn figure(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
        let mut content = Vec::new();
        let mut caption = None;
        for block in self.blocks(node, depth, Inside { figure: true, ..inside }) {
            match block {
                Node::Element(element) if element.name == "figcaption" => {
                    if caption.is_none() {
                        caption = Some(element);
                    } else {
                        content.append(&mut loosened(element.children));
                    }
                }
                block => content.push(block),
            }
        }
        if content.is_empty() {
            return caption.map(|c| loosened(c.children)).unwrap_or_default();
        }
        let mut children = tight(content);
        children.extend(caption.map(Node::from));
        vec![Element { name: "figure", attributes: marks(node), children }.into()]
    }

    fn preformatted(&self, node: &NodeRef, depth: usize) -> Option<Node> {
        let mut children = self.verbatim(node, depth);
        if let Some(Node::Text(text)) = children.first_mut() {
            // The parser swallows a line break after the start tag; without this it would eat one a time.
            *text = text.trim_start_matches('\n').to_owned();
            if text.is_empty() {
                children.remove(0);
            }
        }
        let pre = Node::from(Element { name: "pre", attributes: marks(node), children });
        pre.is_visible().then_some(pre)
    }

    fn verbatim(&self, node: &NodeRef, depth: usize) -> Vec<Node> {
        let mut out: Vec<Node> = Vec::new();
        let push_text = |out: &mut Vec<Node>, text: String| match out.last_mut() {
            Some(Node::Text(before)) => before.push_str(&text),
            _ if text.is_empty() => {}
            _ => out.push(Node::Text(text)),
        };
        for child in node.children() {
            let Some(name) = child.node_name() else {
                if child.is_text() {
                    push_text(&mut out, printable(&child.text()));
                }
                continue;
            };
            match role(&name) {
                Role::Dropped => {}
                Role::Inline("br") => push_text(&mut out, "\n".to_owned()),
                Role::Inline(
                    kept @ ("code" | "em" | "strong" | "b" | "i" | "kbd" | "samp" | "var" | "mark"),
                ) if depth < DEPTH => {
                    let inner = self.verbatim(&child, depth + 1);
                    if inner.is_empty() {
                        continue;
                    }
                    let mut element = Element { name: kept, attributes: marks(&child), children: inner };
                    if let Some(class) = child.attr("class").filter(|c| known_class(kept, c)) {
                        element = element.with("class", class.to_string());
                    }
                    out.push(element.into());
                }
                _ if depth >= DEPTH => push_text(&mut out, printable(&child.text())),
                _ => {
                    for node in self.verbatim(&child, depth + 1) {
                        match node {
                            Node::Text(text) => push_text(&mut out, text),
                            node => out.push(node),
                        }
                    }
                }
            }
        }
        out
    }

    /// Cleans what an element holds where only a line of text may stand.
    fn phrasing(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
        let mut line = Vec::new();
        for child in node.children() {
            let Some(name) = child.node_name() else {
                line.extend(text_of(&child));
                continue;
            };
            match role(&name) {
                Role::Dropped => {}
                _ if depth >= DEPTH => line.push(Node::text(fold(&printable(&child.text())))),
                Role::Inline(_) | Role::Unwrapped => line.extend(self.inline(&child, depth + 1, inside)),
                Role::Block(_) | Role::Section => {
                    line.push(Node::text(" "));
                    line.append(&mut self.phrasing(&child, depth + 1, inside));
                    line.push(Node::text(" "));
                }
            }
        }
        join(line)
    }

    /// Cleans one element that stands within a line.
    fn inline(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
        let Some(name) = node.node_name() else { return text_of(node).into_iter().collect() };
        match (&*name, role(&name)) {
            ("br", _) => return vec![Element::new("br", Vec::new()).into()],
            ("wbr", _) => return vec![Element::new("wbr", Vec::new()).into()],
            ("img" | "image", _) => return self.picture(node, inside).into_iter().collect(),
            ("iframe" | "video" | "audio" | "embed" | "object", _) => {
                return self.embedded(node, inside).into_iter().collect();
            }
            ("math", _) if self.scope == Scope::Post => return math::formula(node).into_iter().collect(),
            ("rt" | "rp", _) if inside.ruby => {
                let mut children = join(self.phrasing(node, depth, Inside { ruby: false, ..inside }));
                children.retain(|n| !matches!(n, Node::Text(t) if t.is_empty()));
                let name = if &*name == "rt" { "rt" } else { "rp" };
                if name == "rp" {
                    children.retain(|n| matches!(n, Node::Text(_)));
                }
                return vec![Element::new(name, children).into()];
            }
            ("rt" | "rp", _) => return self.phrasing(node, depth, inside),
            ("ruby", _) if self.scope == Scope::Post => {
                let children = self.phrasing(node, depth, Inside { ruby: true, ..inside });
                let base =
                    children.first().is_some_and(|n| n.name() != "rt" && n.name() != "rp" && n.is_visible());
                if base && children.iter().any(|n| n.name() == "rt") {
                    return vec![Element { name: "ruby", attributes: marks(node), children }.into()];
                }
                return self.phrasing(node, depth, Inside { ruby: false, ..inside });
            }
            (_, Role::Inline(kept)) => {
                let (shell, inside) = self.shell(node, kept, inside);
                let children = self.phrasing(node, depth, inside);
                let shown = children.iter().any(Node::is_visible);
                return match shell {
                    Some(shell) if shown && !(kept == "a" && nameless(&children)) => {
                        vec![Element { children, ..shell }.into()]
                    }
                    _ => children,
                };
            }
            _ => {}
        }
        let inside = Inside { ruby: inside.ruby && &*name == "rb", ..inside };
        self.phrasing(node, depth, inside)
    }

    /// The empty element that an inline element of the input becomes, if it stays, and what it forbids.
    fn shell(&self, node: &NodeRef, name: &'static str, inside: Inside) -> (Option<Element>, Inside) {
        let inner = Inside { ruby: false, ..inside };
        let shell = Element { name, attributes: marks(node), children: Vec::new() };
        let title = node.attr("title").map(|t| fold(&printable(&t))).filter(|t| !is_blank(t));
        if self.scope == Scope::Comment && !matches!(name, "a" | "em" | "strong" | "code") {
            return (None, inner);
        }
        match name {
            "a" if inside.link => (None, inner),
            "a" => {
                let href = node.attr("href").and_then(|h| self.addresses.link(&h));
                let Some(href) = href else {
                    let anchor = Element { name: "span", ..shell };
                    return (Some(anchor).filter(|a| !a.attributes.is_empty()), inner);
                };
                let mut shell = shell.with("href", href);
                if let Some(title) = title.filter(|_| self.scope == Scope::Post) {
                    shell = shell.with("title", title);
                }
                if let Some(class) = node.attr("class").filter(|c| known_class("a", c)) {
                    shell = shell.with("class", class.to_string());
                    if let Some(label) = node.attr("aria-label") {
                        shell = shell.with("aria-label", printable(&label));
                    }
                }
                (Some(shell), Inside { link: true, ..inner })
            }
            "dfn" if inside.definition => (None, inner),
            "dfn" | "abbr" => {
                let shell = title.into_iter().fold(shell, |shell, title| shell.with("title", title));
                (Some(shell), Inside { definition: inside.definition || name == "dfn", ..inner })
            }
            "bdo" if shell.attribute("dir").is_none() => (None, inner),
            "span" if shell.attributes.is_empty() => (None, inner),
            "sup" | "code" => match node.attr("class").filter(|c| known_class(name, c)) {
                Some(class) => (Some(shell.with("class", class.to_string())), inner),
                None => (Some(shell), inner),
            },
            // These have rules of their own and never hold blocks.
            "ruby" | "rt" | "rp" | "math" | "img" | "br" | "wbr" => (None, inner),
            _ => (Some(shell), inner),
        }
    }

    fn picture(&self, node: &NodeRef, inside: Inside) -> Option<Node> {
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
    fn picture_address(&self, node: &NodeRef) -> Option<String> {
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
    fn embedded(&self, node: &NodeRef, inside: Inside) -> Option<Node> {
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
fn nameless(nodes: &[Node]) -> bool {
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

fn text_of(node: &NodeRef) -> Option<Node> {
    node.is_text().then(|| Node::text(fold(&printable(&node.text()))))
}

fn number(node: &NodeRef, name: &str) -> Option<i32> {
    node.attr(name)?.trim().parse().ok()
}

/// A picture's side in pixels, when it is a plain number.
fn dimension(node: &NodeRef, name: &str) -> Option<u32> {
    let value = node.attr(name)?;
    let value = value.trim();
    let value = value.strip_suffix("px").unwrap_or(value);
    value.parse().ok().filter(|n| (1..=20_000).contains(n))
}
