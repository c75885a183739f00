//! One element of a stream, as the file has it.

use memchr::{memchr_iter, memrchr};

use super::Element;
use super::window::{characters, count};
use crate::Broken;

/// An element cut from a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its text from the first `<` to the last `>`, as the file has it, but for what was dropped and repaired.
    pub raw: String,
    /// The file it is from, by its name in the package.
    pub file: String,
    /// Line at which it begins, from 1.
    pub line: u64,
    /// Character of that line, from 1.
    pub column: u64,
    /// Characters that XML does not know, and that were dropped.
    pub dropped: u64,
    /// Places that were no UTF-8, each now U+FFFD.
    pub repaired: u64,
}

impl Piece {
    pub(super) fn new(file: &str, (line, column): (u64, u64), bytes: &[u8]) -> Self {
        let (mut raw, mut repaired) = (String::new(), 0);
        match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => raw.push_str(text),
            Err(_) => {
                for chunk in bytes.utf8_chunks() {
                    raw.push_str(chunk.valid());
                    if !chunk.invalid().is_empty() {
                        raw.push('\u{fffd}');
                        repaired += 1;
                    }
                }
            }
        }
        let unknown = |byte: u8| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r');
        let dropped = count(raw.as_bytes(), unknown);
        if dropped > 0 {
            raw.retain(|c| !c.is_ascii() || !unknown(c as u8));
        }
        Piece { raw, file: file.to_owned(), line, column, dropped, repaired }
    }

    /// Its name as written, with its prefix.
    pub fn name(&self) -> &str {
        let inside = self.raw.get(1..).unwrap_or_default();
        let end =
            inside.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(inside.len());
        &inside[..end]
    }

    /// Looks inside.
    ///
    /// # Errors
    /// [`Broken`] with line and column, when it is not well formed.
    pub fn element(&self) -> Result<Element<'_>, Broken> {
        Element::read(&self.raw).map_err(|(at, what)| self.broken(at, what))
    }

    /// Something wrong at a byte of [`Piece::raw`].
    pub fn broken(&self, at: usize, what: impl Into<String>) -> Broken {
        let before = self.raw.as_bytes().get(..at).unwrap_or_default();
        let lines = memchr_iter(b'\n', before).count() as u64;
        let last = memrchr(b'\n', before).map_or(0, |end| end + 1);
        let characters = characters(&before[last..]);
        let column = if lines == 0 { self.column + characters } else { characters + 1 };
        Broken { file: self.file.clone(), line: self.line + lines, column, what: what.into() }
    }

    /// What was dropped and repaired in it, in plain sentences.
    pub fn mended(&self) -> Vec<String> {
        let mut told = Vec::new();
        if self.dropped > 0 {
            told.push("it held control characters, which are left out".to_owned());
        }
        if self.repaired > 0 {
            told.push("it held bytes that are no text, which are shown as \u{fffd}".to_owned());
        }
        told
    }
}
