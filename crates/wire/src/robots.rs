//! Reading `robots.txt`: which rule, if any, speaks of an address (RFC 9309).
//!
//! An own reader because what is wanted of it is the line that decided, which the crates for this keep to
//! themselves.

use std::time::Duration;

use model::robots::PRODUCT;
use url::Url;

/// The most of a file that is read; the standard asks for at least this much (section 2.5).
pub(crate) const LONGEST: usize = 500 * 1024;

/// The longest pause between requests that an outlet is granted by `Crawl-delay`, which is in no standard.
const LONGEST_DELAY: Duration = Duration::from_secs(10);

/// The most characters of a rule that are kept to be shown.
const SHOWN: usize = 200;

/// The rules of one file that are meant for us.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rules {
    rules: Vec<Rule>,
    /// The pause asked for between two requests.
    pub(crate) delay: Option<Duration>,
}

/// One line that allows or forbids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) allows: bool,
    /// The line, counted from 1.
    pub(crate) line: u32,
    /// The rule as written, shortened.
    pub(crate) shown: String,
    /// The pattern in the form of [`standard`], cut at its stars.
    parts: Vec<String>,
    /// Whether the pattern ends where the address ends.
    ends: bool,
    /// Octets of the pattern: the longest match decides.
    length: usize,
}

impl Rules {
    /// Reads a file. Whatever can't be read says nothing.
    pub(crate) fn parse(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = String::from_utf8_lossy(&bytes[..bytes.len().min(LONGEST)]);
        let (mut ours, mut everyones) = (Group::default(), Group::default());
        let (mut naming, mut slow) = (false, None);
        // A line may end in CR, LF or both: a LF behind a CR begins no line of its own.
        let lines = text.split_inclusive(['\r', '\n']).scan(false, |after_return, piece| {
            let begins = !(*after_return && piece == "\n");
            *after_return = piece.ends_with('\r');
            Some((begins, piece))
        });
        let mut number = 0;
        for (begins, line) in lines {
            number += u32::from(begins);
            let line = line.split('#').next().unwrap_or_default();
            let Some((name, value)) = line.split_once(':') else { continue };
            let (name, value) = (name.trim(), value.trim());
            if name.eq_ignore_ascii_case("user-agent") {
                if !naming {
                    (ours.meant, everyones.meant, slow) = (false, false, None);
                }
                naming = true;
                ours.name(is_product(value), slow);
                everyones.name(value == "*", slow);
            } else if name.eq_ignore_ascii_case("allow") || name.eq_ignore_ascii_case("disallow") {
                naming = false;
                let rule = Rule::new(name.eq_ignore_ascii_case("allow"), value, number);
                ours.add(rule.as_ref());
                everyones.add(rule.as_ref());
            } else if name.eq_ignore_ascii_case("crawl-delay") {
                // Any other line leaves the groups as they are (section 2.2.4), and so does this one.
                slow = slow.max(delay(value));
                ours.slow(slow);
                everyones.slow(slow);
            }
        }
        if ours.found { ours.rules } else { everyones.rules }
    }

    /// The rule that decides about an address; `None` when none speaks of it, which allows it.
    pub(crate) fn judge(&self, url: &Url) -> Option<&Rule> {
        let mut address = standard(url.path(), false);
        if let Some(query) = url.query() {
            address.push('?');
            address.push_str(&standard(query, false));
        }
        let matching = self.rules.iter().filter(|rule| rule.matches(&address));
        // The longest wins, and of equals the one that allows (section 2.2.2), and then the first.
        matching.rev().max_by_key(|rule| (rule.length, rule.allows))
    }

    /// Bytes kept, more or less.
    pub(crate) fn weight(&self) -> u64 {
        let bytes = |rule: &Rule| {
            rule.length + rule.shown.len() + size_of::<Rule>() + rule.parts.len() * size_of::<String>()
        };
        self.rules.iter().map(bytes).sum::<usize>() as u64
    }
}

/// The rules for one name, gathered from all its groups.
#[derive(Default)]
struct Group {
    found: bool,
    meant: bool,
    rules: Rules,
}

impl Group {
    /// A line that names the group, and the delay that stood before it.
    fn name(&mut self, is_ours: bool, delay: Option<Duration>) {
        self.found |= is_ours;
        self.meant |= is_ours;
        self.slow(delay);
    }

    fn add(&mut self, rule: Option<&Rule>) {
        if self.meant {
            self.rules.rules.extend(rule.cloned());
        }
    }

    fn slow(&mut self, delay: Option<Duration>) {
        if self.meant {
            self.rules.delay = self.rules.delay.max(delay);
        }
    }
}

