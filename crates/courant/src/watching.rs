//! One look at an address that published posts cite: where wire, clip and desk meet for the watch.

use clip::Page;
use desk::{Known, SeenPage, Sighting};
use markup::Words;
use model::watch::landing::landing;
use model::{AlertKind, Cause, Moment, Sketch, Validators, Watch, WatchId};
use url::Url;
use wire::{Accept, Answer, Exchange, Refusal, Request};

use crate::clipping::{Fetched, Pictures, Scissors, content_type};

/// Two texts with fewer words of a hundred in common may not be two states of one page.
const ONE_PAGE: u8 = 50;
/// From how many of a hundred words on a page is what its host shows for an address that can't exist.
const SOFT: u8 = 80;
/// Fewest words by which that can be told.
const FEWEST: usize = 4;
/// Characters of a page that are compared with it.
const COMPARED: usize = 4_000;
/// Of a hundred words that were there before, fewer are a beginning, where the outlet says that all of it is
/// for subscribers.
const BEGINNING: usize = 60;
/// Seconds to the next look when it is we who can't look.
const OUR_FAULT: i64 = 86_400;

impl Scissors {
    /// Looks at a cited address again; a few words about what it showed. An address that can't be had is no
    /// error: the desk remembers it with the watch.
    ///
    /// # Errors
    /// The desk's.
    pub fn look_again(&self, id: WatchId) -> Result<String, desk::Error> {
        let Some(known) = self.desk().known_of(id)? else { return Ok("not looked at".to_owned()) };
        let watch = &known.watch;
        let request = Request {
            etag: watch.validators.etag.clone(),
            last_modified: watch.validators.last_modified.clone(),
            ..Request::new(&watch.address, Accept::Cited)
        };
        let at = self.now();
        let sighting = match self.wire().ask(request) {
            Ok(Answer::Unchanged(exchange)) => {
                landed(watch, &exchange).unwrap_or(Sighting::Unchanged { moved: exchange.moved })
            }
            Ok(Answer::Fresh(exchange)) => self.judge(&known, exchange, at)?,
            Err(refusal) => match cause_of(&refusal, watch) {
                Some(cause) => nothing(cause, refusal.to_string(), refusal.wait()),
                None if matches!(refusal, Refusal::TooLarge { .. }) => there(None, SeenText::default()),
                None => {
                    tracing::warn!(address = watch.address, %refusal, "can't look at what posts cite");
                    self.desk().put_off_look(id, OUR_FAULT)?;
                    return Ok(refusal.to_string());
                }
            },
        };
        let news = self.desk().take_in(&known, &sighting)?;
        if !news.is_empty() {
            let words: Vec<&str> = news.iter().copied().map(AlertKind::as_str).collect();
            tracing::info!(address = watch.address, news = words.join(", "), "a cited address has news");
        }
        Ok(match sighting {
            Sighting::Unchanged { .. } => "unchanged".to_owned(),
            Sighting::There(_) => "there".to_owned(),
            Sighting::Nothing { why, .. } => why,
        })
    }

    /// What a complete answer says of the page.
    fn judge(&self, known: &Known, exchange: Exchange, at: Moment) -> Result<Sighting, desk::Error> {
        let watch = &known.watch;
        if let Some(sighting) = landed(watch, &exchange) {
            return Ok(sighting);
        }
        let (moved, validators) = (exchange.moved.clone(), validators_of(&exchange));
        let page = Fetched::of(exchange, at, self.now());
        let read = clip::read(&page.page());
        let text = read.as_ref().map(|clipping| clipping.text.clone()).unwrap_or_default();
        let seen = SeenText { sketch: markup::sketch(&text), text, validators, moved, before: None };
        if watch.source.is_none() {
            return Ok(match self.strange(watch, None, &page, &seen)? {
                Some(sighting) => sighting,
                None => there(None, SeenText { text: String::new(), ..seen }),
            });
        }
        let before = self.text_of_capture(known)?;
        let last = known.text.as_deref().or(before.as_deref()).filter(|text| !text.is_empty());
        if let Some(sighting) = self.strange(watch, last, &page, &seen)? {
            return Ok(sighting);
        }
        match (read, last) {
            (Err(why), Some(_)) => Ok(nothing(Cause::Unreadable, format!("{why}."), None)),
            // Nothing could ever be read there, of a picture or a document: that it is there must do.
            (Err(_), None) => Ok(there(None, seen)),
            (Ok(clipping), Some(last)) if clipping.paywalled && is_beginning(last, &seen.text) => {
                Ok(nothing(
                    Cause::Walled,
                    format!(
                        "{} now shows only the beginning of the article to those who don’t subscribe.",
                        watch.address
                    ),
                    None,
                ))
            }
            (Ok(clipping), last) => {
                // To pack a page as a capture costs more than to compare it.
                let is_as_it_was =
                    last.is_some_and(|last| Words::of(last).says_the_same(&Words::of(&seen.text)));
                let pack = || page.filed(self.desk(), watch.address.clone(), clipping, Pictures::default());
                let page = (!is_as_it_was).then(pack);
                Ok(there(page, SeenText { before, ..seen }))
            }
        }
    }

