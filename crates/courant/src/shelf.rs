//! The directory where this server puts backups: one is written and looked through, and those that had their time go.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, BufWriter, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use jiff::tz::TimeZone;
use model::backup::{backup_moment, backup_name};
use model::{
    BackupCheck, BackupDone, BackupFile, BackupLog, BackupPlan, BackupShelf, Clock, Moment, Wholeness,
};
use store::Store;
use store::backup::{self, Contents};

use crate::backup::{Kind, Seal, kind};
use crate::beside::{self, Beside};
use crate::config::Config;

/// Names read in the directory; whoever puts more into it is on his own.
const NAMES: usize = 100_000;
/// Bytes that are left to others on the disk.
const RESERVE: u64 = 64 << 20;
/// Bytes written between two looks at what is free.
const EACH: u64 = 16 << 20;
/// The file that says that a backup is being made: it is locked meanwhile.
const LOCK: &str = ".courant-backup.lock";

/// Where this server puts backups, and what they are made with.
#[derive(Clone)]
pub struct Shelf {
    directory: PathBuf,
    seal: Seal,
}

/// Why a backup was not made.
#[derive(Debug)]
pub struct NotMade {
    /// A sentence.
    pub why: String,
    /// Whether another try may go better in a moment.
    pub passing: bool,
}

impl NotMade {
    fn passing(error: &anyhow::Error) -> NotMade {
        NotMade { why: format!("{error:#}"), passing: true }
    }

    fn for_good(why: String) -> NotMade {
        NotMade { why, passing: false }
    }
}

/// What a backup is made by.
pub struct Order<'a> {
    /// Of what.
    pub store: &'a Store,
    /// What time it is.
    pub clock: &'a dyn Clock,
    /// Which older ones stay.
    pub plan: &'a BackupPlan,
    /// What is known of those.
    pub log: &'a BackupLog,
    /// In whose weeks and months.
    pub zone: &'a TimeZone,
    /// Whether to give up: the server is being stopped.
    pub stop: &'a dyn Fn() -> bool,
}

impl Shelf {
    /// That of a configuration, if it names a directory.
    pub fn of(config: &Config) -> Option<Shelf> {
        Some(Shelf { directory: config.backup_dir.clone()?, seal: Seal::of(config) })
    }

    /// What is there now.
    pub fn look(&self) -> BackupShelf {
        let files = match self.list() {
            Ok(files) => Ok(files),
            // It is made with the first backup.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(format!("{} can't be read: {error}", self.directory.display())),
        };
        BackupShelf {
            directory: self.directory.display().to_string(),
            seals: self.seal.is_set(),
            free: free(&self.directory),
            files,
        }
    }

