//! When a feed is looked at next: as often as it publishes, and ever more rarely while it can't be had.

use crate::Moment;

/// Shortest time between two looks, in seconds.
pub const SHORTEST: i64 = 15 * 60;
/// Longest time between two looks, in seconds.
pub const LONGEST: i64 = 86_400;
/// The first guess, in seconds.
pub const FIRST: i64 = 3_600;
/// Longest wait an outlet can ask for (`Retry-After`), in seconds.
pub const LONGEST_WAIT: i64 = 7 * 86_400;
/// Newest items whose dates tell how often a feed publishes.
const SAMPLE: usize = 12;

/// Seconds to the next look, from when the feed's items were published: half the usual time between two
/// of them, between a quarter of an hour and a day. A feed that has been silent for long is looked at as
/// if it would publish after that silence again. Nothing known gives the first guess.
pub fn interval(published: &[Moment], now: Moment) -> i64 {
    let mut times: Vec<i64> = published.iter().filter(|at| **at <= now).map(|at| at.seconds()).collect();
    times.sort_unstable_by_key(|at| std::cmp::Reverse(*at));
    times.truncate(SAMPLE);
    let Some(newest) = times.first() else { return FIRST };
    let mut gaps: Vec<i64> = times.windows(2).map(|pair| pair[0] - pair[1]).collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).copied().unwrap_or(FIRST * 2);
    let silence = now.seconds() - newest;
    // A quiet day is no sign yet; a quiet time many times the usual one is.
    (usual.max(silence / 6) / 2).clamp(SHORTEST, LONGEST)
}

/// Seconds to the next look after a number of failures in a row: from the usual interval, doubling with
/// each, to a day; longer only when the outlet asks for it.
pub fn after_failures(interval: i64, failures: u32, retry_after: Option<i64>) -> i64 {
    let doubled = interval.max(SHORTEST).saturating_mul(1_i64 << failures.saturating_sub(1).min(10));
    let asked = retry_after.unwrap_or(0).clamp(0, LONGEST_WAIT);
    doubled.min(LONGEST).max(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours_ago(now: Moment, hours: &[i64]) -> Vec<Moment> {
        hours.iter().map(|h| now.plus_seconds(-h * 3_600)).collect()
    }

    #[test]
    fn the_interval_follows_how_often_a_feed_publishes() {
        let now = Moment::from_micros(1_800_000_000_000_000);
        assert_eq!(interval(&[], now), FIRST);
        assert_eq!(interval(&hours_ago(now, &[0, 4, 8, 12]), now), 2 * 3_600);
        let busy: Vec<Moment> = (0..40).map(|n| now.plus_seconds(-n * 60)).collect();
        assert_eq!(interval(&busy, now), SHORTEST);
        assert_eq!(interval(&hours_ago(now, &[24 * 400, 24 * 800]), now), LONGEST);
        // Three items of one morning, then nothing for a month: no use in looking each quarter of an hour.
        assert_eq!(interval(&hours_ago(now, &[720, 720, 721]), now), LONGEST.min(720 * 3_600 / 12));
        // A date in the future says nothing.
        assert_eq!(interval(&[now.plus_seconds(99)], now), FIRST);
    }

    #[test]
    fn failures_double_the_wait_to_a_day_and_an_outlet_may_ask_for_more() {
        let waits: Vec<i64> = (1..9).map(|n| after_failures(3_600, n, None) / 3_600).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 24, 24, 24]);
        assert_eq!(after_failures(0, u32::MAX, None), LONGEST);
        assert_eq!(after_failures(3_600, 1, Some(7_200)), 7_200);
        assert_eq!(after_failures(3_600, 1, Some(i64::MAX)), LONGEST_WAIT);
        assert_eq!(after_failures(3_600, 1, Some(-5)), 3_600);
    }
}
