//! A quotation as it is looked for: its words, and where it says that something is left out.

use std::ops::Range;

use super::normal::{ELLIPSIS, Normal};
use crate::reading::Writing;

/// Longest words in brackets that are taken for an editor's own, in characters.
const INSERTED: usize = 80;
/// Longest part of a word in brackets, as in “[T]he”.
const LETTERS: usize = 3;
/// Parts of one quotation that are looked for one by one.
const PARTS: usize = 64;

/// A quotation, ready to be looked for.
#[derive(Debug)]
pub(super) struct Sought {
    pub normal: Normal,
    /// Characters that stand for something left out, or are not the source's.
    pub gaps: Vec<Range<usize>>,
    /// The words between the gaps, where there are gaps; else nothing.
    pub parts: Vec<Range<usize>>,
}

impl Sought {
    pub fn of(quote: &str) -> Sought {
        let normal = Normal::of_quotation(quote);
        let gaps = gaps(&normal.chars);
        let mut parts = Vec::new();
        let mut from = 0;
        for gap in gaps.iter().take(PARTS) {
            let to = normal.words.partition_point(|word| word.end as usize <= gap.start);
            if to > from {
                parts.push(from..to);
            }
            from = normal.words.partition_point(|word| (word.start as usize) < gap.end).max(from);
        }
        if from < normal.words.len() {
            parts.push(from..normal.words.len());
        }
        if matches!(parts.as_slice(), [only] if *only == (0..normal.words.len())) {
            parts.clear();
        }
        Sought { normal, gaps, parts }
    }

    /// All its words.
    pub fn whole(&self) -> Range<usize> {
        0..self.normal.words.len()
    }

    /// What is looked for: all of it first, then its parts.
    pub fn units(&self) -> impl Iterator<Item = Range<usize>> {
        std::iter::once(self.whole()).chain(self.parts.iter().cloned())
    }

    /// Whether it is written without spaces between the words.
    pub fn is_unspaced(&self) -> bool {
        let words = &self.normal.words;
        let alone = words.iter().filter(|word| is_unspaced(self.normal.chars.get(word.start as usize)));
        2 * alone.count() > words.len()
    }

    /// Whether something is left out, or put in, between two characters.
    pub fn has_gap(&self, chars: &Range<usize>) -> bool {
        let at = self.gaps.partition_point(|gap| gap.end <= chars.start);
        self.gaps.get(at).is_some_and(|gap| gap.start < chars.end)
    }
}

fn is_unspaced(c: Option<&char>) -> bool {
    c.is_some_and(|c| Writing::of(*c) != Writing::Spaced)
}

/// Dots for what is left out, with or without brackets; words in square brackets.
fn gaps(chars: &[char]) -> Vec<Range<usize>> {
    let mut gaps = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let end = match c {
            '[' | '(' => bracketed(chars, at),
            &ELLIPSIS => Some(at + 1),
            _ => None,
        };
        if let Some(end) = end {
            gaps.push(at..end);
        }
        at = end.unwrap_or(at + 1);
    }
    gaps
}

/// The end of a gap that begins with a bracket.
fn bracketed(chars: &[char], start: usize) -> Option<usize> {
    let (open, within) = chars.get(start..)?.split_first()?;
    let close = if *open == '[' { ']' } else { ')' };
    let length = within.iter().take(INSERTED + 1).position(|c| *c == close || *c == *open)?;
    let (inside, end) = (within.get(..length)?, within.get(length)?);
    let is_left_out = inside.contains(&ELLIPSIS) && inside.iter().all(|c| matches!(*c, ELLIPSIS | ' '));
    (*end == close && (is_left_out || *open == '[')).then_some(start + length + 2)
}

/// Takes the brackets off letters that were changed within a word: “[T]he” is “The”.
pub(super) fn unbracketed(chars: &[char]) -> Vec<bool> {
    let mut kept = vec![true; chars.len()];
    let is_letter = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|c| c.is_alphabetic());
    for start in chars.iter().enumerate().filter(|(_, c)| **c == '[').map(|(at, _)| at) {
        let letters = chars[start + 1..].iter().take_while(|c| c.is_alphabetic()).count();
        let end = start + 1 + letters;
        let closes = chars.get(end) == Some(&']') && (1..=LETTERS).contains(&letters);
        if closes && (is_letter(start.checked_sub(1)) || is_letter(Some(end + 1))) {
            (kept[start], kept[end]) = (false, false);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(quote: &str) -> Vec<String> {
        let sought = Sought::of(quote);
        let span =
            |part: &Range<usize>| sought.normal.chars[sought.normal.span(part.clone())].iter().collect();
        sought.parts.iter().map(span).collect()
    }

    #[test]
    fn what_is_left_out_or_put_in_parts_a_quotation() {
        assert_eq!(parts("The river […] rises."), ["The river", "rises"]);
        assert_eq!(parts("The river (...) rises … and falls"), ["The river", "rises", "and falls"]);
        assert_eq!(parts("He [the mayor] said so"), ["He", "said so"]);
        assert_eq!(parts("河流……上涨了"), ["河流", "上涨了"]);
        assert!(parts("The river rises.").is_empty());
        assert!(parts("The river (and the lake) rises [").is_empty());
        assert!(parts("... and it rises.").is_empty(), "a gap at an end parts nothing");
    }

    #[test]
    fn a_letter_in_brackets_belongs_to_its_word() {
        let shown = |quote| Sought::of(quote).normal.chars.into_iter().collect::<String>();
        assert_eq!(shown("[T]he river rise[s]"), "The river rises");
        assert_eq!(shown("[The] river"), "[The] river");
    }
}
