//! Everything the site holds against what its ledger says of it.

use std::collections::{BTreeMap, HashMap, HashSet};

use model::ledger::{Entry, Kept, Print, canonical};
use model::{CaptureId, CommentId, PostId, Verdict, Writing};
use store::audit::{self, BATCH, PostRow};
use store::ledger::{self, Timestamp, Written};
use store::{Conn, Files, sha256_hex};

use super::chain::{Chain, Fault, Given, Term};
use crate::{Desk, Error};

/// What came of checking everything.
#[derive(Debug, Default)]
pub struct Verified {
    /// Lines of the ledger.
    pub lines: i64,
    /// The hash of the last one.
    pub head: String,
    /// Lines of each kind.
    pub kinds: BTreeMap<String, u64>,
    /// The site's keys.
    pub terms: Vec<Term>,
    /// The last line with an authority's word on its time.
    pub stamped: Option<i64>,
    /// Posts that readers see, compared with their lines.
    pub posts: u64,
    /// Revisions, compared with their lines.
    pub revisions: u64,
    /// Captures, compared with their lines.
    pub captures: u64,
    /// Records in archive files (WARC), unpacked and their digests computed again.
    pub records: u64,
    /// Files, read and hashed.
    pub files: u64,
    /// Files that no row names. A power cut between a file and its row leaves one; so does a draft's picture
    /// that was thrown away. They harm nothing.
    pub unclaimed: u64,
    /// What is not as it was entered.
    pub faults: Vec<Fault>,
}

impl Desk {
    /// Checks the ledger, and with it the revisions, posts, captures and files it speaks of, as they are at this
    /// moment. Takes as long as reading all of it.
    ///
    /// # Errors
    /// When the database or the directory of files can't be read at all; a damaged row or file is a fault.
    pub fn verify(&self) -> Result<Verified, Error> {
        self.store.read(|conn| {
            let mut walk =
                Walk { files: self.store.files(), done: Verified::default(), claimed: HashSet::new() };
            let told = walk.chain(conn)?;
            walk.captures(conn, &told);
            walk.parts(conn);
            walk.posts(conn, told);
            walk.media(conn);
            walk.unclaimed()?;
            Ok(walk.done)
        })
    }
}

/// What the ledger tells of a post last.
struct Told {
    line: i64,
    print: Print,
    permalink: String,
    source: Option<String>,
    is_out: bool,
}

/// What the ledger tells of a capture.
pub(super) struct Look {
    pub(super) line: i64,
    pub(super) kept: Kept,
    pub(super) size: i64,
    pub(super) record: String,
}

/// What the ledger tells, by what it is about.
#[derive(Default)]
pub(super) struct All {
    posts: HashMap<PostId, Told>,
    pub(super) captures: HashMap<CaptureId, Look>,
    comments: HashMap<CommentId, (i64, Verdict)>,
}

/// A walk through everything, and what came of it so far.
pub(super) struct Walk<'a> {
    pub(super) files: &'a Files,
    pub(super) done: Verified,
    pub(super) claimed: HashSet<String>,
}

