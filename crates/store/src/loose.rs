//! Ends that an import leaves loose until it has read everything: answers without their threads, links within the
//! old site.

use std::collections::HashMap;

use model::{Comment, CommentId, Moment, PostId, Verdict};

use crate::db::Conn;
use crate::value::{statements, values};
use crate::{Error, Tx};

statements! {
    BRING = "INSERT INTO comments (id, post_id, parent_id, root_id, origin, name, email, website, body, html, verdict,
                 judged, created, fingerprint, anchor, thread_at, answers, worth)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', $14, $15, $16, $17)";
    LOOSE_THREAD = "INSERT INTO loose_threads (post_id) VALUES ($1) ON CONFLICT (post_id) DO NOTHING";
    THREADS = "SELECT post_id FROM loose_threads ORDER BY post_id LIMIT $1";
    TIED_THREAD = "DELETE FROM loose_threads WHERE post_id = $1";
    COMMENTS = "SELECT c.id, c.parent_id, c.root_id, c.verdict, c.created, c.name, c.answers, c.thread_at, c.worth,
                    c.flags, (SELECT p.noun FROM originals o JOIN originals p ON p.id = o.parent WHERE o.noun = c.id),
                    (SELECT o.parent FROM originals o WHERE o.noun = c.id)
                FROM comments c WHERE c.post_id = $1";
    SET_THREAD = "UPDATE comments SET parent_id = $2, root_id = $3, answers = $4, thread_at = $5, worth = $6 WHERE id = $1";
    /// The same of one whose place in its thread is right already: fewer indexes have it.
    SET_TOP = "UPDATE comments SET answers = $2, thread_at = $3, worth = $4 WHERE id = $1";
    LINK = "INSERT INTO loose_links (post_id, path, address) VALUES ($1, $2, $3) ON CONFLICT (post_id, path) DO NOTHING";
    LINKS = "SELECT post_id, path, address FROM loose_links WHERE (post_id, path) > ($1, $2) ORDER BY post_id, path LIMIT $3";
    TIED_LINKS = "DELETE FROM loose_links WHERE post_id = $1";
}

/// Adds a comment that was made elsewhere, by nobody who is known here, as it stands among others: `thread_at` is when
/// its thread begins if it is the first of one, `worth` what that counts. One whose thread is not known yet has neither
/// until [`tie_threads`] is done with its post.
///
/// # Errors
/// [`Error::Reference`] when the post, or the comment it answers, is not there.
pub fn bring(tx: &mut Tx, comment: &Comment, thread_at: Option<Moment>, worth: i64) -> Result<(), Error> {
    let row = values![
        comment.id,
        comment.post,
        comment.parent,
        comment.root,
        comment.origin.as_str(),
        &comment.name,
        comment.email.as_ref(),
        comment.website.as_ref(),
        &comment.body,
        &comment.html,
        comment.verdict.as_str(),
        comment.judged,
        comment.created,
        comment.anchor.as_ref(),
        thread_at,
        comment.answers,
        worth,
    ];
    tx.execute(BRING, row).map(drop)
}

/// Notes that a post's threads must be put together.
///
/// # Errors
/// [`Error::Reference`] when the post is not there.
pub fn loosen(tx: &mut Tx, post: PostId) -> Result<(), Error> {
    tx.execute(LOOSE_THREAD, values![post]).map(drop)
}

/// Posts whose threads must be put together.
///
/// # Errors
/// When the database can't be read.
pub fn threads(conn: &mut Conn, limit: u32) -> Result<Vec<PostId>, Error> {
    conn.query(THREADS, values![limit])?.into_iter().map(|mut row| row.get()).collect()
}

/// A comment of a post while its threads are put together.
struct Loose {
    id: CommentId,
    /// As it is kept.
    parent: Option<CommentId>,
    /// What it answers, as far as that is here.
    answered: Option<CommentId>,
    root: CommentId,
    shown: bool,
    created: Moment,
    name: String,
    answers: i64,
    thread_at: Option<Moment>,
    worth: i64,
    flags: i64,
}

/// Puts the threads of a post together: every comment under the one it answers, as far as that is here. How many
/// answers found nobody.
///
/// # Errors
/// When the database can't be read or written.
pub fn tie_threads(tx: &mut Tx, post: PostId) -> Result<u64, Error> {
    let (mut all, mut lost) = (Vec::new(), 0);
    for mut row in tx.query(COMMENTS, values![post])? {
        let mut loose = Loose {
            id: row.get()?,
            parent: row.get()?,
            answered: None,
            root: row.get()?,
            shown: row.word(|word| word.parse::<Verdict>().ok())? == Verdict::Approved,
            created: row.get()?,
            name: row.get()?,
            answers: row.get()?,
            thread_at: row.get()?,
            worth: row.get()?,
            flags: row.get()?,
        };
        let (found, sought): (Option<i64>, Option<i64>) = (row.get()?, row.get()?);
        loose.answered = loose.parent.or(found.map(CommentId::from_raw));
        lost += u64::from(sought.is_some() && found.is_none());
        all.push(loose);
    }
    // A circle is cut at its oldest.
    all.sort_by_key(|one| (one.created, one.id));
    let at: HashMap<CommentId, usize> = all.iter().enumerate().map(|(at, one)| (one.id, at)).collect();
    let remarks: Vec<Remark<'_>> = all
        .iter()
        .map(|one| Remark {
            answered: one.answered.and_then(|parent| at.get(&parent).copied()),
            name: &one.name,
            shown: one.shown,
            created: one.created,
            worth: one.worth,
            flags: one.flags,
        })
        .collect();
    for (one, stand) in all.iter().zip(stands(&remarks)) {
        let (parent, root) = (stand.parent.map(|parent| all[parent].id), all[stand.root].id);
        let Stand { answers, worth, thread_at, .. } = stand;
        if one.parent != parent || one.root != root {
            tx.execute(SET_THREAD, values![one.id, parent, root, answers, thread_at, worth])?;
        } else if one.answers != answers || one.thread_at != thread_at || one.worth != worth {
            tx.execute(SET_TOP, values![one.id, answers, thread_at, worth])?;
        }
    }
    tx.execute(TIED_THREAD, values![post])?;
    Ok(lost)
}

