//! The line of a text that says where it comes from: “Source: …” and its kin in other languages.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use dom_query::{Document, NodeRef};
use model::Format;

use crate::body::{OURS, settled};
use crate::text::fold;
use crate::tidy::{Scope, tidy};
use crate::tree::Node;

/// Words that begin such a line, before a colon. Lower case.
const CUES: &[&str] = &[
    "source",
    "sources",
    "original source",
    "via",
    "originally published at",
    "originally published in",
    "originally published on",
    "first published in",
    "republished from",
    "read the original",
    "original article",
    "article source",
    "πηγή",
    "πηγη",
    "πηγές",
    "αναδημοσίευση από",
    "αναδημοσίευση",
    "πρωτότυπο",
    "πρώτη δημοσίευση",
    "источник",
    "источники",
    "оригинал",
    "первоисточник",
    "джерело",
    "източник",
    "извор",
    "крыніца",
    "来源",
    "來源",
    "文章来源",
    "文章來源",
    "消息来源",
    "资料来源",
    "資料來源",
    "转载自",
    "轉載自",
    "原文",
    "原文链接",
    "原文連結",
    "出处",
    "出處",
    "出典",
    "引用元",
    "情報元",
    "ソース",
    "출처",
    "원문",
    "fuente",
    "fuentes",
    "vía",
    "tomado de",
    "publicado originalmente en",
    "fonte",
    "fonti",
    "publicado originalmente em",
    "quelle",
    "quellen",
    "zuerst erschienen in",
    "ursprünglich veröffentlicht in",
    "bron",
    "bronnen",
    "kilde",
    "kilder",
    "källa",
    "lähde",
    "sources et références",
    "article original",
    "publié initialement sur",
    "font",
    "sursa",
    "zdroj",
    "źródło",
    "izvor",
    "vir",
    "forrás",
    "kaynak",
    "burim",
    "burimi",
    "المصدر",
    "المصادر",
    "مصدر",
    "نقلا عن",
    "منبع",
    "מקור",
    "स्रोत",
    "ที่มา",
    "nguồn",
    "sumber",
    "chanzo",
];

/// Longest line that is one, in characters: what is longer tells a story.
const LONGEST: usize = 400;

static CUE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let first_upper = |cue: &str| {
        let mut letters = cue.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect::<String>())
    };
    let all: Vec<String> = CUES
        .iter()
        .map(|cue| (*cue).to_owned())
        .chain(CUES.iter().filter_map(|cue| first_upper(cue)))
        .collect();
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(all).ok()
});

/// A line that seems to say where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The whole line, white space folded.
    pub line: String,
    /// The address it names, http or https.
    pub url: String,
    /// The outlet it names; empty when it names only an address.
    pub outlet: String,
}

/// The last such line of clean HTML that names a web address.
pub fn credit(html: &str) -> Option<Credit> {
    // Most texts have none, and looking costs a parse.
    let cue = CUE.as_ref()?;
    let may = cue.find_iter(html).any(|found| {
        let behind = html[found.end()..].trim_start();
        behind.starts_with([':', '：', '<']) || behind.starts_with("&nbsp;")
    });
    if !may {
        return None;
    }
    let document = Document::fragment(crate::nesting::bounded(html).as_ref());
    let mut found = None;
    for block in document.select("p, li, blockquote, figcaption, td, h2, h3, h4, h5, h6, div").iter() {
        for node in block.nodes() {
            for (line, href) in lines(node) {
                found = read(&line, href.as_deref()).or(found);
            }
        }
    }
    found
}

/// The same of nodes that are settled ([`crate::plain`]).
pub(crate) fn credit_of(nodes: &[Node]) -> Option<Credit> {
    let mut found = None;
    for node in nodes {
        let Node::Element(block) = node else { continue };
        if crate::vocabulary::is_inline(block.name) {
            continue;
        }
        // A figure's own words are no line of the text.
        if block.name != "figure" {
            for (line, href) in lines_of(&block.children) {
                found = read(&line, href).or(found);
            }
        }
        found = credit_of(&block.children).or(found);
    }
    found
}

