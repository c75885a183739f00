//! What a person hands over: one file, packed or not, a zip, or a folder.

use std::io::BufRead;
use std::path::Path;

use crate::Broken;

/// The files of an export.
#[derive(Debug)]
pub struct Package {}

impl Package {
    /// Opens what lies at a path.
    ///
    /// # Errors
    /// [`Broken`] when it can't be read or is not what it says.
    pub fn open(path: &Path) -> Result<Self, Broken> {
        Err(Broken::file(path.display().to_string(), "packages can't be read yet"))
    }

    /// Names of its files, with their sizes in bytes.
    pub fn files(&self) -> &[(String, u64)] {
        &[]
    }

    /// Opens one of its files, unpacked.
    ///
    /// # Errors
    /// [`Broken`] when there is none of that name, or it can't be read.
    pub fn read(&self, name: &str) -> Result<Box<dyn BufRead + Send + '_>, Broken> {
        Err(Broken::file(name, "there is no such file in the package"))
    }
}
