//! The source's credit at the end of a feed's item: whoever reads it there sees it too.

use minijinja::HtmlEscape;
use model::Post;

use crate::Frame;
use crate::dates::Dates;
use crate::linked_data::credited;
use crate::words::Spoken;

/// A paragraph in the site's words.
pub(super) fn credit(frame: &Frame, post: &Post, spoken: &Spoken) -> String {
    let names = |names: &[String]| {
        let names: Vec<String> =
            names.iter().map(|name| format!("<bdi>{}</bdi>", HtmlEscape(name))).collect();
        names.join(&HtmlEscape(&spoken.say("comma")).to_string())
    };
    let line = match credited(post) {
        Some(source) => {
            let shown = [&source.headline, &source.outlet].into_iter().find(|text| !text.is_empty());
            let mut parts = vec![format!(
                "<a href=\"{}\"><bdi>{}</bdi></a>",
                HtmlEscape(&source.url),
                HtmlEscape(shown.unwrap_or(&source.url))
            )];
            if !source.headline.is_empty() && !source.outlet.is_empty() {
                parts.push(format!("<bdi>{}</bdi>", HtmlEscape(&source.outlet)));
            }
            if !source.byline.is_empty() {
                parts.push(format!("{} {}", HtmlEscape(&spoken.say("by")), names(&source.byline)));
            }
            if let Some(published) = source.published {
                parts.push(HtmlEscape(&Dates::of(&frame.site).dated_text(published)).to_string());
            }
            format!("{} {}", HtmlEscape(&spoken.say("source")), parts.join(" · "))
        }
        None => {
            let site = std::slice::from_ref(&frame.site.name);
            let byline = if post.writing.byline.is_empty() { site } else { &post.writing.byline };
            format!("{} {}", HtmlEscape(&spoken.say("original-by")), names(byline))
        }
    };
    format!("\n<p lang=\"{}\" dir=\"{}\">{line}</p>\n", spoken.tag(), spoken.direction().as_str())
}
