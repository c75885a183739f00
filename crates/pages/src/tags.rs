//! Sanitised HTML, tag by tag: for the few changes a text needs between store and reader.

/// A text with each of its tags given to `change`, which answers with what stands in its place.
pub(crate) fn each_tag(html: &str, mut change: impl FnMut(&str, &mut String)) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        out.push_str(text);
        let (tag, after) = tag.split_at(end_of_tag(tag));
        change(tag, &mut out);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The length of the tag at the beginning of a text: to its `>`, quoted ones aside.
fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Where in a sanitised tag the value of an attribute begins. Goes from one value to the next: an address or
/// a text may itself look like an attribute.
pub(crate) fn value_at(tag: &str, name: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = tag.get(at..)?;
        let equals = rest.find("=\"")?;
        let value = at + equals + 2;
        if rest.get(..equals)?.rsplit(char::is_whitespace).next() == Some(name) {
            return Some(value);
        }
        at = value + tag.get(value..)?.find('"')? + 1;
    }
}

/// The value of an attribute, escaped as it stands.
pub(crate) fn value<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.get(value_at(tag, name)?..)?.split('"').next()
}
