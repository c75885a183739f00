//! Tags, comments and the text between them.

use memchr::memchr;

use super::decode;

/// Failed searches for the end of a quoted value after which quotes no longer count: a text that has so many open
/// quotes would be read again and again.
const PATIENCE: u32 = 16;

/// A piece of HTML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    /// What is no tag, entities and all.
    Text(&'t str),
    /// `<a href=…>` or `</a>`.
    Tag(Tag<'t>),
    /// `<!-- … -->`, whole.
    Comment(&'t str),
}

impl<'t> Token<'t> {
    /// As it is written.
    pub(crate) fn raw(self) -> &'t str {
        match self {
            Token::Text(text) | Token::Comment(text) => text,
            Token::Tag(tag) => tag.raw,
        }
    }
}

/// A tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'t> {
    /// As it is written, whole.
    pub(crate) raw: &'t str,
    /// Its name as it is written.
    pub(crate) name: &'t str,
    /// Whether it ends an element.
    pub(crate) closing: bool,
}

impl Tag<'_> {
    /// Whether it has one of these names, which are in small letters.
    pub(crate) fn is(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.name.eq_ignore_ascii_case(name))
    }

    /// The value of an attribute, decoded; empty when it has none.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let inside = &self.raw[1..self.raw.len() - 1];
        attributes(inside, usize::from(self.closing) + self.name.len())
            .find(|(found, _, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value, _)| decode(value).into_owned())
    }
}

/// The attributes of a tag, of what is between its `<` and its `>`, from behind its name on: name, value as written, and
/// where they stand.
pub(crate) fn attributes(
    inside: &str,
    behind_name: usize,
) -> impl Iterator<Item = (&str, &str, std::ops::Range<usize>)> {
    let mut at = behind_name;
    let space = |b: u8| b.is_ascii_whitespace() || b == b'/';
    std::iter::from_fn(move || {
        let bytes = inside.as_bytes();
        at += bytes.get(at..)?.iter().position(|b| !space(*b))?;
        let from = at;
        let stop = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'=' | b'/');
        // What begins with one of these is a name all the same.
        let length = bytes[at..].iter().skip(1).position(stop).map_or(bytes.len() - at, |length| length + 1);
        let name = inside.get(at..at + length)?;
        at += length;
        let rest = inside.get(at..)?;
        let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
            return Some((name, "", from..at));
        };
        let value = value.trim_ascii_start();
        at = inside.len() - value.len();
        let value = match value.as_bytes().first() {
            Some(quote @ (b'"' | b'\'')) => {
                let end = memchr(*quote, &value.as_bytes()[1..]).map_or(value.len(), |end| end + 1);
                at += (end + 1).min(value.len());
                &value[1..end]
            }
            _ => {
                let end = value.bytes().position(|b| b.is_ascii_whitespace()).unwrap_or(value.len());
                at += end;
                &value[..end]
            }
        };
        Some((name, value, from..at))
    })
}

/// Tokens of a text, in order; together they are the text.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    failures: u32,
    /// Whether no tag and no comment ends behind here.
    no_tags: bool,
    no_comments: bool,
}

impl<'t> Tokens<'t> {
    /// Begins at the start of a text.
    pub(crate) fn new(text: &'t str) -> Self {
        Tokens { text, at: 0, failures: 0, no_tags: false, no_comments: false }
    }

