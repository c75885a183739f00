//! The comments to be judged, looked through; and all that is known of one.

use model::stats::Decided;
use model::{Actor, CommentId, CommentRow, Flag, Moment, Permission, PostId, Verdict, VerdictRow};
use store::comments::Wording;
use store::{Conn, Page, comments, flags};

use crate::judge::check_reason;
use crate::{Desk, Error, access};

/// Comments that one search looks at before it asks whether to go on.
const LOOKED_AT: u32 = 2_000;
/// Comments read at once.
const BATCH: u32 = 200;
/// Most decisions that are counted for readers.
const COUNTED: u32 = 100_000;
/// Most of a comment's wordings, of its flags, and of its author's other comments that are shown.
const HISTORY: u32 = 50;

/// Which comments.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// All.
    #[default]
    All,
    /// Those that stand like this.
    Verdict(Verdict),
    /// Those with flags that nobody has seen to.
    Flagged,
}

/// What is looked for in the queue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Which comments.
    pub tab: Tab,
    /// Words, each of which the comment, its name, address or page must have, from their beginning; case and
    /// accents don't matter.
    pub words: String,
    /// On this post alone.
    pub post: Option<PostId>,
    /// Under this mail address alone.
    pub address: String,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Newest first.
    pub rows: Vec<CommentRow>,
    /// From where to look on; `None` when all has been looked at.
    pub next: Option<(Moment, CommentId)>,
}

/// All that the desk knows of a comment.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// It.
    pub row: CommentRow,
    /// What was decided about it, oldest first.
    pub verdicts: Vec<VerdictRow>,
    /// What it said before, newest first.
    pub wordings: Vec<Wording>,
    /// What readers say against it, oldest first.
    pub flags: Vec<Flag>,
    /// Others under the same mail address, newest first.
    pub others: Vec<CommentRow>,
}

impl Desk {
    /// Looks through the queue, newest first: stops after `limit` that fit, or when enough was looked at.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't judge.
    pub fn queue(
        &self,
        actor: &Actor,
        wanted: &Wanted,
        before: Option<(Moment, CommentId)>,
        limit: u32,
    ) -> Result<Found, Error> {
        access::require(actor, Permission::Judge)?;
        let words = markup::terms(&wanted.words);
        let plain = words.is_empty() && wanted.post.is_none();
        let mut found = Found { rows: Vec::new(), next: before };
        let mut looked = 0;
        while looked < LOOKED_AT {
            let batch = if plain { limit + 1 } else { BATCH };
            let page = Page { before: found.next, limit: batch };
            let rows = self.store.read(|conn| read(conn, wanted, page))?;
            let is_last = rows.len() < batch as usize;
            looked += batch;
            for row in rows {
                if found.rows.len() == limit as usize {
                    return Ok(found);
                }
                found.next = Some((row.comment.created, row.comment.id));
                if fits(&row, &words, wanted.post) {
                    found.rows.push(row);
                }
            }
            if is_last {
                found.next = None;
                break;
            }
        }
        Ok(found)
    }

    /// All that is known of a comment.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't judge; [`Error::NotFound`].
    pub fn dossier(&self, actor: &Actor, id: CommentId) -> Result<Dossier, Error> {
        access::require(actor, Permission::Judge)?;
        self.store.read(|conn| {
            let row = comments::row(conn, id)?.ok_or_else(|| Error::missing("comment"))?;
            let others = match &row.comment.email {
                Some(address) => {
                    let page = Page { before: None, limit: HISTORY + 1 };
                    comments::under_address(conn, address, page)?
                }
                None => Vec::new(),
            };
            let others = others.into_iter().filter(|other| other.comment.id != id);
            Ok(Dossier {
                others: others.take(HISTORY as usize).collect(),
                verdicts: comments::verdicts_of(conn, id)?,
                wordings: comments::wordings_of(conn, id, HISTORY)?,
                flags: flags::of_comment(conn, id, HISTORY)?,
                row,
            })
        })
    }

    /// Gives somebody's comment other words. Those it had are kept with who changed them and why; readers are told
    /// that an editor did.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`]; [`Error::Invalid`] for words or a reason that can't stand;
    /// [`Error::Conflict`] when its author has withdrawn it.
    pub fn reword(&self, actor: &Actor, id: CommentId, body: &str, reason: &str) -> Result<(), Error> {
        access::require(actor, Permission::Judge)?;
        check_reason(reason)?;
        self.write(|tx| {
            let comment = comments::by_id(tx, id)?.ok_or_else(|| Error::missing("comment"))?;
            if comment.verdict == Verdict::Withdrawn {
                return Err(Error::Conflict("Its author has withdrawn this comment.".to_owned()));
            }
            let remark = comment.as_written(body).checked()?;
            if remark.body == comment.body {
                return Ok(());
            }
            let html = markup::comment_to_html(&remark.body);
            let words = (remark.body.as_str(), html.as_str());
            comments::reword(tx, &comment, words, actor.account(), reason.trim(), self.now())?;
            if comment.verdict == Verdict::Approved {
                crate::conversation::talked(tx, comment.post);
            }
            Ok(())
        })
    }

    /// How many decisions there were about comments, over the last thirty days and the last year, by what was decided
    /// and the class of reason; of very many the newest hundred thousand are counted.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn decisions(&self) -> Result<Vec<(u32, Vec<Decided>)>, Error> {
        let now = self.now();
        let since = |days: u32| now.plus_seconds(-86_400 * i64::from(days));
        self.store.read(|conn| {
            let spans = [30, 365].into_iter();
            spans.map(|days| Ok((days, comments::decisions(conn, since(days), COUNTED)?))).collect()
        })
    }
}

fn read(conn: &mut Conn, wanted: &Wanted, page: Page<CommentId>) -> Result<Vec<CommentRow>, Error> {
    if !wanted.address.is_empty() {
        let mut rows = comments::under_address(conn, &wanted.address, page)?;
        rows.retain(|row| match wanted.tab {
            Tab::All => true,
            Tab::Verdict(verdict) => row.comment.verdict == verdict,
            Tab::Flagged => row.comment.flags > 0,
        });
        return Ok(rows);
    }
    Ok(match wanted.tab {
        Tab::All => comments::list(conn, None, page)?,
        Tab::Verdict(verdict) => comments::list(conn, Some(verdict), page)?,
        Tab::Flagged => comments::flagged(conn, page)?,
    })
}

fn fits(row: &CommentRow, words: &[String], post: Option<PostId>) -> bool {
    let comment = &row.comment;
    if post.is_some_and(|post| post != comment.post) {
        return false;
    }
    if words.is_empty() {
        return true;
    }
    let empty = String::new();
    let parts =
        [&comment.name, comment.email.as_ref().unwrap_or(&empty), comment.website.as_ref().unwrap_or(&empty)];
    let said: Vec<String> =
        parts.into_iter().chain([&comment.body]).flat_map(|part| markup::terms(part)).collect();
    words.iter().all(|word| said.iter().any(|term| term.starts_with(word.as_str())))
}
