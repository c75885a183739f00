//! From a tree to a reading: the same walk for every dialect.

use model::{FeedHead, FeedLink, FeedPerson, FeedReading, Language, ReadItem};
use url::Url;

use super::ITEM_LIMIT;
use super::feed_date::date;
use super::person::people;
use super::rich::Rich;
use super::tree::{Element, Tree};
use super::vocabulary::{Field, Space, field};

/// Most links and most people of a feed or item that are kept.
const LISTED: usize = 50;

/// Reads a feed from its tree; `None` when it is something else.
pub(super) fn read(tree: &Tree) -> Option<FeedReading> {
    let root = tree.root()?;
    let container = match (root.space, root.name.as_str()) {
        (_, "feed" | "channel") => root,
        (_, "rss") | (Space::Rdf, "rdf") => {
            tree.children(root).find(|child| child.name == "channel" || child.name == "feed").unwrap_or(root)
        }
        _ => return None,
    };
    let is_item = |element: &&Element| {
        matches!(element.name.as_str(), "item" | "entry")
            && !matches!(element.space, Space::Other | Space::Media)
    };
    let mut spent = 0;
    let inside = tree.children(container).filter(is_item);
    // RDF and RSS 0.90 list the items beside the channel.
    let beside = tree.children(root).filter(is_item).filter(|_| !std::ptr::eq(root, container));
    let items = inside.chain(beside).take(ITEM_LIMIT).map(|element| item(tree, element, &mut spent));
    let mut reading = FeedReading { head: head(tree, container), items: items.collect() };
    tell_apart(&mut reading.items);
    Some(reading)
}

/// What an element's children say, gathered before it is decided what goes first.
#[derive(Default)]
struct Said {
    id: Option<String>,
    id_is_address: Option<bool>,
    titles: Vec<(u8, Rich)>,
    summaries: Vec<(u8, Rich)>,
    contents: Vec<Rich>,
    authors: Vec<FeedPerson>,
    other_authors: Vec<FeedPerson>,
    published: Option<model::Dated>,
    created: Option<model::Dated>,
    modified: Option<model::Dated>,
    dated: Option<model::Dated>,
    language: Option<String>,
    plain_link: Option<String>,
    original: Option<String>,
    links: Vec<FeedLink>,
    source: Option<FeedHead>,
}

fn gather(tree: &Tree, element: &Element, with_source: bool) -> Said {
    let mut said = Said {
        id: element.attribute("rdf:about").map(str::to_owned),
        language: element.language.clone().filter(|tag| !tag.is_empty()),
        ..Said::default()
    };
    if let Some(address) = element.attribute("href") {
        said.plain_link = absolute(element, address);
        said.add_link(element, "alternate", address, None);
    }
    said.modified = element.attribute("lastmod").and_then(date);
    for child in tree.children(element) {
        if child.space == Space::Media && child.name == "group" {
            for inner in tree.children(child) {
                said.hear(tree, inner, with_source);
            }
        }
        said.hear(tree, child, with_source);
    }
    said
}

impl Said {
    fn hear(&mut self, tree: &Tree, child: &Element, with_source: bool) {
        let Some(field) = field(child.space, &child.name) else { return };
        let text = || tree.text(child).trim().to_owned();
        match field {
            Field::Id => {
                let id = text();
                if !id.is_empty() {
                    self.id_is_address = Some(child.name == "guid" && !is_no(child.attribute("ispermalink")));
                    self.id = Some(full_id(child, id));
                }
            }
            Field::Title => self.titles.push((u8::from(child.space == Space::Dc), Rich::of(tree, child))),
            Field::OtherTitle => self.titles.push((2, Rich::of(tree, child))),
            Field::Summary => self.summaries.push((0, Rich::of(tree, child))),
            Field::DcDescription => self.summaries.push((1, Rich::of(tree, child))),
            Field::OtherSummary => self.summaries.push((2, Rich::of(tree, child))),
            Field::Content => {
                if let Some(address) = child.attribute("src").filter(|_| child.name == "content") {
                    self.add_link(child, "content", address, child.attribute("type"));
                }
                self.contents.push(Rich::of(tree, child));
            }
            Field::Author => self.authors.extend(people(tree, child)),
            Field::OtherAuthor => self.other_authors.extend(people(tree, child)),
            Field::Published => self.published = date(&text()).or(self.published),
            Field::Created => self.created = date(&text()).or(self.created),
            Field::Modified => {
                let said = date(&text());
                if child.name == "date" {
                    self.dated = said.or(self.dated);
                } else {
                    self.modified = said.or(self.modified);
                }
            }
            Field::Language => {
                let tag = text();
                if !tag.is_empty() {
                    self.language = Some(tag);
                }
            }
            Field::Link => self.link(tree, child),
            Field::OriginalLink => self.original = absolute(child, &text()),
            Field::Enclosure => {
                if let Some(address) = child.attribute("url").or_else(|| child.attribute("href")) {
                    self.add_link(child, "enclosure", address, child.attribute("type"));
                }
            }
            Field::Source if with_source => {
                let mut source = head(tree, child);
                // RSS: <source url="…">Title</source>
                if let Some(address) = child.attribute("url") {
                    source.address = absolute(child, address);
                }
                if source.title.is_empty() {
                    source.title = Rich::of(tree, child).line();
                }
                self.source = Some(source);
            }
            Field::Source => {}
        }
    }

    fn link(&mut self, tree: &Tree, child: &Element) {
        let rel = child.attribute("rel").map_or("alternate", str::trim);
        let rel = rel.strip_prefix("http://www.iana.org/assignments/relation/").unwrap_or(rel);
        match child.attribute("href") {
            Some(address) => self.add_link(child, rel, address, child.attribute("type")),
            None => {
                let text = tree.text(child);
                if text.trim().is_empty() {
                    return;
                }
                if child.attribute("rel").is_none() {
                    self.plain_link = absolute(child, &text);
                }
                self.add_link(child, rel, &text, child.attribute("type"));
            }
        }
    }

