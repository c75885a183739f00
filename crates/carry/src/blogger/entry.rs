//! What both shapes of an entry say in the same place.

use std::borrow::Cow;

use model::Moment;

use crate::html::escape;
use crate::xml::{Element, Piece};

/// Elements of an entry that are read, or known to mean nothing to us.
const KNOWN: [&str; 33] = [
    "id",
    "published",
    "updated",
    "edited",
    "created",
    "category",
    "title",
    "content",
    "summary",
    "link",
    "author",
    "contributor",
    "total",
    "in-reply-to",
    "extendedProperty",
    "thumbnail",
    "featurename",
    "point",
    "box",
    "control",
    "filename",
    "metaDescription",
    "location",
    "enclosure",
    "trashed",
    "type",
    "status",
    "parent",
    "inReplyTo",
    "rights",
    "source",
    "draft",
    "generator",
];

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Post,
    Page,
    Comment,
    Setting,
    Template,
    /// In Blogger's word.
    Other(String),
}

/// An entry that is being read.
pub(super) struct Reading<'a> {
    pub piece: &'a Piece,
    pub element: &'a Element<'a>,
    /// When the export was made, where it says so.
    pub exported: Option<Moment>,
}

impl Reading<'_> {
    /// Never by the id: a Takeout calls comments posts there.
    pub fn kind(&self) -> Kind {
        let of_type = self.element.word_of("type");
        let word = if of_type.is_empty() {
            let scheme =
                |category: &&Element| category.attribute("scheme").is_some_and(|s| s.ends_with("#kind"));
            let term = self.element.every("category").find(scheme).and_then(|kind| kind.attribute("term"));
            term.map(|term| term.rsplit('#').next().unwrap_or_default().to_ascii_lowercase())
                .unwrap_or_default()
        } else {
            of_type.to_ascii_lowercase()
        };
        match word.as_str() {
            "post" => Kind::Post,
            "page" => Kind::Page,
            "comment" => Kind::Comment,
            "settings" => Kind::Setting,
            "template" => Kind::Template,
            "" => Kind::Other("entry".to_owned()),
            other => Kind::Other(other.chars().take(60).collect()),
        }
    }

    /// Its number, the same in a backup and in a Takeout.
    pub fn key(&self) -> String {
        let id = self.element.word_of("id");
        if id.is_empty() {
            // Without an id it is known by what else never changes.
            let since = self.moment("published").or(self.moment("created"));
            let since = since.map(|moment| moment.micros().to_string()).unwrap_or_default();
            return format!("{}@{since}", self.element.word_of("filename"));
        }
        number(&id)
    }

    /// Name of a setting: the end of its id.
    pub fn setting(&self) -> String {
        let id = self.element.word_of("id");
        id.split(".settings.").nth(1).unwrap_or(&id).to_owned()
    }

    /// A date, when there is one that can be read.
    pub fn moment(&self, name: &str) -> Option<Moment> {
        Moment::parse(&self.element.word_of(name)).ok()
    }

    /// Dates that can't be read, as sentences.
    pub fn odd_dates(&self) -> Vec<String> {
        ["created", "published", "updated"]
            .iter()
            .filter(|name| {
                let word = self.element.word_of(name);
                !word.is_empty() && Moment::parse(&word).is_err()
            })
            .map(|name| format!("its date “{name}” can't be read"))
            .collect()
    }

    /// A link by its relation; that to a page before others.
    pub fn link(&self, relation: &str) -> Option<Cow<'_, str>> {
        let links =
            || self.element.every("link").filter(|link| link.attribute("rel").as_deref() == Some(relation));
        let page = links().find(|link| link.attribute("type").as_deref() == Some("text/html"));
        page.or_else(|| links().next())
            .and_then(|link| link.attribute("href"))
            .filter(|href| !href.is_empty())
    }

    /// A property of Google's, by its name.
    pub fn property(&self, name: &str) -> Option<Cow<'_, str>> {
        let named = |property: &&Element| property.attribute("name").as_deref() == Some(name);
        self.element.every("extendedProperty").find(named).and_then(|property| property.attribute("value"))
    }

    /// Whether Blogger had it in the bin.
    pub fn trashed(&self) -> bool {
        let word = self.element.word_of("trashed");
        !word.is_empty() && !word.eq_ignore_ascii_case("false")
    }

    /// Whether the old backup calls it a draft.
    pub fn draft(&self) -> bool {
        let control = self.element.child("control");
        control.is_some_and(|control| control.word_of("draft").eq_ignore_ascii_case("yes"))
    }

    /// HTML of it, decoded once.
    pub fn html(&self) -> Cow<'_, str> {
        let Some(content) = self.element.child("content").or_else(|| self.element.child("summary")) else {
            return Cow::Borrowed("");
        };
        match content.attribute("type").as_deref() {
            Some("xhtml") => Cow::Borrowed(content.inner()),
            Some("text") => Cow::Owned(escape(&content.text()).into_owned()),
            _ => content.text(),
        }
    }

    /// Names of elements in it that nobody knows.
    pub fn unknown(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for child in &self.element.children {
            let name = match child.local() {
                "extendedProperty" => match child.attribute("name").as_deref() {
                    Some("blogger.itemClass" | "blogger.displayTime" | "blogger.contentRemoved") | None => {
                        continue;
                    }
                    Some(other) => format!("{} {other:.60}", child.name),
                },
                known if KNOWN.contains(&known) => continue,
                _ => child.name.chars().take(100).collect(),
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}

/// The number at the end of an id, `tag:blogger.com,1999:blog-1.post-2`; the whole of one that has none.
pub(super) fn number(id: &str) -> String {
    let end = id.rsplit('-').next().unwrap_or_default();
    if !end.is_empty() && end.bytes().all(|b| b.is_ascii_alphanumeric()) {
        end.to_owned()
    } else {
        id.to_owned()
    }
}
