//! What the tests need from Debian and npm, and how it gets here.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

/// A program and the Debian package it comes in.
struct Tool {
    program: &'static str,
    package: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool { program: "initdb", package: "postgresql" },
    Tool { program: "chromium", package: "chromium" },
    Tool { program: "node", package: "nodejs" },
    Tool { program: "npm", package: "npm" },
    Tool { program: "java", package: "default-jre-headless" },
    Tool { program: "python3", package: "python3-venv" },
    // With what the ledger is checked from outside.
    Tool { program: "openssl", package: "openssl" },
    Tool { program: "curl", package: "curl" },
    Tool { program: "jq", package: "jq" },
    // A cache in front of the site, and the part of it that knows pages by keys.
    Tool { program: "varnishd", package: "varnish" },
    Tool { program: "libvmod_xkey.so", package: "varnish-modules" },
    // Writes down what a server does to its files, for the test of a power cut.
    Tool { program: "strace", package: "strace" },
];

/// Where a program is: on the path, in Debian's place for PostgreSQL's server programs, or among those that are not for
/// everybody; parts of Varnish where it looks for them.
pub fn find(program: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut places: Vec<_> = std::env::split_paths(&path).chain(["/usr/sbin".into()]).collect();
    if let Ok(machines) = std::fs::read_dir("/usr/lib") {
        places.extend(machines.flatten().map(|machine| machine.path().join("varnish/vmods")));
    }
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        places.extend(versions.flatten().map(|version| version.path().join("bin")));
    }
    places.into_iter().map(|place| place.join(program)).find(|file| file.is_file())
}

/// Whether this process is root's.
pub fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.trim_ascii() == b"0")
}

/// Installs missing Debian packages when it may, else says what to type.
pub fn install_packages() -> Result<()> {
    let missing: Vec<&str> =
        TOOLS.iter().filter(|tool| find(tool.program).is_none()).map(|tool| tool.package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!("apt-get update && apt-get install -y --no-install-recommends {}", missing.join(" "));
    if !is_root() || find("apt-get").is_none() {
        bail!("these packages are missing; as root: {line}");
    }
    println!("xtask: {line}");
    let status = Command::new("sh").args(["-c", &line]).env("DEBIAN_FRONTEND", "noninteractive").status()?;
    if !status.success() {
        bail!("the packages could not be installed; try by hand: {line}");
    }
    Ok(())
}

/// Installs the browser tests' npm packages as their lock file says.
pub fn install_npm(browser: &Path) -> Result<()> {
    let lock = browser.join("package-lock.json");
    let installed = browser.join("node_modules/.package-lock.json");
    let newer = |a: &Path, b: &Path| -> Option<bool> {
        Some(a.metadata().ok()?.modified().ok()? >= b.metadata().ok()?.modified().ok()?)
    };
    if newer(&installed, &lock) == Some(true) {
        return Ok(());
    }
    let line = "npm ci --ignore-scripts --no-audit --no-fund";
    println!("xtask: {line}");
    let status =
        Command::new("sh").args(["-c", line]).current_dir(browser).status().context("can't run npm")?;
    if !status.success() {
        bail!("npm packages could not be installed; try in browser/: {line}");
    }
    Ok(())
}

/// Installs other people's programs for web archives, and their mail server, into a folder of their own, and answers with where they are.
pub fn install_archive_tools(root: &Path, target: &Path) -> Result<std::path::PathBuf> {
    install_python(&root.join("crates/courant/tests/archive-tools.txt"), &target.join("archive-tools"))
}

/// Installs Isso, which comments are measured against, and answers with its program.
pub fn install_isso(root: &Path, target: &Path) -> Result<std::path::PathBuf> {
    Ok(install_python(&root.join("bench/isso.txt"), &target.join("isso"))?.join("isso"))
}

/// Installs what a file lists, from PyPI, into a folder of its own, and answers with where the programs are.
fn install_python(listed: &Path, folder: &Path) -> Result<std::path::PathBuf> {
    let bin = folder.join("bin");
    // Written last, so that a broken installation is done again; anew when the list has changed.
    let stamp = folder.join("installed.txt");
    let wanted = std::fs::read(listed).with_context(|| format!("can't read {}", listed.display()))?;
    if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(bin);
    }
    let line = format!(
        "python3 -m venv '{0}' && '{0}/bin/pip' install --quiet --requirement '{1}'",
        folder.display(),
        listed.display()
    );
    println!("xtask: {line}");
    let status = Command::new("sh").args(["-c", &line]).status().context("can't run python3")?;
    if !status.success() {
        bail!(
            "what {} lists could not be installed (needs python3-venv and the net); try by hand: {line}",
            listed.display()
        );
    }
    std::fs::write(&stamp, wanted).with_context(|| format!("can't write {}", stamp.display()))?;
    Ok(bin)
}
