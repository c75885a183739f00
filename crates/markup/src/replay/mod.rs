//! A kept page as it looked, made inert: the same elements and styles, and nothing that runs, asks, sends or
//! moves. What a page loads is either kept with it or left out.
//!
//! Written from a list of what may stay, not from a list of what must go: an element or attribute nobody
//! thought of is not written. This is the first of three fences; the page is also served under a policy that
//! loads nothing from elsewhere, in a frame without scripts and without an origin.

mod css;
mod links;
mod vocabulary;
mod write;

use dom_query::Document;

use crate::nesting;

/// What is kept beside a page.
pub trait PageParts {
    /// Where a kept picture is shown, by its absolute address on the page: an address of the site's own, or
    /// `data:`; `None` when it was not kept.
    fn picture(&self, address: &str) -> Option<String>;

    /// The text of a kept style sheet, by its absolute address; `None` when it was not kept.
    fn style(&self, address: &str) -> Option<String>;
}

/// A page of foreign HTML that was found at `address`, as a document of its own that can do nothing.
///
/// Pictures and style sheets that `parts` doesn't know are left out. Links lead where they led, in a new
/// window; forms can be seen and not used. Total: any text gives a document.
pub fn replay(html: &str, address: &str, parts: &dyn PageParts) -> String {
    let document = Document::from(nesting::bounded(html).as_ref());
    let links = links::Links::of(&document, address, parts);
    write::document(&document, links)
}
