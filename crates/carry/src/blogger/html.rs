//! Tags with their places, so that a text can be changed at them and copied between them.

use crate::html::{Token, Tokens, attributes};

/// A tag, or a comment.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'h> {
    /// As written, without `/`; empty for a comment.
    pub name: &'h str,
    pub ends: bool,
    /// Where it begins and where it is over, in bytes.
    pub from: usize,
    pub to: usize,
    /// All of it between `<` and `>`.
    pub inside: &'h str,
}

impl<'h> Tag<'h> {
    /// Whether it is a tag of that name.
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// An attribute as written.
    pub fn attribute(&self, name: &str) -> Option<&'h str> {
        self.attributes().find(|(found, _, _)| found.eq_ignore_ascii_case(name)).map(|(_, value, _)| value)
    }

    /// Whether its class has a word.
    pub fn has_class(&self, word: &str) -> bool {
        self.attribute("class").is_some_and(|class| class.split_ascii_whitespace().any(|found| found == word))
    }

    /// Its attributes: name, value, and where in [`Tag::inside`] they stand.
    pub fn attributes(&self) -> impl Iterator<Item = (&'h str, &'h str, std::ops::Range<usize>)> + use<'h> {
        attributes(self.inside, self.name.len() + usize::from(self.ends))
    }
}

/// The tags and comments of a text, in order. What scripts and styles hold is passed.
pub(super) fn tags(html: &str) -> Tags<'_> {
    Tags(Tokens::new(html))
}

/// See [`tags`].
#[derive(Clone, Debug)]
pub(super) struct Tags<'h>(Tokens<'h>);

impl<'h> Iterator for Tags<'h> {
    type Item = Tag<'h>;

    fn next(&mut self) -> Option<Tag<'h>> {
        loop {
            let from = self.0.at();
            let (raw, name, ends) = match self.0.next()? {
                Token::Text(_) => continue,
                Token::Comment(raw) => (raw, "", false),
                Token::Tag(tag) => (tag.raw, tag.name, tag.closing),
            };
            let to = self.0.at();
            if !ends && (name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style")) {
                self.0.raw_until(name);
            }
            return Some(Tag { name, ends, from, to, inside: &raw[1..raw.len() - 1] });
        }
    }
}