fn lines_of(nodes: &[Node]) -> Vec<(String, Option<&str>)> {
    let mut lines = vec![(String::new(), None)];
    for node in nodes {
        if !node.is_inline() {
            continue;
        }
        if node.name() == "br" {
            lines.push((String::new(), None));
            continue;
        }
        let Some((text, href)) = lines.last_mut() else { continue };
        words_of(node, text);
        *href = href.take().or(first_link(node).filter(|address| is_web(address)));
    }
    lines
}

fn words_of(node: &Node, out: &mut String) {
    match node {
        Node::Text(text) => out.push_str(text),
        Node::Element(element) => element.children.iter().for_each(|child| words_of(child, out)),
    }
}

fn first_link(node: &Node) -> Option<&str> {
    match node {
        Node::Text(_) => None,
        Node::Element(element) if element.name == "a" => element.attribute("href"),
        Node::Element(element) => element.children.iter().find_map(first_link),
    }
}

/// The lines of a block, blocks within it left out: text, and the first web address it links to.
fn lines(block: &NodeRef) -> Vec<(String, Option<String>)> {
    let mut lines = vec![(String::new(), None)];
    for child in block.children() {
        if child.node_name().is_some_and(|name| !crate::vocabulary::is_inline(&name)) {
            continue;
        }
        if child.has_name("br") {
            lines.push((String::new(), None));
            continue;
        }
        let Some((text, href)) = lines.last_mut() else { continue };
        text.push_str(&child.text());
        let link = if child.has_name("a") {
            Some(child)
        } else {
            child.descendants_it().find(|node| node.has_name("a"))
        };
        let address = link.and_then(|link| link.attr("href")).map(|href| href.to_string());
        *href = href.take().or(address.filter(|address| is_web(address)));
    }
    lines
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

fn read(line: &str, href: Option<&str>) -> Option<Credit> {
    if !line.contains([':', '：']) {
        return None;
    }
    let line = fold(line);
    if line.chars().count() > LONGEST {
        return None;
    }
    let text = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let lower = text.to_lowercase();
    let cue = CUES.iter().filter(|cue| lower.starts_with(**cue)).max_by_key(|cue| cue.len())?;
    let behind = lower[cue.len()..].trim_start();
    let (Some(behind), true) = (behind.strip_prefix([':', '：']), text.len() == lower.len()) else {
        // Lower case is as long as upper case in nearly every script; where not, the line is read by its colon.
        let (head, behind) = text.split_once([':', '：'])?;
        return (head.trim().to_lowercase() == **cue).then(|| made(&line, behind, href)).flatten();
    };
    made(&line, &text[text.len() - behind.len()..], href)
}

fn made(line: &str, behind: &str, href: Option<&str>) -> Option<Credit> {
    let bare = behind
        .split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '）' | '，' | '。'))
        .find(|word| is_web(word))
        .map(|word| word.trim_end_matches(['.', ',', ')', ';', ']']));
    let url = href.or(bare)?.to_owned();
    let outlet = behind.split_whitespace().filter(|word| !is_web(word)).collect::<Vec<_>>().join(" ");
    let outlet = outlet.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '(')).to_owned();
    let outlet = if outlet.chars().count() > 120 || outlet.contains("://") { String::new() } else { outlet };
    Some(Credit { line: line.to_owned(), url, outlet })
}

/// A body without a line of it, for when what the line said stands elsewhere; `None` when the line is not there as a
/// line of its own.
pub fn without_line(format: Format, body: &str, line: &str) -> Option<String> {
    if format == Format::Markdown {
        let kept: Vec<&str> = body.lines().filter(|known| fold(known) != line).collect();
        return (kept.len() < body.lines().count()).then(|| kept.join("\n"));
    }
    let mut nodes = tidy(body, Scope::Post, OURS);
    removed(&mut nodes, line).then(|| settled(nodes, OURS))
}

