//! What a person hands over: one file, packed or not, a zip, a folder, or several of these.
//!
//! Nothing in it is trusted. A name can't lead out of it, a symbolic link is not followed, a file that grows without
//! end is cut off with a message. What is not read is told, with the reason, in [`Package::skipped`].

mod ceiling;
mod encoding;
mod folder;
mod name;
mod zipped;

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::bufread::MultiGzDecoder;

use crate::Broken;
use ceiling::{Ceiling, Tally};
pub use ceiling::{FREE, LARGEST, RATIO};
use zipped::{Packed, Zip};

/// Most files in one package.
pub const MOST_FILES: usize = 500_000;
/// Bytes read at a time.
const CHUNK: usize = 256 << 10;

/// A file that is in a package and is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name there.
    pub name: String,
    /// Why, one plain sentence without an end.
    pub why: String,
}

/// The files of an export.
#[derive(Debug, Default)]
pub struct Package {
    /// As a person named it.
    title: String,
    files: Vec<(String, u64)>,
    places: HashMap<String, Place>,
    zips: Vec<Zip>,
    skipped: Vec<Skipped>,
}

/// Where a file lies.
#[derive(Clone, Debug)]
enum Place {
    Disk { path: PathBuf, gzipped: bool },
    Zip { zip: usize, packed: Packed },
}

/// What a file is by its first bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Plain,
    Gzip,
    Zip,
}

impl Package {
    /// Opens what lies at a path.
    ///
    /// # Errors
    /// [`Broken`] when it can't be read, is not what it says, or is packed so that it would grow without end.
    pub fn open(path: &Path) -> Result<Self, Broken> {
        Package::open_all(&[path.to_owned()])
    }

    /// Opens several paths as one package: an export in parts. Of two files with one name the first is read.
    ///
    /// # Errors
    /// As [`Package::open`].
    pub fn open_all(paths: &[PathBuf]) -> Result<Self, Broken> {
        let mut package = Package::default();
        let titles: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        package.title = titles.join(", ");
        for (path, title) in paths.iter().zip(&titles) {
            let unreadable =
                |error: std::io::Error| Broken::file(title.clone(), format!("it can't be read: {error}"));
            let kind = std::fs::metadata(path).map_err(unreadable)?;
            if kind.is_dir() {
                folder::walk(&mut package, path)?;
            } else if kind.is_file() {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
                let mut name = name.unwrap_or_else(|| title.clone());
                if package.places.contains_key(&name) {
                    name.clone_from(title);
                }
                package.take_file(name, path, kind.len())?;
            } else {
                return Err(Broken::file(title.clone(), "it is neither a file nor a folder"));
            }
        }
        if package.files.is_empty() {
            let why = package.skipped.first().map(|skipped| format!(": {} ({})", skipped.name, skipped.why));
            let what = format!("there is no file in it that can be read{}", why.unwrap_or_default());
            return Err(Broken::file(package.title, what));
        }
        Ok(package)
    }

    /// As a person named it, for messages.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Names of its files, with their sizes in bytes, unpacked; 0 for a gzipped file, which does not say. In the order
    /// of their names for a folder, and of the zip else.
    pub fn files(&self) -> &[(String, u64)] {
        &self.files
    }

    /// Whether there is a file of that name.
    pub fn holds(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// What is in it and not read.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// Opens one of its files, unpacked.
    ///
    /// # Errors
    /// [`Broken`] when there is none of that name, or it can't be read.
    pub fn read(&self, name: &str) -> Result<Box<dyn BufRead + Send + '_>, Broken> {
        match self.places.get(name) {
            None => Err(Broken::file(name, "there is no such file in the package")),
            Some(Place::Disk { path, gzipped }) => {
                let file = File::open(path)
                    .map_err(|error| Broken::file(name, format!("it can't be read: {error}")))?;
                if !gzipped {
                    return Ok(Box::new(BufReader::with_capacity(CHUNK, file)));
                }
                Ok(unzip(file))
            }
            Some(Place::Zip { zip, packed }) => {
                let zip = self.zips.get(*zip).ok_or_else(|| Broken::file(name, "its zip is gone"))?;
                let reader = zip.read(packed).map_err(|what| Broken::file(name, what))?;
                if name::ends_in(name, &["gz", "gzip"]) { Ok(unzip(reader)) } else { Ok(reader) }
            }
        }
    }

    /// Opens one of its files as text: what is UTF-16, or says in its XML declaration that it is written otherwise,
    /// comes as UTF-8, and a mark at its beginning is gone. Bytes that are no text may remain.
    ///
    /// # Errors
    /// As [`Package::read`].
    pub fn text(&self, name: &str) -> Result<Box<dyn BufRead + Send + '_>, Broken> {
        let reader = self.read(name)?;
        encoding::decoded(reader).map_err(|error| Broken::file(name, format!("it can't be read: {error}")))
    }

    /// Reads a file whole, as text, up to a number of bytes; the rest is left out.
    ///
    /// # Errors
    /// As [`Package::read`].
    pub fn whole(&self, name: &str, most: u64) -> Result<String, Broken> {
        let mut bytes = Vec::new();
        self.text(name)?
            .take(most)
            .read_to_end(&mut bytes)
            .map_err(|error| Broken::file(name, format!("it can't be read: {error}")))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Takes a file on disk in, or what is in it.
    fn take_file(&mut self, name: String, path: &Path, size: u64) -> Result<(), Broken> {
        let shape =
            shape(path).map_err(|error| Broken::file(name.clone(), format!("it can't be read: {error}")))?;
        match shape {
            Shape::Zip => zipped::open(self, path, &name),
            Shape::Gzip => {
                let bare = name
                    .strip_suffix(".gz")
                    .or_else(|| name.strip_suffix(".gzip"))
                    .unwrap_or(&name)
                    .to_owned();
                self.add(bare, 0, Place::Disk { path: path.to_owned(), gzipped: true })
            }
            Shape::Plain => self.add(name, size, Place::Disk { path: path.to_owned(), gzipped: false }),
        }
    }

    fn add(&mut self, name: String, size: u64, place: Place) -> Result<(), Broken> {
        if self.files.len() >= MOST_FILES {
            let what = format!("there are more than {MOST_FILES} files in it");
            return Err(Broken::file(self.title.clone(), what));
        }
        if self.places.contains_key(&name) {
            self.skip(name, "another file before it has the same name");
            return Ok(());
        }
        self.places.insert(name.clone(), place);
        self.files.push((name, size));
        Ok(())
    }

    fn skip(&mut self, name: impl Into<String>, why: impl Into<String>) {
        if self.skipped.len() < MOST_FILES {
            self.skipped.push(Skipped { name: name.into(), why: why.into() });
        }
    }
}

/// Unpacks a gzipped stream, under the ceiling.
fn unzip<'r>(packed: impl Read + Send + 'r) -> Box<dyn BufRead + Send + 'r> {
    let tally = Tally::default();
    let counted = tally.count(packed);
    let unpacked = MultiGzDecoder::new(BufReader::with_capacity(CHUNK, counted));
    Box::new(BufReader::with_capacity(CHUNK, Ceiling::new(unpacked, tally, LARGEST)))
}

/// What a file is by its first bytes.
fn shape(path: &Path) -> std::io::Result<Shape> {
    let mut first = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut first)?;
    Ok(match first[..] {
        [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6] => Shape::Zip,
        [0x1f, 0x8b, ..] => Shape::Gzip,
        _ => Shape::Plain,
    })
}
