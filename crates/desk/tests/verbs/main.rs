//! The verbs through their public doors: allowed, forbidden, invalid, twice, at the same time; on both
//! engines.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod backing_up;
mod clipping;
mod commenting;
mod correcting;
mod counting;
mod doubles;
mod feeds;
mod flagging;
mod hubs;
mod importing;
mod judging;
mod ledger;
mod mail;
mod opening;
mod own;
mod people;
mod pictures;
mod place;
mod popular;
mod publishing;
mod quoting;
mod relating;
mod roles;
mod ruling;
mod seeing;
mod spam;
mod together;
mod watching;
mod working;
mod writing;
