//! What it costs to make the popular lists anew on a large site.
//!
//! `cargo run --release -p desk --example ranking -- [POSTS] [VISITS]` fills a database of each engine (PostgreSQL's
//! where `COURANT_TEST_POSTGRES` names a server) with so many posts (100,000) and visits of one month (10,000,000), as
//! `trial::large` spreads them; then ranks ten times, a reader more each time, and prints milliseconds. The same input
//! gives the same data.

#![expect(clippy::print_stdout, reason = "an example prints its table")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::sync::Arc;
use std::time::Instant;

use desk::{Counted, Desk};
use model::{Clock, ManualClock};
use trial::large::{self, Plan};

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<i64>().ok());
    let (posts, visits) = (numbers.next().unwrap_or(100_000), numbers.next().unwrap_or(10_000_000));
    let until = model::sample::noon();
    let plan = Plan { posts, comments: 0, visits, telling: 0, beside: false, until };
    trial::on_both(|place| {
        large::fill(place.url(), &plan, |_| {}).expect("a new site can be filled");
        let clock = Arc::new(ManualClock::at(until));
        let desk = Desk::new(place.store(), clock.clone());
        let begun = Instant::now();
        desk.rank_popular().expect("it can be ranked");
        println!(
            "{posts} posts, {visits} visits on {}; the first ranking {:?}",
            place.store().engine(),
            begun.elapsed()
        );
        let mut times = Vec::new();
        for _ in 0..10 {
            let counted = Counted { posts: vec![(plan.id(0), clock.now().day(), 1)], ..Counted::default() };
            desk.record_visits(&counted).expect("visits can be written");
            let begun = Instant::now();
            desk.rank_popular().expect("it can be ranked");
            times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        println!("a ranking: {:.0} ms (median of ten; {:.0} to {:.0})", times[5], times[0], times[9]);
    });
}
