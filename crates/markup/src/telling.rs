//! The words of a text that may tell it from others: stems for posts of its own language, and what stays the same in
//! all of them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use model::Language;
use model::related::{Candidate, TellingKind};
use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation;

use crate::reading::Writing;
use crate::terms::folded;
use crate::text::plain_text;

/// Words looked at, of the longest text.
const MOST: usize = 20_000;
/// Most candidates of each kind, those that occur most.
const WORDS: usize = 80;
/// The same for names.
const NAMES: usize = 40;
/// Shortest word and longest, in letters.
const SHORTEST: usize = 3;
/// Longer words are cut.
const LONGEST: usize = 40;
/// Characters of Chinese and Japanese that mean next to nothing by themselves and stand beside any word.
const PARTICLES: &[char] = &[
    '的', '了', '是', '在', '和', '也', '就', '都', '而', '及', '与', '之', '于', 'の', 'は', 'を', 'に',
    'が', 'で', 'と', 'も', 'へ', 'や',
];
/// How often a word of each part counts.
const HEADLINE: u32 = 3;
/// The same for the line under it.
const DEK: u32 = 2;
/// The same for labels.
const LABEL: u32 = 3;

/// The parts of a post in which its telling words are looked for.
#[derive(Clone, Copy, Debug)]
pub struct Spoken<'a> {
    /// Plain text.
    pub headline: &'a str,
    /// Plain text.
    pub dek: &'a str,
    /// Clean HTML.
    pub html: &'a str,
    /// Names of labels.
    pub labels: &'a [&'a str],
    /// The post's language.
    pub language: &'a Language,
}

/// The words of a post that may tell it from others, the most frequent first, with how often each occurs; of both
/// kinds some at most. Words are taken in their stem where the language's is known, without the language's most
/// usual ones; scripts without spaces give runs of two characters, or four. Names are words in Latin letters that
/// begin with a capital within a sentence or stand in a text of another script, numbers of three digits or more that
/// are no year, and the words of labels.
pub fn telling(spoken: Spoken<'_>) -> Vec<Candidate> {
    let body = plain_text(spoken.html);
    let mut tally = Tally::of(spoken.language, &[spoken.headline, &body]);
    for text in [body.as_str(), spoken.dek] {
        tally.learn(text);
    }
    tally.count(spoken.headline, HEADLINE, Whole::No);
    for label in spoken.labels {
        tally.count(label, LABEL, Whole::Yes);
    }
    tally.count(spoken.dek, DEK, Whole::No);
    tally.count(&body, 1, Whole::No);
    tally.chosen()
}

/// Whether all words of a text are names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Yes,
    No,
}

struct Tally {
    stemmer: Option<Stemmer>,
    usual: &'static HashSet<String>,
    is_latin: bool,
    /// Words that stand within a sentence with a capital, folded.
    capitals: HashSet<String>,
    found: HashMap<(TellingKind, String), (u32, usize, String)>,
}

impl Tally {
    fn of(language: &Language, texts: &[&str]) -> Self {
        let letters = texts.iter().flat_map(|text| text.chars()).filter(|c| c.is_alphabetic()).take(MOST);
        let (latin, all) =
            letters.fold((0, 0), |(latin, all), c| (latin + usize::from(is_latin(c)), all + 1));
        Tally {
            stemmer: algorithm(language.primary()).map(Stemmer::create),
            usual: usual(language.primary()),
            is_latin: latin * 2 >= all,
            capitals: HashSet::new(),
            found: HashMap::new(),
        }
    }

    /// Notes which words have a capital where no sentence begins.
    fn learn(&mut self, text: &str) {
        let mut end = None;
        for (at, word) in text.unicode_word_indices().take(MOST) {
            let is_within = end.is_some_and(|end| text.get(end..at).is_some_and(goes_on));
            if is_within && is_name(word) {
                self.capitals.insert(folded(bare(word)));
            }
            end = Some(at + word.len());
        }
    }

    fn count(&mut self, text: &str, times: u32, whole: Whole) {
        for word in text.unicode_words().take(MOST) {
            if word.chars().all(|c| Writing::of(c) == Writing::Spaced) {
                self.word(bare(word), times, whole);
            }
        }
        self.runs(text, times);
    }

