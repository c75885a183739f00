//! What of an old entry can be made without the database.

use std::collections::HashSet;

use model::import::{Entry, Noun, OldComment, OldKind, OldPost, OldSite, OldStanding, Platform, Writer};
use model::post::{BODY_LIMIT, CAPTION_LIMIT, DEK_LIMIT, HEADLINE_LIMIT, LIST_LIMIT};
use model::{
    Comment, CommentId, Format, Kind, Label, Language, Location, Moment, Origin, Permalink, Post, PostId,
    Slug, Standing, Verdict, Verified, Writing, label::LABEL_LIMIT, permalink::percent_decode,
};
use sha2::{Digest, Sha256};
use url::Url;

use super::ready::{Item, Ready, ReadyComment, ReadyPost, Written, kind_of, private_of};
use super::{number, original_id};

/// Characters of a text by which its language is told.
const SAMPLE: usize = 500;
/// Characters of a headline made of the text's beginning.
const MADE_HEADLINE: usize = 70;
/// Queries that only say how or from where a page was looked at.
const IDLE_QUERIES: &[&str] = &["m", "showComment", "spref", "fbclid", "gclid", "share", "amp", "replytocom"];

/// What the rooms beside this one lend.
#[derive(Clone, Copy)]
pub struct Helpers {
    /// The language of a text, as a tag.
    pub language: fn(&str) -> Option<String>,
    /// The address of a picture's original size.
    pub original: fn(&str) -> String,
}

/// What is known of an old site before its first post is read.
pub struct Ground {
    platform: Platform,
    site: String,
    hosts: Vec<String>,
    base: Option<Url>,
    language: Language,
    now: Moment,
    helpers: Helpers,
}

impl Ground {
    /// The ground of a site. `language` is that of the site here, `now` stands for dates that are missing.
    pub fn new(platform: Platform, old: &OldSite, language: Language, now: Moment, helpers: Helpers) -> Self {
        let hosts = old.addresses.iter().filter_map(|address| Url::parse(address).ok());
        let mut hosts: Vec<String> = hosts.filter_map(|url| url.host_str().map(plain_host)).collect();
        hosts.dedup();
        Ground {
            platform,
            site: old.key.clone(),
            hosts,
            base: old.addresses.iter().find_map(|address| Url::parse(address).ok()),
            language: old.language.as_deref().and_then(|tag| Language::parse(tag).ok()).unwrap_or(language),
            now,
            helpers,
        }
    }

    /// The key of the old site.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// The original of a post there.
    pub(crate) fn post_id(&self, key: &str) -> i64 {
        original_id(&self.site, "post", key)
    }

    /// Makes of an entry what can be made without the database.
    pub fn prepare(&self, entry: Entry) -> Item {
        let private = private_of(&entry);
        let kind = kind_of(&entry.noun);
        let digest = number(&Sha256::digest(entry.raw.as_bytes()));
        let (key, counted, ready) = match entry.noun {
            Noun::Post(old) => self.post(*old),
            Noun::Comment(old) => self.comment(*old),
            Noun::Site(site) => (format!("{}:{digest:x}", site.key), "site".to_owned(), Ready::Site(site)),
            Noun::Author(author) => (author.key, "author".to_owned(), Ready::Author),
            Noun::Label(old) => {
                let mut changed = Vec::new();
                if let Some(parent) = old.parent.filter(|parent| !parent.is_empty()) {
                    changed.push(format!(
                        "labels have no order above each other here: it stood under “{parent}”"
                    ));
                }
                if !old.description.is_empty() {
                    changed.push("a label has no description here".to_owned());
                }
                let slug = Label::parse(&label_name(&old.name)).ok().map(|label| label.slug.to_string());
                (old.key, "label".to_owned(), Ready::Label { slug, paths: old.paths, changed })
            }
            Noun::Redirect(redirect) => {
                (redirect.from.clone(), "redirect".to_owned(), Ready::Redirect(redirect))
            }
            Noun::Medium(medium) => (medium.key.clone(), "attachment".to_owned(), Ready::Medium(medium)),
            Noun::Other { kind, key, why, .. } => {
                (format!("{kind}:{key}"), format!("other: {kind}"), Ready::Other { why })
            }
        };
        let id = original_id(&self.site, kind, &key);
        Item { id, counted, kind, key, digest, raw: entry.raw, unknown: entry.unknown, private, ready }
    }

