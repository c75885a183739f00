//! `courant backup`, `restore` and `verify FILE`: everything of a site in one file, encrypted if a passphrase is set.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::ExitCode;

use age::secrecy::SecretString;
use anyhow::{Context, Result, bail};
use model::Clock;
use store::backup::{self, Contents};

use crate::clock::SystemClock;
use crate::config::Config;
use crate::key::Keys;
use crate::parts;

/// How an encrypted backup begins (<https://age-encryption.org/v1>).
const AGE: &[u8] = b"age-encryption.org/v1";
/// How a plain one begins (RFC 1952).
const GZIP: &[u8] = &[0x1f, 0x8b];
/// The signing key's name in a backup.
const KEY: &str = "ledger.key";

/// Writes a backup while others go on writing.
///
/// # Errors
/// When the site can't be read or the file can't be written; then there is no file.
pub fn write(config: &Config, to: &Path) -> Result<ExitCode> {
    let desk = parts::desk(config)?;
    let mut extra = Vec::new();
    if let Keys::File(path) = Keys::of(config) {
        match fs::read(&path) {
            Ok(bytes) => extra.push((KEY.to_owned(), bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| format!("can't read {}", path.display())),
        }
    }
    // Beside its place first: what stands there is whole or is not there.
    let mut name = to.as_os_str().to_owned();
    name.push(".unfinished");
    let unfinished = Path::new(&name);
    let made = open_new(unfinished).and_then(|file| {
        let out = BufWriter::with_capacity(1 << 20, file);
        let made = SystemClock.now().iso();
        let by = concat!("courant ", env!("CARGO_PKG_VERSION"));
        let (contents, out) = match &config.backup_passphrase {
            Some(phrase) => {
                let phrase = SecretString::from(phrase.clone());
                let sealed = age::Encryptor::with_user_passphrase(phrase).wrap_output(out)?;
                let (contents, sealed) = backup::write(desk.store(), by, made, &extra, sealed)?;
                (contents, sealed.finish()?)
            }
            None => backup::write(desk.store(), by, made, &extra, out)?,
        };
        let file = out.into_inner().map_err(|error| error.into_error())?;
        file.sync_all()?;
        fs::rename(unfinished, to)?;
        Ok(contents)
    });
    let contents = match made {
        Ok(contents) => contents,
        Err(error) => {
            // It may not even exist, and the first error says more.
            let _ = fs::remove_file(unfinished);
            return Err(error).with_context(|| format!("no backup was written to {}", to.display()));
        }
    };
    let sealed = if config.backup_passphrase.is_some() { "encrypted" } else { "not encrypted" };
    say(&format!("{}: {}, {sealed}", to.display(), told(&contents)))
}

/// Brings a backup back into an empty site.
///
/// # Errors
/// When there is a site already, or the backup is damaged; then nothing of it is kept but files.
pub fn restore(config: &Config, from: &Path) -> Result<ExitCode> {
    let keys = Keys::of(config);
    let contents = backup::restore(&config.database, &config.files(), open(config, from)?)
        .with_context(|| format!("{} was not restored", from.display()))?;
    for (name, bytes) in &contents.extra {
        if let (KEY, Keys::File(path)) = (name.as_str(), &keys) {
            if let Some(directory) = path.parent() {
                fs::create_dir_all(directory)?;
            }
            let mut file = open_new(path)?;
            file.write_all(bytes).and_then(|()| file.sync_all())?;
        }
    }
    say(&format!("restored, as it was on {}: {}", contents.head.made, told(&contents)))
}

/// Whether a file begins as a backup does.
///
/// # Errors
/// When it can't be read.
pub fn is_one(file: &Path) -> Result<bool> {
    let mut begin = Vec::new();
    let opened = File::open(file).with_context(|| format!("can't open {}", file.display()))?;
    opened.take(AGE.len() as u64).read_to_end(&mut begin)?;
    Ok(begin.starts_with(GZIP) || begin == AGE)
}

/// Looks through a backup: all of it is there and as it was written.
///
/// # Errors
/// What is wrong, and where.
pub fn check(config: &Config, file: &Path) -> Result<ExitCode> {
    let contents = backup::check(open(config, file)?).with_context(|| file.display().to_string())?;
    let mut out = std::io::stdout().lock();
    for (table, rows) in contents.rows.iter().filter(|(_, rows)| **rows > 0) {
        writeln!(out, "{rows:>10} {table}")?;
    }
    drop(out);
    say(&format!("whole, made on {} by {}: {}", contents.head.made, contents.head.made_by, told(&contents)))
}

fn open(config: &Config, file: &Path) -> Result<Box<dyn Read>> {
    let is_sealed = {
        if !is_one(file)? {
            bail!("{} is no backup: it is neither a gzip nor an age file", file.display());
        }
        let mut first = [0; 1];
        File::open(file)?.read_exact(&mut first)?;
        first[0] == AGE[0]
    };
    let input = BufReader::with_capacity(1 << 20, File::open(file)?);
    if !is_sealed {
        return Ok(Box::new(input));
    }
    let Some(phrase) = &config.backup_passphrase else {
        bail!(
            "{} is encrypted; give its passphrase as COURANT_BACKUP_PASSPHRASE, or a file with it as \
             COURANT_BACKUP_PASSPHRASE_FILE",
            file.display()
        );
    };
    let identity = age::scrypt::Identity::new(SecretString::from(phrase.clone()));
    let opened = age::Decryptor::new(input)
        .and_then(|sealed| sealed.decrypt(std::iter::once(&identity as &dyn age::Identity)))
        .with_context(|| format!("{} can't be opened with this passphrase", file.display()))?;
    Ok(Box::new(opened))
}

/// A file that is not there yet, for nobody else to read.
fn open_new(path: &Path) -> Result<File> {
    let file = File::options().write(true).create_new(true).mode(0o600).open(path);
    file.with_context(|| format!("can't make {}", path.display()))
}

fn told(contents: &Contents) -> String {
    let mib = contents.bytes as f64 / f64::from(1 << 20);
    format!(
        "{} rows of {} tables, {} files, {mib:.1} MiB",
        contents.sum(),
        contents.rows.len(),
        contents.files
    )
}

fn say(line: &str) -> Result<ExitCode> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(ExitCode::SUCCESS)
}
