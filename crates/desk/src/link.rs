//! One-time links: the one that makes the owner of a new site, and those that sign someone in.

use model::{Account, AccountId, Problems, Role};
use store::{accounts, links};

use crate::secret::{digest, fresh};
use crate::{Desk, Error, SessionSecret, password};

/// Seconds that a link can be used.
const LINK: i64 = 24 * 3_600;

const OWNER: &str = "owner";
const SIGN_IN: &str = "sign_in";

impl Desk {
    /// The secret of a link that makes the first owner, for 24 hours; `None` once there is an account.
    ///
    /// # Errors
    /// The store's.
    pub fn owner_link(&self) -> Result<Option<String>, Error> {
        let secret = fresh()?;
        self.write(|tx| {
            if accounts::count(tx)? > 0 {
                return Ok(None);
            }
            links::add(tx, &digest(&secret), OWNER, None, self.now().plus_seconds(LINK))?;
            Ok(Some(secret.clone()))
        })
    }

    /// Whether [`Desk::claim_owner`] would take this secret now.
    ///
    /// # Errors
    /// The store's.
    pub fn is_owner_link(&self, secret: &str) -> Result<bool, Error> {
        let now = self.now();
        self.store.read(|conn| {
            let link = links::peek(conn, &digest(secret), now)?;
            Ok(link.is_some_and(|(kind, _)| kind == OWNER) && accounts::count(conn)? == 0)
        })
    }

    /// Makes the first owner and signs them in. The link is used up only by success.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a link that is used, too old or not ours; [`Error::Invalid`] for name or
    /// password.
    pub fn claim_owner(&self, secret: &str, name: &str, password: &str) -> Result<SessionSecret, Error> {
        if !self.is_owner_link(secret)? {
            return Err(spent());
        }
        let mut problems = Problems::default();
        let name = password::name(name, &mut problems);
        password::check(password, &mut problems);
        problems.into_result(())?;
        let hash = self.turns.hash(password)?;
        let now = self.now();
        self.write(|tx| {
            let link = links::take(tx, &digest(secret), now)?;
            if link.is_none_or(|(kind, _)| kind != OWNER) || accounts::count(tx)? > 0 {
                return Err(spent());
            }
            links::remove_kind(tx, OWNER)?;
            let id = AccountId::from_raw(self.ids.next_raw());
            let owner = Account { id, name: name.clone(), role: Role::Owner, created: now };
            accounts::add(tx, &owner, &hash)?;
            self.open_session(tx, id)
        })
    }

    /// The secret of a link that signs an account in once, for 24 hours.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account that does not exist.
    pub fn sign_in_link(&self, account: AccountId) -> Result<String, Error> {
        let secret = fresh()?;
        self.write(|tx| {
            accounts::by_id(tx, account)?.ok_or_else(|| Error::missing("account"))?;
            links::add(tx, &digest(&secret), SIGN_IN, Some(account), self.now().plus_seconds(LINK))?;
            Ok(secret.clone())
        })
    }

    /// Signs in with a one-time link and uses it up.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a link that is used, too old, not ours or an owner's.
    pub fn use_link(&self, secret: &str) -> Result<SessionSecret, Error> {
        let now = self.now();
        self.write(|tx| match links::take(tx, &digest(secret), now)? {
            Some((kind, Some(account))) if kind == SIGN_IN => self.open_session(tx, account),
            _ => Err(spent()),
        })
    }
}

fn spent() -> Error {
    Error::Forbidden("This link was used already or is too old. A new one is printed when Courant starts without an owner; with an account, sign in with name and password.".to_owned())
}
