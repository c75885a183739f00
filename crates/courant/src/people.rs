//! Accounts and tokens from a shell.

use std::io::{Read, Write};

use anyhow::{Context, Result, bail};
use model::{Actor, Role, Scope};

use crate::config::Config;
use crate::parts;

/// `account add`: the password is the first line of standard input.
pub fn add_account(config: &Config, name: &str, role: Role) -> Result<()> {
    let mut text = String::new();
    std::io::stdin()
        .take(4_096)
        .read_to_string(&mut text)
        .context("can't read the password from standard input")?;
    let password = text.lines().next().unwrap_or_default();
    if password.is_empty() {
        bail!(
            "no password came on standard input; try: printf '%s\\n' 'a long password' | courant account add …"
        );
    }
    let account = parts::desk(config)?.add_account(&Actor::System, name, role, password)?;
    writeln!(std::io::stdout(), "{} is now {} of this site.", account.name, with_article(account.role))?;
    Ok(())
}

fn with_article(role: Role) -> &'static str {
    match role {
        Role::Owner => "an owner",
        Role::Editor => "an editor",
        Role::Author => "an author",
        Role::Moderator => "a moderator",
    }
}

/// `account list`: one line each, name and role with a tab between them.
pub fn list_accounts(config: &Config) -> Result<()> {
    let mut out = std::io::stdout().lock();
    for account in parts::desk(config)?.accounts(&Actor::System)? {
        writeln!(out, "{}\t{}\t{}", account.name, account.role, account.created)?;
    }
    Ok(())
}

/// `account link`: prints the link alone, so that a script can take it.
pub fn link(config: &Config, name: &str) -> Result<()> {
    let desk = parts::desk(config)?;
    let known = desk.accounts(&Actor::System)?;
    let Some(account) = known.iter().find(|account| account.name == name.trim()) else {
        bail!("there is no account named “{name}”; courant account list says who there is");
    };
    let origin = config.address.clone().unwrap_or_else(|| format!("http://{}", config.listen));
    writeln!(std::io::stdout(), "{origin}/welcome/{}", desk.sign_in_link(account.id)?)?;
    Ok(())
}

/// `token add`: prints the token alone, so that a script can take it.
pub fn add_token(config: &Config, account: &str, label: &str, scope: Scope) -> Result<()> {
    let token = parts::desk(config)?.add_token(&Actor::System, account, label, scope)?;
    writeln!(std::io::stdout(), "{token}")?;
    Ok(())
}
