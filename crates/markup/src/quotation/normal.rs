//! A text without what typesetting does to it, with the way back to where each character stood.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::sought::unbracketed;
use crate::reading::Writing;

/// Bytes of a text that are looked at; what follows is left out.
const MOST: usize = 8_000_000;
/// All quotation marks and apostrophes become this.
pub(super) const QUOTE: char = '"';
/// All dashes become this.
const DASH: char = '-';
/// Three dots in any form become this.
pub(super) const ELLIPSIS: char = '…';

/// A text as it is compared.
///
/// Characters are composed (NFC), full-width and presentation forms, ligatures included, are the plain ones. Soft
/// hyphens, zero-width characters, marks of direction, Arabic and Hebrew vowel points and the tatweel are gone.
/// Quotation marks and apostrophes are one character, dashes are one, three dots are one. White space is one
/// space, and none beside a quotation mark, a dash, or a character of a script without spaces, nor before
/// punctuation. Case stays.
#[derive(Debug, Default)]
pub(super) struct Normal {
    pub chars: Vec<char>,
    /// Where in the text each character's first byte stood.
    at: Vec<u32>,
    /// Bytes of the text.
    end: u32,
    /// Its words in order.
    pub words: Vec<Word>,
}

/// A word: letters, digits and the marks on them; a character of a script without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Its first character.
    pub start: u32,
    /// Behind its last.
    pub end: u32,
    /// Equal for equal words, whatever their case.
    pub hash: u64,
}

impl Word {
    /// Number of its characters.
    pub fn length(&self) -> usize {
        (self.end - self.start) as usize
    }
}

impl Normal {
    pub fn of(text: &str) -> Normal {
        let mut cut = text.len().min(MOST);
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        let mut normal = Normal {
            chars: Vec::with_capacity(cut),
            at: Vec::with_capacity(cut),
            end: cut as u32,
            words: Vec::with_capacity(cut / 6),
        };
        normal.read(&text[..cut]);
        normal.find_words();
        normal
    }

    /// The same of a quotation: letters in brackets join their word.
    pub fn of_quotation(quote: &str) -> Normal {
        let mut normal = Normal::of(quote);
        if normal.chars.contains(&'[') {
            let mut kept = unbracketed(&normal.chars).into_iter();
            let mut kept_too = kept.clone();
            normal.chars.retain(|_| kept.next().unwrap_or(true));
            normal.at.retain(|_| kept_too.next().unwrap_or(true));
            normal.words.clear();
            normal.find_words();
        }
        normal
    }

    /// The bytes of the text in which these characters stood, without white space around them.
    pub fn bytes(&self, chars: Range<usize>, text: &str) -> Range<usize> {
        let raw = self.raw(chars);
        let found = text.get(raw.clone()).unwrap_or_default();
        let start = raw.start + (found.len() - found.trim_start().len());
        start..start + found.trim().len()
    }

    /// The same with the white space that follows: ranges side by side leave nothing out.
    pub fn raw(&self, chars: Range<usize>) -> Range<usize> {
        let at = |index: usize| self.at.get(index).map_or(self.end, |at| *at) as usize;
        at(chars.start)..at(chars.end).max(at(chars.start))
    }

    /// The first byte of a word in the text.
    pub fn byte_of(&self, word: &Word) -> usize {
        self.at.get(word.start as usize).map_or(self.end, |at| *at) as usize
    }

    /// The characters from one word to the other, both included.
    pub fn span(&self, words: Range<usize>) -> Range<usize> {
        match (self.words.get(words.start), words.end.checked_sub(1).and_then(|last| self.words.get(last))) {
            (Some(first), Some(last)) if first.start <= last.end => first.start as usize..last.end as usize,
            _ => 0..0,
        }
    }

    fn read(&mut self, text: &str) {
        let mut rest = text.char_indices().peekable();
        // White space that has been read and not been written.
        let mut space = None;
        while let Some((at, first)) = rest.next() {
            let at = at as u32;
            let next = rest.peek().map(|(_, next)| *next);
            if first.is_ascii() && next.is_none_or(|next| next.is_ascii()) {
                self.push(first, at, &mut space);
                continue;
            }
            if is_dropped(first) {
                continue;
            }
            if !next.is_some_and(joins) && is_plain(first) {
                self.push(first, at, &mut space);
                continue;
            }
            let mut cluster = String::from(first);
            while let Some((_, mark)) = rest.next_if(|(_, next)| joins(*next)) {
                if !is_dropped(mark) {
                    cluster.push(mark);
                }
            }
            if is_form(first) {
                cluster.nfkc().for_each(|c| self.push(c, at, &mut space));
            } else {
                cluster.nfc().for_each(|c| self.push(c, at, &mut space));
            }
        }
    }

    fn push(&mut self, c: char, at: u32, space: &mut Option<u32>) {
        if c.is_whitespace() {
            space.get_or_insert(at);
            return;
        }
        let c = unified(c);
        let last = self.chars.last().copied();
        if let Some(space_at) = space.take() {
            if last.is_some_and(|last| !hugs(last)) && !hugs(c) && !closes(c) {
                self.chars.push(' ');
                self.at.push(space_at);
            }
        } else if let Some(last) = last {
            match (last, c) {
                (QUOTE, QUOTE) | (ELLIPSIS, '.' | ELLIPSIS) => return,
                ('.', '.' | ELLIPSIS) => {
                    self.chars.pop();
                    let first = self.at.pop().unwrap_or(at);
                    self.chars.push(ELLIPSIS);
                    self.at.push(first);
                    return;
                }
                _ => {}
            }
        }
        if (last, c) == (Some(DASH), DASH) {
            return;
        }
        self.chars.push(c);
        self.at.push(at);
    }

