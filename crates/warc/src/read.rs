//! Reading a file record by record, checking everything, holding little.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use flate2::bufread::GzDecoder;
use sha2::{Digest, Sha256};

use crate::damage::Damage;
use crate::digest;
use crate::exchange::Original;
use crate::record::Kind;

/// Most bytes of a record's own lines, and of an HTTP head in its block.
const HEAD_LIMIT: usize = 64 * 1024;
/// Bytes unpacked at a time.
const STEP: usize = 32 * 1024;

/// Reads the records of a file, in order; each has been checked when it is handed out.
#[derive(Debug)]
pub struct Reader<R: Read> {
    /// `None` after damage: behind it nothing is certain.
    file: Option<Counted<BufReader<R>>>,
    keep: usize,
}

/// A record that was read and found in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where its gzip member begins in the file.
    pub offset: u64,
    /// How many bytes the member has.
    pub length: u64,
    /// What it is.
    pub kind: Kind,
    /// Its own lines, names as written.
    pub headers: Vec<(String, String)>,
    /// The beginning of its block, as much as the reader keeps.
    pub block: Vec<u8>,
    /// How many bytes the whole block has.
    pub size: u64,
}

impl Entry {
    /// The first header of a name, in whatever case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(held, _)| held.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// This record as one that a revisit may refer to, if it has its payload in full.
    pub fn original(&self) -> Option<Original> {
        let own = |name| self.header(name).map(str::to_owned);
        let whole = self.kind == Kind::Response && self.header("WARC-Truncated").is_none();
        whole.then_some(())?;
        Some(Original {
            id: own("WARC-Record-ID")?,
            target: own("WARC-Target-URI")?,
            date: own("WARC-Date")?,
            payload: own("WARC-Payload-Digest")?,
        })
    }
}

impl<R: Read> Reader<R> {
    /// A reader that keeps so many bytes of each block. Its memory is that, and what unpacking takes.
    pub fn new(file: R, keep: usize) -> Self {
        let inner = BufReader::with_capacity(STEP, file);
        Reader { file: Some(Counted { inner, at: 0 }), keep }
    }

    /// The next record; `None` at the end of the file, and behind damage.
    ///
    /// # Errors
    /// [`Damage`], once.
    pub fn next_record(&mut self) -> Result<Option<Entry>, Damage> {
        let Some(mut file) = self.file.take() else { return Ok(None) };
        let offset = file.at;
        if file.fill_buf().map_err(|error| Damage::Unreadable { offset, error })?.is_empty() {
            return Ok(None);
        }
        let (entry, file) = member(file, self.keep)?;
        self.file = Some(file);
        Ok(Some(entry))
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Entry, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_record().transpose()
    }
}

/// Bytes, counted as they are taken.
#[derive(Debug)]
struct Counted<B> {
    inner: B,
    at: u64,
}

impl<B: BufRead> Read for Counted<B> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let taken = self.inner.read(into)?;
        self.at += taken as u64;
        Ok(taken)
    }
}

impl<B: BufRead> BufRead for Counted<B> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
        self.at += amount as u64;
    }
}

