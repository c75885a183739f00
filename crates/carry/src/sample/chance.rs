//! Chance that is the same each time.

/// Numbers that look like chance (SplitMix64): small, and known not to change with a version of some library.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// Chance of its own for a thing with a number.
    pub fn of(seed: u64, thing: u64, number: u64) -> Self {
        let mut chance = Chance(seed ^ thing.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let first = chance.next();
        Chance(first ^ number.wrapping_mul(0xd1b5_4a32_d192_ed03))
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number less than `below`, which is not 0.
    pub fn below(&mut self, below: usize) -> usize {
        let wide = u128::from(self.next()) * below as u128;
        // The upper half is less than `below`.
        (wide >> 64) as usize
    }

    /// Whether one of so many.
    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }
}
