//! Which words of a quotation are which words of a text, when not all are the same.

use std::ops::Range;

use super::normal::Word;
use super::seeds::Seed;

/// Stretches of the text that are tried for one unit.
const WINDOWS: usize = 3;
/// Words around a stretch that are looked at too.
const MARGIN: usize = 8;
/// Pairs of words compared in one gap between seeds; larger gaps count as replaced.
const CELLS_AT_ONCE: usize = 40_000;

/// A word of the quotation and the word of the text it is, by their numbers.
pub(super) type Pair = (usize, usize);

/// How a unit lies in a text.
#[derive(Debug, Default)]
pub(super) struct Aligned {
    /// Equal words, in the order of both.
    pub pairs: Vec<Pair>,
    /// Characters of the quotation's words that are in the text.
    pub same: usize,
    /// Characters of the words of the text between the first and the last of those.
    pub there: usize,
}

impl Aligned {
    /// The words of the text it takes.
    pub fn range(&self) -> Range<usize> {
        match (self.pairs.first(), self.pairs.last()) {
            (Some(first), Some(last)) => first.1..last.1 + 1,
            _ => 0..0,
        }
    }

    /// How much of both is the same, of a hundred (Dice), when the unit has so many characters.
    pub fn score(&self, quoted: usize) -> usize {
        (200 * self.same).checked_div(quoted + self.there).unwrap_or(0)
    }
}

/// The best of a few ways in which a unit may lie in a text. `cells` is how many pairs of words may still be
/// compared in all.
pub(super) fn best(unit: &[Word], text: &[Word], seeds: &[Seed], run: usize, cells: &mut usize) -> Aligned {
    let quoted = length(unit);
    let mut best = Aligned::default();
    for window in windows(unit.len(), seeds) {
        let aligned = align(unit, text, &seeds[window], run, cells);
        if aligned.score(quoted) > best.score(quoted) {
            best = aligned;
        }
    }
    best
}

pub(super) fn length(words: &[Word]) -> usize {
    words.iter().map(Word::length).sum()
}

/// The stretches with the most different seeds, as ranges of the seeds, which are in the order of the text.
fn windows(words: usize, seeds: &[Seed]) -> Vec<Range<usize>> {
    let reach = (words + words / 2 + 2 * MARGIN) as u32;
    let mut taken: Vec<Range<usize>> = Vec::new();
    for _ in 0..WINDOWS {
        let mut times = vec![0_u32; words];
        let (mut from, mut distinct) = (0, 0_usize);
        let mut best: (usize, u32, Range<usize>) = (0, 0, 0..0);
        for (at, seed) in seeds.iter().enumerate() {
            if let Some(window) = taken.iter().find(|window| window.contains(&at)) {
                // Starts anew behind what is taken.
                if at + 1 == window.end {
                    times.fill(0);
                    (from, distinct) = (window.end, 0);
                }
                continue;
            }
            if let Some(its) = times.get_mut(seed.quoted as usize) {
                distinct += usize::from(*its == 0);
                *its += 1;
            }
            while let Some(first) = seeds.get(from).filter(|first| seed.there - first.there > reach) {
                if let Some(its) = times.get_mut(first.quoted as usize).filter(|its| **its > 0) {
                    *its -= 1;
                    distinct -= usize::from(*its == 0);
                }
                from += 1;
            }
            let spread = seeds.get(from).map_or(0, |first| seed.there - first.there);
            if distinct > best.0 || (distinct == best.0 && spread < best.1) {
                best = (distinct, spread, from..at + 1);
            }
        }
        if best.0 == 0 {
            break;
        }
        taken.push(best.2);
    }
    taken
}

