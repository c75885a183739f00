//! `courant backup`, `restore` and `verify FILE`: everything of a site in one file, encrypted if a passphrase is set.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::ExitCode;

use age::secrecy::SecretString;
use anyhow::{Context, Result, bail};
use model::{Clock, Moment};
use store::Store;
use store::backup::{self, Contents};

use crate::beside::Beside;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::key::{self, Keys};
use crate::parts;

/// How an encrypted backup begins (<https://age-encryption.org/v1>).
const AGE: &[u8] = b"age-encryption.org/v1";
/// How a plain one begins (RFC 1952).
const GZIP: &[u8] = &[0x1f, 0x8b];
/// The signing key's name in a backup.
const KEY: &str = "ledger.key";
/// Bytes gathered before they are read or written.
const BUFFER: usize = 1 << 20;

/// What a file is, by how it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A backup that anybody can read.
    Plain,
    /// One that opens with a passphrase.
    Sealed,
}

/// What a file is; `None` for no backup. It is read from its beginning afterwards.
///
/// # Errors
/// When it can't be read.
pub fn kind(file: &mut File) -> std::io::Result<Option<Kind>> {
    let mut begin = Vec::new();
    file.take(AGE.len() as u64).read_to_end(&mut begin)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(match () {
        () if begin == AGE => Some(Kind::Sealed),
        () if begin.starts_with(GZIP) => Some(Kind::Plain),
        () => None,
    })
}

/// What an installation's backups are made and opened with.
#[derive(Clone)]
pub struct Seal {
    passphrase: Option<String>,
    keys: Keys,
}

impl Seal {
    /// That of a configuration.
    pub fn of(config: &Config) -> Seal {
        Seal { passphrase: config.backup_passphrase.clone(), keys: Keys::of(config) }
    }

    /// Whether backups are encrypted.
    pub fn is_set(&self) -> bool {
        self.passphrase.is_some()
    }

    /// Writes a backup while others go on writing.
    ///
    /// # Errors
    /// When the site, its key or the stream can't be read or written.
    pub fn write<W: Write>(&self, store: &Store, made: Moment, out: W) -> Result<(Contents, W)> {
        let mut extra = Vec::new();
        if let Keys::File(path) = &self.keys {
            match fs::read(path) {
                Ok(bytes) => extra.push((KEY.to_owned(), bytes)),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error).with_context(|| format!("can't read {}", path.display())),
            }
        }
        let by = concat!("courant ", env!("CARGO_PKG_VERSION"));
        let Some(phrase) = &self.passphrase else {
            return Ok(backup::write(store, by, made.iso(), &extra, out)?);
        };
        let phrase = SecretString::from(phrase.clone());
        let sealed = age::Encryptor::with_user_passphrase(phrase).wrap_output(out)?;
        let (contents, sealed) = backup::write(store, by, made.iso(), &extra, sealed)?;
        Ok((contents, sealed.finish()?))
    }

    /// Opens a stream of a kind. `path` is what it is called when something is wrong.
    ///
    /// # Errors
    /// When it is encrypted and the passphrase is missing or another one.
    pub fn open<'a>(&self, kind: Kind, input: impl Read + 'a, path: &Path) -> Result<Box<dyn Read + 'a>> {
        let input = BufReader::with_capacity(BUFFER, input);
        if kind == Kind::Plain {
            return Ok(Box::new(input));
        }
        let Some(phrase) = &self.passphrase else {
            bail!(
                "{} is encrypted; give its passphrase as COURANT_BACKUP_PASSPHRASE, or a file with it as \
                 COURANT_BACKUP_PASSPHRASE_FILE",
                path.display()
            );
        };
        let identity = age::scrypt::Identity::new(SecretString::from(phrase.clone()));
        let opened = age::Decryptor::new(input)
            .and_then(|sealed| sealed.decrypt(std::iter::once(&identity as &dyn age::Identity)))
            .with_context(|| format!("{} can't be opened with this passphrase", path.display()))?;
        Ok(Box::new(opened))
    }
}

/// Writes a backup into a file.
///
/// # Errors
/// When the site can't be read or the file can't be written; then there is no file.
pub fn write(config: &Config, to: &Path) -> Result<ExitCode> {
    let desk = parts::desk(config)?;
    let seal = Seal::of(config);
    let made = Beside::file(to, 0o600).and_then(|(beside, file)| {
        let out = BufWriter::with_capacity(BUFFER, file);
        let (contents, out) = seal.write(desk.store(), SystemClock.now(), out)?;
        beside.take_place(&out.into_inner().map_err(|error| error.into_error())?)?;
        Ok(contents)
    });
    let contents = made.with_context(|| format!("no backup was written to {}", to.display()))?;
    let sealed = if seal.is_set() { "encrypted" } else { "not encrypted" };
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
            key::keep(path, bytes).with_context(|| format!("can't make {}", path.display()))?;
        }
    }
    say(&format!("restored, as it was on {}: {}", contents.head.made, told(&contents)))
}

/// Whether a file begins as a backup does.
///
/// # Errors
/// When it can't be read.
pub fn is_one(file: &Path) -> Result<bool> {
    let found = File::open(file).and_then(|mut opened| kind(&mut opened));
    Ok(found.with_context(|| format!("can't open {}", file.display()))?.is_some())
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

fn open(config: &Config, path: &Path) -> Result<Box<dyn Read>> {
    let cannot = || format!("can't open {}", path.display());
    let mut file = File::open(path).with_context(cannot)?;
    match kind(&mut file).with_context(cannot)? {
        Some(kind) => Seal::of(config).open(kind, file, path),
        None => bail!("{} is no backup: it is neither a gzip nor an age file", path.display()),
    }
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
