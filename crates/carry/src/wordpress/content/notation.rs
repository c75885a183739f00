//! How shortcodes are written: `[name a="b" c]`, `[/name]`, and `[[name]]` for the word itself.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::html;

/// Longest opening bracket with everything in it.
const OPENING: usize = 4096;
/// Names whose ends are looked for in one text.
const NAMES: usize = 200;

/// Where the next end of each shortcode is: found once, however often the shortcode begins.
pub(super) struct Ends<'t> {
    pub(super) text: &'t str,
    known: HashMap<String, Option<(usize, usize)>>,
}

impl<'t> Ends<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Ends { text, known: HashMap::new() }
    }

    /// Where the next end of a name begins and ends, at or behind a place.
    pub(super) fn next(&mut self, name: &str, from: usize) -> Option<(usize, usize)> {
        match self.known.get(name) {
            Some(None) => return None,
            Some(&Some((start, end))) if start >= from => return Some((start, end)),
            None if self.known.len() >= NAMES => return None,
            _ => {}
        }
        let found = closing(&self.text[from..], name).map(|(start, end)| (from + start, from + end));
        self.known.insert(name.to_owned(), found);
        found
    }
}

/// One shortcode's opening: name, attributes, what is behind it.
pub(super) struct Opening<'t> {
    pub(super) name: &'t str,
    pub(super) attributes: Vec<(Cow<'t, str>, String)>,
    /// Bytes up to its closing bracket and with it.
    pub(super) length: usize,
    /// Whether it says that nothing follows: `[gallery /]`.
    pub(super) closed: bool,
}

impl Opening<'_> {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The first value without a name.
    pub(super) fn bare(&self) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key.is_empty()).map(|(_, value)| value.as_str())
    }
}

/// The length of `[[name …]]`, or of `[[name]…[/name]]`, which stand for themselves without the outer brackets.
pub(super) fn escaped(at: usize, ends: &mut Ends) -> Option<usize> {
    let inner = ends.text[at..].strip_prefix('[')?;
    let opening = opening(inner)?;
    let behind = at + 1 + opening.length;
    let closed = |place: usize, ends: &Ends| ends.text[place..].starts_with(']').then_some(place + 1 - at);
    closed(behind, ends).or_else(|| {
        let (_, end) = ends.next(&opening.name.to_ascii_lowercase(), behind)?;
        closed(end, ends)
    })
}

/// Reads `[name a="b" c='d' e=f "g" /]`.
pub(super) fn opening(text: &str) -> Option<Opening<'_>> {
    let inner = text.strip_prefix('[')?;
    let named =
        inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).unwrap_or(inner.len());
    let (name, behind) = inner.split_at(named);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || name.len() > 60 {
        return None;
    }
    if !behind.starts_with([']', ' ', '\t', '\n', '\r', '/', '=', '\u{a0}']) {
        return None;
    }
    let end = bracket(behind)?;
    let (held, closed) = match behind[..end].trim_end().strip_suffix('/') {
        Some(held) => (held, true),
        None => (&behind[..end], false),
    };
    // `http://x/]` ends with a slash of the address.
    let (held, closed) =
        if closed && held.contains("://") && !held.ends_with(char::is_whitespace) && !held.ends_with('"') {
            (&behind[..end], false)
        } else {
            (held, closed)
        };
    Some(Opening { name, attributes: attributes(held), length: 1 + named + end + 1, closed })
}

/// Where the closing bracket is: one in a quoted value is none.
fn bracket(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut first = None;
    let mut before = ' ';
    for (at, c) in text.char_indices().take(OPENING) {
        match (quote, c) {
            (None, ']') => return Some(at),
            (None, '[') => return None,
            (None, '"' | '\'') if before == '=' || before.is_whitespace() => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (Some(_), ']') if first.is_none() => first = Some(at),
            _ => {}
        }
        before = c;
    }
    first
}

fn attributes(text: &str) -> Vec<(Cow<'_, str>, String)> {
    let mut found = Vec::new();
    // Editors turn straight quotes into printers' ones and into entities.
    let straight = if text.contains(['“', '”', '″', '„', '&', '\u{a0}']) {
        let decoded = html::decode(text).replace(['“', '”', '″', '„'], "\"").replace('\u{a0}', " ");
        Cow::Owned(decoded)
    } else {
        Cow::Borrowed(text)
    };
    let mut rest: &str = straight.trim();
    while !rest.is_empty() && found.len() < 100 {
        if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let inner = &rest[1..];
            let end = inner.find(quote).unwrap_or(inner.len());
            found.push((Cow::Borrowed(""), inner[..end].to_owned()));
            rest = inner.get(end + 1..).unwrap_or("").trim_start();
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let (key, behind) = rest.split_at(end);
        // An address alone, which may have a query.
        if key.starts_with("http") {
            let (address, behind) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
            found.push((Cow::Borrowed(""), address.to_owned()));
            rest = behind.trim_start();
            continue;
        }
        let after = behind.trim_start();
        let Some(given) = after.strip_prefix('=').map(str::trim_start) else {
            found.push((Cow::Borrowed(""), key.to_owned()));
            rest = after;
            continue;
        };
        let (value, behind) = match given.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &given[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], inner.get(end + 1..).unwrap_or(""))
            }
            _ => given.split_at(given.find(char::is_whitespace).unwrap_or(given.len())),
        };
        found.push((Cow::Owned(key.to_owned()), value.to_owned()));
        rest = behind.trim_start();
    }
    found
}

/// Where a shortcode's end begins, and where it ends.
fn closing(text: &str, name: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = text[from..].find("[/") {
        let at = from + found;
        let named = text.as_bytes().get(at + 2..at + 2 + name.len());
        if named.is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
            && text.as_bytes().get(at + 2 + name.len()) == Some(&b']')
        {
            return Some((at, at + 2 + name.len() + 1));
        }
        from = at + 2;
    }
    None
}
