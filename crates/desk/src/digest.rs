//! What the desk is told by mail: which comments wait, and that letters arrive at all.

use model::mail::{folded, is_address};
use model::{AccountId, Actor, Job, JobId, Letter, LetterKind, Pace, Permission, Problems, Verdict};
use store::digests::{self, Digest};
use store::{Tx, accounts, comments, jobs, settings};

use crate::{Desk, Error, access};

impl Desk {
    /// What an actor's account has chosen.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't judge comments.
    pub fn digest_of(&self, actor: &Actor) -> Result<Digest, Error> {
        access::require(actor, Permission::Judge)?;
        let Some(account) = actor.account() else { return Ok(none()) };
        Ok(self.store.read(|conn| digests::of(conn, account))?.unwrap_or_else(none))
    }

    /// Chooses where and how often an actor's account is told which comments wait.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for what is no address, or none where one is needed.
    pub fn save_digest(&self, actor: &Actor, address: &str, pace: &str) -> Result<(), Error> {
        access::require(actor, Permission::Judge)?;
        let Some(account) = actor.account() else { return Ok(()) };
        let mut problems = Problems::default();
        let pace = match pace.parse::<Pace>() {
            Ok(pace) => pace,
            Err(message) => {
                problems.add("pace", message);
                Pace::Off
            }
        };
        let address = folded(address);
        if !address.is_empty() && !is_address(&address) {
            problems.add("address", "this doesn't look like a mail address");
        } else if address.is_empty() && pace != Pace::Off {
            problems.add("address", "say where the digest goes");
        }
        problems.into_result(())?;
        self.write(|tx| {
            let chosen = Digest { address: address.clone(), pace, next: None };
            self.digest_next(tx, account, chosen)
        })
    }

    /// Sends a letter to the address an account has chosen, to show that it arrives.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] without an address; [`Error::Conflict`] where no letters are sent,
    /// and when that address has had enough.
    pub fn test_letter(&self, actor: &Actor) -> Result<(), Error> {
        let chosen = self.digest_of(actor)?;
        if chosen.address.is_empty() {
            return Err(Error::field("address", "say where the letter goes, and save that first"));
        }
        if self.mails_as.is_none() {
            return Err(Error::Conflict("No mail server is configured, so no letters are sent.".to_owned()));
        }
        self.write(|tx| {
            let letter =
                Letter { account: actor.account(), ..self.letter(LetterKind::Test, &chosen.address) };
            if self.post_letter(tx, letter)? {
                return Ok(());
            }
            Err(Error::Invalid(Problems::one("address", "enough letters went to this address today")))
        })
    }

    /// Queues a digest for an account whose time has come, if comments wait; the work of [`Job::Digest`].
    pub(crate) fn digest(&self, account: AccountId) -> Result<(), Error> {
        let now = self.now();
        self.write(|tx| {
            let Some(chosen) = digests::of(tx, account)? else { return Ok(()) };
            let Some(next) = chosen.next else { return Ok(()) };
            if next > now {
                return self.promise(tx, &key(account), &Job::Digest { account }, next);
            }
            let person = accounts::by_id(tx, account)?.map(Actor::Account);
            let may_judge = person.is_some_and(|person| person.may(Permission::Judge));
            if may_judge && self.mails_as.is_some() && comments::count(tx, Verdict::Held, 1)? > 0 {
                let letter =
                    Letter { account: Some(account), ..self.letter(LetterKind::Digest, &chosen.address) };
                self.post_letter(tx, letter)?;
            }
            self.digest_next(tx, account, chosen)
        })
    }

    fn digest_next(&self, tx: &mut Tx, account: AccountId, chosen: Digest) -> Result<(), Error> {
        let next = chosen.pace.next(self.now(), &settings::site(tx)?.zone());
        digests::set(tx, account, &Digest { next, ..chosen })?;
        match next {
            Some(at) => {
                // What was promised for a slower pace must not keep a quicker one waiting.
                let id = JobId::from_raw(self.ids.next_raw());
                let job = Job::Digest { account };
                Ok(jobs::enqueue_by(tx, &key(account), id, &job, at, self.now())?)
            }
            None => Ok(()),
        }
    }
}

/// The key of the job that tells an account.
pub(crate) fn key(account: AccountId) -> String {
    format!("digest:{account}")
}

fn none() -> Digest {
    Digest { address: String::new(), pace: Pace::Off, next: None }
}