fn align(unit: &[Word], text: &[Word], seeds: &[Seed], run: usize, cells: &mut usize) -> Aligned {
    let anchors = anchors(unit, text, seeds, run);
    let (Some(first), Some(last)) = (anchors.first().copied(), anchors.last().copied()) else {
        return Aligned::default();
    };
    // Backwards, so that of two equal words the nearer one is taken.
    let reversed = |words: &[Word]| words.iter().rev().copied().collect::<Vec<_>>();
    let before = first.1.saturating_sub(first.0 + MARGIN)..first.1;
    let (own, theirs) = (reversed(&unit[..first.0]), reversed(&text[before]));
    let mut head = common(&own, 0..own.len(), &theirs, 0..theirs.len(), cells);
    head.truncate(compact(head.iter().map(|pair| pair.1 + 1)));
    let head: Vec<Pair> =
        head.into_iter().rev().map(|pair| (first.0 - 1 - pair.0, first.1 - 1 - pair.1)).collect();

    let mut pairs = head;
    let mut previous: Option<Pair> = None;
    for anchor in anchors {
        if let Some(previous) = previous {
            pairs.extend(common(unit, previous.0 + 1..anchor.0, text, previous.1 + 1..anchor.1, cells));
        }
        pairs.push(anchor);
        previous = Some(anchor);
    }

    let after = last.1 + 1..(last.1 + unit.len() - last.0 + MARGIN).min(text.len());
    let mut tail = common(unit, last.0 + 1..unit.len(), text, after, cells);
    tail.truncate(compact(tail.iter().map(|pair| pair.1 - last.1)));
    pairs.extend(tail);

    let mut aligned = Aligned { pairs, ..Aligned::default() };
    aligned.same = aligned.pairs.iter().filter_map(|pair| unit.get(pair.0)).map(Word::length).sum();
    aligned.there = length(&text[aligned.range()]);
    aligned
}

/// How many words, counted outwards by their distance, are worth the words of the text between them.
fn compact(distances: impl Iterator<Item = usize>) -> usize {
    let worth = distances.zip(1_usize..).map(|(distance, count)| (3 * count as i64 - distance as i64, count));
    worth.filter(|(worth, _)| *worth > 0).max_by_key(|(worth, _)| *worth).map_or(0, |(_, count)| count)
}

/// The words of the longest chain of seeds that go forward in both texts (patience: O(n log n)).
fn anchors(unit: &[Word], text: &[Word], seeds: &[Seed], run: usize) -> Vec<Pair> {
    let mut sorted = seeds.to_vec();
    sorted.sort_by_key(|seed| (seed.quoted, std::cmp::Reverse(seed.there)));
    // For each length the seed that ends a chain of it earliest, and for each seed the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(sorted.len());
    for (at, seed) in sorted.iter().enumerate() {
        let length = ends.partition_point(|end| sorted[*end].there < seed.there);
        before.push(length.checked_sub(1).and_then(|shorter| ends.get(shorter).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        chain.push(sorted[at]);
        next = before[at];
    }
    let mut pairs: Vec<Pair> = Vec::new();
    for seed in chain.into_iter().rev() {
        for step in 0..run {
            let pair = (seed.quoted as usize + step, seed.there as usize + step);
            let is_next = pairs.last().is_none_or(|last| pair.0 > last.0 && pair.1 > last.1);
            let is_same = match (unit.get(pair.0), text.get(pair.1)) {
                (Some(one), Some(other)) => one.hash == other.hash,
                _ => false,
            };
            if is_next && is_same {
                pairs.push(pair);
            }
        }
    }
    pairs
}

/// The longest common subsequence of two stretches of words; nothing when it would cost too much.
fn common(
    unit: &[Word],
    quoted: Range<usize>,
    text: &[Word],
    there: Range<usize>,
    cells: &mut usize,
) -> Vec<Pair> {
    let (one, other) = (&unit[quoted.clone()], &text[there.clone()]);
    let cost = one.len() * other.len();
    if cost == 0 || cost > CELLS_AT_ONCE || cost > *cells {
        return Vec::new();
    }
    *cells -= cost;
    let width = other.len() + 1;
    let mut table = vec![0_u16; (one.len() + 1) * width];
    for row in (0..one.len()).rev() {
        for column in (0..other.len()).rev() {
            table[row * width + column] = if one[row].hash == other[column].hash {
                table[(row + 1) * width + column + 1] + 1
            } else {
                table[(row + 1) * width + column].max(table[row * width + column + 1])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    let mut pairs = Vec::new();
    while row < one.len() && column < other.len() {
        if one[row].hash == other[column].hash {
            pairs.push((quoted.start + row, there.start + column));
            (row, column) = (row + 1, column + 1);
        } else if table[(row + 1) * width + column] >= table[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    pairs
}
