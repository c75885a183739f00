//! What the export says of the site, gathered before anything else is handed over.

use std::collections::HashSet;

use model::CommentMode;
use model::import::{Entry, Noun, OldSite};

use super::address;
use super::entry::{Kind, Reading};
use super::find::Blog;
use super::pieces;
use super::theme;
use crate::xml::Piece;
use crate::{Broken, Package};

/// Entries of a feed that are looked at for the address of the site.
const AHEAD: usize = 64;
/// Bytes of settings that are kept word by word.
const WORDS: usize = 16 << 20;
/// Elements of a feed, beside its entries, that are read or known to mean nothing to us.
const KNOWN: [&str; 14] = [
    "id",
    "title",
    "subtitle",
    "updated",
    "link",
    "author",
    "generator",
    "totalResults",
    "startIndex",
    "itemsPerPage",
    "category",
    "rights",
    "icon",
    "logo",
];

/// The site, as far as it is known before its posts are read.
#[derive(Debug, Default)]
pub(super) struct Site {
    noun: OldSite,
    raw: String,
    unknown: Vec<String>,
    /// Names of the settings that are in it.
    pub seen: HashSet<String>,
    /// Parts of its theme that have no counterpart.
    pub widgets: Vec<Entry>,
    /// What could not be read of it. The posts come all the same.
    pub broken: Vec<Broken>,
}

/// Reads the settings, wherever they are: in the feed, before its posts (a backup), or beside it (a Takeout).
pub(super) fn look_ahead(package: &Package, blog: &Blog, host: Option<&str>) -> Result<Site, Broken> {
    let mut site = Site::default();
    site.noun.key = match (blog.id.is_empty(), host.and_then(address::typed)) {
        (false, _) => format!("blogger:{}", blog.id),
        (true, Some(host)) => format!("blogger:{host}"),
        (true, None) => format!("blogger:{}", blog.name),
    };
    site.noun.name.clone_from(&blog.name);
    let mut read = Vec::new();
    for feed in &blog.feeds {
        site.feed(feed, package, &mut read)?;
    }
    let table = format!("{}settings.csv", blog.folder);
    if package.holds(&table) {
        let read = package.whole(&table, WORDS as u64).and_then(|text| site.table(&table, &text));
        site.broken.extend(read.err());
    }
    let layouts = format!("{}theme-layouts.xml", blog.folder);
    if package.holds(&layouts) {
        match package.whole(&layouts, WORDS as u64) {
            Ok(text) => site.theme(&text),
            Err(broken) => site.broken.push(broken),
        }
    }
    site.addresses(host, read);
    Ok(site)
}

impl Site {
    /// The site as an entry of the export.
    pub fn entry(&self) -> Entry {
        Entry {
            raw: self.raw.clone(),
            line: 1,
            noun: Noun::Site(Box::new(self.noun.clone())),
            unknown: self.unknown.clone(),
        }
    }

    /// What is said of the site behind the place up to which was looked ahead.
    pub fn more(&self, pieces: Vec<Piece>) -> Entry {
        let mut late = Site {
            noun: OldSite {
                key: self.noun.key.clone(),
                addresses: self.noun.addresses.clone(),
                name: self.noun.name.clone(),
                ..OldSite::default()
            },
            ..Site::default()
        };
        let line = pieces.first().map_or(0, |piece| piece.line);
        for piece in pieces {
            if let Ok(element) = piece.element() {
                let reading = Reading { piece: &piece, element: &element, exported: None };
                late.setting(&reading.setting(), &reading.element.word_of("content"));
            }
            late.keep(&piece.raw);
        }
        Entry { line, ..late.entry() }
    }

    /// Whether an element of a feed is one that is read, or known to mean nothing.
    pub fn knows(&self, piece: &Piece) -> bool {
        let name = piece.name();
        KNOWN.contains(&name.rsplit(':').next().unwrap_or(name))
    }

