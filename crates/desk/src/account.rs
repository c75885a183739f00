//! Accounts, their passwords and their tokens.

use model::{Account, AccountId, Actor, Permission, Problems, Role, Scope, Token};
use store::{Conn, accounts, sessions, tokens};

use crate::secret::{digest, fresh};
use crate::{Desk, Error, access, password};

/// Longest label of a token, in characters.
const LABEL_LIMIT: usize = 100;

impl Desk {
    /// Makes an account.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners; [`Error::Invalid`] for a name that is taken or a password
    /// that is too short.
    pub fn add_account(
        &self,
        actor: &Actor,
        name: &str,
        role: Role,
        password: &str,
    ) -> Result<Account, Error> {
        access::require(actor, Permission::ManageAccounts)?;
        let mut problems = Problems::default();
        let name = password::name(name, &mut problems);
        password::check(password, &mut problems);
        problems.into_result(())?;
        let hash = self.turns.hash(password)?;
        let account =
            Account { id: AccountId::from_raw(self.ids.next_raw()), name, role, created: self.now() };
        self.write(|tx| {
            if named(tx, &account.name)?.is_some() {
                return Err(Error::field(
                    "name",
                    format!("the name “{}” is taken; choose another", account.name),
                ));
            }
            accounts::add(tx, &account, &hash)?;
            Ok(account.clone())
        })
    }

    /// All accounts.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners.
    pub fn accounts(&self, actor: &Actor) -> Result<Vec<Account>, Error> {
        access::require(actor, Permission::ManageAccounts)?;
        Ok(self.store.read(accounts::list)?)
    }

    /// Makes an API token for an account, with all its rights or some, and gives it this once: it starts with `courant_`.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for another's account, unless one looks after accounts; [`Error::NotFound`];
    /// [`Error::Invalid`] for a label that is missing or too long.
    pub fn add_token(
        &self,
        actor: &Actor,
        account: &str,
        label: &str,
        scope: Scope,
    ) -> Result<String, Error> {
        access::require(actor, Permission::SeeDesk)?;
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        if label.is_empty() || label.chars().count() > LABEL_LIMIT {
            return Err(Error::field(
                "label",
                format!("say what the token is for, in 1 to {LABEL_LIMIT} characters"),
            ));
        }
        let secret = format!("courant_{}", fresh()?);
        let now = self.now();
        self.write(|tx| {
            let known = named(tx, account)?;
            if known.as_ref().map(|known| known.id) != actor.account() {
                access::require(actor, Permission::ManageAccounts)?;
            }
            let known = known
                .ok_or_else(|| Error::NotFound(format!("There is no account named “{}”.", account.trim())))?;
            tokens::add(tx, &digest(&secret), known.id, &label, scope, now)?;
            Ok(secret.clone())
        })
    }

    /// One's own tokens, newest first; at most a hundred.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those without an account.
    pub fn tokens(&self, actor: &Actor) -> Result<Vec<Token>, Error> {
        access::require(actor, Permission::SeeDesk)?;
        let Some(account) = actor.account() else { return Ok(Vec::new()) };
        Ok(self.store.read(|conn| tokens::of_account(conn, account))?)
    }

    /// Takes one of one's own tokens back: the program that has it is a stranger from then on.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those without an account; [`Error::NotFound`] for a token that is not
    /// theirs or was taken back already.
    pub fn remove_token(&self, actor: &Actor, mark: &str) -> Result<(), Error> {
        access::require(actor, Permission::SeeDesk)?;
        self.write(|tx| {
            let removed = match actor.account() {
                Some(account) => tokens::remove(tx, account, mark)?,
                None => false,
            };
            if removed { Ok(()) } else { Err(Error::missing("token of yours")) }
        })
    }

    /// Sets an account's password and ends its sessions.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for another's account, unless one looks after accounts; [`Error::NotFound`];
    /// [`Error::Invalid`] for a password that is too short.
    pub fn change_password(&self, actor: &Actor, account: AccountId, password: &str) -> Result<(), Error> {
        access::require(actor, Permission::SeeDesk)?;
        if actor.account() != Some(account) {
            access::require(actor, Permission::ManageAccounts)?;
        }
        let mut problems = Problems::default();
        password::check(password, &mut problems);
        problems.into_result(())?;
        let hash = self.turns.hash(password)?;
        self.write(|tx| {
            accounts::by_id(tx, account)?.ok_or_else(|| Error::missing("account"))?;
            accounts::set_password(tx, account, &hash)?;
            Ok(sessions::remove_of(tx, account)?)
        })
    }
}

/// The account of a name, in whatever case and spacing it is written.
pub(crate) fn named(conn: &mut Conn, name: &str) -> Result<Option<Account>, Error> {
    let fold = |name: &str| name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let wanted = fold(name);
    Ok(accounts::list(conn)?.into_iter().find(|account| fold(&account.name) == wanted))
}
