//! Lexical: a tree of nodes, the source of posts since version 5.

use serde_json::Value;

use super::super::fields::{filled, text};
use super::{Notes, attribute, cards};
use crate::html::escape;

/// Nodes within one another that are followed; JSON is not read much deeper.
const DEPTH: usize = 200;

/// Formats by their bit, from the outside to the inside.
const FORMATS: [(u64, &str); 8] =
    [(16, "code"), (1, "strong"), (2, "em"), (4, "s"), (8, "u"), (32, "sub"), (64, "sup"), (128, "mark")];

/// HTML of a document; nothing when it is none.
pub(super) fn html(document: &Value, notes: &mut Notes) -> Option<String> {
    let root = document.get("root")?;
    let mut out = String::new();
    for node in children(root) {
        block(node, 0, &mut out, notes);
    }
    Some(out.trim().to_owned())
}

fn children(node: &Value) -> &[Value] {
    node.get("children").and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn kind(node: &Value) -> &str {
    let kind = text(node, "type");
    kind.strip_prefix("extended-").unwrap_or(kind)
}

fn block(node: &Value, depth: usize, out: &mut String, notes: &mut Notes) {
    if depth > DEPTH {
        return;
    }
    match kind(node) {
        "paragraph" => wrapped("p", node, depth, out, notes),
        "heading" => {
            let tag = text(node, "tag");
            let known = ["h1", "h2", "h3", "h4", "h5", "h6"].into_iter().find(|known| *known == tag);
            wrapped(known.unwrap_or("h2"), node, depth, out, notes);
        }
        "quote" | "aside" => {
            let mut inner = String::new();
            inline_all(node, depth, &mut inner, notes);
            out.push_str(&format!("<blockquote><p>{inner}</p></blockquote>\n"));
        }
        "list" => list(node, depth, out, notes),
        // Words that lie in no paragraph.
        "text" | "link" | "autolink" | "linebreak" | "tab" | "at-link" | "zwnj" | "hashtag" => {
            out.push_str("<p>");
            inline(node, depth, out, notes);
            out.push_str("</p>\n");
        }
        _ if !children(node).is_empty() => {
            notes.tell(format!("a part of the kind “{:.60}” is kept as its words", kind(node)));
            for child in children(node) {
                block(child, depth + 1, out, notes);
            }
        }
        name => out.push_str(&cards::card(name, node, notes)),
    }
}

fn wrapped(tag: &str, node: &Value, depth: usize, out: &mut String, notes: &mut Notes) {
    let mut inner = String::new();
    inline_all(node, depth, &mut inner, notes);
    if !inner.trim().is_empty() {
        out.push_str(&format!("<{tag}>{inner}</{tag}>\n"));
    }
}

fn list(node: &Value, depth: usize, out: &mut String, notes: &mut Notes) {
    if depth > DEPTH {
        return;
    }
    let numbered = text(node, "listType") == "number" || text(node, "tag") == "ol";
    let start = node.get("start").and_then(Value::as_u64).filter(|start| *start != 1);
    let mut items: Vec<String> = Vec::new();
    for item in children(node) {
        let mut inner = String::new();
        match item.get("checked").and_then(Value::as_bool) {
            Some(true) => inner.push_str("☑ "),
            Some(false) => inner.push_str("☐ "),
            None => {}
        }
        let nested = |child: &Value| kind(child) == "list";
        // A list within a list is an item that holds nothing else: it belongs to the item before.
        let belongs = !children(item).is_empty() && children(item).iter().all(nested);
        for child in children(item) {
            if nested(child) {
                list(child, depth + 1, &mut inner, notes);
            } else {
                inline(child, depth + 1, &mut inner, notes);
            }
        }
        match items.last_mut().filter(|_| belongs) {
            Some(before) => before.push_str(&inner),
            None => items.push(inner),
        }
    }
    let tag = if numbered { "ol" } else { "ul" };
    let start = start.filter(|_| numbered).map(|start| format!(" start=\"{start}\"")).unwrap_or_default();
    out.push_str(&format!("<{tag}{start}>"));
    for item in items {
        out.push_str(&format!("<li>{item}</li>"));
    }
    out.push_str(&format!("</{tag}>\n"));
}

fn inline_all(node: &Value, depth: usize, out: &mut String, notes: &mut Notes) {
    for child in children(node) {
        inline(child, depth + 1, out, notes);
    }
}

fn inline(node: &Value, depth: usize, out: &mut String, notes: &mut Notes) {
    if depth > DEPTH {
        return;
    }
    match kind(node) {
        "text" | "hashtag" | "tab" => words(node, out),
        "linebreak" => out.push_str("<br>"),
        "zwnj" => {}
        "link" | "autolink" | "at-link" => {
            let Some(url) = filled(node, "url") else {
                inline_all(node, depth, out, notes);
                return;
            };
            out.push_str(&format!("<a href=\"{}\"{}>", escape(url), attribute(node, "title", "title")));
            inline_all(node, depth, out, notes);
            out.push_str("</a>");
        }
        // A paragraph in a paragraph or an item.
        "paragraph" | "quote" | "aside" | "heading" => inline_all(node, depth, out, notes),
        "list" => list(node, depth + 1, out, notes),
        _ if !children(node).is_empty() => inline_all(node, depth, out, notes),
        name => out.push_str(&cards::card(name, node, notes)),
    }
}

fn words(node: &Value, out: &mut String) {
    let format = node.get("format").and_then(Value::as_u64).unwrap_or(0);
    let formats: Vec<&str> =
        FORMATS.iter().filter(|(bit, _)| format & bit != 0).map(|(_, tag)| *tag).collect();
    for tag in &formats {
        out.push_str(&format!("<{tag}>"));
    }
    let said = if kind(node) == "tab" { "\t" } else { text(node, "text") };
    out.push_str(&escape(said).replace('\n', "<br>"));
    for tag in formats.iter().rev() {
        out.push_str(&format!("</{tag}>"));
    }
}
