//! `courant export --evidence`: what was kept of a post's source, as a package that other programs replay.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Result, bail};
use desk::{Desk, evidence_name};
use model::{Actor, Permalink, PostId};

use crate::beside::Beside;
use crate::config::Config;
use crate::parts;

/// Writes the evidence of a post, named by its id, its path or its address.
///
/// # Errors
/// When there is no such post, nothing was kept of its source, or the file can't be written.
pub fn evidence(config: &Config, asked: &str, to: Option<&Path>) -> Result<ExitCode> {
    let desk = parts::desk(config)?;
    let post = post(&desk, asked)?;
    let to = to.map_or_else(|| PathBuf::from(evidence_name(post)), Path::to_owned);
    let (beside, mut file) = Beside::file(&to, 0o666)?;
    let packed = desk.write_evidence(&Actor::System, post, &mut file)?;
    beside.take_place(&file)?;
    let (records, captures, parts) = (packed.records, packed.captures, packed.parts);
    writeln!(std::io::stdout(), "{}: captures {captures}, parts {parts}, records {records}", to.display())?;
    for lack in &packed.lacking {
        writeln!(std::io::stderr(), "courant: not in the package: {lack}")?;
    }
    if !packed.lacking.is_empty() {
        writeln!(
            std::io::stderr(),
            "courant: the package was written and says inside what it lacks; bring those files back from a backup"
        )?;
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// The post of an id, a path (`/2026/11/slug`) or a whole address.
fn post(desk: &Desk, asked: &str) -> Result<PostId> {
    if let Ok(id) = asked.parse() {
        return Ok(id);
    }
    let path = match url::Url::parse(asked) {
        Ok(url) => url.path().to_owned(),
        Err(_) => asked.to_owned(),
    };
    if !path.starts_with('/') {
        bail!(
            "“{asked}” is neither a post’s id (13 characters) nor its path (/2026/11/slug) nor its address"
        );
    }
    let found = Permalink::parse(&path)
        .ok()
        .map(|permalink| desk.store().read(|conn| store::posts::by_permalink(conn, &permalink)));
    match found.transpose()?.flatten() {
        Some(post) => Ok(post.id),
        None => bail!("there is no post at {path} on this site; check --data and --database"),
    }
}
