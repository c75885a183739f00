//! A post as lists show it.

use minijinja::{Value, context};
use model::{Kind, Teaser, permalink::percent_encode_path};

use crate::dates::Dates;
use crate::{Frame, picture};

/// What a list shows of a text, in grapheme clusters; the popular list beside a post shows the whole excerpt.
const BEGINNING: usize = 320;

/// Teasers for templates, each with its own language and direction.
pub(crate) fn teasers(frame: &Frame, dates: &Dates, posts: &[Teaser]) -> Vec<Value> {
    posts.iter().map(|post| teaser(frame, dates, post)).collect()
}

fn teaser(frame: &Frame, dates: &Dates, post: &Teaser) -> Value {
    let (lang, dir) = frame.tongue(post.language.as_ref());
    context! {
        href => post.permalink.encoded(),
        headline => post.headline.as_str(),
        dek => post.dek.as_str(),
        byline => post.byline.clone(),
        lang => lang,
        dir => dir,
        excerpt => post.excerpt.as_str(),
        beginning => markup::cut(&post.excerpt, BEGINNING),
        video => post.kind == Kind::Video,
        date => dates.day(post.published),
        outlet => post.outlet.as_deref(),
        source_href => post.host.as_deref().map(source_href),
        image => post.lead_image.as_deref().map(|path| picture::teaser(frame, path)),
        image_alt => post.lead_image_alt.as_str(),
    }
}

/// The path of all posts from a host.
pub(crate) fn source_href(host: &str) -> String {
    format!("/sources/{}", percent_encode_path(host))
}

/// The path of all posts under a label.
pub(crate) fn label_href(slug: &str) -> String {
    format!("/labels/{}", percent_encode_path(slug))
}

/// Labels for templates.
pub(crate) fn labels(labels: &[model::Label]) -> Vec<Value> {
    labels
        .iter()
        .map(|label| context! { name => label.name.as_str(), href => label_href(label.slug.as_str()) })
        .collect()
}
