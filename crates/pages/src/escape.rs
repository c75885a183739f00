//! Text into HTML: the five characters that mean something there, and no others. (The template engine's
//! own escaping also spells every `/` as six characters, in every address of every page.)

use std::fmt::Write;

use minijinja::{Error, Output, State, Value};

/// Writes a value into a template's output; text that is not marked safe is escaped, for element content
/// and quoted attributes alike.
pub(crate) fn write(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() => Ok(write_text(out, text)?),
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// Text as element content or inside a quoted attribute.
pub(crate) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a string can't fail.
    let _ = write_text(&mut out, text);
    out
}

fn write_text(out: &mut impl Write, text: &str) -> std::fmt::Result {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (plain, special) = rest.split_at(at);
        out.write_str(plain)?;
        out.write_str(match special.as_bytes().first() {
            Some(b'&') => "&amp;",
            Some(b'<') => "&lt;",
            Some(b'>') => "&gt;",
            Some(b'"') => "&quot;",
            _ => "&#39;",
        })?;
        rest = &special[1..];
    }
    out.write_str(rest)
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_what_has_a_meaning_is_escaped() {
        let out = super::text("/a?b=1&c=\"<ά>\" 'x'/");
        assert_eq!(out, "/a?b=1&amp;c=&quot;&lt;ά&gt;&quot; &#39;x&#39;/");
    }
}
