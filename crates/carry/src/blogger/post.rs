//! Posts and pages.

use model::import::{OldKind, OldPost, OldStanding};

use super::address;
use super::author;
use super::body;
use super::entry::{Kind, Reading};
use crate::html::{link, unescaped};
use crate::xml::{Element, decode};

impl Reading<'_> {
    /// The post or page, and what nobody knows in it.
    pub(super) fn post(&self) -> (OldPost, Vec<String>) {
        let mut changed = self.piece.mended();
        changed.extend(self.odd_dates());
        let mut unknown = self.unknown();
        let standing = self.standing(&mut changed, &mut unknown);
        let path = self.path();
        let (path, slug) = match standing {
            OldStanding::Published | OldStanding::Scheduled => (path, None),
            // It stands nowhere; what its address would be, or was, names it.
            _ => (None, path.as_deref().and_then(address::slug)),
        };
        let (mut body, told) = body::post(self.html().into_owned());
        changed.extend(told);
        self.attach(&mut body, &mut changed);
        let (lead_image, lead_image_alt) = match body::first_picture(&body) {
            Some((address, alt)) => (Some(address), alt),
            None => (self.thumbnail(), String::new()),
        };
        let byline = self.element.every("author").map(author::name).filter(|name| !name.is_empty());
        let post = OldPost {
            key: self.key(),
            kind: if self.kind() == Kind::Page { OldKind::Page } else { OldKind::Post },
            standing,
            headline: self.headline(&mut changed),
            description: self.element.word_of("metaDescription").into_owned(),
            byline: byline.take(20).collect(),
            labels: self.labels(),
            body,
            path,
            slug,
            created: self.moment("created"),
            published: self.moment("published"),
            updated: self.moment("updated"),
            lead_image,
            lead_image_alt,
            location: self.location(),
            changed,
            ..OldPost::default()
        };
        (post, unknown)
    }

    fn standing(&self, changed: &mut Vec<String>, unknown: &mut Vec<String>) -> OldStanding {
        if self.trashed() {
            return OldStanding::Trashed;
        }
        let status = self.element.word_of("status");
        match &*status.to_ascii_uppercase() {
            "" if self.draft() => OldStanding::Draft,
            // An old backup knows no schedule: what was to come out later has a later date than the backup.
            "" if self.moment("published") > self.exported && self.exported.is_some() => {
                OldStanding::Scheduled
            }
            "" | "LIVE" | "PUBLISHED" => OldStanding::Published,
            "DRAFT" | "IMPORTED_DRAFT" => OldStanding::Draft,
            "SCHEDULED" => OldStanding::Scheduled,
            "SOFT_TRASHED" | "TRASHED" | "DELETED" => OldStanding::Trashed,
            _ => {
                changed.push(format!("how it stood, “{status:.60}”, is not known here: it is a draft"));
                unknown.push(format!("status {status:.60}"));
                OldStanding::Draft
            }
        }
    }

    /// The path that the export says; never computed.
    fn path(&self) -> Option<String> {
        let filename = self.element.word_of("filename");
        if !filename.is_empty() {
            let filename =
                if filename.starts_with('/') { filename.into_owned() } else { format!("/{filename}") };
            return Some(unescaped(&filename));
        }
        let alternate = self.link("alternate").and_then(|href| address::path(&href));
        alternate.or_else(|| {
            // A draft has no page, but the address of its form is there.
            let form = self.link("replies")?;
            address::path(form.split('#').next()?).filter(|path| path.ends_with(".html"))
        })
    }

    fn headline(&self, changed: &mut Vec<String>) -> String {
        let Some(title) = self.element.child("title") else { return String::new() };
        let mut text = title.text().into_owned();
        if title.attribute("type").as_deref() == Some("html") {
            text = decode(&text).into_owned();
        } else if text.contains("&#39;") || text.contains("&quot;") {
            // Nobody types these; some Takeouts escape titles twice.
            text = text.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&");
            changed.push("its title was escaped twice".to_owned());
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Labels in order, each once. Some tools write several into one, each on a line of its own.
    fn labels(&self) -> Vec<String> {
        let mut labels: Vec<String> = Vec::new();
        for category in self.element.every("category") {
            if category.attribute("scheme").is_some_and(|scheme| scheme.ends_with("#kind")) {
                continue;
            }
            let term = category.attribute("term").unwrap_or_default();
            for label in term.lines().map(str::trim).filter(|label| !label.is_empty()) {
                if !labels.iter().any(|known| known == label) {
                    labels.push(label.to_owned());
                }
            }
        }
        labels
    }

    fn location(&self) -> Option<String> {
        let (name, degrees) = match self.element.child("location") {
            Some(place) if !place.children.is_empty() => {
                let (latitude, longitude) = (place.word_of("latitude"), place.word_of("longitude"));
                let known = !latitude.is_empty() && !longitude.is_empty();
                (place.word_of("name").into_owned(), known.then(|| format!("{latitude}, {longitude}")))
            }
            Some(place) if !place.word().is_empty() => (place.word().into_owned(), None),
            _ => {
                let point = self.element.word_of("point");
                let degrees = point.split_whitespace().collect::<Vec<_>>().join(", ");
                let name = self.element.word_of("featurename").into_owned();
                (name, (!degrees.is_empty()).then_some(degrees))
            }
        };
        match (name.is_empty(), degrees) {
            (true, None) => None,
            (true, Some(degrees)) => Some(degrees),
            (false, None) => Some(name),
            (false, Some(degrees)) => Some(format!("{name} ({degrees})")),
        }
    }

    fn thumbnail(&self) -> Option<String> {
        let address = self.element.child("thumbnail").and_then(|picture| picture.attribute("url"))?;
        (!address.is_empty()).then(|| address.into_owned())
    }

    /// What hung on a post: a file (podcasts), and where its title led.
    fn attach(&self, body: &mut String, changed: &mut Vec<String>) {
        let enclosed = |element: &&Element| {
            element.local() == "enclosure" || element.attribute("rel").as_deref() == Some("enclosure")
        };
        for file in self.element.children.iter().filter(enclosed) {
            let href = file.attribute("href").or_else(|| file.attribute("url")).unwrap_or_default();
            if href.is_empty() {
                continue;
            }
            body.push_str(&link(&href, ""));
            changed.push("the file that hung on it is a link at its end".to_owned());
        }
        if let Some(href) = self.link("related") {
            changed.push(format!("its title was a link to {href:.500}"));
        }
    }
}
