//! A clipping is filed: source, capture, clipping and draft, together or not at all.

use model::{
    Actor, Capture, CaptureId, Clipping, ClippingId, Dated, How, Job, JobId, Kind, Language, Media,
    Permission, PostId, Source, SourceFields, Writing,
    post::{DEK_LIMIT, HEADLINE_LIMIT, LIST_LIMIT},
};
use store::{Tx, captures, clippings, jobs, posts, sources};

use crate::compose::picture;
use crate::{Desk, Error, access};

/// A picture of the page that is stored with the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPicture {
    /// The address by which the page shows it.
    pub address: String,
    /// What is kept of it.
    pub media: Media,
}

/// A page that was looked at and read.
#[derive(Clone, Debug)]
pub struct FiledPage {
    /// The source's address in the form in which two spellings are equal.
    pub address: String,
    /// The exact bytes.
    pub bytes: Vec<u8>,
    /// How they came.
    pub how: How,
    /// The address after redirects.
    pub final_url: String,
    /// HTTP status; 200 for files and browsers.
    pub status: u16,
    /// Response headers in order.
    pub headers: Vec<(String, String)>,
    /// What was understood.
    pub clipping: Clipping,
    /// Its pictures, as far as they were stored.
    pub pictures: Vec<StoredPicture>,
}

/// What became of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The draft or post made from it.
    pub post: PostId,
    /// Whether there was one before.
    pub existing: bool,
}

impl Desk {
    /// Files a page as a draft. An address that already has a post gets no second one: only a capture is
    /// added, and that only when these bytes have not come in this way before.
    ///
    /// A page that a browser showed is also fetched, by a job, and kept beside it; and a draft of it that
    /// has pictures gets them by another.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::Invalid`] for an address that is none.
    pub fn file(&self, actor: &Actor, page: &FiledPage) -> Result<Filed, Error> {
        access::require(actor, Permission::Clip)?;
        let fields = source_fields(page)?;
        let sha256 = self.store.files().put(&page.bytes)?;
        self.write(|tx| {
            if let Some(source) = sources::by_url(tx, &fields.url)?
                && let Some(post) = posts::of_source(tx, source.id)?
            {
                self.capture_once(tx, &source, page, &sha256)?;
                self.fetch_later(tx, actor, &source, page)?;
                return Ok(Filed { post, existing: true });
            }
            let source = self.credit(tx, fields.clone())?;
            // Writing the source waits for another clip of the address, which has made a draft by then.
            if let Some(post) = posts::of_source(tx, source.id)? {
                return Ok(Filed { post, existing: true });
            }
            let capture = self.capture(tx, &source, page, &sha256)?;
            let clipping = ClippingId::from_raw(self.ids.next_raw());
            let post = self.new_post();
            clippings::add(tx, clipping, source.id, capture, Some(post), &page.clipping, self.now())?;
            let writing = writing(&page.clipping, &page.pictures, &source);
            self.draft(tx, actor, post, writing, Some(clipping))?;
            self.fetch_later(tx, actor, &source, page)?;
            if page.how == How::Seen {
                pictures_later(self, tx, actor, post, &page.clipping)?;
            }
            Ok(Filed { post, existing: false })
        })
    }

    /// Keeps a look at a source unless the same bytes have come in the same way before.
    pub(crate) fn capture_once(
        &self,
        tx: &mut Tx,
        source: &Source,
        page: &FiledPage,
        sha256: &str,
    ) -> Result<(), Error> {
        let known = captures::of_source(tx, source.id)?;
        if known.iter().all(|capture| capture.sha256 != sha256 || capture.how != page.how) {
            self.capture(tx, source, page, sha256)?;
        }
        Ok(())
    }

    /// Promises to fetch what so far only a browser has shown.
    fn fetch_later(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        source: &Source,
        page: &FiledPage,
    ) -> Result<(), Error> {
        if page.how != How::Seen || self.was_fetched(tx, source.id)? {
            return Ok(());
        }
        let (id, now) = (JobId::from_raw(self.ids.next_raw()), self.now());
        let job =
            Job::Capture { source: source.id, url: source.fields.url.clone(), account: actor.account() };
        jobs::enqueue_unique(tx, &format!("capture {}", source.id), id, &job, now, now)?;
        Ok(())
    }

