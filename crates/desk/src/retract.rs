//! A post is taken back, with a reason.

use model::{Actor, Permission, Post, PostId, Standing, Way};
use store::{posts, publications, search, settings};

use crate::correct::Declared;
use crate::relating::name_pages;
use crate::shown::{PopularLists, post_and_lists};
use crate::{Desk, Error, access};

/// Longest public reason, in characters.
const REASON_LIMIT: usize = 500;

impl Desk {
    /// Takes a published post back: its address says so, with the reason. A scheduled post becomes a draft
    /// again and needs no reason. One that is retracted already stays as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`]; [`Error::Invalid`] for a missing or overlong reason;
    /// [`Error::Conflict`] for a draft.
    pub fn retract(&self, actor: &Actor, id: PostId, reason: &str) -> Result<Post, Error> {
        access::require(actor, Permission::Write)?;
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        self.write(|tx| {
            let old = access::held(tx, actor, id)?;
            let now = self.now();
            let standing = match old.standing {
                Standing::Retracted { .. } => return Ok(old),
                Standing::Draft => {
                    return Err(Error::Conflict(
                        "This draft is not published, so it can't be taken back.".to_owned(),
                    ));
                }
                Standing::Scheduled { .. } => Standing::Draft,
                Standing::Published { .. } => {
                    check(&reason)?;
                    Standing::Retracted { at: now, reason: reason.clone() }
                }
            };
            let post = Post { standing, modified: now, ..old.clone() };
            let site = settings::site(tx)?;
            let before = PopularLists::now(tx)?;
            name_pages(tx, &site, id)?;
            posts::update(tx, &post, "")?;
            let kind = if old.published().is_some() { "retract" } else { "unschedule" };
            publications::add(tx, id, actor.account(), now, kind, &reason)?;
            if old.published().is_some() {
                self.appear(tx, actor, &post, Declared { way: Way::Retraction, note: reason.clone() })?;
                search::remove(tx, id)?;
                post_and_lists(tx, &site, &old);
                before.compare(tx)?;
                self.watch_cited(tx, &post)?;
                self.relate_soon(tx, id)?;
                self.rank_soon(tx)?;
            }
            Ok(post)
        })
    }
}

fn check(reason: &str) -> Result<(), Error> {
    if reason.is_empty() {
        return Err(Error::field("reason", "please say why: readers who come to the address see it"));
    }
    let length = reason.chars().count();
    if length > REASON_LIMIT {
        return Err(Error::field(
            "reason",
            format!("a reason can have {REASON_LIMIT} characters; this one has {length}"),
        ));
    }
    Ok(())
}
