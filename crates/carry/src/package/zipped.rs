//! A zip: its list read when it is opened, its files when they are asked for, each through a handle of its own.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Error, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use super::ceiling::{Ceiling, LARGEST, Tally, allowed, refusal};
use super::{CHUNK, MOST_FILES, Package, Place, name};
use crate::Broken;

/// A zip that has been opened.
#[derive(Debug)]
pub(super) struct Zip {
    path: PathBuf,
    /// Knows where each file begins; that takes a look at the file's own head.
    list: Mutex<ZipArchive<BufReader<File>>>,
}

/// What the list of a zip says of one file.
#[derive(Clone, Debug)]
pub(super) struct Packed {
    index: usize,
    stored: bool,
    packed: u64,
    size: u64,
    crc: u32,
}

/// Takes in what is in a zip.
pub(super) fn open(package: &mut Package, path: &Path, title: &str) -> Result<(), Broken> {
    let broken = |what: String| Broken::file(title, what);
    let file = File::open(path).map_err(|error| broken(format!("it can't be read: {error}")))?;
    let length = file.metadata().map_err(|error| broken(format!("it can't be read: {error}")))?.len();
    let list = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(explain(&error)))?;
    if list.len() > MOST_FILES {
        return Err(broken(format!("there are more than {MOST_FILES} files in it")));
    }
    let mut whole: u64 = 0;
    let mut encrypted = 0;
    let zip = package.zips.len();
    for index in 0..list.len() {
        let entry = match list.by_index_data(index) {
            Ok(entry) => entry,
            Err(error) => {
                package.skip(format!("file {} of {title}", index + 1), explain(&error));
                continue;
            }
        };
        let raw = entry.name().map_or_else(
            |_| String::from_utf8_lossy(entry.name_raw()).into_owned(),
            std::borrow::Cow::into_owned,
        );
        if entry.is_dir() {
            continue;
        }
        let name = match name::clean(&raw) {
            Ok(name) if name::litter(&name) => continue,
            Ok(name) => name,
            Err(why) => {
                package.skip(raw, why);
                continue;
            }
        };
        let why = if entry.is_symlink() {
            Some("it is a symbolic link, and those are not followed".to_owned())
        } else if entry.encrypted() {
            encrypted += 1;
            Some("it is encrypted: unpack the zip with its password and hand over the folder".to_owned())
        } else if name::ends_in(&name, &["zip"]) {
            Some("a zip within a zip is not opened: unpack the outer one and hand over the folder".to_owned())
        } else if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            Some(format!(
                "it is packed in a way we can't read ({}): unpack the zip and hand over the folder",
                entry.compression()
            ))
        } else if !allowed(entry.compressed_size(), entry.size()) {
            Some(refusal(entry.compressed_size(), entry.size()))
        } else {
            None
        };
        if let Some(why) = why {
            package.skip(name, why);
            continue;
        }
        whole = whole.saturating_add(entry.size());
        let packed = Packed {
            index,
            stored: entry.compression() == CompressionMethod::Stored,
            packed: entry.compressed_size(),
            size: entry.size(),
            crc: entry.crc32(),
        };
        package.add(name, packed.size, Place::Zip { zip, packed })?;
    }
    if list.has_duplicate_names() {
        package.skip(title, "some names occur twice in it, and one file of each is read");
    }
    // Files that share their packed bytes are each within bounds, and together they are not.
    if !allowed(length, whole) {
        return Err(broken(refusal(length, whole)));
    }
    if encrypted > 0 && encrypted == list.len() {
        return Err(broken(
            "it is encrypted: unpack it with its password and hand over the folder".to_owned(),
        ));
    }
    package.zips.push(Zip { path: path.to_owned(), list: Mutex::new(list) });
    Ok(())
}

impl Zip {
    /// Opens a file of it.
    pub fn read(&self, packed: &Packed) -> Result<Box<dyn BufRead + Send>, String> {
        let begin = {
            // Whoever panicked only looked.
            let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
            let entry = list.by_index_raw(packed.index).map_err(|error| explain(&error))?;
            entry.data_start().ok_or("its place in the zip can't be found")?
        };
        let unreadable = |error: io::Error| format!("it can't be read: {error}");
        let mut file = File::open(&self.path).map_err(unreadable)?;
        file.seek(SeekFrom::Start(begin)).map_err(unreadable)?;
        let tally = Tally::default();
        let bytes = tally.count(file.take(packed.packed));
        let most = packed.size.min(LARGEST);
        if packed.stored {
            return Ok(Box::new(BufReader::with_capacity(CHUNK, Checked::new(bytes, packed))));
        }
        let unpacked = DeflateDecoder::new(BufReader::with_capacity(CHUNK, bytes));
        let reader = Checked::new(Ceiling::new(unpacked, tally, most), packed);
        Ok(Box::new(BufReader::with_capacity(CHUNK, reader)))
    }
}

/// Whether a file is, at its end, what the list of the zip says.
struct Checked<R> {
    inner: R,
    crc: Crc,
    size: u64,
    sum: u32,
    read: u64,
}

impl<R: Read> Checked<R> {
    fn new(inner: R, packed: &Packed) -> Self {
        Checked { inner, crc: Crc::new(), size: packed.size, sum: packed.crc, read: 0 }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.crc.update(&into[..read]);
        self.read += read as u64;
        if read == 0 && !into.is_empty() && (self.read != self.size || self.crc.sum() != self.sum) {
            return Err(Error::new(
                ErrorKind::InvalidData,
                "it is damaged: it is not what the zip's list says",
            ));
        }
        Ok(read)
    }
}

fn explain(error: &ZipError) -> String {
    match error {
        ZipError::Io(error) if error.kind() == ErrorKind::UnexpectedEof => {
            "the zip ends before it should: it was cut off".to_owned()
        }
        error => format!("the zip can't be read: {error}"),
    }
}
