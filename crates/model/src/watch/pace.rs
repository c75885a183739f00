//! When a watched address is looked at next: often while its newest post is young, ever more rarely after.

use super::{Cause, STRIKES, Watch};
use crate::{Moment, WatchId};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// Until which age of the newest post that cites an address, in seconds, how many seconds lie between two
/// looks. The last step has no end.
const STEPS: [(i64, i64); 5] =
    [(2 * DAY, 6 * HOUR), (14 * DAY, DAY), (91 * DAY, 7 * DAY), (730 * DAY, 30 * DAY), (i64::MAX, 91 * DAY)];
/// The last step of what is only linked to.
const LINK_LONGEST: i64 = 182 * DAY;
/// Seconds to the next look after the first failure and after the second: a page is called gone within
/// some days, but not for one bad night.
const DOUBTS: [i64; 2] = [6 * HOUR, DAY];
/// Seconds between two looks at what is gone: at least a day, and at most this.
const GONE_LONGEST: i64 = 30 * DAY;
/// The least between two looks at what can't be looked at.
const BARRED_SHORTEST: i64 = 7 * DAY;
/// The longest that an outlet can ask us to stay away (`Retry-After`), in seconds.
const LONGEST_WAIT: i64 = 7 * DAY;

/// Seconds between two looks at a page that is there, by the age of the newest post that cites it. What is
/// only linked to is always one step slower than a source.
pub fn interval(age: i64, is_source: bool) -> i64 {
    let step = STEPS.iter().position(|(until, _)| age < *until).unwrap_or(STEPS.len() - 1);
    let step = if is_source { step } else { step + 1 };
    STEPS.get(step).map_or(LINK_LONGEST, |(_, interval)| *interval)
}

/// When an address that has just come under watch is looked at for the first time: some time within its
/// first interval, another for each, so that a thousand posts published at once are no flood.
pub fn first_look(watch: &Watch, now: Moment) -> Moment {
    let interval = interval(now.seconds() - watch.cited.seconds(), watch.source.is_some());
    now.plus_seconds(share(interval, watch.id))
}

/// When an address is looked at next, after a look just now. `wait`: the seconds for which the outlet asked
/// us to stay away.
pub fn next_look(watch: &Watch, now: Moment, wait: Option<i64>) -> Moment {
    let usual = interval(now.seconds() - watch.cited.seconds(), watch.source.is_some());
    let planned = match watch.cause {
        None => usual,
        Some(Cause::Slow) if watch.failures < STRIKES => usual.max(DAY),
        Some(cause) if cause.bars() => usual.max(BARRED_SHORTEST),
        Some(_) => match DOUBTS.get(watch.failures.saturating_sub(1) as usize) {
            Some(doubt) => *doubt,
            None => usual.clamp(DAY, GONE_LONGEST),
        },
    };
    let asked = wait.unwrap_or(0).clamp(0, LONGEST_WAIT);
    now.plus_seconds(spread(planned, watch.id).max(asked))
}

/// A little more or less, by up to an eighth, always the same for one watch: what began together drifts
/// apart.
fn spread(interval: i64, id: WatchId) -> i64 {
    interval - interval / 8 + share(interval / 4, id)
}

/// A part of a time, as even over all watches as if it were drawn.
fn share(interval: i64, id: WatchId) -> i64 {
    // The finish of SplitMix64: ids that were made together differ in their last bits only.
    let mut mixed = id.raw().cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    let part = i64::try_from(mixed >> 48).unwrap_or(0);
    i64::try_from((i128::from(interval) * i128::from(part)) >> 16).unwrap_or(interval)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SourceId;
    use crate::watch::Found;

    fn start() -> Moment {
        Moment::from_micros(1_800_000_000_000_000)
    }

    fn watch(id: i64, is_source: bool) -> Watch {
        let source = is_source.then(|| SourceId::from_raw(1));
        Watch::new(WatchId::from_raw(id), "https://outlet.example/a".into(), source, start(), start())
    }

    #[test]
    fn looks_slow_down_with_age_and_links_are_a_step_behind() {
        let days = [0, 1, 2, 13, 14, 90, 91, 729, 730, 9_999];
        let hours = |is_source| days.map(|day| interval(day * DAY, is_source) / HOUR);
        assert_eq!(hours(true), [6, 6, 24, 24, 168, 168, 720, 720, 2_184, 2_184]);
        assert_eq!(hours(false), [24, 24, 168, 168, 720, 720, 2_184, 2_184, 4_368, 4_368]);
        // A date in the future is as new as can be.
        assert_eq!(interval(-5, true), 6 * HOUR);
    }

    #[test]
    fn doubt_is_looked_into_soon_and_what_an_outlet_asks_for_is_kept() {
        let old = start().plus_seconds(800 * DAY);
        let mut watch = watch(7, true);
        let near = |at: Moment, expected: i64| {
            let seconds = at.seconds() - old.seconds();
            assert!((seconds - expected).abs() <= expected / 8 + 1, "{seconds} is not about {expected}");
        };
        watch.see(Found::Same, old);
        near(next_look(&watch, old, None), 91 * DAY);
        for expected in [6 * HOUR, DAY, 30 * DAY, 30 * DAY] {
            watch.see(Found::Nothing(Cause::Missing), old);
            near(next_look(&watch, old, None), expected);
        }
        watch.see(Found::Nothing(Cause::Refused), old);
        near(next_look(&watch, old, None), 91 * DAY);
        let young = start().plus_seconds(HOUR);
        assert!(next_look(&watch, young, None).seconds() - young.seconds() >= 7 * DAY - 7 * DAY / 8);
        assert!(next_look(&watch, young, Some(i64::MAX)).seconds() - young.seconds() >= 7 * DAY);
        watch.see(Found::Same, young);
        assert_eq!(next_look(&watch, young, Some(3 * DAY)), young.plus_seconds(3 * DAY));
        assert_eq!(next_look(&watch, young, Some(-3)), next_look(&watch, young, None));
    }

    #[test]
    fn what_begins_together_is_spread_over_the_interval() {
        let mut hours = [0; 6];
        for id in 0..6_000 {
            let first = watch(1_882_000_000_000_000_000 + id, true).next_look.unwrap();
            hours[usize::try_from((first.seconds() - start().seconds()) / HOUR).unwrap()] += 1;
        }
        assert!(hours.iter().all(|count| (900..1_100).contains(count)), "{hours:?}");
    }
}
