//! The outlet's name.

use model::source::host_of;

use crate::names::{folded, squeezed};
use crate::structured::{ARTICLE_TYPES, Structured, fold, has_type, plain, text};

/// The outlet as the page names it, else its host. Second: all the names by which it goes, for telling
/// the outlet from a person and a headline from its suffix.
pub(crate) fn outlet(structured: &Structured, page: &str) -> (Option<String>, Vec<String>) {
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: Option<String>| {
        if let Some(name) = name.filter(|n| !n.is_empty() && n.chars().count() <= 80 && !n.contains("://")) {
            names.push(name);
        }
    };
    add(structured.meta(&["og:site_name"]).map(plain));
    for article in structured.articles(page) {
        for key in ["publisher", "isPartOf"] {
            let part = article.get(key).and_then(|value| structured.resolved(value));
            // Part of a web page is part of itself: its name is the headline.
            let part = part.filter(|part| {
                !has_type(part, &["WebPage", "ItemPage", "CollectionPage", "Product"])
                    && !has_type(part, ARTICLE_TYPES)
            });
            add(part.and_then(|part| text(part, "name")));
        }
    }
    for site in structured.of_type(&["WebSite", "NewsMediaOrganization"]) {
        add(text(site, "name"));
        add(text(site, "alternateName"));
    }
    add(structured
        .meta(&["application-name", "al:ios:app_name", "al:android:app_name", "dc.publisher"])
        .map(plain));
    let host = host_of(page);
    let shown = names.first().map(|n| fold(n)).or_else(|| Some(host.clone()).filter(|h| !h.is_empty()));
    names.push(host.clone());
    if let Some((name, _)) = host.rsplit_once('.') {
        names.push(name.rsplit('.').next().unwrap_or(name).to_owned());
    }
    (shown, names)
}

/// Whether a text is just the outlet's name.
pub(crate) fn is_outlet(text: &str, names: &[String]) -> bool {
    let squeezed_text = squeezed(text);
    !squeezed_text.is_empty()
        && names.iter().any(|name| {
            let name = squeezed(name);
            name == squeezed_text
                || name == format!("the{squeezed_text}")
                || squeezed_text == format!("the{name}")
                || folded(text).strip_prefix("www ").is_some_and(|rest| rest.replace(' ', "") == name)
        })
}
