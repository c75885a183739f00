//! What can be wrong with a file.

use std::io;

/// What is wrong with a file, and where: offsets are bytes from its beginning, those of the record concerned.
#[derive(Debug, thiserror::Error)]
pub enum Damage {
    /// No gzip member begins where a record should.
    #[error("at byte {offset} there should be a record, but what stands there is not packed with gzip")]
    NotGzip {
        /// Where.
        offset: u64,
    },
    /// The file ends inside a record.
    #[error("the record at byte {offset} is cut short: the file ends inside it")]
    Cut {
        /// Where it begins.
        offset: u64,
    },
    /// A gzip member does not unpack.
    #[error("the record at byte {offset} does not unpack: {reason}")]
    Packing {
        /// Where it begins.
        offset: u64,
        /// What the unpacker says.
        reason: String,
    },
    /// A record's own lines can't be read.
    #[error("the record at byte {offset} does not begin as one: {what}")]
    Head {
        /// Where it begins.
        offset: u64,
        /// What was expected.
        what: &'static str,
    },
    /// A record is longer or shorter than it says.
    #[error("the record at byte {offset} says that its block has {stated} bytes, but {what}")]
    Length {
        /// Where it begins.
        offset: u64,
        /// What it says.
        stated: u64,
        /// What stands there.
        what: &'static str,
    },
    /// The bytes are not those of which the record tells.
    #[error("the record at byte {offset} is not what was written: its {what} should be {stated}")]
    Digest {
        /// Where it begins.
        offset: u64,
        /// Which digest.
        what: &'static str,
        /// As the record states it.
        stated: String,
    },
    /// The file itself can't be read.
    #[error("the file can’t be read behind byte {offset}: {error}")]
    Unreadable {
        /// As far as it was read.
        offset: u64,
        /// What the system says.
        error: io::Error,
    },
}
