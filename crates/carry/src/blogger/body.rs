//! Bodies: what Blogger's editor left in the HTML of posts, and what its export did to comments.

use memchr::memmem;

use super::html::{Tag, Tags, tags};
use crate::xml::decode;

/// Tags that are looked at ahead to know what a wrapper holds.
const AHEAD: usize = 100;

/// The body of a post without Blogger's wrappings, and what is told of it. Jump breaks go; a table around a picture
/// and the line under it is a figure; a `div` that only sets a picture apart is a paragraph, or goes when it holds
/// more; `trbidi` is a `dir`.
pub(super) fn post(html: String) -> (String, Vec<String>) {
    let marks = ["trbidi", "separator", "tr-caption-container", "more"];
    if !marks.iter().any(|mark| memmem::find(html.as_bytes(), mark.as_bytes()).is_some()) {
        return (html, Vec::new());
    }
    let mut work = Work { html: &html, out: String::with_capacity(html.len()), copied: 0, breaks: 0 };
    work.run();
    let told = (work.breaks > 0).then(|| "its jump break is left out: lists here show an excerpt".to_owned());
    (work.out, told.into_iter().collect())
}

/// Address and words of the first picture in a text.
pub(super) fn first_picture(html: &str) -> Option<(String, String)> {
    memmem::find(html.as_bytes(), b"<img").or_else(|| memmem::find(html.as_bytes(), b"<IMG"))?;
    tags(html).filter(|tag| tag.is("img") && !tag.ends).find_map(|tag| {
        let address = decode(tag.attribute("src")?).trim().to_owned();
        let kept = !address.is_empty() && !address.starts_with("data:");
        kept.then(|| (address, decode(tag.attribute("alt").unwrap_or_default()).trim().to_owned()))
    })
}

/// The body of a comment as HTML: its line breaks are elements, and what was escaped twice is escaped once.
pub(super) fn comment(text: &str) -> String {
    let text = text.trim();
    // A comment all of whose tags are escaped was escaped once too often: Blogger knows `a`, `b`, `i` and `br` there.
    let escaped = !text.contains('<')
        && ["&lt;/a&gt;", "&lt;/b&gt;", "&lt;/i&gt;", "&lt;br"].iter().any(|tag| text.contains(tag));
    let text = if escaped { decode(text) } else { once(text) };
    if !text.contains('\n') {
        return text.into_owned();
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut before: Option<&str> = None;
    for line in text.split('\n').map(str::trim) {
        if let Some(before) = before {
            // Where there is an element already, the line end is white space.
            let broken = ends_in_break(before) || starts_with_break(line);
            out.push_str(if broken { "\n" } else { "<br>\n" });
        }
        out.push_str(line);
        before = Some(line);
    }
    out
}

/// Unescapes the `&` of references that were escaped again: `&amp;#39;`. Nothing becomes a tag by it.
fn once(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("&amp;") {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = memmem::find(rest.as_bytes(), b"&amp;") {
        let (before, behind) = (&rest[..found], &rest[found + 5..]);
        out.push_str(before);
        let name = behind.split(';').next().filter(|name| name.len() < behind.len() && name.len() < 33);
        let reference = name.is_some_and(|name| {
            let bare = name.strip_prefix('#').unwrap_or(name);
            !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_alphanumeric())
        });
        out.push_str(if reference { "&" } else { "&amp;" });
        rest = behind;
    }
    out.push_str(rest);
    out.into()
}

fn ends_in_break(html: &str) -> bool {
    let html = html.trim_end();
    let last = html.rfind('<').map(|at| &html[at..]);
    last.is_some_and(|tag| tag.ends_with('>') && starts_with_break(tag))
}

fn starts_with_break(html: &str) -> bool {
    let start = html.get(..3).unwrap_or_default();
    start.eq_ignore_ascii_case("<br")
        && html.as_bytes().get(3).is_some_and(|b| matches!(b, b'>' | b'/' | b' '))
}

/// What becomes of a `div`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wrapper {
    Kept,
    Gone,
    Paragraph,
}

struct Work<'h> {
    html: &'h str,
    out: String,
    copied: usize,
    breaks: usize,
}

