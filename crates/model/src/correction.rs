//! How a published text changes, and says so: silently when it is a small slip, with a public note when
//! something was wrong, by retraction when it should not stand at all.
//!
//! What readers could see of a post is a row of [`Edition`]s: each says what they see from then on.

use std::fmt;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::{AccountId, EditionId, Language, Moment, Permalink, PostId};

/// Longest note of a correction, and longest reason of a retraction, in characters.
pub const NOTE_LIMIT: usize = 1_000;
/// Longest typo window, in minutes: a day.
pub const TYPO_MINUTES_LIMIT: u32 = 1_440;
/// Most words that a silent change may touch, however long the text.
pub const SMALL_WORDS: usize = 5;

/// In what way readers came to see something else at a post's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Way {
    /// It came out, or came back.
    Publication,
    /// Something changed that nobody reads as text: labels, the mode of its comments, what a picture shows.
    Upkeep,
    /// A slip was put right in silence, soon after the text came out.
    Typo,
    /// Something was wrong; a public note says what.
    Correction,
    /// It was taken back; its address says why.
    Retraction,
}

impl Way {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Way::Publication => "publication",
            Way::Upkeep => "upkeep",
            Way::Typo => "typo",
            Way::Correction => "correction",
            Way::Retraction => "retraction",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Way::Publication, Way::Upkeep, Way::Typo, Way::Correction, Way::Retraction]
            .into_iter()
            .find(|way| way.as_str() == word)
    }
}

/// What readers see of a post from a moment on, until its next edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// Its key.
    pub id: EditionId,
    /// Whose.
    pub post: PostId,
    /// Since when.
    pub at: Moment,
    /// How it came about.
    pub way: Way,
    /// The number of the revision that readers saw until then; `None` when they saw nothing.
    pub before: Option<i64>,
    /// The number of the revision that they see; `None` after a retraction.
    pub revision: Option<i64>,
    /// The public words of a correction or a retraction; empty for the other ways.
    pub note: String,
    /// Who did it; `None` when Courant itself did.
    pub by: Option<AccountId>,
}

/// A correction or a retraction as readers are told of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The edition that it brought.
    pub id: EditionId,
    /// Of which post.
    pub post: PostId,
    /// When.
    pub at: Moment,
    /// [`Way::Correction`] or [`Way::Retraction`].
    pub way: Way,
    /// What was wrong; plain text.
    pub note: String,
}

impl Correction {
    /// Whether the post was taken back by it.
    pub fn is_retraction(&self) -> bool {
        self.way == Way::Retraction
    }
}

impl Edition {
    /// What readers are told of it, when they are told anything.
    pub fn correction(&self) -> Option<Correction> {
        matches!(self.way, Way::Correction | Way::Retraction).then(|| Correction {
            id: self.id,
            post: self.post,
            at: self.at,
            way: self.way,
            note: self.note.clone(),
        })
    }
}

/// A correction with the post it is about, for lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectionRow {
    /// The correction.
    pub correction: Correction,
    /// The post's headline as it is now.
    pub headline: String,
    /// The post's language, if not the site's.
    pub language: Option<Language>,
    /// Its address.
    pub permalink: Permalink,
    /// When it first came out.
    pub published: Moment,
}

/// The public note of a correction, or the reason of a retraction, when it can stand; white space is folded
/// within lines.
///
/// # Errors
/// A sentence for the person who wrote it, when it is empty or too long.
pub fn check_note(note: &str) -> Result<String, String> {
    let line = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let note = note.lines().map(line).collect::<Vec<_>>().join("\n").trim().to_owned();
    if note.is_empty() {
        return Err("please say what was wrong: readers see this sentence".to_owned());
    }
    let length = note.chars().count();
    if length > NOTE_LIMIT {
        return Err(format!("a note can have {NOTE_LIMIT} characters; this one has {length}"));
    }
    Ok(note)
}

/// Words that stood in a text and those that stand in their place; either may be empty. A word is one of
/// Unicode's (UAX #29), a figure with its signs, or a mark of punctuation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// The word before the place, in both texts.
    pub before: Option<String>,
    /// What stood there.
    pub removed: Vec<String>,
    /// What stands there.
    pub added: Vec<String>,
    /// The word after the place, in both texts.
    pub after: Option<String>,
}

/// How far a text changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Not a word.
    Nothing,
    /// Spelling, in a few words: may be put right in silence while the text is new.
    Small,
    /// More than that.
    Large(Telling),
}

