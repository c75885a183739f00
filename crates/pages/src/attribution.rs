//! A source as the site credits it: one value for the post's page and its card, the feeds, the structured data
//! and the previews that other sites make of a link.

use minijinja::{Value, context};
use model::permalink::percent_decode;
use model::{CaptureId, Licence, Post, SourceFields};
use serde_json::{Map, Value as Json, json};

use crate::Frame;
use crate::dates::Dates;
use crate::escape::text;
use crate::linked_data::{credited, people};
use crate::teaser::source_href;
use crate::words::Spoken;

/// The credit of a post that has a source.
#[derive(Clone, Debug)]
pub(crate) struct Attribution<'a> {
    fields: &'a SourceFields,
    /// The outlet's name, or its host.
    pub(crate) outlet: String,
    licence: Option<Licence>,
    /// The site's path of a capture that readers may see.
    archived: Option<String>,
}

impl<'a> Attribution<'a> {
    /// The credit of a post, with the capture of its source that is open to readers, if one is. The source
    /// counts as stored, else as written (a draft's preview); `None` for original reporting.
    pub(crate) fn of(post: &'a Post, open: Option<CaptureId>) -> Option<Self> {
        let fields = credited(post)?;
        let outlet = if fields.outlet.is_empty() { fields.host() } else { fields.outlet.clone() };
        let archived = open.map(capture_href);
        Some(Attribution { fields, outlet, licence: Licence::of(&fields.licence), archived })
    }

    /// The source's address.
    pub(crate) fn url(&self) -> &'a str {
        &self.fields.url
    }

    /// For templates.
    pub(crate) fn value(&self, frame: &Frame, dates: &Dates) -> Value {
        let (lang, dir) = frame.tongue(self.fields.language.as_ref());
        context! {
            url => self.fields.url.as_str(),
            shown => shown_address(&self.fields.url),
            headline => self.fields.headline.as_str(),
            outlet => self.outlet.as_str(),
            byline => self.fields.byline.clone(),
            date => self.fields.published.map(|published| dates.dated(published)),
            licence => self.licence.as_ref().map(|licence| context! {
                name => licence.name.as_str(),
                address => licence.address.as_deref(),
            }),
            lang => lang,
            dir => dir,
            more_href => source_href(&self.fields.host()),
        }
    }

    /// For feeds: a line of HTML in the site's words.
    pub(crate) fn line(&self, dates: &Dates, spoken: &Spoken) -> String {
        let source = self.fields;
        let shown = if source.headline.is_empty() { &self.outlet } else { &source.headline };
        let shown = if shown.is_empty() { &source.url } else { shown };
        let mut parts = vec![format!("<a href=\"{}\"><bdi>{}</bdi></a>", text(&source.url), text(shown))];
        if !source.headline.is_empty() && !self.outlet.is_empty() {
            parts.push(format!("<bdi>{}</bdi>", text(&self.outlet)));
        }
        if !source.byline.is_empty() {
            parts.push(format!("{} {}", text(&spoken.say("by")), names(&source.byline, spoken)));
        }
        if let Some(published) = source.published {
            parts.push(text(&dates.dated_text(published)));
        }
        match &self.licence {
            Some(Licence { name, address: Some(address) }) => {
                parts.push(format!("<a href=\"{}\"><bdi>{}</bdi></a>", text(address), text(name)));
            }
            Some(Licence { name, address: None }) => parts.push(format!("<bdi>{}</bdi>", text(name))),
            None => {}
        }
        format!("{} {}", text(&spoken.say("source")), parts.join(" · "))
    }

    /// For structured data: what the post is based on (<https://schema.org/isBasedOn>). `archivedAt` only where
    /// a reader can go there.
    pub(crate) fn work(&self, frame: &Frame) -> Json {
        let source = self.fields;
        let mut work = Map::new();
        let mut put = |key: &str, value: Json| work.insert(key.to_owned(), value);
        put("@type", json!("CreativeWork"));
        put("url", json!(source.url));
        if !source.headline.is_empty() {
            put("headline", json!(source.headline));
        }
        if !source.byline.is_empty() {
            put("author", people(&source.byline));
        }
        if !self.outlet.is_empty() {
            put("publisher", json!({ "@type": "Organization", "name": self.outlet }));
        }
        if let Some(published) = source.published {
            put("datePublished", json!(published.iso()));
        }
        if let Some(language) = &source.language {
            put("inLanguage", json!(language.as_str()));
        }
        if let Some(licence) = &self.licence {
            put("license", json!(licence.address.as_ref().unwrap_or(&licence.name)));
        }
        if let Some(path) = &self.archived {
            put("archivedAt", json!(frame.absolute(path)));
        }
        Json::Object(work)
    }

    /// For previews of a link: who is credited, before anything else. They show a title, a few words and the
    /// name of the site they link to, which would pass for the author of all of it.
    pub(crate) fn preview(&self, description: &str, spoken: &Spoken) -> String {
        let credit = format!("{} {}", spoken.say("source"), self.outlet);
        if description.is_empty() { credit } else { format!("{credit} · {description}") }
    }
}

/// The path of the page that shows a capture.
pub(crate) fn capture_href(id: CaptureId) -> String {
    format!("/captures/{id}")
}

/// Names as HTML, each with its own direction.
pub(crate) fn names(names: &[String], spoken: &Spoken) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("<bdi>{}</bdi>", text(name))).collect();
    names.join(&text(&spoken.say("comma")))
}

/// An address as people read it: without the scheme, and with the letters that its escapes stand for. Nothing
/// but letters, marks and digits of other scripts is unescaped: the rest may mean something, or hide it.
pub(crate) fn shown_address(address: &str) -> String {
    let bare =
        address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    let mut rest = bare.strip_suffix('/').unwrap_or(bare);
    let mut out = String::with_capacity(rest.len());
    while let Some(start) = rest.find('%') {
        let (before, escaped) = rest.split_at(start);
        let length =
            escaped.as_bytes().chunks(3).take_while(|part| part.len() == 3 && part[0] == b'%').count();
        let (run, after) = escaped.split_at_checked((length * 3).max(1)).unwrap_or((escaped, ""));
        let letters = percent_decode(run);
        let is_text = |c: char| !c.is_ascii() && c.is_alphanumeric();
        out.push_str(before);
        out.push_str(if letters.chars().all(is_text) { &letters } else { run });
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_in_its_letters_and_never_as_another() {
        for (address, shown) in [
            ("https://potami.example/2026/%CF%84%CE%B9%CE%BC%CE%AE", "potami.example/2026/τιμή"),
            ("http://a.example/", "a.example"),
            ("https://a.example/x%2Fy%20z?q=%26", "a.example/x%2Fy%20z?q=%26"),
            ("https://a.example/%E2%80%AEevil", "a.example/%E2%80%AEevil"),
            ("https://a.example/%FF%CF", "a.example/%FF%CF"),
        ] {
            assert_eq!(shown_address(address), shown);
        }
    }
}