    fn post(&self, old: OldPost) -> (String, String, Ready) {
        let mut changed = old.changed;
        let mut links: Vec<(String, String)> = Vec::new();
        let mut pictures: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        let body = markup::rewrite_addresses(&old.body, &mut |place, address| match place {
            markup::AddressOf::Link => self.link(address, &mut links),
            markup::AddressOf::Picture => {
                let whole = self.absolute(address)?;
                let original = (self.helpers.original)(&whole);
                if seen.insert(original.clone()) {
                    pictures.push(original);
                }
                (whole != address).then_some(whole)
            }
        })
        .into_owned();
        if body.len() > BODY_LIMIT {
            changed.push(format!(
                "its text has more than {BODY_LIMIT} bytes: it can't be changed before it is shortened"
            ));
        }
        let markup::Understood { html, text, credit } = markup::understood(&body);
        let excerpt = markup::excerpt(None, &text);
        let headline = self.headline(&old.headline, &text, &mut changed);
        let dek = cut(line(&old.dek), DEK_LIMIT, "its dek was too long and is cut", &mut changed);
        let search_title = cut(
            line(&old.search_title),
            HEADLINE_LIMIT,
            "its title for search engines was too long and is cut",
            &mut changed,
        );
        let search_description = cut(
            line(&old.description),
            DEK_LIMIT,
            "its line for search engines was too long and is cut",
            &mut changed,
        );
        let location = location(old.location.as_deref().unwrap_or_default(), &mut changed);
        let lead_image_caption = caption(&old.lead_image_caption, &mut changed);
        let (language, guessed) = self.language(old.language.as_deref(), &text);
        let kind = match old.kind {
            OldKind::Post => Kind::Article,
            OldKind::Page => Kind::Page,
        };
        let published = old.published.or(old.created).or(old.updated);
        let standing = self.standing(&old.standing, published, &mut changed);
        let created = old.created.or(published).unwrap_or(self.now);
        let out = matches!(standing, Standing::Published { .. } | Standing::Scheduled { .. });
        let permalink = old.path.as_deref().filter(|_| out).and_then(|path| {
            let path = path.trim_end_matches('/');
            match Permalink::parse(path) {
                Ok(permalink) => Some(permalink),
                Err(why) if !path.is_empty() => {
                    changed.push(format!("it has a new address: {why}"));
                    None
                }
                Err(_) => None,
            }
        });
        let writing = Writing {
            headline,
            byline: names(&old.byline, &mut changed),
            language,
            format: Format::Html,
            body,
            labels: labels(&old.labels, &mut changed),
            slug: old
                .slug
                .as_deref()
                .or(permalink.as_ref().map(Permalink::tail))
                .and_then(|slug| Slug::parse(slug).ok()),
            kind,
            comments: old.comments,
            source: None,
            lead_image: None,
            lead_image_alt: line(&old.lead_image_alt),
            lead_image_caption,
            location,
            search_title,
            // Said twice, it would be changed once.
            search_description: Some(search_description).filter(|line| *line != dek).unwrap_or_default(),
            dek,
            film: None,
        };
        let lead = old
            .lead_image
            .as_deref()
            .and_then(|address| self.absolute(address))
            .map(|whole| (self.helpers.original)(&whole));
        let word = match (old.kind, &standing) {
            (OldKind::Post, standing) => format!("post: {}", standing.as_str()),
            (OldKind::Page, standing) => format!("page: {}", standing.as_str()),
        };
        let modified = old.updated.or(published).unwrap_or(created).max(created);
        let post = Post {
            id: PostId::from_raw(0),
            author: None,
            writing,
            html,
            excerpt,
            standing,
            permalink,
            source: None,
            clipping: None,
            revision: 1,
            created,
            modified,
        };
        let ready = ReadyPost {
            written: Written::of(&post).ok(),
            terms: markup::terms(&post.writing.headline),
            post,
            published,
            old_paths: old.old_paths,
            pictures,
            lead,
            links,
            credit,
            guessed,
            changed,
        };
        (old.key, word, Ready::Post(Box::new(ready)))
    }

    fn headline(&self, headline: &str, text: &str, changed: &mut Vec<String>) -> String {
        let headline = line(headline);
        if !headline.is_empty() {
            return cut(headline, HEADLINE_LIMIT, "its headline was too long and is cut", changed);
        }
        changed.push("it had no headline: its first words are one now".to_owned());
        let first = line(text.split('\n').next().unwrap_or_default());
        if first.is_empty() { "—".to_owned() } else { markup::cut(&first, MADE_HEADLINE) }
    }

