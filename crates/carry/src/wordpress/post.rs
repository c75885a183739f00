//! Posts, pages, attachments, and everything else that is an item.

use model::CommentMode;
use model::import::{Entry, Noun, OldKind, OldMedium, OldPost, OldStanding};

use super::content::{Around, body};
use super::item::Item;
use super::meta::{Meaning, meaning, sizes, words};
use super::site::Site;
use crate::html::{decode, plain, unescaped};

/// Makes an entry of an item.
pub(super) fn entry(item: Item, site: &Site) -> Entry {
    let mut unknown = item.unknown.clone();
    for (key, _) in &item.meta {
        if meaning(key) == Meaning::Unknown {
            let name = format!("postmeta {key:.80}");
            if !unknown.contains(&name) {
                unknown.push(name);
            }
        }
    }
    let untouched = item.status == "auto-draft" && item.content.trim().is_empty();
    let noun = match item.kind.as_str() {
        "post" | "page" | "" if untouched => {
            other(&item, "WordPress made it for somebody who then wrote nothing".into())
        }
        // Files of before 2008 have no type.
        "post" | "page" | "" => Noun::Post(Box::new(post(&item, site))),
        "attachment" => Noun::Medium(medium(&item, site)),
        _ => {
            let why = reason(&item.kind);
            other(&item, why)
        }
    };
    Entry { raw: item.raw, line: item.line, noun, unknown }
}

fn other(item: &Item, why: String) -> Noun {
    let private = [
        "user_request",
        "feedback",
        "shop_order",
        "shop_order_refund",
        "shop_subscription",
        "flamingo_contact",
        "flamingo_inbound",
        "wpforms_entry",
        "give_payment",
        "edd_payment",
        "tribe_rsvp_attendees",
    ];
    let kind = if item.status == "auto-draft" { "auto-draft".to_owned() } else { item.kind.clone() };
    Noun::Other { private: private.contains(&item.kind.as_str()), kind, key: item.key(), why }
}

/// Why items of a type do not come over.
fn reason(kind: &str) -> String {
    match kind {
        "nav_menu_item" => "menus have no counterpart here".into(),
        "revision" => "earlier versions of posts have no counterpart in an import".into(),
        "custom_css"
        | "wp_global_styles"
        | "wp_template"
        | "wp_template_part"
        | "wp_navigation"
        | "wp_font_family"
        | "wp_font_face"
        | "customize_changeset" => "it belongs to the look of the old site".into(),
        "wp_block" => "a shared block is part of each post that shows it".into(),
        "oembed_cache" => "it is a cache".into(),
        "user_request" => "it is a request about somebody's data".into(),
        "guest-author" => "guest authors stand in the bylines of their posts".into(),
        kind => format!("items of the type “{kind:.60}” have no counterpart here"),
    }
}

fn post(item: &Item, site: &Site) -> OldPost {
    let note = |wanted: Meaning| {
        let found = item.meta.iter().find(|(key, value)| meaning(key) == wanted && !value.trim().is_empty());
        found.map(|(_, value)| value.trim())
    };
    let around = Around { known: &site.known, post: &item.id, footnotes: note(Meaning::Footnotes) };
    let (body, mut changed) = body(&item.content, around);
    changed.extend(item.mended.iter().cloned());
    let mut post = OldPost {
        key: item.key(),
        kind: if item.kind == "page" { OldKind::Page } else { OldKind::Post },
        headline: plain(&item.title),
        dek: plain(&item.excerpt),
        byline: byline(item, site),
        body,
        comments: (item.comments == "closed").then_some(CommentMode::Off),
        changed,
        ..OldPost::default()
    };
    stand(&mut post, item);
    date(&mut post, item, site);
    place(&mut post, item, site);
    label(&mut post, item);
    if item.sticky {
        post.changed.push("it stayed on top of the list (sticky)".into());
    }
    if let Some(id) = note(Meaning::LeadImage).filter(|id| *id != "0" && *id != "-1") {
        match site.known.attachment(id) {
            Some(attachment) => {
                post.lead_image = Some(attachment.address.clone());
                post.lead_image_alt.clone_from(&attachment.alt);
                post.lead_image_caption.clone_from(&attachment.caption);
            }
            None => post.changed.push("the picture that stood for it is not in the file".into()),
        }
    }
    if let Some(line) = note(Meaning::Description) {
        match words(line) {
            Some(line) => post.description = plain(line),
            None => post.changed.push("its line for search engines was a pattern and is left out".into()),
        }
    }
    // A pattern says nothing of this post.
    let title = note(Meaning::SearchTitle).and_then(words).map(plain);
    post.search_title = title.filter(|title| *title != post.headline).unwrap_or_default();
    if note(Meaning::Canonical).is_some_and(|address| site.addresses.path(address).is_none()) {
        post.changed.push("it named an address elsewhere as its original (canonical)".into());
    }
    if note(Meaning::Hidden).is_some_and(|value| matches!(value, "1" | "yes")) {
        post.changed.push("search engines were asked to leave it out".into());
    }
    if note(Meaning::Template).is_some_and(|template| template != "default") {
        post.changed.push("its page template is left out".into());
    }
    if note(Meaning::Enclosure).is_some() {
        post.changed.push("the file it gave to subscribers (enclosure) is left out".into());
    }
    if note(Meaning::PlaceShown) != Some("0") {
        post.location = location(note(Meaning::Place), note(Meaning::Latitude), note(Meaning::Longitude));
    }
    post
}

