//! The way out: everything of a site, noun by noun, in words that other programs read; and the way back in.
//!
//! A backup copies tables and knows no nouns. What people take elsewhere speaks in nouns: ids as people see them,
//! moments as RFC 3339 has them, records as JSON. [`nouns`] says which tables hold which, column by column; what is
//! derived from others, what is true of a running program alone, and what would let somebody in is not taken along,
//! and stands by name in [`DERIVED`] and [`LEFT_OUT`], so that a new table can't be forgotten: a test refuses it.
//!
//! Everything is read in one transaction, in an order that both engines keep, one row at a time; and written back in
//! one transaction. Where the words go, into a directory or an archive, is for whoever implements [`Sink`].

mod back;
mod column;
mod nouns;
mod out;
mod rebuilt;

use std::collections::BTreeMap;

use model::Writing;

use crate::Error;

pub use back::Back;
pub use out::read_out;

/// The shape of an export; this program knows 1.
pub const FORMAT: u32 = 1;

/// Rows by noun.
pub type Counts = BTreeMap<&'static str, u64>;

/// Tables that are made anew from what is taken along.
pub const DERIVED: &[&str] = &[
    "comment_days",
    "popular",
    "related",
    "renditions",
    "search_terms",
    "sketches",
    "tallies",
    "telling_words",
];

/// Tables that stay behind: what is true of a running program alone (jobs, letters on their way, answers kept for an
/// hour), and what lets somebody in (sessions, links, tokens).
pub const LEFT_OUT: &[&str] = &[
    "attempts",
    "changes",
    "impossible_answers",
    "jobs",
    "letters",
    "links",
    "loose_links",
    "loose_threads",
    "migrations",
    "sessions",
    "tokens",
];

/// The tables that are taken along.
pub fn tables() -> Vec<&'static str> {
    let mut tables: Vec<&str> = nouns::NOUNS.iter().map(|noun| noun.table).collect();
    tables.sort_unstable();
    tables.dedup();
    tables
}

/// What takes the files of an export, one behind the other.
pub trait Sink {
    /// Begins a file, and ends the one before.
    ///
    /// # Errors
    /// When it can't be written.
    fn file(&mut self, path: &str) -> Result<(), Error>;

    /// Adds to the file that was begun last.
    ///
    /// # Errors
    /// When it can't be written.
    fn write(&mut self, bytes: &[u8]) -> Result<(), Error>;

    /// A post's text for people and other programs, beside the file of the post: `stem` is its path without an
    /// extension. Nothing of it is read again on the way back.
    ///
    /// # Errors
    /// When it can't be written.
    fn beside(&mut self, stem: &str, writing: &Writing, html: &str) -> Result<(), Error>;
}
