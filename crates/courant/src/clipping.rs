//! From an address to a draft: the one place where wire, clip and desk meet.

use std::thread;

use bytes::Bytes;
use clip::Page;
use desk::{Desk, Evidence, FiledPage, KeptPart, StoredPicture, pictures_of};
use model::{
    Actor, Capture, Clipping, How, Kind, LetterId, Media, MissingPicture, Moment, PartRole, PostId, Robots,
    SourceId,
};
use web::{Clipper, Filed, Seen};
use wire::{Accept, Exchange, Hop, Wire};

use crate::postman::{self, Postman};
use crate::recording::{self, Told};
use crate::seen::{self, SEEN_TYPE};
use crate::shelf::Shelf;

/// Pictures fetched of one page at one time.
const PICTURES: usize = 24;
/// Pictures of one page fetched side by side: as many as the wire lets one host send at once.
pub(crate) const AT_ONCE: usize = 4;

/// Fetches, reads and files.
#[derive(Clone)]
pub struct Scissors {
    desk: Desk,
    wire: std::sync::Arc<Wire>,
    /// The public address hubs can call, if there is one.
    site: Option<String>,
    /// Who says when it has seen the ledger.
    authority: Option<String>,
    /// Who sends letters, if there is a mail server.
    postman: Option<std::sync::Arc<Postman>>,
    /// Where backups are put, if a directory is named.
    shelf: Option<Shelf>,
}

