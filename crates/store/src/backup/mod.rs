//! Backups: everything of a site in one file, and back, on either engine.
//!
//! A backup is a gzipped tar archive. Its first member, `backup.json`, says what it is ([`Head`]); then come the
//! tables, `tables/NAME/00001.json`, each some thousand rows as JSON, one a line; the kept files, `files/SHA256`;
//! what else belongs to the installation, `extra/NAME`; and last `manifest.json`, which names every member before it
//! with size and SHA-256 and every table with its number of rows. An archive without it was cut off.
//!
//! Columns hold numbers and text only, so a row is the same on SQLite and on PostgreSQL, and a backup made on one is
//! restored on the other. All rows come from one moment of the database, while others go on writing; files never
//! change once they are kept, so those listed after that moment are all that its rows name.

mod archive;
mod read;
mod tables;
mod write;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use read::{check, restore};
pub(crate) use tables::{Line, hold, insert, let_go};
pub use write::write;

/// The shape described above.
const FORMAT: u32 = 1;
/// The first member.
const HEAD: &str = "backup.json";
/// The last member.
const MANIFEST: &str = "manifest.json";
/// Bytes of rows in one member.
const PART: usize = 4 << 20;
/// Largest member that is not a file: a part with one row more than fits.
const MEMBER_LIMIT: u64 = 256 << 20;

/// Tables that are not kept: what is true of a running program alone, and what lets somebody in.
const LEFT_OUT: &[&str] = &["attempts", "changes", "links", "migrations", "sessions"];

/// What a backup says of itself before anything else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The shape of the archive; this program knows 1.
    pub format: u32,
    /// The program that wrote it, with its version.
    pub made_by: String,
    /// When, as RFC 3339 has it.
    pub made: String,
    /// The engine it was taken from: for the reader, it is restored on any.
    pub engine: String,
    /// The migrations that the tables have been through.
    pub migrations: Vec<MigrationName>,
}

/// A migration that was run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationName {
    /// Its number.
    pub number: i64,
    /// The SHA-256 of its text.
    pub sha256: String,
}

/// A member of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Member {
    path: String,
    size: u64,
    sha256: String,
}

/// The list of everything, which comes last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Manifest {
    members: Vec<Member>,
    rows: BTreeMap<String, u64>,
}

/// What is in a backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// What it says of itself.
    pub head: Head,
    /// Rows by table.
    pub rows: BTreeMap<String, u64>,
    /// Kept files.
    pub files: u64,
    /// Bytes of everything in it, unpacked.
    pub bytes: u64,
    /// What else belongs to the installation: name and content.
    pub extra: Vec<(String, Vec<u8>)>,
}

impl Contents {
    /// All rows.
    pub fn sum(&self) -> u64 {
        self.rows.values().sum()
    }
}
