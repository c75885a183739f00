//! An editor decides about comments.

use model::{Actor, Change, Comment, CommentId, Entry, Grounds, Permission, Verdict, VerdictRow};
use store::comments::Decision;
use store::{Tx, comments};

use crate::{Desk, Error, access};

/// Longest reason, in characters.
const REASON_LIMIT: usize = 500;
/// Most comments judged at once.
const MANY_LIMIT: usize = 500;

/// A comment to be judged, as the person who judges saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub id: CommentId,
    /// How many decisions there were about it then ([`Comment::judged`]); `None` when he doesn't say.
    pub judged: Option<u32>,
}

impl From<CommentId> for Seen {
    fn from(id: CommentId) -> Self {
        Seen { id, judged: None }
    }
}

impl Desk {
    /// Records a verdict. The verdict a comment already has is not recorded twice.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] for those who don't judge; [`Error::Invalid`] for an
    /// overlong reason; [`Error::Conflict`] when somebody else has decided otherwise since it was seen, and
    /// when its author has withdrawn it.
    pub fn judge(
        &self,
        actor: &Actor,
        seen: impl Into<Seen>,
        verdict: Verdict,
        reason: &str,
    ) -> Result<Comment, Error> {
        let seen = seen.into();
        access::require(actor, Permission::Judge)?;
        check(reason)?;
        self.write(|tx| self.judge_in(tx, actor, seen, verdict, reason))
    }

    /// Records one verdict about many comments, all or none.
    ///
    /// # Errors
    /// As [`Desk::judge`], of the first comment that has one; [`Error::Invalid`] for too many.
    pub fn judge_many(
        &self,
        actor: &Actor,
        seen: &[Seen],
        verdict: Verdict,
        reason: &str,
    ) -> Result<Vec<Comment>, Error> {
        access::require(actor, Permission::Judge)?;
        check(reason)?;
        if seen.len() > MANY_LIMIT {
            return Err(Error::field("id", format!("judge at most {MANY_LIMIT} comments at once")));
        }
        self.write(|tx| seen.iter().map(|&seen| self.judge_in(tx, actor, seen, verdict, reason)).collect())
    }

    fn judge_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        Seen { id, judged }: Seen,
        verdict: Verdict,
        reason: &str,
    ) -> Result<Comment, Error> {
        let mut comment = comments::by_id(tx, id)?.ok_or_else(|| Error::missing("comment"))?;
        if comment.verdict == verdict {
            return Ok(comment);
        }
        if comment.verdict == Verdict::Withdrawn {
            return Err(Error::Conflict("Its author has withdrawn this comment.".to_owned()));
        }
        if judged.is_some_and(|judged| judged != comment.judged) {
            return Err(Error::Conflict(decided_since(comments::verdicts_of(tx, id)?.last())));
        }
        if !comments::judge(tx, &comment, verdict)? {
            return Err(Error::Conflict("Somebody else has just decided about this comment.".to_owned()));
        }
        let decision = Decision {
            verdict,
            grounds: Grounds::Person,
            reason: reason.trim(),
            by: actor.account(),
            act: None,
        };
        comments::verdict_add(tx, id, comment.judged + 1, &decision, self.now())?;
        if Verdict::Approved == verdict || Verdict::Approved == comment.verdict {
            tx.changed(Change::Post(comment.post));
            self.rank_soon(tx)?;
        }
        // What Courant decides by itself is a reader's doing; a person's decision is the site's.
        if actor.account().is_some() {
            self.enter(tx, Entry::Verdict { comment: id, post: comment.post, verdict });
        }
        comment.verdict = verdict;
        comment.judged += 1;
        Ok(comment)
    }
}

/// Tells somebody who decides that another person was faster.
fn decided_since(last: Option<&VerdictRow>) -> String {
    let who = last.and_then(|row| row.by.as_deref()).unwrap_or("Somebody else");
    let what = last.map_or("decided about it", |row| match row.verdict {
        Verdict::Approved => "approved it",
        Verdict::Held => "held it",
        Verdict::Rejected => "rejected it",
        Verdict::Spam => "marked it as spam",
        Verdict::Withdrawn => "withdrew it",
    });
    format!("{who} {what} since this page was made. Nothing was changed; look again and decide.")
}

fn check(reason: &str) -> Result<(), Error> {
    let length = reason.trim().chars().count();
    if length > REASON_LIMIT {
        return Err(Error::field(
            "reason",
            format!("a reason can have {REASON_LIMIT} characters; this one has {length}"),
        ));
    }
    Ok(())
}