/// Why an address did not become a draft.
#[derive(Debug, thiserror::Error)]
pub enum NotClipped {
    /// It was not fetched.
    #[error("{0}")]
    Refused(#[from] wire::Refusal),
    /// It was fetched but there is nothing to read.
    #[error("{0}")]
    Unreadable(#[from] clip::Unreadable),
    /// It was read but could not be filed.
    #[error("{0}")]
    NotFiled(#[from] desk::Error),
}

impl NotClipped {
    /// Whether another try may go better.
    pub fn is_passing(&self) -> bool {
        match self {
            NotClipped::Refused(refusal) => refusal.is_passing(),
            NotClipped::Unreadable(_) => false,
            NotClipped::NotFiled(error) => error.is_passing(),
        }
    }

    /// How long the outlet asks us to wait before another try.
    pub fn wait(&self) -> Option<std::time::Duration> {
        match self {
            NotClipped::Refused(refusal) => refusal.wait(),
            NotClipped::Unreadable(_) | NotClipped::NotFiled(_) => None,
        }
    }
}

/// A page at hand, however it came.
pub struct Fetched {
    /// The address that answered, or that the bytes are said to come from.
    pub final_url: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// `Content-Type`, if it came with one.
    pub content_type: Option<String>,
    /// How it came.
    pub how: How,
    /// Other addresses that led there: the one asked for, and those that redirected.
    pub led_here: Vec<String>,
    /// HTTP status.
    pub status: u16,
    /// Response headers.
    pub headers: Vec<(String, String)>,
    /// Why the outlet's `robots.txt` let it be fetched; `None` where it was not asked.
    pub robots: Option<Robots>,
    /// When it was asked for, or came.
    pub at: Moment,
    /// When all of it was here.
    pub until: Moment,
    /// What was exchanged; empty for what was not fetched.
    pub hops: Vec<Hop>,
}

/// Pictures of a page, as far as they could be had.
#[derive(Default)]
pub(crate) struct Pictures {
    kept: Vec<StoredPicture>,
    missing: Vec<MissingPicture>,
    /// What came of them, also where it is no picture that can be shown.
    parts: Vec<KeptPart>,
}

impl Fetched {
    /// A page that was fetched, asked for at a moment and here at another.
    pub(crate) fn of(exchange: Exchange, at: Moment, until: Moment) -> Self {
        let content_type = exchange.header("content-type").map(str::to_owned);
        let mut led_here = exchange.redirects;
        led_here.push(exchange.request_url);
        Fetched {
            content_type,
            final_url: exchange.final_url,
            led_here,
            bytes: exchange.body,
            how: How::Fetched,
            status: exchange.status,
            headers: exchange.headers,
            robots: exchange.robots,
            at,
            until,
            hops: exchange.hops,
        }
    }

    pub(crate) fn page(&self) -> Page<'_> {
        Page { url: &self.final_url, bytes: &self.bytes, content_type: self.content_type.as_deref() }
    }

    /// With what was understood, as the desk files it.
    pub(crate) fn filed(
        self,
        desk: &Desk,
        address: String,
        clipping: Clipping,
        pictures: Pictures,
    ) -> FiledPage {
        let warc = match self.hops.last() {
            Some(answer) => {
                let sha256 = store::sha256_hex(&self.bytes);
                let original = recording::original(desk, &self.final_url, &sha256, &answer.payload);
                let told = Told { at: self.at, until: self.until, robots: self.robots.as_ref() };
                recording::fetched(&self.hops, &told, original.as_ref())
            }
            None => {
                let mime = self.content_type.as_deref().unwrap_or("text/html");
                recording::shown(&self.final_url, self.at, self.how, mime, &self.bytes)
            }
        };
        let evidence = Evidence {
            at: Some(self.at),
            warc: Some(warc),
            page_text: clip::page_text(&self.page()),
            parts: pictures.parts,
        };
        FiledPage {
            address,
            bytes: self.bytes,
            how: self.how,
            final_url: self.final_url,
            led_here: self.led_here,
            status: self.status,
            headers: self.headers,
            robots: self.robots,
            clipping,
            pictures: pictures.kept,
            missing: pictures.missing,
            evidence,
        }
    }
}

impl Scissors {
    /// Puts the three rooms together.
    pub fn new(desk: Desk, wire: Wire) -> Self {
        Scissors {
            desk,
            wire: std::sync::Arc::new(wire),
            site: None,
            authority: None,
            postman: None,
            shelf: None,
        }
    }

    /// The same, with the public address that hubs can call; one without TLS is not told to them.
    #[must_use]
    pub fn at(self, address: Option<&str>) -> Self {
        let site = address.filter(|address| address.starts_with("https://"));
        Scissors { site: site.map(|site| site.trim_end_matches('/').to_owned()), ..self }
    }

    /// The same, with the address of an authority for timestamps.
    #[must_use]
    pub fn stamped_by(self, authority: Option<&str>) -> Self {
        Scissors { authority: authority.map(str::to_owned), ..self }
    }

    /// The same, with one who sends letters.
    #[must_use]
    pub fn posting(self, postman: Option<Postman>) -> Self {
        Scissors { postman: postman.map(std::sync::Arc::new), ..self }
    }

    /// The same, with a directory for backups.
    #[must_use]
    pub fn shelving(self, shelf: Option<Shelf>) -> Self {
        Scissors { shelf, ..self }
    }

    /// Sends a letter that is due.
    ///
    /// # Errors
    /// The desk's.
    pub fn deliver(&self, letter: LetterId) -> Result<(), desk::Error> {
        match &self.postman {
            Some(postman) => postman.deliver(&self.desk, letter),
            None => postman::keep(&self.desk, letter),
        }
    }

    pub(crate) fn shelf(&self) -> Option<&Shelf> {
        self.shelf.as_ref()
    }

    pub(crate) fn authority(&self) -> Option<&str> {
        self.authority.as_deref()
    }

    pub(crate) fn desk(&self) -> &Desk {
        &self.desk
    }

    pub(crate) fn wire(&self) -> &Wire {
        &self.wire
    }

    pub(crate) fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }

    /// Fetches a page.
    fn fetch_page(&self, url: &str) -> Result<Fetched, wire::Refusal> {
        let at = self.now();
        let exchange = self.wire.get(url, Accept::Page)?;
        Ok(Fetched::of(exchange, at, self.now()))
    }

    pub(crate) fn now(&self) -> Moment {
        self.desk.clock().now()
    }

    /// Fetches an address and files what is on it.
    ///
    /// # Errors
    /// [`NotClipped`], with a sentence for the person who asked.
    pub fn clip(&self, actor: &Actor, url: &str) -> Result<(Filed, Clipping), NotClipped> {
        let page = self.fetch_page(url)?;
        self.read_and_file(actor, page, true)
    }

    /// Fetches a page that a browser has shown and keeps it beside that; answers with how they compare.
    ///
    /// # Errors
    /// [`NotClipped`], with a sentence for the person who asked.
    pub fn fetch_beside(&self, actor: &Actor, source: SourceId, url: &str) -> Result<String, NotClipped> {
        let page = self.fetch_page(url)?;
        let (clipping, unread) = match clip::read(&page.page()) {
            Ok(clipping) => (clipping, None),
            // The bytes are worth keeping all the same: they show what a server is given.
            Err(why) => (Clipping::default(), Some(why)),
        };
        let page = page.filed(&self.desk, url.to_owned(), clipping, Pictures::default());
        let compared = self.desk.keep_beside(actor, source, &page)?;
        Ok(match unread {
            Some(why) => format!("The page as fetched is kept, but nothing could be read from it: {why}"),
            None => compared,
        })
    }

    /// Asks the host of a film that only a browser has shown so far; what it says fills in what the draft
    /// lacks. A host that does not answer leaves things as they are.
    fn ask_host_of_seen(&self, actor: &Actor, post: PostId) -> Result<(), desk::Error> {
        let Some(mut clipping) = self.desk.unplayed(actor, post)? else { return Ok(()) };
        let pictured = clipping.lead_image.is_some();
        let kept = self.desk.captures(actor, post)?;
        let Some(read) = kept.into_iter().find(|kept| kept.is_read) else { return Ok(()) };
        let (capture, bytes) = self.desk.capture_bytes(actor, post, read.capture.id)?;
        let page = Page { url: &capture.final_url, bytes: &bytes, content_type: content_type(&capture) };
        self.ask_host(&page, &mut clipping);
        let lead = clipping.lead_image.as_deref().filter(|_| !pictured);
        // The page showed none, so none is missing when this one can't be had.
        let lead = lead.and_then(|address| self.keep_picture(actor, address).0.ok());
        self.desk.fill_film(actor, post, &clipping, lead.as_ref())
    }

    /// Asks a video's host what it has to say of it. A host that does not answer leaves things as they are.
    fn ask_host(&self, page: &Page<'_>, clipping: &mut Clipping) {
        if clipping.kind != Kind::Video {
            return;
        }
        let Some(address) = clip::oembed_address(page) else { return };
        let answered = match self.wire.get(&address, Accept::Json) {
            Ok(exchange) => clip::fill_from_oembed(clipping, &exchange.body, &exchange.final_url),
            Err(refusal) => Err(refusal.to_string()),
        };
        if let Err(why) = answered {
            tracing::debug!(%address, %why, "a host did not describe its video");
        }
    }

    /// Reads a page at hand and files it; with `pictures`, its pictures are fetched and kept.
    ///
    /// # Errors
    /// [`NotClipped`].
    pub fn read_and_file(
        &self,
        actor: &Actor,
        page: Fetched,
        pictures: bool,
    ) -> Result<(Filed, Clipping), NotClipped> {
        let mut clipping = clip::read(&page.page())?;
        if page.how == How::Fetched {
            self.ask_host(&page.page(), &mut clipping);
        }
        // A page may name its own address; only a credible one has passed the clip room.
        let address = clip::canonical_address(clipping.canonical.as_deref().unwrap_or(&page.final_url));
        let shown = pictures_of(&clipping);
        let pictures = if pictures {
            self.keep_pictures(actor, shown)
        } else {
            Pictures { missing: MissingPicture::unfetched(shown), ..Pictures::default() }
        };
        let missing = pictures.missing.clone();
        let page = page.filed(&self.desk, address, clipping.clone(), pictures);
        let filed = self.desk.file(actor, &page)?;
        // On the desk they stand by themselves, with what can be done; a shell reads them here.
        for MissingPicture { address, reason } in missing {
            clipping.warnings.push(format!("The picture {address} was not kept: {reason}"));
        }
        Ok((Filed { post: filed.post, existing: filed.existing }, clipping))
    }

    /// Fetches the pictures that a post's clipping shows and the site lacks, and puts those that come in
    /// their places; how many came. Of a film that a browser showed its host is asked, too.
    ///
    /// # Errors
    /// The desk's: the post may be gone, or no longer the actor's.
    pub fn fetch_pictures(&self, actor: &Actor, post: PostId) -> Result<usize, desk::Error> {
        self.ask_host_of_seen(actor, post)?;
        let missing = self.desk.missing_pictures(actor, post)?;
        let came = self.keep_pictures(actor, missing.into_iter().map(|picture| picture.address).collect());
        self.desk.restore_pictures(actor, post, &came.kept, &came.missing)?;
        if let Some(read) = self.desk.captures(actor, post)?.into_iter().find(|kept| kept.is_read)
            && read.capture.how != How::File
        {
            self.desk.add_parts(read.capture.id, &came.parts)?;
        }
        Ok(came.kept.len())
    }

    /// Fetches pictures and keeps those that can be had; of the others, why not.
    fn keep_pictures(&self, actor: &Actor, addresses: Vec<String>) -> Pictures {
        let mut came = Pictures::default();
        let (asked, left) = addresses.split_at(addresses.len().min(PICTURES));
        for some in asked.chunks(AT_ONCE) {
            let answers: Vec<_> = thread::scope(|scope| {
                let fetches: Vec<_> =
                    some.iter().map(|address| scope.spawn(|| self.keep_picture(actor, address))).collect();
                fetches.into_iter().map(thread::ScopedJoinHandle::join).collect()
            });
            for (address, answer) in some.iter().cloned().zip(answers) {
                match answer {
                    Ok((picture, part)) => {
                        came.parts.extend(part);
                        match picture {
                            Ok(media) => came.kept.push(StoredPicture { address, media }),
                            Err(reason) => came.missing.push(MissingPicture { address, reason }),
                        }
                    }
                    Err(_) => came.missing.push(lacking(address, "reading it stopped unexpectedly")),
                }
            }
        }
        let too_many = format!("only {PICTURES} are fetched at one time");
        came.missing.extend(left.iter().map(|address| lacking(address.clone(), &too_many)));
        came
    }

    /// Fetches a picture and keeps it for posts, or says why not.
    pub(crate) fn bring_picture(&self, actor: &Actor, address: &str) -> Result<Media, String> {
        let exchange = self
            .wire
            .get(address, Accept::Image)
            .map_err(|refusal| refusal.to_string().replace(address, "the address"))?;
        self.desk.add_media(actor, &exchange.body, address).map_err(|error| reason(&error))
    }

    /// Fetches a picture and keeps it for posts, or says why not; also as a part of its page, whatever it is.
    fn keep_picture(&self, actor: &Actor, address: &str) -> (Result<Media, String>, Option<KeptPart>) {
        let at = self.now();
        let exchange = match self.wire.get(address, Accept::Image) {
            Ok(exchange) => exchange,
            // The reason stands beside the address.
            Err(refusal) => return (Err(refusal.to_string().replace(address, "the address")), None),
        };
        let media = self.desk.add_media(actor, &exchange.body, address).map_err(|error| reason(&error));
        let part = self.keep_part(address, PartRole::Picture, &exchange, at);
        let unkept = |error: desk::Error| tracing::warn!(%address, %error, "a part of a page was not kept");
        (media, part.map_err(unkept).ok())
    }
}

/// Why bytes are no picture of ours.
pub(crate) fn reason(error: &desk::Error) -> String {
    match error {
        desk::Error::Invalid(problems) => match problems.of("picture") {
            Some(reason) => reason.to_owned(),
            None => error.to_string(),
        },
        _ => error.to_string(),
    }
}

/// The `Content-Type` of a kept page, as far as it is known.
pub(crate) fn content_type(capture: &Capture) -> Option<&str> {
    let stated = capture.headers.iter().find(|(name, _)| name == "content-type");
    match capture.how {
        How::Seen => Some(SEEN_TYPE),
        How::Fetched | How::File => stated.map(|(_, value)| value.as_str()),
    }
}

fn lacking(address: String, reason: &str) -> MissingPicture {
    MissingPicture { address, reason: reason.to_owned() }
}

/// A browser shows one page of many; its address may not be the one the page calls its own.
impl Clipper for Scissors {
    fn canonical(&self, url: &str) -> String {
        clip::canonical_address(url)
    }

