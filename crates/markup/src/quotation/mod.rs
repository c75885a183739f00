//! What a text quotes, and where in another text it stands.
//!
//! [`quotations`] takes them out of a post; [`Searchable`] looks for them in the text of a source. Both texts are
//! compared without what typesetting does to them (see `normal`). A quotation is found when its words and the
//! marks between them stand there letter by letter; only its first letter may be large or small, marks at its
//! ends may differ, and dots, or words in square brackets, stand for what it leaves out or puts in. Else the stretch
//! of the text is looked for that has the most of its words in their order; if at least [`NEAR`] of a hundred
//! characters of both are the same, it was found with changes.
//!
//! **Cost.** Both texts are read once; then, of all quotations together, at most 200,000 places where a few of
//! their words occur are looked at, and four million pairs of words compared. Nothing in a text can make it more
//! (`examples/quotations.rs` measures it). What goes beyond that is looked for less thoroughly, not longer: a
//! quotation with changes may then count as not found.

mod align;
mod diff;
mod language;
mod normal;
mod seeds;
mod share;
mod sought;
mod take;

use std::ops::Range;

use model::Passage;

use self::align::{Aligned, Pair};
use self::diff::{Compared, is_same};
use self::normal::Normal;
use self::seeds::Seed;
use self::sought::Sought;

pub use self::language::differ_in_language;
pub use self::take::{Quoted, quotations};
pub use crate::runs::{Run, RunKind};

/// From how many of a hundred characters on that are the same a quotation counts as found with changes.
/// Measured on prose in four scripts (`tests/quotation/measured.rs`): of quotations with a fifth of their words
/// changed 99 of a hundred are found, with three tenths 97, and of 2,160 sentences nobody wrote none. At 50 one
/// is; at 60 some more of the changed ones are missed.
pub const NEAR: usize = 55;
/// Fewer words, or half as many more characters of a script without spaces, are found letter by letter or not at
/// all: of three words, two stand anywhere.
const FEWEST: usize = 4;
/// Pairs of words compared, of all quotations together.
const CELLS: usize = 4_000_000;
/// Places at which a unit is compared letter by letter.
const EXACT: usize = 24;
/// Parts with fewer words than this are only looked for near the part before.
const WEAK: usize = 4;
/// How near, in words.
const REACH: usize = 60;
/// Code points of the text around a passage that are kept with it.
const AROUND: usize = 32;

/// What of a quotation stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Located {
    /// It does, letter by letter.
    Found(Passage),
    /// Something near it does.
    Changed {
        /// Where.
        passage: Passage,
        /// What was changed.
        changes: Vec<Run>,
    },
    /// Nothing like it.
    NotFound,
}

/// Looks for one quotation in a text. For several use [`Searchable`], which reads the text once.
pub fn locate(quote: &str, text: &str) -> Located {
    Searchable::of(text).locate(&[quote]).pop().unwrap_or(Located::NotFound)
}

/// What a quotation changed of the passage it was found near: [`Located::Changed`]'s, computed again.
pub fn changes(quote: &str, exact: &str) -> Vec<Run> {
    let (text, sought) = (Searchable::of(exact), Sought::of(quote));
    let seeds = text.seeds(std::slice::from_ref(&sought));
    let pairs = text.near(&sought, &seeds, &mut { CELLS }).pairs;
    Compared { quote, sought: &sought, text: exact, normal: &text.normal }.runs(&pairs)
}

/// A text, ready to be searched.
#[derive(Debug)]
pub struct Searchable<'a> {
    text: &'a str,
    normal: Normal,
}

/// Where a quotation stands, before it is told in the terms of the text.
enum Place {
    Exact(Range<usize>),
    Near(Range<usize>, Vec<Pair>),
    Nowhere,
}

impl<'a> Searchable<'a> {
    /// Reads a text, the first eight megabytes of it.
    pub fn of(text: &'a str) -> Self {
        Searchable { text, normal: Normal::of(text) }
    }

