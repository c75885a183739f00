//! Exports made up, of any size and in each format, with every oddity we know of: for tests, and to measure.
//!
//! The same size and seed give the same bytes. What was written is counted, so that a reader can be held to it.

mod backup;
mod chance;
mod counts;
mod escape;
mod ghost;
mod html;
mod remark;
mod story;
mod takeout;
mod wordpress;
mod words;

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::str::FromStr;

use model::import::Platform;

pub use counts::Counts;

/// Bytes written at a time.
const CHUNK: usize = 1 << 20;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Blogger's old backup, one file.
    Blogger,
    /// Blogger's Takeout, a folder.
    Takeout,
    /// WordPress's WXR, one file.
    WordPress,
    /// Ghost's JSON, one file.
    Ghost,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 4] = [Format::Blogger, Format::Takeout, Format::WordPress, Format::Ghost];

    /// Its word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Blogger => "blogger",
            Format::Takeout => "takeout",
            Format::WordPress => "wordpress",
            Format::Ghost => "ghost",
        }
    }

    /// The system that writes it.
    pub fn platform(self) -> Platform {
        match self {
            Format::Blogger | Format::Takeout => Platform::Blogger,
            Format::WordPress => Platform::WordPress,
            Format::Ghost => Platform::Ghost,
        }
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Format::ALL.into_iter().find(|format| format.as_str() == word).ok_or_else(|| {
            format!("“{word:.40}” is not a format; there are blogger, takeout, wordpress and ghost")
        })
    }
}

/// How much is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Posts and pages, of every standing.
    pub posts: u64,
    /// Comments that a published post has on average; between none and twice as many.
    pub comments: u64,
    /// Another number gives other texts.
    pub seed: u64,
}

/// Writes the one file that a format is made of; of a Takeout, the feed.
///
/// # Errors
/// What the writer says.
pub fn write(format: Format, size: Size, out: &mut impl Write) -> io::Result<Counts> {
    match format {
        Format::Blogger => backup::write(size, out),
        Format::Takeout => takeout::feed(size, out),
        Format::WordPress => wordpress::write(size, out),
        Format::Ghost => ghost::write(size, out),
    }
}

/// Writes a format to a path: a file, or a folder for a Takeout.
///
/// # Errors
/// What the file system says.
pub fn lay_out(format: Format, size: Size, path: &Path) -> io::Result<Counts> {
    let target = match format {
        Format::Takeout => {
            let folder = path.join("Takeout 2/Blogger/Blogs/Notes _ News");
            fs::create_dir_all(&folder)?;
            takeout::around(path, &folder)?;
            folder.join("feed.atom")
        }
        _ => path.to_owned(),
    };
    let mut out = BufWriter::with_capacity(CHUNK, File::create(target)?);
    let counts = write(format, size, &mut out)?;
    out.flush()?;
    Ok(counts)
}
