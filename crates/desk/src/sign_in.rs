//! Signing in and out, and who is behind a secret.

use std::net::IpAddr;

use model::{AccountId, Actor, Scope};
use store::{Tx, accounts, attempts, sessions, tokens};

use crate::account::named;
use crate::gate::neighbourhood;
use crate::secret::{digest, fresh};
use crate::{Desk, Error, SessionSecret};

/// Seconds that a session lasts.
const SESSION: i64 = 30 * 86_400;
/// Seconds between two notes that a token is in use: reading must not write each time.
const USE_NOTED: i64 = 3_600;

impl Desk {
    /// Starts a session for a name and its password. `from` is the address of whoever asks.
    ///
    /// # Errors
    /// [`Error::Forbidden`] when name and password don't belong together, in the same words for a name
    /// that does not exist; [`Error::Busy`] after too many failures of the name or the address.
    pub fn sign_in(&self, name: &str, password: &str, from: &str) -> Result<SessionSecret, Error> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let keys = [format!("name:{}", name.to_lowercase()), format!("from:{}", sender(from))];
        let known = self.store.read(|conn| {
            for key in &keys {
                self.throttle(conn, key)?;
            }
            match named(conn, &name)? {
                Some(account) => Ok::<_, Error>(accounts::by_name(conn, &account.name)?),
                None => Ok(None),
            }
        })?;
        // An account that came back from an export has no password until its owner sets one.
        let hash = known.as_ref().map(|(_, hash)| hash.as_str()).filter(|hash| !hash.is_empty());
        let right = self.turns.verify(password, hash)?;
        match known {
            Some((account, _)) if right => self.store.write(|tx| {
                attempts::clear(tx, &keys[0])?;
                self.open_session(tx, account.id)
            }),
            _ => {
                let now = self.now();
                self.store.write(|tx| {
                    keys.iter().try_for_each(|key| attempts::add(tx, key, now)).map_err(Error::from)
                })?;
                Err(Error::Forbidden("This name and password don't belong together. Try again.".to_owned()))
            }
        }
    }

    /// Ends a session; one that has ended stays so.
    ///
    /// # Errors
    /// The store's.
    pub fn sign_out(&self, secret: &str) -> Result<(), Error> {
        self.store.write(|tx| Ok(sessions::remove(tx, &digest(secret))?))
    }

    /// Who is behind a session's secret: [`Actor::Nobody`] once it has ended.
    ///
    /// # Errors
    /// The store's.
    pub fn actor_of_session(&self, secret: &str) -> Result<Actor, Error> {
        let now = self.now();
        let account = self.store.read(|conn| sessions::account(conn, &digest(secret), now))?;
        Ok(account.map_or(Actor::Nobody, Actor::Account))
    }

    /// Who is behind an API token: [`Actor::Nobody`] when it is not one of ours.
    ///
    /// # Errors
    /// The store's.
    pub fn actor_of_token(&self, secret: &str) -> Result<Actor, Error> {
        let digest = digest(secret);
        let Some((account, scope, used)) = self.store.read(|conn| tokens::holder(conn, &digest))? else {
            return Ok(Actor::Nobody);
        };
        let now = self.now();
        if used.is_none_or(|used| used.plus_seconds(USE_NOTED) <= now) {
            // A site that can only be read still knows its programs.
            let _ = self.store.write(|tx| tokens::used(tx, &digest, now));
        }
        Ok(match scope {
            Scope::All => Actor::Account(account),
            Scope::Clip => Actor::Clipper(account),
        })
    }

    pub(crate) fn open_session(&self, tx: &mut Tx, account: AccountId) -> Result<SessionSecret, Error> {
        let secret = fresh()?;
        sessions::add(tx, &digest(&secret), account, self.now().plus_seconds(SESSION), self.now())?;
        Ok(SessionSecret::new(secret))
    }

    fn throttle(&self, conn: &mut store::Conn, key: &str) -> Result<(), Error> {
        let (now, tries, window) = (self.now(), self.limits.sign_in_tries, self.limits.sign_in_seconds);
        if attempts::count_since(conn, key, now.plus_seconds(-window))? < tries {
            return Ok(());
        }
        // The first whole minute after which enough of the failures have run out.
        let mut minutes = 1;
        while minutes * 60 < window
            && attempts::count_since(conn, key, now.plus_seconds(minutes * 60 - window))? >= tries
        {
            minutes += 1;
        }
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        Err(Error::Busy {
            message: format!("Too many sign-ins failed. Please wait {minutes} {unit}, then try again."),
            retry_after: u64::try_from(minutes * 60).unwrap_or(60),
        })
    }
}

fn sender(from: &str) -> String {
    match from.trim().parse::<IpAddr>() {
        Ok(address) => neighbourhood(address).to_string(),
        Err(_) => from.trim().to_owned(),
    }
}
