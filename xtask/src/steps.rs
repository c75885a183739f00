//! The steps of `cargo xtask test`, in the order in which they fail fastest.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result};

use crate::postgres::Postgres;
use crate::tools;

/// Steps passed and failed.
#[derive(Default)]
struct Tally {
    passed: Vec<String>,
    failed: Vec<String>,
}

impl Tally {
    #[expect(clippy::disallowed_methods, reason = "how long a step took is for the person who waits")]
    fn step(&mut self, name: &str, command: &mut Command) {
        println!("\n=== {name}: {command:?}");
        let started = Instant::now();
        let well = command.status().is_ok_and(|status| status.success());
        println!(
            "=== {name}: {} in {} s",
            if well { "passed" } else { "FAILED" },
            started.elapsed().as_secs()
        );
        if well { &mut self.passed } else { &mut self.failed }.push(name.to_owned());
    }

    fn cannot(&mut self, name: &str, why: &anyhow::Error) {
        println!("\n=== {name}: COULD NOT RUN: {why:#}");
        if in_ci() {
            self.failed.push(name.to_owned());
        }
    }

    fn close(self) -> bool {
        println!("\npassed: {}", self.passed.join(", "));
        if !self.failed.is_empty() {
            println!("FAILED: {}", self.failed.join(", "));
        }
        println!("{} passed, {} failed", self.passed.len(), self.failed.len());
        self.failed.is_empty()
    }
}

fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty())
}

fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(here.parent().context("xtask has no parent directory")?.to_owned())
}

fn cargo(root: &Path, words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(root).args(words);
    command
}

/// Everything.
pub fn test() -> Result<bool> {
    let root = root()?;
    let mut tally = Tally::default();
    if let Err(error) = tools::install_packages() {
        tally.cannot("install", &error);
    }
    tally.step("fmt", &mut cargo(&root, &["fmt", "--all", "--check"]));
    let lints = ["clippy", "--release", "--workspace", "--all-targets", "--", "-D", "warnings"];
    tally.step("clippy", &mut cargo(&root, &lints));
    let mut tests = cargo(&root, &["test", "--release", "--workspace", "--no-fail-fast"]);
    match tools::install_archive_tools(&root, &target(&root)) {
        Ok(tools) => drop(tests.env("COURANT_TEST_ARCHIVE_TOOLS", tools)),
        Err(error) => tally.cannot("archive tools", &error),
    }
    let postgres = match Postgres::start() {
        Ok(server) => {
            tests.env("COURANT_TEST_POSTGRES", server.url());
            Some(server)
        }
        Err(error) => {
            tally.cannot("postgresql", &error);
            None
        }
    };
    tally.step("tests", &mut tests);
    drop(postgres);
    browser(&root, &mut tally);
    Ok(tally.close())
}

/// The browser journeys alone, on the binary that is built.
pub fn browser_only() -> Result<bool> {
    let root = root()?;
    let mut tally = Tally::default();
    tally.step("build", &mut cargo(&root, &["build", "--release", "--workspace", "--all-targets"]));
    browser(&root, &mut tally);
    Ok(tally.close())
}

fn browser(root: &Path, tally: &mut Tally) {
    let folder = root.join("browser");
    if let Err(error) = tools::install_npm(&folder) {
        return tally.cannot("browser", &error);
    }
    let mut journeys = Command::new("node");
    // Without names node finds the tests by theirs; a folder as an argument means something else from node 22 on.
    journeys.current_dir(&folder).args(["--test", "--test-concurrency=1"]);
    journeys.env("COURANT_BINARY", binary(root));
    tally.step("browser", &mut journeys);
}

fn target(root: &Path) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    root.join(target)
}

fn binary(root: &Path) -> PathBuf {
    target(root).join("release/courant")
}

/// The measurements.
pub fn bench(words: &[&str]) -> Result<bool> {
    let root = root()?;
    let mut tally = Tally::default();
    // All of it at once: package by package, libraries would be built anew with what each of them asks for.
    tally.step("build", &mut cargo(&root, &["build", "--release", "--workspace", "--bins", "--examples"]));
    let mut bench = Command::new("python3");
    bench.current_dir(&root).arg("bench/run.py").args(words).env("COURANT_BINARY", binary(&root));
    match tools::install_isso(&root, &target(&root)) {
        Ok(isso) => drop(bench.env("COURANT_BENCH_ISSO", isso)),
        // Its row says so.
        Err(error) => println!("xtask: no Isso to compare with: {error:#}"),
    }
    tally.step("bench", &mut bench);
    Ok(tally.close())
}
