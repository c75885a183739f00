//! A piece of writing, from draft to published post.

use serde::{Deserialize, Serialize};

use crate::comment::CommentMode;
use crate::{
    AccountId, ClippingId, Film, Kind, Label, Language, Location, Moment, Permalink, PostId, Problems,
    RevisionId, Slug, Source, SourceFields,
};

/// Longest headline, in characters.
pub const HEADLINE_LIMIT: usize = 300;
/// Longest dek, in characters.
pub const DEK_LIMIT: usize = 1_000;
/// Longest line under a picture, in characters.
pub const CAPTION_LIMIT: usize = 1_000;
/// Largest body, in bytes.
pub const BODY_LIMIT: usize = 2_000_000;
/// Most labels, and most names in a byline.
pub const LIST_LIMIT: usize = 30;

/// How a body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// CommonMark with the usual extensions.
    #[default]
    Markdown,
    /// HTML; sanitised all the same.
    Html,
}

impl Format {
    /// The stored word.
    pub fn as_str(self) -> &'static str {
        match self {
            Format::Markdown => "markdown",
            Format::Html => "html",
        }
    }

    /// Reads the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Format::Markdown, Format::Html].into_iter().find(|format| format.as_str() == word)
    }
}

/// How a piece stands towards its readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "lowercase")]
pub enum Standing {
    /// Not out yet.
    Draft,
    /// Will be published by itself.
    Scheduled {
        /// When.
        at: Moment,
    },
    /// Out.
    Published {
        /// Since when; the date readers see.
        at: Moment,
    },
    /// Was out; its address says so, with the reason.
    Retracted {
        /// Since when.
        at: Moment,
        /// The public reason.
        reason: String,
    },
}

impl Standing {
    /// The stored word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Standing::Draft => "draft",
            Standing::Scheduled { .. } => "scheduled",
            Standing::Published { .. } => "published",
            Standing::Retracted { .. } => "retracted",
        }
    }
}

/// What a person edits, as it arrived from a form or the API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RawWriting {
    /// Plain text.
    pub headline: String,
    /// Plain text.
    pub dek: String,
    /// Names with commas between them.
    pub byline: String,
    /// A language tag; empty for the site's.
    pub language: String,
    /// `markdown` or `html`.
    pub format: String,
    /// In that format.
    pub body: String,
    /// Labels with commas between them.
    pub labels: String,
    /// Empty for one made of the headline.
    pub slug: String,
    /// `article` or `video`; empty for article.
    pub kind: String,
    /// `open`, `held`, `off`; empty for the site's.
    pub comments: String,
    /// Address of the source; empty for original reporting.
    pub source_url: String,
    /// Outlet.
    pub source_outlet: String,
    /// Names with commas between them.
    pub source_byline: String,
    /// A date or a moment.
    pub source_published: String,
    /// The terms the source may be used under: an address or words.
    pub source_licence: String,
    /// Site path of the picture that stands for the post, `/media/…`; empty for none.
    pub lead_image: String,
    /// What the picture shows, for those who can't see it.
    pub lead_image_alt: String,
    /// The line under the picture; may be empty.
    pub lead_image_caption: String,
    /// Where it is about, as [`Location`] reads it; empty for nowhere.
    pub location: String,
    /// What search engines call the piece; empty for the headline.
    pub search_title: String,
    /// What search engines say of it; empty for the dek or the excerpt.
    pub search_description: String,
    /// A video's: address of a player that may stand in a frame; empty for none.
    pub film_player: String,
    /// A video's: its length, `12:34`.
    pub film_duration: String,
    /// A video's: pixels of the player, `1280x720`.
    pub film_size: String,
}

