//! What it costs a request to count its reader.
//!
//! `cargo run --release -p web --example counting` counts a million readers, half of whom were here before and one in
//! ten of whom is a robot, on one thread and on two, and prints nanoseconds a look.

#![expect(clippy::print_stdout, reason = "an example prints its table")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use std::net::IpAddr;
use std::time::Instant;

use model::{Moment, PostId};
use web::visits::{Look, Visits};

const AGENTS: [&str; 5] = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
];
const LOOKS: u32 = 1_000_000;

fn look_from(visits: &Visits, first: u32, step: u32) {
    let now = Moment::from_micros(0);
    for number in (first..LOOKS).step_by(step as usize) {
        let look = Look {
            from: IpAddr::from((number / 2).to_be_bytes()),
            agent: AGENTS[(number / 2) as usize % if number % 10 == 0 { 5 } else { 4 }],
            purpose: "",
            range: false,
            signed_in: false,
            referrer: if number % 3 == 0 { "https://news.example/a/page?with=words" } else { "" },
        };
        visits.saw(PostId::from_raw(i64::from(number / 2 % 100)), look, now);
    }
}

fn main() {
    for threads in [1, 2] {
        let visits = Visits::new("blog.example");
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for first in 0..threads {
                let visits = &visits;
                scope.spawn(move || look_from(visits, first, threads));
            }
        });
        let nanos = begun.elapsed().as_nanos() * u128::from(threads) / u128::from(LOOKS);
        let counted: i64 = visits.take().posts.iter().map(|(_, _, count)| count).sum();
        println!("{threads} thread(s): {nanos} ns a look; {counted} readers of {LOOKS} looks");
    }
}
