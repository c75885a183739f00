//! How a watched address stands, and what a look changes in that.

use serde::{Deserialize, Serialize};

use super::{AlertKind, Cause, Watch};
use crate::Moment;

/// Looks in a row that must fail before a page is called gone.
pub const STRIKES: u32 = 3;

/// How a watched address stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WatchState {
    /// No look has shown anything yet.
    #[default]
    Unseen,
    /// It is there, and reads as when it was quoted.
    Alive,
    /// It is there, and its text is another than was quoted.
    Changed,
    /// [`STRIKES`] looks in a row have failed.
    Gone,
    /// It can't be looked at, which says nothing about whether it is there.
    Barred,
}

impl WatchState {
    /// All of them.
    pub const ALL: [WatchState; 5] =
        [WatchState::Unseen, WatchState::Alive, WatchState::Changed, WatchState::Gone, WatchState::Barred];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            WatchState::Unseen => "unseen",
            WatchState::Alive => "alive",
            WatchState::Changed => "changed",
            WatchState::Gone => "gone",
            WatchState::Barred => "barred",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        WatchState::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// What a look found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// The page is there and reads as at the last look, or its text is not compared.
    Same,
    /// It is there and reads otherwise than at the last look: again as when it was quoted.
    AsQuoted,
    /// It is there and reads otherwise than at the last look and than when it was quoted.
    Different,
    /// The page was not there, or what was there is not the page.
    Nothing(Cause),
}

impl Watch {
    /// Takes in what a look found, and says what of it is news. The next look is set by
    /// [`super::pace::next_look`].
    ///
    /// [`STRIKES`] failures in a row make a page gone, since the first of them; one success undoes it. What
    /// only can't be looked at is barred at once and never gone, and ends a row of failures: the outlet
    /// answered. That an outlet asks for fewer visits is a matter of our pace first: it bars after
    /// [`STRIKES`] in a row.
    pub fn see(&mut self, found: Found, now: Moment) -> Vec<AlertKind> {
        self.looked = Some(now);
        match found {
            Found::Nothing(cause) => self.miss(cause, now),
            Found::Same | Found::AsQuoted | Found::Different => self.meet(found, now),
        }
    }

    fn meet(&mut self, found: Found, now: Moment) -> Vec<AlertKind> {
        let mut news = Vec::new();
        if matches!(self.state, WatchState::Gone | WatchState::Barred) {
            news.push(AlertKind::Returned);
        }
        match found {
            Found::Different => {
                news.push(AlertKind::Changed);
                self.changed.get_or_insert(now);
            }
            Found::AsQuoted => {
                news.extend(self.changed.take().map(|_| AlertKind::Restored));
            }
            Found::Same | Found::Nothing(_) => {}
        }
        self.failures = 0;
        (self.failing_since, self.cause, self.trouble) = (None, None, None);
        self.reached = Some(now);
        self.stand(if self.changed.is_some() { WatchState::Changed } else { WatchState::Alive }, now);
        news
    }

    fn miss(&mut self, cause: Cause, now: Moment) -> Vec<AlertKind> {
        if self.cause.is_some_and(|before| before.bars() != cause.bars()) {
            self.failures = 0;
            self.failing_since = None;
        }
        self.cause = Some(cause);
        self.failures = self.failures.saturating_add(1);
        let first = *self.failing_since.get_or_insert(now);
        let (state, since, news) = match cause {
            Cause::Slow if self.failures < STRIKES => return Vec::new(),
            cause if cause.bars() => (WatchState::Barred, now, AlertKind::Barred),
            _ if self.failures < STRIKES => return Vec::new(),
            _ => (WatchState::Gone, first, AlertKind::Gone),
        };
        if self.state == state {
            return Vec::new();
        }
        self.stand(state, since);
        vec![news]
    }

