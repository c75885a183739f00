//! Bytes in, clipping out: what a page says, who wrote it, when, in which language.
//!
//! **Invariants.** A pure function of bytes, their label and their address: no clock, no socket, no state.
//! No input makes it panic or run away: size and nesting are capped, foreign extractors run behind
//! [`extract`]'s fence. A fact that isn't sure is left out; what a person should check is a warning. No rule
//! names a site: rules are about causes.
//!
//! **How a piece is found.** What is beside it goes first ([`prune`]: by name, by make, never by site); two
//! readers look at what is left (readability, and our own [`ground`]); where they differ a third decides
//! ([`extract`]). Then the lines that repeat what stands above, and those that lead away, go ([`polish`],
//! [`trim`]), and the sanitizer has the last word.
//!
//! **Deliberately absent.** Fetching (`wire`), storing and drafts (`desk`), rules for single sites.
//!
//! **Start reading** at [`read()`]: it calls each of the others once, in order.

mod budget;
mod byline;
mod canonical;
mod cues;
mod date;
mod decode;
mod dek;
mod extract;
mod facts;
pub mod feed;
mod ground;
mod headline;
mod language;
mod late;
mod layout;
mod marks;
mod measure;
mod month;
mod names;
mod needs;
mod notes;
mod oembed;
mod outlet;
mod polish;
mod prune;
mod quality;
mod read;
mod sniff;
mod standfirst;
mod state;
mod structured;
mod teasers;
mod trim;
mod unreadable;
mod video;

pub use canonical::{address_key, canonical_address};
pub use decode::text;
pub use language::language as language_of;
pub use needs::{Need, needs, needs_of_style, page_text};
pub use oembed::{OEMBED_LIMIT, fill_from_oembed, oembed_address};
pub use read::{Page, SIZE_LIMIT, read};
pub use unreadable::Unreadable;
