//! Work promised inside a transaction, safe to run twice.

use serde::{Deserialize, Serialize};

use crate::{
    AccountId, CaptureId, FeedId, ImportId, JobId, LetterId, MediaId, Moment, PostId, SourceId, WatchId,
};

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Job {
    /// Fetch an address, read it, file a draft.
    Clip {
        /// The address as a person gave it.
        url: String,
        /// For whom.
        account: Option<AccountId>,
    },
    /// Fetch a page that so far only a browser has shown, and keep it beside that. The draft stays as it is.
    Capture {
        /// The source both are looks at.
        source: SourceId,
        /// Its address.
        url: String,
        /// For whom.
        account: Option<AccountId>,
    },
    /// Fetch the pictures that a post's clipping shows and the site lacks; of a film that only a browser has
    /// shown, also what its host says of it.
    FetchPictures {
        /// Which.
        post: PostId,
        /// For whom.
        account: Option<AccountId>,
    },
    /// Fetch what the page of a capture needs to be shown again, style and pictures, and keep it beside.
    KeepParts {
        /// Which.
        capture: CaptureId,
    },
    /// Make the smaller copies of a kept picture.
    Render {
        /// Which.
        media: MediaId,
    },
    /// Publish a post whose time has come.
    Publish {
        /// Which.
        post: PostId,
    },
    /// Find the posts whose texts are nearly that of a new one.
    Compare {
        /// Which.
        post: PostId,
    },
    /// Make sources and clippings from before there were keys and sketches findable, some at a time.
    CatchUp {
        /// The last one done; `None` at first.
        after: Option<SourceId>,
    },
    /// Enter captures from before there was a ledger, some at a time, then posts.
    EnterCaptures {
        /// The last one done; `None` at first.
        after: Option<CaptureId>,
    },
    /// Enter posts from before there was a ledger, some at a time.
    EnterPosts {
        /// The last one done; `None` at first.
        after: Option<PostId>,
    },
    /// Ask an authority for the time of the ledger's newest line.
    Stamp,
    /// Promise a look at each feed whose time has come.
    LookAtFeeds,
    /// Fetch a feed and keep what is new in it.
    ReadFeed {
        /// Which.
        feed: FeedId,
    },
    /// Tell a hub that we no longer want to hear of a feed.
    LeaveHub {
        /// The hub's address.
        hub: String,
        /// The address by which it knows the feed.
        topic: String,
        /// The last part of the address it calls.
        callback: String,
    },
    /// Promise a look at each cited address whose time has come.
    LookAtSources,
    /// Look again at an address that published posts cite.
    LookAgain {
        /// Which.
        watch: WatchId,
    },
    /// Bring what published posts cite under watch, some at a time.
    WatchPosts {
        /// The last one done; `None` at first.
        after: Option<PostId>,
    },
    /// Find the posts near one that came out, changed or was taken back.
    Relate {
        /// Which.
        post: PostId,
    },
    /// Find the posts near each, some at a time.
    RelatePosts {
        /// The last one done; `None` at first.
        after: Option<PostId>,
    },
    /// Send a letter.
    Deliver {
        /// Which.
        letter: LetterId,
    },
    /// Tell an account which comments wait.
    Digest {
        /// Whom.
        account: AccountId,
    },
    /// Go on bringing a site over from another system, for a while.
    Import {
        /// Which.
        import: ImportId,
    },
    /// Write everything of the site into a file on the server, and let older ones go.
    Backup {
        /// The moment it was planned for; `None` when somebody asked for it.
        planned: Option<Moment>,
    },
    /// Compute the popular lists anew.
    RankPopular,
    /// Forget what has run its course: old sessions, links, done jobs, change notices.
    Sweep,
}

impl Job {
    /// The most seconds a try is put off because an outlet asked for it: a day.
    pub const LONGEST_WAIT: i64 = 86_400;

