//! Which address a piece goes by.

use std::borrow::Cow;

use dom_query::Document;
use model::{Language, address::names_one_page};
use url::Url;

use crate::structured::Structured;

pub use model::address::{address_key, canonical_address};

/// The address the page calls its own, when that is credible: a page of the same site and edition, no front
/// page and no list of pages. Many pages name another page by mistake, and a source under a wrong address
/// is worse than one under a long address, so what is doubtful is left out.
pub(crate) fn canonical(document: &Document, structured: &Structured, page: &Url) -> Option<String> {
    // A page in a cache of AMP pages speaks for the site it was taken from.
    let page = Url::parse(&canonical_address(page.as_str())).ok()?;
    let links: Vec<Url> = document
        .select("link[rel~=canonical][href]")
        .iter()
        .filter_map(|link| page.join(link.attr("href")?.trim()).ok())
        .collect();
    // A page with two of them has one from a template; which, nobody knows.
    let agreed = links.iter().all(|link| address_key(link.as_str()) == address_key(links[0].as_str()));
    let link = links.first().filter(|_| agreed).filter(|link| is_credible(link, &page));
    let open_graph = structured.meta(&["og:url"]).and_then(|text| page.join(text.trim()).ok());
    let open_graph = open_graph.as_ref().filter(|url| is_credible(url, &page));
    let chosen = match (link, open_graph) {
        (Some(link), Some(other)) if is_contradicted(link, other, &page) => other,
        (Some(link), _) => link,
        (None, other) => other?,
    };
    let mut chosen = chosen.clone();
    // A page that came safely can be had safely, whatever an old template says.
    if page.scheme() == "https" && chosen.host_str() == page.host_str() && chosen.port().is_none() {
        let raised = chosen.set_scheme("https").is_ok();
        debug_assert!(raised, "http becomes https");
    }
    Some(canonical_address(chosen.as_str()))
}

/// The page says by `og:url` that it is itself, and its link names something that has nothing to do with it.
fn is_contradicted(link: &Url, open_graph: &Url, page: &Url) -> bool {
    let here = address_key(page.as_str());
    address_key(open_graph.as_str()) == here && address_key(link.as_str()) != here && !are_akin(link, page)
}

/// Whether two paths share a number or a long word: a short and a long form of one address do.
fn are_akin(one: &Url, other: &Url) -> bool {
    let words = |url: &Url| -> Vec<String> {
        let cut = |c: char| !c.is_alphanumeric() && c != '%';
        let telling =
            |word: &&str| word.len() >= 5 || word.len() >= 3 && word.bytes().all(|b| b.is_ascii_digit());
        let text = format!("{} {}", url.path(), url.query().unwrap_or_default());
        text.split(cut).filter(telling).map(str::to_lowercase).collect()
    };
    let known = words(other);
    words(one).iter().any(|word| known.contains(word))
}

fn is_credible(url: &Url, page: &Url) -> bool {
    if !matches!(url.scheme(), "http" | "https") || !is_same_site(url, page) {
        return false;
    }
    let (key, here) = (address_key(url.as_str()), address_key(page.as_str()));
    if key == here {
        return true;
    }
    let (parts, own) = (parts(url), parts(page));
    let is_front = parts.iter().all(|part| is_language(part));
    if is_front && significant(url).is_empty() {
        return false;
    }
    if is_other_edition(url, page, &parts, &own) {
        return false;
    }
    // The list a page stands in: its address begins this one's, or has nothing to do with it.
    let begins = own.starts_with(&parts) && parts != own;
    let is_date =
        parts.last().is_some_and(|part| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit()));
    let is_vague = !names_one_page(url.as_str()) && (begins || !are_akin(url, page));
    if begins && is_date || is_vague && names_one_page(page.as_str()) {
        return false;
    }
    // “/news/?page=7” of “/news/?id=12345”: one template, another page.
    if parts == own {
        let asked = significant(page);
        let named = significant(url);
        let is_part = !named.is_empty() && named.iter().all(|pair| asked.contains(pair));
        return is_part || names_one_page(&without_query(page));
    }
    true
}

/// Whether one host is the other or stands below it, `www.`, `m.` and `amp.` aside. Two hosts below a third
/// may belong to two people, and are often two editions, so they do not speak for each other.
fn is_same_site(one: &Url, other: &Url) -> bool {
    let host = |url: &Url| {
        let key = address_key(&format!("http://{}/", url.host_str().unwrap_or_default()));
        key.trim_start_matches('/').to_owned()
    };
    let (one, other) = (host(one), host(other));
    let below = |low: &str, high: &str| {
        high.contains('.')
            && low.strip_suffix(high).is_some_and(|rest| rest.ends_with('.'))
            && low.parse::<std::net::IpAddr>().is_err()
    };
    !one.is_empty() && (one == other || below(&one, &other) || below(&other, &one))
}

/// The parts of the path as the key has them.
fn parts(url: &Url) -> Vec<String> {
    let key = address_key(&without_query(url));
    key.trim_start_matches('/').split('/').skip(1).map(str::to_owned).collect()
}

fn without_query(url: &Url) -> String {
    let mut bare = url.clone();
    bare.set_query(None);
    bare.set_fragment(None);
    bare.to_string()
}

/// The parts of the query that say something about the page.
fn significant(url: &Url) -> Vec<String> {
    let key = address_key(url.as_str());
    let query = key.split_once('?').map(|(_, query)| query).unwrap_or_default();
    query.split('&').filter(|pair| !pair.is_empty()).map(str::to_owned).collect()
}

/// Whether one of them is the other's translation: another language at the same place of the path, in the
/// first label of the host or in the query, or the same path with and without one.
fn is_other_edition(url: &Url, page: &Url, parts: &[String], own: &[String]) -> bool {
    let first = |parts: &[String]| parts.first().filter(|part| is_language(part)).cloned();
    let in_path = match (first(parts), first(own)) {
        (Some(one), Some(other)) => one != other,
        (None, Some(_)) => own[1..] == *parts,
        _ => false,
    };
    let label = |url: &Url| {
        let label = url.host_str().unwrap_or_default().split('.').next().unwrap_or_default().to_owned();
        Some(label).filter(|label| is_language(label))
    };
    let in_host = label(page).is_some() && label(url) != label(page);
    let asked = |url: &Url| {
        let named = |(name, _): &(Cow<'_, str>, Cow<'_, str>)| {
            matches!(name.as_ref(), "lang" | "language" | "hl" | "locale" | "edition")
        };
        url.query_pairs().find(named).map(|(_, value)| value.to_lowercase())
    };
    let in_query = asked(page).is_some() && asked(page) != asked(url);
    in_path || in_host || in_query
}

/// A part of an address that names a language: `el`, `en-gb`, `zh_hant`.
fn is_language(part: &str) -> bool {
    let (base, rest) = part.split_once(['-', '_']).unwrap_or((part, ""));
    base.len() == 2 && rest.len() <= 4 && Language::parse(&part.replace('_', "-")).is_ok()
}
