//! The smaller facts of a page: section, licence, paywall, wishes about copies, and the words that go with
//! the lead picture.

use dom_query::{Document, NodeRef};
use model::LINKS;
use serde_json::{Map, Value};
use url::Url;

use crate::marks::{Mark, marked};
use crate::names::folded;
use crate::structured::{Structured, address, fold, plain, text};

/// Most characters of a fact that is one line.
const LINE: usize = 200;

/// The part of the outlet, as the outlet names it.
pub(crate) fn section(structured: &Structured, articles: &[&Map<String, Value>]) -> Option<String> {
    let stated = articles.iter().find_map(|article| text(article, "articleSection"));
    let shown =
        || structured.meta(&["article:section", "parsely-section", "sailthru.section", "section"]).map(plain);
    stated.or_else(shown).filter(|name| (2..=80).contains(&name.chars().count()) && !name.contains("://"))
}

/// The terms of use: a licence's address before words about rights.
pub(crate) fn licence(
    document: &Document,
    structured: &Structured,
    articles: &[&Map<String, Value>],
    base: &Url,
) -> Option<String> {
    let linked = document
        .select("link[rel~=license][href], a[rel~=license][href]")
        .iter()
        .find_map(|node| node.attr("href"))
        .map(|href| href.to_string());
    let stated =
        || articles.iter().find_map(|article| article.get("license").and_then(address)).map(str::to_owned);
    let worded =
        || structured.meta(&["dcterms.license", "dc.rights", "dcterms.rights", "copyright"]).map(plain);
    let found = linked.or_else(stated).map(|found| base.join(&found).map_or(found, |url| url.to_string()));
    found.or_else(worded).filter(|line| !line.is_empty() && line.chars().count() <= LINE)
}

/// Whether the outlet says that not everyone may read all of it.
pub(crate) fn paywalled(structured: &Structured, articles: &[&Map<String, Value>]) -> bool {
    let closed = |object: &Map<String, Value>| match object.get("isAccessibleForFree") {
        Some(Value::Bool(free)) => !free,
        Some(Value::String(word)) => word.eq_ignore_ascii_case("false"),
        _ => false,
    };
    let tier = structured.meta(&["article:content_tier"]).unwrap_or_default();
    articles.first().is_some_and(|article| closed(article)) || tier.eq_ignore_ascii_case("locked")
}

/// Whether the page asks robots to show no copy of it.
pub(crate) fn noarchive(structured: &Structured) -> bool {
    ["robots", "courant"].iter().flat_map(|name| structured.metas(name)).any(|wishes| {
        wishes
            .split(',')
            .any(|wish| matches!(wish.trim().to_ascii_lowercase().as_str(), "noarchive" | "none"))
    })
}

/// Alternative text and credit of the lead picture.
pub(crate) fn picture_words(
    document: &Document,
    structured: &Structured,
    articles: &[&Map<String, Value>],
    lead: &str,
) -> (Option<String>, Option<String>) {
    let file =
        |url: &str| url.split(['?', '#']).next().unwrap_or(url).rsplit('/').next().unwrap_or(url).to_owned();
    let name = file(lead);
    let is_it = |node: &NodeRef| {
        ["src", "data-src", "data-original", "srcset", "data-srcset"]
            .iter()
            .any(|key| node.attr(key).is_some_and(|value| !name.is_empty() && value.contains(name.as_str())))
    };
    let shown = document.select("img").nodes().iter().copied().find(is_it);
    let line =
        |found: String| Some(fold(&found)).filter(|line| !line.is_empty() && line.chars().count() <= 500);
    let stated = structured.meta(&["og:image:alt", "twitter:image:alt"]).map(plain);
    let alt =
        stated.or_else(|| shown.and_then(|node| node.attr("alt")).map(|alt| alt.to_string())).and_then(line);
    let object = articles.iter().find_map(|article| match article.get("image")? {
        Value::Array(images) => images.iter().find_map(Value::as_object),
        image => structured.resolved(image),
    });
    let credited = object.and_then(|image| {
        text(image, "creditText").or_else(|| {
            let holder = image
                .get("creator")
                .or_else(|| image.get("author"))
                .or_else(|| image.get("copyrightHolder"))?;
            structured.resolved(holder).and_then(|holder| text(holder, "name"))
        })
    });
    let under = || {
        let figure = shown?.ancestors(Some(6)).into_iter().find(|above| above.has_name("figure"))?;
        let says = |node: &NodeRef| {
            matches!(
                marked(node),
                Some((Mark::Head, "credit" | "credits" | "copyright"))
                    | Some((Mark::Caption, "photocredit" | "imagecredit"))
            )
        };
        let credit = figure.descendants_it().find(says)?.text().to_string();
        Some(credit).filter(|credit| folded(credit).len() >= 2)
    };
    (alt, credited.or_else(under).and_then(line).filter(|line| line.chars().count() <= LINE))
}

/// Where a text leads, in order, without doubles.
pub(crate) fn links(html: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if !html.contains("href") {
        return found;
    }
    let mut seen = std::collections::HashSet::new();
    for link in Document::fragment(html).select("a[href]").iter() {
        let href = link.attr("href").unwrap_or_default().to_string();
        if href.starts_with("http") && found.len() < LINKS && seen.insert(href.clone()) {
            found.push(href);
        }
    }
    found
}
