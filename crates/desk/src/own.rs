//! A comment in its author's hands: how it stands and why, other words for it, its withdrawal.
//!
//! Its author is whoever has the secret that was given out when it was taken. Nobody else can tell whether
//! there is such a comment at all.

use std::net::IpAddr;
use std::sync::Arc;

use model::{Comment, CommentId, Grounds, Moment, Post, Verdict};
use store::posts::subject::Subject;
use store::{Conn, blocks, comments, posts, settings};

use crate::comment::{Arrival, Talk};
use crate::conversation::talked;
use crate::ruling::Ruling;
use crate::secret::digest;
use crate::weigh::{Load, Scales, Weighed};
use crate::{Desk, Error};

/// A comment as its author sees it.
#[derive(Clone, Debug)]
pub struct Own {
    /// It.
    pub comment: Comment,
    /// The post it is about.
    pub post: Post,
    /// The class of reason for how it stands.
    pub grounds: Grounds,
    /// Until when its words may be changed; `None` when they can't be.
    pub until: Option<Moment>,
}

impl Desk {
    /// A comment, for one who has its secret.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a comment that is not there, and for a wrong secret.
    pub fn own_comment(&self, id: CommentId, secret: &str) -> Result<Own, Error> {
        let digest = digest(secret);
        let now = self.now();
        self.store.read(|conn| own(conn, id, &digest, now))
    }

    /// Gives a comment other words. Those it had are kept for the desk. What somebody held stays held; what
    /// is shown goes the way of a new comment.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Invalid`] for words that can't stand; [`Error::Forbidden`] when the time
    /// for it is over, or comments are closed; [`Error::Busy`].
    pub fn change_own(&self, id: CommentId, secret: &str, body: &str, from: IpAddr) -> Result<Own, Error> {
        let digest = digest(secret);
        let now = self.now();
        self.own_comment(id, secret)?;
        self.gate.pass(from)?;
        self.write(|tx| {
            let before = own(tx, id, &digest, now)?;
            if before.until.is_none() {
                return Err(Error::Forbidden("The time for changing this comment is over.".to_owned()));
            }
            let comment = &before.comment;
            let remark = comment.as_written(body).checked()?;
            if remark.body == comment.body {
                return Ok(before);
            }
            let html = markup::comment_to_html(&remark.body);
            let site = settings::site(tx)?;
            let talk = Talk::about_it(Arc::new(Subject::of(&before.post)), &site, now)?;
            let load = Load::of(&remark, &html);
            let one = Weighed { post: talk.about(), remark: &remark, load: &load, from, own: Some(id), now };
            let scales = Scales::weigh(tx, one)?;
            let arrival = Arrival { from, trapped: false, rushed: false };
            let known = talk.knows(tx, &remark, comment.verified)?;
            let blocks = blocks::all(tx)?;
            let ruling = talk.rule((&remark, &html), known, arrival, (&site, &blocks), &scales);
            comments::reword(tx, comment, (&remark.body, &html), None, "", now)?;
            scales.keep(tx, id)?;
            if let Some(ruling) = ruling_on_change(comment.verdict, ruling) {
                self.record(tx, comment, &ruling.decision())?;
            }
            if comment.verdict == Verdict::Approved {
                talked(tx, comment.post);
            }
            own(tx, id, &digest, now)
        })
    }

    /// Takes a comment back: its words, its author's name and address are forgotten, at any time. That there
    /// was one stays, for what answers it.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn withdraw(&self, id: CommentId, secret: &str) -> Result<Own, Error> {
        let digest = digest(secret);
        let now = self.now();
        self.write(|tx| {
            let before = own(tx, id, &digest, now)?;
            let comment = &before.comment;
            if comment.verdict == Verdict::Withdrawn {
                return Ok(before);
            }
            let ruling =
                Ruling { verdict: Verdict::Withdrawn, grounds: Grounds::Author, reason: String::new() };
            self.record(tx, comment, &ruling.decision())?;
            comments::forget(tx, id, now)?;
            self.learn(tx, &[(comment.clone(), None)])?;
            self.mail_of_forgotten(tx, comment)?;
            own(tx, id, &digest, now)
        })
    }
}

/// What the new words change about how a comment stands. They never release what waits.
fn ruling_on_change(was: Verdict, ruling: Ruling) -> Option<Ruling> {
    let stricter = match (was, ruling.verdict) {
        (Verdict::Approved, now) => now != Verdict::Approved,
        (_, now) => matches!(now, Verdict::Spam | Verdict::Rejected),
    };
    // That the site holds all comments is no reason against this one: what its author did is.
    let grounds = if ruling.grounds == Grounds::Mode { Grounds::Author } else { ruling.grounds };
    stricter.then_some(Ruling { grounds, ..ruling })
}

fn own(conn: &mut Conn, id: CommentId, digest: &str, now: Moment) -> Result<Own, Error> {
    let missing = || Error::missing("comment");
    let comment = comments::with_secret(conn, id, digest)?.ok_or_else(missing)?;
    let post = posts::by_id(conn, comment.post)?.ok_or_else(missing)?;
    let grounds = comments::verdicts_of(conn, id)?.last().map_or(Grounds::Mode, |row| row.grounds);
    let minutes = i64::from(settings::site(conn)?.edit_minutes);
    let open = matches!(comment.verdict, Verdict::Approved | Verdict::Held) && post.published().is_some();
    let until = comment.created.plus_seconds(minutes * 60);
    Ok(Own { until: Some(until).filter(|until| open && now < *until), comment, post, grounds })
}
