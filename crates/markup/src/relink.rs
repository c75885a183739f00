//! A link of a text leads elsewhere from now on, or is taken out; all else stays, letter by letter.

use comrak::nodes::{AstNode, NodeValue, Sourcepos};
use comrak::{Arena, parse_document};
use dom_query::Document;
use model::Format;

use crate::body::{OURS, body_html, markdown_options, settled};
use crate::text::plain_text;
use crate::tidy::{Scope, tidy};
use crate::tree::{Node, join};

/// A post's body in which every link to an address leads to another one, or, without one, is its words alone.
/// `is_it` says of a link's address, as written, whether it is meant. `None` when there is no such link, or when
/// it stands where it can't be changed without changing more.
pub fn relink(format: Format, body: &str, is_it: &dyn Fn(&str) -> bool, to: Option<&str>) -> Option<String> {
    let changed = match format {
        Format::Html => in_html(body, is_it, to),
        Format::Markdown => in_markdown(body, is_it, to)?,
    };
    let (before, after) = (body_html(format, body), body_html(format, &changed));
    let expected: Vec<String> = hrefs(&before)
        .into_iter()
        .filter_map(|href| if is_it(&href) { to.map(str::to_owned) } else { Some(href) })
        .collect();
    let found = hrefs(&before).iter().any(|href| is_it(href));
    (found && hrefs(&after) == expected && plain_text(&before) == plain_text(&after)).then_some(changed)
}

fn hrefs(html: &str) -> Vec<String> {
    let document = Document::fragment(html);
    let all = document.select("a[href]");
    all.iter().map(|link| link.attr("href").unwrap_or_default().to_string()).collect()
}

fn in_html(html: &str, is_it: &dyn Fn(&str) -> bool, to: Option<&str>) -> String {
    settled(moved(tidy(html, Scope::Post, OURS), is_it, to), OURS)
}

fn moved(nodes: Vec<Node>, is_it: &dyn Fn(&str) -> bool, to: Option<&str>) -> Vec<Node> {
    let mut out = Vec::with_capacity(nodes.len());
    let mut opened = false;
    for node in nodes {
        let Node::Element(mut element) = node else {
            out.push(node);
            continue;
        };
        element.children = moved(element.children, is_it, to);
        let meant = element.name == "a" && element.attribute("href").is_some_and(is_it);
        match (meant, to) {
            (true, Some(to)) => {
                for (name, value) in &mut element.attributes {
                    if *name == "href" {
                        to.clone_into(value);
                    }
                }
                out.push(element.into());
            }
            (true, None) => {
                out.append(&mut element.children);
                opened = true;
            }
            (false, _) => out.push(element.into()),
        }
    }
    if opened { join(out) } else { out }
}

/// What is to stand in the place of some bytes.
type Change = (usize, usize, String);

fn in_markdown(markdown: &str, is_it: &dyn Fn(&str) -> bool, to: Option<&str>) -> Option<String> {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &markdown_options());
    let lines = Lines::of(markdown);
    let mut changes: Vec<Change> = Vec::new();
    for node in root.descendants() {
        let data = node.data();
        let NodeValue::Link(link) = &data.value else { continue };
        if is_it(&link.url) {
            let (from, until) = lines.range(data.sourcepos)?;
            changes.push((from, until, replaced(markdown, node, &lines, to)?));
        }
    }
    let mut out = markdown.to_owned();
    for (from, until, text) in changes.into_iter().rev() {
        out.get(from..until)?;
        out.replace_range(from..until, &text);
    }
    Some(out)
}

/// The words of a link, with the new address around them, or as they are.
fn replaced<'a>(markdown: &str, node: &'a AstNode<'a>, lines: &Lines, to: Option<&str>) -> Option<String> {
    let data = node.data();
    let (from, until) = lines.range(data.sourcepos)?;
    let whole = markdown.get(from..until)?;
    let words = match (node.first_child(), node.last_child()) {
        // A bare address, or one in angle brackets, is its own words; as code it no longer leads anywhere.
        _ if !whole.starts_with('[') => {
            let address = whole.trim_start_matches('<').trim_end_matches('>');
            match to {
                Some(_) => address.to_owned(),
                None => format!("`{address}`"),
            }
        }
        (Some(first), Some(last)) => {
            let (from, _) = lines.range(first.data().sourcepos)?;
            let (_, until) = lines.range(last.data().sourcepos)?;
            markdown.get(from..until)?.to_owned()
        }
        _ => return None,
    };
    Some(match to {
        Some(to) => format!("[{words}](<{to}>)"),
        None => words,
    })
}

/// Where the lines of a text begin, in bytes.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        Lines(starts)
    }

    /// The bytes from the first to behind the last.
    fn range(&self, at: Sourcepos) -> Option<(usize, usize)> {
        let from = self.0.get(at.start.line.checked_sub(1)?)? + at.start.column.checked_sub(1)?;
        let until = self.0.get(at.end.line.checked_sub(1)?)? + at.end.column;
        (from <= until).then_some((from, until))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEAD: &str = "https://dead.example/a";

    fn markdown(body: &str, to: Option<&str>) -> Option<String> {
        relink(Format::Markdown, body, &|address| address == DEAD, to)
    }

    #[test]
    fn a_link_in_markdown_leads_elsewhere_and_nothing_else_changes() {
        for (body, linked, unlinked) in [
            (
                "See [the *report*](https://dead.example/a \"Title\") and [another](https://b.example/).",
                "See [the *report*](</captures/1>) and [another](https://b.example/).",
                "See the *report* and [another](https://b.example/).",
            ),
            (
                "Ποτάμι [ένα](https://dead.example/a)\n\n> [δύο](https://dead.example/a) τρία",
                "Ποτάμι [ένα](</captures/1>)\n\n> [δύο](</captures/1>) τρία",
                "Ποτάμι ένα\n\n> δύο τρία",
            ),
            (
                "A [report][r] here.\n\n[r]: https://dead.example/a",
                "A [report](</captures/1>) here.\n\n[r]: https://dead.example/a",
                "A report here.\n\n[r]: https://dead.example/a",
            ),
            (
                "Bare https://dead.example/a here.",
                "Bare [https://dead.example/a](</captures/1>) here.",
                "Bare `https://dead.example/a` here.",
            ),
        ] {
            assert_eq!(markdown(body, Some("/captures/1")).as_deref(), Some(linked));
            assert_eq!(markdown(body, None).as_deref(), Some(unlinked));
        }
        assert_eq!(markdown("No [such](https://b.example/) link.", None), None);
        assert_eq!(markdown("`[code](https://dead.example/a)`", None), None);
        assert_eq!(
            markdown("HTML <a href=\"https://dead.example/a\">in it</a>.", None),
            None,
            "left to a person"
        );
    }

    #[test]
    fn a_link_in_html_leads_elsewhere_and_nothing_else_changes() {
        let html = "<p>See <a href=\"https://dead.example/a\">the <em>report</em></a> and <a href=\"https://b.example/\">another</a>.</p>\n";
        let html = body_html(Format::Html, html);
        let meant = |address: &str| address == DEAD;
        let linked = relink(Format::Html, &html, &meant, Some("https://archive.example/a?b=1&c=2")).unwrap();
        assert_eq!(linked, html.replace(DEAD, "https://archive.example/a?b=1&amp;c=2"));
        let unlinked = relink(Format::Html, &html, &meant, None).unwrap();
        assert!(unlinked.contains("See the <em>report</em> and <a"), "{unlinked}");
        assert_eq!(relink(Format::Html, "<p>Nothing</p>", &meant, None), None);
    }
}
