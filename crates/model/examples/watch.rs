//! A year of watching, in some seconds: how many looks the schedule of `model::watch::pace` asks for.
//!
//! `cargo run --release -p model --example watch -- [SOURCES] [MILLISECONDS]` lets a site of so many sources
//! (100,000) live for a year of simulated time and prints what a day has of looks; with the CPU milliseconds
//! that one look costs (`bench/watch.py` measures them) also the share of one core. The same input gives the
//! same output: nothing is drawn.

#![expect(clippy::print_stdout, reason = "an example prints its table")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use model::watch::pace;
use model::{Cause, Found, Moment, SourceId, Watch, WatchId};

const DAY: i64 = 86_400;
const YEAR: i64 = 365;
/// Years over which a site has grown to its size, evenly.
const GROWN: i64 = 5;

/// How a site came to its sources.
#[derive(Clone, Copy, Debug)]
enum Site {
    /// Evenly over five years, and on at the same pace.
    Grown,
    /// All at once, by an import of posts as old as those.
    Imported,
    /// All published on the day on which the year begins: the worst there is.
    OneDay,
}

struct Year {
    /// Looks of each day.
    days: Vec<u64>,
    /// The most within an hour.
    busiest_hour: u64,
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let sources: i64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(100_000);
    let cost: Option<f64> = arguments.next().and_then(|text| text.parse().ok());
    println!("{sources} watched sources, one in fifty of them dead, one in fifty barred; looks a day:");
    println!(
        "{:<42} {:>8} {:>8} {:>8} {:>10} {:>9}",
        "site", "mean", "median", "busiest", "an hour", "of a core"
    );
    for (site, words) in [
        (Site::Grown, "grown over five years"),
        (Site::Imported, "imported at once, posts of five years"),
        (Site::OneDay, "all published on one day"),
    ] {
        let mut year = live(site, sources);
        let total: u64 = year.days.iter().sum();
        let mean = total as f64 / YEAR as f64;
        let busiest = year.days.iter().max().copied().unwrap_or_default();
        year.days.sort_unstable();
        let median = year.days[year.days.len() / 2];
        let share = cost.map_or("–".to_owned(), |ms| format!("{:.3} %", mean * ms / 864_000.0));
        println!("{words:<42} {mean:>8.0} {median:>8} {busiest:>8} {:>10} {share:>9}", year.busiest_hour);
    }
}

/// A year of a site, look by look.
fn live(site: Site, sources: i64) -> Year {
    let start = Moment::from_micros(1_800_000_000_000_000);
    let pace = GROWN * YEAR * DAY / sources;
    let mut queue: BinaryHeap<Reverse<(i64, i64)>> = BinaryHeap::new();
    let mut watches: Vec<Watch> = Vec::new();
    let begin = |queue: &mut BinaryHeap<_>, watches: &mut Vec<Watch>, cited: Moment, now: Moment| {
        let number = watches.len() as i64;
        let id = WatchId::from_raw((now.millis() << 20) + number);
        let watch = Watch::new(
            id,
            format!("https://outlet-{}.example/{number}", number % 977),
            Some(SourceId::from_raw(number)),
            cited,
            now,
        );
        queue.push(Reverse((watch.next_look.map_or(i64::MAX, Moment::seconds), number)));
        watches.push(watch);
    };
    for number in 0..sources {
        let age = match site {
            Site::Grown | Site::Imported => (sources - number) * pace,
            Site::OneDay => 0,
        };
        let cited = start.plus_seconds(-age);
        // A grown site met its sources when their posts came out, and has looked at them since.
        let met = if matches!(site, Site::Grown) { cited } else { start };
        begin(&mut queue, &mut watches, cited, met);
    }
    let mut coming: Vec<i64> = match site {
        Site::Grown => (0..YEAR * DAY / pace).rev().map(|number| number * pace).collect(),
        Site::Imported | Site::OneDay => Vec::new(),
    };
    let mut hours = vec![0_u64; (YEAR * 24) as usize];
    let end = start.plus_seconds(YEAR * DAY).seconds();
    while let Some(Reverse((due, number))) = queue.pop() {
        while let Some(at) = coming.pop_if(|at| start.seconds() + *at <= due) {
            let at = start.plus_seconds(at);
            begin(&mut queue, &mut watches, at, at);
        }
        if due >= end {
            break;
        }
        if let Ok(hour) = usize::try_from((due - start.seconds()).div_euclid(3_600)) {
            hours[hour] += 1;
        }
        let now = Moment::from_micros(due * 1_000_000);
        let watch = &mut watches[number as usize];
        watch.see(found(number), now);
        let next = pace::next_look(watch, now, None);
        queue.push(Reverse((next.seconds(), number)));
    }
    let days = hours.chunks(24).map(|hours| hours.iter().sum()).collect();
    Year { days, busiest_hour: hours.iter().max().copied().unwrap_or_default() }
}

/// One in fifty is dead, one in fifty shut.
fn found(number: i64) -> Found {
    match number % 50 {
        0 => Found::Nothing(Cause::Missing),
        1 => Found::Nothing(Cause::Refused),
        _ => Found::Same,
    }
}
