//! A clipping is filed: source, capture, clipping and draft, together or not at all.

use model::{
    Actor, Capture, CaptureId, Clipping, ClippingId, Dated, How, Job, JobId, Kind, Language, Licence, Media,
    MissingPicture, NoArchive, Permission, PostId, Robots, Source, SourceFields, Writing,
    address::names_one_page,
    address_key,
    licence::LICENCE_LIMIT,
    post::{DEK_LIMIT, HEADLINE_LIMIT, LIST_LIMIT},
};
use store::{Tx, addresses, captures, clippings, jobs, missing, posts, sources};

use crate::compose::picture;
use crate::{Desk, Error, access, shown};

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
    /// Other addresses that led here: the one asked for, and those that redirected.
    pub led_here: Vec<String>,
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
    /// Those that were not. Of a page that a browser sent, whose pictures nobody has tried to fetch, they
    /// are fetched by a job.
    pub missing: Vec<MissingPicture>,
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
    /// Files a page as a draft. An address that already has a post gets no second one, in whatever form it
    /// comes (model's [`address_key`]): only a capture is added, and that only when these bytes have not come
    /// in this way before, or not with the outlet's wish that they be shown to nobody. The addresses that led
    /// here lead to it from now on.
    ///
    /// A page that a browser showed is also fetched, by a job, and kept beside it; what its draft lacks,
    /// pictures or a film's player, it gets by another.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::Invalid`] for an address that is none.
    pub fn file(&self, actor: &Actor, page: &FiledPage) -> Result<Filed, Error> {
        access::require(actor, Permission::Clip)?;
        let fields = source_fields(page)?;
        let sha256 = self.store.files().put(&page.bytes)?;
        let keys = keys(page, &fields);
        self.write(|tx| {
            if let Some((source, post)) = known(tx, &keys, &fields)? {
                self.capture_once(tx, &source, page, &sha256)?;
                self.fetch_later(tx, actor, &source, page)?;
                keys.claim(tx, &source)?;
                return Ok(Filed { post, existing: true });
            }
            let source = self.credit(tx, fields.clone())?;
            // Writing the source waits for another clip of the address, which has made a draft by then.
            if let Some(post) = posts::of_source(tx, source.id)? {
                return Ok(Filed { post, existing: true });
            }
            if !keys.claim(tx, &source)? {
                // Another form of the address was clipped at the same moment: this goes again and finds it.
                return Err(Error::Conflict("This page is being clipped by somebody else.".to_owned()));
            }
            let capture = self.capture(tx, &source, page, &sha256)?;
            let clipping = ClippingId::from_raw(self.ids.next_raw());
            let post = self.new_post();
            clippings::add(tx, clipping, source.id, capture, Some(post), &page.clipping, self.now())?;
            let writing = writing(&page.clipping, &page.pictures, &source);
            self.draft(tx, actor, post, writing, Some(clipping))?;
            let (id, now) = (JobId::from_raw(self.ids.next_raw()), self.now());
            tx.enqueue(id, &Job::Compare { post }, now, now)?;
            missing::replace(tx, post, &page.missing)?;
            self.fetch_later(tx, actor, &source, page)?;
            if page.how == How::Seen && (!page.missing.is_empty() || is_unplayed(&page.clipping)) {
                self.promise_pictures(tx, actor, post)?;
            }
            Ok(Filed { post, existing: false })
        })
    }

    /// Keeps a look at a source unless the same bytes have come in the same way before; with the outlet's wish
    /// that they be shown to nobody also then, when that is new.
    pub(crate) fn capture_once(
        &self,
        tx: &mut Tx,
        source: &Source,
        page: &FiledPage,
        sha256: &str,
    ) -> Result<(), Error> {
        let is_wished = noarchive(page).is_some();
        let kept = |capture: &Capture| {
            (capture.sha256 == sha256 && capture.how == page.how) && (!is_wished || !capture.may_be_opened())
        };
        if !captures::of_source(tx, source.id)?.iter().any(kept) {
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
            robots: page.robots.clone(),
            noarchive: noarchive(page),
        };
        // Before it is there: with it, its outlet may ask that opened ones be shown no more.
        shown::of_source(tx, source)?;
        captures::add(tx, &capture)?;
        self.enter_capture(tx, &capture, None);
        self.look_again(tx, source.id)?;
        Ok(capture.id)
    }
}

