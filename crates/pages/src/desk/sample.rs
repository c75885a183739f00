//! Samples of every desk page, in several scripts, from which tests and the show render.

use model::{
    Account, AccountId, Clipping, Comment, CommentId, CommentMode, CommentRow, Job, JobId, JobRecord, JobState,
    Language, Media, MediaId, Moment, Permalink, Post, PostId, PostRow, Problems, RawWriting, Revision,
    RevisionId, Role, Site, Standing, Verdict, Writing, sample,
};

use super::{
    AccountsPage, CommentsPage, DeskFrame, EditPage, InboxPage, JobsPage, ReaderRow, RevisionsPage,
    SettingsPage, SignInPage, StatsPage, WaitingPage, WelcomePage, YouPage,
};
use crate::{Error, Pages};

/// What a hostile sample writes behind every text.
pub const HOSTILE: &str = "\"><script>alert(1)</script>'{{ 7*7 }}&amp;";

const LONG_GERMAN: &str =
    "Rinderkennzeichnungsfleischetikettierungsüberwachungsaufgabenübertragungsgesetz: Was der Landtag jetzt plant";

/// Makes samples: honest ones, or ones in which every text tries to break out of its place.
#[derive(Clone, Copy, Debug)]
pub struct Samples {
    hostile: bool,
}

impl Samples {
    /// Samples as they should be.
    pub fn honest() -> Self {
        Samples { hostile: false }
    }

    /// The same with [`HOSTILE`] in every text that people write.
    pub fn hostile() -> Self {
        Samples { hostile: true }
    }

    /// Every page, rendered: a file name and the HTML.
    ///
    /// # Errors
    /// The first template that fails.
    pub fn render_all(self, pages: &Pages) -> Result<Vec<(&'static str, String)>, Error> {
        Ok(vec![
            ("sign-in", pages.sign_in(&self.sign_in())?),
            ("welcome", pages.welcome(&self.welcome())?),
            ("inbox", pages.inbox(&self.inbox())?),
            ("inbox-new", pages.inbox(&self.inbox_of_a_new_site())?),
            ("inbox-moderator", pages.inbox(&self.inbox_of_a_moderator())?),
            ("edit-draft", pages.edit(&self.edit_draft())?),
            ("edit-published", pages.edit(&self.edit_published())?),
            ("edit-new", pages.edit(&self.edit_new())?),
            ("edit-conflict", pages.edit(&self.edit_conflict())?),
            ("revisions", pages.revisions(&self.revisions())?),
            ("comments", pages.comments(&self.comments())?),
            ("comments-none", pages.comments(&self.no_comments())?),
            ("stats", pages.stats(&self.stats())?),
            ("jobs", pages.jobs(&self.jobs())?),
            ("waiting", pages.waiting(&self.waiting(JobState::Running))?),
            ("waiting-failed", pages.waiting(&self.waiting(JobState::Failed))?),
            ("settings", pages.settings(&self.settings())?),
            ("accounts", pages.accounts(&self.accounts())?),
            ("you", pages.you(&self.you())?),
        ])
    }

    fn text(self, good: &str) -> String {
        if self.hostile { format!("{good}{HOSTILE}") } else { good.to_owned() }
    }

    fn at(hours: i64) -> Moment {
        sample::noon().plus_seconds(-3_600 * hours)
    }

    fn site(self) -> Site {
        Site {
            name: self.text("The Sample Courant"),
            tagline: self.text("What others wrote, with where it came from"),
            time_zone: self.text("Europe/Athens"),
            ..Site::default()
        }
    }

    fn account(self, raw: i64, name: &str, role: Role) -> Account {
        Account { id: AccountId::from_raw(raw), name: self.text(name), role, created: Self::at(700 + raw) }
    }

    fn desk(self, section: &'static str) -> DeskFrame {
        DeskFrame {
            site: self.site(),
            account: self.account(1, "Ada Park", Role::Owner),
            held: 3,
            failed_jobs: 1,
            section,
            notice: self.hostile.then(|| self.text("Saved.")),
        }
    }