/// Why a change is more than a slip of the pen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Telling {
    /// Figures changed: what stood there, what stands there.
    Figure(String, String),
    /// Words changed that are not spellings of one another; either side may be empty.
    Words(String, String),
    /// More words changed than may: how many did, how many may.
    Many(usize, usize),
    /// The post credits another source.
    Source,
    /// A picture or player that readers saw is gone or another one.
    Picture,
}

impl fmt::Display for Telling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Telling::Figure(from, to) if from.is_empty() => write!(f, "the figure “{to}” is new"),
            Telling::Figure(from, to) if to.is_empty() => write!(f, "the figure “{from}” is gone"),
            Telling::Figure(from, to) => write!(f, "the figure “{from}” became “{to}”"),
            Telling::Words(from, to) if from.is_empty() => write!(f, "“{to}” is new"),
            Telling::Words(from, to) if to.is_empty() => write!(f, "“{from}” is gone"),
            Telling::Words(from, to) => write!(f, "“{from}” became “{to}”"),
            Telling::Many(changed, may) => {
                write!(f, "{changed} words changed; in a text of this length {may} can")
            }
            Telling::Source => f.write_str("it credits another source"),
            Telling::Picture => f.write_str("a picture or film that readers saw is no longer the same"),
        }
    }
}

/// How far a text of so many words changed.
///
/// A slip is another spelling of the same word, a word that stood twice, words joined or parted, or a mark of
/// punctuation; in one word of a hundred, at least one and at most [`SMALL_WORDS`]. A figure, a word more, a
/// word less or another word is never a slip, nor is another spelling of a short name.
pub fn extent(words: usize, replaced: &[Replaced]) -> Extent {
    if replaced.is_empty() {
        return Extent::Nothing;
    }
    let mut changed = 0;
    for place in replaced {
        match place.slips() {
            Ok(slips) => changed += slips,
            Err(telling) => return Extent::Large(telling),
        }
    }
    let may = (words / 100).clamp(1, SMALL_WORDS);
    if changed > may { Extent::Large(Telling::Many(changed, may)) } else { Extent::Small }
}

impl Replaced {
    /// How many words were spelled anew here; why it is more than that.
    fn slips(&self) -> Result<usize, Telling> {
        if self.removed.iter().chain(&self.added).any(|word| is_figure(word)) {
            return Err(Telling::Figure(self.removed.join(" "), self.added.join(" ")));
        }
        let words = |side: &[String]| -> Vec<String> {
            side.iter().filter(|word| word.chars().any(char::is_alphanumeric)).cloned().collect()
        };
        let (removed, added) = (words(&self.removed), words(&self.added));
        let other = || Telling::Words(self.removed.join(" "), self.added.join(" "));
        if removed.concat() == added.concat() {
            return Ok(removed.len().max(added.len()));
        }
        if added.is_empty() {
            let beside =
                |word: &String| Some(word) == self.before.as_ref() || Some(word) == self.after.as_ref();
            return if removed.len() == 1 && removed.iter().all(beside) { Ok(1) } else { Err(other()) };
        }
        let alike = removed.len() == added.len()
            && removed.iter().zip(&added).all(|(from, to)| from == to || is_respelled(from, to));
        if alike { Ok(removed.len()) } else { Err(other()) }
    }
}

/// Signs that count, compare or name money: changing one changes a figure.
const SIGNS: &str = "+−±$€£¥₹₽%‰°<>=≤≥≈×÷№";
/// Han characters that count or deny; the script has no spelling that tells them from others.
const WEIGHTY: &str = "〇零一二三四五六七八九十百千万萬亿億兆两兩半不没沒未无無非勿别";

/// Whether a word counts something.
pub fn is_figure(word: &str) -> bool {
    word.chars().any(|c| c.is_numeric() || SIGNS.contains(c) || WEIGHTY.contains(c))
}

/// Whether two different words look like spellings of one.
fn is_respelled(from: &str, to: &str) -> bool {
    let letters = |word: &str| -> Vec<char> {
        let lower = word.nfd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase();
        lower.chars().filter(|c| c.is_alphanumeric()).collect()
    };
    let (a, b) = (letters(from), letters(to));
    if a == b || (a.len() == 1 && b.len() == 1 && has_no_spelling(&a) && has_no_spelling(&b)) {
        return true;
    }
    if a.len() >= 3 && is_swapped(&a, &b) {
        return true;
    }
    // Names of four letters tell countries apart by one; a word's first letter often makes its opposite.
    let is_name = [from, to].iter().any(|word| word.starts_with(char::is_uppercase));
    let slips = match a.len().max(b.len()) {
        0..=3 => 0,
        4..=7 if is_name => 0,
        4..=7 => 1,
        _ if is_name => 1,
        _ => 2,
    };
    slips > 0 && a.first() == b.first() && distance(&a, &b) <= slips
}

