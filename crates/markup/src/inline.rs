//! What stands within a line: emphasis, links, ruby and the like.

use dom_query::NodeRef;

use crate::guard::known_class;
use crate::math;
use crate::tidy::{DEPTH, Inside, Scope, Tidy, marks, nameless, text_of};
use crate::tree::{Element, Node, fold, is_blank, join, printable};
use crate::vocabulary::{Role, role};

impl Tidy<'_> {
    /// Cleans what an element holds where only a line of text may stand.
    pub(crate) fn phrasing(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
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
    pub(crate) fn inline(&self, node: &NodeRef, depth: usize, inside: Inside) -> Vec<Node> {
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
    pub(crate) fn shell(
        &self,
        node: &NodeRef,
        name: &'static str,
        inside: Inside,
    ) -> (Option<Element>, Inside) {
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
}
