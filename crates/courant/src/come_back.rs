//! `courant import courant PLACE`: a site comes back from an export of its own.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use store::leave::{Back, FORMAT};
use zip::ZipArchive;

use crate::config::Config;
use crate::leave::{Listed, MANIFEST, README};
use crate::parts;

/// Faults that are named one by one.
const FAULTS: usize = 20;
/// Longest line, and largest post, in bytes: no row of ours comes near.
const LINE: u64 = 256 << 20;
/// Largest kept file.
const FILE: u64 = 1 << 30;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    format: u32,
    made_by: String,
    private: bool,
    counts: BTreeMap<String, u64>,
    files: Vec<Listed>,
}

/// What an export lies in.
enum Place {
    Folder(PathBuf),
    Zip(Box<ZipArchive<BufReader<File>>>),
}

/// Brings an export of this program back into an empty site: first everything is looked at, then everything is written
/// as one.
///
/// # Errors
/// When the export is damaged (says which files), not known, or there is a site already; then nothing is written but
/// kept files, which are named by their content and disturb nothing.
pub fn import_courant(config: &Config, from: &Path) -> Result<ExitCode> {
    let mut place = Place::open(from)?;
    let manifest = check(&mut place).with_context(|| format!("{} was not imported", from.display()))?;
    let desk = parts::desk(config)?;
    // What is private completes rows that came before.
    let mut files: Vec<&Listed> = manifest.files.iter().collect();
    files.sort_by_key(|file| file.path.starts_with("private/"));
    let put = |bytes: &[u8]| desk.store().files().put(bytes);
    let counts = desk
        .come_back::<anyhow::Error>(|back| {
            files
                .iter()
                .try_for_each(|file| take(&mut place, file, back, &put).with_context(|| file.path.clone()))
        })
        .with_context(|| format!("{} was not imported, and nothing of it was kept", from.display()))?;
    for (noun, wanted) in &manifest.counts {
        let came = counts.get(noun.as_str()).copied().unwrap_or(0);
        if came != *wanted {
            bail!("the manifest says {wanted} {noun}, and {came} came; the export was changed by hand");
        }
    }
    let mut out = std::io::stdout().lock();
    for (noun, rows) in counts.iter().filter(|(_, rows)| **rows > 0) {
        writeln!(out, "{rows:>10} {}", noun.replace('_', " "))?;
    }
    writeln!(out, "Everything came back from {}, made by {}.", from.display(), manifest.made_by)?;
    if !manifest.private {
        writeln!(out, "What tells who people are was left out when it was made, and is not here.")?;
    }
    if counts.contains_key("accounts") {
        writeln!(
            out,
            "Accounts came without passwords, so nobody can sign in yet. Make a one-time link for each: courant account \
             link NAME"
        )?;
    }
    if counts.contains_key("ledger") {
        writeln!(
            out,
            "The ledger came along, and the key that signs it did not. Before you serve, put keys/ledger.key from the old \
             place into the data directory; or, if you don't have it, run: courant ledger rotate --lost \"what became of \
             it\""
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Takes one file in.
fn take(
    place: &mut Place,
    file: &Listed,
    back: &mut Back<'_, '_>,
    put: &dyn Fn(&[u8]) -> Result<String, store::Error>,
) -> Result<()> {
    let parts: Vec<&str> = file.path.split('/').collect();
    let (folder, name) = (parts[0], parts[parts.len() - 1]);
    match (folder, parts.len(), name.rsplit_once('.')) {
        (README, 1, _) => Ok(()),
        ("posts", 2.., Some((_, "md" | "html"))) => Ok(()),
        ("posts", 2.., Some((_, "json"))) => {
            let mut text = String::new();
            place.read(&file.path)?.take(LINE).read_to_string(&mut text)?;
            Ok(back.row("posts", &text)?)
        }
        ("comments", 2.., Some((_, "jsonl"))) => {
            lines(place, &file.path, |line| Ok(back.row("comments", line)?))
        }
        ("private", 2, Some((noun, "jsonl"))) if Back::is_whole(noun) => {
            lines(place, &file.path, |line| Ok(back.row(noun, line)?))
        }
        ("private", 2, Some((noun, "jsonl"))) if Back::knows(noun, true) => {
            lines(place, &file.path, |line| Ok(back.private(noun, line)?))
        }
        (_, 1, Some((noun, "jsonl"))) if Back::knows(noun, false) => {
            lines(place, &file.path, |line| Ok(back.row(noun, line)?))
        }
        ("media" | "files", 3, _) => {
            let mut bytes = Vec::new();
            place.read(&file.path)?.take(FILE).read_to_end(&mut bytes)?;
            let sha256 = put(&bytes)?;
            if name.split('.').next() != Some(&sha256) {
                bail!("its bytes hash to {sha256}, which is not its name");
            }
            Ok(())
        }
        _ => bail!(
            "this Courant knows no such file; an export of a newer one is brought in by that one or a newer one"
        ),
    }
}

/// Each line of a file, with its number in what goes wrong.
fn lines(place: &mut Place, path: &str, mut each: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let mut input = BufReader::with_capacity(1 << 18, place.read(path)?);
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        number += 1;
        if input.by_ref().take(LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let text = std::str::from_utf8(&line).with_context(|| format!("line {number} is not UTF-8"))?;
        if !text.trim().is_empty() {
            each(text).with_context(|| format!("line {number}"))?;
        }
    }
}

/// Looks at every file before any is taken in.
fn check(place: &mut Place) -> Result<Manifest> {
    let Ok(input) = place.read(MANIFEST) else {
        bail!("there is no {MANIFEST}: it is no export of Courant, or one that was not finished");
    };
    let read: serde_json::Result<serde_json::Value> = serde_json::from_reader(BufReader::new(input));
    let read = read.with_context(|| format!("{MANIFEST} can't be read"))?;
    let format = read.get("format").and_then(serde_json::Value::as_u64).unwrap_or(0);
    if format != u64::from(FORMAT) {
        bail!(
            "this export has the shape {format}, and this Courant knows {FORMAT}; bring it in with the program that made \
             it: {}",
            read.get("made_by").and_then(serde_json::Value::as_str).unwrap_or("unknown")
        );
    }
    let manifest: Manifest =
        serde_json::from_value(read).with_context(|| format!("{MANIFEST} can't be read"))?;
    debug_assert_eq!(manifest.format, FORMAT);
    let mut faults = Vec::new();
    let mut there = place.names()?;
    there.sort_unstable();
    let mut wanted: Vec<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
    wanted.sort_unstable();
    for twice in wanted.windows(2).filter(|pair| pair[0] == pair[1]) {
        faults.push(format!("{} is named twice in {MANIFEST}", twice[0]));
    }
    for name in &there {
        if name != MANIFEST && wanted.binary_search(&name.as_str()).is_err() {
            faults.push(format!("{name} is there and not in {MANIFEST}"));
        }
    }
    for file in &manifest.files {
        if there.binary_search(&file.path).is_err() {
            faults.push(format!("{} is missing", file.path));
            continue;
        }
        let (size, sha256) = hashed(place.read(&file.path)?, file.size)
            .with_context(|| format!("{} can't be read", file.path))?;
        if (size, &sha256) != (file.size, &file.sha256) {
            faults.push(format!("{} is damaged: its bytes are not those that {MANIFEST} names", file.path));
        }
    }
    if faults.is_empty() {
        return Ok(manifest);
    }
    let more = faults.len().saturating_sub(FAULTS);
    faults.truncate(FAULTS);
    let rest = if more > 0 { format!("\n… and {more} more") } else { String::new() };
    bail!("the export is not whole:\n{}{rest}", faults.join("\n"))
}

/// Size and hash of what is read; a file that is longer than it should be is not read to its end.
fn hashed(input: Box<dyn Read + '_>, size: u64) -> io::Result<(u64, String)> {
    let (mut hash, mut part, mut sum) = (Sha256::new(), vec![0; 1 << 16], 0);
    let mut input = input.take(size.saturating_add(1));
    loop {
        let read = input.read(&mut part)?;
        if read == 0 {
            break;
        }
        hash.update(&part[..read]);
        sum += read as u64;
    }
    Ok((sum, hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()))
}

impl Place {
    fn open(from: &Path) -> Result<Place> {
        if from.is_dir() {
            return Ok(Place::Folder(from.to_owned()));
        }
        let file = File::open(from).with_context(|| format!("can't open {}", from.display()))?;
        let zip = ZipArchive::new(BufReader::new(file)).with_context(|| {
            format!("{} is neither a directory nor a zip that can be read", from.display())
        })?;
        Ok(Place::Zip(Box::new(zip)))
    }

    /// All files, by their paths with slashes. Whatever is neither file nor directory is refused.
    fn names(&self) -> Result<Vec<String>> {
        match self {
            Place::Zip(zip) => {
                let mut names = Vec::new();
                for name in zip.file_names() {
                    let name = name.context("a name in the zip can't be read")?;
                    if !name.ends_with('/') {
                        names.push(name.into_owned());
                    }
                }
                Ok(names)
            }
            Place::Folder(root) => {
                let (mut names, mut folders) = (Vec::new(), vec![String::new()]);
                while let Some(folder) = folders.pop() {
                    for entry in fs::read_dir(root.join(&folder))? {
                        let entry = entry?;
                        let name = entry.file_name().to_string_lossy().into_owned();
                        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                        let kind = entry.file_type()?;
                        if kind.is_dir() {
                            folders.push(path);
                        } else if kind.is_file() {
                            names.push(path);
                        } else {
                            bail!("{path} is neither a file nor a directory; an export has no links");
                        }
                    }
                }
                Ok(names)
            }
        }
    }

    fn read(&mut self, name: &str) -> Result<Box<dyn Read + '_>> {
        match self {
            Place::Zip(zip) => Ok(Box::new(zip.by_name(name)?)),
            Place::Folder(root) => {
                let plain = name.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
                if !plain || name.contains('\\') {
                    bail!("“{name}” is no name of a file in an export");
                }
                Ok(Box::new(File::open(root.join(name))?))
            }
        }
    }
}
