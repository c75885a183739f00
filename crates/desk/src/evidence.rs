//! What is kept beside a page's bytes when it is filed: what was exchanged, the texts as they were read, and
//! the parts that the page needs to be shown again. All of it lies in the files before a row names it: a file
//! that no row names is what a stop in between leaves, and harms nobody.

use model::{Capture, CaptureId, Moment, Part, PartRole};
use store::{Tx, captures, parts};

use crate::{Desk, Error, FiledPage};

/// Most bytes of a page's text that are kept: pages with more are lists or machines' output, and no quotation
/// is looked for behind it.
const TEXT_LIMIT: usize = 4 << 20;

/// Most parts kept of one capture: nine of ten pages of news show fewer pictures, and two or three style sheets.
pub const PARTS_LIMIT: usize = 40;
/// Most bytes of the parts of one capture together: a page with ten large photographs.
pub const PARTS_BYTES: i64 = 30 << 20;

/// What came with a page, as those who fetched it hand it over.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// When it was asked for; `None`: when it is filed.
    pub at: Option<Moment>,
    /// What was exchanged, as a WARC file's bytes.
    pub warc: Option<Vec<u8>>,
    /// All text of the page, as it was read; empty where nothing was.
    pub page_text: String,
    /// What the page needs to be shown again, as far as it was fetched already.
    pub parts: Vec<KeptPart>,
}

/// A part as it was fetched. The fields are those of [`Part`].
#[derive(Clone, Debug)]
pub struct FetchedPart<'a> {
    /// The address by which the page names it.
    pub address: String,
    /// What it does for the page.
    pub role: PartRole,
    /// When it was asked for.
    pub at: Moment,
    /// HTTP status.
    pub status: u16,
    /// Its type as stated.
    pub mime: String,
    /// Its bytes, content codings undone.
    pub bytes: &'a [u8],
    /// What was exchanged, as a WARC file's bytes.
    pub warc: &'a [u8],
}

/// A part whose files are kept, and that belongs to no capture yet. The fields are those of [`Part`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptPart {
    /// The address by which the page names it.
    pub address: String,
    /// What it does for the page.
    pub role: PartRole,
    /// When it was fetched.
    pub at: Moment,
    /// HTTP status.
    pub status: u16,
    /// Its type as stated.
    pub mime: String,
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// Number of bytes.
    pub size: i64,
    /// SHA-256 of the file with what was exchanged, in hex.
    pub warc: String,
}

/// The texts of a capture, as they were read at capture time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaptureText {
    /// The article's plain text: paragraphs separated by blank lines.
    pub article: Option<String>,
    /// All text of the page, what stands beside the article included.
    pub page: Option<String>,
}

/// The names of a page's files.
pub(crate) struct KeptFiles {
    pub(crate) sha256: String,
    pub(crate) warc: Option<String>,
    pub(crate) article: Option<String>,
    pub(crate) page_text: Option<String>,
}

/// A capture with all that belongs to it.
#[derive(Clone, Debug)]
pub struct WholeCapture {
    /// What is known of it.
    pub capture: Capture,
    /// The page's bytes.
    pub bytes: Vec<u8>,
    /// What was kept beside the page, in order.
    pub parts: Vec<Part>,
}

impl Desk {
    /// Keeps a page's files: its bytes, what was exchanged, its texts.
    pub(crate) fn keep_files(&self, page: &FiledPage) -> Result<KeptFiles, Error> {
        let files = self.store.files();
        let text = |text: &str| match text.trim().is_empty() {
            true => Ok(None),
            false => files.put(beginning(text).as_bytes()).map(Some),
        };
        Ok(KeptFiles {
            sha256: files.put(&page.bytes)?,
            warc: page.evidence.warc.as_deref().map(|warc| files.put(warc)).transpose()?,
            article: text(&page.clipping.text)?,
            page_text: text(&page.evidence.page_text)?,
        })
    }