    /// What is wrong with a page that shows something else than it did: a form to sign in, or what the host
    /// shows at an address that can't exist.
    fn strange(
        &self,
        watch: &Watch,
        last: Option<&str>,
        page: &Fetched,
        seen: &SeenText,
    ) -> Result<Option<Sighting>, desk::Error> {
        let is_known = match (last, watch.sketch, seen.sketch) {
            (Some(last), _, _) => Words::of(last).likeness(&Words::of(&seen.text)) >= ONE_PAGE,
            (None, Some(before), Some(now)) => before.likeness(&now) >= ONE_PAGE,
            // Nothing was ever read at what is cited as a source: what is there now begins its story.
            (None, None, _) if watch.source.is_some() => return Ok(None),
            _ => false,
        };
        if is_known {
            return Ok(None);
        }
        let was_other = last.is_some() || watch.sketch.is_some();
        if was_other && has_password_field(&page.bytes) {
            let why = format!("{} now shows a page where one signs in.", watch.address);
            return Ok(Some(nothing(Cause::Login, why, None)));
        }
        let Some((address, text)) = self.impossible_page(&watch.address)? else { return Ok(None) };
        let (one, other) = (Words::of(&text), Words::of(&shown(page)));
        let same_place = address == page.final_url && address != watch.address;
        if !same_place && (one.len().min(other.len()) < FEWEST || one.likeness(&other) < SOFT) {
            return Ok(None);
        }
        let host = model::source::host_of(&watch.address);
        Ok(Some(if was_other {
            let why = format!(
                "{host} answers here as if all were well (200), with what it also shows at an address that does not exist: the page is no longer there."
            );
            nothing(Cause::Soft, why, None)
        } else {
            let why = format!(
                "{host} shows the same at every address, also at one that does not exist: whether this page is there can’t be told."
            );
            nothing(Cause::Alike, why, None)
        }))
    }

    /// The page that an address's host shows for an address that can't exist, asked once a week; `None` where
    /// it says that there is nothing.
    fn impossible_page(&self, address: &str) -> Result<Option<(String, String)>, desk::Error> {
        let host = model::source::host_of(address);
        if let Some(answer) = self.desk().impossible_answer(&host)? {
            return Ok(answer.page);
        }
        let name: String =
            desk::random_secret()?.chars().filter(char::is_ascii_alphanumeric).take(16).collect();
        let Some(impossible) =
            Url::parse(address).ok().and_then(|url| url.join(&format!("no-such-page-{name}")).ok())
        else {
            return Ok(None);
        };
        let page = match self.wire().get(impossible.as_str(), Accept::Cited) {
            Ok(exchange) => {
                let page = Fetched::of(exchange, self.now(), self.now());
                Some((page.final_url.clone(), shown(&page)))
            }
            Err(_) => None,
        };
        self.desk().keep_impossible_answer(&host, page.clone())?;
        Ok(page)
    }

