//! How long a text is to a reader.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::plain_text;

/// How a script marks words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Writing {
    /// With spaces or the like.
    Spaced,
    /// Not at all, and a character is about a word: Han and kana.
    Characters,
    /// Not at all, and a word is several characters: Thai, Lao, Khmer, Burmese.
    Syllables,
}

impl Writing {
    /// How the script of a character marks words.
    pub fn of(c: char) -> Self {
        match c {
            '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => Writing::Syllables,
            '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{323af}' => Writing::Characters,
            _ => Writing::Spaced,
        }
    }
}

#[derive(Default)]
struct Length {
    words: usize,
    characters: usize,
    syllables: usize,
}

fn length(html: &str) -> Length {
    let mut length = Length::default();
    for word in plain_text(html).unicode_words() {
        let mut spaced = false;
        for c in word.chars() {
            match Writing::of(c) {
                Writing::Spaced => spaced = true,
                Writing::Characters => length.characters += 1,
                Writing::Syllables => length.syllables += 1,
            }
        }
        length.words += usize::from(spaced);
    }
    length
}

/// The number of words in HTML; a Han or kana character counts as one, four letters of Thai and its
/// neighbours count as one.
pub fn word_count(html: &str) -> u32 {
    let length = length(html);
    u32::try_from(length.words + length.characters + length.syllables.div_ceil(4)).unwrap_or(u32::MAX)
}

/// Minutes a steady reader needs for HTML, rounded up, never less than one: 230 words or 400 Han or
/// kana characters a minute.
pub fn reading_minutes(html: &str) -> u32 {
    let length = length(html);
    let words = length.words + length.syllables.div_ceil(4);
    let seconds = (words * 60).div_ceil(230) + (length.characters * 60).div_ceil(400);
    u32::try_from(seconds.div_ceil(60).max(1)).unwrap_or(u32::MAX)
}
