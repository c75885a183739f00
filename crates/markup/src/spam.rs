//! The terms by which a comment is weighed, each as the number it is counted under.

use std::borrow::Cow;
use std::collections::HashSet;
use std::hash::Hasher;

use model::spam::{SignKind, TERMS_LIMIT, Term};
use siphasher::sip::SipHasher13;
use url::Url;

use crate::reading::Writing;
use crate::{links, terms};

/// Fewest words, or letters without spaces between, of a text that nobody says twice by chance.
const FEWEST: usize = 6;
/// Fewest letters of it.
const SHORTEST: usize = 16;

/// The parts of a comment.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// Its author's name.
    pub name: &'a str,
    /// Its author's mail address.
    pub email: Option<&'a str>,
    /// Its author's page.
    pub website: Option<&'a str>,
    /// Its text as typed.
    pub body: &'a str,
    /// The same as clean HTML.
    pub html: &'a str,
}

impl<'a> Said<'a> {
    /// Those of a comment.
    pub fn of(comment: &'a model::Comment) -> Self {
        Said {
            name: &comment.name,
            email: comment.email.as_deref(),
            website: comment.website.as_deref(),
            body: &comment.body,
            html: &comment.html,
        }
    }
}

/// The terms of a comment, each once, [`TERMS_LIMIT`] at most: the words of the name, the hosts, the words of the
/// text. Where a script writes no spaces these are pairs of characters, and the characters themselves. Of a very long
/// text the first and the last words count, for what is meant hides at the end.
pub fn spam_terms(said: &Said<'_>) -> Vec<Term> {
    spam_terms_of(said, &terms(said.body))
}

/// The same, with the text's [`terms`] at hand.
pub fn spam_terms_of(said: &Said<'_>, body: &[String]) -> Vec<Term> {
    let mut found = Found::default();
    for word in terms(said.name) {
        found.add(SignKind::Name, word);
    }
    if let Some((_, host)) = said.email.and_then(|email| email.rsplit_once('@')) {
        found.add(SignKind::Mail, host.to_lowercase());
    }
    for (kind, address) in said
        .website
        .map(|page| (SignKind::Page, page.to_owned()))
        .into_iter()
        .chain(links(said.html).into_iter().map(|link| (SignKind::Link, link)))
    {
        if let Some(host) = host_of(&address) {
            found.add(kind, host);
        }
    }
    let words = words_of(body);
    let room = TERMS_LIMIT.saturating_sub(found.terms.len());
    let mut seen = HashSet::new();
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).filter(|word| seen.insert(*word)).collect();
    let (first, last) = if words.len() > room {
        (words.get(..room / 2), words.get(words.len() - (room - room / 2)..))
    } else {
        (Some(words.as_slice()), None)
    };
    for word in first.into_iter().chain(last).flatten() {
        found.add(SignKind::Word, (*word).to_owned());
    }
    found.terms
}

/// A number that is equal for texts of the same words, however they are spelled, accented or spaced; `None` for a text
/// so short that honest people say the same.
pub fn saying(body: &str) -> Option<i64> {
    saying_of(&terms(body))
}

/// The same, with the text's [`terms`] at hand.
pub fn saying_of(words: &[String]) -> Option<i64> {
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    let is_spaced = letters >= 2 * words.len();
    let enough = words.len() >= FEWEST && (letters >= SHORTEST || (!is_spaced && letters >= SHORTEST / 2));
    enough.then(|| {
        let mut hasher = SipHasher13::new();
        for word in words {
            hasher.write(word.as_bytes());
            hasher.write_u8(0);
        }
        hasher.finish().cast_signed()
    })
}

#[derive(Default)]
struct Found {
    keys: HashSet<i64>,
    terms: Vec<Term>,
}

impl Found {
    fn add(&mut self, kind: SignKind, text: String) {
        let key = key(kind, &text);
        if self.terms.len() < TERMS_LIMIT && self.keys.insert(key) {
            self.terms.push(Term { kind, text, key });
        }
    }
}

/// Kept for ever: the letter of a kind must not change.
fn key(kind: SignKind, text: &str) -> i64 {
    let letter = match kind {
        SignKind::Name => b'n',
        SignKind::Mail => b'm',
        SignKind::Page => b'p',
        SignKind::Link => b'l',
        _ => b'w',
    };
    let mut hasher = SipHasher13::new();
    hasher.write_u8(letter);
    hasher.write(text.as_bytes());
    hasher.finish().cast_signed()
}

fn host_of(address: &str) -> Option<String> {
    let host = Url::parse(address).ok()?.host_str()?.to_lowercase();
    Some(host.strip_prefix("www.").map_or(host.clone(), str::to_owned))
}

/// Words, and pairs of characters that stand side by side where a script writes no spaces.
fn words_of(terms: &[String]) -> Vec<Cow<'_, str>> {
    let mut words = Vec::new();
    let mut before: Option<char> = None;
    for term in terms {
        let mut chars = term.chars();
        let single = chars.next().filter(|c| chars.next().is_none() && Writing::of(*c) != Writing::Spaced);
        if let (Some(first), Some(second)) = (before, single) {
            words.push(format!("{first}{second}").into());
        }
        before = single;
        words.push(term.as_str().into());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(said: &Said<'_>) -> Vec<String> {
        spam_terms(said).into_iter().map(|term| format!("{:?} {}", term.kind, term.text)).collect()
    }

    const PLAIN: Said<'_> = Said { name: "", email: None, website: None, body: "", html: "" };

    #[test]
    fn every_part_of_a_comment_is_told_apart() {
        let html = r#"<p>See <a href="https://www.shop.example/x">this</a></p>"#;
        let said = Said {
            name: "Lamps",
            email: Some("x@Mail.Example"),
            website: Some("https://lamps.example/"),
            body: "Lámps, lamps! 代开发票",
            html,
        };
        let expected = [
            "Name lamps",
            "Mail mail.example",
            "Page lamps.example",
            "Link shop.example",
            "Word lamps",
            "Word 代",
            "Word 代开",
            "Word 开",
            "Word 开发",
            "Word 发",
            "Word 发票",
            "Word 票",
        ];
        assert_eq!(texts(&said), expected);
    }

    #[test]
    fn the_end_of_a_very_long_text_counts() {
        let body: String = (0..3_000).map(|n| format!("w{n} ")).chain(["casino".to_owned()]).collect();
        let found = texts(&Said { body: &body, ..PLAIN });
        assert_eq!(found.len(), TERMS_LIMIT);
        assert_eq!((found[0].as_str(), found[TERMS_LIMIT - 1].as_str()), ("Word w0", "Word casino"));
    }

    #[test]
    fn the_numbers_stay_for_ever() {
        assert_eq!(key(SignKind::Word, "casino"), KEPT);
        assert_ne!(key(SignKind::Name, "casino"), KEPT);
    }
    const KEPT: i64 = 6_424_218_755_842_210_741;

    #[test]
    fn one_saying_is_known_however_it_is_spelled_and_a_short_one_is_nobodys() {
        let one = saying("Great post, I have read it twice!");
        assert!(one.is_some());
        assert_eq!(one, saying("great  POST i have read — it twice"));
        assert_ne!(one, saying("great post i have read it once"));
        assert_eq!((saying("Thank you so much"), saying("说得好")), (None, None));
        assert!(saying("代开各类发票请联系我们").is_some());
    }
}