/// What a person edits, checked: can be saved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Writing {
    /// Plain text, one line. May be empty in a draft, never in a published post.
    pub headline: String,
    /// The line under the headline.
    pub dek: String,
    /// Credited names in order.
    pub byline: Vec<String>,
    /// The piece's language; `None` means the site's.
    pub language: Option<Language>,
    /// How the body is written.
    pub format: Format,
    /// The body as written.
    pub body: String,
    /// In the editor's order.
    pub labels: Vec<Label>,
    /// A slug a person chose; `None` means made of the headline when published.
    pub slug: Option<Slug>,
    /// Article or video.
    pub kind: Kind,
    /// Overrides the site's mode.
    pub comments: Option<CommentMode>,
    /// Where it comes from; `None` is original reporting.
    pub source: Option<SourceFields>,
    /// Site path of the lead picture.
    pub lead_image: Option<String>,
    /// Its alternative text.
    pub lead_image_alt: String,
    /// The line under it: what it shows and whose it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lead_image_caption: String,
    /// Where it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// The title of its page where search engines should know another one than the headline; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search_title: String,
    /// What search engines say of it where that should be something else than the dek; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub search_description: String,
    /// A video's player and length; only for [`Kind::Video`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub film: Option<Film>,
}

impl Writing {
    /// The origin of the player that the piece's page may load when a reader asks for it.
    pub fn player_origin(&self) -> Option<String> {
        self.film.as_ref().filter(|_| self.kind == Kind::Video).and_then(Film::origin)
    }
}

/// Names of a line with commas, semicolons or "、" between them.
pub fn names_of(line: &str) -> Vec<String> {
    line.split([',', ';', '،', '、', '，', '؛'])
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|name| !name.is_empty())
        .collect()
}

impl RawWriting {
    /// The writing when it can be saved as a draft.
    ///
    /// # Errors
    /// One problem per field that can't; nothing of the input is lost by that.
    pub fn checked(&self) -> Result<Writing, Problems> {
        let mut problems = Problems::default();
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (headline, dek) = (line(&self.headline), line(&self.dek));
        let (search_title, search_description) = (line(&self.search_title), line(&self.search_description));
        let lead_image_caption = line(&self.lead_image_caption);
        for (field, called, text, limit) in [
            ("headline", "a headline", &headline, HEADLINE_LIMIT),
            ("dek", "a dek", &dek, DEK_LIMIT),
            ("search_title", "this", &search_title, HEADLINE_LIMIT),
            ("search_description", "this", &search_description, DEK_LIMIT),
            ("lead_image_caption", "this", &lead_image_caption, CAPTION_LIMIT),
        ] {
            if text.chars().count() > limit {
                problems.add(field, format!("{called} can have {limit} characters"));
            }
        }
        if self.body.len() > BODY_LIMIT {
            problems
                .add("body", format!("a body can have {BODY_LIMIT} bytes; this one has {}", self.body.len()));
        }
        let byline = names_of(&self.byline);
        if byline.len() > LIST_LIMIT || byline.iter().any(|n| n.chars().count() > 200) {
            problems.add("byline", format!("a byline can have {LIST_LIMIT} names of 200 characters"));
        }
        let mut optional = |field: &'static str, text: &str, result: Result<(), String>| {
            if !text.trim().is_empty()
                && let Err(message) = result
            {
                problems.add(field, message);
            }
        };
        let language = Language::parse(&self.language);
        optional("language", &self.language, language.clone().map(drop));
        let slug = Slug::parse(&self.slug);
        optional("slug", &self.slug, slug.clone().map(drop));
        let labels = Label::parse_list(&self.labels);
        optional("labels", &self.labels, labels.clone().map(drop));
        if labels.as_ref().is_ok_and(|l| l.len() > LIST_LIMIT) {
            optional("labels", &self.labels, Err(format!("a post can have {LIST_LIMIT} labels")));
        }
        let format = Format::parse(self.format.trim());
        optional("format", &self.format, format.map(drop).ok_or("the format is markdown or html".to_owned()));
        let kind = Kind::parse(self.kind.trim());
        optional("kind", &self.kind, kind.map(drop).ok_or("the kind is article, video or page".to_owned()));
        let comments = self.comments.trim().parse::<CommentMode>();
        optional("comments", &self.comments, comments.clone().map(drop));
        let location = self.location.parse::<Location>();
        optional("location", &self.location, location.clone().map(drop));
        let lead = self.lead_image.trim();
        optional(
            "lead_image",
            lead,
            if lead.starts_with("/media/") {
                Ok(())
            } else {
                Err("pictures are stored with the site; its path starts with /media/".to_owned())
            },
        );
        let date = crate::Dated::parse(&self.source_published);
        optional(
            "source_published",
            &self.source_published,
            date.map(drop).ok_or("write the date like 2026-11-23".to_owned()),
        );
        let source = if self.source_url.trim().is_empty() {
            None
        } else {
            let fields = SourceFields {
                url: self.source_url.trim().to_owned(),
                outlet: line(&self.source_outlet),
                byline: names_of(&self.source_byline),
                published: date,
                language: language.clone().ok(),
                headline: String::new(),
                licence: line(&self.source_licence),
            };
            match fields.checked() {
                Ok(fields) => Some(fields),
                Err(mut wrong) => {
                    problems.0.append(&mut wrong.0);
                    None
                }
            }
        };
        let film = if kind == Some(Kind::Video) {
            let credited = source.as_ref().map(|source| source.url.as_str());
            let lines = [&self.film_player, &self.film_duration, &self.film_size];
            Film::from_lines(lines[0], lines[1], lines[2], credited, &mut problems)
        } else {
            None
        };
        problems.into_result(Writing {
            headline,
            dek,
            byline,
            language: language.ok(),
            format: format.unwrap_or_default(),
            body: self.body.replace("\r\n", "\n").replace('\0', ""),
            labels: labels.unwrap_or_default(),
            slug: slug.ok(),
            kind: kind.unwrap_or_default(),
            comments: comments.ok(),
            source,
            lead_image: Some(lead.to_owned()).filter(|l| !l.is_empty()),
            lead_image_alt: line(&self.lead_image_alt),
            lead_image_caption,
            location: location.ok(),
            search_title,
            search_description,
            film,
        })
    }
}