fn location(place: Option<&str>, latitude: Option<&str>, longitude: Option<&str>) -> Option<String> {
    let degree = |text: Option<&str>| {
        text.and_then(|text| text.parse::<f64>().ok()).filter(|degree| degree.is_finite())
    };
    let degrees = degree(latitude).zip(degree(longitude)).map(|(a, o)| format!("{a}, {o}"));
    match (place.map(plain).filter(|place| !place.is_empty()), degrees) {
        (Some(place), Some(degrees)) => Some(format!("{place} ({degrees})")),
        (place, degrees) => place.or(degrees),
    }
}

/// Co-authors in their order; without any, who wrote it.
fn byline(item: &Item, site: &Site) -> Vec<String> {
    let names = &site.known.names;
    let mut byline: Vec<String> = Vec::new();
    for term in item.terms.iter().filter(|term| term.domain == "author") {
        let login = term.slug.strip_prefix("cap-").unwrap_or(&term.slug);
        let shown = names.get(&term.name).or_else(|| names.get(login)).unwrap_or(&term.name);
        let shown = if shown.is_empty() { unescaped(login) } else { decode(shown).into_owned() };
        if !shown.is_empty() && !byline.contains(&shown) {
            byline.push(shown);
        }
    }
    if byline.is_empty() && !item.creator.is_empty() {
        byline.push(names.get(&item.creator).unwrap_or(&item.creator).clone());
    }
    byline
}

fn stand(post: &mut OldPost, item: &Item) {
    post.standing = match item.status.as_str() {
        // Attached pages inherit; a post that says so was out.
        "publish" | "inherit" | "" => OldStanding::Published,
        "future" => OldStanding::Scheduled,
        "private" => OldStanding::Private,
        "trash" => OldStanding::Trashed,
        "draft" | "auto-draft" => OldStanding::Draft,
        "pending" => {
            post.changed.push("it waited for somebody's approval and is a draft here".into());
            OldStanding::Draft
        }
        other => {
            post.changed.push(format!("its state “{other:.60}” is not known, so it is a draft here"));
            OldStanding::Draft
        }
    };
    if item.password.is_empty() {
        return;
    }
    match post.standing {
        OldStanding::Published => post.standing = OldStanding::Locked,
        // It would come out for everybody.
        OldStanding::Scheduled => {
            post.standing = OldStanding::Locked;
            post.changed.push("it was to come out later, with a password; here it does not by itself".into());
        }
        _ => post.changed.push("it had a password, which is not kept".into()),
    }
}

fn date(post: &mut OldPost, item: &Item, site: &Site) {
    let written = site.hints.moment(&item.date, &item.date_gmt);
    post.updated = site.hints.moment(&item.modified, &item.modified_gmt);
    match post.standing {
        OldStanding::Draft => post.created = written,
        _ => post.published = written,
    }
}

