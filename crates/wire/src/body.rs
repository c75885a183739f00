//! Reading a body under a limit that holds after decompression.

use std::io::{Error, ErrorKind, Result, Write};

use brotli::DecompressorWriter;
use flate2::write::GzDecoder;

/// The codings asked for in `Accept-Encoding`. Deflate is left out: servers disagree about what it means.
pub(crate) const CODINGS: &str = "gzip, br";

/// A body being read: pushed in as it arrives, decoded at once, refused as soon as it grows past its limit.
pub(crate) enum Body {
    Plain(Capped),
    Gzip(Box<GzDecoder<Capped>>),
    Brotli(Box<DecompressorWriter<Capped>>),
}

impl Body {
    /// A body in the given `content-encoding`; `None` for one that was not asked for.
    pub(crate) fn new(coding: &str, limit: usize) -> Option<Self> {
        let sink = Capped { bytes: Vec::new(), limit };
        match coding.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Some(Body::Plain(sink)),
            "gzip" | "x-gzip" => Some(Body::Gzip(Box::new(GzDecoder::new(sink)))),
            "br" => Some(Body::Brotli(Box::new(DecompressorWriter::new(sink, 16 * 1024)))),
            _ => None,
        }
    }

    /// Takes the next bytes. [`ErrorKind::FileTooLarge`] means the limit; any other error, damage.
    pub(crate) fn push(&mut self, mut chunk: &[u8]) -> Result<()> {
        while !chunk.is_empty() {
            let taken = match self {
                Body::Plain(sink) => sink.write(chunk)?,
                Body::Gzip(decoder) => decoder.write(chunk)?,
                Body::Brotli(decoder) => decoder.write(chunk)?,
            };
            // Bytes behind the end of the stream: some servers pad, and browsers ignore it.
            if taken == 0 {
                break;
            }
            chunk = &chunk[taken..];
        }
        Ok(())
    }

    /// The whole body, or an error when its packing is cut short. `received` counts the bytes pushed: an
    /// empty answer is empty in every coding.
    pub(crate) fn finish(self, received: usize) -> Result<Vec<u8>> {
        if received == 0 {
            return Ok(Vec::new());
        }
        match self {
            Body::Plain(sink) => Ok(sink.bytes),
            Body::Gzip(decoder) => Ok(decoder.finish()?.bytes),
            Body::Brotli(mut decoder) => {
                decoder.close()?;
                Ok(std::mem::take(&mut decoder.get_mut().bytes))
            }
        }
    }
}

/// Bytes up to a limit, and an error instead of the next one.
pub(crate) struct Capped {
    bytes: Vec<u8>,
    limit: usize,
}

impl Write for Capped {
    fn write(&mut self, chunk: &[u8]) -> Result<usize> {
        if chunk.len() > self.limit - self.bytes.len() {
            return Err(Error::from(ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(chunk);
        Ok(chunk.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}
