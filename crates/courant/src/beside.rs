//! What is written beside its place until it is whole: in the place itself stands something whole, or nothing.
//!
//! What a killed run has left there is replaced by the next. That it was left, and is not just being written by another
//! program, is told by a lock on it, which ends with the program that holds it, however that ends.

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

/// How often another's leftover is cleared away before we give up: each time somebody else was quicker.
const TRIES: u32 = 5;
/// What its name ends with until it is whole.
const UNFINISHED: &str = ".unfinished";

/// A place for something that is being written. Dropped before [`Beside::take_place`], all of it is removed.
#[derive(Debug)]
pub struct Beside {
    to: PathBuf,
    unfinished: PathBuf,
    is_placed: bool,
    /// A folder's lock; a file's is held by the file.
    _hold: Option<File>,
}

/// Where something stands until it is whole.
pub fn unfinished(to: &Path) -> PathBuf {
    // Without a slash at the end.
    let mut name = to.components().collect::<PathBuf>().into_os_string();
    name.push(UNFINISHED);
    PathBuf::from(name)
}

/// The name of what is to be whole, of the name it has until then.
pub fn finished(name: &str) -> Option<&str> {
    name.strip_suffix(UNFINISHED)
}

/// Removes what a killed run has left.
///
/// # Errors
/// When somebody is just writing it, or it can't be removed.
pub fn clear(unfinished: &Path) -> Result<()> {
    let cannot = || format!("can't remove {}, which an earlier run has left", unfinished.display());
    let left = match File::open(unfinished) {
        Ok(left) => left,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(cannot),
    };
    hold(&left, unfinished)?;
    if !is_there(unfinished, &left) {
        // Whoever wrote it has just finished.
        return Ok(());
    }
    let is_folder = left.metadata().with_context(cannot)?.is_dir();
    let removed = if is_folder { fs::remove_dir_all(unfinished) } else { fs::remove_file(unfinished) };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).with_context(cannot),
        _ => Ok(()),
    }
}

/// Locks what is being written, until it is closed.
fn hold(file: &File, path: &Path) -> Result<()> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            bail!("{} is just being written by another program; let that end first", path.display())
        }
        // A file system that knows no locks: then two at a time are not told apart.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// Whether an open file is the one of a path.
fn is_there(path: &Path, file: &File) -> bool {
    match (fs::symlink_metadata(path), file.metadata()) {
        (Ok(there), Ok(ours)) => (there.dev(), there.ino()) == (ours.dev(), ours.ino()),
        _ => false,
    }
}

impl Beside {
    /// A new file, with rights like `0o600`.
    ///
    /// # Errors
    /// When it can't be made, or somebody is just writing it.
    pub fn file(to: &Path, mode: u32) -> Result<(Beside, File)> {
        let path = unfinished(to);
        for _ in 0..TRIES {
            clear(&path)?;
            let made = File::options().read(true).write(true).create_new(true).mode(mode).open(&path);
            match made {
                Ok(file) => {
                    hold(&file, &path)?;
                    if is_there(&path, &file) {
                        return Ok((Beside::new(to, path, None), file));
                    }
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => {
                    return Err(error).with_context(|| format!("can't make {}", path.display()));
                }
            }
        }
        bail!("{} is being written again and again by another program", path.display())
    }

    /// A new folder that nobody else can read, with those above it.
    ///
    /// # Errors
    /// When it can't be made, or somebody is just writing it.
    pub fn folder(to: &Path) -> Result<Beside> {
        let path = unfinished(to);
        clear(&path)?;
        let cannot = || format!("can't make {}", path.display());
        DirBuilder::new().recursive(true).mode(0o700).create(&path).with_context(cannot)?;
        let folder = File::open(&path).with_context(cannot)?;
        hold(&folder, &path)?;
        Ok(Beside::new(to, path, Some(folder)))
    }

    fn new(to: &Path, unfinished: PathBuf, hold: Option<File>) -> Beside {
        Beside { to: to.to_owned(), unfinished, is_placed: false, _hold: hold }
    }

    /// Where it stands until it is whole.
    pub fn path(&self) -> &Path {
        &self.unfinished
    }

    /// Puts it into its place, in one step; what stood there is replaced. `last` is what was written last, and is on
    /// the disk before.
    ///
    /// # Errors
    /// When it can't be; then it is removed.
    pub fn take_place(mut self, last: &File) -> Result<()> {
        let cannot = || format!("can't put it in its place, {}", self.to.display());
        last.sync_all().and_then(|()| fs::rename(&self.unfinished, &self.to)).with_context(cannot)?;
        self.is_placed = true;
        // That it has its name must outlast a power failure, too; not every file system can promise that.
        if let Some(parent) = self.to.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            drop(File::open(parent).and_then(|parent| parent.sync_all()));
        }
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.is_placed {
            // Whatever went wrong before says more.
            let _ = fs::remove_file(&self.unfinished).or_else(|_| fs::remove_dir_all(&self.unfinished));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn what_a_killed_run_left_is_replaced_and_what_is_being_written_is_not() {
        let place = tempfile::tempdir().unwrap();
        let to = place.path().join("site.backup");
        fs::write(&to, "whole").unwrap();
        fs::write(unfinished(&to), "half of an old one, and longer").unwrap();
        let (beside, mut file) = Beside::file(&to, 0o600).unwrap();
        assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600);
        file.write_all(b"new").unwrap();
        let why = Beside::file(&to, 0o600).unwrap_err().to_string();
        assert!(why.contains("just being written") && why.contains("site.backup.unfinished"), "{why}");
        assert_eq!(fs::read(&to).unwrap(), b"whole");
        beside.take_place(&file).unwrap();
        assert_eq!(fs::read(&to).unwrap(), b"new");
        assert!(!unfinished(&to).exists());
        // Given up: what stood there stands.
        drop(Beside::file(&to, 0o600).unwrap());
        assert!(!unfinished(&to).exists() && fs::read(&to).unwrap() == b"new");
    }

    #[test]
    fn folders_too() {
        let place = tempfile::tempdir().unwrap();
        let to = place.path().join("export/");
        fs::create_dir_all(place.path().join("export.unfinished/posts")).unwrap();
        let beside = Beside::folder(&to).unwrap();
        assert_eq!(fs::read_dir(beside.path()).unwrap().count(), 0);
        assert!(Beside::folder(&to).is_err());
        let file = File::create(beside.path().join("a")).unwrap();
        beside.take_place(&file).unwrap();
        assert!(to.join("a").exists());
        drop(Beside::folder(&place.path().join("other")).unwrap());
        assert!(!place.path().join("other.unfinished").exists());
    }
}
