//! Fetches pages and, given a folder, keeps what was exchanged as WARC files there: for measuring what that costs.
//! `fetching ORIGIN COUNT FOLDER` (or `-`), where ORIGIN is `http://ADDRESS:PORT` or https; prints the milliseconds of CPU it
//! took, the first fetch aside: what a program sets up once is no cost of a page.

#![expect(clippy::print_stdout, reason = "an example's output")]

#[path = "../src/recording.rs"]
#[expect(dead_code, reason = "pages as seen are not measured")]
mod recording;

use std::error::Error;
use std::path::Path;

use model::Moment;
use recording::Told;
use store::{DatabaseUrl, Store};
use wire::{Accept, Config, Wire};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [origin, count, folder] = words.as_slice() else {
        return Err("ORIGIN COUNT FOLDER".into());
    };
    let (_, address) = origin.split_once("://").ok_or("ORIGIN is http://ADDRESS:PORT, or https")?;
    let wire = Wire::new(Config { allow: vec![address.parse()?], ..Config::default() })?;
    let store = match folder.as_str() {
        "-" => None,
        folder => {
            let folder = Path::new(folder);
            let database = DatabaseUrl::Sqlite(folder.join("site.sqlite"));
            Some(Store::open(&database, &folder.join("files"))?)
        }
    };
    wire.get(&format!("{origin}/0"), Accept::Page)?;
    let begun = cpu()?;
    for number in 0..count.parse::<i64>()? {
        let exchange = wire.get(&format!("{origin}/{number}"), Accept::Page)?;
        if let Some(store) = &store {
            // Every page at a time of its own, or the second round would find the files of the first.
            let at = Moment::from_micros(begun as i64 * 1_000 + number);
            let told = Told { at, until: at, robots: exchange.robots.as_ref() };
            store.files().put(&recording::fetched(&exchange.hops, &told, None))?;
        }
    }
    println!("{}", (cpu()? - begun) as f64 / 1e6);
    Ok(())
}

/// Nanoseconds of CPU that all threads of this program have had.
fn cpu() -> Result<u64, Box<dyn Error>> {
    let mut sum = 0;
    for thread in std::fs::read_dir("/proc/self/task")? {
        let told = std::fs::read_to_string(thread?.path().join("schedstat"))?;
        sum += told.split(' ').next().unwrap_or_default().parse::<u64>()?;
    }
    Ok(sum)
}
