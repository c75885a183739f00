//! Exports of other systems: their files read into the nouns of [`model::import`], one entry at a time.
//!
//! **Invariants.** Nothing is computed that the export says: ids, paths and dates are taken as they are. A reader
//! holds one entry in memory, whatever the size of the file, and has a bound on that. What it does not know it
//! counts; what it can't read it names with the line. Nothing in an export is trusted: names of files can't leave
//! the package, entities are not expanded, a packed file that grows without end is cut off with a message.
//!
//! **Deliberately absent.** Sockets, SQL, the clock, and every decision about what becomes of an entry: that is the
//! desk's. HTML is not cleaned here.
//!
//! **Start reading** at [`package`], then [`blogger`].

mod addresses;
pub mod blogger;
mod broken;
pub mod ghost;
mod html;
pub mod out;
pub mod package;
pub mod sample;
pub mod wordpress;
pub mod xml;

use std::ops::ControlFlow;

pub use broken::Broken;
use model::import::{Entry, Platform};
pub use package::Package;

/// Which entries of an export are wanted: comments may stand before their posts, so an export is read twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Everything but comments; the bodies of comments are not read.
    Posts,
    /// Comments alone.
    Comments,
}

/// What a person says about an export.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Where the site was read, `example.org` or `https://example.org`: some exports don't say.
    pub host: Option<String>,
    /// Which of several blogs in one package, by its name or its folder's.
    pub blog: Option<String>,
}

/// An export that has been looked at and can be read.
pub trait Export: Sync {
    /// Bytes that one pass reads, for a progress bar; 0 when that is not known.
    fn size(&self) -> u64;

    /// Hands over the entries of a pass, in the order of the file, with the number of bytes read so far (at most
    /// [`Export::size`]). An entry that can't be read is handed over as [`Broken`] when the reader can go on behind
    /// it; what ends the reading is returned.
    ///
    /// # Errors
    /// [`Broken`] with the place, when nothing behind it can be read.
    fn each(
        &self,
        pass: Pass,
        visit: &mut dyn FnMut(Result<Entry, Broken>, u64) -> ControlFlow<()>,
    ) -> Result<(), Broken>;
}

/// Looks at a package and says how it is read.
///
/// # Errors
/// [`Broken`] when it is no export of that system, or when there are several blogs and none is chosen: then the
/// message names them.
pub fn export<'p>(
    platform: Platform,
    package: &'p Package,
    choices: &Choices,
) -> Result<Box<dyn Export + 'p>, Broken> {
    match platform {
        Platform::Blogger => blogger::export(package, choices),
        Platform::WordPress => wordpress::export(package, choices),
        Platform::Ghost => ghost::export(package, choices),
    }
}
