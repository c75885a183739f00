//! Samples of every desk page, in several scripts, from which tests and the show render.

mod backups;
mod feeds;
mod imports;
mod kept;
mod mail;
mod queues;
mod quotations;
mod watch;
mod writing;

use model::{
    Account, AccountId, CommentMode, Job, JobId, JobRecord, JobState, Moment, Problems, Role, Scope, Site,
    Token, sample,
};

use super::{AccountsPage, ClipPage, DeskFrame, ReceivePage, SettingsPage, SignInPage, WelcomePage, YouPage};
use crate::{Error, Pages};

/// What a hostile sample writes behind every text.
pub const HOSTILE: &str = "\"><script>alert(1)</script>'{{ 7*7 }}&amp;";

const LONG_GERMAN: &str = "Rinderkennzeichnungsfleischetikettierungsüberwachungsaufgabenübertragungsgesetz: Was der Landtag jetzt plant";

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
            ("edit-asked", pages.edit(&self.edit_asked())?),
            ("edit-unchecked", pages.edit(&self.edit_unchecked())?),
            ("edit-video", pages.edit(&self.edit_video())?),
            ("clip", pages.clip(&self.clip())?),
            ("clip-problem", pages.clip(&self.clip_with_a_problem())?),
            ("receive", pages.receive(&self.receive())?),
            ("edit-new", pages.edit(&self.edit_new())?),
            ("edit-conflict", pages.edit(&self.edit_conflict())?),
            ("revisions", pages.revisions(&self.revisions())?),
            ("feeds", pages.feeds(&self.feeds())?),
            ("feeds-none", pages.feeds(&self.no_feeds())?),
            ("feed-items", pages.feed_items(&self.feed_items())?),
            ("feed-items-none", pages.feed_items(&self.no_feed_items())?),
            ("watch", pages.watch(&self.watch())?),
            ("watch-none", pages.watch(&self.nothing_to_see_to())?),
            ("watch-gone", pages.watch(&self.watched_and_gone())?),
            ("watched", pages.watched(&self.watched())?),
            ("watched-link", pages.watched(&self.watched_link())?),
            ("capture-open", pages.desk_capture(&self.capture_open())?),
            ("capture-barred", pages.desk_capture(&self.capture_barred())?),
            ("capture-closed", pages.desk_capture(&self.capture_closed())?),
            ("comments", pages.comments(&self.comments())?),
            ("comments-none", pages.comments(&self.no_comments())?),
            ("comments-nothing", pages.comments(&self.found_nothing())?),
            ("comment", pages.dossier(&self.dossier())?),
            ("comment-refused", pages.dossier(&self.dossier_refused())?),
            ("blocks", pages.blocks(&self.blocks())?),
            ("stats", pages.stats(&self.stats())?),
            ("stats-none", pages.stats(&self.no_stats())?),
            ("post-stats", self.post_stats().map_or(Ok(String::new()), |page| pages.post_stats(&page))?),
            ("popular", pages.charts(&self.charts())?),
            ("jobs", pages.jobs(&self.jobs())?),
            ("waiting", pages.waiting(&self.waiting(JobState::Running))?),
            ("waiting-failed", pages.waiting(&self.waiting(JobState::Failed))?),
            ("settings", pages.settings(&self.settings())?),
            ("accounts", pages.accounts(&self.accounts())?),
            ("backups", pages.backups(&self.backups())?),
            ("backups-running", pages.backups(&self.backup_running())?),
            ("backups-nowhere", pages.backups(&self.backups_nowhere())?),
            ("imports", pages.imports(&self.imports())?),
            ("imports-none", pages.imports(&self.no_imports())?),
            ("import", pages.import(&self.import())?),
            ("import-stopped", pages.import(&self.import_stopped())?),
            ("credits", pages.credits(&self.credits())?),
            ("credits-none", pages.credits(&self.no_credits())?),
            ("mail", pages.desk_mail(&self.mail())?),
            ("mail-none", pages.desk_mail(&self.no_mail())?),
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
            alerts: 2,
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
        let url = self.text(
            "https://gazette.example/2026/11/the-price-of-a-river-and-everything-that-came-after-it.html",
        );
        self.job(raw, Job::Clip { url, account: None }, state, tried, outcome)
    }

    fn refused(self) -> JobRecord {
        let message = "gazette.example answered 503 three times: it is down or keeps us out. Try again later, or write the piece by hand.";
        self.clip_job(2, JobState::Failed, 3, Some(message))
    }

    /// The settings with a time zone nobody knows.
    pub fn settings(self) -> SettingsPage {
        let site = Site { time_zone: self.text("Mars/Base"), comments: CommentMode::Held, ..self.site() };
        let message = "“Mars/Base” is not a time zone; write one like Europe/Athens";
        let problems = self.problems(&[("time_zone", message)]);
        SettingsPage {
            desk: self.desk("settings"),
            site,
            problems,
            address: self.text("https://courant.example"),
        }
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
        let token = |mark: &str, label, scope, used: Option<i64>| Token {
            mark: mark.into(),
            label: self.text(label),
            scope,
            created: Self::at(90),
            used: used.map(Self::at),
        };
        let tokens = vec![
            token("0123456789abcdef", "Laptop", Scope::Clip, Some(2)),
            token("fedcba9876543210", "سكربت النشرة", Scope::All, None),
        ];
        YouPage { desk: self.desk("you"), secret, tokens, problems: Problems::default() }
    }

    /// An address shared from a phone.
    pub fn clip(self) -> ClipPage {
        ClipPage {
            desk: self.desk("inbox"),
            origin: self.text("https://courant.example"),
            url: self.text("https://gazette.example/2026/11/the-price-of-a-river"),
            title: self.text("The price of a river"),
            html: self.text(""),
            problems: Problems::default(),
        }
    }

    /// A pasted page that could not be read.
    pub fn clip_with_a_problem(self) -> ClipPage {
        ClipPage {
            html: self.text("<p>Short</p>"),
            problems: self.problems(&[("html", "there is nothing to read in it")]),
            ..self.clip()
        }
    }

    /// The window that waits for a page.
    pub fn receive(self) -> ReceivePage {
        ReceivePage { desk: self.desk("inbox"), limit: 10 << 20 }
    }
}
