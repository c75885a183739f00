//! Comparing names and titles: equal to a reader, whatever the case and the punctuation.

use unicode_normalization::UnicodeNormalization;

/// Letters and digits in lower case, words apart by one space.
pub(crate) fn folded(text: &str) -> String {
    if text.is_ascii() {
        let mut out = String::with_capacity(text.len());
        for b in text.bytes() {
            if b.is_ascii_alphanumeric() {
                out.push(char::from(b.to_ascii_lowercase()));
            } else if !out.ends_with(' ') && !out.is_empty() {
                out.push(' ');
            }
        }
        out.truncate(out.trim_end().len());
        return out;
    }
    let lower: String = text.nfkc().collect::<String>().to_lowercase();
    let mut out = String::with_capacity(lower.len());
    for c in lower.chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !matches!(c, '\u{300}'..='\u{36f}') && !out.ends_with(' ') && !out.is_empty() {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Letters and digits alone: for names that lose their spaces in addresses.
pub(crate) fn squeezed(text: &str) -> String {
    folded(text).split(' ').collect()
}
