//! XML as exports have it: huge, and not always well formed.
//!
//! A [`Pull`] cuts a stream into the elements that lie in its outermost ones, one at a time, each as a [`Piece`] with
//! its text as it stands in the file. A piece becomes an [`Element`] when somebody wants to look inside; text is
//! decoded only when it is asked for.
//!
//! A prefix need not be declared, no entity of a file's own is ever expanded, bytes that are no UTF-8 are repaired and
//! characters that XML does not know are dropped, both counted. A piece that can't be read is told with its place, and
//! the next one begins where the next one begins.

mod element;
mod piece;
mod pull;
mod text;
mod window;

pub use element::{DEEPEST, Element};
pub use piece::Piece;
pub use pull::{LARGEST, Pull, Pulled};
pub use text::decode;
