//! A bar for every day, as plain SVG: no script, no style but the sheet's.

use serde::Serialize;

use super::stats::grouped;

/// Width and height of the drawing, in its own units; it scales with the page.
const WIDTH: i64 = 720;
const HEIGHT: i64 = 150;

/// What a template draws.
#[derive(Debug, Serialize)]
pub(super) struct Chart {
    bars: Vec<Bar>,
    /// The number at the top of the scale.
    top: String,
    /// First and last day.
    first: String,
    last: String,
    /// All days together.
    sum: String,
    /// The days that have a number, newest first, for those who would rather read.
    days: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
struct Bar {
    x: i64,
    y: i64,
    width: i64,
    height: i64,
    words: String,
}

impl Chart {
    /// A chart of the days from one to another, both included. Days that are not among the numbers have none.
    pub(super) fn of(numbers: &[(i64, i64)], first_day: i64, last_day: i64) -> Chart {
        let top = round_up(numbers.iter().map(|(_, number)| *number).max().unwrap_or(0));
        let count = (last_day - first_day + 1).max(1);
        let edge = |day: i64| (day - first_day) * WIDTH / count;
        let bars = numbers
            .iter()
            .filter(|(day, number)| (first_day..=last_day).contains(day) && *number > 0)
            .map(|&(day, number)| {
                let height = (number * HEIGHT / top).max(1);
                // A gap between bars, as long as there is room for one.
                let width = (edge(day + 1) - edge(day) - if count > 120 { 0 } else { 2 }).max(1);
                let words = format!("{}: {}", date(day), grouped(number));
                Bar { x: edge(day), y: HEIGHT - height, width, height, words }
            })
            .collect();
        Chart {
            bars,
            top: grouped(top),
            first: date(first_day),
            last: date(last_day),
            sum: grouped(numbers.iter().map(|(_, number)| number).sum()),
            days: numbers.iter().rev().map(|&(day, number)| (date(day), grouped(number))).collect(),
        }
    }
}

/// A day number as a date.
pub(super) fn date(day: i64) -> String {
    model::Moment::of_day(day).iso()[..10].to_owned()
}

/// The top of a scale: the next number that begins with 1, 2 or 5 and goes on with zeros.
fn round_up(number: i64) -> i64 {
    let mut step = 1_i64;
    loop {
        for factor in [1, 2, 5] {
            let top = step.saturating_mul(factor);
            if top >= number {
                return top;
            }
        }
        step = step.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_a_round_number() {
        let tops = [0, 1, 2, 3, 5, 6, 11, 499, 501, i64::MAX].map(round_up);
        assert_eq!(tops, [1, 1, 2, 5, 5, 10, 20, 500, 1_000, i64::MAX]);
    }

    #[test]
    fn every_day_has_its_place_and_the_best_day_is_as_high_as_it_should_be() {
        let chart = Chart::of(&[(10, 5), (12, 10), (99, 1)], 10, 12);
        let bars: Vec<_> = chart.bars.iter().map(|bar| (bar.x, bar.y, bar.height)).collect();
        assert_eq!(bars, [(0, 75, 75), (480, 0, 150)]);
        assert_eq!(chart.bars[0].words, "1970-01-11: 5");
        assert_eq!((chart.first.as_str(), chart.top.as_str()), ("1970-01-11", "10"));
        assert!(Chart::of(&[], 0, 364).bars.is_empty());
    }
}
