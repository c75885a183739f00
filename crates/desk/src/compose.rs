//! From what a person wrote to what readers get: sanitised HTML, pictures of our own, the excerpt.

use markup::Picture;
use model::rendition::hashes_in;
use model::{Kind, Media, Pictures, Problems, Writing};
use store::{Conn, media};

use crate::Error;

/// What is derived from a writing.
pub(crate) struct Composed {
    pub html: String,
    pub excerpt: String,
}

/// Derives it, with the sizes of stored pictures: a page must not jump when they arrive.
pub(crate) fn compose(conn: &mut Conn, writing: &Writing) -> Result<Composed, Error> {
    let html = markup::body_html(writing.format, &writing.body);
    if markup::images(&html).is_empty() {
        return Ok(finish(writing, html));
    }
    let pictures: Pictures = media::shown(conn, &hashes_in([html.as_str()]))?.into_iter().collect();
    let place = |src: &str| pictures.get(src).map(|shown| picture(&shown.media));
    Ok(finish(writing, markup::rewrite_images(&html, &place)))
}

/// The same without a database: stored pictures have no size.
pub(crate) fn compose_alone(writing: &Writing) -> Composed {
    finish(writing, markup::body_html(writing.format, &writing.body))
}

fn finish(writing: &Writing, html: String) -> Composed {
    let byline = writing.byline.join(", ");
    let first = (writing.kind == Kind::Video && !byline.is_empty()).then_some(byline.as_str());
    let excerpt = markup::excerpt(first, &markup::running_text(&html));
    Composed { html, excerpt }
}

/// A stored file as a text shows it.
pub(crate) fn picture(media: &Media) -> Picture {
    let pixels = |side: i64| u32::try_from(side).unwrap_or_default();
    Picture { src: media.path(), width: pixels(media.width), height: pixels(media.height) }
}

/// What a piece lacks to be shown to readers.
pub(crate) fn complete(writing: &Writing, html: &str) -> Result<(), Problems> {
    let mut problems = Problems::default();
    if writing.headline.is_empty() {
        problems.add("headline", "a post needs a headline before readers can see it");
    }
    let video = writing.kind == Kind::Video && writing.source.is_some();
    if !video && markup::plain_text(html).trim().is_empty() && markup::images(html).is_empty() {
        problems.add("body", "a post needs some text before readers can see it");
    }
    problems.into_result(())
}
