//! How much of a text stands in a post.

use std::collections::HashSet;

use model::Passage;

use super::Searchable;
use super::align::length;
use super::normal::{Normal, Word};
use super::seeds::{Sieve, key};
use super::sought::Sought;

/// Words in a row that are carried over, not met by chance.
const RUN: usize = 8;
/// The same in scripts without spaces, whose words are of one character or two.
const CHARACTERS: usize = 14;

impl Searchable<'_> {
    /// How much of the text these passages of it are together, of a hundred characters of its words.
    pub fn quoted<'p>(&self, passages: impl IntoIterator<Item = &'p Passage>) -> u8 {
        let mut ranges: Vec<(i64, i64)> =
            passages.into_iter().map(|passage| (passage.start, passage.end)).collect();
        ranges.sort_unstable();
        let mut covered = vec![false; self.normal.words.len()];
        let mut ranges = ranges.into_iter().peekable();
        let mut reach = 0;
        let (mut from, mut count) = (0, 0);
        for (word, covered) in self.normal.words.iter().zip(&mut covered) {
            let byte = self.normal.byte_of(word);
            count += self.text[from..byte].chars().count() as i64;
            from = byte;
            while let Some((_, end)) = ranges.next_if(|(start, _)| *start <= count) {
                reach = end.max(reach);
            }
            *covered = count < reach;
        }
        percent(&self.normal.words, &covered)
    }

    /// How much of the text stands in a post, quoted or not, in runs of eight words or more; of a hundred
    /// characters of its words. `post` is plain text.
    pub fn carried(&self, post: &str) -> u8 {
        let words = &self.normal.words;
        let run = if Sought::of(self.sample()).is_unspaced() { CHARACTERS } else { RUN };
        let post = Normal::of(post);
        let runs: HashSet<u64> = post.words.windows(run).map(key).collect();
        let sieve = Sieve::of(runs.iter().copied());
        let mut covered = vec![false; words.len()];
        for (start, window) in words.windows(run).enumerate() {
            let key = key(window);
            if sieve.may_hold(key) && runs.contains(&key) {
                covered[start..start + run].fill(true);
            }
        }
        percent(words, &covered)
    }

    /// Enough of the text to see how it is written.
    fn sample(&self) -> &str {
        let end = self.text.char_indices().nth(2_000).map_or(self.text.len(), |(at, _)| at);
        &self.text[..end]
    }
}

/// Rounded down, but not to nothing where there is something.
fn percent(words: &[Word], covered: &[bool]) -> u8 {
    let part: usize =
        words.iter().zip(covered).filter(|(_, covered)| **covered).map(|(word, _)| word.length()).sum();
    let percent = (100 * part).checked_div(length(words)).unwrap_or(0);
    u8::try_from(percent.max(usize::from(part > 0))).unwrap_or(100)
}
