//! The ledger from a shell: look at it, change its key, check everything.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use desk::{Chain, Fault, Given, Term, fingerprint, public_pem};

use crate::config::Config;
use crate::key::{self, Keys};
use crate::parts;

/// Faults printed one by one; of more, how many.
const FAULTS: usize = 200;

/// `ledger show`: head and keys.
///
/// # Errors
/// When the database can't be read.
pub fn show(config: &Config) -> Result<()> {
    let desk = parts::desk(config)?;
    let (head, terms) = (desk.store().read(store::ledger::head)?, desk.ledger_keys()?);
    let mut out = std::io::stdout().lock();
    if head.number == 0 {
        writeln!(out, "The ledger has no lines yet; the server begins it when it starts.")?;
        return Ok(());
    }
    writeln!(out, "lines: {}\nhead:  {}", head.number, head.hash)?;
    for term in &terms {
        say_term(&mut out, term)?;
    }
    Ok(())
}

fn say_term(out: &mut impl Write, term: &Term) -> std::io::Result<()> {
    writeln!(out, "key {} signs from line {} on", fingerprint(&term.key), term.from)?;
    match &term.lost {
        Some(said) => writeln!(out, "  It was not vouched for by the key before it. The site said: {said}"),
        None => Ok(()),
    }
}

/// `ledger rotate`: a new key signs from here on. `lost`: what became of the key before, if it can't sign.
///
/// # Errors
/// When the key before can't sign and nobody said that it is lost; when the new one can't be kept.
pub fn rotate(config: &Config, lost: Option<&str>, to: Option<&Path>) -> Result<()> {
    let desk = parts::desk(config)?;
    let (next, place) = match (Keys::of(config), to) {
        (Keys::File(path), None) => (key::waiting(&path), Some(path)),
        (Keys::Given(_), None) => bail!(
            "this site's key is given by COURANT_LEDGER_KEY; name a file for the new one with --to FILE, and give that \
             to every server afterwards"
        ),
        (_, Some(to)) => (to.to_owned(), None),
    };
    // Made and on disk before the ledger hears of it; a try that failed before has left it here.
    let new = key::make(&next).map_err(|why| anyhow!(why))?;
    let line = desk.rotate_key(&new, lost)?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "Line {line} of the ledger enters the key {}.", fingerprint(new.public()))?;
    match place {
        Some(path) => {
            key::finish_rotation(&path, new.public()).map_err(|why| anyhow!(why))?;
            writeln!(
                out,
                "It lies in {}; back it up. A running server takes it up with its next line.",
                path.display()
            )?;
        }
        None => writeln!(
            out,
            "It lies in {}. Give it to every server of this site now (COURANT_LEDGER_KEY_FILE) and start them again: \
             until then they can't publish.",
            next.display()
        )?,
    }
    Ok(())
}

/// `verify`: everything this site holds, against its ledger. 1 when something is not as it was entered.
///
/// # Errors
/// When the database or the directory of files can't be read at all.
pub fn verify(config: &Config) -> Result<ExitCode> {
    let desk = parts::desk(config)?;
    let mut done = desk.verify()?;
    if let Keys::File(path) = Keys::of(config)
        && let (Some(term), Ok(Some(here))) = (done.terms.last(), key::read(&path))
        && term.key != here.public()
    {
        let what = format!(
            "it holds the key {}, and the ledger is signed with {}",
            fingerprint(here.public()),
            fingerprint(&term.key)
        );
        done.faults.push(Fault { place: path.display().to_string(), what });
    }
    let mut out = std::io::stdout().lock();
    say_faults(&mut out, &done.faults)?;
    writeln!(
        out,
        "{} lines, {} revisions, {} posts, {} captures, {} archive records and {} files were checked.",
        done.lines, done.revisions, done.posts, done.captures, done.records, done.files
    )?;
    say_terms(&mut out, &done.terms)?;
    if let Some(line) = done.stamped {
        writeln!(out, "An authority has seen the ledger up to line {line}.")?;
    }
    if done.unclaimed > 0 {
        writeln!(
            out,
            "{} files belong to nothing: a power cut between a file and its row leaves one, and so does a picture \
             nobody used. They harm nothing.",
            done.unclaimed
        )?;
    }
    end(&mut out, &done.faults, &done.head)
}

/// `verify FILE`: a ledger that was given out, by itself. `keys`: a file with the keys it must be signed with.
///
/// # Errors
/// When a file can't be read.
pub fn verify_file(file: &Path, keys: Option<&Path>) -> Result<ExitCode> {
    let read = |path: &Path| {
        fs::read_to_string(path).with_context(|| format!("can't read {} as text", path.display()))
    };
    let text = read(file)?;
    let (mut chain, mut faults) = (Chain::default(), Vec::new());
    for (at, row) in text.lines().enumerate().filter(|(_, row)| !row.trim().is_empty()) {
        match serde_json::from_str::<Given>(row) {
            Ok(given) => drop(chain.step(&given)),
            Err(error) => faults.push(Fault {
                place: format!("{}, row {}", file.display(), at + 1),
                what: format!("it is not a line of a ledger as /ledger.jsonl gives them: {error}"),
            }),
        }
    }
    faults.extend(chain.take_faults());
    if chain.number() == 0 {
        bail!("{} has no line of a ledger; it should be what a site's /ledger.jsonl gives", file.display());
    }
    if let Some(path) = keys {
        let known = read(path)?;
        let known: String = known.split_whitespace().collect();
        for term in chain.terms().iter().filter(|term| !known.contains(&term.key)) {
            faults.push(Fault {
                place: format!("line {}", term.from),
                what: format!(
                    "it enters the key {}, which is not in {}",
                    fingerprint(&term.key),
                    path.display()
                ),
            });
        }
    }
    let mut out = std::io::stdout().lock();
    say_faults(&mut out, &faults)?;
    writeln!(out, "{} lines were checked.", chain.number())?;
    say_terms(&mut out, chain.terms())?;
    if keys.is_none()
        && let Some(term) = chain.terms().last()
    {
        writeln!(
            out,
            "Compare this key with the one the site publishes, or give that with --key FILE:\n{}",
            public_pem(&term.key).trim_end()
        )?;
    }
    end(&mut out, &faults, chain.hash())
}

fn say_faults(out: &mut impl Write, faults: &[Fault]) -> std::io::Result<()> {
    for fault in faults.iter().take(FAULTS) {
        writeln!(out, "FAULT  {fault}")?;
    }
    match faults.len().checked_sub(FAULTS) {
        Some(more @ 1..) => writeln!(out, "… and {more} more"),
        _ => Ok(()),
    }
}

fn say_terms(out: &mut impl Write, terms: &[Term]) -> std::io::Result<()> {
    terms.iter().try_for_each(|term| say_term(out, term))
}

fn end(out: &mut impl Write, faults: &[Fault], head: &str) -> Result<ExitCode> {
    match faults.len() {
        0 => writeln!(out, "Everything is as it was entered. The head is {head}")?,
        1 => writeln!(out, "One thing is not as it was entered.")?,
        many => writeln!(out, "{many} things are not as they were entered.")?,
    }
    Ok(if faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
