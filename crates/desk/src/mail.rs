//! Which letters a comment brings about: queued in the transaction that is their cause.
//!
//! Nobody gets a letter he did not ask for, one aside: the one that asks whether an address is his. Anybody can type
//! any address into a form, so that letter holds nothing that was typed, and is sent rarely.

use model::mail::{DAY_LIMIT, UNASKED_LIMITS, UNASKED_SITE_LIMIT, folded};
use model::{
    Comment, Guest, GuestId, Job, JobId, Letter, LetterId, LetterKind, LetterState, Remark, Verdict, Verified,
};
use store::{Conn, Tx, guests, jobs, letters};

use crate::token::{LinkKey, Purpose};
use crate::{Desk, Error};

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

impl Desk {
    /// What is known of a remark's author: the guest whose browser this is, if he writes under his own address.
    pub(crate) fn verified(
        &self,
        conn: &mut Conn,
        remark: &Remark,
        remembered: Option<&str>,
    ) -> Result<Verified, Error> {
        let (Some(token), Some(email)) = (remembered, &remark.email) else { return Ok(Verified::Nobody) };
        let guest = self.guest_of(conn, Purpose::Remember, token)?;
        let is_his = |guest: &Guest| guest.confirmed.is_some() && guest.address == folded(email);
        Ok(guest.filter(is_his).map_or(Verified::Nobody, |guest| Verified::Guest(guest.id)))
    }

    /// What a new comment brings about: its author's wish for answers, and letters to those whom it answers.
    pub(crate) fn mail_about(&self, tx: &mut Tx, comment: &Comment, answers: bool) -> Result<(), Error> {
        if self.mails_as.is_none() {
            return Ok(());
        }
        let is_bad = matches!(comment.verdict, Verdict::Rejected | Verdict::Spam);
        if let Some(email) = comment.email.as_deref().filter(|_| answers && !is_bad) {
            self.wish(tx, comment, email)?;
        }
        if comment.verdict == Verdict::Approved { self.tell_of(tx, comment) } else { Ok(()) }
    }

    /// What a decision about a comment brings about: letters when readers come to see it; none of those that still
    /// wait when they no longer do.
    pub(crate) fn mail_of_shown(
        &self,
        tx: &mut Tx,
        comment: &Comment,
        verdict: Verdict,
    ) -> Result<(), Error> {
        match (comment.verdict, verdict) {
            (_, Verdict::Approved) if self.mails_as.is_some() => self.tell_of(tx, comment),
            (Verdict::Approved, _) | (_, Verdict::Withdrawn | Verdict::Spam) => {
                let why = "readers don't see the comment any more";
                Ok(letters::cancel_about(tx, comment.id, why, self.now())?)
            }
            _ => Ok(()),
        }
    }

    /// What a withdrawal brings about: its author is told of no answers to it. If nothing else is his here, his
    /// address is forgotten, as he was promised, in the log as well.
    pub(crate) fn mail_of_forgotten(&self, tx: &mut Tx, comment: &Comment) -> Result<(), Error> {
        let wisher = guests::end_wish(tx, comment.id)?;
        let of_address = match &comment.email {
            Some(email) => guests::by_address(tx, &folded(email))?,
            None => None,
        };
        let guest = match comment.verified {
            Verified::Guest(guest) => Some(guest),
            // A stranger who typed the address of one who takes letters must not be able to forget him.
            _ => wisher.or(of_address.filter(|guest| !guest.takes_letters()).map(|guest| guest.id)),
        };
        let Some(guest) = guest else { return Ok(()) };
        letters::cancel_about(tx, comment.id, "its author has withdrawn the comment", self.now())?;
        if guests::is_bare(tx, guest)? {
            letters::forget(tx, guest)?;
            guests::remove(tx, guest)?;
        }
        Ok(())
    }

    fn wish(&self, tx: &mut Tx, comment: &Comment, email: &str) -> Result<(), Error> {
        let id = GuestId::from_raw(self.ids.next_raw());
        let guest = guests::of(tx, id, &folded(email), &comment.name, self.now())?;
        guests::add_wish(tx, comment.id, guest.id, self.now())?;
        if !guest.takes_letters() {
            let letter = Letter { comment: Some(comment.id), ..self.letter_to(LetterKind::Confirm, &guest) };
            self.post_letter(tx, letter)?;
        }
        Ok(())
    }

    /// Tells those whose comments one answers; nobody of his own.
    fn tell_of(&self, tx: &mut Tx, answer: &Comment) -> Result<(), Error> {
        let own = answer.email.as_deref().map(folded);
        let mut told: Vec<GuestId> = Vec::new();
        for guest in guests::wishers(tx, answer.id)? {
            let is_own = own.as_ref() == Some(&guest.address) || answer.verified == Verified::Guest(guest.id);
            if is_own || !guest.takes_letters() || told.contains(&guest.id) {
                continue;
            }
            told.push(guest.id);
            let letter = Letter { comment: Some(answer.id), ..self.letter_to(LetterKind::Answer, &guest) };
            self.post_letter(tx, letter)?;
        }
        Ok(())
    }

    pub(crate) fn letter_to(&self, kind: LetterKind, guest: &Guest) -> Letter {
        Letter { guest: Some(guest.id), ..self.letter(kind, &guest.address) }
    }

    pub(crate) fn letter(&self, kind: LetterKind, address: &str) -> Letter {
        let now = self.now();
        Letter {
            id: LetterId::from_raw(self.ids.next_raw()),
            kind,
            guest: None,
            account: None,
            comment: None,
            address: address.to_owned(),
            state: LetterState::Queued,
            tries: 0,
            next: Some(now),
            error: None,
            message_id: None,
            created: now,
            changed: now,
        }
    }

    /// Queues a letter and promises that it is sent; whether it did. Not so where its mailbox has had enough.
    pub(crate) fn post_letter(&self, tx: &mut Tx, letter: Letter) -> Result<bool, Error> {
        let now = self.now();
        let mailbox = LinkKey::of(tx)?.mailbox(&letter.address)?;
        if letters::count_to(tx, &mailbox, now.plus_seconds(-DAY))? >= DAY_LIMIT {
            return Ok(false);
        }
        if letter.kind.is_unasked() {
            for (seconds, limit) in UNASKED_LIMITS {
                if letters::count_unasked_to(tx, &mailbox, now.plus_seconds(-seconds))? >= limit {
                    return Ok(false);
                }
            }
            if letters::count_unasked(tx, now.plus_seconds(-HOUR))? >= UNASKED_SITE_LIMIT {
                return Ok(false);
            }
        }
        let Some(id) = letters::add(tx, &letter, &mailbox)? else { return Ok(false) };
        self.deliver_at(tx, id, now)?;
        Ok(true)
    }

    /// Sees to it that a letter is sent at a moment, or sooner.
    pub(crate) fn deliver_at(&self, tx: &mut Tx, letter: LetterId, at: model::Moment) -> Result<(), Error> {
        let id = JobId::from_raw(self.ids.next_raw());
        let job = Job::Deliver { letter };
        Ok(jobs::enqueue_by(tx, &format!("deliver:{letter}"), id, &job, at, self.now())?)
    }
}
