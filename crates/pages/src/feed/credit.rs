//! The source's credit at the end of a feed's item: whoever reads it there sees it too.

use model::Post;

use crate::Frame;
use crate::attribution::{Attribution, names};
use crate::dates::Dates;
use crate::escape::text;
use crate::words::Spoken;

/// A paragraph in the site's words.
pub(super) fn credit(frame: &Frame, post: &Post, spoken: &Spoken) -> String {
    let line = match Attribution::of(post, None) {
        Some(source) => source.line(&Dates::of(&frame.site), spoken),
        None => {
            let site = std::slice::from_ref(&frame.site.name);
            let byline = if post.writing.byline.is_empty() { site } else { &post.writing.byline };
            format!("{} {}", text(&spoken.say("original-by")), names(byline, spoken))
        }
    };
    format!("\n<p lang=\"{}\" dir=\"{}\">{line}</p>\n", spoken.tag(), spoken.direction().as_str())
}
