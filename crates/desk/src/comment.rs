//! A reader says something.

use std::net::IpAddr;

use model::{
    Change, Comment, CommentId, CommentMode, Grounds, Moment, Origin, Permalink, Post, PostId, RawRemark,
    Remark, Verdict, Verified,
};
use sha2::{Digest, Sha256};
use store::comments::Decision;
use store::{Conn, Page, blocks, comments, posts, settings};

use crate::secret::hex;
use crate::{Desk, Error, block};

/// Seconds in which the same words are a double click, not a second comment.
const DOUBLE_CLICK: i64 = 10 * 60;

/// What became of a comment, as its author may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commented {
    /// Its id, the end of `#comment-ID`.
    pub id: CommentId,
    /// [`Verdict::Approved`] when readers see it already, else [`Verdict::Held`]. A robot is told the
    /// latter.
    pub verdict: Verdict,
}

impl Desk {
    /// Takes a reader's comment on a published post.
    ///
    /// # Errors
    /// [`Error::NotFound`] when no post is published at the address; [`Error::Forbidden`] when comments
    /// are closed; [`Error::Invalid`] per field; [`Error::Busy`] when an address sends too many.
    pub fn comment(&self, at: &Permalink, raw: &RawRemark, from: IpAddr) -> Result<Commented, Error> {
        let now = self.now();
        let (post, remark) = self.store.read(|conn| {
            let (post, _) = open_post(conn, at)?;
            let remark = raw.checked()?;
            answered(conn, post.id, &remark)?;
            Ok::<_, Error>((post, remark))
        })?;
        let fingerprint = fingerprint(post.id, &remark);
        let since = now.plus_seconds(-DOUBLE_CLICK);
        if let Some(first) =
            self.store.read(|conn| said_before(conn, post.id, &remark, &fingerprint, since))?
        {
            return Ok(first);
        }
        self.gate.pass(from)?;
        let html = markup::comment_to_html(&remark.body);
        self.write(|tx| {
            // Asked again: what was true a moment ago must be true in the transaction that relies on it.
            let (post, mode) = open_post(tx, at)?;
            let answered = answered(tx, post.id, &remark)?;
            if let Some(first) = said_before(tx, post.id, &remark, &fingerprint, since)? {
                return Ok(first);
            }
            let blocks = blocks::all(tx)?;
            let verdict = match mode {
                _ if raw.is_trapped() => Verdict::Spam,
                _ if block::met(&blocks, &remark, from).is_some() => Verdict::Held,
                CommentMode::Open => Verdict::Approved,
                CommentMode::Known | CommentMode::Held | CommentMode::Off => Verdict::Held,
            };
            let id = CommentId::from_raw(self.ids.next_raw());
            let comment = Comment {
                id,
                post: post.id,
                parent: remark.parent,
                root: answered.as_ref().map_or(id, |parent| parent.root),
                origin: Origin::Form,
                verified: Verified::Nobody,
                name: remark.name.clone(),
                email: remark.email.clone(),
                website: remark.website.clone(),
                body: remark.body.clone(),
                html: html.clone(),
                verdict,
                judged: u32::from(raw.is_trapped()),
                answers: 0,
                created: now,
                edited: None,
            };
            comments::add(tx, &comment, &fingerprint)?;
            if raw.is_trapped() {
                let decision = Decision {
                    verdict,
                    grounds: Grounds::Trap,
                    reason: "the hidden field was filled",
                    by: None,
                    act: None,
                };
                comments::verdict_add(tx, comment.id, 1, &decision, now)?;
            }
            if verdict == Verdict::Approved {
                tx.changed(Change::Post(post.id));
            }
            Ok(as_told(&comment))
        })
    }
}

fn as_told(comment: &Comment) -> Commented {
    let verdict = match comment.verdict {
        Verdict::Approved => Verdict::Approved,
        Verdict::Held | Verdict::Rejected | Verdict::Spam | Verdict::Withdrawn => Verdict::Held,
    };
    Commented { id: comment.id, verdict }
}

fn open_post(conn: &mut Conn, at: &Permalink) -> Result<(Post, CommentMode), Error> {
    let post = posts::by_permalink(conn, at)?.filter(|post| post.published().is_some());
    let post = post.ok_or_else(|| Error::NotFound("There is no post at this address.".to_owned()))?;
    let mode = match post.writing.comments {
        Some(mode) => mode,
        None => settings::site(conn)?.comments,
    };
    if mode == CommentMode::Off {
        return Err(Error::Forbidden("Comments on this post are closed.".to_owned()));
    }
    Ok((post, mode))
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

/// The comment with which a reader said just this a moment ago.
fn said_before(
    conn: &mut Conn,
    post: PostId,
    remark: &Remark,
    fingerprint: &str,
    since: Moment,
) -> Result<Option<Commented>, Error> {
    if comments::recent(conn, fingerprint, since)? == 0 {
        return Ok(None);
    }
    let mut page = Page { before: None, limit: 200 };
    loop {
        let rows = comments::list(conn, None, page)?;
        let Some(last) = rows.last().map(|row| (row.comment.created, row.comment.id)) else {
            return Ok(None);
        };
        let same = |comment: &&Comment| {
            comment.post == post
                && comment.created >= since
                && (&comment.name, &comment.body, comment.parent)
                    == (&remark.name, &remark.body, remark.parent)
        };
        if let Some(comment) = rows.iter().map(|row| &row.comment).find(same) {
            return Ok(Some(as_told(comment)));
        }
        if last.0 < since {
            return Ok(None);
        }
        page.before = Some(last);
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
