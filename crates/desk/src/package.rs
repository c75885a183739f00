//! A post's evidence, to be taken away: everything that was kept of its source, as a package that other
//! programs replay (WACZ).

use std::collections::HashSet;
use std::fs::File;
use std::io::{Seek, Write};

use model::{Actor, Capture, Part, Post, PostId};
use store::ledger::Written;
use store::{captures, ledger, parts};
use warc::{Entry, Kind, Package, PackageError, Page, Reader, Record, metadata, resource};

use crate::{Desk, Error, access};

/// What names a program to those who read what it wrote.
pub const SOFTWARE: &str = concat!("Courant/", env!("CARGO_PKG_VERSION"));

/// Most lines of the ledger that one post or capture brings along.
const LINES: u32 = 1_000;

/// A look at a source with the parts kept of it.
type Look = (Capture, Vec<Part>);

/// What went into a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// How many records it holds.
    pub records: u64,
    /// How many looks at the source.
    pub captures: usize,
    /// How many style sheets and pictures of them.
    pub parts: usize,
    /// What should be in it and is not, a sentence each: files that are gone or damaged.
    pub lacking: Vec<String>,
}

/// A file with an exchange that belongs into a package.
struct Piece<'a> {
    warc: &'a str,
    /// The address and the content it is about, by which an earlier record of the same is found.
    address: &'a str,
    sha256: &'a str,
    what: String,
}

/// What a file with an exchange holds.
#[derive(Default)]
struct Held {
    ids: Vec<String>,
    /// The records that its revisits need.
    needs: Vec<String>,
}

impl Desk {
    /// Writes the evidence of a post: every look at its source, with the style and the pictures kept of it, and
    /// what is said of them here. What an outlet wants shown to nobody is in it, too: this is for those who
    /// work here.
    ///
    /// # Errors
    /// As [`Desk::post`]; [`Error::NotFound`] for a post of which nothing was kept; [`Error::Unavailable`] when
    /// the package can't be written.
    pub fn write_evidence(&self, actor: &Actor, id: PostId, out: impl Write + Seek) -> Result<Packed, Error> {
        let (post, looks, lines) = self.kept_of(actor, id)?;
        if looks.is_empty() {
            return Err(Error::NotFound(
                "Nothing was kept of a source of this post, so there is no evidence to take away.".to_owned(),
            ));
        }
        let mut packed = Packed {
            records: 0,
            captures: looks.len(),
            parts: looks.iter().map(|(_, parts)| parts.len()).sum(),
            lacking: Vec::new(),
        };
        let files = self.files_of(&looks, &mut packed.lacking)?;
        let mut package = Package::new(out).map_err(unwritten)?;
        for file in &files {
            package.archive(self.open(file)?).map_err(unwritten)?;
        }
        for (capture, _) in looks.iter().filter(|(capture, _)| capture.warc.is_none()) {
            match self.store.files().get(&capture.sha256)? {
                Some(bytes) => package.records(&bare(capture, &bytes)).map_err(unwritten)?,
                None => packed.lacking.push(format!("{}: its file is gone", of_capture(capture))),
            }
        }
        let now = record_date(self.now());
        let told = told(&post, &looks, &packed.lacking);
        let about =
            resource(&format!("urn:courant:post:{id}"), &now, "text/plain; charset=utf-8", told.as_bytes());
        let said: String = lines.iter().map(|line| format!("{}\n", signed(line))).collect();
        let ledger =
            resource(&format!("urn:courant:ledger:{id}"), &now, "application/x-ndjson", said.as_bytes());
        let own = [about, ledger];
        let own = if lines.is_empty() { &own[..1] } else { &own[..] };
        package.records(own).map_err(unwritten)?;
        let pages: Vec<Page> = looks.iter().map(|(capture, _)| page(&post, capture)).collect();
        let title = format!("Evidence: {}", post.writing.headline);
        packed.records = package.finish(&title, &self.now().iso(), SOFTWARE, &pages).map_err(unwritten)?;
        Ok(packed)
    }

    /// A post with the looks at its source and their parts, oldest first, and what the ledger says of them.
    fn kept_of(&self, actor: &Actor, id: PostId) -> Result<(Post, Vec<Look>, Vec<Written>), Error> {
        self.store.read(|conn| {
            let post = access::writing(conn, actor, id)?;
            let (mut looks, mut lines) = (Vec::new(), ledger::of_post(conn, id, LINES)?);
            if let Some(source) = &post.source {
                for capture in captures::of_source(conn, source.id)?.into_iter().rev() {
                    lines.extend(ledger::of_capture(conn, capture.id, LINES)?);
                    let parts = parts::of_capture(conn, capture.id)?;
                    looks.push((capture, parts));
                }
            }
            lines.sort_by_key(|line| line.number);
            lines.dedup_by_key(|line| line.number);
            Ok((post, looks, lines))
        })
    }

    /// The files with the exchanges of some looks, each once, with those that their revisits refer to.
    fn files_of(&self, looks: &[Look], lacking: &mut Vec<String>) -> Result<Vec<String>, Error> {
        let (mut files, mut held) = (Vec::<String>::new(), HashSet::new());
        for piece in looks.iter().flat_map(|(capture, parts)| pieces(capture, parts)) {
            if files.iter().any(|known| known == piece.warc) {
                continue;
            }
            let found = match self.held(piece.warc) {
                Ok(found) => found,
                Err(why) => {
                    lacking.push(format!("{}: {why}", piece.what));
                    continue;
                }
            };
            for need in &found.needs {
                if held.contains(need) {
                    continue;
                }
                match self.holder(&piece, need)? {
                    Some((file, of)) => {
                        held.extend(of.ids);
                        files.push(file);
                    }
                    None => lacking.push(format!("{}: the earlier record it refers to is gone", piece.what)),
                }
            }
            held.extend(found.ids);
            files.push(piece.warc.to_owned());
        }
        Ok(files)
    }

