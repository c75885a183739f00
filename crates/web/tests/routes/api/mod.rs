//! What programs do with a token.

mod clippings;
mod comments;
mod posts;
mod shared;