    /// Looks for quotations; one answer for each.
    pub fn locate(&self, quotes: &[&str]) -> Vec<Located> {
        let sought: Vec<Sought> = quotes.iter().map(|quote| Sought::of(quote)).collect();
        let mut seeds = self.seeds(&sought).into_iter();
        let mut cells = CELLS;
        let places: Vec<Place> = sought
            .iter()
            .map(|sought| {
                let seeds: Vec<Vec<Seed>> = seeds.by_ref().take(sought.units().count()).collect();
                self.place(sought, &seeds, &mut cells)
            })
            .collect();
        let mut passages = self.passages(&places).into_iter();
        let told = places.into_iter().zip(quotes.iter().zip(&sought));
        told.map(|(place, (quote, sought))| match (place, passages.next().flatten()) {
            (Place::Exact(_), Some(passage)) => Located::Found(passage),
            (Place::Near(_, pairs), Some(passage)) => {
                let compared = Compared { quote, sought, text: self.text, normal: &self.normal };
                Located::Changed { passage, changes: compared.runs(&pairs) }
            }
            _ => Located::NotFound,
        })
        .collect()
    }

    /// The seeds of all units of all quotations, in their order.
    fn seeds(&self, sought: &[Sought]) -> Vec<Vec<Seed>> {
        let mut units = Vec::new();
        for sought in sought {
            let is_unspaced = sought.is_unspaced();
            for unit in sought.units() {
                let words = sought.normal.words.get(unit).unwrap_or_default();
                units.push((words, seeds::run_length(words.len(), is_unspaced)));
            }
        }
        seeds::seeds(&units, &self.normal.words)
    }

    fn place(&self, sought: &Sought, seeds: &[Vec<Seed>], cells: &mut usize) -> Place {
        let Some((whole, parts)) = seeds.split_first() else { return Place::Nowhere };
        let words = sought.whole();
        if let Some(start) = self.exact(sought, &words, whole).first() {
            return Place::Exact(self.with_marks(sought, *start..start + words.len()));
        }
        if let Some(range) = self.in_parts(sought, parts) {
            return Place::Exact(self.with_marks(sought, range));
        }
        let (fewest, weight) = (if sought.is_unspaced() { FEWEST * 3 / 2 } else { FEWEST }, weight(sought));
        if words.len() < fewest {
            return Place::Nowhere;
        }
        let aligned = self.near(sought, seeds, cells);
        if aligned.score(weight) < NEAR {
            return Place::Nowhere;
        }
        Place::Near(self.with_marks(sought, aligned.range()), aligned.pairs)
    }

    /// The numbers of the words at which a unit begins letter by letter, in order.
    fn exact(&self, sought: &Sought, unit: &Range<usize>, seeds: &[Seed]) -> Vec<usize> {
        let ours = &sought.normal.chars[sought.normal.span(unit.clone())];
        let mut starts: Vec<u32> =
            seeds.iter().filter_map(|seed| seed.there.checked_sub(seed.quoted)).collect();
        starts.sort_unstable();
        let mut votes: Vec<(usize, u32)> =
            starts.chunk_by(|one, other| one == other).map(|same| (same.len(), same[0])).collect();
        votes.sort_by_key(|(votes, start)| (std::cmp::Reverse(*votes), *start));
        let is_exact = |start: &usize| {
            let theirs = self.normal.span(*start..start + unit.len());
            *start + unit.len() <= self.normal.words.len() && is_same(ours, &self.normal.chars[theirs], true)
        };
        let mut exact: Vec<usize> =
            votes.into_iter().take(EXACT).map(|(_, start)| start as usize).filter(is_exact).collect();
        exact.sort_unstable();
        exact
    }

    /// The shortest stretch of the text that has all parts letter by letter, in their order.
    fn in_parts(&self, sought: &Sought, seeds: &[Vec<Seed>]) -> Option<Range<usize>> {
        let starts: Vec<Vec<usize>> =
            sought.parts.iter().zip(seeds).map(|(part, seeds)| self.exact(sought, part, seeds)).collect();
        let mut parts = sought.parts.iter().zip(&starts);
        let (first, its_starts) = parts.next()?;
        let mut best: Option<Range<usize>> = None;
        for start in its_starts {
            let mut end = start + first.len();
            let fits = parts.clone().all(|(part, starts)| {
                let reach = if part.len() < WEAK { end + REACH } else { usize::MAX };
                let next =
                    starts.get(starts.partition_point(|next| *next < end)).filter(|next| **next <= reach);
                end = next.map_or(end, |next| next + part.len());
                next.is_some()
            });
            if fits && best.as_ref().is_none_or(|best| end - start < best.len()) {
                best = Some(*start..end);
            }
        }
        best
    }

