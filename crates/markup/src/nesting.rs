//! How deep HTML nests, seen without parsing it: parsers take quadratic time on absurd depths.

use std::borrow::Cow;

/// Deepest nesting that is parsed as it is.
const LIMIT: usize = 1_000;

/// Elements that need no end tag, or have none.
const UNCOUNTED: &[&[u8]] = &[
    b"area",
    b"base",
    b"br",
    b"col",
    b"embed",
    b"hr",
    b"img",
    b"input",
    b"link",
    b"meta",
    b"param",
    b"source",
    b"track",
    b"wbr",
    b"p",
    b"li",
    b"dt",
    b"dd",
    b"option",
    b"optgroup",
    b"tr",
    b"td",
    b"th",
    b"thead",
    b"tbody",
    b"tfoot",
    b"rt",
    b"rp",
    b"html",
    b"head",
    b"body",
    b"path",
    b"circle",
    b"rect",
    b"line",
    b"use",
    b"polygon",
    b"ellipse",
    b"stop",
];

/// The deepest nesting of start tags in HTML, counted roughly: elements whose end tag may be left out
/// don't count, scripts and styles are skipped.
pub fn nesting(html: &str) -> usize {
    let bytes = html.as_bytes();
    let (mut depth, mut deepest, mut at) = (0_usize, 0_usize, 0_usize);
    while let Some(open) = html[at..].find('<').map(|found| at + found) {
        let closing = bytes.get(open + 1) == Some(&b'/');
        let start = open + 1 + usize::from(closing);
        let length = bytes[start..].iter().take(24).take_while(|b| b.is_ascii_alphanumeric()).count();
        let mut name = [0_u8; 24];
        name[..length].copy_from_slice(&bytes[start..start + length]);
        name.make_ascii_lowercase();
        let name = &name[..length];
        at = start + length;
        if length == 0 {
            continue;
        }
        if closing {
            depth = depth.saturating_sub(usize::from(!UNCOUNTED.contains(&name)));
            continue;
        }
        if matches!(name, b"script" | b"style") {
            let end: &[u8] = if name == b"script" { b"</script" } else { b"</style" };
            let skipped = bytes[at..].windows(end.len()).position(|w| w.eq_ignore_ascii_case(end));
            at = skipped.map_or(bytes.len(), |skipped| at + skipped + end.len());
            continue;
        }
        if UNCOUNTED.contains(&name) {
            continue;
        }
        let tag_end = bytes[at..].iter().take(4_000).position(|b| *b == b'>').map(|found| at + found);
        if tag_end.is_none_or(|end| bytes[end - 1] != b'/') {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// HTML that parses in reasonable time: nested beyond reason, it loses its tags and keeps its text.
pub(crate) fn bounded(html: &str) -> Cow<'_, str> {
    if nesting(html) <= LIMIT {
        return Cow::Borrowed(html);
    }
    let mut text = String::with_capacity(html.len());
    for (at, part) in html.split('<').enumerate() {
        let after_tag = if at == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) };
        text.push_str(after_tag);
        text.push(' ');
    }
    Cow::Owned(text)
}
