//! Hubs that tell of news (WebSub, W3C Recommendation 2018-01-23): asked, verified, heard, left.

use hmac::{Hmac, KeyInit, Mac};
use model::{Feed, FeedId, FeedState, Hub, Job, JobId};
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};
use store::{Tx, feeds};

use crate::secret::fresh;
use crate::{Desk, Error};

/// Seconds of calls that we ask a hub for.
pub const LEASE: i64 = 10 * 86_400;
/// A hub's promise is believed for so many seconds at most, and asked for anew so many before it ends.
const LONGEST_LEASE: i64 = 90 * 86_400;
const RENEW: i64 = 2 * 86_400;
/// Seconds after which a hub that has not answered is asked again.
const ASK_AGAIN: i64 = 6 * 3_600;
/// Seconds between two looks that a hub can cause.
const PATIENCE: i64 = 60;

/// A hub's question whether we have asked for its calls.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HubQuestion {
    /// `subscribe`, `unsubscribe` or `denied`.
    pub mode: String,
    /// The feed it means.
    pub topic: String,
    /// Seconds for which it will call.
    pub lease: Option<i64>,
}

impl Desk {
    /// What to ask a hub that a feed names; `None` while there is nothing to ask. `topic` is the address by
    /// which the hub knows the feed.
    ///
    /// # Errors
    /// The store's.
    pub fn hub_to_ask(&self, id: FeedId, hub: Option<&str>, topic: &str) -> Result<Option<Hub>, Error> {
        let now = self.now();
        let (callback, secret) = (fresh()?, fresh()?);
        self.write(|tx| {
            let Some(mut feed) = feeds::by_id(tx, id)?.filter(|feed| feed.state == FeedState::Active) else {
                return Ok(None);
            };
            let same = match (&feed.hub, hub) {
                (Some(known), Some(hub)) => known.address == hub && known.topic == topic,
                (None, None) => return Ok(None),
                _ => false,
            };
            if !same {
                self.leave_hub(tx, &mut feed)?;
                feed.hub = hub.map(|hub| Hub {
                    address: hub.to_owned(),
                    topic: topic.to_owned(),
                    callback: callback.clone(),
                    secret: secret.clone(),
                    lease_until: None,
                    asked: None,
                });
            }
            let asks = feed.hub.as_mut().filter(|hub| {
                let ends = hub.lease_until.is_none_or(|until| until <= now.plus_seconds(RENEW));
                ends && hub.asked.is_none_or(|asked| asked.plus_seconds(ASK_AGAIN) <= now)
            });
            let wish = asks.map(|hub| {
                hub.asked = Some(now);
                hub.clone()
            });
            feeds::save(tx, &feed)?;
            Ok(wish)
        })
    }

    /// Answers a hub's question: whether we want what it says. An agreement is kept with the end of its
    /// lease; a denial, too. That we want no more of a feed is true of every address we don't know.
    ///
    /// # Errors
    /// The store's.
    pub fn answer_hub(&self, callback: &str, question: &HubQuestion) -> Result<bool, Error> {
        let now = self.now();
        self.write(|tx| {
            let feed = feeds::by_callback(tx, callback)?.filter(|feed| feed.state == FeedState::Active);
            let Some(mut feed) = feed else { return Ok(question.mode == "unsubscribe") };
            let Some(hub) = feed.hub.as_mut().filter(|hub| hub.topic == question.topic) else {
                return Ok(false);
            };
            match question.mode.as_str() {
                "subscribe" if hub.asked.is_some() => {
                    let lease = question.lease.unwrap_or(LEASE).clamp(60, LONGEST_LEASE);
                    hub.lease_until = Some(now.plus_seconds(lease));
                }
                "denied" => hub.lease_until = None,
                _ => return Ok(false),
            }
            feeds::save(tx, &feed)?;
            Ok(true)
        })
    }

    /// Hears a hub's call, and promises a look at its feed if the call is signed with our secret. `false`
    /// when we don't know the address it calls. What it brought along is not read: the feed itself stays the
    /// one truth, whoever may have learned an address or a secret.
    ///
    /// # Errors
    /// The store's.
    pub fn hear_hub(&self, callback: &str, body: &[u8], signature: &str) -> Result<bool, Error> {
        let now = self.now();
        self.write(|tx| {
            let Some(feed) = feeds::by_callback(tx, callback)? else { return Ok(false) };
            let signed = feed.hub.as_ref().is_some_and(|hub| is_signed(&hub.secret, body, signature));
            if signed && feed.state == FeedState::Active {
                let earliest = feed.looked.map_or(now, |looked| looked.plus_seconds(PATIENCE));
                self.promise_look(tx, feed.id, earliest.max(now))?;
            }
            // A wrong signature is answered as a right one (section 8 of the Recommendation).
            Ok(true)
        })
    }

    /// Forgets a feed's hub, and promises to tell it so if it may still call. The feed is not saved here.
    pub(crate) fn leave_hub(&self, tx: &mut Tx, feed: &mut Feed) -> Result<(), Error> {
        let now = self.now();
        let Some(hub) = feed.hub.take().filter(|hub| hub.asked.is_some()) else { return Ok(()) };
        let job = Job::LeaveHub { hub: hub.address, topic: hub.topic, callback: hub.callback };
        tx.enqueue(JobId::from_raw(self.ids.next_raw()), &job, now, now)?;
        Ok(())
    }
}

/// Whether a signature like `sha256=…` is of this secret and body; compared in constant time. SHA-1 is taken,
/// too: as a keyed hash it is not broken, and hubs still send it.
fn is_signed(secret: &str, body: &[u8], signature: &str) -> bool {
    let Some((method, hex)) = signature.trim().split_once('=') else { return false };
    let Some(claimed) = bytes_of(hex.trim()) else { return false };
    macro_rules! verify {
        ($hash:ty) => {
            Hmac::<$hash>::new_from_slice(secret.as_bytes()).is_ok_and(|mut mac| {
                mac.update(body);
                mac.verify_slice(&claimed).is_ok()
            })
        };
    }
    match method.trim().to_ascii_lowercase().as_str() {
        "sha256" => verify!(Sha256),
        "sha384" => verify!(Sha384),
        "sha512" => verify!(Sha512),
        "sha1" => verify!(Sha1),
        _ => false,
    }
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || hex.len() > 256 || !hex.is_ascii() {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_fits_its_secret_and_body_only() {
        // RFC 2202, test 2, and RFC 4231, test case 2.
        let (key, body) = ("Jefe", b"what do ya want for nothing?");
        let sha1 = "sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79";
        let sha256 = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert!(is_signed(key, body, sha1) && is_signed(key, body, sha256));
        assert!(is_signed(key, body, &sha256.replace("=5b", "=5B")));
        assert!(!is_signed("jefe", body, sha256) && !is_signed(key, b"", sha256));
        for bad in
            ["", "sha256", "sha256=", "sha256=zz", "md5=00", "sha1=5bdcc146", "sha256=é", &sha256[..60]]
        {
            assert!(!is_signed(key, body, bad), "{bad}");
        }
    }
}