    /// Bytes read.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Goes on at a place, which is a border of characters.
    pub(crate) fn go_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Reads on behind the end tag of an element whose content is not looked at, and returns what was read, the
    /// end tag with it; the whole rest when there is no end.
    pub(crate) fn raw_until(&mut self, name: &str) -> &'t str {
        let rest = &self.text[self.at..];
        let mut from = 0;
        let mut end = rest.len();
        while let Some(found) = rest[from..].find("</") {
            let start = from + found + 2;
            let named = rest.as_bytes().get(start..start + name.len());
            let bound = rest.as_bytes().get(start + name.len()).is_none_or(|b| !b.is_ascii_alphanumeric());
            if bound && named.is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes())) {
                end = rest[start..].find('>').map_or(rest.len(), |close| start + close + 1);
                break;
            }
            from = start;
        }
        self.at += end;
        &rest[..end]
    }

    fn markup(&mut self) -> Option<Token<'t>> {
        let rest = &self.text[self.at..];
        if rest.starts_with("<!--") {
            if self.no_comments {
                return None;
            }
            // `<!-->` is a whole comment.
            return match rest[2..].find("-->") {
                Some(end) => Some(Token::Comment(&rest[..end + 5])),
                None => {
                    self.no_comments = true;
                    None
                }
            };
        }
        if self.no_tags {
            return None;
        }
        let bytes = rest.as_bytes();
        let closing = bytes.get(1) == Some(&b'/');
        let start = 1 + usize::from(closing);
        if !bytes.get(start)?.is_ascii_alphabetic() {
            return None;
        }
        let named = bytes[start..]
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'/'))
            .unwrap_or(bytes.len() - start);
        let name = &rest[start..start + named];
        let end = self.end(rest, start + named)?;
        Some(Token::Tag(Tag { raw: &rest[..end], name, closing }))
    }

    /// Where a tag ends, from behind its name.
    fn end(&mut self, rest: &str, from: usize) -> Option<usize> {
        let bytes = rest.as_bytes();
        if self.failures < PATIENCE {
            let mut quote = None;
            let mut after_equals = false;
            for (at, &b) in bytes.iter().enumerate().skip(from) {
                match (quote, b) {
                    (None, b'>') => return Some(at + 1),
                    // Only a value can be quoted: a lone quote elsewhere is a slip.
                    (None, b'"' | b'\'') if after_equals => quote = Some(b),
                    (Some(open), b) if b == open => quote = None,
                    _ => {}
                }
                if quote.is_none() && !b.is_ascii_whitespace() {
                    after_equals = b == b'=';
                }
            }
            self.failures += 1;
        }
        match rest[from..].find('>') {
            Some(end) => Some(from + end + 1),
            None => {
                self.no_tags = true;
                None
            }
        }
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let rest = &self.text[self.at..];
        if rest.is_empty() {
            return None;
        }
        if rest.starts_with('<')
            && let Some(token) = self.markup()
        {
            self.at += token.raw().len();
            return Some(token);
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find('<').map_or(rest.len(), |end| first + end);
        self.at += end;
        Some(Token::Text(&rest[..end]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raws(text: &str) -> Vec<&str> {
        Tokens::new(text).map(Token::raw).collect()
    }

    #[test]
    fn tags_comments_and_text() {
        assert_eq!(raws("a<b c=\"d>e\">f</b>"), ["a", "<b c=\"d>e\">", "f", "</b>"]);
        assert_eq!(raws("1 < 2 <!-- x > y --> z"), ["1 ", "< 2 ", "<!-- x > y -->", " z"]);
        assert_eq!(raws("<p title=it's>don't</p>"), ["<p title=it's>", "don't", "</p>"]);
        assert_eq!(raws("<a href=\"x>y"), ["<a href=\"x>", "y"]);
        assert_eq!(raws("<!-- open <b>x"), ["<!-- open ", "<b>", "x"]);
        assert_eq!(raws("é<é>"), ["é", "<é>"]);
    }

    #[test]
    fn attributes_in_every_spelling() {
        let tag = |text| match Tokens::new(text).next() {
            Some(Token::Tag(tag)) => tag,
            other => panic!("{other:?}"),
        };
        let img = tag("<img SRC='a&amp;b' alt = \"c d\" width=300 hidden/>");
        assert_eq!(img.attribute("src").as_deref(), Some("a&b"));
        assert_eq!(img.attribute("alt").as_deref(), Some("c d"));
        assert_eq!(img.attribute("width").as_deref(), Some("300"));
        assert_eq!(img.attribute("hidden").as_deref(), Some(""));
        assert_eq!(img.attribute("height"), None);
        assert_eq!(tag("<a =x é=y href=z>").attribute("href").as_deref(), Some("z"));
    }

    #[test]
    fn what_never_ends_takes_no_time() {
        for part in ["<a b=\"", "<a b='", "<!--", "<a ", "<", "<pre>", "<a b=\"'>"] {
            let text = part.repeat(200_000);
            assert_eq!(Tokens::new(&text).map(|token| token.raw().len()).sum::<usize>(), text.len());
        }
    }
}
