//! A reader says something.

use std::net::IpAddr;
use std::sync::Arc;

use model::{
    Account, Comment, CommentId, CommentMode, Grounds, Moment, Origin, Permalink, PostId, RawRemark, Remark,
    Site, Verdict, Verified,
};
use sha2::{Digest, Sha256};
use store::comments::Decision;
use store::posts::subject::{self, State, Subject};
use store::{Conn, blocks, comments, settings};

use crate::conversation::talked;
use crate::ruling::{Case, Ruling, rule};
use crate::secret::{self, hex};
use crate::weigh::{Load, Scales};
use crate::{Desk, Error};

/// Seconds in which the same words are a double click, not a second comment.
const DOUBLE_CLICK: i64 = 10 * 60;

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
    site: Site,
    mode: (CommentMode, Grounds),
}

impl Talk {
    /// Rules on a remark that nobody has read yet.
    pub(crate) fn rule(
        &self,
        conn: &mut Conn,
        (remark, html): (&Remark, &str),
        verified: Verified,
        arrival: Arrival,
        scales: &Scales,
    ) -> Result<Ruling, Error> {
        Ok(rule(&Case {
            remark,
            html,
            arrival,
            mode: self.mode,
            known: self.knows(conn, remark, verified)?,
            blocks: &blocks::all(conn)?,
            site: &self.site,
            weighed: &scales.weighed,
        }))
    }

    /// The post.
    pub(crate) fn about(&self) -> &Subject {
        &self.about
    }

