//! `courant export --to PLACE`: everything of a site in words that other programs read.

mod elsewhere;
mod place;
mod told;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::parts;

pub use elsewhere::{Tongue, export as tell_elsewhere};
pub use place::Writer;

/// The last file, which names all others.
pub const MANIFEST: &str = "manifest.json";
/// What an export says of itself to people.
pub const README: &str = "README.md";

/// A file of an export, as the manifest names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Its path from the top of the export, with slashes.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in lower-case hex.
    pub sha256: String,
}

/// Writes everything of a site into a directory that is made, or a file whose name ends with `.zip`.
///
/// # Errors
/// When the site can't be read or the place can't be written; then nothing is there.
pub fn export(config: &Config, to: &Path, private: bool) -> Result<ExitCode> {
    let desk = parts::desk(config)?;
    let mut writer = Writer::begin(to)?;
    let made = (|| {
        writer.whole(README, told::readme(private).as_bytes())?;
        let counts = store::leave::read_out(desk.store(), private, &mut writer)?;
        let done = writer.finish(private, &counts)?;
        Ok::<_, anyhow::Error>((counts, done))
    })();
    let (counts, done) = made.with_context(|| format!("nothing was exported to {}", to.display()))?;
    let mut out = std::io::stdout().lock();
    for (noun, rows) in counts.iter().filter(|(_, rows)| **rows > 0) {
        writeln!(out, "{rows:>10} {}", noun.replace('_', " "))?;
    }
    let mib = done.bytes as f64 / f64::from(1 << 20);
    writeln!(out, "{}: {} files, {mib:.1} MiB", to.display(), done.files)?;
    if private {
        writeln!(
            out,
            "It holds mail addresses and networks, under private/: treat it as you would treat the site itself. \
             --without-private leaves them out."
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
