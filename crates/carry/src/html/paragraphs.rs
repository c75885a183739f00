//! Paragraphs of text that has none: WordPress keeps what a person typed and makes paragraphs when it is shown. An
//! empty line ends a paragraph, a single line break is one, block elements stay as they are, and nothing happens in
//! preformatted text.

use super::{Tag, Token, Tokens, escape};

/// Elements that are followed no deeper.
const DEPTH: usize = 512;

/// Stands for a line break in text until it is known what becomes of it; taken out of what comes in.
const BREAK: char = '\u{1}';

/// What an element does with the text in it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// All of it is in paragraphs.
    Paragraphs,
    /// Paragraphs when there are several.
    Flow,
    /// No paragraphs, but line breaks.
    Lines,
    /// Neither.
    Parts,
}

fn kind(tag: &Tag) -> Option<Kind> {
    const LINES: [&str; 13] = [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "address",
        "dt",
        "figcaption",
        "caption",
        "summary",
        "legend",
    ];
    const FLOW: [&str; 17] = [
        "div", "li", "td", "th", "dd", "section", "article", "aside", "header", "footer", "main", "details",
        "fieldset", "form", "nav", "center", "hgroup",
    ];
    const PARTS: [&str; 13] = [
        "ul", "ol", "dl", "menu", "dir", "table", "thead", "tbody", "tfoot", "tr", "colgroup", "figure",
        "map",
    ];
    if tag.is(&LINES) {
        Some(Kind::Lines)
    } else if tag.is(&FLOW) {
        Some(Kind::Flow)
    } else if tag.is(&PARTS) {
        Some(Kind::Parts)
    } else if tag.is(&["blockquote"]) {
        Some(Kind::Paragraphs)
    } else {
        None
    }
}

struct Frame<'t> {
    name: &'t str,
    kind: Kind,
    /// Whether an empty line stood in it.
    parted: bool,
    /// In a paragraph of the text's own: whether an empty line waits to become its end.
    ending: bool,
}

/// Makes paragraphs. Addresses alone on a line become links in a paragraph of their own, as WordPress embeds them.
pub(crate) fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace(BREAK, "");
    let root = Frame { name: "", kind: Kind::Paragraphs, parted: false, ending: false };
    let mut work =
        Work { out: String::with_capacity(text.len() * 9 / 8), run: String::new(), stack: vec![root] };
    let mut tokens = Tokens::new(&text);
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) => work.text(text),
            Token::Comment(raw) => work.beside(raw),
            Token::Tag(tag) => work.tag(tag, &mut tokens),
        }
    }
    work.flush(false);
    work.out.truncate(work.out.trim_end().len());
    work.out
}

struct Work<'t> {
    out: String,
    /// What is not yet known to be a paragraph.
    run: String,
    stack: Vec<Frame<'t>>,
}

impl<'t> Work<'t> {
    fn top(&mut self) -> (Kind, bool) {
        self.stack.last().map_or((Kind::Paragraphs, false), |frame| (frame.kind, frame.parted))
    }

    fn is_empty(&self) -> bool {
        self.run.trim_matches(blank).is_empty()
    }

    /// What has no place in a paragraph by itself, but may stand in one.
    fn beside(&mut self, raw: &str) {
        if self.is_empty() {
            self.out.push_str(raw);
        } else {
            self.run.push_str(raw);
        }
    }

    fn text(&mut self, text: &str) {
        let mut lines = text.split('\n').peekable();
        if let Some(first) = lines.next() {
            self.run.push_str(first);
        }
        while let Some(line) = lines.next() {
            if lines.peek().is_some() && line.trim_ascii().is_empty() {
                self.empty_line();
                continue;
            }
            if !self.after_break() {
                self.run.push(BREAK);
            }
            self.run.push_str(line);
        }
    }

    /// Whether a line break of the text's own was the last thing.
    fn after_break(&self) -> bool {
        let end = self.run.trim_end();
        end.ends_with("<br>") || end.ends_with("<br/>") || end.ends_with("<br />")
    }

    fn empty_line(&mut self) {
        match self.top() {
            (Kind::Paragraphs | Kind::Flow, _) => self.flush(true),
            (Kind::Lines, _)
                if self.stack.last().is_some_and(|frame| frame.name.eq_ignore_ascii_case("p")) =>
            {
                self.flush(true);
            }
            _ => {}
        }
    }

