//! The `courant` binary: the only place where all rooms meet.
//!
//! **Invariants.** The command line and the environment are read here and nowhere else; every command
//! ends with exit code 0 (done), 1 (failed, one message on standard error: what, where, what to do) or
//! 2 (wrong usage). Rules live in the rooms; this is wiring.
//!
//! **Start reading** at [`command`], then [`clipping`] and [`work`].

mod backing_up;
mod backup;
mod beside;
mod clipping;
mod clock;
mod come_back;
mod command;
mod config;
mod demo;
mod export;
mod extract;
mod front;
mod import;
mod keeping;
mod key;
mod leave;
mod ledger_cli;
mod looking;
mod news;
mod outlet;
mod parts;
mod people;
mod postman;
mod recording;
mod scissors_cli;
mod seen;
mod serve;
mod shelf;
mod site_copy;
mod stamping;
mod watching;
mod work;

use std::process::ExitCode;

/// Reading a page makes and frees a hundred thousand small things.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // The allocator asks for pages of 2 MiB, for each thread its own, and a server with a dozen threads has little to put on
    // most of them: without them it holds a quarter of the memory and starts in a third of the time. Said first of all,
    // before there is much to hold. A system that knows no such pages refuses, which is as good.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    command::run()
}