    fn file_seen(&self, actor: &Actor, seen: &Seen) -> Result<Filed, desk::Error> {
        let clipping = seen::read(seen)?;
        let address = clip::canonical_address(clipping.canonical.as_deref().unwrap_or(&clipping.url));
        // A request opens no socket: a job fetches them.
        let missing = MissingPicture::unfetched(pictures_of(&clipping));
        let page = Fetched {
            final_url: clipping.url.clone(),
            bytes: seen.html.clone().into(),
            content_type: Some(SEEN_TYPE.to_owned()),
            how: How::Seen,
            led_here: Vec::new(),
            status: 200,
            headers: Vec::new(),
            robots: None,
            at: self.now(),
            until: self.now(),
            hops: Vec::new(),
        };
        let pictures = Pictures { missing, ..Pictures::default() };
        let filed = self.desk.file(actor, &page.filed(&self.desk, address, clipping, pictures))?;
        Ok(Filed { post: filed.post, existing: filed.existing })
    }

    fn read_again(&self, capture: &Capture, bytes: &[u8]) -> Result<Clipping, String> {
        let page = Page { url: &capture.final_url, bytes, content_type: content_type(capture) };
        clip::read(&page).map_err(|error| error.to_string())
    }

    fn text_of(&self, bytes: &[u8], content_type: Option<&str>) -> String {
        clip::text(bytes, content_type)
    }

    fn read_list(&self, bytes: &[u8]) -> Option<Vec<model::ListedFeed>> {
        clip::feed::read_opml(bytes)
    }

    fn write_list(&self, title: &str, feeds: &[model::ListedFeed]) -> String {
        clip::feed::opml(title, feeds)
    }

    fn backup_shelf(&self) -> Option<model::BackupShelf> {
        self.shelf().map(Shelf::look)
    }
}