    fn problems(self, fields: &[(&'static str, &str)]) -> Problems {
        let mut problems = Problems::default();
        for (field, message) in fields {
            problems.add(field, self.text(message));
        }
        problems
    }

    /// The sign-in page after a wrong password.
    pub fn sign_in(self) -> SignInPage {
        SignInPage {
            site: self.site(),
            name: self.text("ada"),
            problem: Some(self.text("This name and password don’t belong together.")),
            next: self.text("/desk/comments"),
        }
    }

    /// The welcome page with a password that is too short.
    pub fn welcome(self) -> WelcomePage {
        WelcomePage {
            site: Site { name: self.text("A new Courant"), ..Site::default() },
            secret: self.text("9r3kq0c1"),
            name: self.text("Άννα"),
            problems: self.problems(&[("password", "a password has at least 10 characters; this one has 4")]),
            site_name: self.text("Το Ποτάμι"),
        }
    }

    fn row(self, raw: i64, headline: &str, language: &str, standing: Standing, outlet: &str) -> PostRow {
        PostRow {
            id: PostId::from_raw(raw),
            headline: if headline.is_empty() { String::new() } else { self.text(headline) },
            standing,
            permalink: None,
            author: Some(AccountId::from_raw(1)),
            author_name: Some(self.text("Ada Park")),
            language: Language::parse(language).ok(),
            outlet: Some(self.text(outlet)).filter(|_| !outlet.is_empty()),
            modified: Self::at(raw),
        }
    }

    fn job(self, raw: i64, job: Job, state: JobState, tried: u32, outcome: Option<&str>) -> JobRecord {
        JobRecord {
            id: JobId::from_raw(raw),
            job,
            state,
            tried,
            run_at: Self::at(-1),
            created: Self::at(raw),
            changed: Self::at(raw),
            outcome: outcome.map(|text| self.text(text)),
        }
    }

    fn clip_job(self, raw: i64, state: JobState, tried: u32, outcome: Option<&str>) -> JobRecord {
        let url = self.text("https://gazette.example/2026/11/the-price-of-a-river-and-everything-that-came-after-it.html");
        self.job(raw, Job::Clip { url, account: None }, state, tried, outcome)
    }

    fn refused(self) -> JobRecord {
        let message = "gazette.example answered 503 three times: it is down or keeps us out. Try again later, or write the piece by hand.";
        self.clip_job(2, JobState::Failed, 3, Some(message))
    }

    /// An inbox in the middle of a day.
    pub fn inbox(self) -> InboxPage {
        let published = |hours| Standing::Published { at: Self::at(hours) };
        let reason = self.text("The outlet withdrew the story");
        InboxPage {
            desk: self.desk("inbox"),
            filter: String::new(),
            counts: [("draft", 4), ("scheduled", 1), ("published", 128), ("unpublished", 1)]
                .map(|(standing, count)| (standing.to_owned(), count))
                .to_vec(),
            rows: vec![
                self.row(1, "Η τιμή του νερού: μια πόλη μετράει τα λίτρα της", "el", Standing::Draft, "Το Ποτάμι"),
                self.row(2, LONG_GERMAN, "de", Standing::Draft, "Süddeutscher Beobachter"),
                self.row(3, "", "", Standing::Draft, "harbour-news.example"),
                self.row(4, "ثمن النهر: مدينة تعد لتراتها", "ar", Standing::Scheduled { at: Self::at(-20) }, "صحيفة المثال"),
                self.row(5, "河流的代价：一座城市数着它的水", "zh-Hans", published(5), "示例日报"),
                self.row(6, "The harbour at night, in seven photographs", "", published(27), "The Example Gazette"),
                self.row(7, "What we learned from a year of reading together", "en", published(50), ""),
                self.row(8, "Mayor to resign", "", Standing::Unpublished { at: Self::at(60), reason }, "The Example Gazette"),
            ],
            next: Some(format!("/desk?before={}", self.text("01k3"))),
            url: if self.hostile { self.text("https://x") } else { String::new() },
            problem: self.hostile.then(|| self.text("no")),
            waiting: vec![self.clip_job(1, JobState::Running, 1, None), self.refused()],
        }
    }

    /// The inbox a new owner sees first.
    pub fn inbox_of_a_new_site(self) -> InboxPage {
        let mut desk = self.desk("inbox");
        (desk.held, desk.failed_jobs) = (0, 0);
        desk.notice = Some(self.text("Welcome. The desk is yours."));
        InboxPage { desk, counts: vec![], rows: vec![], next: None, waiting: vec![], ..self.inbox() }
    }

    /// The inbox of somebody who only judges comments, filtered to nothing.
    pub fn inbox_of_a_moderator(self) -> InboxPage {
        let mut desk = self.desk("inbox");
        desk.account = self.account(4, "ליאת", Role::Moderator);
        InboxPage { desk, filter: "scheduled".to_owned(), rows: vec![], next: None, waiting: vec![], ..self.inbox() }
    }

    fn raw(self) -> RawWriting {
        let text = |good| self.text(good);
        RawWriting {
            headline: text(LONG_GERMAN),
            dek: text("Ein Wort mit 79 Buchstaben kehrt zurück & bringt Freunde mit"),
            byline: text("Jörg Müßiggang, Ελένη Παπαδοπούλου"),
            language: text("de"),
            format: "markdown".into(),
            body: text("Der **Landtag** berät.\n\n## Worum es geht\n\n> Niemand hat die Absicht.\n\nEin Satz mit einem [Verweis](https://example.org)."),
            labels: text("Politik, Κόσμος, 法律"),
            slug: text("rinderkennzeichnung"),
            kind: "article".into(),
            comments: String::new(),
            source_url: text("https://beobachter.example/2026/11/gesetz"),
            source_outlet: text("Süddeutscher Beobachter"),
            source_byline: text("Jörg Müßiggang"),
            source_published: text("2026-11-18"),
            lead_image: text(&format!("/media/{}.jpg", "a".repeat(64))),
            lead_image_alt: text("Kühe vor dem Landtag"),
        }
    }

    fn post(self, standing: Standing) -> Post {
        let writing = Writing { headline: self.text(LONG_GERMAN), ..sample::post().writing };
        Post { writing, standing, permalink: None, author: Some(AccountId::from_raw(1)), ..sample::post() }
    }

    fn media(self) -> Vec<Media> {
        let sizes = [('a', 1600, 1067), ('b', 1200, 800), ('c', 800, 1200)];
        let media = sizes.into_iter().enumerate().map(|(at, (letter, width, height))| Media {
            id: MediaId::from_raw(at as i64),
            sha256: letter.to_string().repeat(64),
            mime: "image/jpeg".into(),
            width,
            height,
            size: 180_000,
            origin: self.text("https://beobachter.example/kuehe.jpg"),
            created: Self::at(1),
        });
        media.collect()
    }

    /// A clipped draft with something to look at.
    pub fn edit_draft(self) -> EditPage {
        let warnings = vec![
            self.text("The page names two dates; the later one, 19 November 2026, was left out."),
            self.text("The byline was found in the text, not in the page’s own facts."),
        ];
        EditPage {
            desk: self.desk("inbox"),
            post: Some(self.post(Standing::Draft)),
            raw: self.raw(),
            problems: Problems::default(),
            conflict: None,
            preview_html: "<p>Der <strong>Landtag</strong> berät über die Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung.</p><h2>Worum es geht</h2><blockquote><p>Niemand hat die Absicht.</p></blockquote><p>Ein Satz mit einem <a href=\"https://example.org\">Verweis</a>.</p>".into(),
            excerpt: self.text("Der Landtag berät. Worum es geht …"),
            clipping: Some(Clipping { warnings, ..Clipping::default() }),
            may_publish: true,
            media: self.media(),
        }
    }

    /// A post that is out, in Arabic, with wrong fields.
    pub fn edit_published(self) -> EditPage {
        let mut post = self.post(Standing::Published { at: Self::at(30) });
        post.permalink = Permalink::parse("/2026/11/ثمن-النهر").ok();
        let raw = RawWriting {
            headline: self.text("ثمن النهر: مدينة تعد لتراتها وتجد أنها لا تكفي"),
            dek: self.text("حين يصبح الماء رقماً"),
            byline: self.text("ليلى حداد"),
            language: "ar".into(),
            body: self.text("**النهر** أقصر مما كان.\n\n> لم يتوقع أحد ذلك."),
            slug: self.text("Not a slug"),
            source_published: self.text("soon"),
            ..self.raw()
        };
        let problems = self.problems(&[
            ("slug", "“Not a slug” can't stand in an address; “not-a-slug” could"),
            ("source_published", "write the date like 2026-11-23"),
        ]);
        let preview_html = "<p><strong>النهر</strong> أقصر مما كان.</p><blockquote><p>لم يتوقع أحد ذلك.</p></blockquote>";
        EditPage { post: Some(post), raw, problems, clipping: None, preview_html: preview_html.into(), ..self.edit_draft() }
    }

    /// A new piece by somebody who may not publish.
    pub fn edit_new(self) -> EditPage {
        EditPage {
            post: None,
            raw: RawWriting::default(),
            clipping: None,
            may_publish: false,
            preview_html: String::new(),
            excerpt: String::new(),
            media: vec![],
            ..self.edit_draft()
        }
    }

    /// A text that somebody else saved meanwhile.
    pub fn edit_conflict(self) -> EditPage {
        let conflict = self.text("Ben Ito saved this piece at 11:58, after you had opened it.");
        let standing = Standing::Scheduled { at: Self::at(-20) };
        EditPage { conflict: Some(conflict), post: Some(self.post(standing)), clipping: None, ..self.edit_draft() }
    }

    /// Three revisions, two compared.
    pub fn revisions(self) -> RevisionsPage {
        let post = self.post(Standing::Draft);
        let revision = |number: i64, author| Revision {
            id: RevisionId::from_raw(number),
            post: post.id,
            number,
            writing: post.writing.clone(),
            author,
            at: Self::at(10 - number),
        };
        let lines = [
            ("same", "Headline: Η τιμή του νερού"),
            ("removed", "Το νερό ανεβαίνει."),
            ("added", "Το νερό ανεβαίνει, και μαζί του η τιμή."),
            ("same", "Κανείς δεν το περίμενε."),
            ("same", ""),
            ("same", "Η πόλη μετράει."),
            ("same", "Κάθε σπίτι έχει ένα ρολόι."),
            ("same", "Κάθε ρολόι έναν αριθμό."),
            ("same", "Κάθε αριθμός μια ιστορία."),
            ("same", "Και κάθε ιστορία ένα τέλος."),
            ("same", "Το ποτάμι κατεβαίνει αργά."),
            ("same", "Κανείς δεν βιάζεται."),
            ("same", "Εκτός από το νερό."),
            ("added", "ثمن النهر"),
        ];
        RevisionsPage {
            desk: self.desk("inbox"),
            revisions: vec![
                revision(3, Some(AccountId::from_raw(1))),
                revision(2, Some(AccountId::from_raw(2))),
                revision(1, None),
            ],
            names: vec![
                (AccountId::from_raw(1), self.text("Ada Park")),
                (AccountId::from_raw(2), self.text("Ελένη")),
            ],
            from: 1,
            to: 3,
            lines: lines.map(|(kind, text)| (kind, self.text(text))).to_vec(),
            post,
        }
    }

    fn comment(self, raw: i64, name: &str, html: &str, contact: Option<(&str, &str)>) -> CommentRow {
        let comment = Comment {
            id: CommentId::from_raw(raw),
            post: PostId::from_raw(5),
            parent: (raw == 2).then(|| CommentId::from_raw(1)),
            name: self.text(name),
            email: contact.map(|(email, _)| self.text(email)),
            website: contact.map(|(_, website)| self.text(website)),
            body: self.text("As typed"),
            html: html.to_owned(),
            verdict: Verdict::Held,
            created: Self::at(raw),
        };
        let permalink = Permalink::parse("/2026/11/the-price").ok();
        CommentRow { comment, headline: self.text("The price of a river"), permalink }
    }

    /// Comments that wait.
    pub fn comments(self) -> CommentsPage {
        let ada = Some(("ada@example.org", "https://ada.example/a-page-with-a-rather-long-address/that-goes-on"));
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
            counts: vec![(JobState::Waiting, 2), (JobState::Running, 1), (JobState::Done, 3), (JobState::Failed, 1)],
        }
    }

    /// A clip being waited for.
    pub fn waiting(self, state: JobState) -> WaitingPage {
        let job = if state == JobState::Failed { self.refused() } else { self.clip_job(1, state, 1, None) };
        WaitingPage { desk: self.desk("inbox"), job }
    }

    /// The settings with a time zone nobody knows.
    pub fn settings(self) -> SettingsPage {
        let site = Site { time_zone: self.text("Mars/Base"), comments: CommentMode::Held, ..self.site() };
        let message = "“Mars/Base” is not a time zone; write one like Europe/Athens";
        let problems = self.problems(&[("time_zone", message)]);
        SettingsPage { desk: self.desk("settings"), site, problems, address: self.text("https://courant.example") }
    }

    /// Four people and a new token.
    pub fn accounts(self) -> AccountsPage {
        AccountsPage {
            desk: self.desk("accounts"),
            accounts: vec![
                self.account(1, "Ada Park", Role::Owner),
                self.account(2, "Ελένη Παπαδοπούλου", Role::Editor),
                self.account(3, "Jörg Müßiggang-Schmetterlingsbrunner", Role::Author),
                self.account(4, "ליאת", Role::Moderator),
            ],
            problems: self.problems(&[("name", "“Ada Park” has an account already; choose another name")]),
            form_name: self.text("Ada Park"),
            form_role: "editor".into(),
            secret: None,
        }
    }

    /// One's own page with a token just made.
    pub fn you(self) -> YouPage {
        let secret = Some(self.text("courant_7m2k9q4v8x1b3n5d7f0h2j4l6p8r"));
        YouPage { desk: self.desk("you"), secret, problems: Problems::default() }
    }
}
