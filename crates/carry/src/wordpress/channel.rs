//! The head of a file: the site, who writes there, its categories and tags.

use std::io::BufRead;

use model::import::{Entry, Noun, OldAuthor, OldLabel, OldSite};

use super::site::Site;
use crate::Broken;
use crate::html::{decode, plain, unescaped};
use crate::xml::{Element, Piece, Pull};

/// Bytes of one element of a head.
const LARGEST: usize = 4 << 20;
/// Categories above one another.
const LEVELS: usize = 50;

/// Reads the elements before the first item.
///
/// # Errors
/// [`Broken`] when it is no such file.
pub(super) fn head(
    file: &str,
    source: impl BufRead,
    on: &mut dyn FnMut(&Piece, &Element),
) -> Result<(), Broken> {
    let mut pull = Pull::new(file, source, &["rss", "channel"], "item").largest(LARGEST);
    while let Some(pulled) = pull.next()? {
        let Ok(piece) = pulled else { break };
        if piece.name() == "item" {
            break;
        }
        if let Ok(element) = piece.element() {
            on(&piece, &element);
        }
    }
    Ok(())
}

/// Of which kind an element of a head is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Author,
    Category,
    Tag,
    Term,
    /// Says something of the site.
    Site,
    Unknown,
}

pub(super) fn part(element: &Element) -> Part {
    let plain = element.prefix().is_empty();
    match element.local() {
        "author" if !plain => Part::Author,
        "category" if !plain => Part::Category,
        "tag" if !plain => Part::Tag,
        "term" if !plain => Part::Term,
        "title" | "link" | "description" | "pubDate" | "language" | "generator" | "image" | "wxr_version"
        | "base_site_url" | "base_blog_url" | "cloud" | "lastBuildDate" | "updatePeriod"
        | "updateFrequency" | "docs" | "managingEditor" | "webMaster" | "copyright" | "ttl" => Part::Site,
        _ => Part::Unknown,
    }
}

/// What a head says of the site, element by element.
pub(super) fn describe(old: &mut OldSite, element: &Element) {
    let word = element.word();
    match element.local() {
        "title" if element.prefix().is_empty() => old.name = plain(&word),
        "description" => old.tagline = plain(&word),
        "language" if !word.is_empty() => old.language = Some(word.into_owned()),
        _ => {}
    }
}

/// An author.
pub(super) fn author(piece: &Piece, element: &Element) -> Entry {
    let login = element.word_of("author_login").into_owned();
    let shown = decode(&element.word_of("author_display_name")).into_owned();
    let names = [element.word_of("author_first_name"), element.word_of("author_last_name")].join(" ");
    let name = [shown, names.trim().to_owned(), login.clone()].into_iter().find(|name| !name.is_empty());
    let author = OldAuthor {
        key: login,
        name: name.unwrap_or_default(),
        email: Some(element.word_of("author_email").into_owned()).filter(|email| !email.is_empty()),
        website: None,
    };
    const KNOWN: [&str; 6] = [
        "author_id",
        "author_login",
        "author_email",
        "author_display_name",
        "author_first_name",
        "author_last_name",
    ];
    entry(piece, Noun::Author(author), strangers(element, &KNOWN))
}

/// A category, tag or other term; the second answer tells it from all others.
pub(super) fn label(piece: &Piece, element: &Element, part: Part, site: &Site) -> (Entry, String) {
    let word = |name: &str| element.word_of(name).into_owned();
    let taxonomy = match part {
        Part::Category => "category".to_owned(),
        Part::Tag => "post_tag".to_owned(),
        _ => word("term_taxonomy"),
    };
    let (slug, parent, name, description) = match part {
        Part::Category => ("category_nicename", "category_parent", "cat_name", "category_description"),
        Part::Tag => ("tag_slug", "tag_parent", "tag_name", "tag_description"),
        _ => ("term_slug", "term_parent", "term_name", "term_description"),
    };
    let (slug, parent) = (word(slug), word(parent));
    let name = decode(&word(name)).into_owned();
    let key = format!("{taxonomy}:{slug}");
    const KNOWN: [&str; 14] = [
        "term_id",
        "category_nicename",
        "category_parent",
        "cat_name",
        "category_description",
        "tag_slug",
        "tag_parent",
        "tag_name",
        "tag_description",
        "term_slug",
        "term_parent",
        "term_name",
        "term_description",
        "term_taxonomy",
    ];
    let unknown = strangers(element, &KNOWN);
    let base = site.addresses.base();
    let paths = match taxonomy.as_str() {
        "category" => vec![format!("{base}/category/{}/", chain(site, &slug))],
        "post_tag" => vec![format!("{base}/tag/{}/", unescaped(&slug))],
        _ => {
            let why = match taxonomy.as_str() {
                "nav_menu" => "menus have no counterpart here".to_owned(),
                _ => format!("terms of the taxonomy “{taxonomy:.60}” have no counterpart here"),
            };
            let noun = Noun::Other { kind: taxonomy, key: slug, why, private: false };
            return (entry(piece, noun, unknown), key);
        }
    };
    let label = OldLabel {
        key: key.clone(),
        name: if name.is_empty() { unescaped(&slug) } else { name },
        slug: unescaped(&slug),
        paths,
        parent: site
            .known
            .categories
            .get(&parent)
            .filter(|_| taxonomy == "category")
            .map(|(name, _)| name.clone()),
        description: plain(&word(description)),
    };
    (entry(piece, Noun::Label(label), unknown), key)
}

/// The slugs of a category and of those above it, as they stand in its address.
fn chain(site: &Site, slug: &str) -> String {
    let mut slugs = vec![unescaped(slug)];
    let mut at = slug;
    while let Some((_, parent)) = site.known.categories.get(at) {
        if parent.is_empty() || slugs.len() >= LEVELS {
            break;
        }
        slugs.push(unescaped(parent));
        at = parent;
    }
    slugs.reverse();
    slugs.join("/")
}

fn strangers(element: &Element, known: &[&str]) -> Vec<String> {
    let mut unknown: Vec<String> = Vec::new();
    for child in element.children.iter().filter(|child| !known.contains(&child.local())) {
        if !unknown.iter().any(|name| name == child.name) {
            unknown.push(child.name.to_owned());
        }
    }
    unknown
}

fn entry(piece: &Piece, noun: Noun, unknown: Vec<String>) -> Entry {
    Entry { raw: piece.raw.clone(), line: piece.line, noun, unknown }
}