impl Rule {
    /// `None` for an empty pattern, which matches nothing.
    fn new(allows: bool, pattern: &str, line: u32) -> Option<Self> {
        let shown = format!("{}: {pattern}", if allows { "Allow" } else { "Disallow" });
        let (pattern, ends) = match pattern.strip_suffix('$') {
            Some(rest) => (rest, true),
            None => (pattern, false),
        };
        if pattern.is_empty() && !ends {
            return None;
        }
        let pattern = standard(pattern, true);
        let length = pattern.len() + usize::from(ends);
        let parts = pattern.split('*').map(str::to_owned).collect();
        Some(Self { allows, line, shown: shown.chars().take(SHOWN).collect(), parts, ends, length })
    }

    /// Whether the pattern matches: its first part at the beginning, each later one as early as it can, and
    /// the last one at the end where that is asked. No part is looked for twice, so no pattern is slow.
    fn matches(&self, address: &str) -> bool {
        let Some((first, later)) = self.parts.split_first() else { return false };
        let Some(mut rest) = address.strip_prefix(first.as_str()) else { return false };
        let Some((last, between)) = later.split_last() else { return !self.ends || rest.is_empty() };
        for part in between {
            let Some(at) = rest.find(part.as_str()) else { return false };
            rest = &rest[at + part.len()..];
        }
        if self.ends { rest.ends_with(last.as_str()) } else { rest.contains(last.as_str()) }
    }
}

/// Whether a `user-agent` line names us: by the product token, whatever stands behind it.
fn is_product(value: &str) -> bool {
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '_' | '-')));
    value[..end.unwrap_or(value.len())].eq_ignore_ascii_case(PRODUCT)
}

fn delay(value: &str) -> Option<Duration> {
    let seconds = value.parse::<f64>().ok().filter(|seconds| *seconds > 0.0)?;
    Some(Duration::try_from_secs_f64(seconds).map_or(LONGEST_DELAY, |delay| delay.min(LONGEST_DELAY)))
}

/// The one spelling in which a pattern and an address are compared (section 2.2.2): everything but unreserved
/// characters and those that divide an address is percent-encoded in upper case, whether it came encoded or
/// not. In a pattern, a star stays one.
fn standard(text: &str, is_pattern: bool) -> String {
    let bytes = text.as_bytes();
    let mut standard = String::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let code = bytes.get(at + 1..at + 3).filter(|_| byte == b'%').and_then(decoded);
        at += if code.is_some() { 3 } else { 1 };
        match code.unwrap_or(byte) {
            b'*' if is_pattern && code.is_none() => standard.push('*'),
            // Encoded or not, a slash divides: a rule about a folder is one about all that is in it.
            byte @ (b'/' | b'-' | b'.' | b'_' | b'~') => standard.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => standard.push(char::from(byte)),
            byte @ (b'?' | b'&' | b'=' | b'+') if code.is_none() => standard.push(char::from(byte)),
            byte => standard.extend(['%', digit(byte >> 4), digit(byte & 15)]),
        }
    }
    standard
}

fn decoded(code: &[u8]) -> Option<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    Some(value(code[0])? << 4 | value(code[1])?)
}

