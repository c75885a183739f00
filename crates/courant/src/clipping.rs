//! From an address to a draft: the one place where wire, clip and desk meet.

use clip::Page;
use desk::{Desk, FiledPage, StoredPicture};
use model::{Actor, Clipping, How, Media, MissingPicture, PostId, Robots};
use web::{Clipper, Filed, Seen};
use wire::{Accept, Wire};

/// Pictures fetched of one page at one time.
const PICTURES: usize = 24;
/// Pictures of one page that are looked at all.
const SHOWN: usize = 200;

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
    pub bytes: Vec<u8>,
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
        let exchange = self.wire.get(url, Accept::Page)?;
        let content_type = exchange.header("content-type").map(str::to_owned);
        let mut led_here = exchange.redirects;
        led_here.push(exchange.request_url);
        self.read_and_file(
            actor,
            Fetched {
                final_url: exchange.final_url,
                led_here,
                bytes: exchange.body.to_vec(),
                content_type,
                how: How::Fetched,
                status: exchange.status,
                headers: exchange.headers,
                robots: exchange.robots,
            },
            true,
        )
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
        let read =
            Page { url: &page.final_url, bytes: &page.bytes, content_type: page.content_type.as_deref() };
        let mut clipping = clip::read(&read)?;
        // A page may name its own address; only a credible one has passed the clip room.
        let address = clip::canonical_address(clipping.canonical.as_deref().unwrap_or(&page.final_url));
        let shown = shown_by(&clipping);
        let (pictures, missing) = if pictures {
            self.keep_pictures(actor, shown)
        } else {
            (
                Vec::new(),
                shown.into_iter().map(|address| lacking(address, "it was not fetched yet")).collect(),
            )
        };
        let filed = self.desk.file(
            actor,
            &FiledPage {
                address,
                bytes: page.bytes,
                how: page.how,
                final_url: page.final_url,
                led_here: page.led_here,
                status: page.status,
                headers: page.headers,
                robots: page.robots,
                clipping: clipping.clone(),
                pictures,
                missing: missing.clone(),
            },
        )?;
        // On the desk they stand by themselves, with what can be done; a shell reads them here.
        for MissingPicture { address, reason } in missing {
            clipping.warnings.push(format!("The picture {address} was not kept: {reason}"));
        }
        Ok((Filed { post: filed.post, existing: filed.existing }, clipping))
    }

    /// Fetches the pictures that a post's clipping shows and the site lacks, and puts those that come in
    /// their places; how many came.
    ///
    /// # Errors
    /// The desk's: the post may be gone, or no longer the actor's.
    pub fn fetch_pictures(&self, actor: &Actor, post: PostId) -> Result<usize, desk::Error> {
        let missing = self.desk.missing_pictures(actor, post)?;
        let (kept, still) =
            self.keep_pictures(actor, missing.into_iter().map(|picture| picture.address).collect());
        self.desk.restore_pictures(actor, post, &kept, &still)?;
        Ok(kept.len())
    }

    /// Fetches pictures and keeps those that can be had; of the others, why not.
    fn keep_pictures(
        &self,
        actor: &Actor,
        addresses: Vec<String>,
    ) -> (Vec<StoredPicture>, Vec<MissingPicture>) {
        let (mut kept, mut missing) = (Vec::new(), Vec::new());
        for (number, address) in addresses.into_iter().enumerate() {
            if number >= PICTURES {
                missing.push(lacking(address, &format!("only {PICTURES} are fetched at one time")));
                continue;
            }
            match self.keep_picture(actor, &address) {
                Ok(media) => kept.push(StoredPicture { address, media }),
                Err(reason) => missing.push(MissingPicture { address, reason }),
            }
        }
        (kept, missing)
    }

    fn keep_picture(&self, actor: &Actor, address: &str) -> Result<Media, String> {
        // The reason stands beside the address.
        let short = |refusal: wire::Refusal| refusal.to_string().replace(address, "the address");
        let exchange = self.wire.get(address, Accept::Image).map_err(short)?;
        self.desk.add_media(actor, &exchange.body, address).map_err(|error| match &error {
            desk::Error::Invalid(problems) => match problems.of("picture") {
                Some(reason) => reason.to_owned(),
                None => error.to_string(),
            },
            _ => error.to_string(),
        })
    }
}

/// The addresses of a clipping's pictures, the lead picture first, each once.
fn shown_by(clipping: &Clipping) -> Vec<String> {
    let mut addresses: Vec<String> = clipping.lead_image.iter().cloned().collect();
    for address in markup::images(&clipping.html) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses.truncate(SHOWN);
    addresses
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
        let invalid = |field, message: String| desk::Error::Invalid(model::Problems::one(field, message));
        let url = model::SourceFields { url: seen.url.clone(), ..Default::default() };
        let url = url
            .checked()
            .map_err(|problems| {
                invalid("url", problems.0.first().map(|p| p.message.clone()).unwrap_or_default())
            })?
            .url;
        // A selection is what the person wants: it is read in place of the whole page's text.
        let html = match seen.selection.as_deref().filter(|text| !text.trim().is_empty()) {
            Some(selection) => with_selection(&seen.html, selection),
            None => seen.html.clone(),
        };
        let page = Fetched {
            final_url: url,
            led_here: Vec::new(),
            bytes: html.into_bytes(),
            content_type: Some("text/html; charset=utf-8".to_owned()),
            how: How::Seen,
            status: 200,
            headers: Vec::new(),
            robots: None,
        };
        match self.read_and_file(actor, page, false) {
            Ok((filed, _)) => Ok(filed),
            Err(NotClipped::NotFiled(error)) => Err(error),
            Err(other) => Err(invalid("html", other.to_string())),
        }
    }
}

/// The page's head, for its facts, with the selection as its body.
fn with_selection(html: &str, selection: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let head = match (lower.find("<head"), lower.find("</head>")) {
        (Some(from), Some(to)) if from < to => &html[from..to + "</head>".len()],
        _ => "",
    };
    let body = if selection.contains('<') { selection.to_owned() } else { plain_paragraphs(selection) };
    format!("<!doctype html><html>{head}<body><article>{body}</article></body></html>")
}

fn plain_paragraphs(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    escaped.split("\n\n").map(|paragraph| format!("<p>{}</p>", paragraph.trim())).collect()
}
