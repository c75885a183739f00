//! A person asks for a clipping; the fetching is a job.

use model::{Actor, Job, JobId, Permission, PostId, SourceFields, address_key};
use store::{Tx, addresses, jobs, posts, sources};

use crate::{Desk, Error, access};

/// What became of a wish to clip an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClipRequest {
    /// It was clipped before; here is what was made of it.
    Existing(PostId),
    /// It will be fetched by this job.
    Queued(JobId),
}

impl Desk {
    /// Promises to clip an address, once: an address that leads to a source we have, in any of its forms,
    /// leads to what was made of it. `canonical` is the address in its tidy form.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::Invalid`] for what is no web address.
    pub fn request_clip(&self, actor: &Actor, url: &str, canonical: &str) -> Result<ClipRequest, Error> {
        access::require(actor, Permission::Clip)?;
        let url = web_address(url)?;
        self.write(|tx| self.request_clip_in(tx, actor, &url, canonical))
    }

    /// The same inside another verb's transaction.
    pub(crate) fn request_clip_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        url: &str,
        canonical: &str,
    ) -> Result<ClipRequest, Error> {
        let url = web_address(url)?;
        let now = self.now();
        let key = address_key(canonical);
        let promise = format!("{}clip:{key}", jobs::ONCE);
        if let Some(post) = addresses::post_of(tx, &key)? {
            return Ok(ClipRequest::Existing(post));
        }
        // A source from before there were keys.
        if let Some(source) = sources::by_url(tx, canonical)?
            && let Some(post) = posts::of_source(tx, source.id)?
        {
            return Ok(ClipRequest::Existing(post));
        }
        let id = JobId::from_raw(self.ids.next_raw());
        let job = Job::Clip { url, account: actor.account() };
        if jobs::enqueue_unique(tx, &promise, id, &job, now, now)? {
            return Ok(ClipRequest::Queued(id));
        }
        let promised = jobs::by_key(tx, &promise)?;
        // It ended between the two looks: the next try finds what it made.
        let promised =
            promised.ok_or_else(|| Error::Conflict("This address was clipped just now.".to_owned()))?;
        Ok(ClipRequest::Queued(promised.id))
    }
}

pub(crate) fn web_address(url: &str) -> Result<String, Error> {
    let fields = SourceFields { url: url.to_owned(), ..SourceFields::default() };
    fields.checked().map(|fields| fields.url).map_err(|problems| {
        let message = problems.of("source_url").unwrap_or("this is not a web address").to_owned();
        Error::field("url", message)
    })
}
