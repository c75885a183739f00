//! Which names mean what: the dialects differ in words, hardly in what they say.

/// The vocabularies we tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Space {
    /// Atom, every RSS, CDF, and documents that name no vocabulary.
    Core,
    /// Dublin Core, elements and terms.
    Dc,
    /// `content:encoded`.
    Content,
    Xhtml,
    Itunes,
    Media,
    Feedburner,
    Rdf,
    /// Any other: its elements are not ours to understand.
    Other,
}

/// The vocabulary of a namespace's name. Its spellings in the wild differ in case and slashes.
pub(super) fn space(name: &str) -> Space {
    let name = name.trim().to_ascii_lowercase();
    let short =
        name.trim_start_matches("http://").trim_start_matches("https://").trim_end_matches(['/', '#']);
    match short {
        "" | "www.w3.org/2005/atom" | "purl.org/atom/ns" | "purl.org/atom" => Space::Core,
        "purl.org/rss/1.0" | "my.netscape.com/rdf/simple/0.9" | "channel.netscape.com/rdf/simple/0.9" => {
            Space::Core
        }
        "backend.userland.com/rss" | "blogs.law.harvard.edu/tech/rss" | "purl.org/net/rss1.1" => Space::Core,
        "purl.org/dc/elements/1.1" | "purl.org/dc/elements/1.0" | "purl.org/dc/terms" => Space::Dc,
        "purl.org/rss/1.0/modules/content" => Space::Content,
        "www.w3.org/1999/xhtml" => Space::Xhtml,
        "www.itunes.com/dtds/podcast-1.0.dtd" | "example.com/dtds/podcast-1.0.dtd" => Space::Itunes,
        "search.yahoo.com/mrss" => Space::Media,
        "rssnamespace.org/feedburner/ext/1.0" => Space::Feedburner,
        "www.w3.org/1999/02/22-rdf-syntax-ns" => Space::Rdf,
        _ if short.starts_with("backend.userland.com/rss") || short.starts_with("www.w3.org/2005/atom") => {
            Space::Core
        }
        _ if short.starts_with("purl.org/atom/ns") || short.starts_with("purl.org/dc/") => {
            if short.contains("/dc/") { Space::Dc } else { Space::Core }
        }
        _ => Space::Other,
    }
}

impl Space {
    /// The vocabulary that a prefix stands for by custom, where a document forgot to say.
    pub(super) fn of_prefix(prefix: &str) -> Space {
        match prefix {
            "" | "atom" | "rss" => Space::Core,
            "dc" | "dcterms" => Space::Dc,
            "content" => Space::Content,
            "xhtml" | "h" => Space::Xhtml,
            "itunes" => Space::Itunes,
            "media" => Space::Media,
            "feedburner" => Space::Feedburner,
            "rdf" => Space::Rdf,
            _ => Space::Other,
        }
    }
}

/// What an element says about the feed or the item it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Title,
    /// A title of a second choice: of the picture or the recording.
    OtherTitle,
    Link,
    /// The address before a counting service replaced it.
    OriginalLink,
    /// A summary, or what the feed is about.
    Summary,
    /// A summary in a catalogue's words.
    DcDescription,
    OtherSummary,
    Content,
    Author,
    OtherAuthor,
    Published,
    Created,
    Modified,
    Language,
    Enclosure,
    Source,
}

/// What an element means directly in a feed or item.
pub(super) fn field(space: Space, name: &str) -> Option<Field> {
    use Field as F;
    Some(match (space, name) {
        (Space::Core, "id" | "guid") => F::Id,
        (Space::Core | Space::Dc, "title") => F::Title,
        (Space::Media, "title") => F::OtherTitle,
        (Space::Core, "link") => F::Link,
        (Space::Feedburner, "origlink") => F::OriginalLink,
        (Space::Core, "summary" | "tagline" | "subtitle" | "abstract" | "description") => F::Summary,
        (Space::Dc, "description") => F::DcDescription,
        (Space::Itunes, "subtitle" | "summary") | (Space::Media, "description") => F::OtherSummary,
        (Space::Core, "content" | "fullitem") | (Space::Content, "encoded") => F::Content,
        (Space::Xhtml, "body" | "div") | (Space::Core, "body") => F::Content,
        (Space::Core, "author" | "managingeditor") | (Space::Dc, "creator" | "author") => F::Author,
        (Space::Itunes, "author") => F::OtherAuthor,
        (Space::Core, "pubdate" | "published" | "issued") | (Space::Dc, "issued") => F::Published,
        (Space::Core | Space::Dc, "created") => F::Created,
        (Space::Core, "updated" | "modified" | "lastmod" | "lastbuilddate") => F::Modified,
        (Space::Dc, "modified" | "date") => F::Modified,
        (Space::Core | Space::Dc, "language") => F::Language,
        (Space::Core, "enclosure") => F::Enclosure,
        (Space::Core, "source") => F::Source,
        _ => return None,
    })
}
