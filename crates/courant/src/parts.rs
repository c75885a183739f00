//! The rooms, put together as a configuration says.

use std::sync::Arc;

use anyhow::{Context, Result};
use desk::Desk;
use store::Store;
use url::Url;
use wire::Wire;
use wire::mail::Mailer;

use crate::clipping::Scissors;
use crate::clock::SystemClock;
use crate::config::Config;
use crate::key::Keys;
use crate::shelf::Shelf;

/// Opens the database, making and migrating it if need be.
///
/// # Errors
/// When the data directory or the database can't be used, saying which and why.
pub fn desk(config: &Config) -> Result<Desk> {
    store::make_directory(&config.data)
        .with_context(|| format!("can't make the data directory {}", config.data.display()))?;
    let store = Store::open(&config.database, &config.files())?;
    if let Some(among) = config.commit_share {
        store.share_commits(among);
    }
    let keys = Keys::of(config);
    let from = config.mailer.as_ref().map(Mailer::from);
    let desk = Desk::new(store, Arc::new(SystemClock)).mailing_as(from.as_deref());
    Ok(desk.signing(move |wanted| keys.load(wanted)))
}

/// The way from an address to a draft.
///
/// # Errors
/// When the HTTP client can't be set up.
pub fn scissors(config: &Config, desk: &Desk) -> Result<Scissors> {
    // Without a public address we still say what we are, but not where: nobody could come there and ask.
    let site = config.address.as_deref().map(Url::parse).transpose().context("the public address")?;
    let wire =
        Wire::new(wire::Config { allow: config.fetch_allow.clone(), site, ..wire::Config::default() })?;
    let scissors = Scissors::new(desk.clone(), wire).at(config.address.as_deref());
    let scissors = scissors.stamped_by(config.timestamp_authority.as_deref());
    Ok(scissors.shelving(Shelf::of(config)))
}
