//! Texts that say nearly the same, found without comparing them word for word.

use std::hash::Hasher;

use model::{Sketch, sketch::LANES};
use siphasher::sip::SipHasher13;

use crate::reading::Writing;
use crate::terms;

/// Words that are looked at together. Three find a text again that was reworded here and there; fewer find
/// texts about one thing.
const RUN: usize = 3;
/// The same in scripts without spaces, whose words are of one character or two.
const CHARACTERS: usize = 5;
/// Texts with fewer runs of words say too little to be compared.
const FEWEST: usize = 60;
/// Runs looked at, of the longest text: some hundred pages.
const MOST: usize = 100_000;

/// The sketch of a text (MinHash: Broder 1997): of all its runs of words, the one that comes first in each of
/// [`LANES`] orders. Two texts have as many lanes in common as they share runs. Words are those of the
/// search: accents and case don't count, and scripts without spaces give one per character. `None` for a
/// text too short to be compared. The same text gives the same sketch for ever, for it is kept.
pub fn sketch(text: &str) -> Option<Sketch> {
    let terms = terms(text);
    let single = |term: &&String| term.chars().next().is_some_and(|c| Writing::of(c) != Writing::Spaced);
    let length = if 2 * terms.iter().filter(single).count() > terms.len() { CHARACTERS } else { RUN };
    if terms.len() < FEWEST + length - 1 {
        return None;
    }
    let orders = orders();
    let mut first = [u64::MAX; LANES];
    for run in terms.windows(length).take(MOST) {
        let mut hasher = SipHasher13::new();
        for term in run {
            hasher.write(term.as_bytes());
            hasher.write_u8(0);
        }
        let hash = hasher.finish();
        for (lane, (times, plus)) in first.iter_mut().zip(orders) {
            *lane = (*lane).min(hash.wrapping_mul(times).wrapping_add(plus));
        }
    }
    // The winner's last bits follow from its hash's last bits alone; mixed, all of it counts.
    Some(Sketch::of(&first.map(|winner| (mixed(winner) >> 48) as u16)))
}

/// A number for each order: what a run's hash is multiplied by, and what is added.
fn orders() -> [(u64, u64); LANES] {
    let mut state = 0;
    let mut next = || {
        state = u64::wrapping_add(state, 0x9e37_79b9_7f4a_7c15);
        mixed(state)
    };
    std::array::from_fn(|_| (next() | 1, next()))
}

/// All bits of the answer depend on all bits of the number (the finish of SplitMix64).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
