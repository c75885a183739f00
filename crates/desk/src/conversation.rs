//! Where a comment is read: on its post's page, or on the page of its thread.

use std::collections::HashMap;

use model::comment::{ANSWERS, THREAD_ANSWERS, THREADS};
use model::{
    Change, Comment, CommentId, Conversation, Moment, Permalink, PostId, Thread, ThreadMark, ThreadOrder,
    Verdict,
};
use store::posts::subject;
use store::{Conn, Tx, comments, threads};

use crate::{Desk, Error};

/// A thread with some of its answers.
#[derive(Clone, Debug)]
pub struct ThreadPart {
    /// The thread, with the answers of this part.
    pub thread: Thread,
    /// After which answer the next part begins.
    pub next: Option<(Moment, CommentId)>,
}

/// Where readers find a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentPlace {
    /// The address of its post.
    pub post: Permalink,
    /// The thread on whose own page it stands; `None` when it stands on its post's page.
    pub thread: Option<CommentId>,
    /// After which answer the part of the thread begins that it stands in.
    pub after: Option<(Moment, CommentId)>,
}

impl Desk {
    /// One page of what readers say about a post.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn conversation(
        &self,
        post: PostId,
        order: ThreadOrder,
        after: Option<ThreadMark>,
    ) -> Result<Conversation, Error> {
        Ok(self.store.read(|conn| threads::conversation(conn, post, order, after))?)
    }

    /// One page of a thread under a post; `None` when nothing of it is shown.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn thread(
        &self,
        post: PostId,
        root: CommentId,
        after: Option<(Moment, CommentId)>,
    ) -> Result<Option<ThreadPart>, Error> {
        let limit = THREAD_ANSWERS;
        let found = self.store.read(|conn| threads::thread(conn, post, root, after, limit + 1))?;
        Ok(found.map(|mut thread| {
            let more = thread.answers.len() > limit as usize;
            thread.answers.truncate(limit as usize);
            let next = thread.answers.last().filter(|_| more).map(|last| (last.created, last.id));
            ThreadPart { thread, next }
        }))
    }

    /// Where readers find a comment; `None` when they don't.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn place_of(&self, id: CommentId) -> Result<Option<CommentPlace>, Error> {
        self.store.read(|conn| {
            let comment = comments::by_id(conn, id)?.filter(|comment| comment.verdict == Verdict::Approved);
            let Some(comment) = comment else { return Ok(None) };
            let Some(post) = subject::address(conn, comment.post)? else { return Ok(None) };
            place(conn, post, &comment).map(Some)
        })
    }
}

/// Where a shown comment is read under a post.
pub(crate) fn place(conn: &mut Conn, post: Permalink, comment: &Comment) -> Result<CommentPlace, Error> {
    let is_root = comment.root == comment.id;
    let root = if is_root { Some(comment.clone()) } else { comments::by_id(conn, comment.root)? };
    let early = match &root {
        Some(root) => threads::threads_before(conn, root, THREADS)? < THREADS,
        None => false,
    };
    let before = if is_root { 0 } else { threads::answers_before(conn, comment, THREAD_ANSWERS)? };
    if early && before < ANSWERS {
        return Ok(CommentPlace { post, thread: None, after: None });
    }
    let far = before >= THREAD_ANSWERS;
    let after = if far { threads::answer_before(conn, comment)? } else { None };
    Ok(CommentPlace { post, thread: Some(comment.root), after })
}

/// Where new comments that readers see are read, by their ids. Threads that begin together stand behind one
/// another, so it is asked once for each post how many began before.
pub(crate) fn places_of_new<'a>(
    conn: &mut Conn,
    new: impl Iterator<Item = (&'a Permalink, &'a Comment)>,
) -> Result<HashMap<CommentId, CommentPlace>, Error> {
    let mut new: Vec<(&Permalink, &Comment)> = new.collect();
    new.sort_by_key(|(_, comment)| (comment.post, comment.created, comment.id));
    let mut places = HashMap::with_capacity(new.len());
    // Threads of the post that began before the next one that begins.
    let mut begun: Option<(PostId, u32)> = None;
    for (post, comment) in new {
        let place = if comment.root == comment.id {
            let before = match begun {
                Some((under, before)) if under == comment.post => before,
                _ => threads::threads_before(conn, comment, THREADS)?,
            };
            begun = Some((comment.post, before + 1));
            let thread = (before >= THREADS).then_some(comment.id);
            CommentPlace { post: post.clone(), thread, after: None }
        } else {
            place(conn, post.clone(), comment)?
        };
        places.insert(comment.id, place);
    }
    Ok(places)
}

/// Says that readers see other comments under a post than before.
pub(crate) fn talked(tx: &mut Tx, post: PostId) {
    tx.changed(Change::Post(post));
    tx.changed(Change::Comments);
}