    /// The best way in which the quotation, or its parts in their order, lie in the text.
    fn near(&self, sought: &Sought, seeds: &[Vec<Seed>], cells: &mut usize) -> Aligned {
        let is_unspaced = sought.is_unspaced();
        let mut all = Aligned::default();
        let units = sought.units().zip(seeds);
        for (unit, seeds) in units.skip(usize::from(!sought.parts.is_empty())) {
            let words = &sought.normal.words[unit.clone()];
            let run = seeds::run_length(words.len(), is_unspaced);
            let aligned = align::best(words, &self.normal.words, seeds, run, cells);
            if aligned.pairs.is_empty() || (!all.pairs.is_empty() && aligned.range().start < all.range().end)
            {
                continue;
            }
            all.pairs.extend(aligned.pairs.iter().map(|pair| (pair.0 + unit.start, pair.1)));
            all.same += aligned.same;
            all.there += aligned.there;
        }
        all
    }

    /// The characters of some words, and of marks around them that the quotation has too.
    fn with_marks(&self, sought: &Sought, words: Range<usize>) -> Range<usize> {
        let (ours, theirs) = (&sought.normal, self.normal.span(words));
        let quoted = ours.span(sought.whole());
        let before = |at: usize, chars: &[char]| chars[..at].iter().rev().copied().collect::<Vec<_>>();
        let marks = |one: &[char], other: &[char]| {
            one.iter().zip(other).take_while(|(one, other)| one == other && !one.is_alphanumeric()).count()
        };
        let near = theirs.start.saturating_sub(quoted.start);
        let lead = marks(
            &before(quoted.start, &ours.chars),
            &before(theirs.start - near, &self.normal.chars[near..]),
        );
        let trail = marks(&ours.chars[quoted.end..], &self.normal.chars[theirs.end..]);
        theirs.start - lead..theirs.end + trail
    }

    /// Each place as a passage: one pass over the text counts the code points of all.
    fn passages(&self, places: &[Place]) -> Vec<Option<Passage>> {
        let ranges: Vec<Option<Range<usize>>> = places
            .iter()
            .map(|place| match place {
                Place::Exact(chars) | Place::Near(chars, _) => {
                    Some(self.normal.bytes(chars.clone(), self.text)).filter(|bytes| !bytes.is_empty())
                }
                Place::Nowhere => None,
            })
            .collect();
        let mut bytes: Vec<usize> =
            ranges.iter().flatten().flat_map(|range| [range.start, range.end]).collect();
        bytes.sort_unstable();
        let mut counted: Vec<i64> = Vec::with_capacity(bytes.len());
        let (mut from, mut count) = (0, 0);
        for byte in &bytes {
            count += self.text[from..*byte].chars().count() as i64;
            counted.push(count);
            from = *byte;
        }
        let points = |byte: usize| {
            bytes.binary_search(&byte).ok().and_then(|at| counted.get(at).copied()).unwrap_or_default()
        };
        let passage = |range: Range<usize>| {
            let (before, behind) = (&self.text[..range.start], &self.text[range.end..]);
            let prefix = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
            let suffix = behind.char_indices().nth(AROUND).map_or(behind.len(), |(at, _)| at);
            Passage {
                exact: self.text[range.clone()].to_owned(),
                prefix: before[prefix..].to_owned(),
                suffix: behind[..suffix].to_owned(),
                start: points(range.start),
                end: points(range.end),
            }
        };
        ranges.into_iter().map(|range| range.map(passage)).collect()
    }
}

/// Characters of the words that are the quotation's own claim: all but those put in.
fn weight(sought: &Sought) -> usize {
    let units = sought.units().skip(usize::from(!sought.parts.is_empty()));
    units.map(|unit| align::length(&sought.normal.words[unit])).sum()
}
