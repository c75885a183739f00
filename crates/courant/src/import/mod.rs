//! A site is brought over: `courant import`, and the job that does the same for an upload.

mod print;
mod run;

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use carry::{Choices, Package};
use clap::Args;
use desk::Desk;
use model::import::{Import, ImportChoices, ImportReport, ImportState, Platform};
use model::{Actor, Clock, ImportId, Moment};

use crate::clipping::Scissors;
use crate::config::Config;
use crate::parts;
use print::Bar;
use run::{Run, Watcher};

/// Seconds the job works before it lets others have the worker: less than a job's lease.
const SLICE: i64 = 60;

/// What the command line asks for.
#[derive(Debug, Args)]
pub struct Asked {
    /// The export as it was downloaded: a file, packed or not, a zip, or a folder
    path: PathBuf,
    /// Where the site is read now, like example.org: some exports don't say
    #[arg(long, value_name = "HOST")]
    host: Option<String>,
    /// Which blog, when the export holds several
    #[arg(long, value_name = "NAME")]
    blog: Option<String>,
    /// Say what would happen and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write what became of everything into this file, as JSON
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
    /// Leave pictures where they are
    #[arg(long)]
    without_pictures: bool,
}

/// Brings a site over, and prints what became of everything.
///
/// # Errors
/// When the export or the site can't be read or written; what was written before stays, and the same command goes on.
pub fn import(config: &Config, platform: Platform, asked: &Asked) -> Result<ExitCode> {
    let package = Package::open(&asked.path)?;
    let desk = parts::desk(config)?;
    let scissors = parts::scissors(config, &desk)?;
    let name = asked
        .path
        .file_name()
        .map_or_else(|| asked.path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let now = desk.clock().now();
    let choices = ImportChoices {
        host: asked.host.clone(),
        blog: asked.blog.clone(),
        without_pictures: asked.without_pictures,
    };
    let import = if asked.dry_run {
        Import {
            id: ImportId::from_raw(0),
            platform,
            site: String::new(),
            name,
            choices,
            state: ImportState::Reading,
            by: None,
            started: now,
            changed: now,
            trouble: None,
            report: ImportReport::new(platform, true),
        }
    } else {
        desk.begin_import(&Actor::System, platform, &name, &choices)?
    };
    let mut bar = Bar::new(desk.clock());
    let run = Run { desk: &desk, scissors: &scissors, package: &package, actor: &Actor::System };
    let import = run.go(import, asked.dry_run, &mut bar)?;
    bar.end();
    let lost = if asked.dry_run { Vec::new() } else { run.lost(&import)? };
    print::report(&mut std::io::stdout().lock(), &import, &lost)?;
    if let Some(path) = &asked.report {
        let file =
            File::create(path).with_context(|| format!("can’t write the report {}", path.display()))?;
        let mut file = BufWriter::new(file);
        let written = serde_json::to_writer_pretty(&mut file, &print::json(&import, &lost));
        written
            .map_err(anyhow::Error::from)
            .and_then(|()| Ok(file.flush()?))
            .with_context(|| format!("can’t write the report {}", path.display()))?;
    }
    match &import.trouble {
        Some(why) => anyhow::bail!("{why}"),
        None => Ok(ExitCode::SUCCESS),
    }
}

/// Works for a while on an import that was uploaded, and promises to go on; the work of [`model::Job::Import`].
///
/// # Errors
/// The desk's and the store's.
pub fn go_on(desk: &Desk, scissors: &Scissors, id: ImportId) -> Result<Option<String>, desk::Error> {
    let import = desk.import(&Actor::System, id)?;
    if import.state == ImportState::Done {
        return Ok(None);
    }
    let Some(path) = desk.store().files().incoming(&id.to_string())? else { return Ok(None) };
    let actor = Actor::System;
    let broken = |import: &Import, why: String| {
        let import = Import { state: ImportState::Broken, trouble: Some(why), ..import.clone() };
        desk.note_import(&import)
    };
    let package = match Package::open(&path) {
        Ok(package) => package,
        Err(_) if !path.exists() => {
            // What it brought stays what it is.
            let state = match import.state {
                ImportState::Pictures => ImportState::Done,
                state => state,
            };
            let why =
                "The export is not kept here any more: upload it again. Nothing comes twice.".to_owned();
            desk.note_import(&Import { state, trouble: Some(why), ..import })?;
            return Ok(None);
        }
        Err(why) => {
            broken(&import, why.what)?;
            let _ = fs::remove_file(&path);
            return Ok(None);
        }
    };
    let run = Run { desk, scissors, package: &package, actor: &actor };
    let mut watcher = Slice { clock: desk.clock(), until: desk.clock().now().plus_seconds(SLICE) };
    match run.go(import.clone(), false, &mut watcher) {
        Ok(import) if matches!(import.state, ImportState::Reading | ImportState::Pictures) => {
            desk.promise_import(id)?
        }
        Ok(import) => {
            // Kept for a while where another try may bring more; the sweep takes it.
            if import.state == ImportState::Done && desk.picture_counts(id)?.lost == 0 {
                let _ = fs::remove_file(&path);
            }
        }
        Err(error) => {
            let why = format!("{error:#}");
            match error.downcast::<desk::Error>() {
                Ok(error) => return Err(error),
                Err(_) => broken(&import, why)?,
            }
        }
    }
    Ok(None)
}

/// Lets a job work for its time, unseen.
struct Slice<'c> {
    clock: &'c dyn Clock,
    until: Moment,
}

impl Watcher for Slice<'_> {
    fn go_on(&self) -> bool {
        self.clock.now() < self.until
    }
}

fn choices(import: &Import) -> Choices {
    Choices { host: import.choices.host.clone(), blog: import.choices.blog.clone() }
}
