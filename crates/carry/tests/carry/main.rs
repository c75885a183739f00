//! Exports read through the room's public doors, broken and hostile ones among them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod blogger;
mod exports;
mod generated;
mod ghost;
mod out;
mod package;
mod wordpress;
mod xml;