/// A letter of a script in which one character may be a whole word, or words have no spaces between them.
fn has_no_spelling(word: &[char]) -> bool {
    word.iter().all(|c| {
        matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{3005}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
    })
}

/// Whether two neighbouring letters changed places, and nothing else.
fn is_swapped(a: &[char], b: &[char]) -> bool {
    let differ: Vec<usize> = (0..a.len().max(b.len())).filter(|&at| a.get(at) != b.get(at)).collect();
    matches!(differ[..], [one, two] if two == one + 1 && a.get(one) == b.get(two) && a.get(two) == b.get(one))
}

/// The number of letters to insert, drop or replace (Levenshtein).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, from) in a.iter().enumerate() {
        let mut corner = at;
        let mut left = at + 1;
        for (to, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let next = (corner + usize::from(from != to)).min(left + 1).min(*above + 1);
            corner = std::mem::replace(above, next);
            left = next;
        }
        if let Some(first) = row.first_mut() {
            *first = at + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(from: &str, to: &str) -> Replaced {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Replaced { removed: words(from), added: words(to), ..Replaced::default() }
    }

    #[test]
    fn a_slip_is_a_spelling_and_nothing_that_tells_something_else() {
        for (from, to) in [
            ("teh", "the"),
            ("goverment", "government"),
            ("Jonh", "John"),
            ("polish", "Polish"),
            ("cafe", "café"),
            ("to day", "today"),
            (",", ""),
            ("Goverment", "Government"),
            ("κυβερηση", "κυβέρνηση"),
            ("правительсто", "правительство"),
            ("在", "再"),
            ("recieve", "receive"),
        ] {
            assert_eq!(extent(400, &[place(from, to)]), Extent::Small, "{from} -> {to}");
        }
        for (from, to) in [
            ("12", "14"),
            ("", "2026"),
            ("€", "$"),
            ("三", "四"),
            ("", "不"),
            ("", "not"),
            ("now", "not"),
            ("legal", "illegal"),
            ("possible", "impossible"),
            ("with", "without"),
            ("Iran", "Iraq"),
            ("Austria", "Australia"),
            ("eine", "keine"),
            ("does", "doesn't"),
            ("three", "seven"),
            ("on", "no"),
            ("the mayor", "the two mayors"),
            ("alleged", ""),
        ] {
            assert!(matches!(extent(400, &[place(from, to)]), Extent::Large(_)), "{from} -> {to}");
        }
    }

    #[test]
    fn a_word_that_stood_twice_may_go() {
        let twice = Replaced { before: Some("the".into()), ..place("the", "") };
        assert_eq!(extent(50, &[twice]), Extent::Small);
    }

    #[test]
    fn one_word_of_a_hundred_at_least_one_and_at_most_five() {
        let slips = |count: usize| vec![place("goverment", "government"); count];
        for (words, small) in [(0, 1), (99, 1), (250, 2), (599, 5), (90_000, 5)] {
            assert_eq!(extent(words, &slips(small)), Extent::Small, "{small} of {words}");
            let large = Extent::Large(Telling::Many(small + 1, small));
            assert_eq!(extent(words, &slips(small + 1)), large, "{} of {words}", small + 1);
        }
        assert_eq!(extent(10, &[]), Extent::Nothing);
    }

    #[test]
    fn a_note_is_told_in_words() {
        let told = |from: &str, to: &str| match extent(400, &[place(from, to)]) {
            Extent::Large(telling) => telling.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(told("12", "14"), "the figure “12” became “14”");
        assert_eq!(told("", "not"), "“not” is new");
        assert_eq!(told("alleged", ""), "“alleged” is gone");
        assert_eq!(Telling::Many(3, 1).to_string(), "3 words changed; in a text of this length 1 can");
    }

    #[test]
    fn a_note_has_one_to_a_thousand_characters() {
        assert_eq!(check_note("  Two   lines.\r\n Here. \n"), Ok("Two lines.\nHere.".to_owned()));
        assert!(check_note(" \n ").is_err());
        assert!(check_note(&"é".repeat(1_000)).is_ok());
        assert!(check_note(&"é".repeat(1_001)).unwrap_err().contains("1001"));
    }

    #[test]
    fn ways_are_stored_as_words() {
        for way in [Way::Publication, Way::Upkeep, Way::Typo, Way::Correction, Way::Retraction] {
            assert_eq!(Way::parse(way.as_str()), Some(way));
        }
    }
}
