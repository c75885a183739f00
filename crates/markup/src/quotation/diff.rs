//! What a quotation changed, from the words that stayed.

use std::ops::Range;

use super::align::Pair;
use super::normal::{Normal, folded};
use super::sought::Sought;
use crate::runs::{Run, RunKind, Runs};

/// Two texts, and which of their words are the same.
pub(super) struct Compared<'a> {
    pub quote: &'a str,
    pub sought: &'a Sought,
    pub text: &'a str,
    pub normal: &'a Normal,
}

impl Compared<'_> {
    /// What was changed between the first and the last of the pairs, and what the quotation has around them.
    pub fn runs(&self, pairs: &[Pair]) -> Vec<Run> {
        let mut runs = Runs::default();
        let ours = &self.sought.normal;
        let (mut quoted, mut there) = (0, None);
        for pair in pairs {
            let (Some(one), Some(other)) = (ours.words.get(pair.0), self.normal.words.get(pair.1)) else {
                continue;
            };
            let (start, other_start) = (one.start as usize, other.start as usize);
            self.between(
                quoted..start,
                there.unwrap_or(other_start)..other_start,
                there.is_none(),
                &mut runs,
            );
            let (word, other_word) = (start..one.end as usize, other_start..other.end as usize);
            if is_same(&ours.chars[word.clone()], &self.normal.chars[other_word.clone()], pair.0 == 0) {
                runs.push(RunKind::Same, self.quoted(word));
            } else {
                runs.push(RunKind::Removed, self.there(other_word));
                runs.push(RunKind::Added, self.quoted(word));
            }
            (quoted, there) = (one.end as usize, Some(other.end as usize));
        }
        let rest = quoted..ours.chars.len();
        let has_words = ours.words.last().is_some_and(|last| last.end as usize > quoted);
        runs.push(if has_words { RunKind::Added } else { RunKind::Same }, self.quoted(rest));
        runs.finish()
    }

    /// What stands between two words that are the same, or before the first.
    fn between(&self, ours: Range<usize>, theirs: Range<usize>, is_first: bool, runs: &mut Runs) {
        let (one, other) = (&self.sought.normal.chars[ours.clone()], &self.normal.chars[theirs.clone()]);
        let is_mark = |c: &&char| !c.is_alphanumeric();
        if one == other || self.sought.has_gap(&ours) || (is_first && one.iter().all(|c| is_mark(&c))) {
            runs.push(RunKind::Same, self.quoted(ours));
            return;
        }
        let shorter = one.len().min(other.len());
        let matches = |(one, other): &(&char, &char)| one == other && is_mark(one);
        let before = one.iter().zip(other).take_while(matches).count();
        let behind =
            one.iter().rev().zip(other.iter().rev()).take_while(matches).count().min(shorter - before);
        runs.push(RunKind::Same, self.quoted(ours.start..ours.start + before));
        runs.push(RunKind::Removed, self.there(theirs.start + before..theirs.end - behind));
        runs.push(RunKind::Added, self.quoted(ours.start + before..ours.end - behind));
        runs.push(RunKind::Same, self.quoted(ours.end - behind..ours.end));
    }

    fn quoted(&self, chars: Range<usize>) -> &str {
        self.quote.get(self.sought.normal.raw(chars)).unwrap_or_default()
    }

    fn there(&self, chars: Range<usize>) -> &str {
        self.text.get(self.normal.raw(chars)).unwrap_or_default()
    }
}

/// Whether two words are the same; the first letter of a quotation may be written large or small.
pub(super) fn is_same(one: &[char], other: &[char], is_first: bool) -> bool {
    match (one.split_first(), other.split_first()) {
        (Some((first, rest)), Some((other_first, other_rest))) => {
            rest == other_rest
                && (first == other_first || (is_first && folded(*first) == folded(*other_first)))
        }
        (None, None) => true,
        _ => false,
    }
}
