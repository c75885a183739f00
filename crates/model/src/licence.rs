//! The terms a source may be used under, as a reader is shown them.

use url::Url;

use crate::source::host_of;

/// Longest note of a licence, in characters.
pub const LICENCE_LIMIT: usize = 300;

/// Terms of use: what they are called, and where they can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licence {
    /// A licence's own short name where it is a known one, the outlet's words, or the host the terms are at.
    pub name: String,
    /// Where the terms are, http or https.
    pub address: Option<String>,
}

impl Licence {
    /// Reads what an outlet states: an address or words; `None` for nothing.
    pub fn of(stated: &str) -> Option<Licence> {
        let stated = stated.trim();
        if stated.is_empty() {
            return None;
        }
        let url = Url::parse(stated).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        Some(match url.filter(Url::has_host) {
            Some(url) => Licence {
                name: creative_commons(&url).unwrap_or_else(|| host_of(stated)),
                address: Some(url.to_string()),
            },
            None => Licence { name: stated.to_owned(), address: None },
        })
    }
}

/// The short name of a Creative Commons deed (<https://creativecommons.org/share-your-work/cclicenses/>), which
/// is the same in all languages.
fn creative_commons(url: &Url) -> Option<String> {
    if host_of(url.as_str()) != "creativecommons.org" {
        return None;
    }
    let mut parts = url.path_segments()?;
    let (family, code, version) = (parts.next()?, parts.next()?, parts.next().unwrap_or_default());
    let is_version = !version.is_empty() && version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let name = match (family, code) {
        ("publicdomain", "zero") => "CC0".to_owned(),
        ("publicdomain", "mark") => "Public Domain Mark".to_owned(),
        ("licenses", code) if code.split('-').all(|part| matches!(part, "by" | "sa" | "nc" | "nd")) => {
            format!("CC {}", code.to_ascii_uppercase())
        }
        _ => return None,
    };
    Some(if is_version { format!("{name} {version}") } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_licences_have_their_name_and_others_the_outlets_words() {
        for (stated, name, linked) in [
            ("https://creativecommons.org/licenses/by-sa/4.0/", "CC BY-SA 4.0", true),
            ("http://creativecommons.org/licenses/by-nc-nd/3.0/gr/", "CC BY-NC-ND 3.0", true),
            ("https://www.creativecommons.org/publicdomain/zero/1.0/", "CC0 1.0", true),
            ("https://creativecommons.org/licenses/by", "CC BY", true),
            ("https://creativecommons.org/licenses/sampling+/1.0/", "creativecommons.org", true),
            ("https://www.gazette.example/terms", "gazette.example", true),
            (" All rights reserved ", "All rights reserved", false),
            ("javascript:alert(1)", "javascript:alert(1)", false),
        ] {
            let licence = Licence::of(stated).unwrap();
            assert_eq!((licence.name.as_str(), licence.address.is_some()), (name, linked), "{stated}");
        }
        assert_eq!(Licence::of("  "), None);
    }
}
