//! The real binary, from outside: command line, sockets, signals, databases that go away.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod backup;
mod cli;
mod copying;
mod courtesy;
mod crowd;
mod evidence;
mod feeds;
mod hammer;
mod http;
mod import;
mod kill;
mod leaving;
mod ledger;
mod memory;
mod nodes;
mod outage;
mod outlet;
mod pictures;
mod place;
mod power;
mod proxy;
mod scheduled;
mod serving;
mod short;
mod varnish;
mod visits;
mod watching;
