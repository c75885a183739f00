//! Two pieces whose texts say nearly the same.

use serde::{Deserialize, Serialize};

use crate::{AccountId, Language, Permalink, PostId, Standing};

/// That a piece may be the same story as another one, as the desk shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    /// The piece.
    pub post: PostId,
    /// The one it is like.
    pub other: PostId,
    /// How much of the two texts is the same, of a hundred: [`crate::Sketch::likeness`].
    pub percent: u8,
    /// The other's headline; may be empty in a draft.
    pub headline: String,
    /// Outlet of the other's source.
    pub outlet: Option<String>,
    /// The other's own language.
    pub language: Option<Language>,
    /// How the other stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// The other's address once it has been published.
    pub permalink: Option<Permalink>,
    /// Whose the other is.
    pub author: Option<AccountId>,
}