    fn stand(&mut self, state: WatchState, since: Moment) {
        if self.state != state {
            self.state = state;
            self.since = since;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{SourceId, WatchId};

    fn start() -> Moment {
        Moment::from_micros(1_800_000_000_000_000)
    }

    fn at(hours: i64) -> Moment {
        start().plus_seconds(hours * 3_600)
    }

    fn watch() -> Watch {
        let source = Some(SourceId::from_raw(1));
        Watch::new(WatchId::from_raw(1), "https://outlet.example/a".into(), source, start(), start())
    }

    /// A letter for each look: what it finds, and after the colon how the address stands.
    fn run(looks: &[(Found, WatchState, &[AlertKind])]) -> Watch {
        let mut watch = watch();
        for (hour, (found, state, news)) in (1..).zip(looks) {
            assert_eq!(watch.see(*found, at(hour)), *news, "look {hour}: {found:?}");
            assert_eq!(watch.state, *state, "look {hour}: {found:?}");
            assert_eq!(watch.looked, Some(at(hour)));
        }
        watch
    }

    const MISSING: Found = Found::Nothing(Cause::Missing);
    const REFUSED: Found = Found::Nothing(Cause::Refused);
    const SLOW: Found = Found::Nothing(Cause::Slow);

    #[test]
    fn three_failures_in_a_row_are_gone_since_the_first_and_one_success_undoes_it() {
        use AlertKind::{Gone as Died, Returned};
        use WatchState::{Alive, Gone};
        let gone = run(&[
            (Found::Same, Alive, &[]),
            (MISSING, Alive, &[]),
            (MISSING, Alive, &[]),
            (Found::Same, Alive, &[]),
            (MISSING, Alive, &[]),
            (Found::Nothing(Cause::Certificate), Alive, &[]),
            (Found::Nothing(Cause::Unreachable), Gone, &[Died]),
            (MISSING, Gone, &[]),
        ]);
        assert_eq!((gone.since, gone.reached, gone.failures), (at(5), Some(at(4)), 4));
        let back = run(&[
            (MISSING, WatchState::Unseen, &[]),
            (MISSING, WatchState::Unseen, &[]),
            (MISSING, Gone, &[Died]),
            (Found::Same, Alive, &[Returned]),
        ]);
        assert_eq!((back.since, back.failures, back.cause, back.failing_since), (at(4), 0, None, None));
    }

    #[test]
    fn what_can_not_be_looked_at_is_barred_and_never_gone() {
        use AlertKind::{Barred as Shut, Gone as Died, Returned};
        use WatchState::{Alive, Barred, Gone, Unseen};
        run(&[
            (REFUSED, Barred, &[Shut]),
            (REFUSED, Barred, &[]),
            (REFUSED, Barred, &[]),
            (REFUSED, Barred, &[]),
        ]);
        run(&[(Found::Same, Alive, &[]), (REFUSED, Barred, &[Shut]), (Found::Same, Alive, &[Returned])]);
        // The outlet answered in between: that is no row of failures.
        run(&[
            (MISSING, Unseen, &[]),
            (MISSING, Unseen, &[]),
            (REFUSED, Barred, &[Shut]),
            (MISSING, Barred, &[]),
        ]);
        run(&[
            (MISSING, Unseen, &[]),
            (MISSING, Unseen, &[]),
            (MISSING, Gone, &[Died]),
            (REFUSED, Barred, &[Shut]),
            (MISSING, Barred, &[]),
            (MISSING, Barred, &[]),
            (MISSING, Gone, &[Died]),
        ]);
        // To be asked for fewer visits says nothing of the page until it goes on.
        run(&[
            (SLOW, Unseen, &[]),
            (SLOW, Unseen, &[]),
            (SLOW, Barred, &[Shut]),
            (Found::Same, Alive, &[Returned]),
        ]);
    }

    #[test]
    fn a_change_stays_one_until_the_words_are_back() {
        use AlertKind::{Changed as Edited, Gone as Died, Restored, Returned};
        use WatchState::{Alive, Changed, Gone};
        let changed = run(&[
            (Found::Same, Alive, &[]),
            (Found::Different, Changed, &[Edited]),
            (Found::Same, Changed, &[]),
            (Found::Different, Changed, &[Edited]),
        ]);
        assert_eq!((changed.since, changed.changed), (at(2), Some(at(2))));
        let restored = run(&[
            (Found::Different, Changed, &[Edited]),
            (MISSING, Changed, &[]),
            (MISSING, Changed, &[]),
            (MISSING, Gone, &[Died]),
            (Found::Same, Changed, &[Returned]),
            (Found::AsQuoted, Alive, &[Restored]),
            (Found::AsQuoted, Alive, &[]),
        ]);
        assert_eq!((restored.changed, restored.since), (None, at(6)));
        run(&[
            (MISSING, WatchState::Unseen, &[]),
            (MISSING, WatchState::Unseen, &[]),
            (MISSING, Gone, &[Died]),
            (Found::Different, Changed, &[Returned, Edited]),
        ]);
    }

    fn found() -> impl proptest::strategy::Strategy<Value = Found> {
        let nothing = Cause::ALL.map(Found::Nothing);
        let all: Vec<Found> =
            [Found::Same, Found::AsQuoted, Found::Different].into_iter().chain(nothing).collect();
        proptest::sample::select(all)
    }

    proptest::proptest! {
        #[test]
        fn whatever_looks_show_the_state_says_what_the_last_of_them_were(
            looks in proptest::collection::vec(found(), 1..40),
        ) {
            let mut watch = watch();
            for (hour, look) in (1..).zip(&looks) {
                let before = watch.state;
                let news = watch.see(*look, at(hour));
                let seen = &looks[..usize::try_from(hour).unwrap()];
                let in_a_row = seen.iter().rev().take_while(|found| matches!(found, Found::Nothing(cause) if !cause.bars())).count();
                match look {
                    Found::Nothing(cause) if cause.bars() => {
                        proptest::prop_assert!(watch.state == WatchState::Barred || *cause == Cause::Slow);
                    }
                    Found::Nothing(_) => {
                        let is_gone = in_a_row >= STRIKES as usize;
                        proptest::prop_assert_eq!(watch.state == WatchState::Gone, is_gone || before == WatchState::Gone);
                        if before != WatchState::Gone && is_gone {
                            proptest::prop_assert_eq!(watch.since, at(hour - STRIKES as i64 + 1));
                        }
                    }
                    _ => {
                        let expected = if watch.changed.is_some() { WatchState::Changed } else { WatchState::Alive };
                        proptest::prop_assert_eq!(watch.state, expected);
                        proptest::prop_assert_eq!((watch.failures, watch.cause), (0, None));
                    }
                }
                let returned = matches!(before, WatchState::Gone | WatchState::Barred) && watch.failures == 0;
                proptest::prop_assert_eq!(news.contains(&AlertKind::Returned), returned);
                let wait = super::super::pace::next_look(&watch, at(hour), None).seconds() - at(hour).seconds();
                proptest::prop_assert!((5 * 3_600..210 * 86_400).contains(&wait), "{}", wait);
            }
        }
    }
}
