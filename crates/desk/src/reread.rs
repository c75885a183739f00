//! A draft is read again, from another look at its source.

use model::{
    Actor, Capture, CaptureId, Clipping, ClippingId, MissingPicture, Permission, Post, PostId, RawWriting,
    Standing, Writing,
};
use store::{Conn, captures, clippings, missing, posts};

use crate::compose::compose;
use crate::file::{is_unplayed, writing};
use crate::{Desk, Error, access, pictures_of};

/// Captures listed with a piece.
const LISTED: usize = 20;

/// A capture of the source of a piece, as its editor shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptCapture {
    /// What was kept.
    pub capture: Capture,
    /// Whether the piece's text was read from it last.
    pub is_read: bool,
}

/// What became of a wish to read a piece again.
#[derive(Clone, Debug)]
pub enum Reread {
    /// The draft has a new revision with what was read.
    Saved(Box<Post>),
    /// Readers see or will see the piece: nothing was saved, here is what a person may save.
    Proposed(Box<RawWriting>),
}

impl Desk {
    /// The newest captures of the source of a piece, newest first.
    ///
    /// # Errors
    /// As [`Desk::post`].
    pub fn captures(&self, actor: &Actor, id: PostId) -> Result<Vec<KeptCapture>, Error> {
        self.store.read(|conn| {
            let post = access::writing(conn, actor, id)?;
            let Some(source) = &post.source else { return Ok(Vec::new()) };
            let read = match post.clipping {
                Some(clipping) => clippings::capture(conn, clipping)?,
                None => None,
            };
            let kept = captures::of_source(conn, source.id)?.into_iter().take(LISTED);
            Ok(kept.map(|capture| KeptCapture { is_read: Some(capture.id) == read, capture }).collect())
        })
    }

    /// A capture of the source of a piece, with its bytes.
    ///
    /// # Errors
    /// As [`Desk::post`]; also [`Error::NotFound`] for a look at something else, and for one whose bytes
    /// are not among the files any more.
    pub fn capture_bytes(
        &self,
        actor: &Actor,
        id: PostId,
        capture: CaptureId,
    ) -> Result<(Capture, Vec<u8>), Error> {
        let capture = self.store.read(|conn| {
            let post = access::writing(conn, actor, id)?;
            of_post(conn, &post, capture)
        })?;
        let bytes = self.store.files().get(&capture.sha256)?;
        let bytes = bytes.ok_or_else(|| {
            Error::NotFound("The bytes of this capture are not among the site’s files any more.".to_owned())
        })?;
        Ok((capture, bytes))
    }

    /// Puts what was read from another look at the source in place of a draft's text, as a new revision;
    /// labels, address and the mode of its comments stay. A piece that readers see or will see is left as
    /// it is: what was read comes back, for a person to save.
    ///
    /// # Errors
    /// As [`Desk::capture_bytes`].
    pub fn reread(
        &self,
        actor: &Actor,
        id: PostId,
        capture: CaptureId,
        clipping: &Clipping,
    ) -> Result<Reread, Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            let old = access::held(tx, actor, id)?;
            let capture = of_post(tx, &old, capture)?;
            let Some(source) = old.source.clone() else { return Err(Error::missing("source")) };
            let read = writing(clipping, &[], &source);
            let writing = Writing {
                labels: old.writing.labels.clone(),
                slug: old.writing.slug.clone(),
                comments: old.writing.comments,
                lead_image: old.writing.lead_image.clone(),
                lead_image_alt: old.writing.lead_image_alt.clone(),
                lead_image_caption: old.writing.lead_image_caption.clone(),
                location: old.writing.location.clone(),
                search_title: old.writing.search_title.clone(),
                search_description: old.writing.search_description.clone(),
                ..read
            };
            if old.standing != Standing::Draft || old.permalink.is_some() {
                return Ok(Reread::Proposed(Box::new(writing.raw())));
            }
            let now = self.now();
            let made = ClippingId::from_raw(self.ids.next_raw());
            clippings::add(tx, made, source.id, capture.id, Some(id), clipping, now)?;
            let composed = compose(tx, &writing)?;
            let post = Post {
                writing,
                html: composed.html,
                excerpt: composed.excerpt,
                clipping: Some(made),
                revision: old.revision + 1,
                modified: now,
                ..old
            };
            posts::update(tx, &post, "")?;
            self.revise(tx, actor, &post)?;
            let missing = MissingPicture::unfetched(pictures_of(clipping));
            missing::replace(tx, id, &missing)?;
            if !missing.is_empty() || is_unplayed(clipping) {
                self.promise_pictures(tx, actor, id)?;
            }
            Ok(Reread::Saved(Box::new(post)))
        })
    }
}

/// A capture of the source that a piece credits.
fn of_post(conn: &mut Conn, post: &Post, capture: CaptureId) -> Result<Capture, Error> {
    let source = post.source.as_ref().map(|source| source.id);
    let found = captures::by_id(conn, capture)?.filter(|capture| Some(capture.source) == source);
    found.ok_or_else(|| Error::missing("capture of this source"))
}
