//! What readers ask for.

mod cache;
mod captures;
mod clock;
mod comments;
mod copying;
mod corrections;
mod feeds;
mod flags;
mod flood;
mod front;
mod ledger;
mod lists;
mod mail;
mod outlets;
pub mod pictures;
mod popular;
mod post;
mod related;
mod search;
mod serving;
mod threads;
