//! What a copy of the site that only can be read says of itself.

use minijinja::context;

use crate::{Error, Frame, Pages};

impl Pages {
    /// The page that stands for everything a copy can't do: it says so, and where the live site is. Its link leads out of
    /// the copy, so the address is whole.
    ///
    /// # Errors
    /// When the template fails.
    pub fn read_only(&self, frame: &Frame) -> Result<String, Error> {
        self.render_public("read_only.html", frame, context! { live => frame.origin.as_str() })
    }

    /// The line that stands in place of a form, in HTML: this is a copy, and the same page of the live site is there.
    ///
    /// # Errors
    /// When the template fails.
    pub fn read_only_note(&self, frame: &Frame) -> Result<String, Error> {
        let live = frame.absolute(&frame.path);
        self.render_public("read_only_note.html", frame, context! { live => live })
    }

    /// A page that stands where the live site sends on to another address.
    ///
    /// # Errors
    /// When the template fails.
    pub fn moved(&self, href: &str) -> Result<String, Error> {
        self.render("moved.html", context! { href => href })
    }
}
