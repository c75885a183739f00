//! What a page says about itself for machines: JSON-LD, Open Graph, meta elements, microdata.

use std::collections::HashMap;

use dom_query::Document;
use serde_json::{Map, Value};

/// Most JSON-LD objects read from one page.
const OBJECTS: usize = 400;
/// What JSON-LD calls a piece of writing.
pub(crate) const ARTICLE_TYPES: &[&str] = &[
    "NewsArticle",
    "Article",
    "BlogPosting",
    "ReportageNewsArticle",
    "LiveBlogPosting",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
    "SatiricalArticle",
    "AdvertiserContentArticle",
    "SocialMediaPosting",
    "DiscussionForumPosting",
    "Review",
    "ClaimReview",
    "Recipe",
];

/// All of it, in the order of the page.
#[derive(Default)]
pub(crate) struct Structured {
    objects: Vec<Map<String, Value>>,
    by_id: HashMap<String, usize>,
    meta: Vec<(String, String)>,
}

impl Structured {
    /// Reads it off a page.
    pub fn gather(document: &Document) -> Self {
        let mut all = Structured::default();
        for script in document.select("script[type]").iter() {
            let kind = script.attr("type").unwrap_or_default().to_ascii_lowercase();
            if kind.contains("ld+json")
                && let Some(value) = parse(&script.text())
            {
                all.add(value, 0);
            }
        }
        for meta in document.select("meta[content]").iter() {
            let content = meta.attr("content").unwrap_or_default();
            let content = content.trim();
            if content.is_empty() {
                continue;
            }
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = meta.attr(key) {
                    all.meta.push((name.trim().to_ascii_lowercase(), content.to_owned()));
                }
            }
        }
        all
    }

    fn add(&mut self, value: Value, depth: usize) {
        if depth > 4 || self.objects.len() >= OBJECTS {
            return;
        }
        match value {
            Value::Array(values) => values.into_iter().for_each(|value| self.add(value, depth + 1)),
            Value::Object(mut object) => {
                if let Some(graph) = object.remove("@graph") {
                    self.add(graph, depth + 1);
                }
                for key in ["mainEntity", "mainEntityOfPage"] {
                    if let Some(inner) = object.get(key).filter(|inner| inner.get("@type").is_some()) {
                        let inner = inner.clone();
                        self.add(inner, depth + 1);
                    }
                }
                if let Some(id) = object.get("@id").and_then(Value::as_str) {
                    self.by_id.entry(id.to_owned()).or_insert(self.objects.len());
                }
                self.objects.push(object);
            }
            _ => {}
        }
    }

    /// The first of these meta elements that says something.
    pub fn meta(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| {
            self.meta.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
        })
    }

    /// All values of one meta element.
    pub fn metas<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.meta.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The JSON-LD objects that describe an article; one whose address is the page's own comes first.
    pub fn articles(&self, page: &str) -> Vec<&Map<String, Value>> {
        let mut found = self.of_type(ARTICLE_TYPES);
        found.sort_by_key(|object| !is_about(object, page));
        found
    }

    /// The JSON-LD objects of these types.
    pub fn of_type(&self, types: &[&str]) -> Vec<&Map<String, Value>> {
        self.objects.iter().filter(|object| has_type(object, types)).collect()
    }

    /// An object itself, or the one its `@id` refers to.
    pub fn resolved<'a>(&'a self, value: &'a Value) -> Option<&'a Map<String, Value>> {
        let object = value.as_object()?;
        if object.contains_key("name") || object.contains_key("url") {
            return Some(object);
        }
        let referred = object.get("@id").and_then(Value::as_str).and_then(|id| self.by_id.get(id));
        referred.and_then(|at| self.objects.get(*at)).or(Some(object))
    }
}

/// Whether an object is of one of these types.
pub(crate) fn has_type(object: &Map<String, Value>, types: &[&str]) -> bool {
    let fits = |name: &str| types.contains(&name.rsplit(['/', ':']).next().unwrap_or(name));
    match object.get("@type") {
        Some(Value::String(name)) => fits(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(fits),
        _ => false,
    }
}

/// A text property, HTML entities that slipped in resolved.
pub(crate) fn text(object: &Map<String, Value>, key: &str) -> Option<String> {
    let value = match object.get(key)? {
        Value::String(text) => text.as_str(),
        Value::Array(values) => values.first()?.as_str()?,
        Value::Object(inner) => inner.get("@value")?.as_str()?,
        _ => return None,
    };
    let value = plain(value);
    (!value.is_empty()).then_some(value)
}

/// An address property: a string, an object with `url` or `contentUrl`, or a list of these.
pub(crate) fn address(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.as_str()),
        Value::Array(values) => values.iter().find_map(address),
        Value::Object(object) => {
            ["url", "contentUrl", "@id"].iter().find_map(|key| object.get(*key).and_then(address))
        }
        _ => None,
    }
}

/// One line without tags and with entities resolved.
pub(crate) fn plain(text: &str) -> String {
    if text.contains(['<', '&']) {
        let once = Document::fragment(text).text().to_string();
        let twice = if once.contains('&') && once.contains(';') {
            Document::fragment(once).text().to_string()
        } else {
            once
        };
        return fold(&twice);
    }
    fold(text)
}

/// One line with white space folded.
pub(crate) fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_about(object: &Map<String, Value>, page: &str) -> bool {
    let tail = |url: &str| {
        let url = url.split(['?', '#']).next().unwrap_or(url);
        url.split("://")
            .nth(1)
            .and_then(|rest| rest.split_once('/'))
            .map(|(_, path)| path.trim_end_matches('/').to_owned())
    };
    let Some(own) = tail(page).filter(|path| !path.is_empty()) else { return false };
    ["url", "mainEntityOfPage", "@id"]
        .iter()
        .filter_map(|key| object.get(*key).and_then(address))
        .any(|url| tail(url).is_some_and(|path| path == own))
}

/// JSON as pages write it: in a comment, with raw line breaks in strings, with a semicolon after it.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim();
    let text = text.strip_prefix("<!--").unwrap_or(text);
    let text = text.strip_suffix("-->").unwrap_or(text);
    let text = text
        .trim()
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("/*<![CDATA[*/")
        .trim_start_matches("<![CDATA[");
    let text = text.trim_end_matches("//]]>").trim_end_matches("/*]]>*/").trim_end_matches("]]>").trim();
    let text = text.trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let cleaned: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let cleaned = cleaned.replace(", }", " }").replace(",}", "}").replace(", ]", " ]").replace(",]", "]");
    serde_json::from_str(&cleaned).ok()
}
