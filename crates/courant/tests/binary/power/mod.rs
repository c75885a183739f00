//! The power fails: the machine forgets what was not synced. Whatever was acknowledged is there afterwards.
//!
//! The real binary runs from an empty directory on under strace, which writes down each byte that it gives to a file,
//! each sync and each answer to a client. From that the disk is played back on a model ([`disk`]) that keeps no more
//! than a file system owes, the power is cut at very many moments, and what is left is opened and looked through.
//! PostgreSQL keeps its own log and its own word on that; what is ours there is tested by `kill`.

#![expect(clippy::print_stderr, reason = "a test that is skipped must be seen, and how much was tried")]

mod burst;
mod disk;
mod look;
mod trace;

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use trial::large::Dice;

use burst::{Recorded, record};
use disk::{Deaf, Disk, Left, Luck};
use look::{Promises, look};
use trace::Call;

/// About so many moments right before a sync are tried, and so many others by lot.
const BEFORE_SYNCS: usize = 130;
const RANDOM: u64 = 90;
/// Fewer do to see a disk that does not sync at all.
const BEFORE_DEAF_SYNCS: usize = 40;

#[test]
fn what_was_acknowledged_survives_every_power_cut() {
    let Some(recorded) = recorded() else { return };
    let played = play(&recorded, Deaf::No, BEFORE_SYNCS, RANDOM);
    assert!(
        played.lost.is_empty(),
        "{} of {} states:\n{}",
        played.lost.len(),
        played.states,
        played.lost.join("\n")
    );
    eprintln!("{} states after a cut, {} promises at the end", played.states, played.promises.len());
    assert_eq!(played.mapped, ["courant.sqlite-shm"], "what SQLite keeps in memory is made anew after a cut");
    // The power was cut also while the log is written back: at an orderly end, and under way.
    let written = &played.written_back;
    assert!(written[2] > written[1] && written[3] > written[2], "{written:?}");
    // What the clients were told is what the trace saw being told.
    for promise in &recorded.told {
        assert!(played.promises.has(promise), "{promise:?} was told to a client and not seen in the trace");
    }
    assert!(played.promises.comments() > 600, "{} comments", played.promises.comments());

    // The same with syncs that do nothing is noticed, or this test would prove nothing.
    for deaf in [Deaf::Files, Deaf::Folders] {
        let played = play(&recorded, deaf, BEFORE_DEAF_SYNCS, 0);
        assert!(played.lost.len() > 10, "{deaf:?}: {} states", played.lost.len());
        assert!(played.lost.iter().any(|why| why.contains("comment ")), "{deaf:?}: {}", played.lost[0]);
    }
}

/// What came of a playback.
#[derive(Default)]
struct Played {
    states: usize,
    /// Of each state that lacked something, what, and where in the trace it was.
    lost: Vec<String>,
    promises: Promises,
    mapped: Vec<String>,
    /// How often the database's own file was written to, up to the end of each run.
    written_back: Vec<usize>,
}

fn play(recorded: &Recorded, deaf: Deaf, before_syncs: usize, random: u64) -> Played {
    let mut disk = Disk::new(&recorded.root, deaf);
    let mut played = Played::default();
    let mut dice = Dice::new(20_261_128);
    let syncs = recorded.runs.iter().flat_map(|run| &run.trace.calls);
    let every = syncs.filter(|call| matches!(call, Call::Sync { .. })).count().div_ceil(before_syncs);
    let (mut passed, mut tried) = (0, 0);
    let steps: u64 = recorded.runs.iter().map(|run| run.trace.steps.len() as u64).sum();
    for (number, run) in recorded.runs.iter().enumerate() {
        for (at, step) in run.trace.steps.iter().enumerate() {
            // The hardest moment of all before a sync: everything is promised that will be, nothing more is kept.
            if disk.is_sync(step) {
                passed += 1;
            }
            // One of a few; none is passed over twice that the one before it was.
            if disk.is_sync(step) && passed / every > tried {
                tried = passed / every;
                played.cut(&disk, Luck::None, &format!("run {number}, step {at}, before a sync"));
            }
            if dice.roll() % steps < random {
                let sector = if dice.roll() % 100 < 50 { 512 } else { 4096 };
                let often = [3, 30, 70, 97][(dice.roll() % 4) as usize];
                let luck = match dice.roll() % 8 {
                    0 => Luck::All,
                    _ => Luck::Some { often, sector, dice: Dice::new(dice.roll()) },
                };
                played.cut(&disk, luck.clone(), &format!("run {number}, step {at}, {luck:?}"));
            }
            if let Some(said) = disk.take(&run.trace, step) {
                played.promises.hear(said);
            }
        }
        played.written_back.push(disk.writes_to("data/courant.sqlite"));
        disk.process_ends();
        played.promises.ended(run.promised.clone());
        played.cut(&disk, Luck::None, &format!("run {number}, at its end"));
    }
    played.mapped = disk.mapped;
    played
}

impl Played {
    fn cut(&mut self, disk: &Disk, luck: Luck, when: &str) {
        self.states += 1;
        let noise = Dice::new(self.states as u64);
        let place = scratch();
        lay_out(&disk.cut_now(luck), place.path(), noise);
        if let Err(why) = look(&place.path().join("data"), &self.promises) {
            self.lost.push(format!("{when}: {why}"));
        }
    }
}

/// A folder for one state: in memory where there is such a place, for it is synced no more.
fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    TempDir::new_in(memory).or_else(|_| TempDir::new()).unwrap()
}

fn lay_out(left: &Left, root: &Path, mut noise: Dice) {
    for (path, bytes) in left {
        let to = root.join(path);
        let Some(bytes) = bytes else {
            std::fs::create_dir_all(to).unwrap();
            continue;
        };
        if path.to_string_lossy().ends_with("-shm") {
            // Was written through memory, unseen: it may hold anything, and nothing may depend on it.
            let junk: Vec<u8> = (0..4096).flat_map(|_| noise.roll().to_le_bytes()).collect();
            std::fs::write(to, junk).unwrap();
        } else {
            std::fs::write(to, bytes).unwrap();
        }
    }
}

/// The record of a site's first minutes, or `None`, said loudly, where they can't be recorded.
#[expect(clippy::disallowed_methods, reason = "whether this is CI is told by the environment")]
fn recorded() -> Option<Recorded> {
    let works = Command::new("strace").args(trace::WORDS).args(["-o", "/dev/null", "true"]).output();
    if works.as_ref().is_ok_and(|output| output.status.success()) {
        return Some(record());
    }
    eprintln!("SKIPPED: no power is cut, strace is missing or may not trace here: {works:?}");
    assert!(std::env::var("CI").is_err(), "in CI the power must be cut");
    None
}
