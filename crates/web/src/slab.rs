//! A body that the kernel sends without copying it.
//!
//! What is written to a socket is copied into the kernel first. For a page of 25 KB that is a large part of all it costs to
//! send, and a web server with a file on disk has it easier: `sendfile(2)` hands out the pages in which the kernel keeps
//! the file. So a body that is often sent as it is lies in a file of its own that has no name and no disk
//! (`memfd_create(2)`), sealed: nobody can change what is still on its way.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::AsFd;
use std::sync::Arc;

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create, sendfile};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The most at once: each takes one of the files that a process may have open, of which there may be a thousand.
const MOST: usize = 128;

/// The places there are for slabs.
#[derive(Clone, Debug)]
pub struct Shelf(Arc<Semaphore>);

/// A body in a file of the kernel's.
#[derive(Debug)]
pub struct Slab {
    file: File,
    length: usize,
    _place: OwnedSemaphorePermit,
}

impl Default for Shelf {
    fn default() -> Self {
        Shelf(Arc::new(Semaphore::new(MOST)))
    }
}

impl Shelf {
    /// The body as a slab; `None` when there are too many, or the system gives no such file.
    pub fn slab(&self, body: &[u8]) -> Option<Slab> {
        let place = Arc::clone(&self.0).try_acquire_owned().ok()?;
        let made = memfd_create("page", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING).ok()?;
        let mut file = File::from(made);
        file.write_all(body).ok()?;
        let seals = SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL;
        fcntl_add_seals(&file, seals).ok()?;
        Some(Slab { file, length: body.len(), _place: place })
    }
}

impl Slab {
    /// Bytes it holds.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Sends what is behind `from` into a socket, and says how many bytes it took.
    ///
    /// # Errors
    /// As of a write: also when the socket would block.
    pub fn send(&self, socket: impl AsFd, from: usize) -> io::Result<usize> {
        let mut at = from as u64;
        Ok(sendfile(socket, &self.file, Some(&mut at), self.length.saturating_sub(from))?)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::os::unix::net::UnixStream;

    use super::*;

    #[test]
    fn a_slab_is_sent_from_anywhere_and_there_are_only_so_many() {
        let shelf = Shelf::default();
        let slab = shelf.slab(b"a page, as it is").unwrap();
        let (ours, mut theirs) = UnixStream::pair().unwrap();
        assert_eq!(slab.send(&ours, 0).unwrap(), slab.len());
        assert_eq!(slab.send(&ours, 8).unwrap(), 8);
        drop(ours);
        let mut text = String::new();
        theirs.read_to_string(&mut text).unwrap();
        assert_eq!(text, "a page, as it isas it is");
        let more: Vec<_> = (1..MOST).map(|_| shelf.slab(b"x").unwrap()).collect();
        assert!(shelf.slab(b"x").is_none(), "no place is left");
        drop(more);
        assert!(shelf.slab(b"x").is_some());
    }
}