impl<'h> Work<'h> {
    fn run(&mut self) {
        let mut walk = tags(self.html);
        let mut wrappers = Vec::new();
        while let Some(tag) = walk.next() {
            if tag.name.is_empty() {
                if tag.inside.trim_matches(['!', '-', ' ']) == "more" {
                    self.instead(&tag, "");
                    self.breaks += 1;
                }
            } else if tag.is("div") {
                if tag.ends {
                    match wrappers.pop() {
                        Some(Wrapper::Gone) => self.instead(&tag, ""),
                        Some(Wrapper::Paragraph) => self.instead(&tag, "</p>"),
                        _ => {}
                    }
                } else {
                    let wrapper =
                        if tag.has_class("separator") { wraps(walk.clone()) } else { Wrapper::Kept };
                    wrappers.push(wrapper);
                    match wrapper {
                        Wrapper::Gone => self.instead(&tag, ""),
                        Wrapper::Paragraph => self.instead(&tag, "<p>"),
                        Wrapper::Kept => self.direction(&tag),
                    }
                }
            } else if tag.ends {
            } else if tag.is("a") && tag.attribute("name") == Some("more") {
                self.instead(&tag, "");
                self.breaks += 1;
                let mut ahead = walk.clone();
                if let Some(end) = ahead.next().filter(|end| end.ends && end.is("a")) {
                    self.instead(&end, "");
                    walk = ahead;
                }
            } else if tag.is("table") && tag.has_class("tr-caption-container") && is_figure(walk.clone()) {
                self.instead(&tag, "<figure>");
                self.figure(&mut walk);
            } else {
                self.direction(&tag);
            }
        }
        self.out.push_str(&self.html[self.copied..]);
    }

    /// Puts something in the place of a tag.
    fn instead(&mut self, tag: &Tag, what: &str) {
        self.out.push_str(&self.html[self.copied..tag.from]);
        self.out.push_str(what);
        self.copied = tag.to;
    }

    /// `trbidi` says that a text may run in either direction.
    fn direction(&mut self, tag: &Tag) {
        let Some((_, _, place)) = tag.attributes().find(|(name, _, _)| name.eq_ignore_ascii_case("trbidi"))
        else {
            return;
        };
        let dir = if tag.attribute("dir").is_some() { "" } else { " dir=\"auto\"" };
        let (before, behind) = (tag.inside[..place.start].trim_end(), &tag.inside[place.end..]);
        let instead = format!("<{before}{dir}{behind}>");
        self.instead(tag, &instead);
    }

    /// Everything up to the end of a table that is a figure.
    fn figure(&mut self, walk: &mut Tags<'h>) {
        let mut caption = false;
        for tag in walk.by_ref() {
            if tag.is("table") {
                self.instead(&tag, if caption { "</figcaption></figure>" } else { "</figure>" });
                return;
            }
            if tag.is("td") {
                let begins = !tag.ends && tag.has_class("tr-caption");
                let ends = caption;
                caption = begins;
                self.instead(
                    &tag,
                    match (ends, begins) {
                        (true, _) => "</figcaption>",
                        (false, true) => "<figcaption>",
                        (false, false) => "",
                    },
                );
            } else if ["tbody", "thead", "tr"].iter().any(|name| tag.is(name)) {
                self.instead(&tag, "");
            }
        }
    }
}

/// Whether a `div` holds nothing but pictures.
fn wraps(ahead: Tags) -> Wrapper {
    let mut pictures = 0;
    for tag in ahead.take(AHEAD) {
        if tag.is("div") && tag.ends {
            return if pictures > 0 { Wrapper::Paragraph } else { Wrapper::Gone };
        }
        if tag.is("img") {
            pictures += 1;
        } else if !["a", "br", "span", "b", "i", "em", "strong", "u", ""].iter().any(|name| tag.is(name)) {
            return Wrapper::Gone;
        }
    }
    Wrapper::Gone
}

