//! The front door through its routes: readers, editors and programs who know nothing but addresses, on
//! both engines. The modules mirror the address tree.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod api;
mod desk;
mod place;
mod public;