/// Whether this is a film without a player: its host may know one.
pub(crate) fn is_unplayed(clipping: &Clipping) -> bool {
    clipping.kind == Kind::Video && clipping.film.as_ref().is_none_or(|film| film.player.is_none())
}

fn noarchive(page: &FiledPage) -> Option<NoArchive> {
    NoArchive::of(&page.headers, page.clipping.noarchive)
}

/// What a page is looked up by.
struct Keys {
    /// Of the address it goes by.
    own: String,
    /// Of the address that answered, where that stands for one page.
    answered: Option<String>,
    /// All that lead here from now on, in order.
    all: Vec<String>,
}

fn keys(page: &FiledPage, fields: &SourceFields) -> Keys {
    let own = address_key(&fields.url);
    // “/latest” led here today; tomorrow it leads elsewhere.
    let lasting = |address: &String| names_one_page(address).then(|| address_key(address));
    let answered = lasting(&page.final_url);
    let mut all: Vec<String> = page.led_here.iter().filter_map(lasting).collect();
    all.extend(answered.clone());
    all.push(own.clone());
    all.sort();
    all.dedup();
    Keys { own, answered, all }
}

impl Keys {
    /// Has all of them lead to a source; whether its own does. Those that lead to another post stay.
    fn claim(&self, tx: &mut Tx, source: &Source) -> Result<bool, Error> {
        let mut own = false;
        for key in &self.all {
            let holder = addresses::claim(tx, key, source.id)?;
            own |= *key == self.own && holder == source.id;
        }
        Ok(own)
    }
}

/// The source of a page and its post, when there is one.
fn known(tx: &mut Tx, keys: &Keys, fields: &SourceFields) -> Result<Option<(Source, PostId)>, Error> {
    for key in std::iter::once(&keys.own).chain(&keys.answered) {
        if let Some(id) = addresses::source_of(tx, key)?
            && let Some(post) = posts::of_source(tx, id)?
            && let Some(source) = sources::by_id(tx, id)?
        {
            return Ok(Some((source, post)));
        }
    }
    // A source from before there were keys.
    let Some(source) = sources::by_url(tx, &fields.url)? else { return Ok(None) };
    let post = posts::of_source(tx, source.id)?;
    Ok(post.map(|post| (source, post)))
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
        licence: licence(clipping.licence.as_deref().unwrap_or_default()),
    };
    Ok(fields.checked()?)
}

/// Terms as a source keeps them: words that are too long are cut, an address never is.
fn licence(stated: &str) -> String {
    let is_address = Licence::of(stated).is_some_and(|licence| licence.address.is_some());
    if is_address && stated.chars().count() > LICENCE_LIMIT {
        return String::new();
    }
    fit(stated, LICENCE_LIMIT)
}

/// A draft's text as it was read.
pub(crate) fn writing(clipping: &Clipping, pictures: &[StoredPicture], source: &Source) -> Writing {
    let stored = |address: &str| pictures.iter().find(|picture| picture.address == address);
    let body = markup::rewrite_images(&clipping.html, &|src| stored(src).map(|found| picture(&found.media)));
    let lead = clipping.lead_image.as_deref().and_then(stored);
    Writing {
        headline: fit(&clipping.headline, HEADLINE_LIMIT),
        dek: fit(clipping.dek.as_deref().unwrap_or_default(), DEK_LIMIT),
        byline: names(&clipping.byline),
        language: language(clipping),
        format: model::Format::Html,
        body,
        kind: clipping.kind,
        source: Some(source.fields.clone()),
        lead_image: lead.map(|found| found.media.path()),
        lead_image_alt: lead.map(|_| lead_alt(clipping)).unwrap_or_default(),
        film: clipping
            .film
            .clone()
            .filter(|_| clipping.kind == Kind::Video)
            .map(|film| film.fitting(Some(&source.fields.url)))
            .filter(|film| !film.is_empty()),
        ..Writing::default()
    }
}

/// What the lead picture shows, in the outlet's words.
pub(crate) fn lead_alt(clipping: &Clipping) -> String {
    fit(clipping.lead_image_alt.as_deref().unwrap_or_default(), HEADLINE_LIMIT)
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
