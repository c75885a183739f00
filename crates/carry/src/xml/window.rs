//! A stretch of a stream in memory, and the tags in it.

use std::io::{BufRead, ErrorKind};
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memchr3, memmem, memrchr};

use crate::Broken;

/// Longest tag, in bytes.
const TAG: usize = 1 << 20;

/// Something between `<` and `>`, by its place in the window. `name` is meant of tags alone.
#[derive(Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub from: usize,
    pub name: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Start,
    Empty,
    End,
    /// Comments, CDATA, instructions, and `<` that begins nothing.
    Other,
    /// A document type that declares entities.
    Declaring,
}

/// The window. Everything before `at` has been looked at; what is kept of it begins at `kept`.
#[derive(Debug)]
pub(super) struct Window<R> {
    source: R,
    file: String,
    bytes: Vec<u8>,
    at: usize,
    /// Begin of the piece that is being cut; `None` too when it has grown larger than `largest`.
    pub kept: Option<usize>,
    /// Bytes that are kept of one piece.
    pub largest: usize,
    /// Bytes of the stream taken so far.
    pub read: u64,
    ended: bool,
    /// Why the stream ended early; told when everything before it has been looked at.
    failed: Option<String>,
    line: u64,
    column: u64,
    counted: usize,
}

impl<R: BufRead> Window<R> {
    pub fn new(file: &str, source: R, largest: usize) -> Self {
        Window {
            source,
            file: file.to_owned(),
            bytes: Vec::new(),
            at: 0,
            kept: None,
            largest,
            read: 0,
            ended: false,
            failed: None,
            line: 1,
            column: 1,
            counted: 0,
        }
    }

    /// Why the stream could not be read to its end, with the place.
    pub fn failure(&mut self) -> Option<Broken> {
        let what = self.failed.take()?;
        Some(self.broken(what))
    }

