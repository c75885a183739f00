//! What readers ask for.

mod cache;
mod clock;
mod comments;
mod feeds;
mod lists;
pub mod pictures;
mod popular;
mod post;
mod search;
mod serving;
