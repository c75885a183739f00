//! The words of a comment.

use crate::html::{Token, Tokens, escape, paragraphs};

/// A comment's words as HTML: addresses become links, empty lines make paragraphs.
pub(in crate::wordpress) fn remark(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut tokens = Tokens::new(text);
    let mut linked = 0_u32;
    while let Some(token) = tokens.next() {
        match token {
            Token::Text(text) if linked == 0 => clickable(text, &mut out),
            Token::Tag(tag) if tag.is(&["pre", "code"]) && !tag.closing => {
                out.push_str(tag.raw);
                out.push_str(tokens.raw_until(tag.name));
            }
            Token::Tag(tag) => {
                if tag.is(&["a"]) {
                    linked = if tag.closing { 0 } else { 1 };
                }
                out.push_str(tag.raw);
            }
            Token::Text(raw) | Token::Comment(raw) => out.push_str(raw),
        }
    }
    paragraphs(&out)
}

fn clickable(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = start(rest) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from
            .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>'))
            .unwrap_or(from.len());
        let mut address = &from[..end];
        let mut strays = address.matches(')').count().saturating_sub(address.matches('(').count());
        loop {
            let bare = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '…']);
            // A bracket that the address did not open belongs to the sentence.
            let bare = bare.strip_suffix(')').filter(|_| strays > 0).unwrap_or(bare);
            if bare.len() == address.len() {
                break;
            }
            strays -= usize::from(address[bare.len()..].starts_with(')'));
            address = bare;
        }
        if address.len() > "https://".len() {
            let whole =
                if address.starts_with("www.") { format!("http://{address}") } else { address.to_owned() };
            let href = escape(&crate::html::decode(&whole)).into_owned();
            out.push_str(&format!("<a href=\"{href}\">{address}</a>"));
        } else {
            out.push_str(address);
        }
        rest = &from[address.len()..];
        if address.is_empty() {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
}

/// Where an address begins: at the start of a word. One look at each byte, however many addresses there are.
fn start(text: &str) -> Option<usize> {
    let mut before = b' ';
    text.bytes().enumerate().find_map(|(at, byte)| {
        let begins = before.is_ascii_whitespace() || b"([,.:;>".contains(&before);
        before = byte;
        let found = begins
            && matches!(byte, b'h' | b'w')
            && ["http://", "https://", "www."].iter().any(|sign| text[at..].starts_with(sign));
        found.then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_links_and_lines_paragraphs() {
        for (text, expected) in [
            ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
            ("see http://a.example/x.", "<p>see <a href=\"http://a.example/x\">http://a.example/x</a>.</p>"),
            ("(www.a.example)", "<p>(<a href=\"http://www.a.example\">www.a.example</a>)</p>"),
            (
                "https://a.example/x_(y)?a=1&amp;b=2, so",
                "<p><a href=\"https://a.example/x_(y)?a=1&amp;b=2\">https://a.example/x_(y)?a=1&amp;b=2</a>, so</p>",
            ),
            (
                "<a href=\"http://a.example\">http://a.example</a>",
                "<p><a href=\"http://a.example\">http://a.example</a></p>",
            ),
            ("<code>http://a.example</code>", "<p><code>http://a.example</code></p>"),
            ("xhttp://a.example http://", "<p>xhttp://a.example http://</p>"),
            ("見http://a.example", "<p>見http://a.example</p>"),
        ] {
            assert_eq!(remark(text), expected, "{text:?}");
        }
    }

    #[test]
    fn many_addresses_take_no_time() {
        let text = "see http://a.example/ and www. ".repeat(30_000);
        assert_eq!(remark(&text).matches("<a href").count(), 30_000);
        remark(&"http://".repeat(100_000));
        remark(&")".repeat(300_000));
        remark(&format!("http://a{}", ").".repeat(50_000)));
    }
}
