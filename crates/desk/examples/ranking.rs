//! What it costs to make the popular lists anew on a large site.
//!
//! `cargo run --release -p desk --example ranking -- [POSTS] [VISITS]` fills a database of each engine (PostgreSQL's
//! where `COURANT_TEST_POSTGRES` names a server) with so many posts (100,000) and visits (10,000,000), the visits as
//! they come: a few posts have most, each most of them in its first days; then ranks ten times, a reader more each
//! time, and prints milliseconds. The same input gives the same data.

#![expect(clippy::print_stdout, reason = "an example prints its table")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

mod large;

use std::fmt::Write;
use std::time::Instant;

use desk::Counted;
use model::{Clock, PostId};

/// Days over which the posts came out.
const DAYS: i64 = 1_000;
/// Rows in one statement.
const ROWS: usize = 5_000;

fn main() {
    let mut numbers = std::env::args().skip(1).filter_map(|word| word.parse::<i64>().ok());
    let (posts, visits) = (numbers.next().unwrap_or(100_000), numbers.next().unwrap_or(10_000_000));
    trial::on_both(|place| {
        let (desk, clock, first) = large::desk(place);
        let (rows, sum) = fill(place.url(), first, clock.now().day(), posts, visits);
        let begun = Instant::now();
        desk.rank_popular().expect("it can be ranked");
        println!("{posts} posts, {sum} visits in {rows} rows; the first ranking {:?}", begun.elapsed());
        let mut times = Vec::new();
        for _ in 0..10 {
            let counted = Counted { posts: vec![(first, clock.now().day(), 1)], ..Counted::default() };
            desk.record_visits(&counted).expect("visits can be written");
            let begun = Instant::now();
            desk.rank_popular().expect("it can be ranked");
            times.push(begun.elapsed().as_secs_f64() * 1_000.0);
        }
        times.sort_by(f64::total_cmp);
        println!("a ranking: {:.0} ms (median of ten; {:.0} to {:.0})", times[5], times[0], times[9]);
    });
}

/// Copies the first post and spreads the visits; how many rows that made, and how many visits.
fn fill(url: &store::DatabaseUrl, first: PostId, today: i64, posts: i64, visits: i64) -> (usize, i64) {
    large::copy(url, first, posts, DAYS);
    // Of the post of rank r, visits as 1 / r; of those, half on its first day, a quarter on the next, and so on, with
    // one a day at least for as long as there are some left.
    let whole: f64 = (1..=posts).map(|rank| 1.0 / rank as f64).sum();
    let mut rows = Vec::new();
    for rank in 1..=posts {
        // Ranks are spread over ages by a step that shares no factor with the number of days.
        let age = rank * 617 % DAYS;
        let mut left = (visits as f64 / rank as f64 / whole).ceil() as i64;
        for day in 0..=age {
            if left == 0 {
                break;
            }
            let readers = (left / 2).max(left.min(1 + left / 100));
            rows.push((first.raw() + (rank * 31) % posts + 1, today - age + day, readers));
            left -= readers;
        }
    }
    rows.sort_unstable();
    rows.dedup_by_key(|row| (row.0, row.1));
    for part in rows.chunks(ROWS * 20) {
        let mut sql = String::from("BEGIN;");
        for part in part.chunks(ROWS) {
            sql.push_str("INSERT INTO visits (post_id, day, readers) VALUES ");
            for (number, (post, day, readers)) in part.iter().enumerate() {
                let comma = if number == 0 { "" } else { "," };
                let _ = write!(sql, "{comma}({post},{day},{readers})");
            }
            sql.push(';');
        }
        sql.push_str("COMMIT;");
        trial::alter(url, &sql);
    }
    trial::alter(
        url,
        "INSERT INTO visit_totals (post_id, readers) SELECT post_id, sum(readers) FROM visits GROUP BY post_id",
    );
    trial::alter(url, "ANALYZE");
    (rows.len(), rows.iter().map(|row| row.2).sum())
}
