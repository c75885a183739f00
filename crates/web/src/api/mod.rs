//! The JSON door for programs. Every handler takes [`crate::session::Bearer`]; the verbs are the desk's,
//! the same that people use.

pub mod blocks;
pub mod clippings;
pub mod comments;
pub mod posts;
mod quotations;
pub mod read;
