//! When did what last change? The clock by which a cached page knows that it has gone stale.
//!
//! Every commit takes the next number and stamps it on each [`Change`] it made. A page remembers the
//! number that was current *before* its data was read, and what it shows. It is fresh as long as nothing
//! it shows carries a later number. There is no list of pages to drop, no lock, and no race: data read
//! before a commit can't be taken for data read after it.
//!
//! Changes are folded into a fixed number of slots. Two changes in one slot cost a needless render now
//! and then, never a stale page.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};

use model::Change;

const SLOTS: usize = 1 << 14;

/// The number current when a render began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun(u64);

/// What a page shows, as slots.
#[derive(Clone, Debug, Default)]
pub struct Shows(Box<[u32]>);

impl Shows {
    /// The slots of the things a page shows.
    pub fn of(changes: &[Change]) -> Self {
        Shows(changes.iter().map(slot).collect())
    }
}

fn slot(change: &Change) -> u32 {
    let mut hasher = DefaultHasher::new();
    change.hash(&mut hasher);
    (hasher.finish() % SLOTS as u64) as u32
}

/// The last change of everything, folded into slots.
#[derive(Debug)]
pub struct Epochs {
    now: AtomicU64,
    slots: Box<[AtomicU64]>,
}

impl Default for Epochs {
    fn default() -> Self {
        Epochs { now: AtomicU64::new(0), slots: (0..SLOTS).map(|_| AtomicU64::new(0)).collect() }
    }
}

impl Epochs {
    /// To be called before the data of a page is read.
    pub fn begin(&self) -> Begun {
        Begun(self.now.load(Ordering::SeqCst))
    }

    /// To be called after a commit and before it is acknowledged.
    pub fn advance(&self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        let number = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        for change in changes {
            self.slots[slot(change) as usize].fetch_max(number, Ordering::SeqCst);
        }
    }

    /// Whether nothing of what is shown has changed since.
    pub fn fresh(&self, begun: Begun, shows: &Shows) -> bool {
        shows.0.iter().all(|&slot| self.slots[slot as usize].load(Ordering::SeqCst) <= begun.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::PostId;

    #[test]
    fn a_change_makes_stale_what_shows_it_and_nothing_else() {
        let epochs = Epochs::default();
        let begun = epochs.begin();
        let one = Shows::of(&[Change::Post(PostId::from_raw(1)), Change::Site]);
        let other = Shows::of(&[Change::Post(PostId::from_raw(2)), Change::Site]);
        epochs.advance(&[Change::Post(PostId::from_raw(1))]);
        assert!(!epochs.fresh(begun, &one));
        assert!(epochs.fresh(begun, &other));
        assert!(epochs.fresh(epochs.begin(), &one));
        epochs.advance(&[Change::Site]);
        assert!(!epochs.fresh(begun, &other));
    }

    #[test]
    fn a_render_that_began_before_the_commit_is_stale_even_if_it_ends_after() {
        let epochs = Epochs::default();
        let begun = epochs.begin();
        epochs.advance(&[Change::Newest]);
        assert!(!epochs.fresh(begun, &Shows::of(&[Change::Newest])));
    }
}
