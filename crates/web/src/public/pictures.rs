//! The pictures a page shows: asked for together, once.

use model::rendition::hashes_in;
use model::{Change, Pictures, Post, Teaser};
use pages::Frame;

use crate::app::App;
use crate::failure::Failure;

/// A frame with the pictures that posts show, at their head and in their text.
///
/// # Errors
/// When the store can't be read.
pub fn of_posts(app: &App, frame: Frame, posts: &[Post]) -> Result<Frame, Failure> {
    let texts = posts.iter().flat_map(|post| [post.writing.lead_image.as_deref(), Some(post.html.as_str())]);
    with(app, frame, hashes_in(texts.flatten()))
}

/// A frame with the pictures that teasers show.
///
/// # Errors
/// When the store can't be read.
pub fn of_teasers(app: &App, frame: Frame, posts: &[Teaser]) -> Result<Frame, Failure> {
    with(app, frame, hashes_in(posts.iter().filter_map(|post| post.lead_image.as_deref())))
}

fn with(app: &App, frame: Frame, hashes: Vec<String>) -> Result<Frame, Failure> {
    let shown = app.desk().store().read(|c| store::media::shown(c, &hashes))?;
    Ok(Frame { pictures: shown.into_iter().collect(), ..frame })
}

/// What a page with these pictures has to hear of: the copies that are still to be made. Those that are
/// there never change.
pub fn awaited(pictures: &Pictures) -> Vec<Change> {
    let bare = pictures.iter().filter(|shown| shown.renditions.is_empty());
    bare.map(|shown| Change::Media(shown.media.sha256.clone())).collect()
}
