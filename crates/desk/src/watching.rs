//! What people do about watched addresses.

use model::{Actor, Permission, Post, PostId, Watch, WatchId, canonical_address, watch::pace};
use store::{Tx, alerts, citations, watches};

use crate::clip::web_address;
use crate::correct::Declared;
use crate::{Desk, Error, access};

/// Watches that one call can be about.
const AT_ONCE: usize = 200;

/// What becomes of a link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// It is taken out; its words stay.
    TakeOut,
    /// It leads to this web address from now on, or to this path of the site.
    To(String),
}

impl Desk {
    /// Has addresses looked at again at once, stopped ones included: those are watched again.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::Invalid`] for none or too many.
    pub fn look_now(&self, actor: &Actor, ids: &[WatchId]) -> Result<(), Error> {
        access::require(actor, Permission::Write)?;
        self.each(ids, |desk, tx, mut watch| {
            if watch.stopped.is_some() {
                access::require(actor, Permission::WriteAny)?;
                watch.stopped = None;
                watch.next_look = Some(pace::next_look(&watch, desk.now(), None));
                watches::save(tx, &watch)?;
            }
            desk.promise_look_again(tx, watch.id, desk.now())
        })
    }

    /// Notes that all that happened to some addresses has been dealt with, and by whom.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't look after everyone's posts; [`Error::Invalid`] for none or too
    /// many.
    pub fn deal_with(&self, actor: &Actor, ids: &[WatchId]) -> Result<(), Error> {
        access::require(actor, Permission::WriteAny)?;
        self.each(ids, |desk, tx, watch| {
            for alert in alerts::open_of_watch(tx, watch.id)? {
                alerts::deal(tx, alert.id, actor.account(), desk.now())?;
            }
            Ok(())
        })
    }

    /// Looks at some addresses no longer, until somebody wants them looked at again. What is open of them is
    /// dealt with.
    ///
    /// # Errors
    /// As [`Desk::deal_with`].
    pub fn stop_watching(&self, actor: &Actor, ids: &[WatchId]) -> Result<(), Error> {
        access::require(actor, Permission::WriteAny)?;
        self.each(ids, |desk, tx, mut watch| {
            let now = desk.now();
            for alert in alerts::open_of_watch(tx, watch.id)? {
                alerts::deal(tx, alert.id, actor.account(), now)?;
            }
            if watch.stopped.is_none() {
                watch.stopped = Some(now);
                watch.next_look = None;
                watches::save(tx, &watch)?;
            }
            Ok(())
        })
    }

    /// Changes where the links of a published post to a watched address lead, or takes them out; as a revision
    /// by this person. Readers' words stay as they are, so this is no correction.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Forbidden`] as for any edit; [`Error::Invalid`] with `address` for what is
    /// no address; [`Error::Conflict`] where the link can't be changed by itself.
    pub fn mend_link(&self, actor: &Actor, post: PostId, watch: WatchId, mend: &Mend) -> Result<Post, Error> {
        access::require(actor, Permission::Write)?;
        let to = match mend {
            Mend::TakeOut => None,
            Mend::To(path) if path.starts_with('/') && !path.starts_with("//") => Some(path.clone()),
            Mend::To(address) => Some(web_address(address).map_err(|error| match error {
                Error::Invalid(problems) => {
                    Error::field("address", problems.of("url").unwrap_or_default().to_owned())
                }
                other => other,
            })?),
        };
        self.write(|tx| {
            let old = access::held(tx, actor, post)?;
            let watch = watches::by_id(tx, watch)?.ok_or_else(|| Error::missing("watched address"))?;
            let meant = |address: &str| canonical_address(address) == watch.address;
            let mut writing = old.writing.clone();
            writing.body = markup::relink(writing.format, &writing.body, &meant, to.as_deref())
                .ok_or_else(|| by_hand(&watch))?;
            let post = self.rewrite(tx, actor, &old, writing, Declared::upkeep())?;
            let left = citations::of_post(tx, post.id)?;
            let is_left = left.iter().any(|citation| citation.watch == watch.id);
            if !is_left && citations::newest(tx, watch.id)?.is_none() {
                for alert in alerts::open_of_watch(tx, watch.id)? {
                    alerts::deal(tx, alert.id, actor.account(), self.now())?;
                }
            }
            Ok(post)
        })
    }

    fn each(
        &self,
        ids: &[WatchId],
        act: impl Fn(&Desk, &mut Tx, Watch) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if ids.is_empty() {
            return Err(Error::field("id", "choose at least one address"));
        }
        if ids.len() > AT_ONCE {
            return Err(Error::field("id", format!("choose at most {AT_ONCE} addresses at once")));
        }
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        self.write(|tx| {
            for id in &ids {
                let watch = watches::by_id(tx, *id)?.ok_or_else(|| Error::missing("watched address"))?;
                act(self, tx, watch)?;
            }
            Ok(())
        })
    }
}

fn by_hand(watch: &Watch) -> Error {
    Error::Conflict(format!(
        "The link to {} can’t be changed by itself in this post, or is not there any more. Open the post and change it there.",
        watch.address
    ))
}
