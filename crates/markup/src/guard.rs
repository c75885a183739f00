//! The last word on safety. [`crate::tidy`] writes only its own vocabulary; ammonia, which many eyes
//! have read, checks that and would drop what we overlooked.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::plain::is_plain;
use crate::vocabulary::{ATTRIBUTES, BLOCKS, INLINE, MATH};

/// What readers' links tell search engines, and what is not told to the page they lead to.
const READER_LINKS: &str = "nofollow ugc noopener";

static POST: LazyLock<Builder<'static>> = LazyLock::new(|| builder(None));
static COMMENT: LazyLock<Builder<'static>> = LazyLock::new(|| builder(Some(READER_LINKS)));

/// Passes a post's HTML. What is plain passes as it is: ammonia would say the same of it, in a hundred times the time.
pub(crate) fn post(html: String) -> String {
    if is_plain(&html) { html } else { POST.clean(&html).to_string() }
}

/// What ammonia says of it in any case.
#[cfg(test)]
pub(crate) fn long(html: &str) -> String {
    POST.clean(html).to_string()
}

/// Passes a comment's HTML and marks its links.
pub(crate) fn comment(html: &str) -> String {
    COMMENT.clean(html).to_string()
}

fn builder(rel: Option<&'static str>) -> Builder<'static> {
    let mut builder = Builder::empty();
    let tags: HashSet<&str> = INLINE.iter().chain(BLOCKS).chain(MATH).copied().collect();
    let attributes: HashMap<&str, HashSet<&str>> =
        ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect();
    builder
        .tags(tags)
        .clean_content_tags(["script", "style", "noscript", "iframe", "template", "svg"].into())
        .generic_attributes(["id", "lang", "dir"].into())
        .tag_attributes(attributes)
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(rel)
        .attribute_filter(|tag, name, value| match (tag, name) {
            (_, "class") => known_class(tag, value).then_some(Cow::Borrowed(value)),
            _ => Some(Cow::Borrowed(value)),
        });
    builder
}

/// The few classes that mean something to a page.
pub(crate) fn known_class(tag: &str, class: &str) -> bool {
    match tag {
        "sup" => class == "footnote-ref",
        "a" => class == "footnote-backref",
        "div" => class == "footnotes",
        "code" => class.strip_prefix("language-").is_some_and(|l| {
            !l.is_empty() && l.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-#_".contains(&b))
        }),
        _ => false,
    }
}
