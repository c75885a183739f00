//! A reader's remark that came as HTML.

use std::borrow::Cow;

use dom_query::{Document, NodeRef};

use crate::address::Addresses;
use crate::tidy::{Scope, tidy};
use crate::{guard, tree};

/// A remark of foreign HTML: in light Markdown, as it would be typed here, and as clean HTML.
pub fn remark_of_html(html: &str) -> (String, String) {
    if let Some(lines) = plain(html) {
        return lines;
    }
    let addresses = Addresses { base: None, local_paths: false };
    let clean = guard::comment(&tree::write(&tidy(&stressed(html), Scope::Comment, addresses)));
    let document = Document::fragment(clean.as_str());
    let mut typed = String::new();
    for node in document.root().children() {
        block(&node, "", &mut typed);
    }
    (typed.trim().to_owned(), clean)
}

/// A remark here stresses by `em` and `strong` alone.
fn stressed(html: &str) -> Cow<'_, str> {
    const TAGS: [(&str, &str); 8] = [
        ("<b>", "<strong>"),
        ("</b>", "</strong>"),
        ("<i>", "<em>"),
        ("</i>", "</em>"),
        ("<B>", "<strong>"),
        ("</B>", "</strong>"),
        ("<I>", "<em>"),
        ("</I>", "</em>"),
    ];
    let mut html = Cow::Borrowed(html);
    for (tag, ours) in TAGS {
        if html.contains(tag) {
            html = Cow::Owned(html.replace(tag, ours));
        }
    }
    html
}

/// The same of a remark that is words and line breaks alone, as most are; it says what the long way says.
fn plain(html: &str) -> Option<(String, String)> {
    if html.contains('&') || html.chars().any(|c| c.is_control() && c != '\n') {
        return None;
    }
    let mut paragraphs: Vec<Vec<String>> = vec![Vec::new()];
    let mut rest = html;
    loop {
        let (line, behind) = match rest.find('<') {
            Some(at) => (&rest[..at], Some(&rest[at..])),
            None => (rest, None),
        };
        let line = line.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().any(|c| {
            c != ' ' && c.is_whitespace() || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
        }) {
            return None;
        }
        let current = paragraphs.last_mut()?;
        if line.is_empty() {
            if !current.is_empty() {
                paragraphs.push(Vec::new());
            }
        } else {
            current.push(line);
        }
        let Some(behind) = behind else { break };
        rest = ["<br/>", "<br />", "<br>"].iter().find_map(|br| behind.strip_prefix(br))?;
    }
    paragraphs.retain(|lines| !lines.is_empty());
    let mut typed = String::new();
    let mut clean = String::new();
    for lines in &paragraphs {
        if !typed.is_empty() {
            typed.push_str("\n\n");
        }
        clean.push_str("<p>");
        for (at, line) in lines.iter().enumerate() {
            if at > 0 {
                typed.push('\n');
                clean.push_str("<br>");
            }
            escaped(line, &mut typed);
            tree::escape(line, false, &mut clean);
        }
        clean.push_str("</p>\n");
    }
    Some((typed, clean))
}

fn block(node: &NodeRef, before: &str, out: &mut String) {
    let name = node.node_name();
    match name.as_deref() {
        Some("html" | "body") => {
            for child in node.children() {
                block(&child, before, out);
            }
        }
        Some("p") => {
            let mut line = String::new();
            inline(node, &mut line);
            paragraph(&line, before, out);
        }
        Some("blockquote") => {
            for child in node.children() {
                block(&child, &format!("{before}> "), out);
            }
        }
        Some("ul" | "ol") => {
            for item in node.children().iter().filter(|item| item.has_name("li")) {
                let mut line = String::new();
                inline(item, &mut line);
                out.push_str(&format!("{before}- {}\n", line.trim().replace('\n', " ")));
            }
            out.push('\n');
        }
        Some("pre") => {
            for line in node.text().lines() {
                out.push_str(&format!("{before}    {line}\n"));
            }
            out.push('\n');
        }
        _ => {
            let mut line = String::new();
            one(node, &mut line);
            if !line.trim().is_empty() {
                paragraph(&line, before, out);
            }
        }
    }
}

fn paragraph(text: &str, before: &str, out: &mut String) {
    for line in text.trim().lines() {
        out.push_str(before);
        out.push_str(line.trim());
        out.push('\n');
    }
    out.push_str(before.trim_end());
    out.push('\n');
}

fn inline(node: &NodeRef, out: &mut String) {
    for child in node.children() {
        one(&child, out);
    }
}

fn one(node: &NodeRef, out: &mut String) {
    let Some(name) = node.node_name() else {
        escaped(&node.text(), out);
        return;
    };
    let mut within = String::new();
    let around = match &*name {
        "br" => {
            out.push('\n');
            return;
        }
        "em" | "i" => "*",
        "strong" | "b" => "**",
        "code" => {
            out.push_str(&format!("`{}`", node.text().replace('`', "'")));
            return;
        }
        "a" => {
            inline(node, &mut within);
            let href = node.attr("href").unwrap_or_default();
            if within.trim().is_empty() || *href == *node.text() {
                out.push_str(&format!("<{href}>"));
            } else {
                out.push_str(&format!("[{}]({href})", within.trim()));
            }
            return;
        }
        _ => "",
    };
    inline(node, &mut within);
    if within.trim().is_empty() {
        out.push_str(&within);
        return;
    }
    let lead = within.len() - within.trim_start().len();
    let tail = within.trim_end().len();
    out.push_str(&format!("{}{around}{}{around}{}", &within[..lead], &within[lead..tail], &within[tail..]));
}

/// Text whose signs mean nothing in Markdown.
fn escaped(text: &str, out: &mut String) {
    let folded = text.replace('\n', " ");
    for c in folded.chars() {
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{comment_to_html, plain_text};

    #[test]
    fn what_was_stressed_is_stressed() {
        let (typed, clean) = remark_of_html("A <b>bold</b> and a <I>slanted</I> word");
        assert_eq!(
            (typed.as_str(), clean.as_str()),
            (
                "A **bold** and a *slanted* word",
                "<p>A <strong>bold</strong> and a <em>slanted</em> word</p>\n"
            )
        );
    }

    #[test]
    fn the_short_way_says_what_the_long_way_says() {
        for html in [
            "One",
            "One<br>two",
            "One<br/><br />two  words\nhere",
            "",
            "<br>x<br>",
            "Ελληνικά<br>中文 *star* [a] 'q' \"d\" > 5",
            " a <br> <br><br> b ",
        ] {
            let short = plain(html).unwrap();
            // An element that means nothing makes it take the long way.
            assert_eq!(short, remark_of_html(&format!("<span>{html}</span>")), "{html}");
        }
        assert!(["<p>x</p>", "a &amp; b", "a\u{200b}b"].iter().all(|html| plain(html).is_none()));
    }

    #[test]
    fn what_is_typed_says_what_was_said() {
        for html in [
            "One<br />two<br><br>three",
            "<p>A <b>bold</b> <i>word</i> and <a href=\"https://a.example/\">a link</a>.</p><blockquote><p>Quoted</p></blockquote>",
            "5 * 3 * 2 &lt; 40 and snake_case_name [1]",
            "<ul><li>one</li><li>two</li></ul>",
            "Κάτι &amp; κάτι <script>alert(1)</script>",
        ] {
            let (typed, clean) = remark_of_html(html);
            assert!(!clean.contains("script"), "{clean}");
            assert_eq!(plain_text(&comment_to_html(&typed)), plain_text(&clean), "{html} → {typed}");
        }
    }
}
