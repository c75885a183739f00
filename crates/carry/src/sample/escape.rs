//! Text as formats hold it. These are the inner loops of writing gigabytes.

use memchr::{memchr, memchr2, memchr3};

/// As XML, and as HTML.
pub(super) fn xml(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(found) = memchr3(b'<', b'>', b'&', rest.as_bytes()) {
        out.push_str(&rest[..found]);
        out.push_str(match rest.as_bytes()[found] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&amp;",
        });
        rest = &rest[found + 1..];
    }
    out.push_str(rest);
}

/// As the value of an attribute.
pub(super) fn attribute(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(found) = memchr2(b'"', b'\n', rest.as_bytes()) {
        xml(&rest[..found], out);
        out.push_str(if rest.as_bytes()[found] == b'"' { "&quot;" } else { "&#10;" });
        rest = &rest[found + 1..];
    }
    xml(rest, out);
}

/// As a string of JSON, without its quotes.
pub(super) fn json(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(found) = memchr3(b'"', b'\\', b'\n', rest.as_bytes()) {
        out.push_str(&rest[..found]);
        out.push_str(match rest.as_bytes()[found] {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            _ => "\\n",
        });
        rest = &rest[found + 1..];
    }
    out.push_str(rest);
}

/// As CDATA, whose own end is written in two pieces.
pub(super) fn cdata(text: &str, out: &mut String) {
    out.push_str("<![CDATA[");
    let mut rest = text;
    while let Some(found) = memchr(b']', rest.as_bytes()) {
        out.push_str(&rest[..found]);
        rest = &rest[found..];
        if let Some(behind) = rest.strip_prefix("]]>") {
            out.push_str("]]]]><![CDATA[>");
            rest = behind;
        } else {
            out.push(']');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out.push_str("]]>");
}