    fn add_link(&mut self, element: &Element, rel: &str, address: &str, media_type: Option<&str>) {
        let Some(address) = absolute(element, address).filter(|_| self.links.len() < LISTED) else { return };
        self.links.push(FeedLink { rel: rel.to_owned(), address, media_type: media_type.map(str::to_owned) });
    }

    /// The page it is about: a link to it for people first, then what else may be one.
    fn address(&self) -> Option<String> {
        let alternates = || self.links.iter().filter(|link| link.rel == "alternate");
        let is_page = |link: &&FeedLink| {
            link.media_type.as_deref().is_none_or(|kind| kind.contains("html") || kind.trim().is_empty())
        };
        let id = || self.id.clone().filter(|id| is_web(id));
        let permalink = || id().filter(|_| self.id_is_address == Some(true));
        self.original
            .clone()
            .or_else(|| self.plain_link.clone())
            .or_else(|| alternates().find(is_page).or_else(|| alternates().next()).map(|l| l.address.clone()))
            .or_else(permalink)
            .or_else(|| self.links.iter().find(|link| link.rel == "enclosure").map(|l| l.address.clone()))
            .or_else(|| id().filter(|_| self.id_is_address.is_none()))
    }

    /// The first of the best kind that has a text.
    fn best(choices: &[(u8, Rich)]) -> Option<&Rich> {
        choices
            .iter()
            .filter(|(_, text)| !text.is_empty())
            .min_by_key(|(rank, _)| *rank)
            .map(|(_, text)| text)
    }

    fn people(&mut self) -> Vec<FeedPerson> {
        let mut people = std::mem::take(&mut self.authors);
        if people.is_empty() {
            people = std::mem::take(&mut self.other_authors);
        }
        people.truncate(LISTED);
        people
    }
}

fn head(tree: &Tree, element: &Element) -> FeedHead {
    let mut said = gather(tree, element, false);
    FeedHead {
        title: Said::best(&said.titles).map(Rich::line).unwrap_or_default(),
        dek: Said::best(&said.summaries).map(Rich::plain).filter(|dek| !dek.is_empty()),
        address: said.address(),
        language: said.language.take().and_then(|tag| tag_of(&tag)),
        authors: said.people(),
        published: said.published.or(said.created),
        modified: said.modified.or(said.dated),
        id: said.id,
        links: said.links,
    }
}

fn item(tree: &Tree, element: &Element, spent: &mut usize) -> ReadItem {
    let mut said = gather(tree, element, true);
    let summary = Said::best(&said.summaries);
    // The longest: some give a stub and the whole text.
    // An item with both summary and description means the second as its text.
    let second = said.summaries.iter().filter(|(rank, text)| *rank == 0 && !text.is_empty()).nth(1);
    let second = second.map(|(_, text)| text).filter(|_| said.contents.iter().all(Rich::is_empty));
    let content = said.contents.iter().filter(|text| !text.is_empty()).max_by_key(|text| match text {
        Rich::Plain(text) | Rich::Html(text, _) => text.len(),
    });
    ReadItem {
        headline: Said::best(&said.titles).map(Rich::line).unwrap_or_default(),
        summary: summary.map(Rich::plain).unwrap_or_default(),
        html: content.or(second).or(summary).map(|text| text.html_within(spent)).unwrap_or_default(),
        address: said.address(),
        language: said.language.take().and_then(|tag| tag_of(&tag)),
        authors: said.people(),
        published: said.published.or(said.created).or(said.dated),
        modified: said.modified.or(said.dated),
        id: said.id,
        links: said.links,
        source: said.source,
    }
}

/// Feeds that give all their items one id mean none.
fn tell_apart(items: &mut [ReadItem]) {
    let mut seen: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    for id in items.iter().filter_map(|item| item.id.as_ref()) {
        *seen.entry(id.clone()).or_default() += 1;
    }
    let mut first: std::collections::HashMap<String, Option<String>> = std::collections::HashMap::new();
    let mut broken: std::collections::HashSet<String> = std::collections::HashSet::new();
    for item in items.iter() {
        let Some(id) = item.id.as_ref().filter(|id| seen.get(*id).is_some_and(|n| *n > 1)) else { continue };
        let known = first.entry(id.clone()).or_insert_with(|| item.address.clone());
        if *known != item.address {
            broken.insert(id.clone());
        }
    }
    for item in items.iter_mut() {
        if item.id.as_ref().is_some_and(|id| broken.contains(id)) {
            item.id = None;
        }
    }
}

fn tag_of(tag: &str) -> Option<String> {
    Language::parse(tag).ok().map(|language| language.to_string())
}

/// Ids are never changed, except that a path, which names nothing outside its feed, is written in full.
fn full_id(element: &Element, id: String) -> String {
    let is_path = element.name == "id" && id.contains('/') && Url::parse(&id).is_err();
    if is_path { absolute(element, &id).unwrap_or(id) } else { id }
}

fn is_no(value: Option<&str>) -> bool {
    value.is_some_and(|value| value.trim().eq_ignore_ascii_case("false"))
}

fn is_web(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://")) && Url::parse(text.trim()).is_ok()
}

fn absolute(element: &Element, address: &str) -> Option<String> {
    let address = address.trim();
    if address.is_empty() {
        return None;
    }
    let url = match &element.base {
        Some(base) => base.join(address).ok(),
        None => Url::parse(address).ok(),
    };
    Some(url.map_or_else(|| address.to_owned(), String::from))
}
