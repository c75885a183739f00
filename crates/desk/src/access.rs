//! Who may do what, said in sentences.

use model::{Actor, Permission, Post, PostId};
use store::{Conn, Tx, posts};

use crate::Error;

/// Stops an actor who is not trusted with a thing.
pub(crate) fn require(actor: &Actor, permission: Permission) -> Result<(), Error> {
    if actor.may(permission) {
        return Ok(());
    }
    let account = match actor {
        Actor::Account(account) => account,
        Actor::Clipper(_) if permission != Permission::Clip => {
            return Err(Error::Forbidden(
                "This token may clip pages and nothing else; make another for this program.".to_owned(),
            ));
        }
        Actor::Clipper(account) => account,
        Actor::System | Actor::Nobody => {
            return Err(Error::Forbidden("Please sign in first.".to_owned()));
        }
    };
    let (what, ask) = match permission {
        Permission::SeeDesk => ("see the desk", "an owner"),
        Permission::Clip => ("clip pages", "an editor"),
        Permission::Write => ("write posts", "an editor"),
        Permission::WriteAny => ("change other people's posts", "an editor"),
        Permission::Open => ("open captures to readers", "an editor"),
        Permission::Judge => ("judge comments", "an editor"),
        Permission::SeeJobs => ("look after jobs", "an editor"),
        Permission::Configure => ("change the site's settings", "an owner"),
        Permission::ManageAccounts => ("look after accounts", "an owner"),
    };
    Err(Error::Forbidden(format!(
        "As {} you may not {what}; ask {ask}.",
        with_article(account.role.as_str())
    )))
}

fn with_article(word: &str) -> String {
    format!("{} {word}", if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" })
}

/// The piece of writing an actor wants to see or change on the desk: their own, or anyone's when trusted
/// with that.
pub(crate) fn writing(conn: &mut Conn, actor: &Actor, id: PostId) -> Result<Post, Error> {
    require(actor, Permission::Write)?;
    let post = posts::by_id(conn, id)?.ok_or_else(|| Error::missing("post"))?;
    if post.author.is_none() || post.author != actor.account() {
        require(actor, Permission::WriteAny)?;
    }
    Ok(post)
}

/// The same for a verb that will write it: nobody else changes it until the transaction ends.
pub(crate) fn held(tx: &mut Tx, actor: &Actor, id: PostId) -> Result<Post, Error> {
    posts::lock(tx, id)?;
    writing(tx, actor, id)
}

impl crate::Desk {
    /// Stops an actor who is not trusted with a thing; for pages that only look.
    ///
    /// # Errors
    /// [`Error::Forbidden`], saying what one may not and whom to ask.
    pub fn require(&self, actor: &Actor, permission: Permission) -> Result<(), Error> {
        require(actor, permission)
    }
}
