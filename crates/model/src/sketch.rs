//! How alike two texts are, told from a few numbers kept of each.

use serde::{Deserialize, Serialize};

/// Numbers that a sketch is looked up by. Two texts that are alike have one of them in common: with
/// [`ALIKE`] of a hundred, they do nine times of ten, and with 70 nearly always.
pub const PLACES: usize = 32;
/// Parts of one number.
const PARTS: usize = 4;
/// Parts of a sketch, each of which two texts have in common as often as a run of words.
pub const LANES: usize = PLACES * PARTS;

/// From how many of a hundred two texts are offered as the same story. Measured: bench/README.md, "Same
/// story".
pub const ALIKE: u8 = 50;

/// A text in a few numbers, by which texts that say nearly the same are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    places: [i64; PLACES],
}

impl Sketch {
    /// The sketch with these lanes.
    pub fn of(lanes: &[u16; LANES]) -> Self {
        let mut places = [0; PLACES];
        for (place, lanes) in places.iter_mut().zip(lanes.chunks_exact(PARTS)) {
            let number = lanes.iter().fold(0_u64, |number, lane| number << 16 | u64::from(*lane));
            *place = number.cast_signed();
        }
        Sketch { places }
    }

    /// A kept sketch; `None` when numbers are missing.
    pub fn from_places(places: &[i64]) -> Option<Self> {
        Some(Sketch { places: places.try_into().ok()? })
    }

    /// What it is kept as and looked up by.
    pub fn places(&self) -> &[i64; PLACES] {
        &self.places
    }

    /// How much of two texts is the same, of a hundred: the share of the runs of words that both have among
    /// those that one has (Jaccard), to a few of a hundred.
    pub fn likeness(&self, other: &Sketch) -> u8 {
        let equal: u32 =
            self.places.iter().zip(&other.places).map(|(one, other)| equal_parts(*one, *other)).sum();
        u8::try_from(equal * 100 / LANES as u32).unwrap_or(100)
    }
}

fn equal_parts(one: i64, other: i64) -> u32 {
    let differ = (one ^ other).cast_unsigned();
    (0..PARTS).map(|part| u32::from((differ >> (16 * part)) & 0xffff == 0)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_counts_the_lanes_that_are_equal() {
        let one: [u16; LANES] = std::array::from_fn(|lane| lane as u16);
        let mut other = one;
        for lane in other.iter_mut().take(LANES / 4) {
            *lane = 40_000;
        }
        let (one, other) = (Sketch::of(&one), Sketch::of(&other));
        assert_eq!((one.likeness(&one), one.likeness(&other), other.likeness(&one)), (100, 75, 75));
        assert_eq!(Sketch::from_places(one.places()), Some(one));
        assert_eq!(Sketch::from_places(&[1, 2, 3]), None);
    }
}
