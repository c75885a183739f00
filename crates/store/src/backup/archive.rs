//! The archive's members on their way out, each noted for the manifest.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::{MANIFEST, Manifest, Member};
use crate::Error;
use crate::files::hex;

pub(super) struct Archive<W: Write> {
    tar: tar::Builder<GzEncoder<W>>,
    pub(super) manifest: Manifest,
}

/// An error of the stream that a backup is written to or read from.
pub(super) fn stream(error: &io::Error) -> Error {
    Error::Other(format!("the backup can't be written or read: {error}"))
}

impl<W: Write> Archive<W> {
    pub(super) fn new(out: W) -> Self {
        // Captures and pictures are packed already; rows pack well enough on the fastest level but one.
        let packed = GzEncoder::new(out, Compression::new(2));
        Archive { tar: tar::Builder::new(packed), manifest: Manifest::default() }
    }

    /// Adds a member.
    pub(super) fn add(&mut self, path: String, bytes: &[u8]) -> Result<(), Error> {
        let sha256 = crate::sha256_hex(bytes);
        self.append(&path, bytes.len() as u64, bytes)?;
        self.manifest.members.push(Member { path, size: bytes.len() as u64, sha256 });
        Ok(())
    }

    /// Adds a kept file, read through once; its name is its hash.
    pub(super) fn add_file(&mut self, sha256: &str, file: &Path) -> Result<(), Error> {
        let named = |error: io::Error| Error::io(file, &error);
        let opened = File::open(file).map_err(named)?;
        let size = opened.metadata().map_err(named)?.len();
        let mut hashed = Hashed::new(opened.take(size));
        let path = format!("files/{sha256}");
        self.append(&path, size, &mut hashed)?;
        let found = hashed.finish();
        if found != sha256 {
            return Err(Error::Corrupt(format!(
                "the kept file {} is not what it was: its bytes hash to {found}. `courant verify` says what is concerned; \
                 a backup of damaged files would hide the damage",
                file.display()
            )));
        }
        self.manifest.members.push(Member { path, size, sha256: found });
        Ok(())
    }

    fn append(&mut self, path: &str, size: u64, content: impl Read) -> Result<(), Error> {
        let mut header = tar::Header::new_ustar();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_entry_type(tar::EntryType::Regular);
        self.tar.append_data(&mut header, path, content).map_err(|error| stream(&error))
    }

    /// Writes the manifest and whatever is still on its way.
    pub(super) fn finish(mut self) -> Result<(Manifest, W), Error> {
        let text = serde_json::to_vec(&self.manifest)
            .map_err(|error| Error::Other(format!("the manifest can't be written: {error}")))?;
        self.append(MANIFEST, text.len() as u64, &text[..])?;
        let packed = self.tar.into_inner().map_err(|error| stream(&error))?;
        let out = packed.finish().map_err(|error| stream(&error))?;
        Ok((self.manifest, out))
    }
}

/// Hashes what is read through it.
pub(super) struct Hashed<R> {
    inner: R,
    digest: Sha256,
}

impl<R> Hashed<R> {
    pub(super) fn new(inner: R) -> Self {
        Hashed { inner, digest: Sha256::new() }
    }

    /// The hash of what was read, in lower-case hex.
    pub(super) fn finish(self) -> String {
        hex(&self.digest.finalize())
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.digest.update(&buffer[..read]);
        Ok(read)
    }
}
