//! Web archives: records of what was exchanged with a server, written and read (WARC 1.1, ISO 28500:2017,
//! <https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/>), an index of them (CDXJ),
//! and packages that other programs replay (WACZ 1.1.1, <https://specs.webrecorder.net/wacz/1.1.1/>).
//!
//! **Invariants.** What is written is gzipped record by record, and every record carries the SHA-256 of its
//! block and of its payload. The same input gives the same bytes: ids follow from the content, and no clock
//! or chance has a say. The reader believes nothing: every digest and length is checked as it reads, what is
//! wrong is named with its place ([`Damage`]), and what it holds in memory is bounded whatever the file says.
//!
//! **Deliberately absent.** Sockets, files and the clock: callers hand in bytes, readers and dates. Records that
//! nobody here writes (`conversion`, `continuation`) are read like any other.
//!
//! **Start reading** at [`Record`], then [`Reader`] and [`Package`].

mod cdxj;
mod damage;
mod digest;
mod exchange;
mod member;
mod package;
mod read;
mod record;

pub use damage::Damage;
pub use exchange::{Exchange, Original, metadata, payload_digest, resource};
pub use package::{Package, PackageError, Page, Spot};
pub use read::{Entry, Reader};
pub use record::{Kind, Packing, Record};
