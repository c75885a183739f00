//! A package of archives that other programs open and replay: WACZ 1.1.1.

use std::io::{self, BufReader, Read, Seek, Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::cdxj;
use crate::damage::Damage;
use crate::digest;
use crate::read::Reader;
use crate::record::Record;

/// The version of the format.
const VERSION: &str = "1.1.1";
const ARCHIVE: &str = "data.warc.gz";
/// Bytes of each block that the index is made from: status and type stand at the beginning.
const KEEP: usize = 16 * 1024;

/// A page that a package is about, as replaying programs list it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its address, as its record names it.
    pub url: String,
    /// When it was captured: `2026-11-26T12:00:00.000000Z`, as its record says.
    pub date: String,
    /// What it is called.
    pub title: String,
}

/// Where in a package something went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// How many records had been read of the archive.
    pub records: u64,
}

/// Why a package was not made.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    /// It could not be written.
    #[error("the package can’t be written: {0}")]
    Io(#[from] io::Error),
    /// The zip file around it could not be written.
    #[error("the package can’t be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// An archive that was to go in is damaged.
    #[error("{damage}")]
    Damaged {
        /// What is wrong with it.
        damage: Damage,
        /// How far it was read.
        spot: Spot,
    },
}

/// A package being written: first the archives, one behind the other, then what is said of them. Nothing is
/// held in memory but the index.
pub struct Package<W: Write + Seek> {
    zip: ZipWriter<W>,
    /// Hash and size of the file that is being written.
    open: Sum,
    index: Vec<String>,
    records: u64,
    resources: Vec<Value>,
}

/// Hash and size of what went past.
#[derive(Default)]
struct Sum {
    hasher: Sha256,
    size: u64,
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
    }
}

impl<W: Write + Seek> Package<W> {
    /// Begins a package.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn new(out: W) -> Result<Self, PackageError> {
        let mut zip = ZipWriter::new(out);
        zip.start_file(format!("archive/{ARCHIVE}"), stored())?;
        Ok(Package { zip, open: Sum::default(), index: Vec::new(), records: 0, resources: Vec::new() })
    }

    /// Puts a whole archive behind those before it; every record is checked on the way.
    ///
    /// # Errors
    /// [`PackageError::Damaged`]: the package is then of no use.
    pub fn archive(&mut self, archive: impl Read) -> Result<(), PackageError> {
        let start = self.open.size;
        let tee = Tee { from: archive, zip: &mut self.zip, sum: &mut self.open };
        let mut reader = Reader::new(BufReader::new(tee), KEEP);
        let filename = ARCHIVE;
        loop {
            let entry = reader.next_record();
            let entry = entry
                .map_err(|damage| PackageError::Damaged { damage, spot: Spot { records: self.records } });
            let Some(mut entry) = entry? else { break };
            self.records += 1;
            entry.offset += start;
            self.index.extend(cdxj::line(&entry, filename));
        }
        Ok(())
    }

    /// Puts records behind the archives before them.
    ///
    /// # Errors
    /// As [`Package::archive`].
    pub fn records(&mut self, records: &[Record]) -> Result<(), PackageError> {
        let mut bytes = Vec::new();
        for record in records {
            record.write_to(&mut bytes)?;
        }
        self.archive(bytes.as_slice())
    }

    /// Writes what is said of the archives, and ends the package: its title, when it was made
    /// (`2026-11-26T12:00:00Z`), by what, and its pages, the main one first. How many records it holds.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn finish(
        mut self,
        title: &str,
        created: &str,
        software: &str,
        pages: &[Page],
    ) -> Result<u64, PackageError> {
        self.listed(&format!("archive/{ARCHIVE}"));
        self.index.sort_unstable();
        self.index.dedup();
        let index = std::mem::take(&mut self.index).concat();
        self.file("indexes/index.cdxj", index.as_bytes())?;
        let mut lines = vec![json!({ "format": "json-pages-1.0", "id": "pages", "title": "Pages" })];
        lines.extend(pages.iter().map(|page| {
            let id = digest::of(&[page.date.as_bytes(), page.url.as_bytes()]);
            json!({ "id": &id[7..29], "url": page.url, "ts": page.date, "title": page.title })
        }));
        let lines: String = lines.iter().map(|line| format!("{line}\n")).collect();
        self.file("pages/pages.jsonl", lines.as_bytes())?;
        let mut package = json!({
            "profile": "data-package",
            "wacz_version": VERSION,
            "title": title,
            "created": created,
            "software": software,
            "resources": std::mem::take(&mut self.resources),
        });
        if let (Some(page), Some(package)) = (pages.first(), package.as_object_mut()) {
            package.insert("mainPageUrl".to_owned(), json!(page.url));
            package.insert("mainPageDate".to_owned(), json!(page.date));
        }
        let package = format!("{package:#}\n");
        self.file("datapackage.json", package.as_bytes())?;
        let digest = json!({ "path": "datapackage.json", "hash": digest::of(&[package.as_bytes()]) });
        self.file("datapackage-digest.json", format!("{digest:#}\n").as_bytes())?;
        self.zip.finish()?.flush()?;
        Ok(self.records)
    }

    fn file(&mut self, path: &str, bytes: &[u8]) -> Result<(), PackageError> {
        self.zip.start_file(path, stored())?;
        self.zip.write_all(bytes)?;
        self.open.add(bytes);
        self.listed(path);
        Ok(())
    }

    fn listed(&mut self, path: &str) {
        let Sum { hasher, size } = std::mem::take(&mut self.open);
        let name = path.rsplit('/').next().unwrap_or(path);
        let hash = digest::written(&hasher.finalize());
        self.resources.push(json!({ "name": name, "path": path, "hash": hash, "bytes": size }));
    }
}

/// Stored as it is, so that a program can seek in it; of any size.
fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored).large_file(true)
}

/// An archive that is copied while it is read.
struct Tee<'a, R, W: Write + Seek> {
    from: R,
    zip: &'a mut ZipWriter<W>,
    sum: &'a mut Sum,
}

impl<R: Read, W: Write + Seek> Read for Tee<'_, R, W> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(into)?;
        self.zip.write_all(&into[..read])?;
        self.sum.add(&into[..read]);
        Ok(read)
    }
}
