//! What is done for a page that a browser showed after its draft is there: the fetched page is kept beside
//! it, and its pictures are fetched. Neither writes over what a person has written.

use model::{Actor, Clipping, Film, Kind, Permission, Post, PostId, SourceId, Standing};
use store::{captures, clippings, posts, sources};

use crate::compose::{compose, picture};
use crate::file::names;
use crate::{Desk, Error, FiledPage, StoredPicture, access};

impl Desk {
    /// Keeps a fetched page beside what a browser showed of the same source. Answers with a sentence on
    /// how the two compare. Doing it twice keeps it once.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't clip; [`Error::NotFound`] for a source that is not there.
    pub fn keep_beside(&self, actor: &Actor, source: SourceId, page: &FiledPage) -> Result<String, Error> {
        access::require(actor, Permission::Clip)?;
        let sha256 = self.store.files().put(&page.bytes)?;
        self.write(|tx| {
            let source = sources::by_id(tx, source)?.ok_or_else(|| Error::missing("source"))?;
            self.capture_once(tx, &source, page, &sha256)?;
            let seen = match posts::of_source(tx, source.id)? {
                Some(post) => clippings::of_post(tx, post)?.map(|(_, _, clipping)| clipping),
                None => None,
            };
            Ok(compared(seen.as_ref(), &page.clipping))
        })
    }

    /// What was understood of a draft's source, for a job that fetches its pictures; `None` when there is
    /// no draft any more, or readers see it: then nothing is to be changed unasked.
    ///
    /// # Errors
    /// The store's.
    pub fn unpictured(&self, id: PostId) -> Result<Option<Clipping>, Error> {
        self.store.read(|conn| {
            let Some(post) = posts::by_id(conn, id)?.filter(is_untold) else { return Ok(None) };
            Ok(clippings::of_post(conn, post.id)?.map(|(_, _, clipping)| clipping))
        })
    }

    /// Puts stored pictures in place of the outlet's in a draft that readers have not seen, and fills in a
    /// film's player and channel where it has none, as a revision of its own; how many pictures there are
    /// now. Doing it twice changes nothing.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't clip.
    pub fn keep_pictures(
        &self,
        actor: &Actor,
        id: PostId,
        clipping: &Clipping,
        pictures: &[StoredPicture],
    ) -> Result<usize, Error> {
        access::require(actor, Permission::Clip)?;
        self.write(|tx| {
            posts::lock(tx, id)?;
            let Some(old) = posts::by_id(tx, id)?.filter(is_untold) else { return Ok(0) };
            let stored = |address: &str| pictures.iter().find(|picture| picture.address == address);
            let mut writing = old.writing.clone();
            if writing.format == model::Format::Html {
                writing.body = markup::rewrite_images(&writing.body, &|src| {
                    stored(src).map(|found| picture(&found.media))
                });
            }
            if writing.lead_image.is_none() {
                let lead = clipping.lead_image.as_deref();
                writing.lead_image = lead.and_then(stored).map(|found| found.media.path());
            }
            if writing.kind == Kind::Video {
                if writing.film.as_ref().is_none_or(|film| film.player.is_none()) {
                    let source = writing.source.as_ref().map(|source| source.url.as_str());
                    let told = clipping.film.clone().unwrap_or_default().fitting(source);
                    let known = writing.film.take().unwrap_or_default();
                    let film = Film { duration: known.duration.or(told.duration), ..told };
                    writing.film = Some(film).filter(|film| !film.is_empty());
                }
                if writing.byline.is_empty() {
                    writing.byline = names(&clipping.byline);
                }
            }
            if writing == old.writing {
                return Ok(pictures.len());
            }
            let composed = compose(tx, &writing)?;
            let post = Post {
                writing,
                html: composed.html,
                excerpt: composed.excerpt,
                revision: old.revision + 1,
                modified: self.now(),
                ..old
            };
            posts::update(tx, &post, "")?;
            self.revise(tx, &Actor::System, &post)?;
            Ok(pictures.len())
        })
    }

    /// Whether the source of an address was fetched, not only shown by a browser.
    pub(crate) fn was_fetched(&self, conn: &mut store::Conn, source: SourceId) -> Result<bool, Error> {
        Ok(captures::of_source(conn, source)?.iter().any(|capture| capture.how == model::How::Fetched))
    }
}

fn is_untold(post: &Post) -> bool {
    post.standing == Standing::Draft && post.permalink.is_none()
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