/// Where it stood and where else it was found.
fn place(post: &mut OldPost, item: &Item, site: &Site) {
    let base = site.addresses.base();
    let slug = unescaped(item.slug.strip_suffix("__trashed").unwrap_or(&item.slug));
    let (out, home) =
        (!matches!(post.standing, OldStanding::Draft | OldStanding::Trashed), format!("{base}/"));
    match site.addresses.path(&item.link) {
        Some((path, query)) if query.is_empty() && out && path != home && path != "/" => {
            // A page whose parent's slug is empty; its doubled slash would be read as a host.
            if path.contains("//") {
                let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
                let end = if path.ends_with('/') { "/" } else { "" };
                post.path = Some(format!("/{}{end}", parts.join("/")));
            }
            match post.path {
                Some(_) => older(post, path),
                None => post.path = Some(path),
            }
        }
        Some((path, query)) if query.is_empty() && out && path == home => {
            post.changed.push("it was the front page".into());
        }
        Some((path, query)) if !query.is_empty() => older(post, format!("{path}{query}")),
        _ => {}
    }
    if post.path.is_none() {
        post.slug = Some(slug).filter(|slug| !slug.is_empty());
    }
    if !item.id.is_empty() {
        older(post, format!("{home}?p={}", item.id));
        if post.kind == OldKind::Page {
            older(post, format!("{home}?page_id={}", item.id));
        }
    }
    if let Some((path, query)) = site.addresses.path(&item.guid)
        && (path != home || !query.is_empty())
    {
        older(post, format!("{path}{query}"));
    }
    let slugs = item.meta.iter().filter(|(key, _)| meaning(key) == Meaning::OldSlug);
    for old in slugs.map(|(_, slug)| unescaped(slug.trim())).filter(|slug| !slug.is_empty()) {
        match post.path.as_deref().and_then(|path| renamed(path, &old)) {
            Some(path) => older(post, path),
            None => post.changed.push("the slug it had before stands for no address".into()),
        }
    }
}

/// A path with another last part.
fn renamed(path: &str, slug: &str) -> Option<String> {
    let bare = path.trim_end_matches('/');
    let (folder, last) = bare.rsplit_once('/')?;
    let end = &path[bare.len()..];
    let ending = last
        .rsplit_once('.')
        .map(|(_, ending)| ending)
        .filter(|ending| matches!(*ending, "html" | "htm" | "php"));
    let ending = ending.map(|ending| format!(".{ending}")).unwrap_or_default();
    Some(format!("{folder}/{slug}{ending}{end}"))
}

fn older(post: &mut OldPost, path: String) {
    if post.path.as_ref() != Some(&path) && !post.old_paths.contains(&path) {
        post.old_paths.push(path);
    }
}

/// Categories, then tags, each in the order of the file.
fn label(post: &mut OldPost, item: &Item) {
    for wanted in [&["category", ""][..], &["post_tag", "tag"]] {
        for term in item.terms.iter().filter(|term| wanted.contains(&term.domain.as_str())) {
            let name = decode(&term.name).trim().to_owned();
            let name = if name.is_empty() { unescaped(&term.slug) } else { name };
            if !name.is_empty() && !post.labels.contains(&name) {
                post.labels.push(name);
            }
        }
    }
    for term in &item.terms {
        match term.domain.as_str() {
            "category" | "" | "post_tag" | "tag" | "author" | "post_translations" => {}
            "language" => post.language = Some(term.slug.clone()).filter(|language| !language.is_empty()),
            "post_format" => post.changed.push("its post format is left out".into()),
            domain => {
                let sentence = format!("its terms of the taxonomy “{domain:.60}” are left out");
                if !post.changed.contains(&sentence) {
                    post.changed.push(sentence);
                }
            }
        }
    }
}

fn medium(item: &Item, site: &Site) -> OldMedium {
    let mut medium = OldMedium { key: item.key(), caption: plain(&item.excerpt), ..OldMedium::default() };
    for address in [&item.attachment, &item.guid] {
        if address.starts_with("http")
            && !address.contains("attachment_id=")
            && !medium.addresses.contains(address)
        {
            medium.addresses.push(address.clone());
        }
    }
    let mut place = None;
    for (key, value) in &item.meta {
        match meaning(key) {
            Meaning::Alt => medium.alt = value.trim().to_owned(),
            Meaning::File => place = Some(value.trim()),
            Meaning::Sizes => {
                let folder = medium
                    .addresses
                    .first()
                    .and_then(|first| first.rsplit_once('/'))
                    .map(|(f, _)| f.to_owned());
                for name in sizes(value) {
                    let address = folder.as_ref().map(|folder| format!("{folder}/{name}"));
                    medium.addresses.extend(address.filter(|address| !medium.addresses.contains(address)));
                }
            }
            _ => {}
        }
    }
    medium.file = medium.addresses.first().and_then(|address| site.file(address, place));
    medium.post = Some(item.parent.clone()).filter(|post| !matches!(post.as_str(), "" | "0"));
    let home = format!("{}/", site.addresses.base());
    if let Some((path, query)) = site.addresses.path(&item.link)
        && (path != home || !query.is_empty())
    {
        medium.paths.push(format!("{path}{query}"));
    }
    if !item.id.is_empty() {
        let path = format!("{home}?attachment_id={}", item.id);
        if !medium.paths.contains(&path) {
            medium.paths.push(path);
        }
    }
    medium
}
