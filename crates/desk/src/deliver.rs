//! Letters on their way out: what each says at the moment it is sent, and how that went.

use model::mail::{Waiting, wait_after};
use model::{
    Actor, BackupLog, Guest, Letter, LetterId, LetterKind, LetterState, Matter, Mute, Permission, Verdict,
};
use store::{Page, Tx, comments, guests, letters, posts, settings};

use crate::token::{LinkKey, Purpose};
use crate::{Desk, Error, access};

/// Comments that a digest tells of one by one.
const TOLD: u32 = 10;
/// Waiting comments counted for a letter; of more it says so many.
const COUNTED: u32 = 100_000;

/// A letter about to be sent.
#[derive(Clone, Debug)]
pub struct Outgoing {
    /// Its row.
    pub letter: Letter,
    /// What it says.
    pub matter: Matter,
}

/// Why a letter was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSent {
    /// One sentence.
    pub why: String,
    /// Whether another try may go better.
    pub passing: bool,
    /// Whether the server says that the address takes no letters.
    pub bounced: bool,
}

impl Desk {
    /// A letter that is due, with all it says as things stand now. `None` when there is nothing to send: it was
    /// sent, stopped or cancelled, or what it tells of is no longer so; then it is cancelled here.
    ///
    /// # Errors
    /// The store's.
    pub fn letter_to_send(&self, id: LetterId) -> Result<Option<Outgoing>, Error> {
        let now = self.now();
        self.write(|tx| {
            let letter = letters::by_id(tx, id)?.filter(|letter| letter.state == LetterState::Queued);
            let Some(letter) = letter else { return Ok(None) };
            if let Some(next) = letter.next.filter(|next| *next > now) {
                self.deliver_at(tx, id, next)?;
                return Ok(None);
            }
            match self.matter(tx, &letter)? {
                Ok(matter) => Ok(Some(Outgoing { letter, matter })),
                Err(why) => {
                    letters::cancel(tx, id, why, now)?;
                    Ok(None)
                }
            }
        })
    }

    /// Has a letter wait a little longer, without a try.
    ///
    /// # Errors
    /// The store's.
    pub fn put_off_letter(&self, id: LetterId, seconds: i64) -> Result<(), Error> {
        let at = self.now().plus_seconds(seconds);
        self.write(|tx| self.deliver_at(tx, id, at))
    }

    /// Notes that a server has taken a letter.
    ///
    /// # Errors
    /// The store's.
    pub fn letter_sent(&self, id: LetterId, message_id: &str) -> Result<(), Error> {
        let now = self.now();
        self.write(|tx| Ok(letters::sent(tx, id, message_id, now)?))
    }

    /// Notes why a letter was not sent: it is tried again after a while, in the end given up. To an address that
    /// takes none no others go until its owner confirms it again.
    ///
    /// # Errors
    /// The store's.
    pub fn letter_not_sent(&self, id: LetterId, why: &NotSent) -> Result<(), Error> {
        let now = self.now();
        self.write(|tx| {
            let letter = letters::by_id(tx, id)?.filter(|letter| letter.state == LetterState::Queued);
            let Some(letter) = letter else { return Ok(()) };
            let wait = wait_after(letter.tries + 1).filter(|_| why.passing);
            let next = wait.map(|seconds| now.plus_seconds(seconds));
            letters::not_sent(tx, id, next, &why.why, now)?;
            if let Some(next) = next {
                self.deliver_at(tx, id, next)?;
            }
            if let Some(guest) = letter.guest.filter(|_| why.bounced) {
                guests::mute(tx, guest, Mute::Bounced)?;
                letters::cancel_to(tx, guest, "its address takes no letters", now)?;
            }
            Ok(())
        })
    }

    /// Has a letter that was given up tried again at once. One that was not stays as it is.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't look after jobs; [`Error::NotFound`].
    pub fn retry_letter(&self, actor: &Actor, id: LetterId) -> Result<(), Error> {
        access::require(actor, Permission::SeeJobs)?;
        let now = self.now();
        self.write(|tx| {
            let letter = letters::by_id(tx, id)?.ok_or_else(|| Error::missing("letter"))?;
            if letters::retry(tx, letter.id, now)? {
                self.deliver_at(tx, id, now)?;
            }
            Ok(())
        })
    }

    /// What a letter says, or why it is not sent.
    fn matter(&self, tx: &mut Tx, letter: &Letter) -> Result<Result<Matter, &'static str>, Error> {
        let guest = match letter.guest {
            Some(id) => guests::by_id(tx, id)?,
            None => None,
        };
        Ok(match (letter.kind, guest) {
            (LetterKind::Confirm, Some(guest)) => {
                let token = self.confirm_token(tx, &guest)?;
                let comment = match letter.comment {
                    Some(id) => comments::by_id(tx, id)?,
                    None => None,
                };
                let post = match comment.filter(|comment| is_fit(comment.verdict)) {
                    Some(comment) => posts::by_id(tx, comment.post)?,
                    None => None,
                };
                post.map(|post| Matter::Confirm { headline: post.writing.headline, token })
                    .ok_or("the comment is gone")
            }
            (LetterKind::Remember, Some(guest)) => {
                Ok(Matter::Remember { token: self.confirm_token(tx, &guest)? })
            }
            (LetterKind::Answer, Some(guest)) => self.answer(tx, letter, &guest)?,
            (LetterKind::Digest, _) => {
                let held = comments::count(tx, Verdict::Held, COUNTED)?;
                let rows = comments::list(tx, Some(Verdict::Held), Page { before: None, limit: TOLD })?;
                let waiting = rows.into_iter().map(|row| Waiting {
                    name: row.comment.name,
                    headline: row.headline,
                    body: row.comment.body,
                });
                if held > 0 {
                    Ok(Matter::Digest { held, first: waiting.collect() })
                } else {
                    Err("nothing waits any more")
                }
            }
            (LetterKind::Backup, _) => {
                let BackupLog { done, trouble, .. } = settings::backup_log(tx)?;
                trouble
                    .map(|trouble| Matter::Backup { why: trouble.why, last: done.map(|done| done.at) })
                    .ok_or("a backup has been made since")
            }
            (LetterKind::Test, _) => Ok(Matter::Test),
            (_, None) => Err("its recipient is forgotten"),
        })
    }

    fn answer(
        &self,
        tx: &mut Tx,
        letter: &Letter,
        guest: &Guest,
    ) -> Result<Result<Matter, &'static str>, Error> {
        let Some(id) = letter.comment else { return Ok(Err("the answer is gone")) };
        let answer = comments::by_id(tx, id)?.filter(|answer| answer.verdict == Verdict::Approved);
        let Some(answer) = answer else { return Ok(Err("readers don't see the answer any more")) };
        if !guest.takes_letters() || !guests::wishers(tx, id)?.iter().any(|wisher| wisher.id == guest.id) {
            return Ok(Err("its recipient no longer wants it"));
        }
        let post = posts::by_id(tx, answer.post)?.filter(|post| post.published().is_some());
        let Some(post) = post else { return Ok(Err("the post is not out any more")) };
        Ok(Ok(Matter::Answer {
            headline: post.writing.headline,
            comment: answer.id,
            name: answer.name,
            body: markup::plain_text(&answer.html),
            stop: LinkKey::of(tx)?.token(Purpose::Stop, guest.id, None)?,
        }))
    }
}

/// Whether a comment may still bring its author a letter that asks whether it was him.
fn is_fit(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Held | Verdict::Approved)
}
