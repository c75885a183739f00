//! A reader says something.

use std::cell::OnceCell;
use std::net::IpAddr;
use std::sync::Arc;

use model::{
    Account, Block, Comment, CommentId, CommentMode, Grounds, Moment, Permalink, PostId, RawRemark, Remark,
    Site, Verdict, Verified,
};
use sha2::{Digest, Sha256};
use store::comments::Decision;
use store::posts::subject::{self, Subject};
use store::{Conn, comments, settings};

use crate::conversation::{CommentPlace, place};
use crate::ruling::{Case, Ruling, rule};
use crate::secret::{self, hex};
use crate::taking::Ready;
use crate::weigh::{Load, Scales};
use crate::{Desk, Error};

/// Seconds in which the same words are a double click, not a second comment.
pub(crate) const DOUBLE_CLICK: i64 = 10 * 60;

/// What became of a comment, as its author may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commented {
    /// Its id, the end of `#comment-ID`.
    pub id: CommentId,
    /// [`Verdict::Approved`] when readers see it already, else [`Verdict::Held`]. A robot is told the
    /// latter.
    pub verdict: Verdict,
    /// With this its author sees how it stands, and changes or withdraws it; for the author's browser only.
    /// `None` when the same words were said before and somebody else may be asking.
    pub secret: Option<String>,
    /// Whether it is held because very many came at once.
    pub rush: bool,
    /// Where readers find it; `None` when they don't.
    pub place: Option<CommentPlace>,
}

/// How a comment came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    pub(crate) from: IpAddr,
    /// Whether the field that people don't see was filled.
    pub(crate) trapped: bool,
    /// Whether it came as one of very many, without work.
    pub(crate) rushed: bool,
}

/// A post that takes comments, and what becomes of them.
pub(crate) struct Talk {
    about: Arc<Subject>,
    mode: (CommentMode, Grounds),
}

impl Talk {
    /// What a post does with new comments.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not published; [`Error::Forbidden`] when it takes none.
    pub(crate) fn about_it(about: Arc<Subject>, site: &Site, now: Moment) -> Result<Talk, Error> {
        let out = about.out.ok_or_else(no_post)?;
        let mode = site.comments_on(about.comments, out, now);
        if mode.0 == CommentMode::Off {
            return Err(Error::Forbidden("Comments on this post are closed.".to_owned()));
        }
        Ok(Talk { about, mode })
    }

    /// Rules on a remark that nobody has read yet.
    pub(crate) fn rule(
        &self,
        (remark, html): (&Remark, &str),
        known: bool,
        arrival: Arrival,
        (site, blocks): (&Site, &[Block]),
        scales: &Scales,
    ) -> Ruling {
        rule(&Case { remark, html, arrival, mode: self.mode, known, blocks, site, weighed: &scales.weighed })
    }

    /// The post.
    pub(crate) fn about(&self) -> &Subject {
        &self.about
    }

    /// What becomes of comments about which nothing else is to be said.
    pub(crate) fn mode(&self) -> CommentMode {
        self.mode.0
    }

    /// Whether a person has approved one of an author's before; asked only where it counts.
    pub(crate) fn knows(&self, conn: &mut Conn, remark: &Remark, verified: Verified) -> Result<bool, Error> {
        if !self.minds_who() {
            return Ok(false);
        }
        // Under whatever name: that the address is his is known better than by any name.
        if let Verified::Guest(guest) = verified
            && comments::is_known_guest(conn, guest)?
        {
            return Ok(true);
        }
        Ok(match &remark.email {
            Some(email) => comments::are_known(conn, &[(&remark.name, email)])?.contains(&true),
            None => false,
        })
    }
}

impl Desk {
    /// Takes a reader's comment on a published post.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no post is published at the address; [`Error::Forbidden`] when comments
    /// are closed; [`Error::Invalid`] per field; [`Error::Busy`] when an address sends too many.
    pub fn comment(&self, at: &Permalink, raw: &RawRemark, from: IpAddr) -> Result<Commented, Error> {
        self.take_comment(at, raw, from, None)
    }

    /// Takes a comment from somebody who is signed in: under the name of the account, and shown at once, for whoever
    /// has an account is trusted by this site already.
    ///
    /// # Errors
    /// As [`Desk::comment`], but for haste.
    pub fn comment_as(
        &self,
        account: &Account,
        at: &Permalink,
        raw: &RawRemark,
        from: IpAddr,
    ) -> Result<Commented, Error> {
        let raw = RawRemark { name: account.name.clone(), ..raw.clone() };
        self.take_comment(at, &raw, from, Some(account))
    }