    /// The job's name on the desk and in SQL.
    pub fn name(&self) -> &'static str {
        match self {
            Job::Clip { .. } => "clip",
            Job::Capture { .. } => "capture",
            Job::FetchPictures { .. } => "fetch_pictures",
            Job::KeepParts { .. } => "keep_parts",
            Job::Render { .. } => "render",
            Job::Publish { .. } => "publish",
            Job::Compare { .. } => "compare",
            Job::CatchUp { .. } => "catch_up",
            Job::EnterCaptures { .. } => "enter_captures",
            Job::EnterPosts { .. } => "enter_posts",
            Job::Stamp => "stamp",
            Job::LookAtFeeds => "look_at_feeds",
            Job::ReadFeed { .. } => "read_feed",
            Job::LeaveHub { .. } => "leave_hub",
            Job::LookAtSources => "look_at_sources",
            Job::LookAgain { .. } => "look_again",
            Job::WatchPosts { .. } => "watch_posts",
            Job::Relate { .. } => "relate",
            Job::RelatePosts { .. } => "relate_posts",
            Job::Deliver { .. } => "deliver",
            Job::Digest { .. } => "digest",
            Job::Import { .. } => "import",
            Job::Backup { .. } => "backup",
            Job::RankPopular => "rank_popular",
            Job::Sweep => "sweep",
        }
    }

    /// How often it is tried before a person has to look.
    pub fn tries(&self) -> u32 {
        match self {
            Job::Clip { .. }
            | Job::Capture { .. }
            | Job::FetchPictures { .. }
            | Job::KeepParts { .. }
            | Job::Render { .. }
            | Job::LeaveHub { .. }
            | Job::Backup { .. } => 3,
            Job::Publish { .. }
            | Job::Compare { .. }
            | Job::CatchUp { .. }
            | Job::EnterCaptures { .. }
            | Job::EnterPosts { .. }
            | Job::Stamp
            | Job::LookAtFeeds
            | Job::ReadFeed { .. }
            | Job::LookAtSources
            | Job::LookAgain { .. }
            | Job::WatchPosts { .. }
            | Job::Relate { .. }
            | Job::RelatePosts { .. }
            | Job::Deliver { .. }
            | Job::Digest { .. }
            | Job::Import { .. }
            | Job::RankPopular
            | Job::Sweep => 10,
        }
    }

    /// Seconds to wait before try `tried + 1`: 5 s, 20 s, 80 s, … at most an hour.
    pub fn backoff_seconds(tried: u32) -> i64 {
        5_i64.saturating_mul(4_i64.saturating_pow(tried.saturating_sub(1))).min(3_600)
    }
}

/// How a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum JobState {
    /// Waits for its time.
    Waiting,
    /// A worker has it, under a lease.
    Running,
    /// Done.
    Done,
    /// Given up after the last try, or refused for good.
    Failed,
}

impl JobState {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            JobState::Waiting => "waiting",
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::Failed => "failed",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [JobState::Waiting, JobState::Running, JobState::Done, JobState::Failed]
            .into_iter()
            .find(|s| s.as_str() == word)
    }
}

/// A job with its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobRecord {
    /// Its key.
    pub id: JobId,
    /// What to do.
    pub job: Job,
    /// How it stands.
    pub state: JobState,
    /// Tries so far.
    pub tried: u32,
    /// Not before this moment.
    pub run_at: Moment,
    /// When it was promised.
    pub created: Moment,
    /// When its state last changed.
    pub changed: Moment,
    /// What the last try said when it failed; what a done job made (for a clip: the
    /// post's id; for a capture and for pictures: a sentence).
    pub outcome: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_off_grows_to_an_hour() {
        let waits: Vec<_> = (1..8).map(Job::backoff_seconds).collect();
        assert_eq!(waits, [5, 20, 80, 320, 1280, 3600, 3600]);
        assert_eq!(Job::backoff_seconds(u32::MAX), 3600);
    }
}
