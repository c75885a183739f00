//! Links in letters: signed, so that nothing need be kept for a letter that is never followed.
//!
//! A token says for whom it is and until when, with a keyed hash (HMAC-SHA256, its first 128 bits) over both and
//! what it is for. The key is the site's own, made once and kept among its settings.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use model::{GuestId, Moment, mail};
use sha2::Sha256;
use store::{Conn, Tx, settings};

use crate::Error;
use crate::secret::{fresh, hex};

/// The setting that holds the key.
const KEY: &str = "mail_key";
/// Bytes of the hash that a token carries.
const LENGTH: usize = 16;

/// What a link does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Says that an address is its guest's.
    Confirm,
    /// Ends all letters. Never too old.
    Stop,
    /// Stands in a cookie: this browser is the guest's.
    Remember,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Purpose::Confirm => "confirm",
            Purpose::Stop => "stop",
            Purpose::Remember => "remember",
        }
    }
}

/// The site's key for links in letters.
pub(crate) struct LinkKey(String);

impl LinkKey {
    /// The key, made if there is none.
    pub(crate) fn of(tx: &mut Tx) -> Result<LinkKey, Error> {
        Ok(LinkKey(settings::set_new(tx, KEY, &fresh()?)?))
    }

    /// The key for checking; before there is one no token can be good.
    pub(crate) fn known(conn: &mut Conn) -> Result<Option<LinkKey>, Error> {
        Ok(settings::get(conn, KEY)?.map(LinkKey))
    }

    fn mac(&self, text: &str) -> Result<Hmac<Sha256>, Error> {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.as_bytes())
            .map_err(|error| Error::Internal(format!("the key for links can't be used: {error}")))?;
        mac.update(text.as_bytes());
        Ok(mac)
    }

    /// A token: letters, digits, `-` and `_`.
    pub(crate) fn token(
        &self,
        purpose: Purpose,
        guest: GuestId,
        until: Option<Moment>,
    ) -> Result<String, Error> {
        let head = format!("{guest}-{:x}", until.map_or(0, Moment::seconds));
        let tag = self.mac(&format!("{}:{head}", purpose.as_str()))?.finalize().into_bytes();
        let tag = URL_SAFE_NO_PAD.encode(tag.get(..LENGTH).unwrap_or_default());
        Ok(format!("{head}-{tag}"))
    }

    /// Whom a token is for, if it is ours, for this, and not too old.
    pub(crate) fn read(&self, purpose: Purpose, token: &str, now: Moment) -> Option<GuestId> {
        let mut parts = token.splitn(3, '-');
        let (guest, until, tag) = (parts.next()?, parts.next()?, parts.next()?);
        let tag = URL_SAFE_NO_PAD.decode(tag).ok().filter(|tag| tag.len() == LENGTH)?;
        let mac = self.mac(&format!("{}:{guest}-{until}", purpose.as_str())).ok()?;
        mac.verify_truncated_left(&tag).ok()?;
        let until = i64::from_str_radix(until, 16).ok()?;
        (until == 0 || now.seconds() < until).then(|| guest.parse().ok())?
    }

    /// What letters to one mailbox are counted by; not to be read back.
    pub(crate) fn mailbox(&self, address: &str) -> Result<String, Error> {
        let tag = self.mac(&format!("mailbox:{}", mail::mailbox(address)))?.finalize().into_bytes();
        Ok(hex(&tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_one_guest_one_thing_and_a_while() {
        let key = LinkKey("k".into());
        let (guest, now) = (GuestId::from_raw(7), Moment::from_micros(0));
        let until = now.plus_seconds(60);
        let token = key.token(Purpose::Confirm, guest, Some(until)).unwrap();
        assert_eq!(key.read(Purpose::Confirm, &token, now), Some(guest));
        assert_eq!(key.read(Purpose::Confirm, &token, until), None, "too old");
        assert_eq!(key.read(Purpose::Remember, &token, now), None, "for something else");
        assert_eq!(LinkKey("other".into()).read(Purpose::Confirm, &token, now), None);
        let other = GuestId::from_raw(8).to_string();
        assert_eq!(key.read(Purpose::Confirm, &token.replace(&guest.to_string(), &other), now), None);
        for broken in ["", "-", "--", &token[..token.len() - 1], &format!("{token}A")] {
            assert_eq!(key.read(Purpose::Confirm, broken, now), None, "{broken}");
        }
        let stop = key.token(Purpose::Stop, guest, None).unwrap();
        assert_eq!(key.read(Purpose::Stop, &stop, now.plus_seconds(1 << 40)), Some(guest));
    }
}