    fn find_words(&mut self) {
        let mut start = None;
        let mut hash = SEED;
        for (at, c) in self.chars.iter().copied().enumerate() {
            let (is_word, is_alone) = kind(c);
            if let Some(from) = start
                && (!is_word || is_alone)
            {
                self.words.push(Word { start: from, end: at as u32, hash: mixed(hash) });
                (start, hash) = (None, SEED);
            }
            if is_alone {
                let hash = mixed(step(SEED, c));
                self.words.push(Word { start: at as u32, end: at as u32 + 1, hash });
            } else if is_word {
                start.get_or_insert(at as u32);
                hash = step(hash, folded(c));
            }
        }
        if let Some(from) = start {
            self.words.push(Word { start: from, end: self.chars.len() as u32, hash: mixed(hash) });
        }
    }
}

const SEED: u64 = 0x51_7c_c1_b7_27_22_0a_95;

fn step(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
}

/// All bits of the answer depend on all bits of the number (the finish of SplitMix64).
pub(super) fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A character without its case.
pub(super) fn folded(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    match c.to_lowercase().next() {
        Some('ς') => 'σ',
        Some(lower) => lower,
        None => c,
    }
}

/// Whether a character belongs to a word, and whether it is one by itself.
fn kind(c: char) -> (bool, bool) {
    if c.is_ascii() {
        return (c.is_ascii_alphanumeric(), false);
    }
    let is_word = c.is_alphanumeric() || is_combining_mark(c);
    (is_word, is_word && Writing::of(c) != Writing::Spaced)
}

/// Whether spaces beside a character mean nothing.
fn hugs(c: char) -> bool {
    matches!(c, QUOTE | DASH) || (!c.is_ascii() && Writing::of(c) == Writing::Characters) || is_wide_mark(c)
}

/// Punctuation of Chinese and Japanese.
fn is_wide_mark(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301b}')
}

/// Punctuation that French sets a space before, and browsers' copies do elsewhere.
fn closes(c: char) -> bool {
    matches!(c, ',' | '.' | ';' | ':' | '!' | '?' | '%' | ')' | ']' | '،' | '؛' | '؟')
}

fn unified(c: char) -> char {
    match c {
        '\'' | '`' | '´' | 'ʼ' | 'ʹ' | 'ʻ' | '«' | '»' | '‘'..='‟' | '‹' | '›' | '′' | '″' => {
            QUOTE
        }
        '「'..='』' | '〝'..='〟' | '＂' | '＇' | '｢' | '｣' | '❛'..='❞' | '״' | '׳' => QUOTE,
        '‐'..='―' | '−' | '⸺' | '⸻' | '﹘' | '﹣' | '－' | '־' => DASH,
        '⋯' | '︙' => ELLIPSIS,
        c => c,
    }
}

/// What a reader does not see, and vowel points, which a text may have or not.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0100}'..='\u{e01ef}'
        | '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c7}')
}

/// Whether a character may melt into the one before.
fn joins(c: char) -> bool {
    !c.is_ascii() && (canonical_combining_class(c) != 0 || matches!(c, '\u{1160}'..='\u{11ff}'))
}

/// Whether composing leaves a character as it is.
fn is_plain(c: char) -> bool {
    !is_form(c) && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

/// A plain character in another form: of full or half width, a ligature, an Arabic letter as it is written in
/// its place. Raised and lowered figures and fractions are not: 10² is not 102.
fn is_form(c: char) -> bool {
    matches!(c, '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{ff01}'..='\u{ffef}' | '\u{132}' | '\u{133}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Normal::of(text).chars.into_iter().collect()
    }

    #[test]
    fn typesetting_makes_no_difference() {
        for (one, other) in [
            ("It’s “so” – he said…", "It's \"so\" - he said..."),
            ("« C’est vrai »  !", "“C'est vrai”!"),
            ("co\u{ad}operation\u{200b} of\u{a0}\n all", "cooperation of all"),
            ("cafe\u{301} \u{fb01}nal", "café final"),
            ("well — known", "well—known"),
            ("ＡＢＣ，１２３", "ABC,123"),
            ("中文 text 中\n文", "中文text中文"),
            ("كِتَابٌ ـ", "كتاب "),
            ("\u{1112}\u{1161}\u{11ab}", "한"),
            ("„So‚ ja‘“", "»So 'ja'«"),
        ] {
            assert_eq!(shown(one).trim(), shown(other).trim(), "{one} / {other}");
        }
        for (one, other) in [("10²", "102"), ("½", "1/2"), ("The", "the"), ("a b", "ab"), ("ά", "α")] {
            assert_ne!(shown(one), shown(other), "{one} / {other}");
        }
    }

    #[test]
    fn every_word_leads_back_to_where_it_stood() {
        let text = "\u{feff}  “E\u{301}te\u{301}” co\u{ad}op — 河流, Straße";
        let normal = Normal::of(text);
        let back: Vec<_> = normal
            .words
            .iter()
            .map(|word| &text[normal.bytes(word.start as usize..word.end as usize, text)])
            .collect();
        assert_eq!(back, ["E\u{301}te\u{301}", "co\u{ad}op", "河", "流", "Straße"]);
    }

    #[test]
    fn words_are_equal_whatever_their_case() {
        let hashes = |text| Normal::of(text).words.iter().map(|word| word.hash).collect::<Vec<_>>();
        assert_eq!(hashes("ΟΔΟΣ River ΣΑΣ"), hashes("οδος river σας"));
        assert_ne!(hashes("river"), hashes("rives"));
    }
}
