//! From an address to a draft: the one place where wire, clip and desk meet.

use clip::Page;
use desk::{Desk, FiledPage, PictureFacts, StoredPicture};
use model::{Actor, Capture, Clipping, How, Kind, Media, PostId, SourceId};
use web::{Clipper, Filed, Seen};
use wire::{Accept, Exchange, Wire};

use crate::seen::{self, SEEN_TYPE};

/// Pictures kept of one page at most.
const PICTURES: usize = 24;

/// Fetches, reads and files.
#[derive(Clone)]
pub struct Scissors {
    desk: Desk,
    wire: std::sync::Arc<Wire>,
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
}

/// A page at hand, however it came.
pub struct Fetched {
    /// The address that answered, or that the bytes are said to come from.
    pub final_url: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// `Content-Type`, if it came with one.
    pub content_type: Option<String>,
    /// How it came.
    pub how: How,
    /// HTTP status.
    pub status: u16,
    /// Response headers.
    pub headers: Vec<(String, String)>,
}

impl Fetched {
    fn page(&self) -> Page<'_> {
        Page { url: &self.final_url, bytes: &self.bytes, content_type: self.content_type.as_deref() }
    }
}

impl From<Exchange> for Fetched {
    fn from(exchange: Exchange) -> Self {
        Fetched {
            content_type: exchange.header("content-type").map(str::to_owned),
            final_url: exchange.final_url,
            bytes: exchange.body.to_vec(),
            how: How::Fetched,
            status: exchange.status,
            headers: exchange.headers,
        }
    }
}

impl Scissors {
    /// Puts the three rooms together.
    pub fn new(desk: Desk, wire: Wire) -> Self {
        Scissors { desk, wire: std::sync::Arc::new(wire) }
    }

    /// Fetches an address and files what is on it.
    ///
    /// # Errors
    /// [`NotClipped`], with a sentence for the person who asked.
    pub fn clip(&self, actor: &Actor, url: &str) -> Result<(Filed, Clipping), NotClipped> {
        let page = Fetched::from(self.wire.get(url, Accept::Page)?);
        self.read_and_file(actor, page, true)
    }

    /// Fetches a page that a browser has shown and keeps it beside that; answers with how they compare.
    ///
    /// # Errors
    /// [`NotClipped`], with a sentence for the person who asked.
    pub fn fetch_beside(&self, actor: &Actor, source: SourceId, url: &str) -> Result<String, NotClipped> {
        let page = Fetched::from(self.wire.get(url, Accept::Page)?);
        let (clipping, unread) = match clip::read(&page.page()) {
            Ok(clipping) => (clipping, None),
            // The bytes are worth keeping all the same: they show what a server is given.
            Err(why) => (Clipping::default(), Some(why)),
        };
        let compared = self.desk.keep_beside(
            actor,
            source,
            &FiledPage {
                address: url.to_owned(),
                bytes: page.bytes,
                how: page.how,
                final_url: page.final_url,
                status: page.status,
                headers: page.headers,
                clipping,
                pictures: Vec::new(),
            },
        )?;
        Ok(match unread {
            Some(why) => format!("The page as fetched is kept, but nothing could be read from it: {why}"),
            None => compared,
        })
    }

    /// Fetches the pictures of a draft that was read without them; answers with what became of them.
    ///
    /// # Errors
    /// [`NotClipped`].
    pub fn fetch_pictures(&self, actor: &Actor, post: PostId) -> Result<String, NotClipped> {
        let Some(mut clipping) = self.desk.unpictured(post)? else {
            return Ok("Readers can see this piece, or it is gone: its pictures were left alone.".to_owned());
        };
        clipping.warnings.clear();
        self.ask_host_of_seen(post, &mut clipping)?;
        let kept = self.keep_pictures(actor, &mut clipping);
        let number = self.desk.keep_pictures(actor, post, &clipping, &kept)?;
        let mut said = format!("{number} {} kept.", if number == 1 { "picture is" } else { "pictures are" });
        for warning in clipping.warnings {
            said.push(' ');
            said.push_str(&warning);
        }
        Ok(said)
    }