    /// The backups there, newest first. What is called otherwise is not ours.
    fn list(&self) -> io::Result<Vec<BackupFile>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.directory)?.take(NAMES) {
            let entry = entry?;
            let Some(at) = entry.file_name().to_str().and_then(backup_moment) else { continue };
            // One that has just gone is not there.
            let Ok(about) = entry.metadata() else { continue };
            if about.is_file() {
                let kind = File::open(entry.path()).and_then(|mut file| kind(&mut file)).unwrap_or(None);
                files.push(BackupFile {
                    at,
                    size: about.len(),
                    sealed: kind.map(|kind| kind == Kind::Sealed),
                });
            }
        }
        files.sort_unstable_by_key(|file| std::cmp::Reverse(file.at));
        Ok(files)
    }

    fn path(&self, at: Moment) -> PathBuf {
        self.directory.join(backup_name(at))
    }

    /// Makes a backup: written beside its place, looked through from beginning to end, put into its place; then those
    /// that have had their time go. Whatever goes wrong before that removes nothing.
    ///
    /// # Errors
    /// Why there is none.
    pub fn put(&self, order: &Order<'_>) -> Result<(BackupDone, BackupCheck), NotMade> {
        let _lock = self.lock()?;
        self.clear();
        let before = self.list().context("can't list the backups there");
        let before = before.map_err(|error| NotMade::passing(&error))?;
        let is_whole = |file: &&BackupFile| order.log.state(&backup_name(file.at)) == Wholeness::Whole;
        let last = before.iter().find(is_whole).or(before.first());
        if let Some(free) = free(&self.directory) {
            room(last.map_or(0, |last| last.size), free)
                .map_err(|why| NotMade::for_good(format!("{}: {why}", self.directory.display())))?;
        }
        // A name has no fractions of a second.
        let mut at = Moment::from_micros(order.clock.now().seconds() * 1_000_000);
        while self.path(at).exists() {
            // A whole one is never written over.
            at = at.plus_seconds(1);
        }
        let (contents, size) = self.write(order, at).map_err(|error| NotMade::passing(&error))?;
        let now = order.clock.now();
        let done = BackupDone {
            name: backup_name(at),
            at: now,
            size,
            rows: contents.sum(),
            files: contents.files,
            removed: self.rotate(order, at, &before),
        };
        Ok((done, BackupCheck { at: now, state: Wholeness::Whole, why: None }))
    }

    /// Keeps others from making one at the same time, until it is dropped or the program ends, however it ends.
    fn lock(&self) -> Result<File, NotMade> {
        let path = self.directory.join(LOCK);
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&self.directory);
        let opened = made
            .and_then(|()| File::options().write(true).create(true).truncate(false).mode(0o600).open(&path))
            .with_context(|| format!("nothing can be written to {}", self.directory.display()));
        let file = opened.map_err(|error| NotMade::passing(&error))?;
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => Err(NotMade {
                why: format!("another backup is just being written to {}", self.directory.display()),
                passing: true,
            }),
            // A file system that knows no locks: then two at a time are both written, under names of their own.
            Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
        }
    }

    /// Removes what killed runs have left.
    fn clear(&self) {
        let Ok(names) = fs::read_dir(&self.directory) else { return };
        for entry in names.take(NAMES).flatten() {
            let name = entry.file_name();
            if name.to_str().and_then(beside::finished).and_then(backup_moment).is_some()
                && let Err(error) = beside::clear(&entry.path())
            {
                tracing::warn!(%error, "what an unfinished backup left is still there");
            }
        }
    }

    fn write(&self, order: &Order<'_>, at: Moment) -> Result<(Contents, u64)> {
        let to = self.path(at);
        let (beside, file) = Beside::file(&to, 0o600)?;
        let out = BufWriter::with_capacity(1 << 20, file);
        let out = Watched { inner: out, stop: order.stop, disk: Some(&self.directory), since: 0 };
        let (contents, out) = self.seal.write(order.store, at, out)?;
        let file = out.inner.into_inner().map_err(|error| error.into_error())?;
        let size = file.metadata()?.len();
        let seen = self
            .look_through(beside.path(), order.stop)
            .context("the backup was written and is not whole when read again; is the disk all right?")?;
        anyhow::ensure!(seen == contents, "the backup holds something else than was written to it");
        beside.take_place(&file)?;
        Ok((contents, size))
    }

    fn look_through(&self, path: &Path, stop: &dyn Fn() -> bool) -> Result<Contents> {
        let mut file = File::open(path)?;
        let kind = kind(&mut file)?.context("it is neither a gzip nor an age file")?;
        let input = Watched { inner: file, stop, disk: None, since: 0 };
        Ok(backup::check(self.seal.open(kind, input, path)?)?)
    }

    /// Removes the backups that have had their time, now that there is one more; the names of those that are gone.
    fn rotate(&self, order: &Order<'_>, new: Moment, before: &[BackupFile]) -> Vec<String> {
        let state = |file: &BackupFile| (file.at, order.log.state(&backup_name(file.at)));
        let mut all: Vec<_> = before.iter().filter(|file| file.at != new).map(state).collect();
        all.push((new, Wholeness::Whole));
        let mut removed = Vec::new();
        for at in order.plan.leaving(&all, order.zone) {
            match fs::remove_file(self.path(at)) {
                Ok(()) => removed.push(backup_name(at)),
                // It is tried again after the next backup.
                Err(error) => {
                    tracing::warn!(%error, backup = %backup_name(at), "an old backup is still there")
                }
            }
        }
        removed
    }

    /// Looks through the older backup that nobody has looked at for the longest time: which it is, what was seen, and
    /// which ones are there. `None` when there is none besides the newest, or it was interrupted.
    pub fn look_again(&self, order: &Order<'_>) -> Option<(Moment, BackupCheck, Vec<Moment>)> {
        let _lock = self.lock().ok()?;
        let files = self.list().ok()?;
        let looked = |file: &&BackupFile| order.log.checks.get(&backup_name(file.at)).map(|check| check.at);
        let at = files.iter().skip(1).min_by_key(looked)?.at;
        let path = self.path(at);
        let (state, why) = match self.look_through(&path, order.stop) {
            Ok(_) => (Wholeness::Whole, None),
            Err(_) if (order.stop)() => return None,
            // What was sealed with another passphrase may be as good as ever.
            Err(error) if error.downcast_ref::<store::Error>().is_none() && is_sealed(&path) => {
                (Wholeness::Unknown, Some(format!("{error:#}")))
            }
            Err(error) => (Wholeness::Broken, Some(format!("{error:#}"))),
        };
        let check = BackupCheck { at: order.clock.now(), state, why };
        Some((at, check, files.iter().map(|file| file.at).collect()))
    }
}

