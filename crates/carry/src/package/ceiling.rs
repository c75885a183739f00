//! How much a packed file may grow.

use std::io::{self, Error, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Largest file, unpacked, in bytes.
pub const LARGEST: u64 = 64 << 30;
/// Bytes that any packed file may have, unpacked.
pub const FREE: u64 = 64 << 20;
/// How many bytes one packed byte may become beyond [`FREE`]. Text becomes three to twenty times as long, a file
/// made to fill a disk a thousand times and more.
pub const RATIO: u64 = 200;

/// Whether so many packed bytes may become so many.
pub(super) fn allowed(packed: u64, unpacked: u64) -> bool {
    unpacked <= FREE || unpacked <= packed.saturating_mul(RATIO)
}

/// What is said of one that may not.
pub(super) fn refusal(packed: u64, unpacked: u64) -> String {
    format!(
        "{} MiB in it become {} MiB, more than {RATIO} times as much: that is made to fill a disk and is not read",
        packed >> 20,
        unpacked >> 20
    )
}

/// How many packed bytes have been read.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally(Arc<AtomicU64>);

/// A reader of packed bytes that are counted.
pub(super) struct Counted<R> {
    inner: R,
    tally: Tally,
}

impl Tally {
    pub fn count<R: Read>(&self, inner: R) -> Counted<R> {
        Counted { inner, tally: self.clone() }
    }

    fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.tally.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A reader of unpacked bytes that stops where they are too many.
pub(super) struct Ceiling<R> {
    inner: R,
    tally: Tally,
    most: u64,
    read: u64,
}

impl<R: Read> Ceiling<R> {
    /// Reads at most `most` bytes, and fails where there are more.
    pub fn new(inner: R, tally: Tally, most: u64) -> Self {
        Ceiling { inner, tally, most, read: 0 }
    }
}

impl<R: Read> Read for Ceiling<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.read += read as u64;
        if self.read > self.most {
            let what = format!("it is longer than the {} bytes it may have", self.most);
            return Err(Error::new(ErrorKind::InvalidData, what));
        }
        let packed = self.tally.bytes();
        if !allowed(packed, self.read) {
            return Err(Error::new(ErrorKind::InvalidData, refusal(packed, self.read)));
        }
        Ok(read)
    }
}
