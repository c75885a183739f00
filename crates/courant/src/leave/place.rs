//! Where an export is written: a directory or a zip, beside its place until it is whole.

use std::fs::{self, DirBuilder, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use model::Writing;
use serde_json::json;
use sha2::{Digest, Sha256};
use store::Error;
use store::leave::{Counts, FORMAT, Sink};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Listed, MANIFEST, told};
use crate::beside::Beside;

/// Bytes gathered before they are written.
const BUFFER: usize = 1 << 18;

/// An export that is being written.
pub struct Writer {
    to: PathBuf,
    beside: Beside,
    into: Into,
    /// The manifest's list so far: it has no bound, so it waits on the disk.
    list: BufWriter<File>,
    open: Option<Open>,
    done: Done,
}

enum Into {
    Folder(Option<BufWriter<File>>),
    Zip(Box<ZipWriter<BufWriter<File>>>),
}

/// The file that is being written.
struct Open {
    path: String,
    hash: Sha256,
    size: u64,
}

/// What was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Done {
    /// Files, without the manifest.
    pub files: u64,
    /// Their bytes, unpacked.
    pub bytes: u64,
}

/// Whether a place is to be one packed file.
pub fn is_zip(place: &Path) -> bool {
    place.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip"))
}

impl Writer {
    /// Begins an export. What an earlier one has left unfinished there is removed.
    ///
    /// # Errors
    /// When there is something already that is not empty, or nothing can be written there.
    pub fn begin(to: &Path) -> Result<Writer> {
        let is_taken = !is_zip(to) && fs::read_dir(to).is_ok_and(|mut inside| inside.next().is_some());
        if is_taken || (!is_zip(to) && to.is_file()) {
            bail!("{} is there already; name a directory that is not, or a file like site.zip", to.display());
        }
        let (beside, into) = if is_zip(to) {
            let (beside, file) = Beside::file(to, 0o600)?;
            (beside, Into::Zip(Box::new(ZipWriter::new(BufWriter::with_capacity(BUFFER, file)))))
        } else {
            (Beside::folder(to)?, Into::Folder(None))
        };
        let list = BufWriter::new(tempfile::tempfile().context("can't make a temporary file")?);
        Ok(Writer { to: to.to_owned(), beside, into, list, open: None, done: Done::default() })
    }

    /// Writes a file as a whole.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn whole(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.file(path)?;
        self.write(bytes)
    }

    fn close(&mut self) -> io::Result<()> {
        if let Into::Folder(file) = &mut self.into
            && let Some(mut file) = file.take()
        {
            file.flush()?;
        }
        let Some(open) = self.open.take() else { return Ok(()) };
        let sha256 = open.hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        let listed = Listed { path: open.path, size: open.size, sha256 };
        self.list.write_all(if self.done.files == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut self.list, &listed)?;
        self.done.files += 1;
        self.done.bytes += open.size;
        Ok(())
    }

    fn begin_file(&mut self, path: &str) -> io::Result<()> {
        self.close()?;
        match &mut self.into {
            Into::Folder(file) => {
                let path = self.beside.path().join(path);
                if let Some(folder) = path.parent() {
                    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
                }
                let made = File::options().write(true).create_new(true).mode(0o600).open(path)?;
                *file = Some(BufWriter::with_capacity(BUFFER, made));
            }
            Into::Zip(zip) => {
                // Pictures are packed already; the rest is text. The time is left at the beginning of zip's own, so
                // that the same site is the same file. How large a file becomes is not known yet.
                let method = if path.starts_with("media/") {
                    CompressionMethod::Stored
                } else {
                    CompressionMethod::Deflated
                };
                let options = SimpleFileOptions::default()
                    .compression_method(method)
                    .unix_permissions(0o600)
                    .large_file(true);
                zip.start_file(path, options)?;
            }
        }
        self.open = Some(Open { path: path.to_owned(), hash: Sha256::new(), size: 0 });
        Ok(())
    }

    fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.into {
            Into::Folder(Some(file)) => file.write_all(bytes),
            Into::Folder(None) => Ok(()),
            Into::Zip(zip) => zip.write_all(bytes),
        }
    }

    /// Writes the manifest, and puts the whole into its place.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn finish(mut self, private: bool, counts: &Counts) -> Result<Done> {
        self.close()?;
        let done = self.done;
        let head = json!({
            "format": FORMAT,
            "made_by": concat!("courant ", env!("CARGO_PKG_VERSION")),
            "private": private,
            "counts": counts,
        });
        let head = serde_json::to_string_pretty(&head)?;
        self.begin_file(MANIFEST)?;
        self.raw(head.trim_end_matches(['\n', '}']).as_bytes())?;
        self.raw(b",\n  \"files\": [")?;
        let mut list = self.list.into_inner().map_err(|error| error.into_error())?;
        list.seek(SeekFrom::Start(0))?;
        self.list = BufWriter::new(tempfile::tempfile()?);
        let mut part = vec![0; BUFFER];
        loop {
            let read = list.read(&mut part)?;
            if read == 0 {
                break;
            }
            self.raw(&part[..read])?;
        }
        self.raw(b"\n]}\n")?;
        let last = match self.into {
            Into::Folder(file) => {
                // An empty directory may wait for it.
                let _ = fs::remove_dir(&self.to);
                file.context("nothing was written")?
            }
            Into::Zip(zip) => zip.finish()?,
        };
        self.beside.take_place(&last.into_inner().map_err(|error| error.into_error())?)?;
        Ok(done)
    }

    fn told(&self, error: &io::Error) -> Error {
        Error::Io { path: self.beside.path().display().to_string(), reason: error.to_string() }
    }
}

impl Sink for Writer {
    fn file(&mut self, path: &str) -> Result<(), Error> {
        self.begin_file(path).map_err(|error| self.told(&error))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(open) = &mut self.open {
            open.hash.update(bytes);
            open.size += bytes.len() as u64;
        }
        self.raw(bytes).map_err(|error| self.told(&error))
    }

    fn beside(&mut self, stem: &str, writing: &Writing, html: &str) -> Result<(), Error> {
        if let Some(text) = told::markdown(writing) {
            self.whole(&format!("{stem}.md"), text.as_bytes())?;
        }
        self.whole(&format!("{stem}.html"), told::page(writing, html).as_bytes())
    }
}