    /// The texts of a capture as they were read when it was made; neither for a capture from before texts
    /// were kept, nor where a file is gone.
    ///
    /// # Errors
    /// When a file is there but can't be read.
    pub fn capture_text(&self, capture: &Capture) -> Result<CaptureText, Error> {
        Ok(CaptureText {
            article: self.text_of(capture.article.as_deref())?,
            page: self.text_of(capture.page_text.as_deref())?,
        })
    }

    /// Keeps the files of a part that was fetched. It belongs to no capture before one names it.
    ///
    /// # Errors
    /// When the files can't be written.
    pub fn keep_part(&self, part: FetchedPart) -> Result<KeptPart, Error> {
        let files = self.store.files();
        let FetchedPart { address, role, at, status, mime, bytes, warc } = part;
        Ok(KeptPart {
            address,
            role,
            at,
            status,
            mime,
            sha256: files.put(bytes)?,
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            warc: files.put(warc)?,
        })
    }

    /// A capture with its bytes and the parts it has, for a job that looks for the others; `None` when it is
    /// gone, or its bytes are.
    ///
    /// # Errors
    /// When the database or the file can't be read.
    pub fn whole_capture(&self, id: CaptureId) -> Result<Option<WholeCapture>, Error> {
        let found = self.store.read::<_, Error>(|conn| {
            let Some(capture) = captures::by_id(conn, id)? else { return Ok(None) };
            Ok(Some((capture, parts::of_capture(conn, id)?)))
        })?;
        let Some((capture, parts)) = found else { return Ok(None) };
        let bytes = self.store.files().get(&capture.sha256)?;
        Ok(bytes.map(|bytes| WholeCapture { capture, bytes, parts }))
    }

    /// Adds parts to a capture; those it has already stay as they are, and what would go beyond
    /// [`PARTS_LIMIT`] and [`PARTS_BYTES`] is left out. How many were added.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a capture that is not there.
    pub fn add_parts(&self, id: CaptureId, new: &[KeptPart]) -> Result<usize, Error> {
        self.write(|tx| {
            captures::by_id(tx, id)?.ok_or_else(|| Error::missing("capture"))?;
            add_parts(tx, id, new)
        })
    }

    /// The files with the exchanges by which these bytes came from this address, oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub fn exchanges_of(&self, address: &str, sha256: &str) -> Result<Vec<String>, Error> {
        self.store.read(|conn| {
            let pages = captures::of_content(conn, sha256)?.into_iter();
            let pages = pages.filter(|capture| capture.final_url == address);
            let mut found: Vec<_> =
                pages.filter_map(|capture| Some((capture.at, capture.warc.clone()?))).collect();
            let parts = parts::of_content(conn, sha256)?.into_iter();
            let parts = parts.filter(|part| part.address == address);
            found.extend(parts.map(|part| (part.at, part.warc)));
            found.sort();
            found.dedup();
            Ok(found.into_iter().map(|(_, warc)| warc).collect())
        })
    }
}

/// Adds parts to a capture behind those it has; an address it has already is left out. How many were added.
pub(crate) fn add_parts(tx: &mut Tx, capture: CaptureId, new: &[KeptPart]) -> Result<usize, Error> {
    let known = parts::of_capture(tx, capture)?;
    let mut size: i64 = known.iter().map(|part| part.size).sum();
    let mut addresses: Vec<String> = known.into_iter().map(|part| part.address).collect();
    let before = addresses.len();
    for part in new {
        let is_full = addresses.len() >= PARTS_LIMIT || size + part.size > PARTS_BYTES;
        if is_full || addresses.contains(&part.address) {
            continue;
        }
        let position = i64::try_from(addresses.len()).unwrap_or(i64::MAX);
        let KeptPart { address, role, at, status, mime, sha256, size: bytes, warc } = part.clone();
        size += bytes;
        addresses.push(address.clone());
        let part = Part { capture, position, address, role, at, status, mime, sha256, size: bytes, warc };
        parts::add(tx, &part)?;
    }
    Ok(addresses.len() - before)
}

/// The beginning of a text, at most [`TEXT_LIMIT`] bytes.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(TEXT_LIMIT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