    fn standing(&self, old: &OldStanding, published: Option<Moment>, changed: &mut Vec<String>) -> Standing {
        let draft = |why: &str, changed: &mut Vec<String>| {
            changed.push(why.to_owned());
            Standing::Draft
        };
        match (old, published) {
            (OldStanding::Published, Some(at)) => Standing::Published { at },
            (OldStanding::Published, None) => {
                changed.push("it had no date: it is published as of now".to_owned());
                Standing::Published { at: self.now }
            }
            (OldStanding::Scheduled, Some(at)) if at > self.now => Standing::Scheduled { at },
            (OldStanding::Scheduled, Some(at)) => {
                changed.push("its time had come: it is published".to_owned());
                Standing::Published { at }
            }
            (OldStanding::Draft | OldStanding::Scheduled, _) => Standing::Draft,
            (OldStanding::Private, _) => {
                draft("only those who worked there could read it: it is a draft", changed)
            }
            (OldStanding::Locked, _) => draft(
                "it was behind a password: it is a draft, so that nobody reads it who could not",
                changed,
            ),
            (OldStanding::Trashed, _) => draft("it was thrown away: it is a draft", changed),
        }
    }

    /// The language a post says, or the one its text seems to be in; `None` for the site's. With the guess.
    fn language(&self, said: Option<&str>, text: &str) -> (Option<Language>, Option<String>) {
        if let Some(said) = said.and_then(|tag| Language::parse(tag).ok()) {
            return (Some(said).filter(|said| *said != self.language), None);
        }
        let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
        let Some(guess) = (self.helpers.language)(&text[..end]) else { return (None, None) };
        let language =
            Language::parse(&guess).ok().filter(|guess| guess.primary() != self.language.primary());
        (language, Some(guess))
    }

    fn comment(&self, old: OldComment) -> (String, String, Ready) {
        let mut changed = old.changed;
        let (body, html) = markup::remark_of_html(&old.body);
        let mut name = line(&old.name);
        if name.is_empty() {
            changed.push("it had no name: it stands under “Anonymous”".to_owned());
            name = "Anonymous".to_owned();
        }
        let name = cut(name, model::comment::NAME_LIMIT, "its name was too long and is cut", &mut changed);
        let website = old.website.as_deref().map(str::trim).filter(|address| !address.is_empty());
        let web = website
            .and_then(|address| Url::parse(address).ok())
            .filter(|url| matches!(url.scheme(), "http" | "https"));
        if website.is_some() && web.is_none() {
            changed.push("its author’s page is no web address and is left out".to_owned());
        }
        let id = CommentId::from_raw(0);
        let email =
            old.email.as_deref().map(|mail| mail.trim().to_lowercase()).filter(|mail| mail.contains('@'));
        let comment = Comment {
            id,
            post: PostId::from_raw(0),
            parent: None,
            root: id,
            origin: if old.writer == Writer::Site { Origin::Mention } else { Origin::Form },
            verified: Verified::Nobody,
            name,
            email,
            website: web.map(String::from),
            body,
            html,
            verdict: old.verdict,
            judged: 0,
            answers: 0,
            created: old.created.unwrap_or(self.now),
            edited: None,
            edited_here: false,
            flags: 0,
            anchor: old.anchor.filter(|anchor| {
                anchor.len() <= 80 && anchor.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
            }),
        };
        if old.created.is_none() {
            changed.push("it had no date: it has the day of the import".to_owned());
        }
        let word = match (comment.origin, old.verdict) {
            (Origin::Mention, verdict) => format!("mention: {}", verdict.as_str()),
            (Origin::Form, Verdict::Withdrawn) => "comment: withdrawn".to_owned(),
            (Origin::Form, verdict) => format!("comment: {}", verdict.as_str()),
        };
        let ready = ReadyComment {
            comment,
            post: self.post_id(&old.post),
            parent: old.parent.map(|parent| original_id(&self.site, "comment", &parent)),
            changed,
        };
        (old.key, word, Ready::Comment(Box::new(ready)))
    }

    /// What a link within the old site is here: a path. Others stay.
    fn link(&self, address: &str, links: &mut Vec<(String, String)>) -> Option<String> {
        if address.starts_with('#') {
            return None;
        }
        let url = self.parsed(address)?;
        if !self.is_own(&url) {
            return None;
        }
        let mut path = percent_decode(url.path());
        let kept: Vec<String> = url
            .query_pairs()
            .filter(|(key, _)| !IDLE_QUERIES.contains(&&**key) && !key.starts_with("utm_"))
            .map(|(key, value)| if value.is_empty() { key.into_owned() } else { format!("{key}={value}") })
            .collect();
        if !kept.is_empty() {
            path.push('?');
            path.push_str(&kept.join("&"));
        }
        let mut there = url.clone();
        there.set_fragment(None);
        if !links.iter().any(|(known, _)| *known == path) {
            links.push((path.clone(), there.into()));
        }
        let encoded = encode(&path);
        Some(match url.fragment() {
            Some(fragment) => format!("{encoded}#{fragment}"),
            None => encoded,
        })
    }