fn removed(nodes: &mut Vec<Node>, line: &str) -> bool {
    for at in 0..nodes.len() {
        let Node::Element(element) = &mut nodes[at] else { continue };
        if crate::vocabulary::is_inline(element.name) {
            continue;
        }
        if element.children.iter().all(Node::is_inline) {
            let mut parts: Vec<Vec<Node>> = vec![Vec::new()];
            for child in element.children.clone() {
                if child.name() == "br" {
                    parts.push(Vec::new());
                } else if let Some(part) = parts.last_mut() {
                    part.push(child);
                }
            }
            let before = parts.len();
            if let Some(found) = parts.iter().rposition(|part| fold(&words(part)) == line) {
                parts.remove(found);
            }
            if parts.len() == before {
                continue;
            }
            if parts.iter().flatten().any(Node::is_visible) {
                let line_break = || Node::from(crate::tree::Element::new("br", Vec::new()));
                element.children = parts
                    .into_iter()
                    .enumerate()
                    .flat_map(|(at, part)| (at > 0).then(line_break).into_iter().chain(part))
                    .collect();
            } else {
                nodes.remove(at);
            }
            return true;
        }
        if removed(&mut element.children, line) {
            return true;
        }
    }
    false
}

fn words(nodes: &[Node]) -> String {
    nodes
        .iter()
        .map(|node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) => words(&element.children),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_name_a_source_are_found_in_many_languages() {
        for (html, url, outlet) in [
            (
                "<p>Text.</p><p>Source: <a href=\"https://a.example/x\">The Courier</a></p>",
                "https://a.example/x",
                "The Courier",
            ),
            (
                "<p>Κείμενο<br>Πηγή: <a href=\"https://b.example/\">Εφημερίδα</a></p>",
                "https://b.example/",
                "Εφημερίδα",
            ),
            ("<p>来源：<a href=\"https://c.example/1\">新华网</a></p>", "https://c.example/1", "新华网"),
            ("<p>Источник: https://d.example/2.</p>", "https://d.example/2", ""),
            (
                "<p><b>Quelle:</b> Zeitung, <a href=\"https://e.example/\">https://e.example/</a></p>",
                "https://e.example/",
                "Zeitung",
            ),
            (
                "<p dir=\"rtl\">المصدر: <a href=\"https://f.example/\">الصحيفة</a></p>",
                "https://f.example/",
                "الصحيفة",
            ),
            ("<p>(Via : <a href=\"https://g.example/\">G</a>)</p>", "https://g.example/", "G)"),
        ] {
            let credit = credit(html).unwrap_or_else(|| panic!("{html}"));
            assert_eq!((credit.url.as_str(), credit.outlet.as_str()), (url, outlet), "{html}");
        }
    }

    #[test]
    fn other_lines_are_none() {
        for html in [
            "<p>Source code: <a href=\"https://a.example/\">here</a></p>",
            "<p>The source: a river.</p>",
            "<p>Source: somebody told me</p>",
            "<p>My sources tell me <a href=\"https://a.example/\">things</a>: many</p>",
            "<p>Sourced from <a href=\"https://a.example/\">x</a></p>",
        ] {
            assert_eq!(credit(html), None, "{html}");
        }
    }

    #[test]
    fn the_line_can_be_taken_out() {
        let body = "<p>One.</p><p>Two<br>Source: <a href=\"https://a.example/\">A</a></p>";
        assert_eq!(
            without_line(Format::Html, body, "Source: A").as_deref(),
            Some("<p>One.</p>\n<p>Two</p>\n")
        );
        assert_eq!(
            without_line(Format::Html, "<p>Source: <a href=\"https://a.example/\">A</a></p>", "Source: A")
                .as_deref(),
            Some("")
        );
        assert_eq!(without_line(Format::Html, body, "Source: B"), None);
        assert_eq!(
            without_line(Format::Markdown, "One\n\nSource: A\n", "Source: A").as_deref(),
            Some("One\n")
        );
    }
}
