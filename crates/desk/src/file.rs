//! A clipping is filed: source, capture, clipping and draft, together or not at all.

use model::{
    Actor, Capture, CaptureId, Clipping, ClippingId, Dated, How, Language, Media, NoArchive, Permission,
    PostId, Robots, Source, SourceFields, Writing,
    post::{DEK_LIMIT, HEADLINE_LIMIT, LIST_LIMIT},
};
use store::{Tx, captures, clippings, posts, sources};

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
    /// Why the outlet's `robots.txt` let it through; `None` where it was not asked.
    pub robots: Option<Robots>,
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
    /// added, and that only when the bytes are new, or the outlet's wish that they be shown to nobody.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::Invalid`] for an address that is none.
    pub fn file(&self, actor: &Actor, page: &FiledPage) -> Result<Filed, Error> {
        access::require(actor, Permission::Write)?;
        let fields = source_fields(page)?;
        let sha256 = self.store.files().put(&page.bytes)?;
        let noarchive = noarchive(page);
        self.write(|tx| {
            if let Some(source) = sources::by_url(tx, &fields.url)?
                && let Some(post) = posts::of_source(tx, source.id)?
            {
                let known = |capture: &Capture| {
                    capture.sha256 == sha256 && (noarchive.is_none() || !capture.may_be_opened())
                };
                if !captures::of_source(tx, source.id)?.iter().any(known) {
                    self.capture(tx, &source, page, &sha256)?;
                }
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
            self.draft(tx, actor, post, writing(page, &source), Some(clipping))?;
            Ok(Filed { post, existing: false })
        })
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
            robots: page.robots.clone(),
            noarchive: noarchive(page),
        };
        captures::add(tx, &capture)?;
        Ok(capture.id)
    }
}

fn noarchive(page: &FiledPage) -> Option<NoArchive> {
    NoArchive::of(&page.headers, page.clipping.noarchive)
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

fn writing(page: &FiledPage, source: &Source) -> Writing {
    let clipping = &page.clipping;
    let stored = |address: &str| page.pictures.iter().find(|picture| picture.address == address);
    let body = markup::rewrite_images(&clipping.html, &|src| stored(src).map(|found| picture(&found.media)));
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

fn names(byline: &[String]) -> Vec<String> {
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
