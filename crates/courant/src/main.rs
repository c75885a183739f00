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
    // Where the system gives large pages to whoever does not ask for them, too: docs/speed.md, "Memory". One that knows none
    // refuses, which is as good.
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    command::run()
}
