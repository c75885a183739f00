//! From a letter in the queue to a mail server: where desk, pages and wire meet.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use desk::{Desk, NotSent};
use model::LetterId;
use pages::Pages;
use wire::mail::{Letter, MailError, Mailer, Unsubscribe};

/// Letters sent at once: a server that is slow to answer must not keep all workers waiting.
const AT_ONCE: usize = 2;
/// Seconds after which a letter that found no place comes again.
const AGAIN: i64 = 3;

/// Writes letters and sends them.
pub struct Postman {
    pages: Pages,
    mailer: Mailer,
    origin: String,
    going: AtomicUsize,
}

/// A letter that is just going; its place is free again when this is dropped.
struct Place<'a>(&'a AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Postman {
    /// One who sends letters for a site at a public address.
    ///
    /// # Errors
    /// When the words can't be read.
    pub fn new(mailer: Mailer, origin: &str) -> Result<Postman, pages::Error> {
        Ok(Postman { pages: Pages::new()?, mailer, origin: origin.to_owned(), going: AtomicUsize::new(0) })
    }

    fn place(&self) -> Option<Place<'_>> {
        let one_more = |going: usize| (going < AT_ONCE).then_some(going + 1);
        let taken = self.going.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_more);
        taken.is_ok().then(|| Place(&self.going))
    }

    /// Sends a letter that is due. How that went stands with the letter, which is tried again by itself.
    ///
    /// # Errors
    /// The desk's.
    pub fn deliver(&self, desk: &Desk, id: LetterId) -> Result<(), desk::Error> {
        let Some(_place) = self.place() else { return desk.put_off_letter(id, AGAIN) };
        let Some(going) = desk.letter_to_send(id)? else { return Ok(()) };
        let site = desk.site()?;
        let text = self.pages.letter(&site, &self.origin, &going.matter);
        let text = text.map_err(|error| desk::Error::Internal(error.to_string()))?;
        let host = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host);
        let host = host.split(':').next().unwrap_or(host).to_owned();
        let since = u64::try_from(desk.clock().now().micros()).unwrap_or(0);
        let letter = Letter {
            id: id.to_string(),
            sender: site.name,
            to: going.letter.address,
            subject: text.subject,
            text: text.text,
            date: SystemTime::UNIX_EPOCH + Duration::from_micros(since),
            unsubscribe: text.stop.map(|url| Unsubscribe { url, host }),
        };
        match self.mailer.send(&letter) {
            Ok(message_id) => desk.letter_sent(id, &message_id),
            Err(MailError { words: why, passing, bounced }) => {
                tracing::info!(letter = %id, %why, "a letter was not sent");
                desk.letter_not_sent(id, &NotSent { why, passing, bounced })
            }
        }
    }
}

/// What becomes of a letter while no mail server is configured: it waits, and says so.
pub fn keep(desk: &Desk, id: LetterId) -> Result<(), desk::Error> {
    let why = "No mail server is configured any more.".to_owned();
    desk.letter_not_sent(id, &NotSent { why, passing: true, bounced: false })
}