    fn take_comment(
        &self,
        at: &Permalink,
        raw: &RawRemark,
        from: IpAddr,
        account: Option<&Account>,
    ) -> Result<Commented, Error> {
        let now = self.now();
        let passed = OnceCell::new();
        let remark = match raw.checked() {
            Ok(remark) => remark,
            // That there is no such post, or that it takes no comments, is said first.
            Err(problems) => {
                return Err(self
                    .store
                    .read(|conn| open_post(conn, at, now))
                    .err()
                    .unwrap_or(problems.into()));
            }
        };
        if account.is_none() && self.gate.is_shut(from) {
            // Who comes too fast, again and again, costs a look and no more.
            if let Some(told) = self.store.read(|conn| self.said_already(conn, at, (&remark, from), now))? {
                return Ok(told);
            }
            self.gate.pass(from)?;
            let _ = passed.set(Ok(()));
        }
        let html = markup::comment_to_html(&remark.body);
        let ready = Ready {
            at: at.clone(),
            load: account.is_none().then(|| Load::of(&remark, &html)),
            remark,
            html,
            raw: raw.clone(),
            from,
            now,
            secret: secret::fresh()?,
            account: account.map(|account| account.id),
            passed,
            rushed: OnceCell::new(),
        };
        let told = match self.store.commits_shared() {
            1 => self.take(&[ready]).pop(),
            most => self.together.answer(ready, most, |ready| self.take(&ready)),
        };
        told.unwrap_or_else(|| Err(Error::Internal("whoever wrote comments together panicked".to_owned())))
    }

    /// How the same remark was answered a moment ago, if it was.
    fn said_already(
        &self,
        conn: &mut Conn,
        at: &Permalink,
        (remark, from): (&Remark, IpAddr),
        now: Moment,
    ) -> Result<Option<Commented>, Error> {
        let talk = open_post(conn, at, now)?;
        answered(conn, talk.about.id, remark)?;
        let first =
            comments::said(conn, &fingerprint(talk.about.id, remark), now.plus_seconds(-DOUBLE_CLICK))?;
        first.map(|first| self.told_again(conn, at, &first, from)).transpose()
    }

    /// What the sender of a comment that was there already is told.
    pub(crate) fn told_again(
        &self,
        conn: &mut Conn,
        at: &Permalink,
        first: &Comment,
        from: IpAddr,
    ) -> Result<Commented, Error> {
        let is_shown = first.verdict == Verdict::Approved;
        let place = is_shown.then(|| place(conn, at.clone(), first)).transpose()?;
        let secret = self.just_said.secret(first.id, from, self.now());
        Ok(Commented { id: first.id, verdict: as_told(first.verdict), secret, rush: false, place })
    }
}

impl Ruling {
    /// On what somebody says who has an account here.
    pub(crate) fn trusting() -> Self {
        Ruling { verdict: Verdict::Approved, grounds: Grounds::Mode, reason: String::new() }
    }

    /// The ruling as a decision that Courant itself made.
    pub(crate) fn decision(&self) -> Decision<'_> {
        Decision {
            verdict: self.verdict,
            grounds: self.grounds,
            reason: &self.reason,
            by: None,
            act: None,
            was: None,
        }
    }
}

pub(crate) fn as_told(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Approved => Verdict::Approved,
        Verdict::Held | Verdict::Rejected | Verdict::Spam | Verdict::Withdrawn => Verdict::Held,
    }
}

/// The post at an address, open to comments.
///
/// # Errors
/// As [`Talk::about_it`].
pub(crate) fn open_post(conn: &mut Conn, at: &Permalink, now: Moment) -> Result<Talk, Error> {
    let (about, _) = subject::at(conn, at)?.ok_or_else(no_post)?;
    Talk::about_it(Arc::new(about), &settings::site(conn)?, now)
}

pub(crate) fn no_post() -> Error {
    Error::NotFound("There is no post at this address.".to_owned())
}

/// The comment that a remark answers.
pub(crate) fn answered(conn: &mut Conn, post: PostId, remark: &Remark) -> Result<Option<Comment>, Error> {
    let Some(parent) = remark.parent else { return Ok(None) };
    let parent = comments::by_id(conn, parent)?
        .filter(|parent| parent.post == post && parent.verdict == Verdict::Approved);
    match parent {
        Some(parent) => Ok(Some(parent)),
        None => Err(Error::field("parent", "the comment you answer is not here any more")),
    }
}

/// Equal for the same name saying the same words in answer to the same comment under one post.
pub(crate) fn fingerprint(post: PostId, remark: &Remark) -> String {
    let mut digest = Sha256::new();
    digest.update(post.raw().to_be_bytes());
    digest.update(remark.parent.map_or(0, CommentId::raw).to_be_bytes());
    digest.update(remark.name.as_bytes());
    digest.update([0]);
    digest.update(remark.body.as_bytes());
    hex(&digest.finalize())
}
