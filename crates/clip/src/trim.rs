//! The head and the foot of a text: lines that pages print around a piece without naming them. What runs on
//! for a sentence is text; what stands before the first such line or after the last is looked at.

use dom_query::NodeRef;
use jiff::civil::Date;
use model::source::host_of;

use crate::cues::is_cue;
use crate::date;
use crate::measure::{letters, link_letters, weight};
use crate::names::folded;
use crate::polish::{Known, is_same_outlet};

/// Letters from which a line is text even without a full stop.
const RUNS_ON: usize = 90;
/// Fewest letters of a sentence that counts as text.
const SENTENCE: usize = 22;
/// As many lines are looked at from either end.
const REACH: usize = 14;
/// A piece with fewer letters in running lines is left alone: it may be a poem or a list.
const FEWEST: usize = 400;

/// What was taken off.
#[derive(Debug, Default)]
pub(crate) struct Trimmed {
    pub changed: bool,
    /// The day that a line above the text gives.
    pub dated: Option<Date>,
}

/// Takes off what isn't text at either end.
pub(crate) fn trim(root: &NodeRef, known: &Known) -> Trimmed {
    let mut changed = false;
    for line in lines(root) {
        if letters(&line) <= 60 && !shows(&line) && is_cue(&folded(&line.text())) {
            line.remove_from_parent();
            changed = true;
        }
    }
    let lines = lines(root);
    if lines.iter().filter(|line| is_text(line)).map(letters).sum::<usize>() < FEWEST {
        return Trimmed { changed, dated: None };
    }
    let names: Vec<String> = known.byline.iter().map(|name| folded(name)).collect();
    let is_head = |line: &&NodeRef| {
        !shows(line)
            && (is_headline(line, known) || !is_heading(line))
            && (is_headline(line, known) || is_line_about(line, &names) || is_fragment(line))
    };
    let head = lines.iter().take(REACH).take_while(|line| !is_text(line) || is_line_about(line, &names));
    let head: Vec<NodeRef> = head.filter(is_head).copied().collect();
    let foot = lines.iter().rev().take(REACH).take_while(|line| !is_text(line) || is_credit(line, &names));
    let foot: Vec<NodeRef> = foot
        .filter(|line| !shows(line) && !in_notes(line) && !leads_away(line, known.host))
        .copied()
        .collect();
    // Three bare lines or more are a table of results, a list, a verse.
    let bare = |line: &NodeRef| !is_heading(line) && !is_credit(line, &names) && link_letters(line) == 0;
    let foot = if foot.iter().filter(|line| bare(line)).count() > 2 {
        foot.into_iter().filter(|line| !bare(line)).collect()
    } else {
        foot
    };
    let dated = head.iter().find_map(|line| date::in_words(&line.text()));
    for line in head.into_iter().chain(foot) {
        line.remove_from_parent();
        changed = true;
    }
    Trimmed { changed, dated }
}

/// The lines of a text: its innermost blocks, in order.
fn lines<'a>(root: &NodeRef<'a>) -> Vec<NodeRef<'a>> {
    const BLOCKS: [&str; 9] = ["p", "li", "h2", "h3", "h4", "h5", "h6", "dt", "dd"];
    root.descendants_it()
        .filter(|n| BLOCKS.iter().any(|name| n.has_name(name)))
        .filter(|n| !n.descendants_it().any(|inner| BLOCKS.iter().any(|name| inner.has_name(name))))
        .filter(|n| {
            !n.ancestors_it(Some(6))
                .any(|above| ["figure", "td", "th", "blockquote"].iter().any(|name| above.has_name(name)))
        })
        .collect()
}

fn is_heading(node: &NodeRef) -> bool {
    ["h2", "h3", "h4", "h5", "h6"].iter().any(|name| node.has_name(name))
}

fn shows(node: &NodeRef) -> bool {
    node.descendants_it().any(|n| ["img", "math", "table", "pre"].iter().any(|name| n.has_name(name)))
}

/// Whether a line leads to another outlet: a source.
fn leads_away(node: &NodeRef, host: &str) -> bool {
    node.descendants_it()
        .filter(|n| n.has_name("a"))
        .filter_map(|link| link.attr("href"))
        .any(|href| href.starts_with("http") && !is_same_outlet(&host_of(&href), host))
}

/// Whether a node is one of the notes at the foot.
pub(crate) fn in_notes(node: &NodeRef) -> bool {
    node.ancestors_it(Some(8)).any(|above| above.has_class("footnotes"))
}

fn is_text(node: &NodeRef) -> bool {
    if is_heading(node) {
        return false;
    }
    let text = node.text();
    let own = weight(&text);
    own >= RUNS_ON && link_letters(node) * 2 < own
        || own >= SENTENCE && link_letters(node) * 2 < own && ends_a_sentence(&text)
}

/// Whether a line ends as sentences do, in any script.
pub(crate) fn ends_a_sentence(text: &str) -> bool {
    text.trim_end()
        .trim_end_matches(['"', '”', '»', '“', '’', '\'', ')', '」', '』', '）', ']'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', ';', '؟', '۔', ':', '：', '।', '።'])
}

/// The headline in another wording of the page's own.
fn is_headline(node: &NodeRef, known: &Known) -> bool {
    let bare = folded(&node.text());
    let long = weight(&bare) >= 12;
    long && known.titles.iter().map(|title| folded(title)).chain([folded(known.headline)]).any(|title| {
        // A date may follow on the next line of the same paragraph.
        let dated = bare
            .strip_prefix(title.as_str())
            .is_some_and(|rest| rest.len() <= 40 && date::in_words(&node.text()).is_some());
        title.starts_with(&bare) || title.ends_with(&bare) || dated && !title.is_empty()
    })
}

/// A short line that is no sentence.
fn is_fragment(node: &NodeRef) -> bool {
    let text = node.text();
    weight(&text) < 60 && !ends_a_sentence(&text)
}

/// A line that names the writer or the day and little else.
fn is_line_about(node: &NodeRef, names: &[String]) -> bool {
    let text = node.text();
    let own = weight(&text);
    if own == 0 || own > 140 {
        return own == 0;
    }
    let bare = folded(&text);
    let named: usize =
        names.iter().filter(|name| bare.contains(name.as_str())).map(|name| weight(name)).sum();
    named * 2 > own
        || (own <= 80 || named > 0) && (date::in_words(&text).is_some() || date::parse(&text).is_some())
}

/// A line at the foot that says who else worked on it, how to reach them, or whose it is.
fn is_credit(node: &NodeRef, names: &[String]) -> bool {
    let text = node.text();
    let own = weight(&text);
    own <= 160 && (text.contains('©') || text.contains('@') || text.contains("twitter.com/"))
        || own <= 60 && is_line_about(node, names)
        || own <= 320 && is_about_writer(&text, names)
}

/// Whether a line tells who the writer is: it has the whole name, as no writer's own text does.
fn is_about_writer(text: &str, names: &[String]) -> bool {
    let bare = folded(text);
    names.iter().any(|name| name.contains(' ') && bare.contains(name.as_str()))
}