    fn word(&mut self, word: &str, times: u32, whole: Whole) {
        if word.starts_with(|c: char| c.is_ascii_digit())
            && word.chars().all(|c| c.is_ascii_digit() || is_mark(c))
        {
            let digits: String = word.chars().filter(char::is_ascii_digit).collect();
            let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
            if digits.len() >= SHORTEST && !is_year {
                self.add(TellingKind::Name, digits, word, times);
            }
            return;
        }
        let plain = folded(word);
        let is_short = plain.chars().count() < SHORTEST;
        let is_abbreviation = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
        if plain.is_empty() || (is_short && !is_abbreviation) || self.usual.contains(&plain) {
            return;
        }
        let has_latin = plain.chars().all(|c| is_latin(c) || c.is_ascii_digit());
        let is_foreign = !self.is_latin && !ENGLISH.contains(&plain);
        let begins_large = word.chars().next().is_some_and(char::is_uppercase);
        let is_named = whole == Whole::Yes || is_foreign || (begins_large && self.capitals.contains(&plain));
        if has_latin && is_named {
            self.add(TellingKind::Name, plain.clone(), word, times);
        }
        if !(has_latin && is_foreign) {
            let lower = word.to_lowercase();
            let stem =
                self.stemmer.as_ref().map_or(Cow::Borrowed(lower.as_str()), |stemmer| stemmer.stem(&lower));
            let stem = folded(&stem);
            self.add(TellingKind::Word, if stem.is_empty() { plain } else { stem }, word, times);
        }
    }

    /// Runs of characters in scripts that set no spaces between words.
    fn runs(&mut self, text: &str, times: u32) {
        let mut run: Vec<char> = Vec::new();
        for c in text.chars().take(MOST * 2).chain([' ']) {
            let writing = Writing::of(c);
            let goes_on = writing != Writing::Spaced
                && c.is_alphanumeric()
                && run.last().is_none_or(|last| Writing::of(*last) == writing);
            if goes_on {
                run.push(c);
                continue;
            }
            let length =
                if run.first().is_some_and(|c| Writing::of(*c) == Writing::Syllables) { 4 } else { 2 };
            for part in run.windows(length) {
                let part: String = part.iter().collect();
                if !self.usual.contains(&part) && !part.contains(PARTICLES) {
                    self.add(TellingKind::Word, part.clone(), &part, times);
                }
            }
            run.clear();
            if writing != Writing::Spaced && c.is_alphanumeric() {
                run.push(c);
            }
        }
    }

    fn add(&mut self, kind: TellingKind, key: String, shown: &str, times: u32) {
        let key: String =
            if key.chars().count() > LONGEST { key.chars().take(LONGEST).collect() } else { key };
        let place = self.found.len();
        let (count, _, _) = self
            .found
            .entry((kind, key))
            .or_insert_with(|| (0, place, shown.chars().take(LONGEST).collect()));
        *count = count.saturating_add(times);
    }

    /// Of each kind the most frequent, among equals those that come first.
    fn chosen(self) -> Vec<Candidate> {
        let mut all: Vec<_> = self.found.into_iter().collect();
        all.sort_by_key(|(_, (count, place, _))| (std::cmp::Reverse(*count), *place));
        let (mut words, mut names) = (WORDS, NAMES);
        all.into_iter()
            .filter(|((kind, _), _)| {
                let left = if *kind == TellingKind::Word { &mut words } else { &mut names };
                let is_in = *left > 0;
                *left = left.saturating_sub(1);
                is_in
            })
            .map(|((kind, key), (count, _, shown))| Candidate { kind, key, shown, count })
            .collect()
    }
}

/// Whether a sentence goes on over what stands between two words.
fn goes_on(between: &str) -> bool {
    between.chars().all(|c| matches!(c, ' ' | '\u{a0}' | ',' | ';' | '-' | '\'' | '’'))
}

/// Whether a word can be a name in any language: Latin letters, the first a capital.
fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| is_latin(c) && c.is_uppercase())
}

/// A word without what English and others put behind a name: Danube’s.
fn bare(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// What may stand within a number.
fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | '\'' | '’')
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

/// The most usual words of each language, folded.
static USUAL: LazyLock<HashMap<&'static str, HashSet<String>>> = LazyLock::new(|| {
    let languages = stop_words::available_languages().iter();
    let of = |language: &&'static str| stop_words::lookup(language).unwrap_or_default();
    languages
        .map(|language| (*language, of(language).iter().map(|word| folded(bare(word))).collect()))
        .collect()
});
static NONE: LazyLock<HashSet<String>> = LazyLock::new(HashSet::new);
static ENGLISH: LazyLock<&'static HashSet<String>> = LazyLock::new(|| usual("en"));

fn usual(language: &str) -> &'static HashSet<String> {
    let language = if matches!(language, "nb" | "nn") { "no" } else { language };
    USUAL.get(language).unwrap_or(&NONE)
}
