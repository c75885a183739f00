//! Files by content: each lies under the SHA-256 of its bytes, `ab/cdef…`, and never changes.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use model::Moment;
use sha2::{Digest, Sha256};

use crate::Error;

/// Where files lie that somebody has sent and that are still to be read.
const INCOMING: &str = "incoming";
/// Seconds for which such a file is kept: a month.
const SENT_KEPT: i64 = 30 * 86_400;
/// Begins the names of files that are being written.
const UNFINISHED: &str = ".unfinished-";

/// The directory of captured bytes and pictures. Captures and media rows name their file by hash.
#[derive(Debug)]
pub struct Files {
    root: PathBuf,
    /// Sets the unfinished files of this process apart from another's.
    nonce: i64,
    unfinished: AtomicU64,
    /// Which of the directories `00` to `ff` are known to stand on the disk by their names.
    settled: [AtomicBool; 256],
}

/// The SHA-256 of bytes, in lower-case hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// A digest in lower-case hex.
pub(crate) fn hex(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Files {
    pub(crate) fn open(root: &Path, nonce: i64) -> Result<Files, Error> {
        make_directory(root)?;
        let settled = [const { AtomicBool::new(false) }; 256];
        Ok(Files { root: root.to_owned(), nonce, unfinished: AtomicU64::new(0), settled })
    }

    /// Where the file of a hash lies, whether it exists or not; `None` for text that is no SHA-256 in
    /// lower-case hex, so that no input can name a path outside.
    pub fn path(&self, sha256: &str) -> Option<PathBuf> {
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        if sha256.len() != 64 || !sha256.bytes().all(hex) {
            return None;
        }
        Some(self.root.join(&sha256[..2]).join(&sha256[2..]))
    }

    /// Whether the file of a hash is here.
    pub fn contains(&self, sha256: &str) -> bool {
        self.path(sha256).is_some_and(|path| path.is_file())
    }

    /// The bytes of a hash, `None` when they are not here.
    ///
    /// # Errors
    /// When the file is here but can't be read.
    pub fn get(&self, sha256: &str) -> Result<Option<Vec<u8>>, Error> {
        let Some(path) = self.path(sha256) else { return Ok(None) };
        match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io(&path, &error)),
        }
    }

    /// The hashes of all files here, unread.
    ///
    /// # Errors
    /// When the directory can't be read.
    pub fn names(&self) -> Result<Vec<String>, Error> {
        let listed = |directory: &Path| -> Result<Vec<PathBuf>, Error> {
            let list = fs::read_dir(directory).and_then(|entries| {
                entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()
            });
            list.map_err(|error| Error::io(directory, &error))
        };
        let part =
            |path: &Path| path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let mut names = Vec::new();
        for directory in listed(&self.root)?.iter().filter(|path| path.is_dir()) {
            let first = part(directory);
            names.extend(listed(directory)?.iter().map(|file| format!("{first}{}", part(file))));
        }
        names.retain(|name| self.path(name).is_some());
        names.sort_unstable();
        Ok(names)
    }

    /// Keeps bytes and answers with their hash; they have reached the disk when it returns. Doing it
    /// twice changes nothing.
    ///
    /// # Errors
    /// When the directory can't be written.
    pub fn put(&self, bytes: &[u8]) -> Result<String, Error> {
        let sha256 = sha256_hex(bytes);
        let directory = self.root.join(&sha256[..2]);
        let path = directory.join(&sha256[2..]);
        if !is_kept(&path, bytes) {
            self.write(&directory, &path, bytes)?;
        }
        // Both waits come after the name is given: the second finds most of its work done by the first. And they
        // come for known bytes, too: whoever wrote those may still be waiting.
        flush(&path)?;
        flush(&directory)?;
        self.settle(&sha256)?;
        Ok(sha256)
    }

    /// Waits until the name of a hash's directory has reached the disk: once for each while we run, whoever made it,
    /// for he may have been killed, or be on his way to do the same.
    fn settle(&self, sha256: &str) -> Result<(), Error> {
        let settled = usize::from_str_radix(&sha256[..2], 16).ok().and_then(|at| self.settled.get(at));
        if settled.is_some_and(|settled| settled.load(Ordering::Acquire)) {
            return Ok(());
        }
        flush(&self.root)?;
        if let Some(settled) = settled {
            settled.store(true, Ordering::Release);
        }
        Ok(())
    }

    fn write(&self, directory: &Path, path: &Path, bytes: &[u8]) -> Result<(), Error> {
        fs::create_dir_all(directory).map_err(|error| Error::io(directory, &error))?;
        let number = self.unfinished.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.root.join(format!("{UNFINISHED}{:016x}-{number}", self.nonce));
        fs::write(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, path)).map_err(|error| {
            // Ignored: the file may not even exist, and the first error says more.
            let _ = fs::remove_file(&unfinished);
            Error::io(path, &error)
        })
    }
}