    fn parsed(&self, address: &str) -> Option<Url> {
        match &self.base {
            Some(base) => base.join(address).ok(),
            None => Url::parse(address).ok(),
        }
        .filter(|url| matches!(url.scheme(), "http" | "https"))
    }

    fn absolute(&self, address: &str) -> Option<String> {
        self.parsed(address).map(String::from)
    }

    /// The path of an address on the old site itself; `None` for one elsewhere.
    pub(crate) fn own_path(&self, address: &str) -> Option<String> {
        let url = self.parsed(address).filter(|url| self.is_own(url))?;
        let path = percent_decode(url.path());
        Some(match url.query() {
            Some(query) => format!("{path}?{query}"),
            None => path,
        })
    }

    /// The address of a picture's original size.
    pub(super) fn original(&self, address: &str) -> String {
        (self.helpers.original)(address)
    }

    fn is_own(&self, url: &Url) -> bool {
        let Some(host) = url.host_str().map(plain_host) else { return false };
        self.hosts.iter().any(|own| {
            // Blogger answers under its names for all countries.
            let name =
                (self.platform == Platform::Blogger).then(|| own.strip_suffix(".blogspot.com")).flatten();
            *own == host
                || name.is_some_and(|name| {
                    host.strip_prefix(name).is_some_and(|rest| rest.starts_with(".blogspot."))
                })
        })
    }
}

/// A path with its query as it stands in a link.
pub(super) fn encode(path: &str) -> String {
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let encoded = model::permalink::percent_encode_path(path);
    match query {
        Some(query) => format!(
            "{encoded}?{}",
            model::permalink::percent_encode_path(query).replace("%26", "&").replace("%3D", "=")
        ),
        None => encoded,
    }
}

fn plain_host(host: &str) -> String {
    host.trim_start_matches("www.").to_ascii_lowercase()
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('\0', "")
}

/// The line under a lead picture, which is plain text here.
fn caption(html: &str, changed: &mut Vec<String>) -> String {
    if html.contains("<a ") {
        changed.push("the line under its picture has lost its links".to_owned());
    }
    cut(line(&markup::plain_text(html)), CAPTION_LIMIT, "the line under its picture is cut", changed)
}

fn location(text: &str, changed: &mut Vec<String>) -> Option<Location> {
    let text = line(text);
    let known = text.parse();
    if let (Err(why), false) = (&known, text.is_empty()) {
        changed.push(format!("its place is kept with the original only: {why}"));
    }
    known.ok()
}

fn cut(text: String, limit: usize, why: &str, changed: &mut Vec<String>) -> String {
    match text.char_indices().nth(limit) {
        None => text,
        Some((at, _)) => {
            changed.push(why.to_owned());
            text[..at].trim_end().to_owned()
        }
    }
}

fn names(byline: &[String], changed: &mut Vec<String>) -> Vec<String> {
    let mut names: Vec<String> =
        byline.iter().map(|name| line(name)).filter(|name| !name.is_empty()).collect();
    names.iter_mut().for_each(|name| {
        *name = cut(std::mem::take(name), 200, "a name in its byline was too long and is cut", changed)
    });
    if names.len() > LIST_LIMIT {
        changed.push(format!("its byline has {LIST_LIMIT} names: there were more"));
        names.truncate(LIST_LIMIT);
    }
    names
}

/// A label's name without the signs that separate labels.
fn label_name(name: &str) -> String {
    line(name).replace([',', '،', '、', '，'], ";")
}

fn labels(names: &[String], changed: &mut Vec<String>) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    for name in names {
        let written = label_name(name);
        let short: String = written.chars().take(LABEL_LIMIT).collect();
        match Label::parse(&short) {
            Ok(label) => {
                if short != line(name) {
                    changed.push(format!("its label “{:.60}” is “{}” here", line(name), label.name));
                }
                if !labels.iter().any(|known| known.slug == label.slug) {
                    labels.push(label);
                }
            }
            Err(why) => changed.push(format!("a label is left out: {why}")),
        }
    }
    if labels.len() > LIST_LIMIT {
        changed.push(format!("it has {LIST_LIMIT} labels: there were more"));
        labels.truncate(LIST_LIMIT);
    }
    labels
}