impl Writing {
    /// The same writing as a form shows it.
    pub fn raw(&self) -> RawWriting {
        let source = self.source.clone().unwrap_or_default();
        let film = self.film.clone().unwrap_or_default();
        RawWriting {
            headline: self.headline.clone(),
            dek: self.dek.clone(),
            byline: self.byline.join(", "),
            language: self.language.as_ref().map(ToString::to_string).unwrap_or_default(),
            format: self.format.as_str().to_owned(),
            body: self.body.clone(),
            labels: self.labels.iter().map(|l| l.name.as_str()).collect::<Vec<_>>().join(", "),
            slug: self.slug.as_ref().map(ToString::to_string).unwrap_or_default(),
            kind: self.kind.as_str().to_owned(),
            comments: self.comments.map(|m| m.as_str().to_owned()).unwrap_or_default(),
            source_url: source.url,
            source_outlet: source.outlet,
            source_byline: source.byline.join(", "),
            source_published: source.published.map(|d| d.iso()).unwrap_or_default(),
            source_licence: source.licence,
            lead_image: self.lead_image.clone().unwrap_or_default(),
            lead_image_alt: self.lead_image_alt.clone(),
            lead_image_caption: self.lead_image_caption.clone(),
            location: self.location.as_ref().map(ToString::to_string).unwrap_or_default(),
            search_title: self.search_title.clone(),
            search_description: self.search_description.clone(),
            film_duration: film.clock().unwrap_or_default(),
            film_player: film.player.unwrap_or_default(),
            film_size: film.size.map(|(width, height)| format!("{width}x{height}")).unwrap_or_default(),
        }
    }
}

/// A piece of writing with all that is kept about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Its key, the same from draft to post.
    pub id: PostId,
    /// The account that made it; `None` when Courant itself did (the command line, an import).
    pub author: Option<AccountId>,
    /// What is edited. `writing.source` mirrors `source`.
    pub writing: Writing,
    /// Sanitised HTML of the body.
    pub html: String,
    /// The excerpt by the contract's rule, plain text.
    pub excerpt: String,
    /// How it stands.
    #[serde(flatten)]
    pub standing: Standing,
    /// Its address; set when first published, then never changed by itself.
    pub permalink: Option<Permalink>,
    /// The stored source.
    pub source: Option<Source>,
    /// The clipping it was made from.
    pub clipping: Option<ClippingId>,
    /// Number of its newest revision; an edit names the one it started from.
    pub revision: i64,
    /// When it was made.
    pub created: Moment,
    /// When it last changed.
    pub modified: Moment,
}

impl Post {
    /// The moment readers see, when it is published.
    pub fn published(&self) -> Option<Moment> {
        match self.standing {
            Standing::Published { at } => Some(at),
            _ => None,
        }
    }
}

