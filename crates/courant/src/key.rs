//! The site's signing key: made once, kept beside the database, found again at each start.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use desk::{LedgerKey, fingerprint};

use crate::config::Config;

/// Where the key is.
#[derive(Clone, Debug)]
pub enum Keys {
    /// In a file of the data directory; made when the ledger begins.
    File(PathBuf),
    /// Given by configuration, as servers that share one database need it; the text itself.
    Given(String),
}

impl Keys {
    /// Where this installation keeps it.
    pub fn of(config: &Config) -> Keys {
        match &config.ledger_key {
            Some(text) => Keys::Given(text.clone()),
            None => Keys::File(config.data.join("keys").join("ledger.key")),
        }
    }

    /// The key whose public half is `wanted`; while there is no ledger, the one that is to begin it.
    ///
    /// # Errors
    /// A sentence: which key is wanted, which one is here, and what to do.
    pub fn load(&self, wanted: Option<&str>) -> Result<LedgerKey, String> {
        let here = match self {
            Keys::Given(text) => Some(
                LedgerKey::from_pem(text)
                    .map_err(|why| format!("COURANT_LEDGER_KEY can't be used: {why}"))?,
            ),
            Keys::File(path) => {
                if let Some(wanted) = wanted {
                    finish_rotation(path, wanted)?;
                }
                match read(path)? {
                    None if wanted.is_none() => Some(make(path)?),
                    found => found,
                }
            }
        };
        match (here, wanted) {
            (Some(key), None) => Ok(key),
            (Some(key), Some(wanted)) if key.public() == wanted => Ok(key),
            (here, Some(wanted)) => Err(self.wrong(here.as_ref(), wanted)),
            (None, None) => Err("there is no signing key".to_owned()),
        }
    }

    fn wrong(&self, here: Option<&LedgerKey>, wanted: &str) -> String {
        let place = match self {
            Keys::File(path) => path.display().to_string(),
            Keys::Given(_) => "COURANT_LEDGER_KEY".to_owned(),
        };
        let found = match here {
            Some(key) => format!("{place} holds another key, {}", fingerprint(key.public())),
            None => format!("{place} is not there"),
        };
        format!(
            "this site's ledger is signed with the key {}, and {found}. Put the right key there, from your backup or \
             from the other server that uses this database. If it is lost for good, run: courant ledger rotate --lost \
             \"what became of it\"",
            fingerprint(wanted),
        )
    }
}

/// Where a new key waits until the ledger has taken it.
pub fn waiting(path: &Path) -> PathBuf {
    path.with_extension("key.next")
}

/// Reads a key.
///
/// # Errors
/// When the file is there and can't be read, or holds something else.
pub fn read(path: &Path) -> Result<Option<LedgerKey>, String> {
    match fs::read_to_string(path) {
        Ok(text) => LedgerKey::from_pem(&text).map(Some).map_err(|why| format!("{}: {why}", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{} can't be read: {error}", path.display())),
    }
}

/// Makes a key, or reads the one that another process was quicker to make.
///
/// # Errors
/// When it can't be written.
pub fn make(path: &Path) -> Result<LedgerKey, String> {
    let key = LedgerKey::fresh()?;
    match keep(path, key.to_pem()?.as_bytes()) {
        Ok(()) => Ok(key),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            read(path)?.ok_or_else(|| format!("{} was there and is gone", path.display()))
        }
        Err(error) => Err(format!(
            "the site's signing key can't be kept in {}: {error}. Give the account Courant runs as the right to write \
             there, or give it a key with COURANT_LEDGER_KEY_FILE",
            path.display()
        )),
    }
}

/// Writes a secret, whole or not at all, and never over another; it has reached the disk when this returns, by its name,
/// too.
///
/// # Errors
/// When it can't be written, or something of its name is there.
pub fn keep(path: &Path, secret: &[u8]) -> std::io::Result<()> {
    let directory = path.parent().unwrap_or(Path::new("."));
    fs::DirBuilder::new().recursive(true).mode(0o700).create(directory)?;
    store::settle_name(directory).map_err(std::io::Error::other)?;
    let unfinished = path.with_extension(format!("unfinished-{}", std::process::id()));
    let written = (|| {
        let mut file =
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
        file.write_all(secret)?;
        file.sync_all()?;
        // A link, and not a rename: it fails where a key lies already.
        fs::hard_link(&unfinished, path)
    })();
    // Ignored: it may not exist, and what went wrong before says more.
    let _ = fs::remove_file(&unfinished);
    written?;
    File::open(directory)?.sync_all()
}

/// Puts a new key in its place after the ledger has taken it; the old one stays beside it. Also what is left to do
/// when the power failed in between.
///
/// # Errors
/// When the files can't be renamed.
pub fn finish_rotation(path: &Path, wanted: &str) -> Result<(), String> {
    let next = waiting(path);
    if read(&next)?.is_none_or(|key| key.public() != wanted) {
        return Ok(());
    }
    let moved = || -> std::io::Result<()> {
        if let Ok(Some(old)) = read(path) {
            let kept = path.with_extension(format!("key.until-{:.16}", fingerprint(old.public())));
            fs::rename(path, kept)?;
        }
        fs::rename(&next, path)?;
        path.parent().map_or(Ok(()), |directory| File::open(directory)?.sync_all())
    };
    moved().map_err(|error| format!("{} can't be put in its place: {error}", next.display()))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_only_its_owner_reads_it() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("keys/ledger.key");
        let keys = Keys::File(path.clone());
        let made = keys.load(None).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(keys.load(None).unwrap().public(), made.public());
        assert_eq!(keys.load(Some(made.public())).unwrap().public(), made.public());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_key_that_is_gone_or_another_is_told_and_none_is_made() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("keys/ledger.key");
        let keys = Keys::File(path.clone());
        let other = LedgerKey::fresh().unwrap();
        let said = keys.load(Some(other.public())).unwrap_err();
        assert!(said.contains("is not there") && said.contains("courant ledger rotate --lost"), "{said}");
        assert!(!path.exists());
        let own = keys.load(None).unwrap();
        let said = keys.load(Some(other.public())).unwrap_err();
        assert!(
            said.contains(&fingerprint(own.public())) && said.contains(&fingerprint(other.public())),
            "{said}"
        );
        let given = Keys::Given("nonsense".into());
        assert!(given.load(None).unwrap_err().starts_with("COURANT_LEDGER_KEY can't be used"));
    }

    #[test]
    fn a_rotation_that_was_cut_off_is_finished_by_the_next_start() {
        let data = tempfile::tempdir().unwrap();
        let path = data.path().join("keys/ledger.key");
        let keys = Keys::File(path.clone());
        let old = keys.load(None).unwrap();
        let new = make(&waiting(&path)).unwrap();
        // The ledger had not taken it: the old one signs.
        assert_eq!(keys.load(Some(old.public())).unwrap().public(), old.public());
        // It had.
        assert_eq!(keys.load(Some(new.public())).unwrap().public(), new.public());
        assert!(!waiting(&path).exists());
        assert_eq!(read(&path).unwrap().unwrap().public(), new.public());
    }
}
