//! Plain text of HTML.

use dom_query::{Document, NodeRef};

use crate::tree::Node;
use crate::vocabulary::{Role, is_inline, role};

/// Stands for a line break until white space is folded.
const BREAK: char = '\u{2028}';

enum Step<'a> {
    Enter(NodeRef<'a>),
    EndBlock,
    EndCell,
}

/// The text of HTML as a reader would read it out: paragraphs separated by blank lines, white space
/// folded within, a line break where the text has one. Scripts, styles and footnote marks are left out.
pub fn plain_text(html: &str) -> String {
    text(html, true)
}

/// The same without the words under pictures: what an excerpt begins with.
pub fn running_text(html: &str) -> String {
    text(html, false)
}

fn text(html: &str, captions: bool) -> String {
    let document = Document::fragment(crate::nesting::bounded(html).as_ref());
    let mut paragraphs = Vec::new();
    let mut line = String::new();
    let mut steps: Vec<Step> = vec![Step::Enter(document.root())];
    // A stack of our own: foreign HTML may be nested deeper than the machine's.
    while let Some(step) = steps.pop() {
        match step {
            Step::EndBlock => close(&mut line, &mut paragraphs),
            Step::EndCell => line.push(' '),
            Step::Enter(node) => {
                if node.is_text() {
                    push_text(&node, &mut line);
                    continue;
                }
                if let Some(name) = node.node_name() {
                    match role(&name) {
                        Role::Dropped => continue,
                        _ if !captions && &*name == "figcaption" => continue,
                        Role::Inline("br") => {
                            line.push(BREAK);
                            continue;
                        }
                        _ if is_note_mark(&node) => continue,
                        _ if matches!(&*name, "td" | "th") => steps.push(Step::EndCell),
                        Role::Block(_) | Role::Section => {
                            close(&mut line, &mut paragraphs);
                            steps.push(Step::EndBlock);
                        }
                        _ => {}
                    }
                }
                steps.extend(node.children_it(true).map(Step::Enter));
            }
        }
    }
    close(&mut line, &mut paragraphs);
    paragraphs.join("\n\n")
}

/// The running text of nodes that are settled ([`crate::plain`]): of paragraphs, lists and the like.
pub(crate) fn running_text_of(nodes: &[Node]) -> String {
    let (mut paragraphs, mut line) = (Vec::new(), String::new());
    read_nodes(nodes, &mut line, &mut paragraphs);
    close(&mut line, &mut paragraphs);
    paragraphs.join("\n\n")
}

fn read_nodes(nodes: &[Node], line: &mut String, paragraphs: &mut Vec<String>) {
    for node in nodes {
        let element = match node {
            Node::Text(text) => {
                line.push_str(text);
                continue;
            }
            Node::Element(element) => element,
        };
        match element.name {
            "figcaption" => {}
            "br" => line.push(BREAK),
            name if is_inline(name) => read_nodes(&element.children, line, paragraphs),
            _ => {
                close(line, paragraphs);
                read_nodes(&element.children, line, paragraphs);
                close(line, paragraphs);
            }
        }
    }
}

fn push_text(node: &NodeRef, line: &mut String) {
    let text = node.text();
    if text.contains('\n') && node.ancestors_it(Some(6)).any(|a| a.has_name("pre")) {
        line.push_str(&text.replace('\n', &BREAK.to_string()));
    } else {
        line.push_str(&text);
    }
}

fn is_note_mark(node: &NodeRef) -> bool {
    node.class().is_some_and(|class| matches!(&*class, "footnote-ref" | "footnote-backref"))
}

fn close(line: &mut String, paragraphs: &mut Vec<String>) {
    if line.is_empty() {
        return;
    }
    let text = line.split(BREAK).map(fold).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    line.clear();
    if !text.is_empty() {
        paragraphs.push(text);
    }
}

/// One line with all white space folded into single spaces.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}
