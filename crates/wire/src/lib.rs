//! All outbound sockets, behind one guard.
//!
//! **Invariants.** No other room opens an outbound connection. Every connection of a fetch goes to a public address
//! on port 80 or 443, or to an exact `address:port` pair the operator listed; this is judged where the
//! address is used, after the name was resolved, and again on the answer, so no spelling of an address and
//! no change of a name in between gets past it. Redirects are followed by hand and every hop is judged
//! anew. A fetch ends: in time, in bytes (counted after decompression) and in hops. Outlets are treated as we
//! would be: we say who we are, a page or feed is fetched if `robots.txt` lets it be (RFC 9309), no host gets
//! more than a few requests at once, nor pages without a pause, and who asks us to wait is heard.
//!
//! Letters go one way only, to the mail server that the operator named ([`mail`]), and so does word of changed pages, to
//! the caches he named ([`purge`]).
//!
//! **Deliberately absent.** Cookies, proxies from the environment, credentials, a Referer, reading the wall
//! clock, and any understanding of what was fetched (the clip room reads it), `robots.txt` aside.
//!
//! **Start reading** at [`Wire`], then [`Guard`]; the table of special addresses is in `special.rs`, the way
//! of one fetch in `fetch.rs`.

mod agent;
mod answer;
mod body;
mod clients;
mod exchange;
mod fetch;
mod guard;
mod hop;
pub mod mail;
mod pace;
pub mod purge;
mod refusal;
mod resolver;
mod robots;
mod rulebook;
mod special;
mod wire;

pub use exchange::{Accept, Answer, Exchange, Request};
pub use guard::Guard;
pub use hop::Hop;
pub use refusal::Refusal;
pub use wire::{Config, Error, Wire};
