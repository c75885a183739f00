//! What a post quotes, and where it stands in a text.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod located;
mod measured;
mod shares;
mod taken;
