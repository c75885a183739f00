//! The store: all SQL, the migrations, the queue of jobs, and the files kept by content.
//!
//! **Invariants.** SQL is written once, for SQLite and PostgreSQL alike, and never leaves this room:
//! each module is one noun with its statements as constants, and a test prepares every statement on
//! both engines. `write` is one transaction, and its `Ok` means durable; its error means that nothing
//! was written. A `read` sees one moment of the database. Time, ids and who may do what come from the
//! caller. Rows that state a fact (a publication, a verdict, a visit) are added, never overwritten. The
//! lists a reader asks for are read through an index, page by page, whatever the number of posts.
//!
//! **Deliberately absent.** Decisions, permissions, HTML, HTTP, async. Don't call `write` inside `write`
//! on one thread: the inner one would wait for the outer one for ever.
//!
//! **Start reading** at [`Store`], then [`posts`]; `group` tells how many writes share one commit,
//! `db` is the only file that names a driver, `dialect` holds what really differs.

pub mod accounts;
pub mod addresses;
pub mod alerts;
pub mod attempts;
pub mod audit;
pub mod backup;
pub mod blocks;
pub mod captures;
pub mod changes;
mod checkpoint;
pub mod citations;
pub mod clippings;
pub mod comment_days;
pub mod comments;
pub mod corrections;
pub mod credit_lines;
mod db;
mod dialect;
pub mod digests;
pub mod editions;
mod error;
pub mod feed_items;
pub mod feeds;
mod files;
pub mod fill;
pub mod flags;
mod group;
pub mod guests;
mod hooks;
pub mod imports;
pub mod impossible;
pub mod jobs;
pub mod leave;
pub mod ledger;
pub mod letters;
pub mod likenesses;
pub mod links;
pub mod loose;
pub mod media;
mod migrate;
pub mod missing;
pub mod old_pictures;
pub mod openings;
pub mod outlets;
pub mod parts;
mod pool;
pub mod popular;
pub mod posts;
pub mod publications;
pub mod quotations;
pub mod redirects;
pub mod related;
pub mod revisions;
pub mod search;
pub mod sessions;
pub mod settings;
pub mod sketches;
pub mod sources;
pub mod spam;
mod statements;
mod store;
mod tallies;
pub mod telling;
pub mod threads;
pub mod tokens;
mod url;
mod value;
pub mod visits;
pub mod watches;

pub use db::Conn;
pub use error::Error;
pub use files::{Files, make_directory, settle_name, sha256_hex};
pub use posts::Page;
pub use store::{Store, Tx};
pub use url::{DatabaseUrl, Engine};
