//! Lines that seem to name a source: a person takes them or lets them be.

use model::import::CreditLine;
use model::{Actor, Permission, Post, PostId, Source, SourceFields};
use store::credit_lines::{self, Taken, Waiting};

use crate::correct::Declared;
use crate::{Desk, Error, access};

/// Lines that one deed decides about.
pub(crate) const AT_ONCE: usize = 200;

/// What is done about a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditAct {
    /// It becomes the post's source, and leaves the text.
    Take,
    /// It stays text.
    Dismiss,
}

/// A line of a post as it is kept; `None` when its address can't be a source's.
pub(super) fn line_of(post: PostId, credit: &markup::Credit) -> Option<CreditLine> {
    let fields =
        SourceFields { url: credit.url.clone(), outlet: credit.outlet.clone(), ..SourceFields::default() };
    let source = fields.checked().ok()?;
    Some(CreditLine { post, line: credit.line.clone(), source })
}

impl Desk {
    /// Lines that wait for a person, by post, behind one, and how many there are.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write in other people's posts.
    pub fn credit_lines(
        &self,
        actor: &Actor,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<(Vec<Waiting>, i64), Error> {
        access::require(actor, Permission::WriteAny)?;
        self.store.read(|conn| Ok((credit_lines::waiting(conn, after, limit)?, credit_lines::count(conn)?)))
    }

    /// Decides about the lines of some posts, at most 200; how many were decided about. A taken line becomes the
    /// post's source and leaves its text: it stands at the source's place from now on.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write in other people's posts.
    pub fn decide_credit(&self, actor: &Actor, posts: &[PostId], act: CreditAct) -> Result<usize, Error> {
        access::require(actor, Permission::WriteAny)?;
        let mut decided = 0;
        for id in posts.iter().take(AT_ONCE) {
            decided += usize::from(self.decide_one(actor, *id, act)?);
        }
        Ok(decided)
    }

    fn decide_one(&self, actor: &Actor, id: PostId, act: CreditAct) -> Result<bool, Error> {
        self.write(|tx| {
            let Some(line) = credit_lines::of_post(tx, id)? else { return Ok(false) };
            if act == CreditAct::Dismiss {
                credit_lines::decide(tx, id, Taken::Dismissed)?;
                return Ok(true);
            }
            let old: Post = access::held(tx, actor, id)?;
            credit_lines::decide(tx, id, Taken::Taken)?;
            if old.source.is_some() {
                // Somebody was quicker.
                return Ok(true);
            }
            let Source { fields, .. } = self.cite(tx, line.source.clone())?;
            let mut writing = old.writing.clone();
            if let Some(body) = markup::without_line(writing.format, &writing.body, &line.line) {
                writing.body = body;
            }
            writing.source = Some(fields);
            self.rewrite_as_of(tx, actor, &old, writing, Declared::upkeep(), old.modified)?;
            Ok(true)
        })
    }
}
