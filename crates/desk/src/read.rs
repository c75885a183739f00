//! Looking at one's writing on the desk.

use model::{Actor, Post, PostId, Revision};
use store::revisions;

use crate::{Desk, Error, access};

/// Revisions listed at once, newest first.
const REVISIONS: u32 = 500;

impl Desk {
    /// A piece of writing as its writer sees it.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] for other people's, unless trusted with them.
    pub fn post(&self, actor: &Actor, id: PostId) -> Result<Post, Error> {
        self.store.read(|conn| access::writing(conn, actor, id))
    }

    /// The newest 500 revisions of a piece, newest first.
    ///
    /// # Errors
    /// As [`Desk::post`].
    pub fn revisions(&self, actor: &Actor, id: PostId) -> Result<Vec<Revision>, Error> {
        self.store.read(|conn| {
            access::writing(conn, actor, id)?;
            Ok(revisions::of_post(conn, id, REVISIONS)?)
        })
    }
}
