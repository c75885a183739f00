//! An editor decides about comments.

use model::{Actor, Change, Comment, CommentId, Entry, Grounds, Permission, Verdict};
use store::comments::Decision;
use store::{Tx, comments};

use crate::{Desk, Error, access};

/// Longest reason, in characters.
const REASON_LIMIT: usize = 500;

impl Desk {
    /// Records a verdict. The verdict a comment already has is not recorded twice.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Forbidden`] for those who don't judge; [`Error::Invalid`] for an
    /// overlong reason.
    pub fn judge(
        &self,
        actor: &Actor,
        id: CommentId,
        verdict: Verdict,
        reason: &str,
    ) -> Result<Comment, Error> {
        access::require(actor, Permission::Judge)?;
        check(reason)?;
        self.write(|tx| self.judge_in(tx, actor, id, verdict, reason))
    }

    /// Records one verdict about many comments, all or none.
    ///
    /// # Errors
    /// As [`Desk::judge`], of the first comment that has one.
    pub fn judge_many(
        &self,
        actor: &Actor,
        ids: &[CommentId],
        verdict: Verdict,
        reason: &str,
    ) -> Result<Vec<Comment>, Error> {
        access::require(actor, Permission::Judge)?;
        check(reason)?;
        self.write(|tx| ids.iter().map(|&id| self.judge_in(tx, actor, id, verdict, reason)).collect())
    }

    fn judge_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        id: CommentId,
        verdict: Verdict,
        reason: &str,
    ) -> Result<Comment, Error> {
        let mut comment = comments::by_id(tx, id)?.ok_or_else(|| Error::missing("comment"))?;
        if comment.verdict == verdict {
            return Ok(comment);
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
