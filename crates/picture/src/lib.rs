//! Pictures: foreign bytes in; what a site may show of them, in several sizes, out.
//!
//! **Invariants.** Two pure functions, [`keep`] and [`renditions`]: no socket, no database, no clock. What
//! leaves this room names no place, camera or person: all that a file says beside its pixels is dropped,
//! colours and animation aside. No bytes make it panic or run away: the kind is read off the bytes, pixels
//! and memory are capped before anything is unpacked, and one picture is unpacked at a time.
//!
//! **Deliberately absent.** Fetching, storing, HTML; drawings (SVG), which are programs. What moves is kept
//! as it is, in its one size.
//!
//! **Start reading** at [`keep`], then [`strip`]; [`renditions`] makes the sizes.

mod encode;
mod keep;
mod refused;
mod renditions;
mod strip;
mod unpack;

pub use keep::{Kept, keep};
pub use refused::Refused;
pub use renditions::{Rendition, WIDTHS, renditions};
pub use unpack::PIXELS;
