//! Clipping for hours holds no more memory than clipping for a minute.

#![expect(clippy::print_stderr, reason = "a test that is skipped must be seen")]

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Stdio};

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
    for outlet in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
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
    let own = article(&format!("Number {number}"), &format!("What only page {number} says, {}.", number * 7_919));
    samples[number % samples.len()].replacen("</body>", &format!("<p>{number}</p>{own}</body>"), 1)
}

struct Extract {
    child: Child,
    answers: std::io::Lines<BufReader<std::process::ChildStdout>>,
}

impl Extract {
    fn start() -> Extract {
        let mut child = bare(&["extract"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap()).lines();
        Extract { child, answers }
    }

    fn clip(&mut self, number: usize, html: &str) {
        let line = json!({ "id": number, "url": format!("https://gazette.example/{number}"), "html": html });
        let input = self.child.stdin.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
    }

    /// Waits until that many pages have been answered.
    fn answered(&mut self, count: usize) {
        for _ in 0..count {
            let line = self.answers.next().unwrap().unwrap();
            let answer: Value = serde_json::from_str(&line).unwrap();
            assert!(answer["error"].is_null() && answer["text"].as_str().is_some_and(|t| t.len() > 200), "{line}");
        }
    }
}

#[test]
fn three_hundred_pages_take_no_more_memory_than_a_hundred() {
    let samples = samples();
    let mut extract = Extract::start();
    let Some(at_start) = resident(extract.child.id()) else { return };
    let mut measured = Vec::new();
    for (from, to) in [(0, FIRST), (FIRST, LAST)] {
        std::thread::scope(|scope| {
            let Extract { child, answers } = &mut extract;
            let mut input = child.stdin.take().unwrap();
            let samples = &samples;
            let writer = scope.spawn(move || {
                for number in from..to {
                    let line = json!({
                        "id": number,
                        "url": format!("https://gazette.example/{number}"),
                        "html": page(samples, number),
                    });
                    // What fills the pipe leaves it when the page is read.
                    writeln!(input, "{line}").unwrap();
                }
                // An output that is kept back until the input ends would be waited for in vain.
                input.flush().unwrap();
                input
            });
            let _ = (&writer, &answers);
            child.stdin = Some(writer.join().unwrap());
        });
        extract.answered(0);
        measured.push(resident(extract.child.id()).unwrap());
    }
    eprintln!("{at_start} {measured:?}");
}