fn is_sealed(path: &Path) -> bool {
    let found = File::open(path).and_then(|mut file| kind(&mut file));
    matches!(found, Ok(Some(Kind::Sealed)))
}

/// Bytes that are free to us on the disk of a directory, or of the nearest one above it that is there.
fn free(directory: &Path) -> Option<u64> {
    let there = directory.ancestors().find(|path| path.is_dir()).unwrap_or(Path::new("."));
    let about = rustix::fs::statvfs(there).ok()?;
    Some(about.f_bavail.saturating_mul(about.f_frsize))
}

/// Whether another backup has room beside what is there, as far as the size of the last one tells: sites grow.
fn room(last: u64, free: u64) -> Result<(), String> {
    let needed = last.saturating_add(last / 4).saturating_add(RESERVE);
    if free >= needed {
        return Ok(());
    }
    let mib = |bytes: u64| bytes.div_ceil(1 << 20);
    Err(format!(
        "there are {} MiB free on the disk, and the next backup may need {} MiB. Make room, or have fewer kept, and \
         ask for a backup again; those that are there stay",
        mib(free),
        mib(needed),
    ))
}

/// A stream that ends when the server is being stopped, and before the disk is full.
struct Watched<'a, S> {
    inner: S,
    stop: &'a dyn Fn() -> bool,
    /// A directory of the disk that must not become full.
    disk: Option<&'a Path>,
    since: u64,
}

impl<S> Watched<'_, S> {
    fn look(&mut self, bytes: usize) -> io::Result<()> {
        if (self.stop)() {
            return Err(io::Error::other("the server is being stopped; it goes on when it serves again"));
        }
        self.since += bytes as u64;
        if self.since >= EACH {
            self.since = 0;
            if self.disk.and_then(free).is_some_and(|free| free < RESERVE) {
                return Err(io::Error::other("the disk is nearly full"));
            }
        }
        Ok(())
    }
}

impl<W: Write> Write for Watched<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.look(bytes.len())?;
        self.inner.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.look(into.len())?;
        self.inner.read(into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_no_room_is_refused_in_words() {
        assert_eq!(room(0, RESERVE), Ok(()));
        assert_eq!(room(400 << 20, (500 << 20) + RESERVE), Ok(()));
        let why = room(400 << 20, 500 << 20).unwrap_err();
        assert!(why.contains("500 MiB free") && why.contains("need 564 MiB"), "{why}");
        assert!(room(u64::MAX, u64::MAX - 1).is_err());
        assert!(room(1, 0).is_err());
        assert!(free(Path::new("/nowhere/at/all")).is_some(), "of a directory that is not made yet");
    }

    #[test]
    fn a_stream_ends_when_the_server_is_stopped() {
        let out = |stop: &dyn Fn() -> bool| {
            let mut out = Watched { inner: Vec::new(), stop, disk: Some(Path::new("/")), since: 0 };
            out.write_all(&[0; 100]).map(|()| out.inner.len())
        };
        assert_eq!(out(&|| false).unwrap(), 100);
        assert!(out(&|| true).unwrap_err().to_string().contains("being stopped"));
    }
}
