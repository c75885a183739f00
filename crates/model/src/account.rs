//! People who sign in, what they may do, and who is acting in a call.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{AccountId, Moment};

/// What an account is trusted with. Ordered by nothing: a moderator is not a small author.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Everything, accounts and settings included.
    Owner,
    /// All posts and comments.
    Editor,
    /// Their own posts.
    Author,
    /// Comments.
    Moderator,
}

/// A thing one may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// See the desk at all.
    SeeDesk,
    /// Clip pages into drafts.
    Clip,
    /// Write and edit one's own drafts and posts, publish and retract them.
    Write,
    /// The same for everybody's.
    WriteAny,
    /// Open captures to readers, and close them.
    Open,
    /// Judge comments.
    Judge,
    /// See jobs.
    SeeJobs,
    /// Change the site's settings.
    Configure,
    /// Add accounts and tokens for others.
    ManageAccounts,
}

impl Role {
    /// All roles, most trusted first.
    pub const ALL: [Role; 4] = [Role::Owner, Role::Editor, Role::Author, Role::Moderator];

    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Editor => "editor",
            Role::Author => "author",
            Role::Moderator => "moderator",
        }
    }

    /// Whether this role is trusted with a thing.
    pub fn may(self, permission: Permission) -> bool {
        use Permission as P;
        match permission {
            P::SeeDesk => true,
            P::Clip | P::Write => matches!(self, Role::Owner | Role::Editor | Role::Author),
            P::WriteAny | P::Open | P::SeeJobs => matches!(self, Role::Owner | Role::Editor),
            P::Judge => matches!(self, Role::Owner | Role::Editor | Role::Moderator),
            P::Configure | P::ManageAccounts => self == Role::Owner,
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Role::ALL.into_iter().find(|role| role.as_str() == word).ok_or_else(|| {
            format!("“{word}” is not a role; the roles are owner, editor, author and moderator")
        })
    }
}

/// A person who signs in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its key.
    pub id: AccountId,
    /// The name they sign in with, shown on the desk; not a byline.
    pub name: String,
    /// What they are trusted with.
    pub role: Role,
    /// When it was made.
    pub created: Moment,
}

/// What a program with a token may do of what its account may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// All of it.
    #[default]
    All,
    /// Clip pages into drafts, nothing else.
    Clip,
}

impl Scope {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::All => "all",
            Scope::Clip => "clip",
        }
    }
}

impl FromStr for Scope {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        [Scope::All, Scope::Clip]
            .into_iter()
            .find(|scope| scope.as_str() == word)
            .ok_or_else(|| format!("“{word}” is not a scope; the scopes are all and clip"))
    }
}

/// A program's token as its owner sees it; the secret itself was shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// What tells it from the account's other tokens; no secret.
    pub mark: String,
    /// What it is for.
    pub label: String,
    /// What it may do.
    pub scope: Scope,
    /// When it was made.
    pub created: Moment,
    /// When a program last used it, to the hour; `None` for never.
    pub used: Option<Moment>,
}

/// Longest account name, in characters.
pub const NAME_LIMIT: usize = 60;
/// Shortest password, in characters.
pub const PASSWORD_MINIMUM: usize = 10;
/// Longest password, in bytes: hashing cost must be bounded.
pub const PASSWORD_MAXIMUM: usize = 1_000;

/// Who is acting in a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person or a program with their token.
    Account(Account),
    /// A program with a token of this account that may clip and do nothing else.
    Clipper(Account),
    /// Courant itself: the worker, the command line, an import.
    System,
    /// A reader.
    Nobody,
}

impl Actor {
    /// Whether the actor may do a thing.
    pub fn may(&self, permission: Permission) -> bool {
        match self {
            Actor::Account(account) => account.role.may(permission),
            Actor::Clipper(account) => permission == Permission::Clip && account.role.may(permission),
            Actor::System => true,
            Actor::Nobody => false,
        }
    }

    /// The acting account, when there is one.
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Actor::Account(account) | Actor::Clipper(account) => Some(account.id),
            Actor::System | Actor::Nobody => None,
        }
    }
}
