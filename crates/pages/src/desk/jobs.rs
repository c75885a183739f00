//! Work behind the scenes: the list of jobs, and the page that waits for one.

use jiff::tz::TimeZone;
use model::{Job, JobRecord, JobState, PostId};
use serde::Serialize;

use super::DeskFrame;
use super::words::Stamp;
use crate::{Error, Pages};

/// The jobs page.
#[derive(Clone, Debug)]
pub struct JobsPage {
    /// Around it.
    pub desk: DeskFrame,
    /// Newest first.
    pub jobs: Vec<JobRecord>,
    /// How many there are in each state.
    pub counts: Vec<(JobState, i64)>,
}

/// What a person sees while their clip is being made, and when it failed.
#[derive(Clone, Debug)]
pub struct WaitingPage {
    /// Around it.
    pub desk: DeskFrame,
    /// The job waited for.
    pub job: JobRecord,
}

/// A job in a person's words.
#[derive(Debug, Serialize)]
pub(super) struct JobView<'a> {
    id: String,
    what: &'static str,
    /// The address a clip job fetches.
    url: Option<&'a str>,
    /// `waiting`, `running`, `done`, `failed`.
    state: &'static str,
    state_words: String,
    tried: u32,
    tries: u32,
    /// When it will run if it waits, when its state last changed otherwise.
    at: Stamp,
    /// The piece it made or is about.
    post: Option<String>,
    /// What the last try said.
    message: Option<&'a str>,
    /// What a done job has to say.
    note: Option<&'a str>,
    is_over: bool,
}

impl<'a> JobView<'a> {
    pub(super) fn of(record: &'a JobRecord, zone: &TimeZone) -> Self {
        let tries = record.job.tries();
        let (what, url) = match &record.job {
            Job::Clip { url, .. } => ("Clip an address", Some(url.as_str())),
            Job::Capture { url, .. } => ("Fetch a page that a browser showed", Some(url.as_str())),
            Job::FetchPictures { .. } => ("Fetch missing pictures", None),
            Job::KeepParts { .. } => ("Keep style and pictures of a captured page", None),
            Job::Render { .. } => ("Make smaller copies of a picture", None),
            Job::Publish { .. } => ("Publish a scheduled post", None),
            Job::Compare { .. } => ("Look for the same story", None),
            Job::CatchUp { .. } => ("Make older pieces findable", None),
            Job::EnterCaptures { .. } => ("Enter older captures in the ledger", None),
            Job::EnterPosts { .. } => ("Enter older posts in the ledger", None),
            Job::Stamp => ("Ask an authority for a timestamp", None),
            Job::LookAtFeeds => ("See which feeds to look at", None),
            Job::ReadFeed { .. } => ("Look at a feed", None),
            Job::LookAtSources => ("See which sources and links to look at", None),
            Job::LookAgain { .. } => ("Look at a source or a link again", None),
            Job::WatchPosts { .. } => ("Watch what older posts cite", None),
            Job::LeaveHub { hub, .. } => ("Tell a hub to call no more", Some(hub.as_str())),
            Job::Relate { .. } => ("Find related posts", None),
            Job::Import { .. } => ("Bring a site over", None),
            Job::RelatePosts { .. } => ("Find related posts of all posts", None),
            Job::Deliver { .. } => ("Send a letter", None),
            Job::Digest { .. } => ("Tell by mail which comments wait", None),
            Job::Backup { .. } => ("Make a backup", None),
            Job::RankPopular => ("Rank popular posts", None),
            Job::Sweep => ("Clear away what is out of date", None),
        };
        let state_words = match record.state {
            JobState::Waiting if record.tried > 0 => {
                format!("Waiting for try {} of {tries}", record.tried + 1)
            }
            JobState::Waiting => "Waiting".to_owned(),
            JobState::Running => "Running".to_owned(),
            JobState::Done => "Done".to_owned(),
            JobState::Failed => "Failed".to_owned(),
        };
        let outcome = record.outcome.as_deref().filter(|text| !text.is_empty());
        let post = match (&record.job, record.state) {
            (
                Job::Publish { post }
                | Job::Compare { post }
                | Job::Relate { post }
                | Job::FetchPictures { post, .. },
                _,
            ) => Some(post.to_string()),
            (_, JobState::Done) => {
                outcome.and_then(|text| text.parse::<PostId>().ok()).map(|id| id.to_string())
            }
            _ => None,
        };
        JobView {
            id: record.id.to_string(),
            what,
            url,
            state: record.state.as_str(),
            state_words,
            tried: record.tried,
            tries,
            at: Stamp::of(
                if record.state == JobState::Waiting { record.run_at } else { record.changed },
                zone,
            ),
            post,
            message: outcome.filter(|_| record.state != JobState::Done),
            note: outcome.filter(|_| {
                record.state == JobState::Done
                    && matches!(
                        record.job,
                        Job::Capture { .. } | Job::FetchPictures { .. } | Job::Stamp | Job::Backup { .. }
                    )
            }),
            is_over: matches!(record.state, JobState::Done | JobState::Failed),
        }
    }
}

impl Pages {
    /// The jobs page; a retry posts to `/desk/jobs/ID/retry`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn jobs(&self, page: &JobsPage) -> Result<String, Error> {
        let zone = page.desk.site.zone();
        let jobs: Vec<_> = page.jobs.iter().map(|record| JobView::of(record, &zone)).collect();
        let counts: Vec<_> = page.counts.iter().map(|(state, count)| (state.as_str(), count)).collect();
        self.render("desk/jobs.html", values! { desk => page.desk.view(), jobs, counts })
    }

    /// The page that waits for a job: looks again every two seconds until the job is over.
    ///
    /// # Errors
    /// When the template fails.
    pub fn waiting(&self, page: &WaitingPage) -> Result<String, Error> {
        let job = JobView::of(&page.job, &page.desk.site.zone());
        self.render("desk/waiting.html", values! { desk => page.desk.view(), job })
    }
}
