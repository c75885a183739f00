//! An editor decides about comments.

use model::{ActId, Actor, Comment, CommentId, Entry, Grounds, Moment, Permission, Verdict, VerdictRow};
use store::comments::Decision;
use store::{Tx, comments, flags};

use crate::conversation::talked;
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
    /// When its words had last changed then ([`Comment::edited`]); `None` when he doesn't say.
    pub edited: Option<Option<Moment>>,
}

/// What became of comments that were judged together.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The comments as they stand now.
    pub comments: Vec<Comment>,
    /// With this it can be taken back ([`Desk::undo`]); `None` when all stood like that already.
    pub act: Option<ActId>,
}

/// What became of an act that was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Comments that stand again as before.
    pub back: usize,
    /// Those that stay: somebody has decided about them since, or their author withdrew them.
    pub stay: usize,
}

impl From<CommentId> for Seen {
    fn from(id: CommentId) -> Self {
        Seen { id, judged: None, edited: None }
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
        check_reason(reason)?;
        self.write(|tx| {
            let (comment, is_new) = self.judge_in(tx, actor, seen, verdict, (reason, None))?;
            if is_new && actor.account().is_some() {
                self.learn(tx, &[(comment.clone(), Some(verdict))])?;
            }
            Ok(comment)
        })
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
    ) -> Result<Judged, Error> {
        access::require(actor, Permission::Judge)?;
        check_reason(reason)?;
        if seen.len() > MANY_LIMIT {
            return Err(Error::field("id", format!("judge at most {MANY_LIMIT} comments at once")));
        }
        let act = ActId::from_raw(self.ids.next_raw());
        self.write(|tx| {
            let mut judged = Judged { comments: Vec::with_capacity(seen.len()), act: None };
            let mut taught = Vec::new();
            for &seen in seen {
                let (comment, is_new) = self.judge_in(tx, actor, seen, verdict, (reason, Some(act)))?;
                if is_new && actor.account().is_some() {
                    taught.push((comment.clone(), Some(verdict)));
                }
                judged.comments.push(comment);
                judged.act = judged.act.or(is_new.then_some(act));
            }
            self.learn(tx, &taught)?;
            Ok(judged)
        })
    }

    /// Takes an act back: its comments stand again as they did before it, those aside about which somebody has
    /// decided since. Doing it again changes nothing.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't judge; [`Error::NotFound`] for an act that decided nothing.
    pub fn undo(&self, actor: &Actor, act: ActId) -> Result<Undone, Error> {
        access::require(actor, Permission::Judge)?;
        self.write(|tx| {
            let parts = comments::of_act(tx, act, MANY_LIMIT as u32)?;
            if parts.is_empty() {
                return Err(Error::missing("decision"));
            }
            let mut undone = Undone { back: 0, stay: 0 };
            let mut taught = Vec::new();
            for part in parts {
                let Some(comment) = comments::by_id(tx, part.comment)? else { continue };
                match part.was.filter(|_| comment.judged == part.number) {
                    Some(was) => {
                        // What a person had decided before this act is what is known again.
                        let rows = comments::verdicts_of(tx, comment.id)?;
                        let before = rows.iter().take(part.number.saturating_sub(1) as usize);
                        let is_persons =
                            |row: &&VerdictRow| row.verdict == was && row.grounds == Grounds::Person;
                        let known = before.rev().find(is_persons).map(|_| was);
                        taught.push((comment.clone(), known));
                        self.decide(tx, actor, comment, was, (Grounds::Undo, "", None))?;
                        undone.back += 1;
                    }
                    None => undone.stay += 1,
                }
            }
            self.learn(tx, &taught)?;
            Ok(undone)
        })
    }

    fn judge_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        Seen { id, judged, edited }: Seen,
        verdict: Verdict,
        (reason, act): (&str, Option<ActId>),
    ) -> Result<(Comment, bool), Error> {
        let comment = comments::by_id(tx, id)?.ok_or_else(|| Error::missing("comment"))?;
        // To leave a flagged comment as it is, is a decision too.
        if comment.verdict == verdict && comment.flags == 0 {
            return Ok((comment, false));
        }
        if comment.verdict == Verdict::Withdrawn {
            return Err(Error::Conflict("Its author has withdrawn this comment.".to_owned()));
        }
        if judged.is_some_and(|judged| judged != comment.judged) {
            return Err(Error::Conflict(decided_since(comments::verdicts_of(tx, id)?.last())));
        }
        if edited.is_some_and(|edited| edited != comment.edited) {
            return Err(Error::Conflict(
                "Its words were changed since this page was made. Nothing was decided; read them and decide."
                    .to_owned(),
            ));
        }
        Ok((self.decide(tx, actor, comment, verdict, (Grounds::Person, reason.trim(), act))?, true))
    }

    fn decide(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        mut comment: Comment,
        verdict: Verdict,
        (grounds, reason, act): (Grounds, &str, Option<ActId>),
    ) -> Result<Comment, Error> {
        let decision = Decision { verdict, grounds, reason, by: actor.account(), act, was: None };
        self.record(tx, &comment, &decision)?;
        flags::settle(tx, &comment)?;
        // What Courant decides by itself is a reader's doing; a person's decision is the site's.
        if actor.account().is_some() {
            self.enter(tx, Entry::Verdict { comment: comment.id, post: comment.post, verdict });
        }
        comment.verdict = verdict;
        comment.judged += 1;
        Ok(comment)
    }

    /// Records a decision about a comment, whoever's it is, with the verdict that stood before. Where readers see
    /// something else from now on, the page is named and the popular lists follow.
    pub(crate) fn record(
        &self,
        tx: &mut Tx,
        comment: &Comment,
        decision: &Decision<'_>,
    ) -> Result<(), Error> {
        if !comments::judge(tx, comment, decision.verdict)? {
            return Err(Error::Conflict("Somebody else has just decided about this comment.".to_owned()));
        }
        let decision = Decision { was: Some(comment.verdict), ..*decision };
        comments::verdict_add(tx, comment.id, comment.judged + 1, &decision, self.now())?;
        if [decision.verdict, comment.verdict].contains(&Verdict::Approved) {
            talked(tx, comment.post);
            self.rank_soon(tx)?;
        }
        self.mail_of_shown(tx, comment, decision.verdict)
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

/// Refuses an overlong reason.
pub(crate) fn check_reason(reason: &str) -> Result<(), Error> {
    let length = reason.trim().chars().count();
    if length > REASON_LIMIT {
        return Err(Error::field(
            "reason",
            format!("a reason can have {REASON_LIMIT} characters; this one has {length}"),
        ));
    }
    Ok(())
}