    /// Reads a file with an exchange to its end, checking everything.
    fn held(&self, warc: &str) -> Result<Held, String> {
        let path = self.store.files().path(warc).filter(|path| path.is_file());
        let path = path.ok_or("its file is gone")?;
        let file = File::open(&path).map_err(|error| format!("its file can’t be read: {error}"))?;
        let mut held = Held::default();
        for entry in Reader::new(file, 0) {
            let entry: Entry = entry.map_err(|damage| format!("its file is damaged: {damage}"))?;
            held.ids.extend(entry.header("WARC-Record-ID").map(str::to_owned));
            if entry.kind == Kind::Revisit {
                held.needs.extend(entry.header("WARC-Refers-To").map(str::to_owned));
            }
        }
        Ok(held)
    }

    /// The file that holds a record to which one of the same address and content refers.
    fn holder(&self, piece: &Piece, id: &str) -> Result<Option<(String, Held)>, Error> {
        for file in self.exchanges_of(piece.address, piece.sha256)? {
            if let Ok(held) = self.held(&file)
                && held.ids.iter().any(|known| known == id)
            {
                return Ok(Some((file, held)));
            }
        }
        Ok(None)
    }

    fn open(&self, warc: &str) -> Result<File, Error> {
        let path = self.store.files().path(warc).ok_or_else(|| Error::missing("file"))?;
        File::open(&path).map_err(|error| Error::Unavailable(format!("{}: {error}", path.display())))
    }
}

/// A line of the ledger with its signature, as the ledger's own page gives it.
fn signed(line: &Written) -> String {
    match &line.signature {
        Some(signature) => format!("{} {signature}", line.line),
        None => line.line.clone(),
    }
}

fn unwritten(error: PackageError) -> Error {
    Error::Unavailable(error.to_string())
}

/// The files of a capture and its parts.
fn pieces<'a>(capture: &'a Capture, parts: &'a [Part]) -> Vec<Piece<'a>> {
    let own = capture.warc.as_deref().map(|warc| Piece {
        warc,
        address: &capture.final_url,
        sha256: &capture.sha256,
        what: of_capture(capture),
    });
    let parts = parts.iter().map(|part| Piece {
        warc: &part.warc,
        address: &part.address,
        sha256: &part.sha256,
        what: format!("{} for {}", part.address, of_capture(capture)),
    });
    own.into_iter().chain(parts).collect()
}

fn of_capture(capture: &Capture) -> String {
    format!("the capture of {} at {}", capture.final_url, capture.at.iso())
}

/// A moment as records write it.
pub fn record_date(at: model::Moment) -> String {
    format!("{:.6}", at.timestamp())
}

/// A capture from before exchanges were kept, as bytes that came without one.
fn bare<'a>(capture: &Capture, bytes: &'a [u8]) -> Vec<Record<'a>> {
    let date = record_date(capture.at);
    let mime = capture.headers.iter().find(|(name, _)| name == "content-type");
    let mime = mime.map_or("text/html", |(_, value)| value.as_str());
    let page = resource(&capture.final_url, &date, mime, bytes);
    let headers = capture.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>();
    let fields = [
        ("how", capture.how.as_str().to_owned()),
        ("note", "kept before whole exchanges were; content codings are undone".to_owned()),
        ("status", capture.status.to_string()),
        ("headers", headers.join(" | ")),
    ];
    let about = metadata(&capture.final_url, &date, &page, &fields);
    vec![Record::warcinfo(&date, &[("software", SOFTWARE.to_owned())]), page, about]
}

fn page(post: &Post, capture: &Capture) -> Page {
    Page {
        url: capture.final_url.clone(),
        date: record_date(capture.at),
        title: format!("{}, as of {}", post.writing.headline, capture.at.iso()),
    }
}

/// What the package says of itself, for a person with a text editor.
fn told(post: &Post, looks: &[Look], lacking: &[String]) -> String {
    let mut text = format!("Evidence for the post {} “{}”\n", post.id, post.writing.headline);
    if let Some(permalink) = &post.permalink {
        text.push_str(&format!("Address on its site: {}\n", permalink.encoded()));
    }
    if let Some(source) = &post.source {
        text.push_str(&format!("Source: {} ({})\n", source.fields.url, source.fields.outlet));
    }
    for (capture, parts) in looks {
        text.push_str(&format!(
            "\nCaptured {} ({}), status {}: {}\n  {} bytes, SHA-256 {}\n",
            capture.at.iso(),
            capture.how.as_str(),
            capture.status,
            capture.final_url,
            capture.size,
            capture.sha256,
        ));
        for part in parts {
            text.push_str(&format!("  {} {}: SHA-256 {}\n", part.role.as_str(), part.address, part.sha256));
        }
    }
    for lack in lacking {
        text.push_str(&format!("\nNot in this package: {lack}\n"));
    }
    text.push_str(
        "\nA hash shows that these bytes have not changed since they were kept here. It does not show that the \
         outlet published them: for that, compare with what others have kept.\n",
    );
    text
}

/// The name of the file that a post's evidence is saved under.
pub fn evidence_name(id: PostId) -> String {
    format!("evidence-{id}.wacz")
}