impl Files {
    /// Removes what a kill has left half written, if that was before a moment, and what somebody has sent a month
    /// before that.
    ///
    /// # Errors
    /// When the directory can't be read or written.
    pub fn sweep(&self, before: Moment) -> Result<(), Error> {
        sweep_in(&self.root, UNFINISHED, before)?;
        let incoming = self.root.join(INCOMING);
        if incoming.is_dir() {
            sweep_in(&incoming, "", before.plus_seconds(-SENT_KEPT))?;
        }
        Ok(())
    }

    /// Where a file lies that somebody has sent and that is still to be read, by a name of letters and digits; its
    /// directory is there. `None` for another name.
    ///
    /// # Errors
    /// When the directory can't be made.
    pub fn incoming(&self, name: &str) -> Result<Option<PathBuf>, Error> {
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Ok(None);
        }
        let directory = self.root.join(INCOMING);
        make_directory(&directory)?;
        Ok(Some(directory.join(name)))
    }

    /// Gives a file that somebody has sent the name under which it is read later, as [`Files::incoming`] has it; it has
    /// reached the disk when this returns. `None` for a name that can't be.
    ///
    /// # Errors
    /// When the directory can't be written.
    pub fn take_in(&self, sent: &Path, name: &str) -> Result<Option<PathBuf>, Error> {
        let Some(place) = self.incoming(name)? else { return Ok(None) };
        flush(sent)?;
        fs::rename(sent, &place).map_err(|error| Error::io(&place, &error))?;
        settle_name(&place)?;
        Ok(Some(place))
    }

    /// A file to make something in that is not kept, on the disk where there is room for it. It has no name and
    /// is gone when it is closed, however that happens.
    ///
    /// # Errors
    /// When the directory can't be written.
    pub fn scratch(&self) -> Result<File, Error> {
        tempfile::tempfile_in(&self.root).map_err(|error| Error::io(&self.root, &error))
    }
}

/// Removes files of a directory whose names begin so, and that changed last before a moment.
fn sweep_in(directory: &Path, begins: &str, before: Moment) -> Result<(), Error> {
    let trouble = |error: std::io::Error| Error::io(directory, &error);
    for entry in fs::read_dir(directory).map_err(trouble)? {
        let entry = entry.map_err(trouble)?;
        if !entry.file_name().to_string_lossy().starts_with(begins) {
            continue;
        }
        // Another process may have finished it meanwhile.
        let Ok(changed) = entry.metadata().and_then(|known| known.modified()) else { continue };
        let since = changed.duration_since(UNIX_EPOCH).unwrap_or_default().as_micros();
        if i64::try_from(since).is_ok_and(|micros| micros < before.micros()) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// Whether these bytes lie there. A power cut may leave a file of their name and their length, and nothing in it.
fn is_kept(path: &Path, bytes: &[u8]) -> bool {
    fs::metadata(path).is_ok_and(|known| known.is_file() && known.len() == bytes.len() as u64)
        && fs::read(path).is_ok_and(|found| found == bytes)
}

/// Makes a directory, and those above it that are missing, so that no power cut takes away again what is kept in it.
///
/// # Errors
/// When it can't be made.
pub fn make_directory(path: &Path) -> Result<(), Error> {
    let missing =
        path.ancestors().take_while(|above| !above.as_os_str().is_empty() && !above.is_dir()).count();
    fs::create_dir_all(path).map_err(|error| Error::io(path, &error))?;
    // Of one that was there, too: whoever made it may have been killed before he came to this.
    path.ancestors().take(missing.max(1)).try_for_each(settle_name)
}

/// Waits until the name of a file or directory has reached the disk. Where we may not look into what holds it, it is
/// not ours to wait for.
///
/// # Errors
/// When the disk does not take it.
pub fn settle_name(path: &Path) -> Result<(), Error> {
    let Some(above) = path.parent() else { return Ok(()) };
    let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
    match File::open(above) {
        Ok(_) => flush(above),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(Error::io(above, &error)),
    }
}

/// Waits until a file, or the names in a directory, have reached the disk. Directories can't be opened everywhere
/// (not on Windows).
fn flush(path: &Path) -> Result<(), Error> {
    if cfg!(unix) || path.is_file() {
        File::open(path).and_then(|it| it.sync_all()).map_err(|error| Error::io(path, &error))?;
    }
    Ok(())
}
