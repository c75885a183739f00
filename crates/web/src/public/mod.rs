//! What readers see. One file per kind of page; each handler names what its page shows, so that the
//! cache knows when to let it go.

pub mod captures;
pub mod comments;
pub mod corrections;
pub mod feeds;
pub mod files;
pub mod flag;
pub mod home;
pub mod ledger;
pub mod lists;
pub mod mail;
pub mod moderation;
pub mod outlets;
pub mod own;
pub mod pictures;
pub mod popular;
pub mod post;
pub mod search;
pub mod sitemap;
pub mod thread;
pub mod websub;
