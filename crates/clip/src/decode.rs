//! From bytes to text: byte order mark, label, meta element, and the bytes' own word when a label lies.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a page its meta element may stand.
const META_REACH: usize = 4_096;

/// A page's text and what a person should know about how it was read.
pub(crate) struct Decoded {
    pub text: String,
    pub warning: Option<String>,
}

/// Bytes of a page as text, given its `Content-Type`: by their mark, their label, or their own word where the
/// label lies. Always answers.
pub fn text(bytes: &[u8], content_type: Option<&str>) -> String {
    decode(bytes, content_type).text
}

/// Reads bytes as text. Always answers.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
        return Decoded { text: text.into_owned(), warning: None };
    }
    let declared = content_type.and_then(label_of_header).or_else(|| label_of_meta(bytes));
    // Text in another encoding is hardly ever valid UTF-8 by accident.
    if let Ok(text) = std::str::from_utf8(bytes) {
        let contradicted = declared.filter(|d| *d != UTF_8 && !text.is_ascii() && !is_stateful(d));
        if declared.is_none_or(|d| !is_stateful(d)) {
            let warning = contradicted.map(|d| overruled(d, UTF_8));
            return Decoded { text: text.to_owned(), warning };
        }
    }
    let Some(declared) = declared else {
        let encoding = guess(bytes);
        return Decoded { text: encoding.decode_without_bom_handling(bytes).0.into_owned(), warning: None };
    };
    let text = declared.decode_without_bom_handling(bytes).0;
    if garbled(&text) {
        let other = guess(bytes);
        let second = other.decode_without_bom_handling(bytes).0;
        if other != declared && !garbled(&second) {
            return Decoded { text: second.into_owned(), warning: Some(overruled(declared, other)) };
        }
        let warning = "some characters of the page could not be read; check the text".to_owned();
        return Decoded { text: text.into_owned(), warning: Some(warning) };
    }
    Decoded { text: text.into_owned(), warning: None }
}

fn overruled(declared: &'static Encoding, found: &'static Encoding) -> String {
    format!(
        "the page says its characters are {}, but they read as {}; it was read as {}",
        declared.name(),
        found.name(),
        found.name()
    )
}

/// Encodings whose bytes are all ASCII, so that being valid UTF-8 proves nothing.
fn is_stateful(encoding: &'static Encoding) -> bool {
    encoding == encoding_rs::ISO_2022_JP || encoding == UTF_16LE || encoding == UTF_16BE
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether text shows that it was read with the wrong table: characters that could not be read, or
/// letters with diacritics in unbroken rows, which no language of the Latin script writes.
fn garbled(text: &str) -> bool {
    let (mut letters, mut broken, mut pairs, mut odd) = (0_usize, 0_usize, 0_usize, 0_usize);
    let mut before_odd = false;
    for c in text.chars() {
        match c {
            '\u{fffd}' => broken += 1,
            'a'..='z' | 'A'..='Z' => letters += 1,
            _ => {}
        }
        let is_odd = matches!(c, '\u{a1}'..='\u{ff}' | '\u{152}'..='\u{17e}' | '\u{2018}'..='\u{203a}');
        if is_odd {
            odd += 1;
            pairs += usize::from(before_odd);
        }
        before_odd = is_odd;
    }
    let foreign = text.chars().filter(|c| *c > '\u{17f}' && c.is_alphabetic()).count();
    broken > 2 && broken * 500 > letters + foreign || odd > 30 && pairs * 2 > odd && foreign < odd
}

fn label_of_header(content_type: &str) -> Option<&'static Encoding> {
    let at = content_type.to_ascii_lowercase().find("charset=")?;
    let label = content_type[at + 8..].trim_start_matches(['"', '\'', ' ']);
    let label = label.split([';', '"', '\'', ' ', ',']).next()?;
    Encoding::for_label(label.as_bytes())
}

/// The label in `<meta charset>` or `<meta http-equiv content>`, read before anything is parsed.
fn label_of_meta(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(META_REACH)]).to_ascii_lowercase();
    let mut rest = head.as_str();
    while let Some(at) = rest.find("<meta") {
        let tag = &rest[at..];
        let end = tag.find('>').unwrap_or(tag.len());
        if let Some(label) = tag[..end].split("charset").nth(1) {
            let label = label.trim_start().trim_start_matches('=').trim_start_matches(['"', '\'', ' ']);
            let label = label.split(['"', '\'', ' ', ';', '/', '>']).next().unwrap_or_default();
            if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
                // A meta element that could be read was not written in UTF-16.
                return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
            }
        }
        rest = &tag[end..];
    }
    let xml = head.trim_start().strip_prefix("<?xml")?;
    let label = xml.split("?>").next()?.split("encoding=").nth(1)?;
    Encoding::for_label(label.trim_matches(['"', '\'', ' ']).as_bytes()).filter(|e| *e != WINDOWS_1252)
}
