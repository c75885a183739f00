//! The wire room through its public doors: an outlet made in the test answers as real ones should not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]

mod addresses;
mod answers;
mod conditions;
mod hops;
mod limits;
mod outlet;
mod redirects;
mod robots;
