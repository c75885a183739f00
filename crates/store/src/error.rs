//! What can go wrong between the rooms and the database.

/// A failed call to the store. Each message says what is wrong, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The database can't be reached, is busy for too long, or has no room left. Trying later may work.
    #[error("{0}")]
    Unavailable(String),
    /// The database or the directory may be read but not written.
    #[error("{0}")]
    ReadOnly(String),
    /// The database's tables are not the ones this program knows.
    #[error("{0}")]
    Schema(String),
    /// A row with the same unique value exists; nothing was written.
    #[error("{what} already has a row with this value")]
    Duplicate {
        /// The table: `posts` for a taken permalink, `accounts` for a taken name, `revisions` for a
        /// number that another save was quicker to use.
        what: &'static str,
    },
    /// A row names another one that does not exist, or is still named by others; nothing was written.
    #[error("a row names another row that is not there, or is still named by one")]
    Reference,
    /// Something stored can't be read back.
    #[error("{0}")]
    Corrupt(String),
    /// A file can't be read or written.
    #[error("{path}: {reason}")]
    Io {
        /// The file or directory.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// A mistake of the program, or a refusal of the database that has no name here.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// An input or output error at a path; a refusal to write becomes [`Error::ReadOnly`].
    pub(crate) fn io(path: &std::path::Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind;
        let path = path.display();
        match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Error::ReadOnly(format!(
                "{path} can't be written ({error}); give the account Courant runs as the right to write there, \
                 or choose another directory"
            )),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
                Error::Unavailable(format!("{path}: the disk is full; free some room and try again"))
            }
            _ => Error::Io { path: path.to_string(), reason: error.to_string() },
        }
    }
}
