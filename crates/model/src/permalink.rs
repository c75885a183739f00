//! Slugs and permalinks: the readable tail of an address, and the address that is promised for ever.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Longest slug, in characters.
pub const SLUG_LIMIT: usize = 80;

/// The readable last part of a permalink, in the writer's own script: lower-case letters, marks and
/// digits of any script, joined by single hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// Makes a slug of any text, cut at a word; `None` when nothing of it can stand in an address.
    pub fn of(text: &str) -> Option<Self> {
        let mut slug = String::new();
        let mut length = 0;
        let mut word_end = 0;
        let mut gap = false;
        // Whole words are lowered: a capital sigma at the end of one becomes ς.
        for c in text.nfkc().collect::<String>().to_lowercase().chars() {
            if matches!(c, '\'' | '’' | '\u{ad}' | '\u{200c}' | '\u{200d}') {
                continue;
            }
            let belongs = is_combining_mark(c) && !slug.is_empty() && !gap;
            if !c.is_alphanumeric() && !belongs {
                gap = true;
                continue;
            }
            if gap && !slug.is_empty() {
                word_end = slug.len();
                slug.push('-');
                length += 1;
            }
            gap = false;
            if length >= SLUG_LIMIT {
                // A single word longer than the limit (Chinese has no spaces) is cut where it stands.
                if word_end > SLUG_LIMIT / 2 {
                    slug.truncate(word_end);
                }
                break;
            }
            slug.push(c);
            length += 1;
        }
        let slug = slug.trim_end_matches('-');
        (!slug.is_empty()).then(|| Slug(slug.to_owned()))
    }

    /// Takes a slug exactly as a person typed it.
    ///
    /// # Errors
    /// A sentence with the nearest good slug, for text that would have to be changed.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match Slug::of(text) {
            Some(slug) if slug.0 == text => Ok(slug),
            Some(slug) => Err(format!("“{text}” can't stand in an address; “{slug}” could")),
            None => Err("an address needs at least one letter or digit".to_owned()),
        }
    }

    /// The slug as text, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// This slug with a number behind it, for the second post of a name in a month.
    pub fn numbered(&self, number: u32) -> Slug {
        Slug(format!("{}-{number}", self.0))
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Slug {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Slug {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Slug::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

/// First path segments that belong to the site itself and can never begin an imported permalink.
const RESERVED: &[&str] = &[
    "api",
    "archive",
    "assets",
    "captures",
    "comments",
    "corrections",
    "desk",
    "feed.atom",
    "feed.json",
    "feed.rss",
    "healthz",
    "labels",
    "ledger",
    "media",
    "page",
    "popular",
    "robots.txt",
    "search",
    "sign-in",
    "sign-out",
    "sitemap",
    "sitemap.xml",
    "sources",
    "websub",
    "welcome",
    ".well-known",
];

/// The path of a post, promised for ever: starts with `/`, kept decoded, percent-encoded on the way out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permalink(String);

impl Permalink {
    /// `/YYYY/MM/slug`.
    pub fn dated(date: Date, slug: &Slug) -> Self {
        Permalink(format!("/{:04}/{:02}/{slug}", date.year(), date.month()))
    }

    /// An existing path, such as an imported post's, percent-encoded or not.
    ///
    /// # Errors
    /// For a path that does not start with `/`, holds control characters, `?`, `#` or dot segments,
    /// or begins with one of the site's own addresses.
    pub fn parse(path: &str) -> Result<Self, String> {
        let decoded = percent_decode(path);
        let mut segments = decoded.split('/');
        let odd = segments.next() != Some("")
            || decoded.len() > 2_000
            || decoded.chars().any(|c| c.is_control() || matches!(c, '?' | '#' | '\\'))
            || decoded.split('/').any(|s| s == "." || s == "..");
        let first = segments.next().unwrap_or_default();
        if odd || first.is_empty() {
            return Err(format!("“{path}” is not a path like /2026/11/some-post"));
        }
        if RESERVED.contains(&first) {
            return Err(format!("“{path}” begins with /{first}, which is the site's own"));
        }
        Ok(Permalink(decoded))
    }

    /// The decoded path, as stored and compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path percent-encoded (RFC 3986), as it goes into headers, feeds, JSON and links.
    pub fn encoded(&self) -> String {
        percent_encode_path(&self.0)
    }

    /// The last segment.
    pub fn tail(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or_default()
    }
}

/// Percent-encodes all but RFC 3986 unreserved characters, sub-delimiters and `/ : @`.
pub fn percent_encode_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:@!$()*,;=+".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Decodes percent-encoded UTF-8; bytes that are not UTF-8 become U+FFFD.
pub fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = |b: u8| char::from(b).to_digit(16);
        if let (b'%', Some(&[high, low])) = (first, tail.first_chunk::<2>())
            && let (Some(high), Some(low)) = (hex(high), hex(low))
        {
            bytes.push((high * 16 + low) as u8);
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

impl fmt::Display for Permalink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.encoded())
    }
}

impl Serialize for Permalink {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.encoded())
    }
}

impl<'de> Deserialize<'de> for Permalink {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Permalink::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_their_script() {
        for (text, slug) in [
            ("The River's Price: 3 Lessons!", "the-rivers-price-3-lessons"),
            ("Το ποτάμι & η πόλη", "το-ποτάμι-η-πόλη"),
            ("Ο ΛΌΓΟΣ ΤΗΣ", "ο-λόγος-της"),
            ("河流的代价", "河流的代价"),
            ("ثمن النهر", "ثمن-النهر"),
            ("हिन्दी में", "हिन्दी-में"),
            ("  ﬁne — Ｗide  ", "fine-wide"),
        ] {
            assert_eq!(Slug::of(text).unwrap().as_str(), slug);
            assert_eq!(Slug::parse(slug).unwrap().as_str(), slug);
        }
        assert_eq!(Slug::of("—!—"), None);
    }

    #[test]
    fn long_slugs_end_at_a_word_where_there_is_one() {
        let slug = Slug::of(&"longish ".repeat(30)).unwrap();
        assert!(slug.as_str().chars().count() <= SLUG_LIMIT && slug.as_str().ends_with("longish"), "{slug}");
        assert_eq!(Slug::of(&"河".repeat(200)).unwrap().as_str().chars().count(), SLUG_LIMIT);
    }

    #[test]
    fn permalinks_of_other_systems_are_kept() {
        let old = Permalink::parse("/2019/01/some-post.html").unwrap();
        assert_eq!(old.encoded(), "/2019/01/some-post.html");
        let greek = Permalink::parse("/2026/11/%CF%84%CE%BF").unwrap();
        assert_eq!((greek.as_str(), greek.encoded().as_str()), ("/2026/11/το", "/2026/11/%CF%84%CE%BF"));
        for bad in ["", "x", "//x", "/desk/x", "/a/../b", "/a?b", "/%00", "/a%0Ab"] {
            assert!(Permalink::parse(bad).is_err(), "{bad}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_slug_is_its_own_slug(text in ".{0,200}") {
            if let Some(slug) = Slug::of(&text) {
                proptest::prop_assert_eq!(Slug::of(slug.as_str()), Some(slug.clone()));
                proptest::prop_assert!(slug.as_str().chars().count() <= SLUG_LIMIT);
            }
        }

        #[test]
        fn encoding_round_trips(text in "/\\PC{0,60}") {
            proptest::prop_assert_eq!(percent_decode(&percent_encode_path(&text)), text);
        }
    }
}
