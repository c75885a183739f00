//! What it costs to find a post's related posts on a large site.
//!
//! `cargo run --release -p desk --example relating -- [POSTS]` fills a database of each engine (PostgreSQL's where
//! `COURANT_TEST_POSTGRES` names a server) with so many posts (100,000), their telling words as common as words are
//! (Zipf), labels of three hundred; then publishes posts of such words, relates them, and prints milliseconds beside a
//! plain read of a post by its key in the same run. The same input gives the same data.

#![expect(clippy::print_stdout, reason = "an example prints its table")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::sync::Arc;
use std::time::Instant;

use desk::{Desk, When};
use model::{Actor, Job, ManualClock, RawWriting};
use trial::large::{self, Dice, Plan, label, telling_word};

/// Different words there are.
const WORDS: u64 = 200_000;
/// Telling words of a post.
const TELLING: usize = 42;
/// Labels there are.
const LABELS: u64 = 300;
/// Posts that are related and timed.
const TIMED: usize = 100;

fn main() {
    let posts = std::env::args().nth(1).and_then(|word| word.parse::<i64>().ok()).unwrap_or(100_000);
    let until = model::sample::noon();
    let plan = Plan { posts, comments: 0, visits: 0, telling: TELLING, beside: false, until };
    trial::on_both(|place| {
        large::fill(place.url(), &plan, |_| {}).expect("a new site can be filled");
        let clock = Arc::new(ManualClock::at(until));
        let desk = Desk::new(place.store(), clock.clone());
        println!("{posts} posts of {TELLING} telling words on {}", place.store().engine());
        let mut dice = Dice::new(7);
        let (mut relating, mut reading, mut near) = (Vec::new(), Vec::new(), 0);
        for number in 0..TIMED {
            let words: Vec<String> = (0..400).map(|_| telling_word(dice.rank(WORDS))).collect();
            let labels: Vec<String> = (0..5).map(|_| label(dice.rank(LABELS))).collect();
            let raw = RawWriting {
                headline: format!("{} {}", words[0], words[1]),
                body: words.join(" "),
                labels: labels.join(", "),
                ..RawWriting::default()
            };
            clock.advance_seconds(60);
            let draft = desk.create(&Actor::System, &raw).expect("a draft can be made");
            let post = desk.publish(&Actor::System, draft.id, When::Now).expect("it can come out").id;
            relating.push(timed(|| desk.run_job(&Job::Relate { post }).map(drop)));
            let store = desk.store();
            let other = plan.id(number as i64 * 97 % posts);
            reading.push(timed(|| store.read(|conn| store::posts::by_id(conn, other)).map(drop)));
            near += desk.related_told(&Actor::System, post).expect("its list can be read").len();
        }
        let (relating, reading) = (median(relating), median(reading));
        println!(
            "relating a post: {:.1} ms (median of {TIMED}; {:.1} to {:.1}), {:.1} near each",
            relating.1,
            relating.0,
            relating.2,
            near as f64 / TIMED as f64
        );
        println!("reading a post by its key: {:.3} ms, ratio {:.0}", reading.1, relating.1 / reading.1);
    });
}

fn timed<E: std::fmt::Debug>(act: impl FnOnce() -> Result<(), E>) -> f64 {
    let begun = Instant::now();
    act().expect("it can be done");
    begun.elapsed().as_secs_f64() * 1_000.0
}

fn median(mut times: Vec<f64>) -> (f64, f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[0], times[times.len() / 2], times[times.len() - 1])
}
