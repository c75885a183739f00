//! A page's links, pointed at the files of a copy. What is read here was written by our own templates and our own
//! sanitizer: attributes are in double quotes, tags are whole.

use super::address::{Address, Place};

/// Attributes that hold an address.
const LINKED: &[&str] = &["href", "src", "poster"];
/// Elements whose content is not HTML.
const RAW: &[&str] = &["script", "style", "textarea", "title"];

/// How the links of one page are read and written.
pub(super) struct Links<'a> {
    /// The live site.
    pub(super) origin: &'a str,
    /// The page they stand on.
    pub(super) page: &'a Address,
    /// What stands in place of a form: HTML.
    pub(super) note: &'a str,
    /// The path of the page that says what a copy can't do.
    pub(super) notice: &'a str,
}

impl Links<'_> {
    /// The page as it stands in the copy; what it links to is added to `found`.
    pub(super) fn rewrite(&self, html: &str, found: &mut Vec<Address>) -> String {
        let is_foreign = self.page.path().starts_with("/captures/") && self.page.path().ends_with("/page");
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            out.push_str(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("<!--") {
                let end = after.find("-->").map_or(rest.len(), |end| end + 7);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            let name: String = rest[1..]
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .map(|c| c.to_ascii_lowercase())
                .collect();
            if name.is_empty() && !rest[1..].starts_with(['/', '!']) {
                // A sign and no tag.
                out.push('<');
                rest = &rest[1..];
                continue;
            }
            let end = end_of_tag(rest);
            let tag = &rest[..end];
            rest = &rest[end..];
            if name.is_empty() {
                out.push_str(tag);
            } else if name == "form" && !is_foreign {
                let end = rest.find("</form>").map_or(rest.len(), |end| end + "</form>".len());
                rest = &rest[end..];
                out.push_str(self.note);
            } else {
                self.tag(tag, html, &mut out, found);
                if RAW.contains(&name.as_str()) {
                    let close = format!("</{name}");
                    let end = rest.find(&close).unwrap_or(rest.len());
                    // A kept page's style names its pictures by whole addresses.
                    if is_foreign && name == "style" {
                        out.push_str(&self.style(&rest[..end], found));
                    } else {
                        out.push_str(&rest[..end]);
                    }
                    rest = &rest[end..];
                }
            }
        }
        out.push_str(rest);
        out
    }

    fn tag(&self, tag: &str, html: &str, out: &mut String, found: &mut Vec<Address>) {
        // What says where the page really belongs goes on saying so, and the way to the live site leads there.
        let stays = tag.contains("rel=\"canonical\"") || tag.contains("rel=\"external\"");
        let mut rest = tag;
        while let Some(at) = rest.find("=\"") {
            let (before, after) = rest.split_at(at + 2);
            let end = after.find('"').unwrap_or(after.len());
            let (value, behind) = after.split_at(end);
            let attribute = before[..at].rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
            out.push_str(before);
            if stays {
                out.push_str(value);
            } else if LINKED.contains(&attribute) {
                out.push_str(&self.link(value, html, found));
            } else if attribute == "srcset" {
                let parts: Vec<String> = value
                    .split(", ")
                    .map(|part| match part.split_once(' ') {
                        Some((address, width)) => format!("{} {width}", self.link(address, html, found)),
                        None => self.link(part, html, found),
                    })
                    .collect();
                out.push_str(&parts.join(", "));
            } else if attribute == "style" {
                out.push_str(&self.style(value, found));
            } else {
                out.push_str(value);
            }
            rest = behind;
        }
        out.push_str(rest);
    }

    /// One address, as it stands in an attribute.
    fn link(&self, value: &str, html: &str, found: &mut Vec<Address>) -> String {
        let text = plain(value);
        if text.is_empty() || text.starts_with('#') {
            return value.to_owned();
        }
        let Some((address, fragment)) = Address::read(self.origin, self.page, &text) else {
            return value.to_owned();
        };
        // A comment that stands on this page needs no address that finds it.
        if let Some(id) = address.comment()
            && html.contains(&format!("id=\"comment-{id}\""))
        {
            return format!("#comment-{id}");
        }
        match address.place() {
            Place::Live => format!("{}/", self.notice),
            Place::File(_) => {
                let href = escaped(&address.href(&fragment));
                found.push(address);
                href
            }
        }
    }

    /// Whole addresses of the site in a style.
    fn style(&self, text: &str, found: &mut Vec<Address>) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(self.origin) {
            let (before, after) = rest.split_at(at);
            let end = after.find([')', '"', '\'', '&', ' ']).unwrap_or(after.len());
            let (address, behind) = after.split_at(end);
            out.push_str(before);
            match Address::read(self.origin, self.page, address) {
                Some((read, _)) if matches!(read.place(), Place::File(_)) => {
                    out.push_str(&read.href(""));
                    found.push(read);
                }
                _ => out.push_str(address),
            }
            rest = behind;
        }
        out.push_str(rest);
        out
    }
}

