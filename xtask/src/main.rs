//! The project's own chores, run as `cargo xtask test` and `cargo xtask bench`.
//!
//! `test` is everything CI does: it installs what it needs when it may, starts a private PostgreSQL, and
//! runs format, lints, every Rust test on both engines, and the browser journeys. A check that can't run
//! says so loudly; in CI (environment variable `CI`) it fails.

mod postgres;
mod steps;
mod tools;

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => steps::test(),
        ["test", "browser"] => steps::browser_only(),
        ["bench", rest @ ..] => steps::bench(rest),
        _ => {
            eprintln!(
                "usage: cargo xtask test            everything CI checks\n       cargo xtask test browser    only the browser journeys\n       cargo xtask bench [--quick]  the measurements in bench/"
            );
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