impl Walk<'_> {
    pub(super) fn fault(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.done.faults.push(Fault { place: place.into(), what: what.into() });
    }

    /// Rows that can't be read are a fault of their table, and the end of it.
    pub(super) fn rows<T>(&mut self, table: &str, after: i64, read: Result<Vec<T>, store::Error>) -> Vec<T> {
        read.unwrap_or_else(|error| {
            self.fault(format!("table {table}, behind id {after}"), error.to_string());
            Vec::new()
        })
    }

    fn chain(&mut self, conn: &mut Conn) -> Result<All, Error> {
        let stamps: HashMap<i64, Timestamp> = ledger::timestamps(conn, i64::MAX, u32::MAX)?
            .into_iter()
            .map(|stamp| (stamp.number, stamp))
            .collect();
        let (mut chain, mut told, mut last) = (Chain::default(), All::default(), 0);
        loop {
            let lines = ledger::after(conn, last, BATCH)?;
            let Some(newest) = lines.last() else { break };
            last = newest.number;
            for written in lines {
                let given = Given {
                    line: written.line.clone(),
                    hash: written.hash.clone(),
                    signature: written.signature.clone(),
                    timestamp: stamps.get(&written.number).map(|stamp| stamp.token.clone()),
                };
                let Some(line) = chain.step(&given) else { continue };
                let number = line.number;
                if !is_of(&written, number, &line.entry) {
                    chain.fault(
                        number,
                        "its row's number, kind, post or capture is not what the line says".into(),
                    );
                }
                self.entry(conn, number, line.entry, &mut told);
            }
        }
        let head = ledger::head(conn)?;
        if head.number != chain.number() || head.hash != chain.hash() {
            let what = format!(
                "it says that the last line is {} with the hash {}; the last one here is {} with {}. Lines were cut off \
                 or added, or the head was changed",
                head.number,
                head.hash,
                chain.number(),
                chain.hash(),
            );
            self.fault("the ledger's head", what);
        }
        let signing = chain.terms().last().map(|term| term.key.clone());
        if head.key != signing {
            self.fault("the ledger's head", "the key it names is not the last one that was entered");
        }
        if let Some(stamp) = stamps.keys().filter(|number| **number > chain.number()).max() {
            self.fault(format!("line {stamp}"), "an authority has seen it, and it is not here");
        }
        self.done.faults.extend(chain.take_faults());
        self.done.lines = chain.number();
        self.done.head = chain.hash().to_owned();
        self.done.kinds = chain.kinds().clone();
        self.done.terms = chain.terms().to_vec();
        self.done.stamped = chain.stamped();
        Ok(told)
    }

    /// One entry: what it tells is kept for later; the revision it names is looked at now.
    fn entry(&mut self, conn: &mut Conn, line: i64, entry: Entry, told: &mut All) {
        match entry {
            Entry::Publication { post, permalink, print, source, captures, .. } => {
                self.revision(conn, line, post, &print);
                for kept in captures {
                    self.named(line, &kept, told);
                }
                let permalink = permalink.as_str().to_owned();
                told.posts.insert(post, Told { line, print, permalink, source, is_out: true });
            }
            Entry::Correction { post, print, source, .. } => {
                self.revision(conn, line, post, &print);
                match told.posts.get_mut(&post) {
                    Some(known) => (known.line, known.print, known.source) = (line, print, source),
                    None => self.fault(
                        format!("line {line}"),
                        format!("it corrects post {post}, which was never published"),
                    ),
                }
            }
            Entry::Retraction { post, .. } => {
                if let Some(known) = told.posts.get_mut(&post) {
                    (known.line, known.is_out) = (line, false);
                }
            }
            Entry::Capture { kept, size, record, .. } => {
                told.captures.insert(kept.capture, Look { line, kept, size, record });
            }
            Entry::Opening { kept, .. } => self.named(line, &kept, told),
            Entry::Verdict { comment, verdict, .. } => {
                told.comments.insert(comment, (line, verdict));
            }
            Entry::Key { .. } | Entry::SourceVerdict { .. } => {}
        }
    }

    /// A capture that an entry names must be the one that was entered.
    fn named(&mut self, line: i64, kept: &Kept, told: &All) {
        let place = format!("line {line}");
        match told.captures.get(&kept.capture) {
            None => self.fault(place, format!("it names capture {}, which was never entered", kept.capture)),
            Some(Look { line: entered, kept: known, .. }) if known != kept => {
                let what = format!(
                    "it names capture {} otherwise than line {entered}, which entered it",
                    kept.capture
                );
                self.fault(place, what);
            }
            Some(_) => {}
        }
    }

    fn revision(&mut self, conn: &mut Conn, line: i64, post: PostId, print: &Print) {
        let place = format!("revision {} of post {post} (line {line})", print.revision);
        self.done.revisions += 1;
        match audit::revision(conn, post.raw(), print.revision) {
            Err(error) => self.fault(place, error.to_string()),
            Ok(None) => self.fault(place, "its row in the table revisions is gone"),
            Ok(Some(text)) => match hash_of(&text) {
                Err(why) => self.fault(place, why),
                Ok(hash) if hash != print.writing => {
                    self.fault(
                        place,
                        format!("its writing hashes to {hash}, and was entered as {}", print.writing),
                    );
                }
                Ok(_) => {}
            },
        }
    }

    fn posts(&mut self, conn: &mut Conn, mut told: All) {
        let mut after = i64::MIN;
        loop {
            let read = audit::posts(conn, after);
            let rows = self.rows("posts", after, read);
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in rows {
                let id = PostId::from_raw(row.id);
                let known = told.posts.remove(&id);
                match known {
                    None if row.standing == "published" => {
                        self.fault(format!("post {id}"), "it is published, and the ledger does not know it");
                    }
                    None => {}
                    Some(known) => self.post(conn, id, &row, &known),
                }
            }
        }
        let mut gone: Vec<_> = told.posts.into_iter().collect();
        gone.sort_by_key(|(id, _)| *id);
        for (id, known) in gone {
            self.fault(
                format!("post {id} (line {})", known.line),
                "its row in the table posts, or its address, is gone",
            );
        }
        let mut comments: Vec<_> = told.comments.into_iter().collect();
        comments.sort_by_key(|(id, _)| *id);
        for (id, (line, verdict)) in comments {
            self.comment(conn, id, line, verdict);
        }
    }

    /// A comment against the last line about it. Since then its author may have changed or withdrawn it, or readers
    /// may have had it held: such decisions are nobody's at the desk, and not entered.
    fn comment(&mut self, conn: &mut Conn, id: CommentId, line: i64, entered: Verdict) {
        let place = format!("comment {id} (line {line})");
        let judged = match audit::judged(conn, id.raw()) {
            Ok(Some(judged)) => judged,
            Ok(None) => return self.fault(place, "its row in the table comments is gone"),
            Err(error) => return self.fault(place, error.to_string()),
        };
        let (entered, decided) = (entered.as_str(), judged.by_person.as_deref().unwrap_or("not at all"));
        if decided != entered {
            self.fault(&*place, format!("it was judged {entered}, and its last decision is {decided}"));
        }
        if judged.last.as_ref().is_some_and(|last| *last != judged.verdict) {
            let last = judged.last.unwrap_or_default();
            self.fault(place, format!("it was judged {last}, and stands as {}", judged.verdict));
        }
    }

    /// A post's row against the last line about it, and against the revision that line names.
    fn post(&mut self, conn: &mut Conn, id: PostId, row: &PostRow, known: &Told) {
        let place = format!("post {id} (line {})", known.line);
        self.done.posts += 1;
        let is_out = row.standing == "published";
        if is_out != known.is_out {
            let entered = if known.is_out { "published" } else { "taken back" };
            self.fault(&*place, format!("it stands as {}, and was entered as {entered}", row.standing));
        }
        if row.permalink != known.permalink {
            self.fault(
                &*place,
                format!("its address is {}, and was entered as {}", row.permalink, known.permalink),
            );
        }
        // What is taken back may be written on; nobody reads it.
        if !is_out || !known.is_out {
            return;
        }
        if row.revision != known.print.revision {
            let what = format!(
                "it shows revision {}, and revision {} was entered last",
                row.revision, known.print.revision
            );
            self.fault(&*place, what);
            return;
        }
        for (what, text, entered) in
            [("HTML", &row.html, &known.print.html), ("excerpt", &row.excerpt, &known.print.excerpt)]
        {
            let hash = sha256_hex(text.as_bytes());
            if hash != *entered {
                self.fault(&*place, format!("its {what} hashes to {hash}, and was entered as {entered}"));
            }
        }
        if row.source != known.source {
            self.fault(&*place, "it credits another source than was entered");
        }
        // The text in the row must be the revision's, and what lists show must be the text's. The source's
        // name may have been mended since, with another post.
        let revision = audit::revision(conn, row.id, row.revision).ok().flatten();
        let revision = revision.as_deref().and_then(|text| serde_json::from_str::<Writing>(text).ok());
        let Some(mut revision) = revision else { return };
        match serde_json::from_str::<Writing>(&row.writing) {
            Err(error) => self.fault(&*place, format!("its writing can't be read: {error}")),
            Ok(mut writing) => {
                (writing.source, revision.source) = (None, None);
                if writing != revision {
                    self.fault(&*place, format!("its writing is not that of its revision {}", row.revision));
                }
            }
        }
        for ((name, found), expected) in COPIES.iter().zip(&row.copies).zip(copies(&revision)) {
            if *found != expected {
                self.fault(&*place, format!("the column {name} is not what its revision says"));
            }
        }
    }
}

/// The columns that repeat a part of the writing, in the order of [`PostRow::copies`].
const COPIES: [&str; 7] = ["headline", "dek", "byline", "language", "kind", "lead_image", "lead_image_alt"];

fn copies(writing: &Writing) -> [Option<String>; 7] {
    [
        Some(writing.headline.clone()),
        Some(writing.dek.clone()),
        serde_json::to_string(&writing.byline).ok(),
        writing.language.as_ref().map(|language| language.as_str().to_owned()),
        Some(writing.kind.as_str().to_owned()),
        writing.lead_image.clone(),
        Some(writing.lead_image_alt.clone()),
    ]
}

/// Whether the columns of a line's row are what the line says.
fn is_of(written: &Written, number: i64, entry: &Entry) -> bool {
    written.number == number
        && written.kind == entry.kind()
        && written.post == entry.post()
        && written.capture == entry.capture()
}

/// The hash of a kept writing, as it is entered.
fn hash_of(text: &str) -> Result<String, String> {
    let writing: Writing =
        serde_json::from_str(text).map_err(|error| format!("its writing can't be read: {error}"))?;
    Ok(sha256_hex(canonical(&writing)?.as_bytes()))
}