/// Whether a table with that class is one around a picture and its line: it ends soon and holds no other.
fn is_figure(ahead: Tags) -> bool {
    let mut pictures = 0;
    for tag in ahead.take(AHEAD) {
        if tag.is("table") {
            return tag.ends && pictures > 0;
        }
        pictures += usize::from(tag.is("img") || tag.is("iframe") || tag.is("video") || tag.is("object"));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{comment, first_picture, post};

    #[test]
    fn wrappings_of_blogger_go() {
        for (html, meant) in [
            ("<p>plain more</p>", "<p>plain more</p>"),
            ("a<a name='more'></a>b<a name=\"more\"/>c<!--more-->d", "abcd"),
            ("<a name=\"moreover\"></a>", "<a name=\"moreover\"></a>"),
            (
                "<div class=\"separator\" style=\"clear: both;\"><a href=\"/b.jpg\"><img src=\"/s.jpg\" /></a></div>x",
                "<p><a href=\"/b.jpg\"><img src=\"/s.jpg\" /></a></p>x",
            ),
            ("<div class='separator'><br /></div>x", "<br />x"),
            (
                "<div class=separator><div>in</div><table><tr><td>1</td></tr></table></div>x</div>",
                "<div>in</div><table><tr><td>1</td></tr></table>x</div>",
            ),
            (
                "<table align=\"center\" class=\"tr-caption-container\"><tbody>\n<tr><td style=\"x\"><a href=\"b\"><img src=\"s\"></a>\
                 </td></tr>\n<tr><td class=\"tr-caption\">A <b>line</b></td></tr></tbody></table>y",
                "<figure>\n<a href=\"b\"><img src=\"s\"></a>\n<figcaption>A <b>line</b></figcaption></figure>y",
            ),
            (
                "<table class=\"tr-caption-container\"><tr><td><table><tr><td><img></td></tr></table></td></tr></table>",
                "<table class=\"tr-caption-container\"><tr><td><table><tr><td><img></td></tr></table></td></tr></table>",
            ),
            (
                "<table class='tr-caption-container'><tr><td><img>",
                "<table class='tr-caption-container'><tr><td><img>",
            ),
            (
                "<div dir=\"rtl\" style=\"text-align: right;\" trbidi=\"on\">א</div>",
                "<div dir=\"rtl\" style=\"text-align: right;\">א</div>",
            ),
            ("<p trbidi=on>א</p>", "<p dir=\"auto\">א</p>"),
            (
                "<script>var a = \"<div class='separator'>\";</script>",
                "<script>var a = \"<div class='separator'>\";</script>",
            ),
            ("trbidi <", "trbidi <"),
            ("trbidi <a href='x", "trbidi <a href='x"),
        ] {
            assert_eq!(post(html.to_owned()).0, meant, "{html}");
        }
        assert_eq!(post("a<a name='more'></a>b".to_owned()).1.len(), 1);
        assert_eq!(post("more".to_owned()).1.len(), 0);
        let deep = format!(
            "{}trbidi{}",
            "<div class='separator'><ul><li>".repeat(50_000),
            "</li></ul></div>".repeat(50_000)
        );
        assert!(post(deep).0.starts_with("<ul><li><ul><li>"));
    }

    #[test]
    fn comments_are_html_with_their_lines() {
        for (text, meant) in [
            ("one line", "one line"),
            ("one\ntwo\n\nthree\n", "one<br>\ntwo<br>\n<br>\nthree"),
            ("one<br />\ntwo\n<br>three<BR/>four", "one<br />\ntwo\n<br>three<BR/>four"),
            (
                "It&amp;#39;s &amp;quot;so&amp;quot; &amp;lt;3 &amp; &amp;amp; AT&amp;T",
                "It&#39;s &quot;so&quot; &lt;3 &amp; &amp; AT&amp;T",
            ),
            ("&lt;3 and 1 &lt; 2", "&lt;3 and 1 &lt; 2"),
            ("&amp;lt;script&amp;gt;x", "&lt;script&gt;x"),
            (
                "see &lt;a href=&quot;http://x.example/&quot;&gt;this&lt;/a&gt;",
                "see <a href=\"http://x.example/\">this</a>",
            ),
            ("<b>see</b> &lt;/a&gt;", "<b>see</b> &lt;/a&gt;"),
        ] {
            assert_eq!(comment(text), meant, "{text}");
        }
    }

    #[test]
    fn the_first_picture_stands_for_a_post() {
        let html = "<p>x</p><img src='data:image/gif;base64,AA'><IMG alt=\"Caf&eacute;\" SRC=\"https://x.example/a?b=1&amp;c=2\">";
        assert_eq!(first_picture(html), Some(("https://x.example/a?b=1&c=2".to_owned(), "Café".to_owned())));
        assert_eq!(first_picture("<p>img</p>"), None);
    }
}
