//! Clipping for hours holds no more memory than clipping for a minute.

#![expect(clippy::print_stderr, reason = "a test that is skipped must be seen")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::outlet::article;
use crate::place::{Place, bare};

/// Pages after which memory is measured first: by then every cache, table and thread is there.
const FIRST: usize = 100;
/// Pages after which it is measured again.
const LAST: usize = 300;
/// What it may have grown by between the two, in KiB. A page and all that is made of it is a few hundred
/// KiB; if one of a hundred pages stayed, this would be passed.
const GROWTH: u64 = 6 * 1024;

/// The same for a server, whose database and threads fill caches of their own.
const SERVED_GROWTH: u64 = 24 * 1024;

/// Resident memory of a process in KiB; `None`, said loudly, where the system does not tell.
fn resident(process: u32) -> Option<u64> {
    let path = format!("/proc/{process}/status");
    if !Path::new(&path).exists() {
        eprintln!("SKIPPED: memory is measured on Linux only, from {path}");
        return None;
    }
    let status = std::fs::read_to_string(path).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    Some(line.split_whitespace().nth(1).unwrap().parse().unwrap())
}

/// The demo's pages.
fn samples() -> Vec<String> {
    let mut pages = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for outlet in
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for page in std::fs::read_dir(outlet).unwrap().map(|entry| entry.unwrap().path()) {
            if page.extension().is_some_and(|extension| extension == "html") {
                pages.push(std::fs::read_to_string(page).unwrap());
            }
        }
    }
    pages.sort();
    assert!(pages.len() > 5, "the samples are elsewhere");
    pages
}

/// A page like one of them, but of its own.
fn page(samples: &[String], number: usize) -> String {
    let own =
        article(&format!("Number {number}"), &format!("What only page {number} says, {}.", number * 7_919));
    samples[number % samples.len()].replacen("</body>", &format!("<p>{number}</p>{own}</body>"), 1)
}

/// Measures a process after each of two numbers of pages; what it holds then, in KiB.
#[track_caller]
fn grows_little(process: u32, growth: u64, mut clip: impl FnMut(usize)) {
    if resident(process).is_none() {
        return;
    }
    let mut held = Vec::new();
    for (from, to) in [(0, FIRST), (FIRST, LAST)] {
        (from..to).for_each(&mut clip);
        held.extend(resident(process));
    }
    eprintln!("KiB held after {FIRST} and {LAST} pages: {held:?}");
    assert!(held[1] <= held[0] + growth, "KiB held after {FIRST} and {LAST} pages: {held:?}");
}

#[test]
fn three_hundred_pages_take_no_more_memory_than_a_hundred() {
    let samples = samples();
    let mut child = bare(&["extract"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    grows_little(child.id(), GROWTH, |number| {
        let url = format!("https://gazette.example/{number}");
        writeln!(input, "{}", json!({ "id": number, "url": url, "html": page(&samples, number) })).unwrap();
        let line = answers.next().unwrap().unwrap();
        let answer: Value = serde_json::from_str(&line).unwrap();
        assert!(answer["text"].as_str().is_some_and(|text| text.len() > 200), "{line}");
    });
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_server_that_clips_all_day_holds_no_more_memory() {
    let samples = samples();
    let place = Place::sqlite();
    let token = place.token("editor");
    let server = place.serve().with_token(&token);
    grows_little(server.process(), SERVED_GROWTH, |number| {
        let url = format!("https://gazette.example/{number}");
        let seen = json!({ "url": url, "html": page(&samples, number) });
        server.api("POST", "/api/clippings", &seen).expect(201);
    });
}
