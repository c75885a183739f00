//! The quotations of a post's HTML, in its order.

use dom_query::{Document, NodeRef};
use model::{Language, QuotationKind};

use super::sought::Sought;
use crate::text::{fold, plain_text};
use crate::vocabulary::{Role, role};

/// Words between quotation marks that are a quotation rather than a name or a turn of phrase.
const WORDS: usize = 6;
/// Longest such quotation, in characters.
const LONGEST: usize = 2_000;
/// Words of a last line of a block that only says who is quoted.
const CREDIT: usize = 12;
/// Marks in one paragraph that open nothing before the rest of it is left unread.
const MISSES: usize = 300;
/// Stands in a paragraph for a quotation that is marked within it.
const MARKED: char = '\u{fffc}';

/// A quotation as a post has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// How it is marked.
    pub kind: QuotationKind,
    /// Its words, plain.
    pub text: String,
    /// Its own language, where the text says so.
    pub language: Option<Language>,
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    End,
}

/// The quotations of a post's HTML in their order: blocks, words marked with `q` or `mark`, and six words or more
/// in quotation marks of any language. A block is one quotation with what stands in it; a last line that begins
/// with a dash, or is all `cite`, says who is quoted and is left out.
pub fn quotations(html: &str) -> Vec<Quoted> {
    let document = Document::fragment(crate::nesting::bounded(html).as_ref());
    let mut found = Found::default();
    let mut steps = vec![Step::Enter(document.root())];
    while let Some(step) = steps.pop() {
        let Step::Enter(node) = step else {
            found.close();
            continue;
        };
        if node.is_text() {
            found.line.push_str(&node.text());
            continue;
        }
        if let Some(name) = node.node_name() {
            match (&*name, role(&name)) {
                (_, Role::Dropped) | ("pre", _) => continue,
                ("br", _) => found.line.push('\n'),
                ("blockquote", _) => {
                    found.close();
                    found.add(QuotationKind::Block, &block(&node), &node);
                    continue;
                }
                ("q" | "mark", _) => {
                    found.mark(&node);
                    continue;
                }
                (_, Role::Block(_) | Role::Section) => {
                    found.close();
                    steps.push(Step::End);
                }
                _ => {}
            }
        }
        steps.extend(node.children_it(true).map(Step::Enter));
    }
    found.close();
    found.all
}

#[derive(Default)]
struct Found {
    all: Vec<Quoted>,
    /// The paragraph being read.
    line: String,
    /// The quotations marked within it.
    marked: Vec<Quoted>,
}

impl Found {
    fn add(&mut self, kind: QuotationKind, text: &str, node: &NodeRef) {
        if has_words(text) {
            self.all.push(Quoted { kind, text: text.to_owned(), language: language(node) });
        }
    }

    fn mark(&mut self, node: &NodeRef) {
        let text = fold(&node.text());
        if has_words(&text) {
            self.marked.push(Quoted { kind: QuotationKind::Inline, text, language: language(node) });
            self.line.push(MARKED);
        }
    }

    /// Ends the paragraph: what is marked in it and what stands in quotation marks, in order.
    fn close(&mut self) {
        let line = fold(&std::mem::take(&mut self.line));
        let mut marked = std::mem::take(&mut self.marked).into_iter();
        let mut rest = line.as_str();
        let mut before = None;
        let mut misses = 0;
        while let Some(c) = rest.chars().next() {
            let behind = &rest[c.len_utf8()..];
            if c == MARKED {
                self.all.extend(marked.next());
            } else if may_open(before, c, behind) && misses < MISSES {
                match enclosed(c, behind).filter(|inside| !inside.contains(MARKED)) {
                    Some(inside) => {
                        if is_quotation(inside) {
                            let text = inside.trim().to_owned();
                            self.all.push(Quoted { kind: QuotationKind::Possible, text, language: None });
                        }
                        rest = &behind[inside.len()..];
                        before = rest.chars().next();
                        rest = &rest[before.map_or(0, char::len_utf8)..];
                        continue;
                    }
                    None => misses += 1,
                }
            }
            before = Some(c);
            rest = behind;
        }
        self.all.extend(marked);
    }
}

/// The marks that close what one opens; none for any other character.
fn closing(open: char) -> &'static [char] {
    match open {
        '“' | '〝' => &['”', '“', '〞', '〟'],
        '„' => &['“', '”', '‟', '"'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '”' => &['”'],
        '"' => &['"'],
        '＂' => &['＂'],
        '「' => &['」'],
        '『' => &['』'],
        _ => &[],
    }
}

/// Whether a quotation mark opens, by what stands around it.
fn may_open(before: Option<char>, open: char, behind: &str) -> bool {
    if closing(open).is_empty() {
        return false;
    }
    let is_free = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | ':' | MARKED);
    match open {
        '「' | '『' | '〝' | '＂' => true,
        '“' | '„' | '«' => before.is_none_or(|c| !c.is_alphanumeric() || is_han(c)),
        // A guillemet with a space behind it opens in French; a straight mark never does.
        '"' | '”' => before.is_none_or(is_free) && !behind.starts_with(char::is_whitespace),
        _ => before.is_none_or(is_free),
    }
}

/// What stands behind a mark that opens, up to the one that closes.
fn enclosed(open: char, behind: &str) -> Option<&str> {
    let reach = behind.char_indices().nth(LONGEST).map_or(behind.len(), |(at, _)| at);
    let end = behind[..reach].find(closing(open))?;
    Some(&behind[..end])
}

fn is_han(c: char) -> bool {
    crate::reading::Writing::of(c) == crate::reading::Writing::Characters
}

fn is_quotation(inside: &str) -> bool {
    let sought = Sought::of(inside);
    let words = sought.normal.words.len();
    if sought.is_unspaced() { words >= 2 * WORDS } else { words >= WORDS }
}

fn has_words(text: &str) -> bool {
    !Sought::of(text).normal.words.is_empty()
}

/// The words of a block, without who is quoted.
fn block(node: &NodeRef) -> String {
    let text = plain_text(&node.inner_html());
    let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
    let last = paragraphs.last().copied().unwrap_or_default();
    let cited = node.children().into_iter().rev().find(|child| !child.text().trim().is_empty());
    let is_cited = cited.is_some_and(|last| {
        let of = |node: &NodeRef| fold(&node.text());
        last.has_name("cite") || {
            let cites = last.descendants_it().find(|inner| inner.has_name("cite"));
            cites.is_some_and(|cite| of(&cite) == of(&last).trim_start_matches(['—', '–', '-', '―', ' ']))
        }
    });
    let is_credit =
        last.starts_with(['—', '–', '―', '-', '~']) && Sought::of(last).normal.words.len() <= CREDIT;
    if paragraphs.len() > 1 && (is_cited || is_credit) {
        paragraphs.pop();
    }
    paragraphs.join("\n\n")
}

/// The language that the nearest element around a node names, itself included.
fn language(node: &NodeRef) -> Option<Language> {
    let named = |node: &NodeRef| node.attr("lang").and_then(|tag| Language::parse(&tag).ok());
    named(node).or_else(|| node.ancestors_it(Some(16)).find_map(|ancestor| named(&ancestor)))
}
