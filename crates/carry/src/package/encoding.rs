//! Text that is not UTF-8.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::CHUNK;

/// Bytes looked at to find out how a text is written.
const HEAD: usize = 1024;

/// A stream of text as UTF-8, without a mark at its beginning.
pub(super) fn decoded<'r>(
    mut reader: Box<dyn BufRead + Send + 'r>,
) -> io::Result<Box<dyn BufRead + Send + 'r>> {
    let mut head = Vec::with_capacity(HEAD);
    reader.by_ref().take(HEAD as u64).read_to_end(&mut head)?;
    let (encoding, mark) = guess(&head);
    head.drain(..mark);
    let whole = Cursor::new(head).chain(reader);
    if encoding == UTF_8 {
        return Ok(Box::new(whole));
    }
    let decoder = encoding.new_decoder_without_bom_handling();
    let recoded = Recoded { source: whole, decoder, spare: Vec::new(), given: 0, ended: false };
    Ok(Box::new(BufReader::with_capacity(CHUNK, recoded)))
}

/// How a text is written, and the length of the mark that says so.
fn guess(head: &[u8]) -> (&'static Encoding, usize) {
    if let Some((encoding, length)) = Encoding::for_bom(head) {
        return (encoding, length);
    }
    match head {
        [b'<', 0, ..] => return (UTF_16LE, 0),
        [0, b'<', ..] => return (UTF_16BE, 0),
        _ => {}
    }
    let said = said(head).and_then(|label| Encoding::for_label(label.as_bytes()));
    // One that could read the declaration byte by byte is not written in two bytes a character, whatever it says.
    (said.filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE).unwrap_or(UTF_8), 0)
}

/// What an XML declaration says.
fn said(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    let declaration = text.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

struct Recoded<R> {
    source: R,
    decoder: Decoder,
    spare: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: BufRead> Read for Recoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.spare.len() && !self.ended {
            let bytes = self.source.fill_buf()?;
            let last = bytes.is_empty();
            // Three bytes for each byte, the most there can be, and some for what is left over.
            self.spare.resize(bytes.len() * 3 + 16, 0);
            let (result, taken, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.spare, last);
            self.spare.truncate(written);
            self.given = 0;
            self.source.consume(taken);
            self.ended = last && result == CoderResult::InputEmpty;
        }
        let ready = &self.spare[self.given..];
        let count = ready.len().min(into.len());
        into[..count].copy_from_slice(&ready[..count]);
        self.given += count;
        Ok(count)
    }
}