    fn capture(
        &self,
        tx: &mut Tx,
        source: &Source,
        page: &FiledPage,
        sha256: &str,
    ) -> Result<CaptureId, Error> {
        let capture = Capture {
            id: CaptureId::from_raw(self.ids.next_raw()),
            source: source.id,
            how: page.how,
            at: self.now(),
            final_url: page.final_url.clone(),
            status: page.status,
            headers: page.headers.clone(),
            sha256: sha256.to_owned(),
            size: i64::try_from(page.bytes.len()).unwrap_or(i64::MAX),
        };
        captures::add(tx, &capture)?;
        Ok(capture.id)
    }
}

/// Promises what a draft was read without, when there is any: its pictures, and a film's player.
pub(crate) fn pictures_later(
    desk: &Desk,
    tx: &mut Tx,
    actor: &Actor,
    post: PostId,
    clipping: &Clipping,
) -> Result<(), Error> {
    let film = clipping.film.as_ref().is_some_and(|film| film.player.is_some());
    let unplayed = clipping.kind == Kind::Video && !film;
    if clipping.lead_image.is_none() && markup::images(&clipping.html).is_empty() && !unplayed {
        return Ok(());
    }
    let (id, now) = (JobId::from_raw(desk.ids.next_raw()), desk.now());
    let job = Job::Pictures { post, account: actor.account() };
    jobs::enqueue_unique(tx, &format!("pictures {post}"), id, &job, now, now)?;
    Ok(())
}

fn source_fields(page: &FiledPage) -> Result<SourceFields, Error> {
    let clipping = &page.clipping;
    let fields = SourceFields {
        url: page.address.clone(),
        outlet: fit(clipping.site.as_deref().unwrap_or_default(), HEADLINE_LIMIT),
        byline: names(&clipping.byline),
        // To the second, as forms give it back: an untouched form must change nothing.
        published: clipping.published.and_then(|date| Dated::parse(&date.iso())),
        language: language(clipping),
        headline: fit(&clipping.headline, HEADLINE_LIMIT),
    };
    Ok(fields.checked()?)
}

/// A draft's text as it was read.
pub(crate) fn writing(clipping: &Clipping, pictures: &[StoredPicture], source: &Source) -> Writing {
    let stored = |address: &str| pictures.iter().find(|picture| picture.address == address);
    // Without any, the outlet's stay in the text as written (readers are shown links): they may come later.
    let body = match pictures {
        [] => clipping.html.clone(),
        _ => markup::rewrite_images(&clipping.html, &|src| stored(src).map(|found| picture(&found.media))),
    };
    Writing {
        headline: fit(&clipping.headline, HEADLINE_LIMIT),
        dek: fit(clipping.dek.as_deref().unwrap_or_default(), DEK_LIMIT),
        byline: names(&clipping.byline),
        language: language(clipping),
        format: model::Format::Html,
        body,
        kind: clipping.kind,
        source: Some(source.fields.clone()),
        lead_image: clipping.lead_image.as_deref().and_then(stored).map(|found| found.media.path()),
        film: clipping
            .film
            .clone()
            .filter(|_| clipping.kind == Kind::Video)
            .map(|film| film.fitting(Some(&source.fields.url)))
            .filter(|film| !film.is_empty()),
        ..Writing::default()
    }
}

fn language(clipping: &Clipping) -> Option<Language> {
    clipping.language.as_deref().and_then(|tag| Language::parse(tag).ok())
}

/// One line of at most so many characters.
fn fit(text: &str, limit: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(limit) {
        Some(_) => line.chars().take(limit - 1).chain(['…']).collect(),
        None => line,
    }
}

/// Names as a byline keeps them.
pub(crate) fn names(byline: &[String]) -> Vec<String> {
    byline.iter().map(|name| fit(name, 200)).filter(|name| !name.is_empty()).take(LIST_LIMIT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlong_lines_are_cut_with_a_mark() {
        assert_eq!(fit("  ab\n cd ", 5), "ab cd");
        assert_eq!(fit("字字字字", 3), "字字…");
    }
}