fn digit(value: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(value)])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `Ok` allows, `Err` forbids; the line that decided, or none.
    type Verdict = Result<Option<u32>, u32>;

    fn judge(file: &[u8], path: &str) -> Verdict {
        let url = Url::parse(&format!("https://a.example{path}")).unwrap();
        match Rules::parse(file).judge(&url) {
            None => Ok(None),
            Some(rule) if rule.allows => Ok(Some(rule.line)),
            Some(rule) => Err(rule.line),
        }
    }

    #[test]
    fn a_path_is_matched_as_the_standard_says() {
        // Each rule stands alone on the second line, behind `User-agent: *`.
        for (rule, path, expected) in [
            ("Disallow: /", "/", Err(2)),
            ("Disallow: /", "/any/page?x", Err(2)),
            ("Disallow:", "/any", Ok(None)),
            ("Allow:", "/any", Ok(None)),
            ("Disallow: /fish", "/fish", Err(2)),
            ("Disallow: /fish", "/fish.html", Err(2)),
            ("Disallow: /fish", "/fishheads/yummy.html", Err(2)),
            ("Disallow: /fish", "/fish.php?id=anything", Err(2)),
            ("Disallow: /fish", "/Fish.asp", Ok(None)),
            ("Disallow: /fish", "/catfish", Ok(None)),
            ("Disallow: /fish/", "/fish", Ok(None)),
            ("Disallow: /fish/", "/fish/salmon.htm", Err(2)),
            ("Disallow: fish", "/fish", Ok(None)),
            ("Disallow: *fish", "/fish", Err(2)),
            ("Disallow: /fish*", "/fish", Err(2)),
            // Stars and ends.
            ("Disallow: /*.php", "/folder/filename.php?parameters", Err(2)),
            ("Disallow: /*.php", "/windows.PHP", Ok(None)),
            ("Disallow: /*.php$", "/folder/filename.php", Err(2)),
            ("Disallow: /*.php$", "/filename.php?parameters", Ok(None)),
            ("Disallow: /*.php$", "/filename.php5", Ok(None)),
            ("Disallow: /fish*.php", "/fishheads/catfish.php?x", Err(2)),
            ("Disallow: /fish*.php", "/Fish.PHP", Ok(None)),
            ("Disallow: /*.gif$", "/a.gif/b.gif", Err(2)),
            ("Disallow: /a**b", "/a-b", Err(2)),
            ("Disallow: /a*b*c$", "/abcbc", Err(2)),
            ("Disallow: /a*b*c$", "/abcb", Ok(None)),
            ("Disallow: /a*a$", "/a", Ok(None)),
            ("Disallow: /*$", "/any", Err(2)),
            ("Disallow: /$", "/", Err(2)),
            ("Disallow: /$", "/index", Ok(None)),
            ("Disallow: /a$b", "/a$b/c", Err(2)),
            ("Disallow: $", "/", Ok(None)),
            ("Disallow: /*?", "/search?q=1", Err(2)),
            ("Disallow: /*?", "/search", Ok(None)),
            ("Disallow: /*?", "/search%3F", Ok(None)),
            // Percent-encoding (section 2.2.2 and its examples).
            ("Disallow: /foo/bar?baz=quz", "/foo/bar?baz=quz", Err(2)),
            ("Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", Err(2)),
            ("Disallow: /foo/bar?baz=https%3a%2f%2ffoo.bar", "/foo/bar?baz=https://foo.bar", Err(2)),
            ("Disallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", Err(2)),
            ("Disallow: /foo/bar/%E3%83%84", "/foo/bar/ツ", Err(2)),
            ("Disallow: /foo/bar/%e3%83%84", "/foo/bar/%E3%83%84", Err(2)),
            ("Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", Err(2)),
            ("Disallow: /foo/bar/baz", "/foo/bar/%62%61%7A", Err(2)),
            ("Disallow: /path/file-with-a-%2A.html", "/path/file-with-a-*.html", Err(2)),
            ("Disallow: /path/file-with-a-%2A.html", "/path/file-with-a-b.html", Ok(None)),
            ("Disallow: /path/foo-%24", "/path/foo-$", Err(2)),
            ("Disallow: /νέα", "/%CE%BD%CE%AD%CE%B1/1", Err(2)),
            ("Disallow: /100%", "/100%", Err(2)),
            ("Disallow: /%zz", "/%zz", Err(2)),
            ("Disallow: /a+b", "/a+b", Err(2)),
            // How lines are written.
            ("DISALLOW:/fish", "/fish", Err(2)),
            ("  disallow  :  /fish  # not for programs", "/fish", Err(2)),
            ("Disallow: /fish#heads", "/fish", Err(2)),
            ("Disallow /fish", "/fish", Ok(None)),
            ("Disalow: /fish", "/fish", Ok(None)),
            ("Disallow:\t/fish\t", "/fish", Err(2)),
        ] {
            let file = format!("User-agent: *\n{rule}\n");
            assert_eq!(judge(file.as_bytes(), path), expected, "{rule} for {path}");
        }
    }

    #[test]
    fn the_longest_rule_wins_and_of_equals_the_one_that_allows() {
        for (rules, path, expected) in [
            ("Allow: /p\nDisallow: /", "/page", Ok(Some(2))),
            ("Disallow: /\nAllow: /p", "/page", Ok(Some(3))),
            ("Disallow: /folder\nAllow: /folder", "/folder/page", Ok(Some(3))),
            ("Allow: /folder\nDisallow: /folder", "/folder/page", Ok(Some(2))),
            ("Allow: /page\nDisallow: /*.htm", "/page.htm", Err(3)),
            ("Allow: /$\nDisallow: /", "/", Ok(Some(2))),
            ("Allow: /$\nDisallow: /", "/page", Err(3)),
            (
                "Allow: /example/page/\nDisallow: /example/page/disallowed.gif",
                "/example/page/disallowed.gif",
                Err(3),
            ),
            ("Disallow: /a\nDisallow: /a", "/a", Err(2)),
            ("Disallow: /%70\nAllow: /p", "/page", Ok(Some(3))),
        ] {
            let file = format!("User-agent: *\n{rules}\n");
            assert_eq!(judge(file.as_bytes(), path), expected, "{rules} for {path}");
        }
    }

    #[test]
    fn the_group_that_names_us_counts_and_else_the_one_for_everybody() {
        for (file, expected) in [
            ("User-agent: *\nDisallow: /\n\nUser-agent: courant\nAllow: /x", Ok(Some(5))),
            ("User-agent: COURANT\nDisallow: /\n\nUser-agent: *\nAllow: /", Err(2)),
            ("User-agent: Courant/2.0 (of old)\nDisallow: /", Err(2)),
            ("User-agent: courant-image\nDisallow: /", Ok(None)),
            ("User-agent: Courantier\nDisallow: /", Ok(None)),
            ("User-agent: *bot\nDisallow: /", Ok(None)),
            // An empty group of our own is one all the same.
            ("User-agent: courant\nDisallow:\n\nUser-agent: *\nDisallow: /", Ok(None)),
            ("User-agent: courant\n\nUser-agent: other\nDisallow: /", Err(4)),
            // Several names for one group, several groups for one name.
            ("User-agent: a\nUser-agent: courant\nUser-agent: b\nDisallow: /", Err(4)),
            (
                "User-agent: courant\nDisallow: /y\nUser-agent: a\nAllow: /\nUser-agent: courant\nDisallow: /x",
                Err(6),
            ),
            ("User-agent: a\nDisallow: /\nUser-agent: b\nAllow: /", Ok(None)),
            // Other lines are no end of a group (section 2.2.4), rules without a group are none.
            ("User-agent: courant\nSitemap: https://a.example/s.xml\nUser-agent: a\nDisallow: /", Err(4)),
            ("User-agent: courant\nDisallow: /y\nSitemap: https://a.example/\nDisallow: /x", Err(4)),
            ("Disallow: /\nUser-agent: a\nDisallow: /", Ok(None)),
            ("", Ok(None)),
            ("<!doctype html><title>Not found</title>", Ok(None)),
        ] {
            assert_eq!(judge(file.as_bytes(), "/x"), expected, "{file}");
        }
    }

    #[test]
    fn lines_end_in_every_way_and_keep_their_numbers() {
        for file in [
            "User-agent: *\n# why\nDisallow: /",
            "User-agent: *\r\n# why\r\nDisallow: /\r\n",
            "User-agent: *\r# why\rDisallow: /",
            "\u{feff}User-agent: *\n\nDisallow: /\0",
        ] {
            let expected = if file.contains('\0') { Ok(None) } else { Err(3) };
            assert_eq!(judge(file.as_bytes(), "/x"), expected, "{file:?}");
        }
        assert_eq!(judge(b"\xef\xbb\xbfUser-agent: *\n\r\nDisallow: /", "/x"), Err(3));
        assert_eq!(judge(b"\xff\xfe\nUser-agent: *\nDisallow: /\xe9", "/%E9"), Ok(None));
    }

    #[test]
    fn a_file_is_read_up_to_its_limit_and_hostile_ones_end() {
        let mut file = b"User-agent: *\nDisallow: /early\n".to_vec();
        file.resize(LONGEST, b'#');
        file.extend_from_slice(b"\nDisallow: /late\n");
        assert_eq!((judge(&file, "/early"), judge(&file, "/late")), (Err(2), Ok(None)));
        let stars = format!("User-agent: *\nDisallow: /{}b", "*a".repeat(200_000));
        assert_eq!(judge(stars.as_bytes(), &format!("/{}", "a".repeat(7_000))), Ok(None));
        let many = format!("User-agent: *\n{}", "Disallow: /*z\n".repeat(36_000));
        assert_eq!(judge(many.as_bytes(), &format!("/{}", "y".repeat(7_000))), Ok(None));
    }

    #[test]
    fn a_delay_is_granted_up_to_ten_seconds() {
        for (file, expected) in [
            ("User-agent: *\nCrawl-delay: 2.5", Some(2_500)),
            ("User-agent: *\ncrawl-delay: 86400", Some(10_000)),
            ("User-agent: *\nCrawl-delay: 1e300", Some(10_000)),
            ("User-agent: *\nCrawl-delay: inf", Some(10_000)),
            ("User-agent: *\nCrawl-delay: NaN", None),
            ("User-agent: *\nCrawl-delay: -1", None),
            ("User-agent: *\nCrawl-delay: soon", None),
            ("User-agent: other\nCrawl-delay: 3\nDisallow: /\nUser-agent: *\nAllow: /", None),
            ("User-agent: *\nCrawl-delay: 3\nUser-agent: courant\nDisallow: /", Some(3_000)),
            ("User-agent: *\nCrawl-delay: 3\nDisallow:\nUser-agent: courant\nDisallow: /", None),
        ] {
            let expected = expected.map(Duration::from_millis);
            assert_eq!(Rules::parse(file.as_bytes()).delay, expected, "{file}");
        }
    }
}
