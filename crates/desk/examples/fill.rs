//! Fills a new site of any size, to measure on or to look at.
//!
//! `cargo run --release -p desk --example fill -- --to DATABASE [--posts N] [--comments N] [--visits N] [--telling N]
//! [--beside yes|no]` fills a database (`sqlite:FILE` or `postgres://…`) with so many posts (1,000), comments (ten a post),
//! readers of the last thirty days (ten a post) and telling words of each post (10), and with pictures, feeds, watched
//! addresses and posts that are near others (`yes`); see `trial::large`. Posts alone, with all that makes them posts
//! (labels, sources, revisions, search terms, counts), are `--comments 0 --visits 0 --telling 0 --beside no`. On SQLite it
//! writes without syncing, so one that was stopped in between is to be thrown away. It prints how quick it was. The same numbers give the same
//! site, but for its moments: the newest post is of now.

#![expect(clippy::print_stdout, reason = "an example prints how it went")]
#![expect(clippy::print_stderr, reason = "and how far it is")]
#![expect(clippy::disallowed_methods, reason = "it measures time, and fills up to now")]

use std::process::ExitCode;
use std::time::{Instant, SystemTime};

use model::Moment;
use store::DatabaseUrl;
use trial::large::{self, Plan};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("fill: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<(), String> {
    let (mut to, mut plan) =
        (None, Plan { posts: 1_000, comments: -1, visits: -1, telling: 10, beside: true, until: now()? });
    for pair in words.chunks(2) {
        let [name, value] = pair else { return Err(format!("{} needs a value", pair[0])) };
        let number = || value.parse::<i64>().map_err(|_| format!("{name} {value}: not a number"));
        match name.as_str() {
            "--to" => to = Some(value),
            "--posts" => plan.posts = number()?,
            "--comments" => plan.comments = number()?,
            "--visits" => plan.visits = number()?,
            "--beside" => plan.beside = value != "no",
            "--telling" => plan.telling = usize::try_from(number()?).unwrap_or(0),
            _ => {
                return Err(format!(
                    "{name} is unknown; there are --to, --posts, --comments, --visits, --telling, --beside"
                ));
            }
        }
    }
    let to = to.ok_or("--to DATABASE is missing: sqlite:FILE or postgres://…")?;
    if plan.comments < 0 {
        plan.comments = plan.posts * 10;
    }
    if plan.visits < 0 {
        plan.visits = plan.posts * 10;
    }
    let url: DatabaseUrl = to.parse()?;
    let begun = Instant::now();
    let mut rows = begun.elapsed().as_secs_f64();
    large::fill(&url, &plan, |done| {
        rows = begun.elapsed().as_secs_f64();
        eprintln!("{rows:.1} s: {done}");
    })
    .map_err(|error| error.to_string())?;
    let all = begun.elapsed().as_secs_f64();
    println!(
        "{} posts, {} comments, {} visits in {all:.1} s: {:.0} posts/s with all that is theirs",
        plan.posts,
        plan.comments,
        plan.visits,
        plan.posts as f64 / all
    );
    Ok(())
}

fn now() -> Result<Moment, String> {
    let since =
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_err(|error| error.to_string())?;
    Ok(Moment::from_micros(i64::try_from(since.as_micros()).unwrap_or(0)))
}
