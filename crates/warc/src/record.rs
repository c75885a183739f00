//! One record, ready to be written.

use std::io::{self, Write};

use crate::{digest, member};

/// The first line of every record.
pub(crate) const VERSION: &str = "WARC/1.1";

/// Bytes of payload that are not worth packing.
const SHORT: usize = 512;

/// What a record is (WARC 1.1, section 5.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What wrote the file, and how.
    Warcinfo,
    /// What was asked.
    Request,
    /// What was answered, in full.
    Response,
    /// What was answered, its payload left out because an earlier record has it.
    Revisit,
    /// Bytes that came without an exchange.
    Resource,
    /// What is known of another record.
    Metadata,
    /// Anything else that others write.
    Other,
}

const KINDS: [(Kind, &str); 6] = [
    (Kind::Warcinfo, "warcinfo"),
    (Kind::Request, "request"),
    (Kind::Response, "response"),
    (Kind::Revisit, "revisit"),
    (Kind::Resource, "resource"),
    (Kind::Metadata, "metadata"),
];

impl Kind {
    /// The word in `WARC-Type`.
    pub fn as_str(self) -> &'static str {
        KINDS.iter().find(|(kind, _)| *kind == self).map_or("unknown", |(_, word)| word)
    }

    /// Reads the word, in whatever case.
    pub(crate) fn parse(word: &str) -> Kind {
        let known = KINDS.iter().find(|(_, known)| known.eq_ignore_ascii_case(word.trim()));
        known.map_or(Kind::Other, |(kind, _)| *kind)
    }
}

/// How hard a record is packed. Its gzip member holds the same either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// Quickly: for text as it is.
    Fast,
    /// Not at all: for what is packed already, a picture or an answer with a content coding.
    Stored,
}

/// A record: what it says of itself, and its block in two pieces, so that a large payload need not be copied.
#[derive(Clone, Debug)]
pub struct Record<'a> {
    kind: Kind,
    id: String,
    headers: Vec<(&'static str, String)>,
    head: Vec<u8>,
    payload: &'a [u8],
    packing: Packing,
}

impl<'a> Record<'a> {
    /// A record of a kind at a date (`2026-11-26T12:00:00.000000Z`, the moment its capture began). `head` is the
    /// part of the block before the payload: an HTTP head with its empty line, or nothing.
    pub(crate) fn new(
        kind: Kind,
        date: &str,
        content_type: &str,
        more: Vec<(&'static str, String)>,
        head: Vec<u8>,
        payload: &'a [u8],
    ) -> Self {
        let block = digest::of(&[&head, payload]);
        let target =
            more.iter().find(|(name, _)| *name == "WARC-Target-URI").map(|(_, value)| value.as_str());
        let id = digest::name(&[kind.as_str(), date, target.unwrap_or_default(), &block]);
        let mut headers = vec![
            ("WARC-Type", kind.as_str().to_owned()),
            ("WARC-Record-ID", id.clone()),
            ("WARC-Date", line(date)),
        ];
        headers.extend(more.into_iter().map(|(name, value)| (name, line(&value))));
        headers.push(("WARC-Block-Digest", block));
        headers.push(("Content-Type", line(content_type)));
        headers.push(("Content-Length", (head.len() + payload.len()).to_string()));
        Record { kind, id, headers, head, payload, packing: Packing::Fast }
    }

    /// The first record of a file: what wrote it, and how (name and value by line).
    pub fn warcinfo(date: &str, fields: &[(&str, String)]) -> Record<'static> {
        Record::new(Kind::Warcinfo, date, FIELDS, Vec::new(), fields_block(fields), &[])
    }

    /// The same record, packed in another way.
    #[must_use]
    pub fn packed(self, packing: Packing) -> Self {
        Record { packing, ..self }
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its name, in angle brackets as records write it.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Writes it as one gzip member.
    ///
    /// # Errors
    /// The writer's.
    pub fn write_to(&self, out: impl Write) -> io::Result<()> {
        let mut text = format!("{VERSION}\r\n");
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        let pieces = [text.as_bytes(), &self.head, self.payload, b"\r\n\r\n"];
        match self.packing {
            Packing::Fast if self.payload.len() > SHORT => member::packed(out, &pieces),
            Packing::Fast | Packing::Stored => member::stored(out, &pieces),
        }
    }
}

/// The type of blocks that are lines of names and values.
pub(crate) const FIELDS: &str = "application/warc-fields";

/// Lines of names and values, as a block.
pub(crate) fn fields_block(fields: &[(&str, String)]) -> Vec<u8> {
    let lines = fields.iter().map(|(name, value)| format!("{name}: {}\r\n", line(value)));
    lines.collect::<String>().into_bytes()
}

/// A value that stays on its line.
fn line(value: &str) -> String {
    value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}