/// What a list shows of a published post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teaser {
    /// Its key.
    pub id: PostId,
    /// Its address.
    pub permalink: Permalink,
    /// Headline.
    pub headline: String,
    /// Dek, may be empty.
    pub dek: String,
    /// Credited names.
    pub byline: Vec<String>,
    /// The piece's own language, if not the site's.
    pub language: Option<Language>,
    /// Plain text.
    pub excerpt: String,
    /// Article or video.
    pub kind: Kind,
    /// When it was published.
    pub published: Moment,
    /// When it last changed.
    pub modified: Moment,
    /// Outlet of its source, if it has one.
    pub outlet: Option<String>,
    /// Host of its source, if it has one.
    pub host: Option<String>,
    /// Site path of the lead picture.
    pub lead_image: Option<String>,
    /// Its alternative text.
    pub lead_image_alt: String,
}

/// A kept earlier text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// Its key.
    pub id: RevisionId,
    /// Whose.
    pub post: PostId,
    /// 1 for the first.
    pub number: i64,
    /// The whole writing at that moment.
    pub writing: Writing,
    /// Who saved it.
    pub author: Option<AccountId>,
    /// When.
    pub at: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_round_trips() {
        let raw = RawWriting {
            headline: "Η τιμή  του ποταμού".into(),
            byline: "Άννα Δ., Li Wei；".replace('；', ";"),
            language: "el".into(),
            body: "Κείμενο\r\n".into(),
            labels: "Κόσμος, Rivers".into(),
            source_url: "https://www.example.com/a".into(),
            source_published: "2026-11-01".into(),
            lead_image_caption: "The weir.\nPhoto: A. Park".into(),
            location: "Piraeus (37.940, 23.64)".into(),
            search_title: "Water prices".into(),
            search_description: "What a river costs".into(),
            ..RawWriting::default()
        };
        let writing = raw.checked().unwrap();
        assert_eq!(writing.headline, "Η τιμή του ποταμού");
        assert_eq!(writing.byline, ["Άννα Δ.", "Li Wei"]);
        assert_eq!(writing.source.as_ref().unwrap().outlet, "example.com");
        assert_eq!(writing.raw().checked().unwrap(), writing);
    }

    #[test]
    fn a_video_keeps_its_player_and_an_article_has_none() {
        let raw = RawWriting {
            headline: "H".into(),
            kind: "video".into(),
            film_player: "https://player.example/e/1".into(),
            film_duration: "PT12M34S".into(),
            film_size: "1280x720".into(),
            ..RawWriting::default()
        };
        let writing = raw.checked().unwrap();
        let film = writing.film.clone().unwrap();
        assert_eq!((film.duration, film.size), (Some(754), Some((1280, 720))));
        assert_eq!(writing.raw().film_duration, "12:34");
        assert_eq!(writing.raw().checked().unwrap(), writing);
        let article = RawWriting { kind: "article".into(), ..raw.clone() };
        assert_eq!(article.checked().unwrap().film, None);
        let wrong =
            RawWriting { film_player: "http://player.example/".into(), film_duration: "long".into(), ..raw };
        let problems = wrong.checked().unwrap_err();
        assert!(problems.of("film_player").is_some() && problems.of("film_duration").is_some());
    }

    #[test]
    fn every_wrong_field_is_named() {
        let raw = RawWriting {
            headline: "x".repeat(400),
            language: "klingon".into(),
            slug: "Not a slug".into(),
            labels: "!!".into(),
            format: "rtf".into(),
            comments: "maybe".into(),
            lead_image: "https://elsewhere.example/p.jpg".into(),
            lead_image_caption: "x".repeat(1_001),
            location: "x".repeat(201),
            search_title: "x".repeat(301),
            search_description: "x".repeat(1_001),
            source_url: "ftp://x".into(),
            source_published: "soon".into(),
            ..RawWriting::default()
        };
        let problems = raw.checked().unwrap_err();
        let fields: Vec<_> = problems.0.iter().map(|p| p.field).collect();
        assert_eq!(
            fields,
            [
                "headline",
                "search_title",
                "search_description",
                "lead_image_caption",
                "language",
                "slug",
                "labels",
                "format",
                "comments",
                "location",
                "lead_image",
                "source_published",
                "source_url"
            ]
        );
    }
}
