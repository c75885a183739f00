//! HTML as exports hold it, looked at without a tree: tags one after another, attributes, entities. Nothing here
//! cleans anything, and everything takes time in proportion to the text, whatever it is.

mod paragraphs;
mod tokens;

use std::borrow::Cow;

pub(crate) use paragraphs::paragraphs;
pub(crate) use tokens::{Tag, Token, Tokens, attributes};

/// Longest entity, without `&` and `;`.
const ENTITY: usize = 32;

/// Text as HTML, in elements and in quoted attributes.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Text of which the entities may already be written out: only what would end an attribute is escaped.
pub(crate) fn quoted(text: &str) -> String {
    text.replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Text with its entities decoded, once. What is no entity stays.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from.bytes().take(ENTITY + 2).position(|b| b == b';');
        match end.and_then(|end| Some((end, entity(from.get(1..end)?)?))) {
            Some((end, character)) => {
                out.push_str(&character);
                rest = &from[end + 1..];
            }
            None => {
                out.push('&');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn entity(name: &str) -> Option<Cow<'static, str>> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        let character = char::from_u32(code).filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))?;
        return Some(Cow::Owned(character.to_string()));
    }
    quick_xml::escape::resolve_html5_entity(name).map(Cow::Borrowed)
}

/// The words of a piece of HTML in one line: no tags, entities decoded, white space folded. `<now>` is no tag.
pub(crate) fn plain(html: &str) -> String {
    let mut bare = String::with_capacity(html.len());
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => bare.push_str(text),
            Token::Tag(tag) if tag.is(&["br", "p", "div", "li", "td", "th"]) => bare.push(' '),
            Token::Tag(tag) if !tag.is(&ELEMENTS) => bare.push_str(tag.raw),
            Token::Tag(_) | Token::Comment(_) => {}
        }
    }
    fold(&decode(&bare))
}

/// Elements that words may stand in or beside.
const ELEMENTS: [&str; 84] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "dfn",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "main",
    "mark",
    "nav",
    "nobr",
    "object",
    "ol",
    "param",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// White space folded into single spaces.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// A piece of HTML without the tags of these names; what is in them stays.
pub(crate) fn without(html: &str, names: &[&str]) -> String {
    let mut out = String::with_capacity(html.len());
    for token in Tokens::new(html) {
        match token {
            Token::Tag(tag) if tag.is(names) => {}
            token => out.push_str(token.raw()),
        }
    }
    out
}

/// What stands in the first element of a name.
pub(crate) fn within<'h>(html: &'h str, name: &str) -> Option<&'h str> {
    let mut tokens = Tokens::new(html);
    let mut start = None;
    loop {
        let before = tokens.at();
        match (tokens.next()?, start) {
            (Token::Tag(tag), None) if tag.is(&[name]) && !tag.closing => start = Some(tokens.at()),
            (Token::Tag(tag), Some(start)) if tag.is(&[name]) && tag.closing => {
                return html.get(start..before);
            }
            _ => {}
        }
    }
}

/// The first non-empty value of an attribute of a tag of these names.
pub(crate) fn attribute(html: &str, names: &[&str], attribute: &str) -> Option<String> {
    Tokens::new(html).find_map(|token| match token {
        Token::Tag(tag) if !tag.closing && tag.is(names) => {
            tag.attribute(attribute).filter(|value| !value.trim().is_empty())
        }
        _ => None,
    })
}

/// A link in a paragraph of its own.
pub(crate) fn link(address: &str, words: &str) -> String {
    let words = if words.trim().is_empty() { address } else { words };
    format!("<p><a href=\"{}\">{}</a></p>\n", escape(address), escape(words))
}

/// A picture as a figure. `caption` is HTML.
pub(crate) fn figure(address: &str, alt: &str, caption: &str) -> String {
    let mut out = format!("<figure><img src=\"{}\" alt=\"{}\">", escape(address), escape(alt));
    if !caption.trim().is_empty() {
        out.push_str("<figcaption>");
        out.push_str(caption.trim());
        out.push_str("</figcaption>");
    }
    out.push_str("</figure>\n");
    out
}

/// The name of the file at an address, as a person reads it.
pub(crate) fn file_name(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
    if last.is_empty() { address.to_owned() } else { unescaped(last) }
}

/// Percent-encoded text decoded, where that gives text without control characters; else as it is.
pub(crate) fn unescaped(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digit = |at: usize| behind.get(at).and_then(|&b| char::from(b).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = &behind[2..];
            }
            _ => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    match String::from_utf8(bytes) {
        Ok(decoded) if !decoded.contains(char::is_control) => decoded,
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_once() {
        for (text, expected) in [
            ("a &amp; b", "a & b"),
            ("&amp;lt;", "&lt;"),
            ("caf&eacute; &#233;&#xE9;", "café éé"),
            ("AT&T &nosuch; &", "AT&T &nosuch; &"),
            ("&#0;&#xD800;", "&#0;&#xD800;"),
        ] {
            assert_eq!(decode(text), expected);
        }
    }

    #[test]
    fn escaped_addresses_are_read_where_they_are_text() {
        for (text, expected) in [
            ("/%CE%BD%CE%AD%CE%B1/", "/νέα/"),
            ("/%e4%b8%ad%e6%96%87", "/中文"),
            ("/100%/x%2", "/100%/x%2"),
            ("/%FF", "/%FF"),
            ("/%00", "/%00"),
        ] {
            assert_eq!(unescaped(text), expected);
        }
    }

    #[test]
    fn words_and_parts_of_html() {
        assert_eq!(plain("<em>Un</em>&nbsp;titled<br>two &lt;b&gt;"), "Un titled two <b>");
        assert_eq!(plain("&#8220;More&#8221; <now> &amp; 1 <2> 3 </b>"), "“More” <now> & 1 <2> 3");
        assert_eq!(within("<figure><FIGCAPTION x>a <b>b</b></figcaption>", "figcaption"), Some("a <b>b</b>"));
        assert_eq!(
            attribute("<video src=''><source src=a.mp4>", &["video", "source"], "src").unwrap(),
            "a.mp4"
        );
        assert_eq!(without("<div class=\"a>b\">x<p>y</p></DIV>", &["div"]), "x<p>y</p>");
        assert_eq!(file_name("https://a.example/x/%CE%B1%20b.pdf?dl=1"), "α b.pdf");
    }
}