    /// Whether a person has approved one of an author's before; asked only where it counts.
    fn knows(&self, conn: &mut Conn, remark: &Remark, verified: Verified) -> Result<bool, Error> {
        if !matches!(self.mode.0, CommentMode::Known | CommentMode::Open) {
            return Ok(false);
        }
        // Under whatever name: that the address is his is known better than by any name.
        if let Verified::Guest(guest) = verified
            && comments::is_known_guest(conn, guest)?
        {
            return Ok(true);
        }
        Ok(match &remark.email {
            Some(email) => comments::is_known(conn, &remark.name, email)?,
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
        let since = now.plus_seconds(-DOUBLE_CLICK);
        let seen = self.store.read(|conn| {
            let (talk, state) = open_post(conn, at, now)?;
            let remark = raw.checked()?;
            answered(conn, talk.about.id, &remark)?;
            let verified = self.verified(conn, &remark, raw.remembered.as_deref())?;
            let known = talk.knows(conn, &remark, verified)?;
            let fingerprint = fingerprint(talk.about.id, &remark);
            let first = comments::said(conn, &fingerprint, since)?;
            Ok::<_, Error>(Seen { about: talk.about, state, remark, known, fingerprint, first })
        })?;
        let Seen { about, state, remark, known, fingerprint, first } = seen;
        if let Some(first) = first {
            return Ok(self.as_told(&first, from));
        }
        if account.is_none() {
            self.gate.pass(from)?;
        }
        // Those whom the site knows are part of no flood.
        let strange = account.is_none() && !known;
        let rushed = strange && self.rush.arrives(now) && !self.rush.spend(at, raw, now);
        let arrival = Arrival { from, trapped: raw.is_trapped(), rushed };
        let html = markup::comment_to_html(&remark.body);
        let load = account.is_none().then(|| Load::of(&remark, &html));
        let secret = secret::fresh()?;
        let digest = secret::digest(&secret);
        let told = self.write(|tx| {
            // Asked again: what was true a moment ago must be true in the transaction that relies on it. Of the post it
            // is enough that nothing was written to it.
            let talk = if subject::is_still(tx, at, (&about, &state))? {
                talk(tx, about.clone(), now)?
            } else {
                open_post(tx, at, now)?.0
            };
            let answered = answered(tx, talk.about.id, &remark)?;
            if let Some(first) = comments::said(tx, &fingerprint, since)? {
                return Ok(self.as_told(&first, from));
            }
            let verified = match account {
                Some(account) => Verified::Account(account.id),
                None => self.verified(tx, &remark, raw.remembered.as_deref())?,
            };
            let scales = match &load {
                Some(load) => Some(Scales::weigh(tx, &talk.about, load, (from, None), now)?),
                None => None,
            };
            let ruling = match &scales {
                None => Ruling::trusting(),
                Some(scales) => talk.rule(tx, (&remark, &html), verified, arrival, scales)?,
            };
            let id = CommentId::from_raw(self.ids.next_raw());
            let told_why = ruling.grounds != Grounds::Mode;
            let comment = Comment {
                id,
                post: talk.about.id,
                parent: remark.parent,
                root: answered.as_ref().map_or(id, |parent| parent.root),
                origin: Origin::Form,
                verified,
                name: remark.name.clone(),
                email: remark.email.clone(),
                website: remark.website.clone(),
                body: remark.body.clone(),
                html: html.clone(),
                verdict: ruling.verdict,
                judged: u32::from(told_why),
                answers: 0,
                created: now,
                edited: None,
                edited_here: false,
                flags: 0,
                anchor: None,
            };
            let weighing = scales.as_ref().map(Scales::weighing);
            comments::add_weighed(tx, &comment, &fingerprint, Some(&digest), weighing.as_ref())?;
            if told_why {
                comments::verdict_add(tx, comment.id, 1, &ruling.decision(), now)?;
            }
            self.mail_about(tx, &comment, remark.answers)?;
            if ruling.verdict == Verdict::Approved {
                talked(tx, talk.about.id);
            }
            Ok(Commented {
                id,
                verdict: as_told(ruling.verdict),
                secret: Some(secret.clone()),
                rush: ruling.grounds == Grounds::Rush,
            })
        })?;
        if told.secret.as_ref() == Some(&secret) {
            self.just_said.keep(told.id, from, now, &secret);
        }
        Ok(told)
    }

    fn as_told(&self, comment: &Comment, from: IpAddr) -> Commented {
        let secret = self.just_said.secret(comment.id, from, self.now());
        Commented { id: comment.id, verdict: as_told(comment.verdict), secret, rush: false }
    }
}

impl Ruling {
    /// On what somebody says who has an account here.
    fn trusting() -> Self {
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

fn as_told(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Approved => Verdict::Approved,
        Verdict::Held | Verdict::Rejected | Verdict::Spam | Verdict::Withdrawn => Verdict::Held,
    }
}

/// What a reader's comment is made of before its turn to be written comes.
struct Seen {
    about: Arc<Subject>,
    state: State,
    remark: Remark,
    known: bool,
    fingerprint: String,
    /// The same, said a moment ago.
    first: Option<Comment>,
}

/// The post at an address, open to comments, and how it stands.
pub(crate) fn open_post(conn: &mut Conn, at: &Permalink, now: Moment) -> Result<(Talk, State), Error> {
    let (about, state) = subject::at(conn, at)?.ok_or_else(no_post)?;
    Ok((talk(conn, Arc::new(about), now)?, state))
}

fn no_post() -> Error {
    Error::NotFound("There is no post at this address.".to_owned())
}

/// What a post does with new comments.
///
/// # Errors
/// [`Error::NotFound`] when it is not published; [`Error::Forbidden`] when it takes none.
pub(crate) fn talk(conn: &mut Conn, about: Arc<Subject>, now: Moment) -> Result<Talk, Error> {
    let out = about.out.ok_or_else(no_post)?;
    let site = settings::site(conn)?;
    let mode = site.comments_on(about.comments, out, now);
    if mode.0 == CommentMode::Off {
        return Err(Error::Forbidden("Comments on this post are closed.".to_owned()));
    }
    Ok(Talk { about, site, mode })
}

/// The comment that a remark answers.
fn answered(conn: &mut Conn, post: PostId, remark: &Remark) -> Result<Option<Comment>, Error> {
    let Some(parent) = remark.parent else { return Ok(None) };
    let parent = comments::by_id(conn, parent)?
        .filter(|parent| parent.post == post && parent.verdict == Verdict::Approved);
    match parent {
        Some(parent) => Ok(Some(parent)),
        None => Err(Error::field("parent", "the comment you answer is not here any more")),
    }
}

/// Equal for the same name saying the same words in answer to the same comment under one post.
fn fingerprint(post: PostId, remark: &Remark) -> String {
    let mut digest = Sha256::new();
    digest.update(post.raw().to_be_bytes());
    digest.update(remark.parent.map_or(0, CommentId::raw).to_be_bytes());
    digest.update(remark.name.as_bytes());
    digest.update([0]);
    digest.update(remark.body.as_bytes());
    hex(&digest.finalize())
}