/// Reads one member: a record, whole.
fn member<R: Read>(
    mut file: Counted<BufReader<R>>,
    keep: usize,
) -> Result<(Entry, Counted<BufReader<R>>), Damage> {
    let offset = file.at;
    if file.fill_buf().is_ok_and(|bytes| bytes.first() != Some(&0x1f)) {
        return Err(Damage::NotGzip { offset });
    }
    let mut unpacked = Unpacked { decoder: BufReader::with_capacity(STEP, GzDecoder::new(file)), offset };
    let headers = unpacked.head()?;
    let find = |name: &str| {
        headers.iter().find(|(held, _)| held.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    };
    let kind = Kind::parse(find("WARC-Type").ok_or(Damage::Head { offset, what: "it has no WARC-Type" })?);
    let size = find("Content-Length").and_then(|length| length.parse::<u64>().ok());
    let size = size.ok_or(Damage::Head { offset, what: "its Content-Length is no number" })?;
    let is_http = find("Content-Type").is_some_and(|mime| mime.trim().starts_with("application/http"));
    let mut block = Block::new(keep, is_http);
    unpacked.block(size, &mut block)?;
    block.check(
        offset,
        find("WARC-Block-Digest"),
        find("WARC-Payload-Digest").filter(|_| kind != Kind::Revisit),
    )?;
    unpacked.end(size)?;
    let file = unpacked.decoder.into_inner().into_inner();
    let length = file.at - offset;
    Ok((Entry { offset, length, kind, headers, block: block.kept, size }, file))
}

/// What a member unpacks to.
struct Unpacked<R: Read> {
    decoder: BufReader<GzDecoder<Counted<BufReader<R>>>>,
    offset: u64,
}

impl<R: Read> Unpacked<R> {
    fn fill(&mut self) -> Result<&[u8], Damage> {
        let offset = self.offset;
        self.decoder.fill_buf().map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => Damage::Cut { offset },
            ErrorKind::InvalidInput | ErrorKind::InvalidData => {
                Damage::Packing { offset, reason: error.to_string() }
            }
            _ => Damage::Unreadable { offset, error },
        })
    }

    /// The record's own lines, up to the empty one.
    fn head(&mut self) -> Result<Vec<(String, String)>, Damage> {
        let offset = self.offset;
        let wrong = |what| Damage::Head { offset, what };
        let mut budget = HEAD_LIMIT;
        let first = self.line(&mut budget)?;
        if !first.starts_with("WARC/") {
            return Err(wrong("its first line is not “WARC/1.1”"));
        }
        let mut headers: Vec<(String, String)> = Vec::new();
        loop {
            let line = self.line(&mut budget)?;
            if line.is_empty() {
                return Ok(headers);
            }
            // A line that begins with white space goes on with the one before it.
            match (line.starts_with([' ', '\t']), headers.last_mut()) {
                (true, Some((_, value))) => {
                    value.push(' ');
                    value.push_str(line.trim());
                }
                _ => {
                    let (name, value) = line.split_once(':').ok_or(wrong("a line of it has no colon"))?;
                    headers.push((name.trim().to_owned(), value.trim().to_owned()));
                }
            }
        }
    }

    fn line(&mut self, budget: &mut usize) -> Result<String, Damage> {
        let offset = self.offset;
        let mut line = Vec::new();
        loop {
            let bytes = self.fill()?;
            if bytes.is_empty() {
                return Err(Damage::Head { offset, what: "it ends before its empty line" });
            }
            let end = bytes.iter().position(|byte| *byte == b'\n').map(|at| at + 1);
            let taken = end.unwrap_or(bytes.len());
            if taken > *budget {
                return Err(Damage::Head { offset, what: "its lines are longer than 64 KiB" });
            }
            *budget -= taken;
            line.extend_from_slice(&bytes[..taken]);
            self.decoder.consume(taken);
            if end.is_some() {
                let text = String::from_utf8_lossy(&line);
                return Ok(text.trim_end_matches(['\r', '\n']).to_owned());
            }
        }
    }

    fn block(&mut self, size: u64, block: &mut Block) -> Result<(), Damage> {
        let offset = self.offset;
        let mut left = size;
        while left > 0 {
            let bytes = self.fill()?;
            if bytes.is_empty() {
                return Err(Damage::Length { offset, stated: size, what: "it ends sooner" });
            }
            let taken = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            block.take(&bytes[..taken]);
            self.decoder.consume(taken);
            left -= taken as u64;
        }
        Ok(())
    }

    /// The two empty lines behind a block, and nothing else in the member.
    fn end(&mut self, stated: u64) -> Result<(), Damage> {
        let offset = self.offset;
        let mut behind = Vec::new();
        loop {
            let bytes = self.fill()?;
            if bytes.is_empty() || behind.len() > 4 {
                break;
            }
            let taken = bytes.len().min(5 - behind.len());
            behind.extend_from_slice(&bytes[..taken]);
            self.decoder.consume(taken);
        }
        match behind.as_slice() {
            b"\r\n\r\n" => Ok(()),
            _ => Err(Damage::Length { offset, stated, what: "what stands behind them is not its end" }),
        }
    }
}

/// A block on its way past: hashed, its beginning kept.
struct Block {
    keep: usize,
    kept: Vec<u8>,
    whole: Sha256,
    payload: Sha256,
    /// The head before the payload, while it is looked for.
    head: Option<Vec<u8>>,
}

impl Block {
    fn new(keep: usize, is_http: bool) -> Self {
        let head = is_http.then(Vec::new);
        Block { keep, kept: Vec::new(), whole: Sha256::new(), payload: Sha256::new(), head }
    }

    fn take(&mut self, bytes: &[u8]) {
        let room = self.keep - self.kept.len();
        self.kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.whole.update(bytes);
        let Some(head) = &mut self.head else { return self.payload.update(bytes) };
        // The end of the head may have begun in the bytes before.
        let from = head.len().saturating_sub(3);
        head.extend_from_slice(bytes);
        if let Some(at) = head[from..].windows(4).position(|four| four == b"\r\n\r\n") {
            self.payload.update(&head[from + at + 4..]);
            self.head = None;
        } else if head.len() > HEAD_LIMIT {
            // No head that long is one: the block is taken for payload.
            self.payload.update(&head[..]);
            self.head = None;
        }
    }

    fn check(&self, offset: u64, block: Option<&str>, payload: Option<&str>) -> Result<(), Damage> {
        let stated = [(block, &self.whole, "block digest"), (payload, &self.payload, "payload digest")];
        for (stated, hasher, what) in stated {
            if let Some(stated) = stated
                && digest::agrees(stated, &hasher.clone().finalize()) == Some(false)
            {
                return Err(Damage::Digest { offset, what, stated: stated.to_owned() });
            }
        }
        Ok(())
    }
}
