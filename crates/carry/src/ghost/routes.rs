//! Where posts, tags and authors stood: a pattern of Ghost's settings, or collections of a `routes.yaml`.

use jiff::tz::TimeZone;
use model::Moment;

/// Collections that are read.
const COLLECTIONS: usize = 50;

/// What a pattern is filled with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filling<'f> {
    pub(super) id: &'f str,
    pub(super) slug: &'f str,
    pub(super) published: Option<Moment>,
    /// Slugs of its tags, in order, and of its authors.
    pub(super) tags: &'f [&'f str],
    pub(super) authors: &'f [&'f str],
    pub(super) featured: bool,
}

/// Patterns of a site.
#[derive(Debug)]
pub(super) struct Routes {
    /// Patterns of posts, each with its filter; the first that fits counts.
    collections: Vec<Collection>,
    /// Pattern of a tag's list.
    tag: String,
    /// Paths that lead to something else, with what the file says of them.
    pub(super) fixed: Vec<String>,
    zone: TimeZone,
}

#[derive(Debug, Default)]
struct Collection {
    permalink: String,
    filter: String,
}

impl Default for Routes {
    fn default() -> Self {
        let collections = vec![Collection { permalink: "/{slug}/".into(), filter: String::new() }];
        Routes { collections, tag: "/tag/{slug}/".into(), fixed: Vec::new(), zone: TimeZone::UTC }
    }
}

/// A line of YAML: how far it stands in, its name, its value.
fn line(text: &str) -> Option<(usize, String, String)> {
    let bare = text.trim_end();
    let inner = bare.trim_start_matches(' ');
    if inner.is_empty() || inner.starts_with('#') || inner.starts_with("- ") {
        return None;
    }
    let (name, value) = match inner.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let (name, rest) = inner[1..].split_once(quote)?;
            (name, rest.trim_start().strip_prefix(':')?)
        }
        _ => {
            let at =
                inner.find(": ").or_else(|| inner.len().checked_sub(1).filter(|_| inner.ends_with(':')))?;
            (&inner[..at], &inner[at + 1..])
        }
    };
    Some((bare.len() - inner.len(), name.to_owned(), unquoted(value).to_owned()))
}

/// A value without its quotes, and without a note behind it.
pub(super) fn unquoted(value: &str) -> &str {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some((inner, _)) = value.strip_prefix(quote).and_then(|inner| inner.split_once(quote)) {
            return inner;
        }
    }
    value.split(" #").next().unwrap_or(value).trim()
}

/// The pairs of a simple list in YAML, under the names that stand at its margin: `301:` and below it `/a/: /b/`.
pub(super) fn pairs(text: &str) -> Vec<(String, String, String)> {
    let mut around = String::new();
    let mut found = Vec::new();
    for (indent, name, value) in text.lines().filter_map(line) {
        if indent == 0 {
            around = name;
        } else if !value.is_empty() {
            found.push((around.clone(), name, value));
        }
    }
    found
}

impl Routes {
    /// The pattern of the settings of version 1: `/:year/:slug/`.
    pub(super) fn pattern(&mut self, pattern: &str) {
        let parts: Vec<String> = pattern
            .split('/')
            .map(|part| part.strip_prefix(':').map_or_else(|| part.to_owned(), |name| format!("{{{name}}}")))
            .collect();
        if pattern.contains(":slug") || pattern.contains(":id") {
            self.collections = vec![Collection { permalink: parts.join("/"), filter: String::new() }];
        }
    }

    /// The zone in which dates in addresses were counted.
    pub(super) fn zone(&mut self, name: &str) {
        if let Ok(zone) = TimeZone::get(name) {
            self.zone = zone;
        }
    }

    /// Reads a `routes.yaml`.
    pub(super) fn read(&mut self, text: &str) {
        let mut around = String::new();
        let mut collections: Vec<Collection> = Vec::new();
        let mut step = 0;
        for (indent, name, value) in text.lines().filter_map(line) {
            if indent == 0 {
                around = name;
                step = 0;
                continue;
            }
            step = if step == 0 { indent } else { step };
            match (around.as_str(), indent == step, name.as_str()) {
                ("routes", true, _) => self.fixed.push(name),
                ("collections", true, _) if collections.len() < COLLECTIONS => {
                    collections.push(Collection::default())
                }
                ("collections", false, "permalink") => {
                    if let Some(collection) = collections.last_mut() {
                        collection.permalink = value;
                    }
                }
                ("collections", false, "filter") => {
                    if let Some(collection) = collections.last_mut() {
                        collection.filter = value;
                    }
                }
                ("taxonomies", true, "tag") if value.contains("{slug}") => self.tag = value,
                _ => {}
            }
        }
        collections.retain(|collection| collection.permalink.contains('{'));
        if !collections.is_empty() {
            self.collections = collections;
        }
    }

    /// Where a post stood; nothing when no collection holds it, or one can't be read.
    pub(super) fn post(&self, filling: &Filling) -> Option<String> {
        for collection in &self.collections {
            if fits(&collection.filter, filling)? {
                return self.fill(&collection.permalink, filling);
            }
        }
        None
    }

