//! `courant site --to DIR`: the whole public site as files that any web server serves.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};

use crate::config::Config;
use crate::front::Fronts;
use crate::{parts, serve};

/// Names the files that we have written, one a line: what is no longer part of the site is found by it and removed, and
/// nothing else ever is.
const LIST: &str = ".courant-site";

/// What was done with the files.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    written: u64,
    unchanged: u64,
    removed: u64,
}

/// Writes the copy, or brings an earlier one up to date.
///
/// # Errors
/// When a page can't be made, or the directory can't be written or holds something else.
pub fn run(config: &Config, to: &Path) -> Result<ExitCode> {
    serve::log();
    let desk = parts::desk(config)?;
    let scissors = parts::scissors(config, &desk)?;
    let origin = config.address.clone().unwrap_or_else(|| format!("http://{}", config.listen));
    let app = serve::app(config, desk, &scissors, origin.clone(), &Fronts::default())?;
    let runtime = serve::runtime()?;
    let mut copy = Copy::begin(to)?;
    let walked = runtime
        .block_on(web::copy(&app, &mut |path, content| copy.take(path, content)))
        .with_context(|| format!("the copy in {} is not whole; run this again", to.display()))?;
    let counted = copy.finish()?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{}: {} written, {} unchanged, {} removed",
        to.display(),
        counted.written,
        counted.unchanged,
        counted.removed
    )?;
    if walked.dead_count > 0 {
        writeln!(out, "{} links lead to nothing, here and at {origin}:", walked.dead_count)?;
        for (link, page) in &walked.dead {
            writeln!(out, "  {link} on {page}")?;
        }
    }
    if config.address.is_none() {
        writeln!(
            out,
            "No public address is configured, so the copy says that the live site is at {origin}. Set COURANT_ADDRESS, or \
             say --address https://example.org"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A directory with a copy.
struct Copy {
    root: PathBuf,
    before: BTreeSet<String>,
    list: BufWriter<File>,
    counted: Counted,
}

impl Copy {
    fn begin(root: &Path) -> Result<Copy> {
        fs::create_dir_all(root).with_context(|| format!("can't make {}", root.display()))?;
        let mut before = BTreeSet::new();
        match File::open(root.join(LIST)) {
            Ok(file) => {
                for line in BufReader::new(file).lines() {
                    before.insert(line.with_context(|| format!("can't read {}", root.join(LIST).display()))?);
                }
            }
            Err(_) => {
                if fs::read_dir(root)?.next().is_some() {
                    bail!(
                        "{} holds something that is no copy of a site; name a directory that is empty or not there",
                        root.display()
                    );
                }
            }
        }
        // The old list stays until the new one is whole, so that a copy that was cut off is still known for one.
        if before.is_empty() {
            File::create(root.join(LIST))?;
        }
        let list = File::create(root.join(format!("{LIST}.unfinished")))
            .with_context(|| format!("can't write in {}", root.display()))?;
        Ok(Copy { root: root.to_owned(), before, list: BufWriter::new(list), counted: Counted::default() })
    }

    /// Takes a file of the site: it is written if it differs from what is there.
    fn take(&mut self, path: &str, content: &[u8]) -> io::Result<()> {
        let file = self.root.join(path);
        writeln!(self.list, "{path}")?;
        self.before.remove(path);
        if fs::metadata(&file).is_ok_and(|known| known.len() == content.len() as u64)
            && fs::read(&file).is_ok_and(|there| there == content)
        {
            self.counted.unchanged += 1;
            return Ok(());
        }
        let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(named)?;
        }
        // Beside its place first: who reads while we write gets the old page or the new one.
        let mut beside = file.clone().into_os_string();
        beside.push(".unfinished");
        fs::write(&beside, content).and_then(|()| fs::rename(&beside, &file)).map_err(named)?;
        self.counted.written += 1;
        Ok(())
    }

    /// Removes what is no longer part of the site, and keeps the list of what is.
    fn finish(mut self) -> Result<Counted> {
        self.list.flush()?;
        for path in &self.before {
            let is_plain = path.split('/').all(|part| !part.is_empty() && part != "." && part != "..");
            if !is_plain || fs::remove_file(self.root.join(path)).is_err() {
                continue;
            }
            self.counted.removed += 1;
            let mut folder = Path::new(path).parent();
            // Directories that have become empty, up to the top; the first that is not stops it.
            while let Some(name) = folder.filter(|name| !name.as_os_str().is_empty()) {
                if fs::remove_dir(self.root.join(name)).is_err() {
                    break;
                }
                folder = name.parent();
            }
        }
        fs::rename(self.root.join(format!("{LIST}.unfinished")), self.root.join(LIST))?;
        Ok(self.counted)
    }
}
