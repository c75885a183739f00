//! Outlets: what this site has taken from each, counted over published posts only.

use serde::{Deserialize, Serialize};

use crate::Moment;

/// An outlet in the list of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlet {
    /// [`crate::source::host_of`] its pages: the `HOST` of `/sources/HOST`.
    pub host: String,
    /// Its name, as the newest post from there credits it.
    pub name: String,
    /// Published posts from there.
    pub posts: i64,
    /// When the newest of them came out.
    pub newest: Moment,
}

/// Posts that an outlet's record is counted over, newest first: a page must cost the same however long a site
/// has been at it.
pub const COUNTED: u32 = 500;

/// All that a site can say of an outlet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutletRecord {
    /// Which, and how many posts there are.
    #[serde(flatten)]
    pub outlet: Outlet,
    /// When the first post from there came out.
    pub first: Moment,
    /// The newest posts that what follows is counted over: all, or [`COUNTED`].
    pub counted: i64,
    /// Sources these posts credit; one source may be credited by several.
    pub sources: i64,
    /// Credited writers and the number of sources each is named at, most first.
    pub bylines: Vec<(String, i64)>,
    /// Captures kept of these sources.
    pub captures: i64,
    /// Sources that read as when they were quoted, at the last look.
    pub alive: i64,
    /// Those whose text is another now.
    pub changed: i64,
    /// Those that can't be reached any more.
    pub gone: i64,
}
