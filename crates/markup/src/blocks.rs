//! Blocks with rules of their own: paragraphs, headings, quotations, lists, figures, code.

use dom_query::NodeRef;

use crate::guard::known_class;
use crate::tidy::{DEPTH, Flow, Inside, Scope, Tidy, loosened, marks, tight};
use crate::tree::{Element, Node, printable};
use crate::vocabulary::{Role, role};

impl Tidy<'_> {
    pub(crate) fn block(
        &self,
        node: &NodeRef,
        name: &'static str,
        flow: &mut Flow,
        depth: usize,
        inside: Inside,
    ) {
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

    pub(crate) fn list(
        &self,
        node: &NodeRef,
        name: &'static str,
        depth: usize,
        inside: Inside,
    ) -> Option<Node> {
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

    pub(crate) fn definitions(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
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

    pub(crate) fn figure(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
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

    pub(crate) fn preformatted(&self, node: &NodeRef, depth: usize) -> Option<Node> {
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

    pub(crate) fn verbatim(&self, node: &NodeRef, depth: usize) -> Vec<Node> {
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
}

fn number(node: &NodeRef, name: &str) -> Option<i32> {
    node.attr(name)?.trim().parse().ok()
}
