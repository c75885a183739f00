//! A guest's own doors: the links in his letters, and the browser that is his.

use std::net::IpAddr;

use model::mail::{LINK_DAYS, REMEMBERED_DAYS, folded, is_address};
use model::{Guest, LetterKind, Mute};
use store::{Conn, Tx, guests, letters};

use crate::token::{LinkKey, Purpose};
use crate::{Desk, Error};

const DAY: i64 = 86_400;

impl Desk {
    /// Whom a link that confirms is for; following it changes nothing yet, for programs that look at mail follow
    /// links, too.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link that is too old or none of ours.
    pub fn confirming(&self, token: &str) -> Result<Guest, Error> {
        self.store.read(|conn| self.guest_of(conn, Purpose::Confirm, token)?.ok_or_else(spent))
    }

    /// Notes that an address is its guest's: from now on he gets the answers he asked for. Doing it again changes
    /// nothing.
    ///
    /// # Errors
    /// As [`Desk::confirming`].
    pub fn confirm_guest(&self, token: &str) -> Result<Guest, Error> {
        let now = self.now();
        self.write(|tx| {
            let guest = self.guest_of(tx, Purpose::Confirm, token)?.ok_or_else(spent)?;
            guests::confirm(tx, guest.id, now)?;
            guests::by_id(tx, guest.id)?.ok_or_else(spent)
        })
    }

    /// Confirms, and gives what a browser keeps to be known as the guest's.
    ///
    /// # Errors
    /// As [`Desk::confirming`].
    pub fn remember_guest(&self, token: &str) -> Result<String, Error> {
        let now = self.now();
        self.write(|tx| {
            let guest = self.guest_of(tx, Purpose::Confirm, token)?.ok_or_else(spent)?;
            if guest.confirmed.is_none() {
                guests::confirm(tx, guest.id, now)?;
            }
            let until = now.plus_seconds(REMEMBERED_DAYS * DAY);
            LinkKey::of(tx)?.token(Purpose::Remember, guest.id, Some(until))
        })
    }

    /// The guest whose browser keeps this.
    ///
    /// # Errors
    /// The store's.
    pub fn remembered_guest(&self, token: &str) -> Result<Option<Guest>, Error> {
        self.store.read(|conn| self.guest_of(conn, Purpose::Remember, token))
    }

    /// Whom a link that ends all letters is for; `None` once the guest is forgotten.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a link that is none of ours.
    pub fn stopping(&self, token: &str) -> Result<Option<Guest>, Error> {
        let now = self.now();
        self.store.read(|conn| {
            let key = LinkKey::known(conn)?.ok_or_else(spent)?;
            let id = key.read(Purpose::Stop, token, now).ok_or_else(spent)?;
            Ok(guests::by_id(conn, id)?)
        })
    }

    /// Ends all letters to a guest, those in the queue as well. Doing it again changes nothing.
    ///
    /// # Errors
    /// As [`Desk::stopping`].
    pub fn stop_letters(&self, token: &str) -> Result<(), Error> {
        self.stopping(token)?;
        let now = self.now();
        self.write(|tx| {
            let Some(guest) = self.guest_of(tx, Purpose::Stop, token)? else { return Ok(()) };
            guests::end_wishes(tx, guest.id)?;
            guests::mute(tx, guest.id, Mute::Stopped)?;
            Ok(letters::cancel_to(tx, guest.id, "its recipient wants no more letters", now)?)
        })
    }

    /// Sends a guest the link by which a browser remembers him. The answer is the same for every address: nobody
    /// learns who is known here.
    ///
    /// # Errors
    /// [`Error::Invalid`] for what is no address; [`Error::Busy`] for those who ask too often.
    pub fn ask_link(&self, address: &str, from: IpAddr) -> Result<(), Error> {
        if !is_address(address) {
            return Err(Error::field("email", "this doesn't look like a mail address"));
        }
        self.gate.pass(from)?;
        if self.mails_as.is_none() {
            return Ok(());
        }
        self.write(|tx| {
            let guest = guests::by_address(tx, &folded(address))?;
            let Some(guest) = guest.filter(|guest| guest.confirmed.is_some()) else { return Ok(()) };
            self.post_letter(tx, self.letter_to(LetterKind::Remember, &guest)).map(drop)
        })
    }

    pub(crate) fn guest_of(
        &self,
        conn: &mut Conn,
        purpose: Purpose,
        token: &str,
    ) -> Result<Option<Guest>, Error> {
        let Some(key) = LinkKey::known(conn)? else { return Ok(None) };
        match key.read(purpose, token, self.now()) {
            Some(id) => Ok(guests::by_id(conn, id)?),
            None => Ok(None),
        }
    }

    /// The secret of a link that confirms.
    pub(crate) fn confirm_token(&self, tx: &mut Tx, guest: &Guest) -> Result<String, Error> {
        let until = self.now().plus_seconds(LINK_DAYS * DAY);
        LinkKey::of(tx)?.token(Purpose::Confirm, guest.id, Some(until))
    }
}

fn spent() -> Error {
    Error::NotFound("This link is too old, or a part of it is missing.".to_owned())
}
