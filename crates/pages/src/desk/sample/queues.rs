//! Samples of what waits and what is counted: comments, jobs, readers.

use model::spam::{Sign, SignKind};
use model::stats::{CommentDay, PostStats, Stats, Stretch};
use model::{
    ActId, Block, BlockId, BlockKind, Comment, CommentId, CommentRow, Complaint, Flag, Grounds, Job,
    JobRecord, JobState, Kind, Language, Origin, Permalink, PostId, Problems, RawBlock, Teaser, Verdict,
    VerdictRow, Verified, Window,
};

use super::{LONG_GERMAN, Samples};
use crate::desk::{
    BlocksPage, ChartRow, ChartsPage, CommentsPage, DossierPage, JobsPage, PostStatsPage, StatsPage,
    WaitingPage,
};

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
            edited_here: false,
            flags: 0,
            anchor: None,
        };
        let permalink = Permalink::parse("/2026/11/the-price").ok();
        let sign = |weight, detail: &str| Sign { kind: SignKind::Word, weight, detail: self.text(detail) };
        let (score, signs) = match raw {
            1 => (Some(3), vec![sign(-41, "“twice” is in 0 of 36 spam comments and 9 of 120 approved ones")]),
            3 => (
                Some(97),
                vec![
                    sign(43, "“watches” is in 34 of 36 spam comments and 1 of 120 approved ones"),
                    sign(12, "little beside links: 3 words, 1 link"),
                ],
            ),
            _ => (None, Vec::new()),
        };
        CommentRow { comment, headline: self.text("The price of a river"), permalink, score, signs }
    }

    /// Comments that wait.
    pub fn comments(self) -> CommentsPage {
        let ada =
            Some(("ada@example.org", "https://ada.example/a-page-with-a-rather-long-address/that-goes-on"));
        CommentsPage {
            desk: self.desk("comments"),
            tab: "held",
            flagged: 2,
            words: String::new(),
            post: None,
            address: String::new(),
            counts: vec![(Verdict::Held, 3), (Verdict::Approved, 1_204), (Verdict::Rejected, 17), (Verdict::Spam, 230)],
            rows: vec![
                self.comment(1, "Ada", "<p>Worth reading twice. The second time I noticed <em>who</em> is never quoted.</p>", ada),
                self.comment(2, "ليلى", "<p>نص جميل، لكن أين الأرقام؟</p><blockquote><p>مدينة تعد لتراتها</p></blockquote>", None),
                self.comment(3, "Donaudampfschifffahrtsgesellschaftskapitän", "<p>Cheap watches: <a href=\"https://spam.example\" rel=\"nofollow ugc noopener\">spam.example</a></p>", None),
            ],
            next: Some(format!("/desk/comments?verdict=held&before={}", self.text("1"))),
            act: Some(ActId::from_raw(7)),
        }
    }

    /// The queue when it is done.
    pub fn no_comments(self) -> CommentsPage {
        CommentsPage { rows: vec![], next: None, act: None, ..self.comments() }
    }

    /// The queue, looked through for what is not there.
    pub fn found_nothing(self) -> CommentsPage {
        CommentsPage {
            tab: "flagged",
            rows: vec![],
            act: None,
            words: self.text("lamps"),
            post: Some((PostId::from_raw(1), self.text("The price of a river"))),
            address: self.text("ada@example.org"),
            ..self.comments()
        }
    }

    /// All that is known of a comment that was changed, flagged and judged.
    pub fn dossier(self) -> DossierPage {
        let ada = Some(("ada@example.org", "https://ada.example/"));
        let mut row = self.comment(1, "Ada", "<p>Worth reading twice.</p>", ada);
        row.comment.flags = 2;
        let verdict = |at: i64, verdict, grounds, by: Option<&str>| VerdictRow {
            verdict,
            grounds,
            reason: if by.is_some() { self.text("rude, but to the point") } else { String::new() },
            by: by.map(|by| self.text(by)),
            at: Self::at(at),
        };
        let flag = |complaint, note: &str| Flag { complaint, note: self.text(note), at: Self::at(7) };
        DossierPage {
            desk: self.desk("comments"),
            verdicts: vec![
                verdict(8, Verdict::Held, Grounds::Links, None),
                verdict(6, Verdict::Approved, Grounds::Person, Some("Zoë")),
            ],
            wordings: vec![
                (Self::at(5), None, String::new(), self.text("Worth reading.")),
                (
                    Self::at(4),
                    Some(self.text("Zoë")),
                    self.text("an address of the net"),
                    self.text("Worth it"),
                ),
            ],
            flags: vec![flag(Complaint::Abuse, "He means my brother."), flag(Complaint::Other, "")],
            others: vec![self.comment(4, "Ada", "<p>And again.</p>", ada)],
            typed: None,
            row,
        }
    }

    /// The same, with words that can't stand.
    pub fn dossier_refused(self) -> DossierPage {
        let problems = Problems::one("body", self.text("please write something"));
        DossierPage {
            typed: Some((self.text(" "), self.text("why"), problems)),
            others: vec![],
            ..self.dossier()
        }
    }

    /// Blocks, and a form that can't stand.
    pub fn blocks(self) -> BlocksPage {
        let block = |raw: i64, kind, value: &str, verdict| Block {
            id: BlockId::from_raw(raw),
            kind,
            value: self.text(value),
            verdict,
            note: self.text("since the flood of October"),
            by: None,
            created: Self::at(raw),
        };
        BlocksPage {
            desk: self.desk("comments"),
            blocks: vec![
                block(1, BlockKind::Words, "代开发票", Verdict::Spam),
                block(2, BlockKind::Address, "@shop.example", Verdict::Held),
                block(3, BlockKind::Network, "192.0.2.0/24", Verdict::Rejected),
            ],
            raw: RawBlock {
                kind: "network".into(),
                value: self.text("0.0.0.0/0"),
                verdict: "spam".into(),
                note: self.text("all"),
            },
            problems: Problems::one("value", self.text("write an address like 192.0.2.7")),
        }
    }

    fn read(self, raw: i64, headline: &str, language: &str) -> Option<Teaser> {
        Some(Teaser {
            id: PostId::from_raw(raw),
            permalink: Permalink::parse("/2026/11/the-price").ok()?,
            headline: self.text(headline),
            dek: String::new(),
            byline: Vec::new(),
            language: Language::parse(language).ok(),
            excerpt: String::new(),
            kind: Kind::Article,
            published: Self::at(raw),
            modified: Self::at(raw),
            outlet: None,
            host: None,
            lead_image: None,
            lead_image_alt: String::new(),
        })
    }

    /// A month of readers.
    pub fn stats(self) -> StatsPage {
        let today = 20_780;
        let posts = [
            (self.read(1, "The price of a river", "en"), 12_045),
            (self.read(2, LONG_GERMAN, "de"), 1_777),
            (self.read(3, "ثمن النهر", "ar"), 300),
            (self.read(4, "河流的代价", "zh-Hans"), 41),
        ];
        let day = |day, verdict, number| CommentDay { day: today - day, verdict, number };
        let stats = Stats {
            stretch: Stretch::Month,
            today,
            readers: (0..29).map(|day| (today - 29 + day, 40 + day * day % 17 * 31)).collect(),
            posts: posts.into_iter().filter_map(|(post, readers)| Some((post?, readers))).collect(),
            referrers: vec![(self.text("search.example"), 4_016), (String::new(), 12)],
            comments: vec![
                day(9, Verdict::Approved, 12),
                day(9, Verdict::Spam, 230),
                day(1, Verdict::Held, 3),
            ],
            sources: vec![(self.text("gazette.example"), 17), (self.text("blatt.example"), 4)],
        };
        StatsPage { desk: self.desk("readers"), stats }
    }

    /// A site that nobody has read yet.
    pub fn no_stats(self) -> StatsPage {
        let empty = Stats {
            readers: vec![],
            posts: vec![],
            referrers: vec![],
            comments: vec![],
            sources: vec![],
            ..self.stats().stats
        };
        StatsPage { stats: empty, ..self.stats() }
    }

    /// One post's readers over a year.
    pub fn post_stats(self) -> Option<PostStatsPage> {
        let whole = self.stats().stats;
        let stats = PostStats {
            stretch: Stretch::Year,
            today: whole.today,
            post: self.read(2, LONG_GERMAN, "de")?,
            readers: (0..200).map(|day| (whole.today - day, 400 / (1 + day % 40))).collect(),
            all: 1_204_511,
        };
        Some(PostStatsPage { desk: self.desk("readers"), stats })
    }

    /// The popular lists, with choices.
    pub fn charts(self) -> ChartsPage {
        let row = |raw: i64, headline: &str, language: &str, score| {
            let permalink = Permalink::parse("/2026/11/the-price").ok()?;
            let (post, headline) = (PostId::from_raw(raw), self.text(headline));
            Some(ChartRow { post, headline, language: Language::parse(language).ok(), permalink, score })
        };
        let rows = |rows: Vec<Option<ChartRow>>| rows.into_iter().flatten().collect();
        ChartsPage {
            desk: self.desk("readers"),
            window: Window::Rising,
            pinned: rows(vec![row(1, "The price of a river", "en", None)]),
            ranked: rows(vec![row(2, LONG_GERMAN, "de", Some(12_045)), row(3, "ثمن النهر", "ar", Some(64))]),
            excluded: rows(vec![row(4, "河流的代价", "zh-Hans", None)]),
            may_choose: true,
            asked: Some((self.text("/2026/11/no-such-post"), self.text("No post is out at this address."))),
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
