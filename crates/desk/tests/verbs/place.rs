//! A site for one test: a desk, a clock moved by hand, one account of each role.

use std::sync::{Arc, Mutex};

use desk::{Desk, Error, Limits, When};
use model::{
    Account, AccountId, Actor, Change, Comment, CommentMode, Job, ManualClock, Moment, Post, RawRemark,
    RawWriting, Role, Site,
};
use store::Store;

/// Noon on 2026-11-20, UTC.
pub fn noon() -> Moment {
    model::sample::noon()
}

#[derive(Clone)]
pub struct Place {
    pub desk: Desk,
    pub clock: Arc<ManualClock>,
    pub owner: Actor,
    pub editor: Actor,
    pub author: Actor,
    pub moderator: Actor,
    changes: Arc<Mutex<Vec<Change>>>,
}

/// Runs a test on a fresh site of each engine.
pub fn on_both(test: impl Fn(&Place)) {
    trial::on_both_engines(|store| test(&Place::over(store)));
}

impl Place {
    pub fn over(store: Store) -> Place {
        let clock = Arc::new(ManualClock::at(noon()));
        let changes = Arc::new(Mutex::new(Vec::new()));
        let seen = changes.clone();
        store.on_change(Box::new(move |new: &[Change]| seen.lock().unwrap().extend_from_slice(new)));
        let actor = |raw: i64, role: Role| {
            let account =
                Account { id: AccountId::from_raw(raw), name: format!("The {role}"), role, created: noon() };
            store.write(|tx| store::accounts::add(tx, &account, "no password")).unwrap();
            Actor::Account(account)
        };
        Place {
            owner: actor(1, Role::Owner),
            editor: actor(2, Role::Editor),
            author: actor(3, Role::Author),
            moderator: actor(4, Role::Moderator),
            desk: Desk::new(store, clock.clone()).with_limits(Limits::lifted()),
            clock,
            changes,
        }
    }

    /// The same place, whose desk signs the ledger with a key.
    pub fn signing_with(&self, pem: &str) -> Place {
        let pem = pem.to_owned();
        let desk = self.desk.clone().signing(move |_| desk::LedgerKey::from_pem(&pem));
        Place { desk, ..self.clone() }
    }

    /// The same place, whose desk sends letters.
    pub fn mailing(&self) -> Place {
        Place { desk: self.desk.clone().mailing_as(Some("news@courant.example")), ..self.clone() }
    }

    /// The changes announced since the last call.
    pub fn changes(&self) -> Vec<Change> {
        std::mem::take(&mut *self.changes.lock().unwrap())
    }

    pub fn draft(&self, headline: &str) -> Post {
        self.desk.create(&self.author, &text(headline)).unwrap()
    }

    pub fn publish(&self, headline: &str) -> Post {
        let draft = self.draft(headline);
        self.desk.publish(&self.author, draft.id, When::Now).unwrap()
    }

    pub fn comments(&self, mode: CommentMode) {
        self.settle(|site| site.comments = mode);
    }

    /// Changes the site's settings.
    pub fn settle(&self, change: impl FnOnce(&mut Site)) {
        let mut site = self.desk.site().unwrap();
        change(&mut site);
        self.desk.save_site(&self.owner, &site).unwrap();
    }

    pub fn comment(&self, post: &Post, body: &str) -> Comment {
        let at = post.permalink.as_ref().unwrap();
        let done = self.desk.comment(at, &remark("Ada", body), "192.0.2.1".parse().unwrap()).unwrap();
        self.stored(done.id)
    }

    pub fn stored(&self, id: model::CommentId) -> Comment {
        self.desk.store().read(|conn| store::comments::by_id(conn, id)).unwrap().unwrap()
    }

    /// What readers see under a post.
    pub fn shown(&self, post: &Post) -> Vec<Comment> {
        self.desk.store().read(|conn| store::threads::newest_of_post(conn, post.id, 100)).unwrap()
    }

    pub fn roles(&self) -> [(Role, &Actor); 4] {
        [
            (Role::Owner, &self.owner),
            (Role::Editor, &self.editor),
            (Role::Author, &self.author),
            (Role::Moderator, &self.moderator),
        ]
    }

    /// Runs every job that is due and needs no sockets, as the worker does; how many there were.
    pub fn work(&self) -> usize {
        let mut done = 0;
        while let Some(record) = self.desk.claim_job(60).unwrap() {
            // Every page that is filed promises this; it fetches.
            if matches!(record.job, Job::KeepParts { .. }) {
                self.desk.finish_job(record.id, None).unwrap();
                continue;
            }
            assert!(self.desk.run_job(&record.job).unwrap(), "{record:?} needs sockets");
            self.desk.finish_job(record.id, None).unwrap();
            done += 1;
        }
        done
    }
}

pub fn text(headline: &str) -> RawWriting {
    RawWriting {
        headline: headline.into(),
        body: format!("{headline} is what this is about."),
        ..RawWriting::default()
    }
}

pub fn remark(name: &str, body: &str) -> RawRemark {
    RawRemark { name: name.into(), body: body.into(), ..RawRemark::default() }
}

/// The message about a field, when a verb was refused for it.
pub fn wrong<T: std::fmt::Debug>(result: Result<T, Error>, field: &str) -> String {
    match result {
        Err(Error::Invalid(problems)) => {
            problems.of(field).unwrap_or_else(|| panic!("nothing about {field}: {problems}")).to_owned()
        }
        other => panic!("{field} was not refused: {other:?}"),
    }
}

pub fn forbidden<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Forbidden(_)))
}

pub fn conflict<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Conflict(_)))
}

pub fn missing<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::NotFound(_)))
}
