//! What it costs to find a post's related posts on a large site.
//!
//! `cargo run --release -p desk --example relating -- [POSTS]` fills a database of each engine (PostgreSQL's where
//! `COURANT_TEST_POSTGRES` names a server) with so many posts (100,000), their telling words as common as words are
//! (Zipf), five labels of three hundred each; then publishes posts of such words, relates them, and prints milliseconds
//! beside a plain read of a post by its key in the same run. The same input gives the same data.

#![expect(clippy::print_stdout, reason = "an example prints its table")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

mod large;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Instant;

use desk::When;
use model::related::most_bearers;
use model::{Actor, Job, PostId, RawWriting};

/// Different words there are.
const WORDS: u64 = 200_000;
/// Telling words of a post.
const TELLING: usize = 42;
/// Labels there are.
const LABELS: u64 = 300;
/// Posts that are related and timed.
const TIMED: usize = 100;
/// Rows in one statement.
const ROWS: usize = 5_000;

/// Numbers from 0 to below 1, the same ones each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((number ^ (number >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A rank: the first as likely as the second and third together, and so on.
    fn rank(&mut self, of: u64) -> u64 {
        ((of as f64).powf(self.throw()) - 1.0) as u64
    }
}

fn main() {
    let posts = std::env::args().nth(1).and_then(|word| word.parse::<i64>().ok()).unwrap_or(100_000);
    trial::on_both(|place| {
        let (desk, clock, first) = large::desk(place);
        let rows = fill(place.url(), first, posts);
        println!("{posts} posts, {rows} telling words on {}", place.store().engine());
        let mut dice = Dice(7);
        let (mut relating, mut reading, mut near) = (Vec::new(), Vec::new(), 0);
        for number in 0..TIMED {
            let words: Vec<String> = (0..400).map(|_| word(dice.rank(WORDS))).collect();
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
            let other = PostId::from_raw(first.raw() + 1 + number as i64 * 97 % posts);
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

/// Letters only, and no two with one stem.
fn word(rank: u64) -> String {
    let mut left = rank + 26 * 26 * 26;
    let mut word = String::from("q");
    while left > 0 {
        word.push(char::from(b'a' + (left % 26) as u8));
        left /= 26;
    }
    word + "q"
}

fn label(rank: u64) -> String {
    format!("label {}", word(rank))
}

/// Copies the first post, each with telling words of its own and labels; how many rows of words that made.
fn fill(url: &store::DatabaseUrl, first: PostId, posts: i64) -> usize {
    large::copy(url, first, posts, 1_000);
    let published = "WHERE kind = 'standing' AND key = 'published'";
    trial::alter(url, &format!("UPDATE tallies SET number = number + {posts} {published}"));
    let slug = |rank: u64| format!("label-{}", word(rank));
    let mut sql = String::from("INSERT INTO labels (slug, name) VALUES ");
    for rank in 0..LABELS {
        let comma = if rank == 0 { "" } else { "," };
        let _ = write!(sql, "{comma}('{}','{}')", slug(rank), label(rank));
    }
    trial::alter(url, &sql);
    let mut dice = Dice(1);
    // A word that very many have is chosen by no further post.
    let most = most_bearers(posts);
    let mut bearers = vec![0_i64; WORDS as usize];
    let (mut words, mut labels) = (Vec::new(), Vec::new());
    let mut rows = 0;
    for number in 1..=posts {
        let post = first.raw() + number;
        let mut own = BTreeSet::new();
        for _ in 0..400 {
            let rank = dice.rank(WORDS);
            if own.len() < TELLING && bearers[rank as usize] <= most && own.insert(rank) {
                bearers[rank as usize] += 1;
            }
        }
        rows += own.len();
        words.extend(own.into_iter().map(|rank| format!("({post},'word','{}',{})", word(rank), 600)));
        let own: BTreeSet<u64> = (0..5).map(|_| dice.rank(LABELS)).collect();
        labels.extend(own.into_iter().enumerate().map(|(at, rank)| {
            format!("({post},{at},'{}',{})", slug(rank), model::sample::noon().micros() - number)
        }));
        if words.len() >= ROWS * 20 || number == posts {
            insert(url, "telling_words (post_id, kind, word, weight)", &words);
            insert(url, "post_labels (post_id, position, label, published_at)", &labels);
            words.clear();
            labels.clear();
        }
    }
    trial::alter(
        url,
        "INSERT INTO tallies (kind, key, number) SELECT 'label', label, count(*) FROM post_labels GROUP BY label",
    );
    trial::alter(url, "ANALYZE");
    rows
}

fn insert(url: &store::DatabaseUrl, into: &str, rows: &[String]) {
    let parts: Vec<String> =
        rows.chunks(ROWS).map(|part| format!("INSERT INTO {into} VALUES {};", part.join(","))).collect();
    trial::alter(url, &format!("BEGIN;{}COMMIT;", parts.concat()));
}