    /// Where a tag's list stood.
    pub(super) fn tag(&self, slug: &str) -> String {
        self.tag.replace("{slug}", slug)
    }

    fn fill(&self, pattern: &str, filling: &Filling) -> Option<String> {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some((before, behind)) = rest.split_once('{') {
            let (name, after) = behind.split_once('}')?;
            out.push_str(before);
            let day = || filling.published.map(|published| published.date_in(&self.zone));
            match name {
                "slug" => out.push_str(filling.slug),
                "id" => out.push_str(filling.id),
                "year" => out.push_str(&format!("{:04}", day()?.year())),
                "month" => out.push_str(&format!("{:02}", day()?.month())),
                "day" => out.push_str(&format!("{:02}", day()?.day())),
                "primary_tag" => out.push_str(filling.tags.first().unwrap_or(&"all")),
                "author" | "primary_author" => out.push_str(filling.authors.first()?),
                _ => return None,
            }
            rest = after;
        }
        out.push_str(rest);
        Some(out)
    }
}

/// Whether a post is in a collection, by its filter: `tag:a+featured:true,primary_tag:[b,c]`. Nothing when the filter
/// says more than that.
fn fits(filter: &str, filling: &Filling) -> Option<bool> {
    if filter.is_empty() {
        return Some(true);
    }
    let mut any = false;
    for either in parted(filter, ',') {
        let mut all = true;
        for term in parted(either, '+') {
            let (name, value) = term.trim().split_once(':')?;
            let (value, not) = match value.strip_prefix('-') {
                Some(value) => (value, true),
                None => (value, false),
            };
            let values: Vec<&str> = match value.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
                Some(inner) => inner.split(',').map(unquoted).collect(),
                None => vec![unquoted(value)],
            };
            let held = match name {
                "tag" | "tags" => filling.tags.iter().any(|tag| values.contains(tag)),
                "primary_tag" => filling.tags.first().is_some_and(|tag| values.contains(tag)),
                "author" | "authors" => filling.authors.iter().any(|author| values.contains(author)),
                "primary_author" => filling.authors.first().is_some_and(|author| values.contains(author)),
                "featured" => values.contains(&if filling.featured { "true" } else { "false" }),
                _ => return None,
            };
            all &= held != not;
        }
        any |= all;
    }
    Some(any)
}

/// Parts of a filter; what is in brackets stays together.
fn parted(filter: &str, by: char) -> Vec<&str> {
    let mut depth = 0_u32;
    filter
        .split(|c: char| {
            depth = if c == '[' {
                depth + 1
            } else if c == ']' {
                depth.saturating_sub(1)
            } else {
                depth
            };
            c == by && depth == 0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filling<'f>(tags: &'f [&'f str]) -> Filling<'f> {
        let published = Moment::parse("2018-12-31T23:30:00Z").ok();
        Filling { id: "7", slug: "νέα", published, tags, authors: &["anna"], featured: true }
    }

    #[test]
    fn patterns_say_where_posts_stood() {
        let mut routes = Routes::default();
        assert_eq!(routes.post(&filling(&[])).as_deref(), Some("/νέα/"));
        routes.pattern("/:year/:month/:day/:slug/");
        assert_eq!(routes.post(&filling(&[])).as_deref(), Some("/2018/12/31/νέα/"));
        routes.zone("Europe/Athens");
        assert_eq!(routes.post(&filling(&[])).as_deref(), Some("/2019/01/01/νέα/"));
        routes.read(
            "routes:\n  /about/team/:\n    template: team\n  /x/: y\ncollections:\n  /podcast/:\n    permalink: /podcast/{id}/ # kept\n    filter: 'tag:podcast+featured:true'\n  /:\n    permalink: '/blog/{primary_tag}/{slug}/'\n    template:\n      - index\n\ntaxonomies:\n  tag: /topic/{slug}/\n  author: /who/{slug}/\n",
        );
        assert_eq!(routes.post(&filling(&["news", "podcast"])).as_deref(), Some("/podcast/7/"));
        assert_eq!(routes.post(&filling(&["news"])).as_deref(), Some("/blog/news/νέα/"));
        assert_eq!(routes.post(&filling(&[])).as_deref(), Some("/blog/all/νέα/"));
        assert_eq!(routes.tag("salt"), "/topic/salt/");
        assert_eq!(routes.fixed, ["/about/team/", "/x/"]);
    }

    #[test]
    fn filters_are_followed_as_far_as_they_are_known() {
        for (filter, expected) in [
            ("", Some(true)),
            ("tag:a", Some(true)),
            ("tag:-a", Some(false)),
            ("primary_tag:b", Some(false)),
            ("tag:b+featured:false,author:anna", Some(true)),
            ("tag:[x,a]", Some(true)),
            ("tag:-[x,y]+primary_author:anna", Some(true)),
            ("published_at:>'2019'", None),
            ("nonsense", None),
        ] {
            assert_eq!(fits(filter, &filling(&["a", "b"])), expected, "{filter}");
        }
    }
}
