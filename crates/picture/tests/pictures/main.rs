//! Pictures as outlets and cameras make them, and as the unkind do.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod kept;
mod made;
mod refused;
mod samples;