    fn tag(&mut self, tag: Tag<'t>, tokens: &mut Tokens<'t>) {
        if tag.is(&["br"]) {
            let parts = matches!(self.top().0, Kind::Paragraphs | Kind::Flow);
            if parts && self.after_break() {
                let end = self.run.rfind("<br").unwrap_or(0);
                self.run.truncate(end);
                self.flush(true);
            } else if !(parts && self.is_empty()) {
                self.run.truncate(self.run.trim_end_matches(blank).len());
                self.run.push_str("<br>");
            }
        } else if tag.is(&["pre", "hr"]) {
            self.block(&tag);
            if tag.is(&["pre"]) && !tag.closing {
                self.out.push_str(tokens.raw_until("pre"));
            }
            self.out.push('\n');
        } else if tag.is(&["script", "style"]) && !tag.closing {
            let inner = tokens.raw_until(tag.name);
            self.beside(tag.raw);
            self.beside(inner);
        } else if !tag.closing
            && tag.is(&["iframe", "object", "video", "audio", "svg", "math", "textarea", "select"])
        {
            self.run.push_str(tag.raw);
            self.run.push_str(tokens.raw_until(tag.name));
        } else if let Some(kind) = kind(&tag) {
            if tag.closing { self.close(tag) } else { self.open(tag, kind) }
        } else {
            self.run.push_str(tag.raw);
        }
    }

    /// Writes a tag that stands outside of paragraphs.
    fn block(&mut self, tag: &Tag) {
        self.flush(false);
        if self.stack.last().is_some_and(|frame| frame.name.eq_ignore_ascii_case("p")) {
            self.stack.pop();
            self.out.push_str("</p>\n");
        }
        self.out.push_str(tag.raw);
    }

    fn open(&mut self, tag: Tag<'t>, kind: Kind) {
        self.block(&tag);
        if self.stack.len() < DEPTH {
            self.stack.push(Frame { name: tag.name, kind, parted: false, ending: false });
        }
    }

    fn close(&mut self, tag: Tag<'t>) {
        self.flush(false);
        let found = self.stack.iter().skip(1).rposition(|frame| frame.name.eq_ignore_ascii_case(tag.name));
        match found {
            Some(at) => self.stack.truncate(at + 1),
            // The end of a paragraph that nobody began would be an empty one.
            None if tag.is(&["p"]) => return,
            None => {}
        }
        self.out.push_str(tag.raw);
        if !tag.is(&["figcaption", "caption", "summary"]) {
            self.out.push('\n');
        }
    }

    /// Ends a run of text.
    fn flush(&mut self, parted: bool) {
        let (kind, before) = self.top();
        let run = std::mem::take(&mut self.run);
        let words = run.trim_matches(blank);
        if let Some(frame) = self.stack.last_mut() {
            frame.parted |= parted;
        }
        if words.is_empty() {
            if kind == Kind::Lines && parted {
                self.end_later();
            }
        } else {
            match kind {
                Kind::Parts => self.out.push_str(&words.replace(BREAK, "\n")),
                Kind::Lines => self.lines(words, parted),
                Kind::Flow if !(before || parted) => self.out.push_str(&words.replace(BREAK, "<br>\n")),
                Kind::Flow | Kind::Paragraphs => self.paragraph(words),
            }
        }
        self.run = run;
        self.run.clear();
    }

    fn end_later(&mut self) {
        if let Some(frame) = self.stack.last_mut() {
            frame.ending = true;
        }
    }

    /// Text in a paragraph or heading of its own.
    fn lines(&mut self, words: &str, parted: bool) {
        if self.stack.last_mut().is_some_and(|frame| std::mem::replace(&mut frame.ending, parted)) {
            self.out.push_str("</p>\n<p>");
        }
        match alone(words) {
            Some(address) => self.out.push_str(&anchor(address)),
            None => self.out.push_str(&words.replace(BREAK, "<br>\n")),
        }
    }

    fn paragraph(&mut self, words: &str) {
        let mut open = false;
        for line in words.split(BREAK) {
            match alone(line) {
                Some(address) => {
                    if std::mem::take(&mut open) {
                        self.out.push_str("</p>\n");
                    }
                    self.out.push_str("<p>");
                    self.out.push_str(&anchor(address));
                    self.out.push_str("</p>\n");
                }
                None => {
                    self.out.push_str(if std::mem::replace(&mut open, true) { "<br>\n" } else { "<p>" });
                    self.out.push_str(line.trim());
                }
            }
        }
        if open {
            self.out.push_str("</p>\n");
        }
    }
}

fn blank(c: char) -> bool {
    c == BREAK || c.is_ascii_whitespace()
}

/// The address that a line consists of.
fn alone(line: &str) -> Option<&str> {
    let line = line.trim();
    let behind = line.strip_prefix("https://").or_else(|| line.strip_prefix("http://"))?;
    let whole = !behind.is_empty()
        && !behind.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | BREAK));
    whole.then_some(line)
}

