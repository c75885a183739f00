//! A draft is thrown away.

use model::{Actor, Permission, PostId, Standing};
use store::posts;

use crate::{Desk, Error, access};

impl Desk {
    /// Removes a draft for good, with its revisions. What was captured of its source is kept.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`]; [`Error::Conflict`] for anything readers have seen or
    /// will see.
    pub fn remove_draft(&self, actor: &Actor, id: PostId) -> Result<(), Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            let post = access::held(tx, actor, id)?;
            let why = match post.standing {
                Standing::Draft if post.permalink.is_none() => return posts::remove(tx, id).map(drop).map_err(Error::from),
                Standing::Scheduled { .. } => "This post is scheduled. Take it back first, then remove the draft.",
                Standing::Draft | Standing::Published { .. } | Standing::Retracted { .. } => {
                    "Readers were promised this post's address, so it can't be removed. Retract it with a reason instead."
                }
            };
            Err(Error::Conflict(why.to_owned()))
        })
    }
}
