//! The real binary, from outside: command line, sockets, signals, databases that go away.

mod cli;
mod http;
mod kill;
mod outage;
mod outlet;
mod place;
mod proxy;
mod serving;
