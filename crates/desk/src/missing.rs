//! Pictures that a clipping shows and the site lacks: told, tried again, put in their place.

use model::{Actor, Clipping, Format, Job, JobId, JobState, MissingPicture, Permission, Post, PostId};
use store::{Tx, clippings, jobs, missing};

use crate::compose::picture;
use crate::correct::Declared;
use crate::{Desk, Error, StoredPicture, access};

/// Newest jobs in which a second wish for one post is looked for.
const RECENT: u32 = 200;
/// Pictures of one page that are looked at all.
const SHOWN: usize = 200;

/// The addresses of a clipping's pictures, the lead picture first, each once.
pub fn pictures_of(clipping: &Clipping) -> Vec<String> {
    let mut addresses: Vec<String> = clipping.lead_image.iter().cloned().collect();
    for address in markup::images(&clipping.html) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses.truncate(SHOWN);
    addresses
}

impl Desk {
    /// The pictures that a piece lacks, with the reasons.
    ///
    /// # Errors
    /// As [`Desk::post`].
    pub fn missing_pictures(&self, actor: &Actor, post: PostId) -> Result<Vec<MissingPicture>, Error> {
        self.store.read(|conn| {
            access::writing(conn, actor, post)?;
            Ok(missing::of_post(conn, post)?)
        })
    }

    /// Promises to fetch the missing pictures of a piece once more; `None` when it lacks none. A second wish
    /// finds the first.
    ///
    /// # Errors
    /// As [`Desk::post`].
    pub fn request_pictures(&self, actor: &Actor, post: PostId) -> Result<Option<JobId>, Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            access::held(tx, actor, post)?;
            if missing::of_post(tx, post)?.is_empty() {
                return Ok(None);
            }
            let promised = jobs::list(tx, RECENT)?.into_iter().find(|record| {
                matches!(record.state, JobState::Waiting | JobState::Running)
                    && matches!(&record.job, Job::FetchPictures { post: known, .. } if *known == post)
            });
            match promised {
                Some(record) => Ok(Some(record.id)),
                None => self.promise_pictures(tx, actor, post).map(Some),
            }
        })
    }

    pub(crate) fn promise_pictures(&self, tx: &mut Tx, actor: &Actor, post: PostId) -> Result<JobId, Error> {
        let (id, now) = (JobId::from_raw(self.ids.next_raw()), self.now());
        tx.enqueue(id, &Job::FetchPictures { post, account: actor.account() }, now, now)?;
        Ok(id)
    }

    /// Puts pictures that were missing in their places: where the text has a link for one, and at the head
    /// when the clipping's lead picture is among them and nobody has chosen another. `still` says which are
    /// missing now. A text that changes by that gets a revision.
    ///
    /// # Errors
    /// As [`Desk::save`].
    pub fn restore_pictures(
        &self,
        actor: &Actor,
        id: PostId,
        kept: &[StoredPicture],
        still: &[MissingPicture],
    ) -> Result<Post, Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            let old = access::held(tx, actor, id)?;
            let stored = |address: &str| kept.iter().find(|picture| picture.address == address);
            let mut writing = old.writing.clone();
            if writing.format == Format::Html {
                let place = |address: &str| stored(address).map(|found| picture(&found.media));
                writing.body = markup::restore_images(&writing.body, &place).unwrap_or(writing.body);
            }
            if writing.lead_image.is_none()
                && let Some((_, _, clipping)) = clippings::of_post(tx, id)?
                && let Some(lead) = clipping.lead_image.as_deref().and_then(stored)
            {
                writing.lead_image = Some(lead.media.path());
                if writing.lead_image_alt.is_empty() {
                    writing.lead_image_alt = crate::file::lead_alt(&clipping);
                }
                if writing.lead_image_caption.is_empty() {
                    writing.lead_image_caption = crate::file::lead_credit(&clipping);
                }
            }
            missing::replace(tx, id, still)?;
            if writing == old.writing {
                return Ok(old);
            }
            self.rewrite(tx, actor, &old, writing, Declared::upkeep())
        })
    }
}
