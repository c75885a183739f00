//! The arithmetic of Robinson (2003): how likely a term's comment is spam, and many terms together.

use super::Counts;

/// How many judged comments the first guess about a term weighs.
const GUESS: f64 = 0.45;
/// That guess.
const EVEN: f64 = 0.5;

/// How likely a comment with a term is spam, were the two classes of the same size: the share seen, drawn to
/// one half as long as few were seen. Strictly between 0 and 1.
pub(super) fn likeliness(counts: Counts, all: Counts) -> f64 {
    let share = |part: i64, whole: i64| (part.max(0) as f64 / whole.max(1) as f64).min(1.0);
    let (spam, approved) = (share(counts.spam, all.spam), share(counts.approved, all.approved));
    let seen = (counts.spam.max(0) + counts.approved.max(0)) as f64;
    let raw = if spam + approved > 0.0 { spam / (spam + approved) } else { EVEN };
    (GUESS * EVEN + seen * raw) / (GUESS + seen)
}

/// Many likelinesses as one, by Fisher's method on both sides: near 1 when they speak for spam, near 0 when
/// against, one half when there are none, and when there is much of both.
pub(super) fn combined(likely: &[f64]) -> f64 {
    if likely.is_empty() {
        return EVEN;
    }
    let logs = |of: fn(f64) -> f64| likely.iter().map(|p| of(*p).ln()).sum::<f64>();
    let spam = 1.0 - tail(-2.0 * logs(|p| 1.0 - p), likely.len());
    let approved = 1.0 - tail(-2.0 * logs(|p| p), likely.len());
    f64::midpoint(1.0, spam - approved)
}

/// How likely a chi-square variable of `2 * pairs` degrees of freedom is at least so large: for an even number
/// of them that is a finite sum (Abramowitz and Stegun, 26.4.21).
fn tail(square: f64, pairs: usize) -> f64 {
    let half = square / 2.0;
    let mut term = (-half).exp();
    let mut sum = term;
    for i in 1..pairs {
        term *= half / i as f64;
        sum += term;
    }
    sum.min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_is_that_of_the_tables() {
        // 5 % points of chi-square: 2, 4, 10, 20 and 100 degrees of freedom.
        for (square, pairs) in [(5.991, 1), (9.488, 2), (18.307, 5), (31.410, 10), (124.342, 50)] {
            assert!((tail(square, pairs) - 0.05).abs() < 1e-4, "{square} {pairs}: {}", tail(square, pairs));
        }
        assert!((tail(0.0, 3) - 1.0).abs() < 1e-12);
        assert!(tail(5_000.0, 150) >= 0.0);
    }

    #[test]
    fn few_comments_say_less_than_many() {
        let all = Counts { spam: 50, approved: 50 };
        let once = likeliness(Counts { spam: 1, approved: 0 }, all);
        let often = likeliness(Counts { spam: 20, approved: 0 }, all);
        assert!(0.8 < once && once < 0.9 && often > 0.98 && often < 1.0, "{once} {often}");
        // A site with ten times as much spam does not make every word a word of spam.
        let flood = Counts { spam: 1_000, approved: 100 };
        assert!((likeliness(Counts { spam: 500, approved: 50 }, flood) - 0.5).abs() < 1e-9);
    }
}
