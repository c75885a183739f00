//! What an outlet asks of programs: whether a page may be fetched, and whether a copy of it may be shown.

use serde::{Deserialize, Serialize};

/// The name by which outlets address us in `robots.txt` and `X-Robots-Tag` (the product token of RFC 9309,
/// section 2.2.1); compared without regard to case.
pub const PRODUCT: &str = "Courant";

/// Why an outlet's `robots.txt` (RFC 9309) let a fetch through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "said", rename_all = "snake_case")]
pub enum Robots {
    /// A rule allows the address.
    Allowed {
        /// The line of the file, counted from 1.
        line: u32,
        /// The rule as written, shortened.
        rule: String,
    },
    /// No rule that is meant for us speaks of the address.
    Silent,
    /// There is no such file to read.
    Absent {
        /// What was answered instead, from 400 to 499; `None` when its redirects led nowhere.
        status: Option<u16>,
    },
}

/// Where an outlet asks that no copy of what it sent be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoArchive {
    /// In the header `X-Robots-Tag`.
    Header,
    /// In the page itself.
    Page,
}

/// Rules of `X-Robots-Tag` that have a value of their own: their colon ends no program's name.
const VALUED: [&str; 4] = ["unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"];

impl NoArchive {
    /// Who asked, if anybody did: the header, names in lower case as received, counts before the page.
    pub fn of(headers: &[(String, String)], page: bool) -> Option<Self> {
        let tags = headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("x-robots-tag"));
        match tags.map(|(_, value)| value).any(|tag| forbids_copies(tag)) {
            true => Some(NoArchive::Header),
            false => page.then_some(NoArchive::Page),
        }
    }

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            NoArchive::Header => "header",
            NoArchive::Page => "page",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [NoArchive::Header, NoArchive::Page].into_iter().find(|asked| asked.as_str() == word)
    }
}

/// Whether one `X-Robots-Tag` says `noarchive` or `none` to everybody or to us. A program's name with a
/// colon is for the rules behind it, up to the next name.
fn forbids_copies(tag: &str) -> bool {
    let mut meant = true;
    for part in tag.split(',') {
        let mut rule = part.trim();
        if let Some((name, rest)) = part.split_once(':') {
            let name = name.trim();
            if VALUED.iter().any(|valued| name.eq_ignore_ascii_case(valued)) {
                continue;
            }
            meant = name == "*" || name.eq_ignore_ascii_case(PRODUCT);
            rule = rest.trim();
        }
        if meant && ["noarchive", "none"].iter().any(|word| rule.eq_ignore_ascii_case(word)) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_for_everybody_or_for_the_one_it_names() {
        for tag in [
            "noarchive",
            "NoArchive",
            "none",
            "noindex, noarchive",
            "noindex,noarchive,nofollow",
            "courant: noarchive",
            "Courant : none",
            "*: noarchive",
            "googlebot: nofollow, courant: noindex, noarchive",
            "unavailable_after: 25 Jun 2026 15:00:00 PST, noarchive",
            "max-snippet: 20, noarchive",
        ] {
            let headers = [("x-robots-tag".to_owned(), tag.to_owned())];
            assert_eq!(NoArchive::of(&headers, false), Some(NoArchive::Header), "{tag}");
        }
        for tag in [
            "",
            "noindex",
            "all",
            "googlebot: noarchive",
            "googlebot: noindex, noarchive",
            "courantier: none",
            "nonesuch",
            "max-image-preview: none",
            "unavailable_after: none",
            ":,:,:",
        ] {
            let headers = [("x-robots-tag".to_owned(), tag.to_owned())];
            assert_eq!(NoArchive::of(&headers, false), None, "{tag}");
            assert_eq!(NoArchive::of(&headers, true), Some(NoArchive::Page), "{tag}");
        }
    }

    #[test]
    fn any_of_several_headers_is_enough_and_other_headers_say_nothing() {
        let headers = |list: &[(&str, &str)]| -> Vec<(String, String)> {
            list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };
        let both = headers(&[("x-robots-tag", "googlebot: none"), ("X-Robots-Tag", "noarchive")]);
        assert_eq!(NoArchive::of(&both, true), Some(NoArchive::Header));
        assert_eq!(NoArchive::of(&headers(&[("x-other", "noarchive")]), false), None);
        assert_eq!(NoArchive::of(&[], false), None);
    }
}