    /// The text of the capture that a first look is compared with, read from its bytes.
    fn text_of_capture(&self, known: &Known) -> Result<Option<String>, desk::Error> {
        let Some(capture) = &known.capture else { return Ok(None) };
        let Some(bytes) = self.desk().store().files().get(&capture.sha256)? else { return Ok(None) };
        let page = Page { url: &capture.final_url, bytes: &bytes, content_type: content_type(capture) };
        Ok(clip::read(&page).ok().map(|clipping| clipping.text))
    }
}

/// What was read on a page that is there.
#[derive(Default)]
struct SeenText {
    text: String,
    sketch: Option<Sketch>,
    validators: Validators,
    moved: Option<String>,
    before: Option<String>,
}

fn there(page: Option<desk::FiledPage>, seen: SeenText) -> Sighting {
    let SeenText { text, sketch, validators, moved, before } = seen;
    Sighting::There(Box::new(SeenPage { page, text, sketch, validators, moved, before }))
}

fn nothing(cause: Cause, why: String, wait: Option<std::time::Duration>) -> Sighting {
    let wait = wait.and_then(|wait| i64::try_from(wait.as_secs()).ok());
    Sighting::Nothing { cause, why, wait }
}

/// What it means when another address answered; `None` when that may be the page.
fn landed(watch: &Watch, exchange: &Exchange) -> Option<Sighting> {
    let answered = &exchange.final_url;
    let address = &watch.address;
    let cause = landing(address, answered).filter(|_| !exchange.redirects.is_empty())?;
    let why = match cause {
        Cause::Login => format!("{address} now leads to a page where one signs in: {answered}"),
        _ => format!("{address} now leads to the outlet’s front page: {answered}"),
    };
    Some(nothing(cause, why, None))
}

/// What a refusal says of the page; `None` when it says nothing of it: it is we who can't look, or it is too
/// large, and so it is there.
fn cause_of(refusal: &Refusal, watch: &Watch) -> Option<Cause> {
    match refusal {
        Refusal::Status { status, .. } => Some(Cause::of_status(*status)),
        Refusal::Dns { .. } | Refusal::Connect { .. } | Refusal::Timeout { .. } | Refusal::Private { .. } => {
            Some(Cause::Unreachable)
        }
        Refusal::Tls { .. } => Some(Cause::Certificate),
        Refusal::Broken { .. } | Refusal::TooManyRedirects { .. } | Refusal::RedirectLoop { .. } => {
            Some(Cause::Broken)
        }
        Refusal::Robots { .. } => Some(Cause::Robots),
        // A host that is down does not answer for its robots.txt either.
        Refusal::RobotsUnknown { why, .. } => Some(match cause_of(why, watch) {
            Some(cause @ (Cause::Unreachable | Cause::Certificate)) => cause,
            _ => Cause::Robots,
        }),
        Refusal::TooLarge { .. } if watch.source.is_none() => None,
        Refusal::TooLarge { .. }
        | Refusal::Encoding { .. }
        | Refusal::Bomb { .. }
        | Refusal::NotWeb { .. }
        | Refusal::UserInfo { .. }
        | Refusal::Port { .. }
        | Refusal::LocalName { .. } => Some(Cause::Unreadable),
        Refusal::NoRoots { .. } | Refusal::Setup { .. } | Refusal::Busy { .. } | Refusal::Stopped => None,
    }
}

fn validators_of(exchange: &Exchange) -> Validators {
    Validators {
        etag: exchange.header("etag").map(str::to_owned),
        last_modified: exchange.header("last-modified").map(str::to_owned),
    }
}

/// What a page shows, as far as it is compared with another of its host.
fn shown(page: &Fetched) -> String {
    let text = match clip::read(&page.page()) {
        Ok(clipping) => format!("{}\n\n{}", clipping.headline, clipping.text),
        Err(_) => markup::plain_text(&String::from_utf8_lossy(&page.bytes)),
    };
    text.chars().take(COMPARED).collect()
}

fn has_password_field(bytes: &[u8]) -> bool {
    let html = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    ["type=\"password\"", "type='password'", "type=password"].iter().any(|field| html.contains(field))
}

/// Whether a text is another one's beginning, or less.
fn is_beginning(before: &str, now: &str) -> bool {
    Words::of(now).len() * 100 < Words::of(before).len() * BEGINNING
}
