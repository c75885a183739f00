//! What an import says on a terminal: how far it is, and what became of everything.

use std::io::{self, Write};

use carry::Pass;
use indicatif::{ProgressBar, ProgressStyle};
use model::import::{Import, ImportState};
use model::{Clock, Moment};
use serde_json::{Value, json};

use super::run::Watcher;

/// Seconds between lines where there is no terminal.
const PACE: i64 = 10;
/// Reasons, names and pictures that the terminal shows; the report as JSON has all.
const SHOWN: usize = 12;

/// A bar on a terminal, plain lines elsewhere.
pub(super) struct Bar<'c> {
    clock: &'c dyn Clock,
    bar: ProgressBar,
    step: Option<&'static str>,
    said: Moment,
}

impl<'c> Bar<'c> {
    pub fn new(clock: &'c dyn Clock) -> Self {
        Bar { clock, bar: ProgressBar::no_length(), step: None, said: clock.now() }
    }

    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn at(&mut self, step: &'static str, bytes: bool, done: u64, of: u64) {
        if self.step != Some(step) {
            self.step = Some(step);
            let template = if bytes {
                "{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec}, {eta} left"
            } else {
                "{msg} {wide_bar} {pos}/{len}, {eta} left"
            };
            if let Ok(style) = ProgressStyle::with_template(template) {
                self.bar.set_style(style);
            }
            self.bar.reset();
            self.bar.set_message(step);
        }
        self.bar.set_length(of.max(done));
        self.bar.set_position(done);
        let now = self.clock.now();
        if self.bar.is_hidden() && now >= self.said.plus_seconds(PACE) {
            self.said = now;
            let done = if bytes {
                format!("{} of {} MB", done / 1_000_000, of / 1_000_000)
            } else {
                format!("{done} of {of}")
            };
            // Nobody may be listening; the work goes on.
            let _ = writeln!(io::stderr(), "{step}: {done}");
        }
    }
}

impl Watcher for Bar<'_> {
    fn read(&mut self, pass: Pass, done: u64, of: u64) {
        let step = match pass {
            Pass::Posts => "Posts",
            Pass::Comments => "Comments",
        };
        self.at(step, true, done, of);
    }

    fn pictures(&mut self, done: u64, of: u64) {
        self.at("Pictures", false, done, of);
    }
}

/// The report as a person reads it.
pub(super) fn report(out: &mut dyn Write, import: &Import, lost: &[(String, String)]) -> io::Result<()> {
    let report = &import.report;
    let done = if report.dry_run { "would come over" } else { "came over" };
    writeln!(out, "From {}: what {done}\n", import.platform)?;
    let widest = report.counts.keys().map(|kind| kind.chars().count()).max().unwrap_or(0).max(5);
    writeln!(
        out,
        "{:widest$}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}",
        "", "in file", "as it was", "changed", "here", "not here"
    )?;
    let total = report.total();
    for (kind, count) in
        report.counts.iter().map(|(kind, count)| (kind.as_str(), count)).chain([("all", &total)])
    {
        writeln!(
            out,
            "{kind:widest$}  {:>9}  {:>9}  {:>9}  {:>9}  {:>9}",
            count.found, count.kept, count.changed, count.known, count.dropped
        )?;
    }
    writeln!(
        out,
        "\n“here”: brought by an earlier run. The sums {}.",
        if report.adds_up() { "add up" } else { "do NOT add up: please report this" }
    )?;
    let mut reasons: Vec<_> = report.reasons.iter().collect();
    reasons.sort_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
    list(
        out,
        "What changed, and why some did not come",
        reasons.iter().map(|(why, number)| format!("{number:>6}  {why}")),
    )?;
    list(
        out,
        "Names in the export that nothing is known of",
        report.unknown.iter().map(|(name, number)| format!("{number:>6}  {name}")),
    )?;
    list(
        out,
        "Facts about people, kept private and never in a public export",
        report.private.iter().map(|(name, number)| format!("{number:>6}  {name}")),
    )?;
    list(
        out,
        "Pictures that could not be had",
        lost.iter().map(|(address, why)| format!("{address}: {why}")),
    )?;
    list(out, "Besides", report.notes.iter().cloned())?;
    if import.state == ImportState::Done && !report.dry_run {
        writeln!(out, "\nOld addresses lead here. Lines that name a source wait on the desk under Imports.")?;
    }
    Ok(())
}

fn list(out: &mut dyn Write, title: &str, lines: impl ExactSizeIterator<Item = String>) -> io::Result<()> {
    let number = lines.len();
    if number == 0 {
        return Ok(());
    }
    writeln!(out, "\n{title}:")?;
    for line in lines.take(SHOWN) {
        writeln!(out, "  {line}")?;
    }
    if number > SHOWN {
        writeln!(out, "  and {} more: --report FILE.json has all", number - SHOWN)?;
    }
    Ok(())
}

/// The report as programs read it.
pub(super) fn json(import: &Import, lost: &[(String, String)]) -> Value {
    let report = &import.report;
    let pictures: Vec<Value> =
        lost.iter().map(|(address, why)| json!({ "address": address, "why": why })).collect();
    json!({
        "platform": import.platform,
        "site": import.site,
        "package": import.name,
        "dry_run": report.dry_run,
        "state": import.state,
        "trouble": import.trouble,
        "adds_up": report.adds_up(),
        "total": report.total(),
        "counts": report.counts,
        "reasons": report.reasons,
        "unknown": report.unknown,
        "private": report.private,
        "entries": report.told,
        "lost_pictures": pictures,
        "notes": report.notes,
    })
}
