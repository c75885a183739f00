//! What readers are told beside a source that is no longer as it was.

use super::{Watch, WatchState};
use crate::Moment;

/// A quiet note beside a post's source. Shown where the site so chooses ([`crate::Site::source_notes`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceNote {
    /// Words that the post quotes no longer stand there.
    Changed {
        /// The look that first showed another text.
        on: Moment,
        /// When the copy was made that the post stands on; `None` where none is kept.
        ours: Option<Moment>,
    },
    /// It can't be reached any more.
    Gone {
        /// The first look that failed.
        since: Moment,
    },
}

impl Watch {
    /// What to tell readers of a post: that its source is gone, or that the source was changed where the post
    /// quotes it. `lost`: how many of the post's words no longer stand there; `ours`: when the copy was made
    /// that the post stands on. A change elsewhere in the text, or a page that only we can't look at, is no
    /// reader's concern.
    pub fn note(&self, lost: usize, ours: Option<Moment>) -> Option<SourceNote> {
        match (self.state, self.changed) {
            (WatchState::Gone, _) => Some(SourceNote::Gone { since: self.since }),
            (WatchState::Changed, Some(on)) if lost > 0 => Some(SourceNote::Changed { on, ours }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WatchId;

    #[test]
    fn readers_hear_of_what_concerns_what_they_read() {
        let at = |seconds| Moment::from_micros(1_800_000_000_000_000).plus_seconds(seconds);
        let of = |state, changed: Option<Moment>, lost| {
            let watch = Watch::new(WatchId::from_raw(1), "https://a.example/".into(), None, at(0), at(0));
            Watch { state, changed, since: at(7), ..watch }.note(lost, Some(at(1)))
        };
        let changed = Some(SourceNote::Changed { on: at(5), ours: Some(at(1)) });
        assert_eq!(of(WatchState::Changed, Some(at(5)), 1), changed);
        assert_eq!(of(WatchState::Changed, Some(at(5)), 0), None);
        assert_eq!(of(WatchState::Gone, Some(at(5)), 0), Some(SourceNote::Gone { since: at(7) }));
        for state in [WatchState::Alive, WatchState::Barred, WatchState::Unseen] {
            assert_eq!(of(state, None, 0), None);
        }
    }
}
