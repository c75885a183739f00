//! Addresses in a text as somebody wrote it, given other ends; every other letter stays.

use std::borrow::Cow;

/// What an address in HTML is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressOf {
    /// A link's end (`a`, `area`).
    Link,
    /// A picture (`img`).
    Picture,
}

/// HTML in which addresses of links and pictures are what `to` makes of them; `None` leaves one as it is. `to` sees
/// them decoded, without white space around. Text, comments, scripts and styles are not looked at.
pub fn rewrite_addresses<'h>(
    html: &'h str,
    to: &mut dyn FnMut(AddressOf, &str) -> Option<String>,
) -> Cow<'h, str> {
    let bytes = html.as_bytes();
    let mut out = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(step) = html[at..].find('<') {
        at += step + 1;
        let rest = &bytes[at..];
        if rest.starts_with(b"!--") {
            at = html[at..].find("-->").map_or(html.len(), |end| at + end + 3);
            continue;
        }
        if !rest.first().is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let name_end = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = html[at..at + name_end].to_ascii_lowercase();
        at += name_end;
        let wanted = match name.as_str() {
            "a" | "area" => Some((AddressOf::Link, "href")),
            "img" => Some((AddressOf::Picture, "src")),
            _ => None,
        };
        // Attributes, up to the tag's end.
        loop {
            while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
                at += 1;
            }
            if at >= bytes.len() || bytes[at] == b'>' {
                break;
            }
            let start = at;
            at += 1;
            while at < bytes.len()
                && !bytes[at].is_ascii_whitespace()
                && !matches!(bytes[at], b'=' | b'>' | b'/')
            {
                at += 1;
            }
            let attribute = start..at;
            let mut ahead = at;
            while ahead < bytes.len() && bytes[ahead].is_ascii_whitespace() {
                ahead += 1;
            }
            if ahead >= bytes.len() || bytes[ahead] != b'=' {
                continue;
            }
            at = ahead + 1;
            while at < bytes.len() && bytes[at].is_ascii_whitespace() {
                at += 1;
            }
            let value = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let from = at + 1;
                    let end = html[from..].find(char::from(quote)).map_or(html.len(), |end| from + end);
                    at = (end + 1).min(html.len());
                    from..end
                }
                _ => {
                    let from = at;
                    while at < bytes.len() && !bytes[at].is_ascii_whitespace() && bytes[at] != b'>' {
                        at += 1;
                    }
                    from..at
                }
            };
            let Some((place, named)) = wanted else { continue };
            if !html.get(attribute).is_some_and(|known| known.eq_ignore_ascii_case(named)) {
                continue;
            }
            let Some(written) = html.get(value.clone()) else { continue };
            if let Some(new) = to(place, decoded(written.trim()).as_ref()) {
                let quoted = matches!(html.as_bytes().get(value.start.wrapping_sub(1)), Some(b'"' | b'\''));
                out.push_str(&html[copied..value.start]);
                let mut escaped = String::with_capacity(new.len());
                crate::tree::escape(&new, true, &mut escaped);
                let escaped = escaped.replace('\'', "&#39;");
                if quoted {
                    out.push_str(&escaped);
                } else {
                    out.push('"');
                    out.push_str(&escaped);
                    out.push('"');
                }
                copied = value.end;
            }
        }
        if matches!(name.as_str(), "script" | "style") {
            let close = format!("</{name}");
            at = find_ignoring_case(html, at, &close).unwrap_or(html.len());
        }
    }
    if copied == 0 && out.is_empty() {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[copied..]);
    Cow::Owned(out)
}

fn find_ignoring_case(html: &str, from: usize, what: &str) -> Option<usize> {
    html.as_bytes()[from..]
        .windows(what.len())
        .position(|window| window.eq_ignore_ascii_case(what.as_bytes()))
        .map(|at| from + at)
}

/// The characters that stand escaped in attributes of addresses.
fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    Cow::Owned(
        value.replace("&#38;", "&").replace("&#038;", "&").replace("&quot;", "\"").replace("&amp;", "&"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(html: &str) -> String {
        rewrite_addresses(html, &mut |place, address| match place {
            AddressOf::Link => address.strip_prefix("http://old.example").map(str::to_owned),
            AddressOf::Picture => Some(format!("/media/{}", address.rsplit('/').next().unwrap_or_default())),
        })
        .into_owned()
    }

    #[test]
    fn addresses_change_and_nothing_else() {
        for (before, after) in [
            (
                "<A HREF = 'http://old.example/a?x=1&amp;y=2' title=\"<b>\">x</A>",
                "<A HREF = '/a?x=1&amp;y=2' title=\"<b>\">x</A>",
            ),
            ("<a href=http://old.example/b>b</a> a < b & c", "<a href=\"/b\">b</a> a < b & c"),
            (
                "<p>http://old.example/c <!-- <a href=\"http://old.example/d\"> -->",
                "<p>http://old.example/c <!-- <a href=\"http://old.example/d\"> -->",
            ),
            (
                "<a href=\"http://new.example/\"><img alt=\"π\" src=\"http://x/y/ä.jpg\"/></a>",
                "<a href=\"http://new.example/\"><img alt=\"π\" src=\"/media/ä.jpg\"/></a>",
            ),
            (
                "<script>\"<a href='http://old.example/'>\"</script><a data-href=\"http://old.example/\">",
                "<script>\"<a href='http://old.example/'>\"</script><a data-href=\"http://old.example/\">",
            ),
            ("<a href", "<a href"),
            ("<img src=\"cut", "<img src=\"/media/cut"),
            ("<", "<"),
        ] {
            assert_eq!(there(before), after);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_goes_through(html in "\\PC{0,200}") {
            let same = rewrite_addresses(&html, &mut |_, _| None).into_owned();
            proptest::prop_assert_eq!(&same, &html);
            let _ = there(&html);
        }
    }
}
