//! Mathematics: the presentational core of MathML, text in its leaves only.

use dom_query::NodeRef;

use crate::tree::{Element, Node, fold, printable};
use crate::vocabulary::MATH;

/// Deepest formula; deeper parts become text.
const DEPTH: usize = 30;

/// A formula, when anything of it can be kept.
pub(crate) fn formula(node: &NodeRef) -> Option<Node> {
    let mut math = Element::new("math", parts(node, 0));
    if math.children.is_empty() {
        return None;
    }
    if node.attr("display").is_some_and(|d| d.eq_ignore_ascii_case("block")) {
        math = math.with("display", "block");
    }
    if let Some(text) = node.attr("alttext").map(|t| fold(&printable(&t))).filter(|t| !t.trim().is_empty()) {
        math = math.with("alttext", text.trim());
    }
    Some(math.into())
}

fn parts(node: &NodeRef, depth: usize) -> Vec<Node> {
    let mut kept = Vec::new();
    for child in node.children_it(false) {
        let Some(name) = child.node_name() else { continue };
        match &*name {
            // Only the first child of `semantics` is the formula; the rest annotates it.
            "semantics" => kept.extend(child.first_element_child().into_iter().flat_map(|c| part(&c, depth))),
            "mstyle" | "mpadded" | "mphantom" | "menclose" => kept.extend(row(&child, depth)),
            _ => kept.extend(part(&child, depth)),
        }
    }
    kept
}

fn row(node: &NodeRef, depth: usize) -> Option<Node> {
    let inner = if depth < DEPTH { parts(node, depth + 1) } else { Vec::new() };
    (!inner.is_empty()).then(|| Element::new("mrow", inner).into())
}

fn part(node: &NodeRef, depth: usize) -> Option<Node> {
    let name = node.node_name()?;
    let name = MATH.iter().copied().find(|known| *known == &*name)?;
    if matches!(name, "mi" | "mn" | "mo" | "ms" | "mtext") {
        let text = fold(&printable(&node.text()));
        return (!text.trim().is_empty()).then(|| Element::new(name, vec![Node::text(text.trim())]).into());
    }
    if name == "mspace" {
        return Some(Element::new(name, Vec::new()).into());
    }
    if depth >= DEPTH {
        return None;
    }
    let inner = parts(node, depth + 1);
    let fits = match name {
        "mfrac" | "mroot" | "msub" | "msup" | "munder" | "mover" => inner.len() == 2,
        "msubsup" | "munderover" => inner.len() == 3,
        "mtable" => !inner.is_empty() && inner.iter().all(|n| n.name() == "mtr"),
        "mtr" => !inner.is_empty() && inner.iter().all(|n| n.name() == "mtd"),
        _ => true,
    };
    if fits {
        return Some(Element::new(name, inner).into());
    }
    (!inner.is_empty()).then(|| Element::new("mrow", inner).into())
}
