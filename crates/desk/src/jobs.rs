//! Promised work: taken, done, failed, tried again.

use model::{Actor, Job, JobId, JobRecord, JobState, Moment, Permission};
use store::{Tx, jobs};

use crate::{Desk, Error, access};

impl Desk {
    /// Promises a job for a moment, unless one with this key is waiting already.
    pub(crate) fn promise(&self, tx: &mut Tx, key: &str, job: &Job, at: Moment) -> Result<(), Error> {
        let id = JobId::from_raw(self.ids.next_raw());
        jobs::enqueue_unique(tx, key, id, job, at, self.now())?;
        Ok(())
    }

    /// Takes the next job that is due. It is taken from others for `lease` seconds; if it is neither
    /// finished nor failed by then, someone else may take it.
    ///
    /// # Errors
    /// The store's.
    pub fn claim_job(&self, lease: i64) -> Result<Option<JobRecord>, Error> {
        let now = self.now();
        self.store.write(|tx| Ok(jobs::claim(tx, now, now.plus_seconds(lease))?))
    }

    /// Keeps a job that takes longer than its lease: from now on it is taken from others for `lease` seconds more.
    ///
    /// # Errors
    /// The store's.
    pub fn renew_job(&self, id: JobId, lease: i64) -> Result<(), Error> {
        let until = self.now().plus_seconds(lease);
        self.store.write(|tx| Ok(jobs::renew(tx, id, until).map(drop)?))
    }

    /// Does a job that needs nothing but the store. `false` for one that needs sockets: a clip and what is
    /// fetched after one, a feed, a hub, a cited address, an authority, a mail server.
    ///
    /// # Errors
    /// Why it could not be done; whether another try may help says [`Error::is_passing`].
    pub fn run_job(&self, job: &Job) -> Result<bool, Error> {
        match job {
            Job::Clip { .. }
            | Job::Capture { .. }
            | Job::FetchPictures { .. }
            | Job::KeepParts { .. }
            | Job::ReadFeed { .. }
            | Job::LookAgain { .. }
            | Job::LeaveHub { .. }
            | Job::Deliver { .. }
            | Job::Import { .. }
            | Job::Backup { .. }
            | Job::Stamp => return Ok(false),
            Job::Render { media } => self.render(*media)?,
            Job::LookAtFeeds => self.look_at_feeds()?,
            Job::LookAtSources => self.look_at_sources()?,
            Job::WatchPosts { after } => self.watch_posts(*after)?,
            Job::Publish { post } => drop(self.publish_scheduled(*post)?),
            Job::Compare { post } => self.compare(*post)?,
            Job::CatchUp { after } => self.catch_up(*after)?,
            Job::EnterCaptures { after } => self.enter_captures(*after)?,
            Job::EnterPosts { after } => self.enter_posts(*after)?,
            Job::Relate { post } => self.relate(*post)?,
            Job::RelatePosts { after } => self.relate_posts(*after)?,
            Job::Digest { account } => self.digest(*account)?,
            Job::RankPopular => drop(self.rank_popular()?),
            Job::Sweep => self.sweep()?,
        }
        Ok(true)
    }

    /// Notes that a job is done, with what it made.
    ///
    /// # Errors
    /// The store's.
    pub fn finish_job(&self, id: JobId, outcome: Option<&str>) -> Result<(), Error> {
        let now = self.now();
        self.store.write(|tx| Ok(jobs::finish(tx, id, outcome, now)?))
    }

    /// Forgets a job that is done and left its traces elsewhere: a look at a feed, of which there are many.
    ///
    /// # Errors
    /// The store's.
    pub fn forget_job(&self, id: JobId) -> Result<(), Error> {
        self.store.write(|tx| Ok(jobs::remove(tx, id)?))
    }

    /// Notes that a job failed, and why. What is `passing` is tried again later, as often as the job says.
    ///
    /// # Errors
    /// The store's.
    pub fn fail_job(&self, record: &JobRecord, error: &str, passing: bool) -> Result<(), Error> {
        self.failed(record, error, passing.then_some(0))
    }

    /// [`Desk::fail_job`] for a trouble that passes, of which the other side said in how many seconds it is
    /// welcome to ask again: that is waited for, at most a day, and never less than is waited anyway.
    ///
    /// # Errors
    /// The store's.
    pub fn defer_job(&self, record: &JobRecord, error: &str, seconds: u64) -> Result<(), Error> {
        self.failed(record, error, Some(i64::try_from(seconds).unwrap_or(i64::MAX)))
    }

    /// `wait`: the least seconds before another try; `None` when none may help.
    fn failed(&self, record: &JobRecord, error: &str, wait: Option<i64>) -> Result<(), Error> {
        let now = self.now();
        let wait = wait.filter(|_| record.tried < record.job.tries());
        let retry_at = wait.map(|least| {
            now.plus_seconds(least.min(Job::LONGEST_WAIT).max(Job::backoff_seconds(record.tried)))
        });
        self.store.write(|tx| Ok(jobs::fail(tx, record.id, error, retry_at, now)?))
    }

    /// Has a failed job tried again at once. One that is not failed stays as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] for those who don't look after jobs, their own clips
    /// aside.
    pub fn retry_job(&self, actor: &Actor, id: JobId) -> Result<(), Error> {
        access::require(actor, Permission::SeeDesk)?;
        let now = self.now();
        self.store.write(|tx| {
            let record = jobs::by_id(tx, id)?;
            let own = match record.as_ref().map(|record| &record.job) {
                Some(
                    Job::Clip { account, .. }
                    | Job::Capture { account, .. }
                    | Job::FetchPictures { account, .. },
                ) => account.is_some() && *account == actor.account(),
                _ => false,
            };
            if !(own && actor.may(Permission::Write)) {
                access::require(actor, Permission::SeeJobs)?;
            }
            let record = record.ok_or_else(|| Error::missing("job"))?;
            if record.state == JobState::Failed {
                jobs::retry(tx, id, now)?;
            }
            Ok(())
        })
    }
}

impl Error {
    /// Whether the same call may succeed later without anyone changing anything.
    pub fn is_passing(&self) -> bool {
        match self {
            Error::Unavailable(_) | Error::Busy { .. } | Error::Conflict(_) => true,
            Error::NotFound(_) | Error::Forbidden(_) | Error::Invalid(_) | Error::Internal(_) => false,
        }
    }
}
