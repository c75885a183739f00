//! Who wrote something, as Blogger says it.

use std::collections::HashSet;

use model::import::{OldAuthor, Writer};

use super::entry::Reading;
use crate::xml::Element;

/// The author of a post, with what the file says of him; `None` when it says nothing. His key is his profile: two
/// people may have one name.
pub(super) fn of(entry: &Element) -> Option<(OldAuthor, String)> {
    let author = entry.child("author")?;
    let name = name(author);
    let website = website(author);
    let key = match &website {
        Some(profile) => profile.clone(),
        None if name.is_empty() => return None,
        None => format!("name:{name}"),
    };
    let raw = format!("<{0}>{1}</{0}>", author.name, author.inner());
    Some((OldAuthor { key, name, email: email(author), website }, raw))
}

/// His name as shown; may be empty.
pub(super) fn name(author: &Element) -> String {
    author.word_of("name").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// His page. Blogger gives profiles too.
pub(super) fn website(author: &Element) -> Option<String> {
    let uri = author.word_of("uri");
    if let Some(rest) = uri.strip_prefix("//") {
        return Some(format!("https://{rest}"));
    }
    let lower = uri.get(..8).unwrap_or(&uri).to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://")).then(|| uri.into_owned())
}

/// His mail address, unless it is the one that Blogger writes for everybody.
pub(super) fn email(author: &Element) -> Option<String> {
    let email = author.word_of("email");
    (email.contains('@') && !email.eq_ignore_ascii_case("noreply@blogger.com")).then(|| email.into_owned())
}

/// What a commentator was there. That he is an author is told by his profile or by Blogger's class for him, never by
/// his name.
pub(super) fn writer(reading: &Reading, writers: &HashSet<String>) -> Writer {
    let Some(author) = reading.element.child("author") else { return Writer::Reader };
    let class = reading.property("blogger.itemClass").unwrap_or_default();
    let website = website(author);
    if class.split_whitespace().any(|word| matches!(word, "blog-admin" | "blog-author" | "post-author"))
        || website.as_ref().is_some_and(|profile| writers.contains(profile))
    {
        return Writer::Author;
    }
    let profile = website.as_deref().is_some_and(|uri| {
        uri.contains("blogger.com/profile")
            || uri.contains("plus.google.com")
            || uri.contains("blogger.com/user")
    });
    match &*author.word_of("type").to_ascii_uppercase() {
        "" if profile => Writer::Member,
        "" | "ANONYMOUS" | "ANON" => Writer::Reader,
        _ => Writer::Member,
    }
}
