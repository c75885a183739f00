//! What readers could read of a post before, where the site shows it.

use model::{Edition, Post, Way};
use store::{editions, revisions, settings};

use crate::wording::{Passage, Place, Wording};
use crate::{Desk, Error};

/// Newest changes that are compared; of older ones the list says when and how.
const COMPARED: usize = 50;

/// An edition of a post with what readers found changed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicRevision {
    /// When and how it came about.
    pub edition: Edition,
    /// What changed since the text that readers saw before; empty for the first, and for a retraction.
    pub changes: Vec<(Place, Vec<Passage>)>,
}

impl Desk {
    /// What readers could read of a published post and when, newest first. Editions that changed no word are
    /// left out, and so is everything from before it came out.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the site does not show it, or readers can't see the post.
    pub fn history(&self, post: &Post) -> Result<Vec<PublicRevision>, Error> {
        self.store.read(|conn| {
            if !settings::site(conn)?.public_revisions || post.published().is_none() {
                return Err(Error::missing("page"));
            }
            let editions = editions::of_post(conn, post.id)?.into_iter();
            let editions: Vec<Edition> = editions.filter(|edition| edition.way != Way::Upkeep).collect();
            let uncompared = editions.len().saturating_sub(COMPARED);
            let mut seen: Option<Wording> = None;
            let mut history = Vec::with_capacity(editions.len());
            for (at, edition) in editions.into_iter().enumerate() {
                let mut changes = Vec::new();
                // The one before the first that is compared is what that is compared with.
                if let Some(number) = edition.revision.filter(|_| at + 1 >= uncompared)
                    && let Some(revision) = revisions::by_number(conn, post.id, number)?
                {
                    let wording = Wording::of(&revision.writing);
                    changes = seen.as_ref().map(|before| before.changes(&wording)).unwrap_or_default();
                    seen = Some(wording);
                }
                history.push(PublicRevision { edition, changes });
            }
            history.reverse();
            Ok(history)
        })
    }
}
