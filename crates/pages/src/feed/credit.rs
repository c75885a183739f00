//! The source's credit at the end of a feed's item: whoever reads it there sees it too.

use model::Post;

use crate::Frame;
use crate::dates::Dates;
use crate::escape::text;
use crate::linked_data::credited;
use crate::words::Spoken;

/// A paragraph in the site's words.
pub(super) fn credit(frame: &Frame, post: &Post, spoken: &Spoken) -> String {
    let names = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| format!("<bdi>{}</bdi>", text(name))).collect();
        names.join(&text(&spoken.say("comma")))
    };
    let line = match credited(post) {
        Some(source) => {
            let shown = [&source.headline, &source.outlet].into_iter().find(|shown| !shown.is_empty());
            let mut parts = vec![format!(
                "<a href=\"{}\"><bdi>{}</bdi></a>",
                text(&source.url),
                text(shown.unwrap_or(&source.url))
            )];
            if !source.headline.is_empty() && !source.outlet.is_empty() {
                parts.push(format!("<bdi>{}</bdi>", text(&source.outlet)));
            }
            if !source.byline.is_empty() {
                parts.push(format!("{} {}", text(&spoken.say("by")), names(&source.byline)));
            }
            if let Some(published) = source.published {
                parts.push(text(&Dates::of(&frame.site).dated_text(published)));
            }
            format!("{} {}", text(&spoken.say("source")), parts.join(" · "))
        }
        None => {
            let site = std::slice::from_ref(&frame.site.name);
            let byline = if post.writing.byline.is_empty() { site } else { &post.writing.byline };
            format!("{} {}", text(&spoken.say("original-by")), names(byline))
        }
    };
    format!("\n<p lang=\"{}\" dir=\"{}\">{line}</p>\n", spoken.tag(), spoken.direction().as_str())
}