    /// Reads a feed up to its first posts.
    fn feed(&mut self, feed: &str, package: &Package, read: &mut Vec<String>) -> Result<(), Broken> {
        let mut pull = pieces(feed, package.text(feed)?);
        let mut entries = 0;
        // What is broken is told when everything is read.
        while let Ok(Some(pulled)) = pull.next() {
            let Ok(piece) = pulled else { continue };
            let Ok(element) = piece.element() else { continue };
            if element.local() != "entry" {
                self.keep(&piece.raw);
                let alternate = element.attribute("rel").as_deref() == Some("alternate");
                match element.local() {
                    "link" if alternate => {
                        read.extend(element.attribute("href").and_then(|href| address::site(&href)))
                    }
                    "subtitle" => self.noun.tagline = element.word().into_owned(),
                    _ => {}
                }
                continue;
            }
            let reading = Reading { piece: &piece, element: &element, exported: None };
            match reading.kind() {
                Kind::Setting => {
                    let name = reading.setting();
                    self.setting(&name, &element.word_of("content"));
                    self.seen.insert(name);
                    self.keep(&piece.raw);
                }
                Kind::Template => self.theme(&element.text_of("content")),
                _ => {
                    entries += 1;
                    read.extend(reading.link("alternate").and_then(|href| address::site(&href)));
                    if entries == AHEAD || element.child("status").is_some() {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads the table of a Takeout: names above, one row of values.
    fn table(&mut self, name: &str, text: &str) -> Result<(), Broken> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let broken = |error: csv::Error| Broken {
            line: error.position().map_or(0, csv::Position::line),
            ..Broken::file(name, format!("it is no table: {error}"))
        };
        let names = reader.headers().map_err(broken)?.clone();
        let mut values = vec![String::new(); names.len()];
        for row in reader.records().take(1000) {
            for (value, cell) in values.iter_mut().zip(&row.map_err(broken)?) {
                if !value.is_empty() && !cell.is_empty() {
                    value.push('\n');
                }
                value.push_str(cell);
            }
        }
        for (name, value) in names.iter().zip(&values) {
            self.setting(name.trim(), value.trim());
        }
        self.keep(text);
        Ok(())
    }

    fn theme(&mut self, text: &str) {
        let theme = theme::read(text);
        if let Some(popular) = theme.popular {
            self.noun.popular_window = popular.window;
            self.noun.popular_length = popular.length;
        }
        for widget in theme.widgets {
            if !self.widgets.iter().any(|known| known.noun == widget.noun) {
                self.widgets.push(widget);
            }
        }
    }

    /// Takes a setting in. Backup and Takeout write the same names in different cases.
    fn setting(&mut self, name: &str, value: &str) {
        let upper = name.to_ascii_uppercase();
        let site = &mut self.noun;
        let yes = value.eq_ignore_ascii_case("true");
        let no = value.eq_ignore_ascii_case("false");
        match upper.as_str() {
            "BLOG_NAME" if !value.is_empty() => value.clone_into(&mut site.name),
            "BLOG_DESCRIPTION" if !value.is_empty() => value.clone_into(&mut site.tagline),
            "BLOG_LOCALE" if !value.is_empty() => site.language = Some(language(value)),
            "BLOG_TIME_ZONE" if !value.is_empty() => site.time_zone = Some(value.to_owned()),
            "BLOG_COMMENTS_ALLOWED" if no => site.comments = Some(CommentMode::Off),
            "BLOG_COMMENTS_ALLOWED" if yes => {}
            _ => site.others.push((name.to_owned(), value.to_owned())),
        }
        let private = ["_PERMISSION", "EMAIL", "_ACCOUNT_NUMBER"].iter().any(|part| upper.contains(part));
        if private || value.contains('@') {
            site.private.push(name.to_owned());
        }
        if !upper.starts_with("BLOG_") {
            self.unknown.push(format!("setting {name:.80}"));
        }
    }

    /// Settings that mean something only together, and where the site is read.
    fn addresses(&mut self, host: Option<&str>, read: Vec<String>) {
        let value = |site: &OldSite, wanted: &str| {
            let found = site.others.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map(|(_, value)| value.clone()).filter(|value| !value.is_empty())
        };
        let site = &mut self.noun;
        let number =
            |site: &OldSite, wanted: &str| value(site, wanted).and_then(|value| value.parse::<u32>().ok());
        if value(site, "BLOG_MAX_UNIT").is_none_or(|unit| unit.eq_ignore_ascii_case("POSTS")) {
            site.per_page = number(site, "BLOG_MAX_NUM");
        }
        if site.comments.is_none() {
            let moderation = value(site, "BLOG_COMMENT_MODERATION").map(|word| word.to_ascii_uppercase());
            site.comments = moderation.map(|word| match word.as_str() {
                "ENABLED" | "ALWAYS" => CommentMode::Held,
                _ => CommentMode::Open,
            });
            let later = moderation_by_age(value(site, "BLOG_COMMENT_MODERATION").as_deref());
            site.hold_days = later.then(|| number(site, "BLOG_COMMENT_MODERATION_DELAY")).flatten();
        }
        let own = ["BLOG_CUSTOM_DOMAIN", "BLOG_DOMAIN"].iter().filter_map(|name| value(site, name));
        let own: Vec<String> = own.filter_map(|domain| address::typed(&domain)).collect();
        let subdomain = value(site, "BLOG_SUBDOMAIN").map(|name| match name.contains('.') {
            true => format!("https://{name}"),
            false => format!("https://{name}.blogspot.com"),
        });
        for address in host.and_then(address::typed).into_iter().chain(own).chain(read).chain(subdomain) {
            if !site.addresses.contains(&address) && site.addresses.len() < 50 {
                site.addresses.push(address);
            }
        }
    }

    /// Keeps words of the export, up to a bound.
    fn keep(&mut self, words: &str) {
        if self.raw.len() + words.len() < WORDS {
            self.raw.push_str(words);
            self.raw.push('\n');
        }
    }
}

/// Whether comments wait on older posts only.
fn moderation_by_age(word: Option<&str>) -> bool {
    word.is_some_and(|word| {
        !matches!(word.to_ascii_uppercase().as_str(), "ENABLED" | "ALWAYS" | "DISABLED" | "NEVER" | "")
    })
}

/// A locale of Java's as a language tag.
fn language(locale: &str) -> String {
    let tag = locale.replace('_', "-");
    let (language, rest) =
        tag.split_once('-').map_or((tag.as_str(), None), |(language, rest)| (language, Some(rest)));
    let language = match language {
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        other => other,
    };
    rest.map_or_else(|| language.to_owned(), |rest| format!("{language}-{rest}"))
}
