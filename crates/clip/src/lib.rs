//! Bytes in, clipping out: what a page says, who wrote it, when, in which language.
//!
//! **Invariants.** A pure function of bytes, their label and their address: no clock, no socket, no state.
//! No input makes it panic or run away: size and nesting are capped, foreign extractors run behind
//! [`extract`]'s fence. A fact that isn't sure is left out; what a person should check is a warning. No rule
//! names a site: rules are about causes.
//!
//! **Deliberately absent.** Fetching (`wire`), storing and drafts (`desk`), rules for single sites.
//!
//! **Start reading** at [`read()`]: it calls each of the others once, in order.

mod byline;
mod canonical;
mod date;
mod decode;
mod dek;
mod extract;
mod headline;
mod image;
mod language;
mod month;
mod names;
mod oembed;
mod outlet;
mod polish;
mod read;
mod sniff;
mod structured;
mod unreadable;
mod video;

pub use canonical::canonical_address;
pub use image::{ImageFacts, image_facts};
pub use oembed::{OEMBED_LIMIT, fill_from_oembed, oembed_address};
pub use read::{Page, SIZE_LIMIT, read};
pub use unreadable::Unreadable;
