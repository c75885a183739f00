//! Reading a body under limits that hold after decompression.

use std::io::{Error, ErrorKind, Result, Write};
use std::mem;

use brotli::DecompressorWriter;
use flate2::write::GzDecoder;

/// The codings asked for in `Accept-Encoding`. Deflate is left out: servers disagree about what it means.
pub(crate) const CODINGS: &str = "gzip, br";

/// A body that has grown this far is looked at for how much it grew.
const LARGE: usize = 1024 * 1024;

/// How many bytes a byte of a large body may become. Long repetitive pages reach 40; what is made to fill a
/// memory reaches 1000 and more.
const GROWTH: usize = 200;

/// How gzip begins: a body may be several of them, one behind the other (RFC 1952, section 2.2).
const MAGIC: &[u8] = &[0x1f, 0x8b];

/// Why a body was not read to its end.
#[derive(Debug)]
pub(crate) enum Spoilt {
    /// It is larger than its limit, packed or unpacked.
    TooLarge,
    /// It unpacks to far more than any page does.
    Bomb,
    /// It is damaged, or cut short.
    Damaged(Error),
}

impl From<Error> for Spoilt {
    fn from(error: Error) -> Self {
        match error.kind() {
            ErrorKind::FileTooLarge => Spoilt::TooLarge,
            _ => Spoilt::Damaged(error),
        }
    }
}

/// A body being read: pushed in as it arrives, decoded at once, refused as soon as it breaks a limit.
pub(crate) struct Body {
    packing: Packing,
    received: usize,
    limit: usize,
}

enum Packing {
    Plain(Capped),
    Gzip(Box<Members>),
    Brotli(Box<DecompressorWriter<Capped>>),
}

impl Body {
    /// A body in the given `content-encoding`; `None` for one that was not asked for, and for packings
    /// inside packings.
    pub(crate) fn new(coding: &str, limit: usize) -> Option<Self> {
        let sink = Capped { bytes: Vec::new(), limit };
        let packing = match coding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Packing::Plain(sink),
            "gzip" | "x-gzip" => {
                Packing::Gzip(Box::new(Members { open: GzDecoder::new(sink), next: Vec::new(), over: false }))
            }
            "br" => Packing::Brotli(Box::new(DecompressorWriter::new(sink, 16 * 1024))),
            _ => return None,
        };
        Some(Body { packing, received: 0, limit })
    }

    /// Whether it is sent in a coding.
    pub(crate) fn is_packed(&self) -> bool {
        !matches!(self.packing, Packing::Plain(_))
    }

    /// Takes the next bytes.
    pub(crate) fn push(&mut self, mut chunk: &[u8]) -> std::result::Result<(), Spoilt> {
        // A packed body may be endless and unpack to nothing.
        self.received += chunk.len();
        while !chunk.is_empty() {
            let taken = match &mut self.packing {
                Packing::Plain(sink) => sink.write(chunk)?,
                Packing::Gzip(members) => members.write(chunk)?,
                Packing::Brotli(decoder) => decoder.write(chunk)?,
            };
            // Bytes behind the end of the stream: some servers pad, and browsers ignore it.
            if taken == 0 {
                break;
            }
            chunk = &chunk[taken..];
        }
        if self.received > self.limit {
            return Err(Spoilt::TooLarge);
        }
        let size = self.sink().bytes.len();
        if size > LARGE && size / GROWTH > self.received {
            return Err(Spoilt::Bomb);
        }
        Ok(())
    }

    /// The whole body, or why it has no end.
    pub(crate) fn finish(self) -> std::result::Result<Vec<u8>, Spoilt> {
        // An empty answer is empty in every coding.
        if self.received == 0 {
            return Ok(Vec::new());
        }
        match self.packing {
            Packing::Plain(sink) => Ok(sink.bytes),
            Packing::Gzip(members) => Ok(members.finish()?.bytes),
            Packing::Brotli(mut decoder) => {
                decoder.close()?;
                Ok(mem::take(&mut decoder.get_mut().bytes))
            }
        }
    }

    /// What there is of a body that may be read in part.
    pub(crate) fn so_far(mut self) -> Vec<u8> {
        mem::take(&mut self.sink().bytes)
    }

    fn sink(&mut self) -> &mut Capped {
        match &mut self.packing {
            Packing::Plain(sink) => sink,
            Packing::Gzip(members) => members.open.get_mut(),
            Packing::Brotli(decoder) => decoder.get_mut(),
        }
    }
}

/// The members of a gzip body, one open at a time, all writing to one sink.
struct Members {
    open: GzDecoder<Capped>,
    /// What came behind the open member and may be how the next one begins.
    next: Vec<u8>,
    /// Whether what came behind the open member is no gzip, and so padding.
    over: bool,
}

impl Members {
    /// How many bytes were taken; 0 when what is left is padding.
    fn write(&mut self, chunk: &[u8]) -> Result<usize> {
        if self.over {
            return Ok(0);
        }
        if self.next.is_empty() {
            let taken = self.open.write(chunk)?;
            if taken > 0 {
                return Ok(taken);
            }
        }
        let missing = MAGIC.len() - self.next.len();
        let taken = chunk.len().min(missing);
        self.next.extend_from_slice(&chunk[..taken]);
        self.over = !MAGIC.starts_with(&self.next);
        if self.next == MAGIC {
            let empty = Capped { bytes: Vec::new(), limit: 0 };
            let sink = mem::replace(&mut self.open, GzDecoder::new(empty)).finish()?;
            self.open = GzDecoder::new(sink);
            self.open.write_all(&mem::take(&mut self.next))?;
        }
        Ok(taken)
    }

    fn finish(self) -> Result<Capped> {
        self.open.finish()
    }
}

/// Bytes up to a limit, and an error instead of the next one.
struct Capped {
    bytes: Vec<u8>,
    limit: usize,
}

impl Write for Capped {
    fn write(&mut self, chunk: &[u8]) -> Result<usize> {
        let room = self.limit - self.bytes.len();
        if room == 0 && !chunk.is_empty() {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        let taken = chunk.len().min(room);
        self.bytes.extend_from_slice(&chunk[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