    /// The same as [`Scissors::ask_host`], for a film whose page a browser showed.
    fn ask_host_of_seen(&self, post: PostId, clipping: &mut Clipping) -> Result<(), NotClipped> {
        let plays = clipping.film.as_ref().is_some_and(|film| film.player.is_some());
        if clipping.kind != Kind::Video || plays {
            return Ok(());
        }
        let looks = self.desk.looks(&Actor::System, post)?;
        if let Some(read) = looks.into_iter().find(|look| look.is_read) {
            let (capture, bytes) = self.desk.look(&Actor::System, post, read.capture.id)?;
            let page = Page { url: &capture.final_url, bytes: &bytes, content_type: content_type(&capture) };
            self.ask_host(&page, clipping);
        }
        Ok(())
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
        let pictures = if pictures { self.keep_pictures(actor, &mut clipping) } else { Vec::new() };
        let filed = self.desk.file(
            actor,
            &FiledPage {
                address,
                bytes: page.bytes,
                how: page.how,
                final_url: page.final_url,
                status: page.status,
                headers: page.headers,
                clipping: clipping.clone(),
                pictures,
            },
        )?;
        Ok((Filed { post: filed.post, existing: filed.existing }, clipping))
    }

    /// Fetches the pictures of a clipping. One that can't be had becomes a warning and stays a link.
    fn keep_pictures(&self, actor: &Actor, clipping: &mut Clipping) -> Vec<StoredPicture> {
        let mut addresses: Vec<String> = clipping.lead_image.iter().cloned().collect();
        for address in markup::images(&clipping.html) {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        let mut kept = Vec::new();
        for address in addresses.into_iter().take(PICTURES) {
            match self.keep_picture(actor, &address) {
                Ok(media) => kept.push(StoredPicture { address, media }),
                Err(why) => clipping.warnings.push(format!("The picture {address} was not kept: {why}")),
            }
        }
        kept
    }

    fn keep_picture(&self, actor: &Actor, address: &str) -> Result<Media, String> {
        let exchange = self.wire.get(address, Accept::Image).map_err(|refusal| refusal.to_string())?;
        let facts = facts(&exchange.body)?;
        self.desk.add_media(actor, &exchange.body, &facts, address).map_err(|error| error.to_string())
    }
}

/// The `Content-Type` of a kept page, as far as it is known.
fn content_type(capture: &Capture) -> Option<&str> {
    let stated = capture.headers.iter().find(|(name, _)| name == "content-type");
    match capture.how {
        How::Seen => Some(SEEN_TYPE),
        How::Fetched | How::File => stated.map(|(_, value)| value.as_str()),
    }
}

fn facts(bytes: &[u8]) -> Result<PictureFacts, String> {
    let facts = clip::image_facts(bytes)?;
    Ok(PictureFacts {
        mime: facts.mime.to_owned(),
        width: i64::from(facts.width),
        height: i64::from(facts.height),
    })
}

/// A browser shows one page of many; its address may not be the one the page calls its own.
impl Clipper for Scissors {
    fn canonical(&self, url: &str) -> String {
        clip::canonical_address(url)
    }

    fn file_seen(&self, actor: &Actor, seen: &Seen) -> Result<Filed, desk::Error> {
        let clipping = seen::read(seen)?;
        let address = clip::canonical_address(clipping.canonical.as_deref().unwrap_or(&clipping.url));
        let filed = self.desk.file(
            actor,
            &FiledPage {
                address,
                bytes: seen.html.clone().into_bytes(),
                how: How::Seen,
                final_url: clipping.url.clone(),
                status: 200,
                headers: Vec::new(),
                clipping,
                // A request opens no socket: a job fetches them.
                pictures: Vec::new(),
            },
        )?;
        Ok(Filed { post: filed.post, existing: filed.existing })
    }

    fn read_again(&self, capture: &Capture, bytes: &[u8]) -> Result<Clipping, String> {
        let page = Page { url: &capture.final_url, bytes, content_type: content_type(capture) };
        clip::read(&page).map_err(|error| error.to_string())
    }

    fn picture(&self, bytes: &[u8]) -> Result<PictureFacts, String> {
        facts(bytes)
    }
}
