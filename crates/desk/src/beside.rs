//! What is done for a page that a browser showed after its draft is there: the fetched page is kept beside
//! it, and a film gets its player. Neither writes over what a person has written.

use model::{Actor, Clipping, Film, Kind, Media, Permission, Post, PostId, SourceId, Standing};
use store::{captures, clippings, posts, sources};

use crate::correct::Declared;
use crate::file::{NewLook, is_unplayed, names};
use crate::{Desk, Error, FiledPage, access};

impl Desk {
    /// Keeps a fetched page beside what a browser showed of the same source. Answers with a sentence on
    /// how the two compare. Doing it twice keeps it once.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't clip; [`Error::NotFound`] for a source that is not there.
    pub fn keep_beside(&self, actor: &Actor, source: SourceId, page: &FiledPage) -> Result<String, Error> {
        access::require(actor, Permission::Clip)?;
        let look = NewLook::of(page);
        look.files(self)?;
        self.write(|tx| {
            let source = sources::by_id(tx, source)?.ok_or_else(|| Error::missing("source"))?;
            self.capture_once(tx, &source, &look)?;
            let seen = match posts::of_source(tx, source.id)? {
                Some(post) => clippings::of_post(tx, post)?.map(|(_, _, clipping)| clipping),
                None => None,
            };
            Ok(compared(seen.as_ref(), &page.clipping))
        })
    }

    /// What was understood of a draft's film that has no player, for a job that asks its host; `None` when
    /// there is none, or readers see the piece: then nothing is to be changed unasked.
    ///
    /// # Errors
    /// As [`Desk::post`].
    pub fn unplayed(&self, actor: &Actor, id: PostId) -> Result<Option<Clipping>, Error> {
        self.store.read(|conn| {
            let post = access::writing(conn, actor, id)?;
            if !lacks_player(&post) {
                return Ok(None);
            }
            Ok(clippings::of_post(conn, post.id)?.map(|(_, _, clipping)| clipping).filter(is_unplayed))
        })
    }

    /// Fills in what a draft of a film lacks: player, channel and, when there is one, the lead picture; as a
    /// revision of its own. What a person has written stays. Doing it twice changes nothing.
    ///
    /// # Errors
    /// As [`Desk::save`].
    pub fn fill_film(
        &self,
        actor: &Actor,
        id: PostId,
        told: &Clipping,
        lead: Option<&Media>,
    ) -> Result<(), Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            let old = access::held(tx, actor, id)?;
            if !lacks_player(&old) {
                return Ok(());
            }
            let mut writing = old.writing.clone();
            let source = writing.source.as_ref().map(|source| source.url.as_str());
            let found = told.film.clone().unwrap_or_default().fitting(source);
            let known = writing.film.take().unwrap_or_default();
            let film = Film { duration: known.duration.or(found.duration), ..found };
            writing.film = Some(film).filter(|film| !film.is_empty());
            if writing.byline.is_empty() {
                writing.byline = names(&told.byline);
            }
            if writing.lead_image.is_none() {
                writing.lead_image = lead.map(Media::path);
            }
            if writing != old.writing {
                self.rewrite(tx, actor, &old, writing, Declared::upkeep())?;
            }
            Ok(())
        })
    }

    /// Whether the source of an address was fetched, not only shown by a browser.
    pub(crate) fn was_fetched(&self, conn: &mut store::Conn, source: SourceId) -> Result<bool, Error> {
        Ok(captures::of_source(conn, source)?.iter().any(|capture| capture.how == model::How::Fetched))
    }
}

/// Whether this is a film that readers have not seen and that can't be played.
fn lacks_player(post: &Post) -> bool {
    let film = post.writing.film.as_ref();
    post.standing == Standing::Draft
        && post.permalink.is_none()
        && post.writing.kind == Kind::Video
        && film.is_none_or(|film| film.player.is_none())
}

/// How what was fetched compares with what a browser showed.
fn compared(seen: Option<&Clipping>, fetched: &Clipping) -> String {
    let words = |clipping: &Clipping| clipping.text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let fetched = words(fetched);
    let Some(seen) = seen.map(words) else {
        return "The page as fetched is kept.".to_owned();
    };
    if seen == fetched {
        return "The page as fetched is kept beside what the browser showed; its text is the same."
            .to_owned();
    }
    format!(
        "The page as fetched is kept beside what the browser showed. It reads differently: {} words were fetched, the draft was read from {}.",
        fetched.len(),
        seen.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_makes_no_difference() {
        let of = |text: &str| Clipping { text: text.into(), ..Clipping::default() };
        assert!(compared(Some(&of("a b\n\nc")), &of("a  b c")).ends_with("its text is the same."));
        assert!(compared(Some(&of("a b c")), &of("a")).contains("1 words were fetched"));
        assert!(compared(None, &of("a")).contains("is kept"));
    }
}
