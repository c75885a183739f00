//! Where runs of a few words of many quotations occur in a text, in one pass over it.

use super::normal::Word;

/// Places of one run of words that are noted: what occurs more often says little.
const PER_RUN: u16 = 64;
/// Places noted for one unit of a quotation.
const PER_UNIT: usize = 4_096;
/// Places noted in all.
const IN_ALL: usize = 200_000;
/// Units with the same run that a place is noted for.
const SHARED: usize = 32;
/// Runs in all of which a text is searched; of more, the first ones.
const RUNS: usize = 400_000;

/// A run of words that is both in a quotation and in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seed {
    /// Number of the run's first word in its unit.
    pub quoted: u32,
    /// Its number in the text.
    pub there: u32,
}

/// How many words of a unit make a run.
pub(super) fn run_length(words: usize, is_unspaced: bool) -> usize {
    match (is_unspaced, words) {
        (_, 0 | 1) => 1,
        (true, 2..12) | (false, 2..8) => 2,
        (true, _) => 4,
        (false, _) => 3,
    }
}

struct Run {
    key: u64,
    unit: u32,
    quoted: u32,
}

/// A run's key: equal for equal words.
pub(super) fn key(words: &[Word]) -> u64 {
    const TIMES: u64 = 0x9e37_79b9_7f4a_7c15;
    words.iter().fold(words.len() as u64, |key, word| key.wrapping_mul(TIMES).wrapping_add(word.hash))
}

/// A set of keys that answers “not in it” at once.
pub(super) struct Sieve {
    bits: Vec<u64>,
    shift: u32,
}

impl Sieve {
    pub fn of(keys: impl ExactSizeIterator<Item = u64>) -> Sieve {
        let size = (keys.len() * 16).next_power_of_two().max(1 << 12);
        let mut sieve = Sieve { bits: vec![0; size / 64], shift: 64 - size.trailing_zeros() };
        for key in keys {
            let at = sieve.place(key);
            sieve.bits[at / 64] |= 1 << (at % 64);
        }
        sieve
    }

    fn place(&self, key: u64) -> usize {
        (key >> self.shift) as usize
    }

    pub fn may_hold(&self, key: u64) -> bool {
        let at = self.place(key);
        self.bits.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }
}

/// The seeds of each unit, in the order of the text. The work is one pass over the text for each of the four
/// lengths a run can have, and at most [`IN_ALL`] notes.
pub(super) fn seeds(units: &[(&[Word], usize)], text: &[Word]) -> Vec<Vec<Seed>> {
    let mut found = vec![Vec::new(); units.len()];
    let mut noted = 0;
    for length in 1..=4 {
        let mut runs: Vec<Run> = Vec::new();
        for ((words, its), unit) in units.iter().zip(0..) {
            if *its == length {
                let room = RUNS.saturating_sub(runs.len());
                let its = words.windows(length).zip(0..).take(room);
                runs.extend(its.map(|(run, quoted)| Run { key: key(run), unit, quoted }));
            }
        }
        if runs.is_empty() {
            continue;
        }
        // The order of units and words within a key is kept.
        runs.sort_by_key(|run| run.key);
        let sieve = Sieve::of(runs.iter().map(|run| run.key));
        let mut times = vec![0_u16; runs.len()];
        for (run, there) in text.windows(length).zip(0_u32..) {
            let key = key(run);
            if !sieve.may_hold(key) {
                continue;
            }
            let first = runs.partition_point(|run| run.key < key);
            let Some(times) = times.get_mut(first).filter(|times| **times < PER_RUN) else { continue };
            *times += 1;
            for run in runs[first..].iter().take_while(|run| run.key == key).take(SHARED) {
                let its: &mut Vec<Seed> = &mut found[run.unit as usize];
                if its.len() < PER_UNIT && noted < IN_ALL {
                    its.push(Seed { quoted: run.quoted, there });
                    noted += 1;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::normal::Normal;
    use super::*;

    #[test]
    fn runs_are_found_where_they_stand_and_common_ones_are_not_counted_for_ever() {
        let text = Normal::of(&format!("one two three four. {}", "one two ".repeat(50_000)));
        let quote = Normal::of("two three");
        let none = Normal::of("three two");
        let found = seeds(&[(&quote.words, 2), (&none.words, 2), (&text.words[..2], 2)], &text.words);
        assert_eq!(found[0], [Seed { quoted: 0, there: 1 }]);
        assert_eq!(found[1], []);
        assert_eq!(found[2].len(), usize::from(PER_RUN));
    }
}
