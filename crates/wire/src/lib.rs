//! All outbound sockets, behind one guard.
//!
//! **Invariants.** No other room opens an outbound connection. Every connection goes to a public address
//! on port 80 or 443, or to an exact `address:port` pair the operator listed; this is judged where the
//! address is used, after the name was resolved, and again on the answer, so no spelling of an address and
//! no change of a name in between gets past it. Redirects are followed by hand and every hop is judged
//! anew. A fetch ends: in time, in bytes (counted after decompression) and in hops.
//!
//! **Deliberately absent.** Cookies, proxies from the environment, credentials, a Referer, request bodies,
//! reading the wall clock, and any understanding of what was fetched (the clip room reads it). `robots.txt`
//! and politeness between fetches of one host are not here yet either: today a person asks for each page,
//! and crawling comes with its own issue.
//!
//! **Start reading** at [`Wire`], then [`Guard`]; the table of special addresses is in `special.rs`.

mod body;
mod exchange;
mod fetch;
mod guard;
mod refusal;
mod resolver;
mod special;
mod wire;

pub use exchange::{Accept, Answer, Exchange, Request};
pub use guard::Guard;
pub use refusal::Refusal;
pub use wire::{Config, Error, Wire};
