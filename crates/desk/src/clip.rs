//! A person asks for a clipping; the fetching is a job.

use model::{Actor, Job, JobId, JobState, Permission, PostId, SourceFields};
use store::{jobs, posts, sources};

use crate::{Desk, Error, access};

/// Newest jobs in which a second wish for one address is looked for.
const RECENT: u32 = 200;

/// What became of a wish to clip an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClipRequest {
    /// It was clipped before; here is what was made of it.
    Existing(PostId),
    /// It will be fetched by this job.
    Queued(JobId),
}

impl Desk {
    /// Promises to clip an address, once: `canonical` is the form in which two spellings of one address
    /// are equal.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::Invalid`] for what is no web address.
    pub fn request_clip(&self, actor: &Actor, url: &str, canonical: &str) -> Result<ClipRequest, Error> {
        access::require(actor, Permission::Clip)?;
        let url = web_address(url)?;
        let now = self.now();
        self.write(|tx| {
            if let Some(source) = sources::by_url(tx, canonical)?
                && let Some(post) = posts::of_source(tx, source.id)?
            {
                return Ok(ClipRequest::Existing(post));
            }
            let promised = jobs::list(tx, RECENT)?.into_iter().find(|record| {
                matches!(record.state, JobState::Waiting | JobState::Running)
                    && matches!(&record.job, Job::Clip { url: known, .. } if *known == url)
            });
            if let Some(record) = promised {
                return Ok(ClipRequest::Queued(record.id));
            }
            let id = JobId::from_raw(self.ids.next_raw());
            tx.enqueue(id, &Job::Clip { url: url.clone(), account: actor.account() }, now, now)?;
            Ok(ClipRequest::Queued(id))
        })
    }
}

fn web_address(url: &str) -> Result<String, Error> {
    let fields = SourceFields { url: url.to_owned(), ..SourceFields::default() };
    fields.checked().map(|fields| fields.url).map_err(|problems| {
        let message = problems.of("source_url").unwrap_or("this is not a web address").to_owned();
        Error::field("url", message)
    })
}
