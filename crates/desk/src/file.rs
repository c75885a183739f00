//! A clipping is filed: source, capture, clipping and draft, together or not at all.

use std::cell::OnceCell;

use bytes::Bytes;
use model::{
    Actor, Capture, CaptureId, Clipping, ClippingId, Dated, How, Job, JobId, Kind, Language, Licence, Media,
    MissingPicture, NoArchive, Permission, PostId, Robots, Source, SourceFields, Writing,
    address::names_one_page,
    address_key,
    licence::LICENCE_LIMIT,
    post::{CAPTION_LIMIT, DEK_LIMIT, HEADLINE_LIMIT, LIST_LIMIT},
};
use store::{Conn, Tx, addresses, captures, clippings, missing, posts, sources};

use crate::compose::picture;
use crate::evidence::{KeptFiles, add_parts};
use crate::{Desk, Error, Evidence, access, shown};

/// Seconds within which the same bytes, come in the same way, are one look.
const SAME_LOOK: i64 = 3_600;
/// Seconds by which the parts of a page as seen are fetched after its pictures.
const PARTS_LATER: i64 = 60;

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
    pub bytes: Bytes,
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
    /// What is kept beside its bytes.
    pub evidence: Evidence,
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
    /// comes (model's [`address_key`]): only a capture is added, and that only when it tells anything new: not
    /// when these bytes came in this way within the hour. The addresses that led
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
        let keys = keys(page, &fields);
        let look = NewLook::of(page);
        let is_new = self.store.read(|conn| match known(conn, &keys, &fields)? {
            Some((source, _)) => self.is_new(conn, &source, &look),
            None => Ok(true),
        })?;
        // Before the transaction, which others wait for; should it need them after all, it keeps them itself.
        if is_new {
            look.files(self)?;
        }
        self.write(|tx| {
            if let Some((source, post)) = known(tx, &keys, &fields)? {
                self.capture_once(tx, &source, &look)?;
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
            let capture = self.capture(tx, &source, &look)?;
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

    /// Keeps a look at a source unless it [is known](Desk::is_new).
    pub(crate) fn capture_once(&self, tx: &mut Tx, source: &Source, look: &NewLook) -> Result<(), Error> {
        if self.is_new(tx, source, look)? {
            self.capture(tx, source, look)?;
        }
        Ok(())
    }

    /// Whether a look at a source tells anything new: not when the same bytes came in the same way within the
    /// hour, as when a job runs twice; but when the outlet's wish that they be shown to nobody is new.
    fn is_new(&self, conn: &mut Conn, source: &Source, look: &NewLook) -> Result<bool, Error> {
        let is_wished = noarchive(look.page).is_some();
        let since = self.now().plus_seconds(-SAME_LOOK);
        let is_it = |capture: &Capture| {
            (look.is_of(capture) && capture.at >= since) && (!is_wished || !capture.may_be_opened())
        };
        Ok(!captures::of_source(conn, source.id)?.iter().any(is_it))
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
        let job =
            Job::Capture { source: source.id, url: source.fields.url.clone(), account: actor.account() };
        self.promise(tx, &format!("capture {}", source.id), &job, self.now())
    }

    fn capture(&self, tx: &mut Tx, source: &Source, look: &NewLook) -> Result<CaptureId, Error> {
        let (page, files) = (look.page, look.files(self)?);
        let capture = Capture {
            id: CaptureId::from_raw(self.ids.next_raw()),
            source: source.id,
            how: page.how,
            at: page.evidence.at.unwrap_or_else(|| self.now()),
            final_url: page.final_url.clone(),
            status: page.status,
            headers: page.headers.clone(),
            sha256: files.sha256.clone(),
            size: i64::try_from(page.bytes.len()).unwrap_or(i64::MAX),
            robots: page.robots.clone(),
            noarchive: noarchive(page),
            warc: files.warc.clone(),
            article: files.article.clone(),
            page_text: files.page_text.clone(),
        };
        // Before it is there: with it, its outlet may ask that opened ones be shown no more.
        shown::of_source(tx, source)?;
        captures::add(tx, &capture)?;
        self.enter_capture(tx, &capture, None)?;
        self.look_again(tx, source.id)?;
        add_parts(tx, capture.id, &page.evidence.parts)?;
        self.promise_parts(tx, &capture)?;
        Ok(capture.id)
    }
}

impl Desk {
    /// Promises to fetch what a page needs to be shown again. What stood in a file may be years old: nothing of
    /// today is put beside it.
    fn promise_parts(&self, tx: &mut Tx, capture: &Capture) -> Result<(), Error> {
        let now = self.now();
        let at = match capture.how {
            How::Fetched => now,
            // The draft's own pictures are on their way, and are asked for once.
            How::Seen => now.plus_seconds(PARTS_LATER),
            How::File => return Ok(()),
        };
        let job = Job::KeepParts { capture: capture.id };
        self.promise(tx, &format!("{} {}", job.name(), capture.id), &job, at)
    }
}

/// Whether this is a film without a player: its host may know one.
pub(crate) fn is_unplayed(clipping: &Clipping) -> bool {
    clipping.kind == Kind::Video && clipping.film.as_ref().is_none_or(|film| film.player.is_none())
}

fn noarchive(page: &FiledPage) -> Option<NoArchive> {
    NoArchive::of(&page.headers, page.clipping.noarchive)
}

/// A page on its way to be a capture: its files are kept when they are first needed.
pub(crate) struct NewLook<'a> {
    page: &'a FiledPage,
    sha256: String,
    files: OnceCell<KeptFiles>,
}

impl<'a> NewLook<'a> {
    pub(crate) fn of(page: &'a FiledPage) -> Self {
        NewLook { page, sha256: store::sha256_hex(&page.bytes), files: OnceCell::new() }
    }

    /// Whether a capture has these bytes, come in this way.
    pub(crate) fn is_of(&self, capture: &Capture) -> bool {
        capture.sha256 == self.sha256 && capture.how == self.page.how
    }

    pub(crate) fn files(&self, desk: &Desk) -> Result<&KeptFiles, Error> {
        if let Some(files) = self.files.get() {
            return Ok(files);
        }
        let files = desk.keep_files(self.page)?;
        Ok(self.files.get_or_init(|| files))
    }
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
fn known(conn: &mut Conn, keys: &Keys, fields: &SourceFields) -> Result<Option<(Source, PostId)>, Error> {
    for key in std::iter::once(&keys.own).chain(&keys.answered) {
        if let Some(id) = addresses::source_of(conn, key)?
            && let Some(post) = posts::of_source(conn, id)?
            && let Some(source) = sources::by_id(conn, id)?
        {
            return Ok(Some((source, post)));
        }
    }
    // A source from before there were keys.
    let Some(source) = sources::by_url(conn, &fields.url)? else { return Ok(None) };
    let post = posts::of_source(conn, source.id)?;
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
        lead_image_caption: lead.map(|_| lead_credit(clipping)).unwrap_or_default(),
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

/// Whom the outlet credits for the lead picture: whoever takes it over owes that line.
pub(crate) fn lead_credit(clipping: &Clipping) -> String {
    fit(clipping.lead_image_credit.as_deref().unwrap_or_default(), CAPTION_LIMIT)
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
