//! The doors through which a text becomes HTML: a post's Markdown or HTML, foreign HTML, a remark.

use comrak::Options;
use model::Format;
use url::Url;

use crate::address::Addresses;
use crate::tidy::{Scope, tidy};
use crate::{guard, pictures, tree};

/// Addresses in our own texts: paths of the site may stay.
pub(crate) const OURS: Addresses<'static> = Addresses { base: None, local_paths: true };

/// The HTML of a post's body. Pictures not stored with the site become links to where they are.
pub fn body_html(format: Format, body: &str) -> String {
    let html = match format {
        Format::Markdown => from_markdown(body),
        Format::Html => body.to_owned(),
    };
    let nodes = pictures::with_stored_only(tidy(&html, Scope::Post, OURS));
    guard::post(&tree::write(&nodes))
}

/// Markdown (CommonMark with tables, strikethrough, footnotes and bare addresses; HTML allowed) as clean HTML.
pub fn markdown_to_html(markdown: &str) -> String {
    guard::post(&tree::write(&tidy(&from_markdown(markdown), Scope::Post, OURS)))
}

/// Clean, valid HTML of foreign HTML. Relative addresses are read against `base`; without one only
/// paths of the site itself stay.
pub fn sanitize(html: &str, base: Option<&Url>) -> String {
    let addresses = Addresses { base, local_paths: base.is_none() };
    guard::post(&tree::write(&tidy(html, Scope::Post, addresses)))
}

/// A reader's remark in light Markdown: paragraphs, line breaks, emphasis, code, quotes, lists, links.
/// HTML in it is shown as text.
pub fn comment_to_html(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    options.render.hardbreaks = true;
    options.render.escape = true;
    let html = comrak::markdown_to_html(markdown, &options);
    let addresses = Addresses { base: None, local_paths: false };
    guard::comment(&tree::write(&tidy(&html, Scope::Comment, addresses)))
}

fn from_markdown(markdown: &str) -> String {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.footnotes = true;
    options.extension.autolink = true;
    options.extension.cjk_friendly_emphasis = true;
    options.render.figure_with_caption = true;
    // Everything passes the sanitizer next.
    options.render.r#unsafe = true;
    comrak::markdown_to_html(markdown, &options)
}