    /// The next thing between `<` and `>`; `None` at the end. It is passed: what follows comes next.
    pub fn token(&mut self) -> Result<Option<Token>, Broken> {
        loop {
            match memchr(b'<', &self.bytes[self.at..]) {
                Some(found) => {
                    self.at += found;
                    return self.classify().map(Some);
                }
                None => {
                    self.at = self.bytes.len();
                    if !self.more() {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Bytes of the window.
    pub fn slice(&self, range: Range<usize>) -> &[u8] {
        self.bytes.get(range).unwrap_or_default()
    }

    /// Where the window has been looked at.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Bytes of the stream before what has been looked at.
    pub fn passed(&self) -> u64 {
        self.read - (self.bytes.len() - self.at) as u64
    }

    /// Line and column of a byte in the window, from 1. Places are asked for in order.
    pub fn place(&mut self, at: usize) -> (u64, u64) {
        let from = self.counted.min(at);
        let passed = &self.bytes[from..at];
        let lines = memchr_iter(b'\n', passed).count() as u64;
        let rest = memrchr(b'\n', passed).map_or(passed, |end| &passed[end + 1..]);
        if lines > 0 {
            self.line += lines;
            self.column = 1;
        }
        self.column += characters(rest);
        self.counted = at.max(self.counted);
        (self.line, self.column)
    }

    /// Something wrong at the place that has been reached.
    pub fn broken(&mut self, what: impl Into<String>) -> Broken {
        self.broken_at(self.at, what)
    }

    /// Something wrong at a byte of the window.
    pub fn broken_at(&mut self, at: usize, what: impl Into<String>) -> Broken {
        let (line, column) = self.place(at);
        Broken { file: self.file.clone(), line, column, what: what.into() }
    }

    /// Lets a piece go that has grown too large.
    pub fn bound(&mut self) {
        self.kept = self.kept.filter(|kept| self.at.saturating_sub(*kept) <= self.largest);
    }

    /// Takes more of the stream; false at its end. What nobody keeps any more goes, and places move with it.
    fn more(&mut self) -> bool {
        self.bound();
        let keep = self.kept.unwrap_or(self.at).min(self.at);
        if keep > 0 {
            self.place(keep);
            self.bytes.drain(..keep);
            self.counted -= keep;
            self.at -= keep;
            self.kept = self.kept.map(|kept| kept - keep);
        }
        while !self.ended {
            let taken = match self.source.fill_buf() {
                Ok(bytes) => {
                    self.bytes.extend_from_slice(bytes);
                    bytes.len()
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.ended = true;
                    self.failed = Some(format!("it can't be read on from here: {error}"));
                    return false;
                }
            };
            self.source.consume(taken);
            self.read += taken as u64;
            self.ended = taken == 0;
            if taken > 0 {
                return true;
            }
        }
        false
    }

    /// Makes sure of a number of bytes from `at`, as far as the stream has them.
    fn ensure(&mut self, length: usize) {
        while self.bytes.len() - self.at < length && self.more() {}
    }

    /// Looks at what begins at `at`, which is `<`.
    fn classify(&mut self) -> Result<Token, Broken> {
        self.ensure(10);
        let ahead = &self.bytes[self.at..];
        match ahead.get(1) {
            Some(b'!') if ahead.starts_with(b"<!--") => Ok(self.skip(4, b"-->")),
            Some(b'!') if ahead.starts_with(b"<![CDATA[") => Ok(self.skip(9, b"]]>")),
            Some(b'!') if ahead.get(2).is_some_and(u8::is_ascii_alphabetic) => self.declaration(),
            Some(b'?') => Ok(self.skip(2, b"?>")),
            Some(b'/') => self.tag(2),
            Some(byte) if byte.is_ascii_alphabetic() || *byte == b'_' || *byte >= 0x80 => self.tag(1),
            _ => {
                self.at += 1;
                Ok(self.other())
            }
        }
    }

    fn other(&self) -> Token {
        Token { kind: Kind::Other, from: self.at, name: 0..0 }
    }

    /// Passes everything up to an end; what has been looked at is let go on the way unless it is kept.
    fn skip(&mut self, begin: usize, end: &[u8]) -> Token {
        self.at += begin;
        loop {
            if let Some(found) = memmem::find(&self.bytes[self.at..], end) {
                self.at += found + end.len();
                return self.other();
            }
            // The end may have begun already.
            self.at = self.at.max(self.bytes.len().saturating_sub(end.len() - 1));
            if !self.more() {
                self.at = self.bytes.len();
                return self.other();
            }
        }
    }

    /// Passes a document type, with what it declares.
    fn declaration(&mut self) -> Result<Token, Broken> {
        let mut kind = Kind::Other;
        let mut within = false;
        loop {
            let ahead = &self.bytes[self.at..];
            let found = if within { memchr(b']', ahead) } else { memchr2(b'[', b'>', ahead) };
            match found {
                Some(found) => {
                    let byte = ahead[found];
                    if within && memmem::find(&ahead[..found], b"<!ENTITY").is_some() {
                        kind = Kind::Declaring;
                    }
                    self.at += found + 1;
                    match byte {
                        b'[' => within = true,
                        b']' => within = false,
                        _ => return Ok(Token { kind, from: self.at, name: 0..0 }),
                    }
                }
                None if self.bytes.len() - self.at > TAG => {
                    return Err(self.broken("its document type is longer than a mebibyte"));
                }
                None => {
                    if !self.more() {
                        self.at = self.bytes.len();
                        return Ok(Token { kind, from: self.at, name: 0..0 });
                    }
                }
            }
        }
    }

    /// Reads a tag; `<` in it means that it was none.
    fn tag(&mut self, begin: usize) -> Result<Token, Broken> {
        let mut length = begin;
        let mut quote = None;
        let end = loop {
            let ahead = &self.bytes[self.at + length..];
            let found = match quote {
                Some(quote) => memchr2(quote, b'<', ahead),
                None => stop(ahead),
            };
            let Some(found) = found else {
                length = self.bytes.len() - self.at;
                if length > TAG {
                    return Err(self.broken("a tag in it is longer than a mebibyte"));
                }
                if !self.more() {
                    self.at = self.bytes.len();
                    return Ok(self.other());
                }
                continue;
            };
            let byte = ahead[found];
            length += found;
            match byte {
                b'<' => {
                    self.at += length;
                    return Ok(self.other());
                }
                b'>' if quote.is_none() => break self.at + length,
                _ => quote = if quote.is_some() { None } else { Some(byte) },
            }
            length += 1;
        };
        let from = self.at;
        let inside = &self.bytes[from + begin..end];
        let long = inside.iter().position(|b| b.is_ascii_whitespace() || *b == b'/').unwrap_or(inside.len());
        let kind = match (begin, inside.last()) {
            (2, _) => Kind::End,
            (_, Some(b'/')) => Kind::Empty,
            _ => Kind::Start,
        };
        self.at = end + 1;
        Ok(Token { kind, from, name: from + begin..from + begin + long })
    }
}

/// What ends a tag, or a stretch of it.
fn stop(ahead: &[u8]) -> Option<usize> {
    let first = memchr3(b'>', b'"', b'\'', ahead);
    let stray = memchr(b'<', &ahead[..first.unwrap_or(ahead.len())]);
    stray.or(first)
}

/// How many characters bytes are.
pub(super) fn characters(bytes: &[u8]) -> u64 {
    count(bytes, |byte| byte & 0xc0 != 0x80)
}

/// How many bytes are of a kind: in stretches whose number fits a byte, and adding without a look at overflow, so that
/// many are looked at together.
pub(super) fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> u64 {
    let stretch = |bytes: &[u8]| bytes.iter().fold(0u8, |sum, byte| sum.wrapping_add(u8::from(is(*byte))));
    bytes.chunks(255).map(|bytes| u64::from(stretch(bytes))).sum()
}