/// Where a tag ends, quotes minded.
fn end_of_tag(text: &str) -> usize {
    let mut is_quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// An attribute's value as text.
pub(super) fn plain(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let named = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
    ];
    let text = named.iter().fold(value.to_owned(), |text, (entity, plain)| text.replace(entity, plain));
    text.replace("&amp;", "&")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(html: &str) -> (String, Vec<String>) {
        let page = Address::plain("/2026/11/here");
        let links = Links {
            origin: "https://courant.example",
            page: &page,
            note: "<p>NOTE</p>",
            notice: "/read-only",
        };
        let mut found = Vec::new();
        let out = links.rewrite(html, &mut found);
        (out, found.iter().map(Address::target).collect())
    }

    #[test]
    fn links_lead_to_files_and_what_is_elsewhere_stays() {
        for (html, expected) in [
            (r#"<a href="/a/b">x</a>"#, r#"<a href="/a/b/">x</a>"#),
            (
                r##"<a class="c" href="/a?comments=best&amp;after=1.2#comments">"##,
                r##"<a class="c" href="/a/q-comments-best-after-1.2/#comments">"##,
            ),
            (r#"<a href="https://courant.example/a?utm_x=1">"#, r#"<a href="/a/">"#),
            (
                r#"<a href="https://elsewhere.example/?a=1&amp;b=2">"#,
                r#"<a href="https://elsewhere.example/?a=1&amp;b=2">"#,
            ),
            (
                r#"<link rel="canonical" href="https://courant.example/a">"#,
                r#"<link rel="canonical" href="https://courant.example/a">"#,
            ),
            (
                r#"<img alt="a > b = &quot;c&quot;" src="/media/x.webp" srcset="/media/y.webp 2x, /media/z.webp 3x">"#,
                r#"<img alt="a > b = &quot;c&quot;" src="/media/x.webp" srcset="/media/y.webp 2x, /media/z.webp 3x">"#,
            ),
            (r#"<a href="/here?reply=1#f">"#, r#"<a href="/read-only/">"#),
            (
                r#"<p id="comment-7"></p><a href="/comments/7">"#,
                r##"<p id="comment-7"></p><a href="#comment-7">"##,
            ),
            (r#"1 < 2 <form action="/search"><input name="q"></form> 3"#, "1 < 2 <p>NOTE</p> 3"),
            (
                r#"<script type="application/ld+json">{"a":"<a href=\"/x\">"}</script><a href="/y">"#,
                r#"<script type="application/ld+json">{"a":"<a href=\"/x\">"}</script><a href="/y/">"#,
            ),
            (r#"<!-- <a href="/x"> --><a href="/y">"#, r#"<!-- <a href="/x"> --><a href="/y/">"#),
        ] {
            assert_eq!(rewritten(html).0, expected);
        }
        let (_, found) = rewritten(
            r#"<a href="/a"><a href="/search"><img src="/media/x.png"><a href="https://b.example/">"#,
        );
        assert_eq!(found, ["/a", "/media/x.png"]);
        // Damaged input ends the page early and nothing else.
        for odd in ["<a href=\"", "<", "<form", "<script>", "<!--"] {
            rewritten(odd);
        }
    }
}
