//! Percent signs: what they stand for, and where they stay.

use unicode_normalization::UnicodeNormalization;

/// The text with escaped letters, digits, `-`, `.`, `_` and `~` written plainly and the other escapes in
/// capitals (RFC 3986, 6.2.2.1 and 6.2.2.2); `None` when it is like that already.
pub(super) fn plain_letters(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let bytes = text.as_bytes();
    let mut plain = String::with_capacity(text.len());
    let mut from = 0;
    let mut at = 0;
    while at < bytes.len() {
        let Some(byte) = escape(bytes, at) else {
            at += 1;
            continue;
        };
        plain.push_str(&text[from..at]);
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            plain.push(char::from(byte));
        } else {
            plain.push_str(&text[at..at + 3].to_ascii_uppercase());
        }
        at += 3;
        from = at;
    }
    plain.push_str(&text[from..]);
    (plain != text).then_some(plain)
}

/// A piece of a path as it is read: escapes undone, one way of writing accents (NFC). What would change how
/// the address is cut into pieces stays escaped, and so does what can't be seen.
pub(super) fn readable(piece: &str) -> String {
    let bytes = piece.as_bytes();
    let mut undone = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if let Some(byte) = escape(bytes, at) {
            undone.push(byte);
            at += 3;
        } else {
            undone.push(bytes[at]);
            at += 1;
        }
    }
    let Ok(text) = String::from_utf8(undone) else { return piece.to_owned() };
    let mut readable = String::with_capacity(text.len());
    for c in text.nfc() {
        if c.is_whitespace() || c.is_control() || "/?#%&=".contains(c) {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                readable.push_str(&format!("%{byte:02X}"));
            }
        } else {
            readable.push(c);
        }
    }
    readable
}

/// The byte that the three characters at a place stand for.
fn escape(bytes: &[u8], at: usize) -> Option<u8> {
    let hex = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match bytes.get(at..at + 3)? {
        [b'%', high, low] => Some(hex(*high)? * 16 + hex(*low)?),
        _ => None,
    }
}