fn anchor(address: &str) -> String {
    let address = super::decode(address);
    format!("<a href=\"{0}\">{0}</a>", escape(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_made_as_wordpress_makes_them() {
        for (text, expected) in [
            ("", ""),
            ("  \n\n ", ""),
            ("one", "<p>one</p>"),
            ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
            ("one\r\n \t\r\ntwo", "<p>one</p>\n<p>two</p>"),
            ("one\ntwo", "<p>one<br>\ntwo</p>"),
            ("one<br />\ntwo", "<p>one<br>two</p>"),
            ("one<br/><br>two", "<p>one</p>\n<p>two</p>"),
            ("a <em>b\n\nc</em> d", "<p>a <em>b</p>\n<p>c</em> d</p>"),
            ("<h2>Head</h2>\ntext", "<h2>Head</h2>\n<p>text</p>"),
            ("text<h2>Head\nline</h2>", "<p>text</p>\n<h2>Head<br>\nline</h2>"),
            ("<p>a</p>\n\n<p>b</p>", "<p>a</p>\n<p>b</p>"),
            ("<p>a\n\nb\n\n</p>c", "<p>a</p>\n<p>b</p>\n<p>c</p>"),
            ("<p>a <b>b</b> c</p>", "<p>a <b>b</b> c</p>"),
            ("<p>a<ul><li>b</li></ul></p>", "<p>a</p>\n<ul><li>b</li>\n</ul>"),
            ("<blockquote>a</blockquote>", "<blockquote><p>a</p>\n</blockquote>"),
            ("<blockquote>a\n\nb</blockquote>", "<blockquote><p>a</p>\n<p>b</p>\n</blockquote>"),
            ("<ul>\n\t<li>a</li>\n\t<li>b</li>\n</ul>", "<ul><li>a</li>\n<li>b</li>\n</ul>"),
            ("<ul><li>a\n\nb</li></ul>", "<ul><li><p>a</p>\n<p>b</p>\n</li>\n</ul>"),
            (
                "<ul><li>a\nb<ul><li>c</li></ul></li></ul>",
                "<ul><li>a<br>\nb<ul><li>c</li>\n</ul>\n</li>\n</ul>",
            ),
            ("<div>a</div>", "<div>a</div>"),
            ("<div>\n\na\n\n</div>", "<div><p>a</p>\n</div>"),
            ("<table><tr><td>a\nb</td></tr></table>", "<table><tr><td>a<br>\nb</td>\n</tr>\n</table>"),
            ("a\n<pre>x\n\n  y</pre>\nb", "<p>a</p>\n<pre>x\n\n  y</pre>\n<p>b</p>"),
            ("<pre>open\n\nend", "<pre>open\n\nend"),
            ("a\n<hr />\nb", "<p>a</p>\n<hr />\n<p>b</p>"),
            ("<img src=\"a\nb\"> c", "<p><img src=\"a\nb\"> c</p>"),
            ("<!-- note -->\n\na", "<!-- note --><p>a</p>"),
            (
                "<figure><img src=a>\n<figcaption>c</figcaption></figure>",
                "<figure><img src=a><figcaption>c</figcaption></figure>",
            ),
            ("<iframe src=a>\n\n</iframe>\n\nb", "<p><iframe src=a>\n\n</iframe></p>\n<p>b</p>"),
            ("<script>\n\nx</script>\n\nb", "<script>\n\nx</script><p>b</p>"),
            ("a</p>b", "<p>a</p>\n<p>b</p>"),
            ("</div>a", "</div>\n<p>a</p>"),
            (
                "a\nhttps://v.example/?a=1&amp;b\nb",
                "<p>a</p>\n<p><a href=\"https://v.example/?a=1&amp;b\">https://v.example/?a=1&amp;b</a></p>\n<p>b</p>",
            ),
            ("see https://v.example/ there", "<p>see https://v.example/ there</p>"),
            ("<p>https://v.example/</p>", "<p><a href=\"https://v.example/\">https://v.example/</a></p>"),
            ("1 < 2\n\n3 > 2", "<p>1 < 2</p>\n<p>3 > 2</p>"),
            ("Πρώτη\n\n第二段\n\nثالث", "<p>Πρώτη</p>\n<p>第二段</p>\n<p>ثالث</p>"),
        ] {
            assert_eq!(paragraphs(text), expected, "{text:?}");
        }
    }

    #[test]
    fn two_hundred_levels_and_far_more() {
        let deep = format!("{}x\n\ny{}", "<ul><li>".repeat(200), "</li></ul>".repeat(200));
        let made = paragraphs(&deep);
        assert_eq!(made.matches("<ul>").count(), 200);
        assert!(made.contains("<p>x</p>\n<p>y</p>"));
        for part in ["<ul><li>", "</li>", "<p>", "<blockquote>\n\n", "\n", "<br>"] {
            paragraphs(&part.repeat(100_000));
        }
    }
}
