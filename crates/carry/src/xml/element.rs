//! One element with what is in it, borrowed from its text.

use std::borrow::Cow;

use quick_xml::events::Event;
use quick_xml::{Error, Reader};

use super::text::decode;

/// Elements within elements that are followed; an entry with more is not read.
pub const DEEPEST: usize = 512;

/// An element. Names are compared as they are written, or without their prefix: a prefix that nobody declared says
/// what it means all the same.
#[derive(Debug, Default)]
pub struct Element<'a> {
    /// As written, with its prefix: `wp:post_id`.
    pub name: &'a str,
    /// The elements in it, in order.
    pub children: Vec<Element<'a>>,
    /// What follows the name in its tag.
    head: &'a str,
    /// Everything between its tags, as written.
    inner: &'a str,
}

impl<'a> Element<'a> {
    /// Reads a text that is one element.
    ///
    /// # Errors
    /// Where in the text it goes wrong, in bytes, and what is wrong.
    pub(super) fn read(raw: &'a str) -> Result<Self, (usize, String)> {
        let mut reader = Reader::from_str(raw);
        let config = reader.config_mut();
        config.check_end_names = true;
        config.allow_dangling_amp = true;
        let mut open: Vec<(Element<'a>, usize)> = Vec::with_capacity(8);
        loop {
            let from = position(&reader);
            let event = reader.read_event().map_err(|error| wrong(raw, &reader, &error))?;
            let to = position(&reader);
            let done = match event {
                Event::Start(_) => {
                    if open.len() == DEEPEST {
                        return Err((from, format!("more than {DEEPEST} elements lie within one another")));
                    }
                    open.push((tag(raw.get(from + 1..to.saturating_sub(1)).unwrap_or_default()), to));
                    continue;
                }
                Event::Empty(_) => tag(raw.get(from + 1..to.saturating_sub(2)).unwrap_or_default()),
                Event::End(_) => {
                    let Some((mut element, begin)) = open.pop() else {
                        return Err((from, "a tag ends what never began".to_owned()));
                    };
                    element.inner = raw.get(begin..from).unwrap_or_default();
                    element
                }
                Event::Eof => {
                    let name = open.last().map(|(element, _)| element.name).unwrap_or_default();
                    return Err((raw.len(), format!("it ends within <{name}>")));
                }
                _ => continue,
            };
            match open.last_mut() {
                Some((parent, _)) => parent.children.push(done),
                None => return Ok(done),
            }
        }
    }

    /// Its name without the prefix.
    pub fn local(&self) -> &'a str {
        local(self.name)
    }

    /// Its prefix; empty when it has none.
    pub fn prefix(&self) -> &'a str {
        self.name.split_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// Everything between its tags, as written.
    pub fn inner(&self) -> &'a str {
        self.inner
    }

    /// Its text, decoded once; that of elements in it belongs to it.
    pub fn text(&self) -> Cow<'a, str> {
        decode(self.inner)
    }

    /// Its text without the white space around it; empty when there is none.
    pub fn word(&self) -> Cow<'a, str> {
        match self.text() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        }
    }

    /// The first element in it with a name, as [`Element::is`] compares.
    pub fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.children.iter().find(|child| child.is(name))
    }

    /// All elements in it with a name, as [`Element::is`] compares.
    pub fn every<'s>(&'s self, name: &'s str) -> impl Iterator<Item = &'s Element<'a>> {
        self.children.iter().filter(move |child| child.is(name))
    }

    /// Whether it has a name: compared as written when that has a colon, and without the prefix else.
    pub fn is(&self, name: &str) -> bool {
        let Some(before) = self.name.len().checked_sub(name.len()).filter(|_| self.name.ends_with(name))
        else {
            return false;
        };
        // What stands before it is a prefix, which a name that is asked for with one does not have twice.
        before == 0 || (self.name.as_bytes()[before - 1] == b':' && !name.contains(':'))
    }

    /// The text of the first element with a name; empty when there is none.
    pub fn text_of(&self, name: &str) -> Cow<'a, str> {
        self.child(name).map(Element::text).unwrap_or_default()
    }

    /// As [`Element::text_of`], without white space around it.
    pub fn word_of(&self, name: &str) -> Cow<'a, str> {
        self.child(name).map(Element::word).unwrap_or_default()
    }

    /// The value of an attribute, decoded; its name is compared without prefixes.
    pub fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        self.attributes().find(|(found, _)| local(found) == name).map(|(_, value)| decode(value))
    }

    /// Its attributes: names as written, values not decoded.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut rest = self.head;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            let (name, after) = rest.split_once('=')?;
            let after = after.trim_start();
            let value = match after.chars().next()? {
                quote @ ('"' | '\'') => {
                    let (value, behind) = after[1..].split_once(quote)?;
                    rest = behind;
                    value
                }
                _ => {
                    let end = after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len());
                    let (value, behind) = after.split_at(end);
                    rest = behind;
                    value
                }
            };
            Some((name.trim(), value))
        })
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.bytes().position(|byte| byte == b':').map_or(name, |at| &name[at + 1..])
}

/// An element with nothing in it, from what stands in its tag.
fn tag(inside: &str) -> Element<'_> {
    let end = inside.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(inside.len());
    let (name, head) = inside.split_at(end);
    Element { name, children: Vec::new(), head, inner: "" }
}

/// Where the reader stands. A piece is far smaller than an address space.
fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

/// What is wrong and where, in our words.
fn wrong(raw: &str, reader: &Reader<&[u8]>, error: &Error) -> (usize, String) {
    let at = usize::try_from(reader.error_position()).unwrap_or(0).min(raw.len());
    let what = match error {
        Error::IllFormed(error) => error.to_string(),
        other => other.to_string(),
    };
    (at, format!("it is not well formed: {what}"))
}
