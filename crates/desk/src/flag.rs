//! A reader flags a comment.

use std::net::IpAddr;

use model::{Comment, CommentId, Flag, FlagId, Grounds, Post, RawFlag, Verdict};
use sha2::{Digest, Sha256};
use store::{Conn, Tx, comments, flags, posts, settings};

use crate::gate::neighbourhood;
use crate::ruling::Ruling;
use crate::secret::{self, hex};
use crate::{Desk, Error};

/// The setting that keys what tells two readers apart.
const KEY: &str = "flag_key";
/// Hexadecimal digits of it that are kept: enough to tell apart the few who flag one comment, too few to find an
/// address again, for 65,536 of all addresses share each.
const DIGITS: usize = 4;

impl Desk {
    /// A comment that a reader can flag, with its post.
    ///
    /// # Errors
    /// [`Error::NotFound`] when readers don't see such a comment.
    pub fn flaggable(&self, id: CommentId) -> Result<(Comment, Post), Error> {
        self.store.read(|conn| shown(conn, id))
    }

    /// Takes a reader's flag. One reader's second flag of a comment says nothing new. A comment that no person has
    /// decided about is held when enough readers have flagged it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when readers don't see such a comment; [`Error::Invalid`] per field; [`Error::Busy`].
    pub fn flag(&self, id: CommentId, raw: &RawFlag, from: IpAddr) -> Result<(), Error> {
        self.flaggable(id)?;
        let (complaint, note) = raw.checked()?;
        if !raw.homepage.is_empty() {
            return Ok(());
        }
        self.gate.pass(from)?;
        let fresh = secret::fresh()?;
        self.write(|tx| {
            let (comment, _) = shown(tx, id)?;
            let flag = Flag { complaint, note: note.clone(), at: self.now() };
            let sender = sender(tx, &fresh, id, from)?;
            let key = FlagId::from_raw(self.ids.next_raw());
            if flags::add(tx, key, &comment, &flag, &sender)? {
                self.hold_flagged(tx, &comment)?;
            }
            Ok(())
        })
    }

    fn hold_flagged(&self, tx: &mut Tx, comment: &Comment) -> Result<(), Error> {
        let limit = settings::site(tx)?.flag_limit;
        let number = comment.flags + 1;
        if limit == 0 || number < limit || flags::has_been_read(tx, comment.id)? {
            return Ok(());
        }
        let reason = match number {
            1 => "a reader flagged it".to_owned(),
            _ => format!("{number} readers flagged it"),
        };
        let ruling = Ruling { verdict: Verdict::Held, grounds: Grounds::Flags, reason };
        self.record(tx, comment, &ruling.decision())
    }
}

fn shown(conn: &mut Conn, id: CommentId) -> Result<(Comment, Post), Error> {
    let comment = comments::by_id(conn, id)?.filter(|comment| comment.verdict == Verdict::Approved);
    let comment = comment.ok_or_else(|| Error::missing("comment"))?;
    let post = posts::by_id(conn, comment.post)?.filter(|post| post.published().is_some());
    Ok((comment, post.ok_or_else(|| Error::missing("comment"))?))
}

/// What tells one reader of a comment from another and from nothing else.
fn sender(tx: &mut Tx, fresh: &str, id: CommentId, from: IpAddr) -> Result<String, Error> {
    let key = settings::set_new(tx, KEY, fresh)?;
    let mut digest = Sha256::new();
    digest.update(key.as_bytes());
    digest.update(id.raw().to_be_bytes());
    digest.update(neighbourhood(from).to_string().as_bytes());
    Ok(hex(&digest.finalize()).chars().take(DIGITS).collect())
}