/// A comment among those whose threads are put together.
#[derive(Clone, Copy, Debug)]
pub struct Remark<'a> {
    /// What it answers, by its number among them; `None` when that is not there.
    pub answered: Option<usize>,
    /// Under which name.
    pub name: &'a str,
    /// Whether readers see it.
    pub shown: bool,
    /// When it was made.
    pub created: Moment,
    /// What it counted until now.
    pub worth: i64,
    /// Reports that nobody has seen to.
    pub flags: i64,
}

/// Where a comment stands among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// What it answers, by its number.
    pub parent: Option<usize>,
    /// The first of its thread, by its number.
    pub root: usize,
    /// Answers in its thread that readers see, if it is the first.
    pub answers: i64,
    /// What its thread counts, if it is the first: one per name that answered, of those the store's own rule looks at.
    pub worth: i64,
    /// When its thread begins, if it is the first of one that is shown.
    pub thread_at: Option<Moment>,
}

/// Where comments stand, every one under the one it answers.
pub fn stands(all: &[Remark<'_>]) -> Vec<Stand> {
    let parents: Vec<Option<usize>> = all.iter().map(|one| one.answered).collect();
    let roots = roots(&parents);
    let mut answered: HashMap<usize, (i64, Vec<(Moment, usize)>)> = HashMap::new();
    for (at, one) in all.iter().enumerate() {
        if roots[at] != at && one.shown {
            let (number, answers) = answered.entry(roots[at]).or_default();
            *number += 1;
            answers.push((one.created, at));
        }
    }
    let mut stands = Vec::with_capacity(all.len());
    for (at, one) in all.iter().enumerate() {
        let (answers, worth) = match answered.get_mut(&at) {
            Some((number, list)) => {
                list.sort_unstable();
                let mut names: Vec<&str> = list
                    .iter()
                    .take(200)
                    .map(|(_, at)| all[*at].name)
                    .filter(|name| *name != one.name)
                    .collect();
                names.sort_unstable();
                names.dedup();
                (*number, i64::try_from(names.len()).unwrap_or(i64::MAX) - one.flags)
            }
            None => (0, one.worth.min(0)),
        };
        stands.push(Stand {
            parent: parents[at].filter(|_| roots[at] != at),
            root: roots[at],
            answers,
            worth,
            thread_at: (roots[at] == at && (one.shown || answers > 0)).then_some(one.created),
        });
    }
    stands
}

/// The first comment of each one's thread. A circle, which only a broken export has, is cut where it is entered.
fn roots(parents: &[Option<usize>]) -> Vec<usize> {
    let mut roots: Vec<Option<usize>> = vec![None; parents.len()];
    for start in 0..parents.len() {
        let mut way = Vec::new();
        let mut at = start;
        let root = loop {
            if let Some(known) = roots[at] {
                break known;
            }
            // Marked as its own while it is walked: a circle ends at the first that comes again.
            roots[at] = Some(at);
            way.push(at);
            match parents[at] {
                Some(parent) if parent != at => at = parent,
                _ => break at,
            }
        };
        for one in way {
            roots[one] = Some(root);
        }
    }
    roots.into_iter().enumerate().map(|(at, root)| root.unwrap_or(at)).collect()
}

/// Notes a link within the old site: the path it has here, and the address it had.
///
/// # Errors
/// [`Error::Reference`] when the post is not there.
pub fn loose_link(tx: &mut Tx, post: PostId, path: &str, address: &str) -> Result<(), Error> {
    tx.execute(LINK, values![post, path, address]).map(drop)
}

/// Links whose ends are to be looked for, behind one.
///
/// # Errors
/// When the database can't be read.
pub fn links(
    conn: &mut Conn,
    (post, path): (Option<PostId>, &str),
    limit: u32,
) -> Result<Vec<(PostId, String, String)>, Error> {
    let post = post.map_or(i64::MIN, PostId::raw);
    let rows = conn.query(LINKS, values![post, path, limit])?.into_iter();
    rows.map(|mut row| Ok((row.get()?, row.get()?, row.get()?))).collect()
}

/// Forgets the links of a post: they are looked after.
///
/// # Errors
/// When the database can't be written.
pub fn tied_links(tx: &mut Tx, post: PostId) -> Result<(), Error> {
    tx.execute(TIED_LINKS, values![post]).map(drop)
}

#[cfg(test)]
mod tests {
    use super::roots;

    #[test]
    fn everybody_finds_the_first_of_the_thread_and_circles_end() {
        assert_eq!(roots(&[None, Some(0), Some(1), None, Some(3)]), [0, 0, 0, 3, 3]);
        assert_eq!(roots(&[Some(2), Some(0), None]), [2, 2, 2]);
        let circle = roots(&[Some(1), Some(2), Some(0), Some(0)]);
        assert!(circle.iter().all(|root| *root == circle[0]), "{circle:?}");
        assert_eq!(roots(&[Some(0)]), [0]);
    }
}
