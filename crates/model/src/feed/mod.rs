//! Feeds of outlets: lists of their newest pieces, which we look at so that a person can choose from them.
//!
//! [`FeedReading`] is what one document says; [`Feed`] and [`FeedItem`] are what is kept of it; [`pace`]
//! says when it is looked at next.

mod item;
pub mod pace;
mod reading;
mod subscribed;

pub use item::{FeedItem, ItemRow, ItemState};
pub use reading::{FeedHead, FeedLink, FeedPerson, FeedReading, ReadItem};
pub use subscribed::{Feed, FeedRow, FeedState, Hub, ListedFeed, TITLE_LIMIT, Validators};
