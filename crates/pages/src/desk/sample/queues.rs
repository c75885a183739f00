//! Samples of what waits and what is counted: comments, jobs, readers.

use model::{
    Comment, CommentId, CommentRow, Job, JobRecord, JobState, Language, Origin, Permalink, PostId, Verdict,
    Verified,
};

use super::{LONG_GERMAN, Samples};
use crate::desk::{CommentsPage, JobsPage, ReaderRow, StatsPage, WaitingPage};

impl Samples {
    fn comment(self, raw: i64, name: &str, html: &str, contact: Option<(&str, &str)>) -> CommentRow {
        let comment = Comment {
            id: CommentId::from_raw(raw),
            post: PostId::from_raw(5),
            parent: (raw == 2).then(|| CommentId::from_raw(1)),
            root: CommentId::from_raw(1),
            origin: Origin::Form,
            verified: Verified::Nobody,
            name: self.text(name),
            email: contact.map(|(email, _)| self.text(email)),
            website: contact.map(|(_, website)| self.text(website)),
            body: self.text("As typed"),
            html: html.to_owned(),
            verdict: Verdict::Held,
            judged: 0,
            answers: 0,
            created: Self::at(raw),
            edited: None,
        };
        let permalink = Permalink::parse("/2026/11/the-price").ok();
        CommentRow { comment, headline: self.text("The price of a river"), permalink }
    }

    /// Comments that wait.
    pub fn comments(self) -> CommentsPage {
        let ada =
            Some(("ada@example.org", "https://ada.example/a-page-with-a-rather-long-address/that-goes-on"));
        CommentsPage {
            desk: self.desk("comments"),
            verdict: Some(Verdict::Held),
            counts: vec![(Verdict::Held, 3), (Verdict::Approved, 1_204), (Verdict::Rejected, 17), (Verdict::Spam, 230)],
            rows: vec![
                self.comment(1, "Ada", "<p>Worth reading twice. The second time I noticed <em>who</em> is never quoted.</p>", ada),
                self.comment(2, "ليلى", "<p>نص جميل، لكن أين الأرقام؟</p><blockquote><p>مدينة تعد لتراتها</p></blockquote>", None),
                self.comment(3, "Donaudampfschifffahrtsgesellschaftskapitän", "<p>Cheap watches: <a href=\"https://spam.example\" rel=\"nofollow ugc noopener\">spam.example</a></p>", None),
            ],
            next: Some(format!("/desk/comments?verdict=held&before={}", self.text("1"))),
        }
    }

    /// The queue when it is done.
    pub fn no_comments(self) -> CommentsPage {
        CommentsPage { rows: vec![], next: None, ..self.comments() }
    }

    /// Readers of some posts.
    pub fn stats(self) -> StatsPage {
        let row = |headline: &str, language: &str, numbers: [i64; 4]| ReaderRow {
            headline: self.text(headline),
            language: Language::parse(language).ok(),
            permalink: Permalink::parse("/2026/11/the-price").ok(),
            today: numbers[0],
            week: numbers[1],
            month: numbers[2],
            all: numbers[3],
        };
        StatsPage {
            desk: self.desk("readers"),
            rows: vec![
                row("The price of a river", "en", [412, 3_180, 12_045, 1_204_511]),
                row(LONG_GERMAN, "de", [38, 402, 1_777, 1_777]),
                row("ثمن النهر", "ar", [12, 96, 300, 4_096]),
                row("河流的代价", "zh-Hans", [0, 3, 41, 41]),
            ],
        }
    }

    /// Jobs in every state.
    pub fn jobs(self) -> JobsPage {
        let post = PostId::from_raw(5);
        let waiting = "gazette.example did not answer within 20 seconds";
        JobsPage {
            desk: self.desk("jobs"),
            jobs: vec![
                self.clip_job(1, JobState::Running, 1, None),
                self.refused(),
                self.clip_job(3, JobState::Waiting, 1, Some(waiting)),
                JobRecord { outcome: Some(post.to_string()), ..self.clip_job(4, JobState::Done, 1, None) },
                self.job(5, Job::Publish { post }, JobState::Waiting, 0, None),
                self.job(6, Job::RankPopular, JobState::Done, 1, None),
                self.job(7, Job::Sweep, JobState::Done, 1, None),
            ],
            counts: vec![
                (JobState::Waiting, 2),
                (JobState::Running, 1),
                (JobState::Done, 3),
                (JobState::Failed, 1),
            ],
        }
    }

    /// A clip being waited for.
    pub fn waiting(self, state: JobState) -> WaitingPage {
        let job = if state == JobState::Failed { self.refused() } else { self.clip_job(1, state, 1, None) };
        WaitingPage { desk: self.desk("inbox"), job }
    }
}
