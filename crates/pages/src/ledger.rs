//! The ledger: its head, its keys, its newest lines in words.

use minijinja::{Value, context};
use model::ledger::{Entry, ShownTo};
use model::{Language, Line, Moment, Permalink};

use crate::dates::Dates;
use crate::{Error, Frame, Pages};

/// The ledger, or what it says of one post.
#[derive(Clone, Debug)]
pub struct LedgerPage {
    /// Around it.
    pub frame: Frame,
    /// The one post that all lines are about.
    pub of: Option<LedgerPost>,
    /// Number of the newest line; 0 before the first.
    pub number: i64,
    /// Its hash.
    pub hash: String,
    /// Fingerprints of the keys, each with the line it signs from; newest first.
    pub keys: Vec<(String, i64)>,
    /// The newest word of an authority.
    pub seen: Option<LedgerSeen>,
    /// Newest first.
    pub lines: Vec<LedgerRow>,
    /// Where older ones are.
    pub older: Option<String>,
}

/// A post that a line is about.
#[derive(Clone, Debug)]
pub struct LedgerPost {
    /// Its headline, or its address where that is all that is known.
    pub headline: String,
    /// Its address.
    pub permalink: Permalink,
    /// Its own language, if not the site's.
    pub language: Option<Language>,
}

/// What an authority said.
#[derive(Clone, Debug)]
pub struct LedgerSeen {
    /// Its address.
    pub authority: String,
    /// When it saw the line.
    pub at: Moment,
    /// The line's number.
    pub number: i64,
}

/// A line of the ledger.
#[derive(Clone, Debug)]
pub struct LedgerRow {
    /// What it says.
    pub line: Line,
    /// Its exact bytes.
    pub text: String,
    /// Their SHA-256.
    pub hash: String,
    /// The signature, base64.
    pub signature: Option<String>,
    /// The post it is about, as far as readers may see it.
    pub post: Option<LedgerPost>,
}

impl Pages {
    /// The ledger, with what it proves and how to check it.
    ///
    /// # Errors
    /// When the template fails.
    pub fn ledger(&self, page: &LedgerPage) -> Result<String, Error> {
        let dates = Dates::of(&page.frame.site);
        let keys: Vec<Value> = page
            .keys
            .iter()
            .map(|(fingerprint, since)| context! { fingerprint => fingerprint.as_str(), since => *since })
            .collect();
        let seen = page.seen.as_ref().map(|seen| {
            context! {
                authority => seen.authority.as_str(),
                at => dates.minute(seen.at),
                number => seen.number,
            }
        });
        let values = context! {
            of => page.of.as_ref().map(|post| named(&page.frame, post)),
            number => page.number,
            hash => page.hash.as_str(),
            keys => keys,
            seen => seen,
            lines => page.lines.iter().map(|row| line(&page.frame, &dates, row)).collect::<Vec<_>>(),
            older => page.older.as_deref(),
            origin => page.frame.origin.as_str(),
            script_address => page.frame.absolute(&self.asset_path("ledger.sh")),
        };
        self.render_public("ledger.html", &page.frame, values)
    }
}

fn named(frame: &Frame, post: &LedgerPost) -> Value {
    let (lang, dir) = frame.tongue(post.language.as_ref());
    context! { headline => post.headline.as_str(), href => post.permalink.encoded(), lang => lang, dir => dir }
}

fn line(frame: &Frame, dates: &Dates, row: &LedgerRow) -> Value {
    let entry = &row.line.entry;
    let (revision, late, lost) = match entry {
        Entry::Publication { print, late, .. } => (Some(print.revision), late.is_some(), None),
        Entry::Correction { print, .. } => (Some(print.revision), false, None),
        Entry::Capture { late, .. } | Entry::Retraction { late, .. } => (None, late.is_some(), None),
        Entry::Key { lost, .. } => (None, false, lost.as_deref()),
        _ => (None, false, None),
    };
    context! {
        number => row.line.number,
        at => dates.minute(row.line.at),
        word => word(&row.line),
        tone => tone(entry),
        revision => revision,
        late => late,
        lost => lost,
        post => row.post.as_ref().map(|post| named(frame, post)),
        text => row.text.as_str(),
        hash => row.hash.as_str(),
        signature => row.signature.as_deref(),
    }
}

/// The site's word for what a line says.
fn word(line: &Line) -> &'static str {
    match &line.entry {
        Entry::Key { lost: Some(_), .. } => "ledger-key-lost",
        Entry::Key { .. } if line.number == 1 => "ledger-key-begins",
        Entry::Key { .. } => "ledger-key-changes",
        Entry::Publication { .. } => "ledger-publication",
        Entry::Correction { .. } => "ledger-correction",
        Entry::Retraction { .. } => "ledger-retraction",
        Entry::Capture { .. } => "ledger-capture",
        Entry::Verdict { .. } => "ledger-verdict",
        Entry::SourceVerdict { state, .. } => match state.as_str() {
            "gone" => "ledger-source-gone",
            "changed" => "ledger-source-changed",
            _ => "ledger-source-alive",
        },
        Entry::Opening { shown_to: ShownTo::Readers, .. } => "ledger-opened",
        Entry::Opening { shown_to: ShownTo::Desk, .. } => "ledger-closed",
    }
}

/// How loud a line is: what concerns readers most stands out, what is housekeeping stands back.
fn tone(entry: &Entry) -> &'static str {
    match entry {
        Entry::Publication { .. } => "said",
        Entry::Correction { .. } | Entry::Retraction { .. } => "mended",
        Entry::Key { .. } => "key",
        _ => "kept",
    }
}
