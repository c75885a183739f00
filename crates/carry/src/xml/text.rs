//! Text as it was meant: references resolved once, CDATA sections opened, line ends made one.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use memchr::{memchr, memchr3, memmem};
use quick_xml::escape::resolve_html5_entity;

/// Longest name of a character that is looked up, in bytes.
const NAME: usize = 33;

/// Decodes what stands between two tags, or in an attribute, once: characters by number and by name (XML's and
/// HTML's), CDATA sections, line ends. What no table knows stays as it is written; tags and comments in it go.
pub fn decode(raw: &str) -> Cow<'_, str> {
    let Some(first) = memchr3(b'&', b'<', b'\r', raw.as_bytes()) else { return Cow::Borrowed(raw) };
    let mut out = String::with_capacity(raw.len());
    let mut at = 0;
    let mut next = Some(first);
    while let Some(found) = next {
        out.push_str(&raw[at..found]);
        let rest = &raw[found..];
        at = found
            + match rest.as_bytes()[0] {
                b'&' => reference(rest, &mut out),
                b'\r' => {
                    out.push('\n');
                    if rest.as_bytes().get(1) == Some(&b'\n') { 2 } else { 1 }
                }
                _ => markup(rest, &mut out),
            };
        next = memchr3(b'&', b'<', b'\r', &raw.as_bytes()[at..]).map(|further| at + further);
    }
    out.push_str(&raw[at..]);
    Cow::Owned(out)
}

/// Opens a CDATA section or passes a tag or comment; answers how many bytes that was.
fn markup(rest: &str, out: &mut String) -> usize {
    let bytes = rest.as_bytes();
    if let Some(inside) = rest.strip_prefix("<![CDATA[") {
        let (text, length) = match memmem::find(inside.as_bytes(), b"]]>") {
            Some(end) => (&inside[..end], 9 + end + 3),
            None => (inside, rest.len()),
        };
        lines(text, out);
        return length;
    }
    let end = match bytes.get(1) {
        Some(b'!') if rest.starts_with("<!--") => memmem::find(bytes, b"-->").map(|end| end + 3),
        Some(b'?') => memmem::find(bytes, b"?>").map(|end| end + 2),
        Some(byte) if byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'_') => {
            memchr(b'>', bytes).map(|end| end + 1)
        }
        _ => {
            out.push('<');
            return 1;
        }
    };
    end.unwrap_or(rest.len())
}

/// Adds text whose references mean themselves.
fn lines(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(found) = memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..found]);
        out.push('\n');
        rest = rest[found + 1..].strip_prefix('\n').unwrap_or(&rest[found + 1..]);
    }
    out.push_str(rest);
}

/// Resolves the reference that a text begins with; answers how many bytes it was.
fn reference(rest: &str, out: &mut String) -> usize {
    let bytes = rest.as_bytes();
    let window = &bytes[1..bytes.len().min(NAME + 2)];
    let Some(length) = memchr(b';', window) else {
        out.push('&');
        return 1;
    };
    let name = &bytes[1..=length];
    let resolved = match name {
        b"lt" => Some("<"),
        b"gt" => Some(">"),
        b"amp" => Some("&"),
        b"quot" => Some("\""),
        b"apos" => Some("'"),
        [b'#', digits @ ..] => return number(digits, length + 2, out),
        _ if name.iter().all(u8::is_ascii_alphanumeric) => {
            rest.get(1..=length).and_then(resolve_html5_entity)
        }
        _ => None,
    };
    match resolved {
        Some(text) => {
            out.push_str(text);
            length + 2
        }
        None => {
            out.push('&');
            1
        }
    }
}

/// Resolves a character by its number, as browsers do: those of old Windows editors are what they meant.
fn number(digits: &[u8], length: usize, out: &mut String) -> usize {
    let (digits, radix) = match digits {
        [b'x' | b'X', hex @ ..] => (hex, 16),
        _ => (digits, 10),
    };
    let written =
        std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_alphanumeric()));
    let Some(Ok(code)) = written.filter(|text| !text.is_empty()).map(|text| u32::from_str_radix(text, radix))
    else {
        out.push('&');
        return 1;
    };
    match code {
        0x80..=0x9f => {
            // The range is checked: it is one byte.
            let byte = [(code & 0xff) as u8];
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
            out.push_str(&text);
        }
        9 | 10 | 13 | 0x20.. => out.push(char::from_u32(code).unwrap_or('\u{fffd}')),
        // What XML does not know is not brought in by its number either.
        _ => {}
    }
    length
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn text_is_decoded_once_and_what_nobody_knows_stays() {
        for (raw, meant) in [
            ("plain", "plain"),
            ("a &amp;lt; b &lt;p&gt;", "a &lt; b <p>"),
            ("&nbsp;&eacute;&hellip;", "\u{a0}é…"),
            ("&foo; & &; &#; &#x; &#xzz; &lol9;", "&foo; & &; &#; &#x; &#xzz; &lol9;"),
            ("&#8217;&#x2019;&#146;&#X41;", "’’’A"),
            ("&#0;&#1;&#xD800;&#1114112;", "\u{fffd}\u{fffd}"),
            ("a\r\nb\rc", "a\nb\nc"),
            ("x <![CDATA[a < b &amp; c\r\n]]> y &amp;", "x a < b &amp; c\n y &"),
            ("<![CDATA[one]]]]><![CDATA[>two]]>", "one]]>two"),
            ("<![CDATA[open", "open"),
            ("a<!-- no -->b<?pi?>c<br/>d", "abcd"),
            ("1 < 2", "1 < 2"),
            ("&é;ü&ü", "&é;ü&ü"),
        ] {
            assert_eq!(decode(raw), meant, "{raw}");
        }
    }
}
