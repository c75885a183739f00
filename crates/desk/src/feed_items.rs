//! Items of feeds: taken, that is clipped, or put away.

use model::{Actor, FeedId, FeedItemId, ItemState, Permission};
use store::feed_items;

use crate::feeds::SeenFrom;
use crate::{ClipRequest, Desk, Error, access};

impl Desk {
    /// Clips an item: promises to fetch its page, or names the post that this page already has. Taking it
    /// twice clips it once.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::NotFound`]; [`Error::Invalid`] for an item
    /// whose address is none.
    pub fn take_item(&self, actor: &Actor, id: FeedItemId) -> Result<ClipRequest, Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            let item = feed_items::by_id(tx, id)?.ok_or_else(|| Error::missing("item"))?;
            let request = self.request_clip_in(tx, actor, &item.url, &item.canonical)?;
            let job = match request {
                ClipRequest::Existing(_) => None,
                ClipRequest::Queued(job) => Some(job),
            };
            feed_items::mark(tx, id, ItemState::Taken, job)?;
            Ok(request)
        })
    }

    /// Puts an item away. One that was taken stays taken.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write; [`Error::NotFound`].
    pub fn dismiss_item(&self, actor: &Actor, id: FeedItemId) -> Result<(), Error> {
        self.put(actor, id, ItemState::New, ItemState::Dismissed)
    }

    /// Brings an item back that was put away.
    ///
    /// # Errors
    /// As [`Desk::dismiss_item`].
    pub fn restore_item(&self, actor: &Actor, id: FeedItemId) -> Result<(), Error> {
        self.put(actor, id, ItemState::Dismissed, ItemState::New)
    }

    fn put(&self, actor: &Actor, id: FeedItemId, from: ItemState, to: ItemState) -> Result<(), Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| {
            let item = feed_items::by_id(tx, id)?.ok_or_else(|| Error::missing("item"))?;
            if item.state == from {
                feed_items::mark(tx, id, to, None)?;
            }
            Ok(())
        })
    }

    /// Puts away all new items, of one feed or of all, from the first that was seen on downwards: what has
    /// come in since stays. How many there were.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for those who don't write.
    pub fn dismiss_items(&self, actor: &Actor, from: SeenFrom, feed: Option<FeedId>) -> Result<u64, Error> {
        access::require(actor, Permission::Write)?;
        self.write(|tx| Ok(feed_items::dismiss(tx, from, feed)?))
    }
}
