//! The editor's desk. Every handler takes [`crate::session::Signed`]: without a session there is no way
//! in, and a test walks the route list to prove it. What an account may do is the desk room's to say.

pub mod accounts;
pub mod backups;
pub mod blocks;
pub mod captures;
pub mod clippings;
pub mod comments;
pub mod credits;
pub mod evidence;
pub mod feed_items;
pub mod feeds;
pub mod frame;
pub mod imports;
pub mod inbox;
pub mod jobs;
pub mod mail;
pub mod media;
pub mod popular;
pub mod posts;
pub mod quotations;
pub mod seen;
pub mod settings;
pub mod sign_in;
pub mod stats;
pub mod watch;
pub mod you;
