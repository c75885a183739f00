//! Addresses that other systems give to lists and feeds, read so that they lead to ours.

use crate::permalink::percent_decode;

/// What an old address that is no post's asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OldAddress {
    /// A list that every site has, by its path here.
    Path(&'static str),
    /// The posts under a label, by its name or slug there; or their feed.
    Label {
        /// Decoded.
        name: String,
        /// Whether its feed is meant.
        feed: bool,
    },
    /// The posts of a month.
    Month(i16, i8),
    /// A post's comments as a feed, or another face of its page, by its path.
    Post {
        /// Encoded, as asked for.
        path: String,
        /// Whether the feed is meant.
        feed: bool,
    },
    /// A smaller copy of a picture, by the decoded path of its original size.
    Picture(String),
}

/// Reads a path, percent-encoded as received, and its query. `None` for what no system is known to have.
pub fn old_address(path: &str, query: Option<&str>) -> Option<OldAddress> {
    let path = path.trim_end_matches('/');
    let parts: Vec<String> = path.split('/').skip(1).map(percent_decode).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let asked = |name: &str| {
        query.into_iter().flat_map(|query| query.split('&')).find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (key == name).then(|| percent_decode(&value.replace('+', " ")))
        })
    };
    let feed = match asked("alt").as_deref() {
        Some("rss") => "/feed.rss",
        Some("json" | "json-in-script") => "/feed.json",
        _ => "/feed.atom",
    };
    match parts.as_slice() {
        [] | [""] => asked("feed").map(|kind| {
            OldAddress::Path(match kind.as_str() {
                "rss" | "rss2" => "/feed.rss",
                kind if kind.starts_with("comments") => "/comments.atom",
                _ => "/feed.atom",
            })
        }),
        // Blogger.
        ["search", "label", name] => Some(label(name, false)),
        ["feeds", "posts", "default" | "full" | "summary", "-", name, ..] => Some(label(name, true)),
        ["feeds", "posts", ..] => Some(OldAddress::Path(feed)),
        ["feeds", ..] => Some(OldAddress::Path("/comments.atom")),
        ["atom.xml" | "index.xml" | "feed.xml"] => Some(OldAddress::Path("/feed.atom")),
        ["rss.xml" | "rss" | "rss2"] => Some(OldAddress::Path("/feed.rss")),
        [page] if page.ends_with("_archive.html") => archive_page(page),
        // WordPress, Ghost.
        ["feed"] => Some(OldAddress::Path("/feed.rss")),
        ["feed", "rss" | "rss2" | "rdf"] => Some(OldAddress::Path("/feed.rss")),
        ["feed", "atom"] => Some(OldAddress::Path("/feed.atom")),
        ["comments", "feed", ..] => Some(OldAddress::Path("/comments.atom")),
        [
            "sitemap_index.xml" | "wp-sitemap.xml" | "post-sitemap.xml" | "sitemap-posts.xml"
            | "sitemap-pages.xml",
        ] => Some(OldAddress::Path("/sitemap.xml")),
        ["category" | "tag" | "topic", .., name, "feed" | "rss"] => Some(label(name, true)),
        ["category" | "tag" | "topic", name, "page", _] => Some(label(name, false)),
        ["category" | "tag" | "topic", .., name] => Some(label(name, false)),
        ["tags" | "categories", ..] => Some(OldAddress::Path("/labels")),
        [year] if is_year(year) => Some(OldAddress::Path("/archive")),
        [year, month, ..]
            if is_year(year)
                && parts.len() <= 3
                && is_number(month)
                && parts[2..].iter().all(|day| is_number(day)) =>
        {
            let (year, month) = (year.parse().ok()?, month.parse().ok()?);
            (1..=12).contains(&month).then_some(OldAddress::Month(year, month))
        }
        [_, .., last]
            if matches!(*last, "feed" | "amp" | "trackback" | "rss") || last.starts_with("comment-page-") =>
        {
            let (post, _) = path.rsplit_once('/')?;
            Some(OldAddress::Post { path: post.to_owned(), feed: matches!(*last, "feed" | "rss") })
        }
        _ => {
            let picture = percent_decode(path);
            let original = original_picture(&picture);
            (original != picture).then_some(OldAddress::Picture(original))
        }
    }
}

/// The address of the original size of a picture that WordPress or Ghost may have made smaller copies of; any other
/// address as it is. A name that only looks like a copy's can't be told from one.
pub fn original_picture(address: &str) -> String {
    if address.contains("/content/images/size/") {
        return ghost_original(address);
    }
    if address.contains("/wp-content/uploads/") || address.contains(".files.wordpress.com/") {
        return uploaded(address);
    }
    address.to_owned()
}

/// WordPress keeps smaller copies of an upload beside it, named by their size: `photo-300x200.jpg`.
fn uploaded(address: &str) -> String {
    let bare = address.split(['?', '#']).next().unwrap_or(address);
    let Some((stem, ending)) = bare.rsplit_once('.') else { return bare.to_owned() };
    let Some((name, size)) = stem.rsplit_once('-') else { return bare.to_owned() };
    let is_side = |side: &str| (2..=5).contains(&side.len()) && side.bytes().all(|b| b.is_ascii_digit());
    match size.split_once('x') {
        Some((width, height)) if is_side(width) && is_side(height) => format!("{name}.{ending}"),
        _ => bare.to_owned(),
    }
}

/// Ghost keeps them under `/content/images/size/w600/`, in another format under `…/w600/format/webp/`.
fn ghost_original(address: &str) -> String {
    let original = || {
        let (before, behind) = address.split_once("/content/images/size/")?;
        let (_, rest) = behind.split_once('/')?;
        let rest =
            rest.strip_prefix("format/").and_then(|rest| rest.split_once('/')).map_or(rest, |(_, rest)| rest);
        Some(format!("{before}/content/images/{rest}"))
    };
    original().unwrap_or_else(|| address.to_owned())
}

fn label(name: &str, feed: bool) -> OldAddress {
    OldAddress::Label { name: name.replace('+', " "), feed }
}

fn is_number(text: &str) -> bool {
    (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_year(text: &str) -> bool {
    text.len() == 4
        && (text.starts_with("19") || text.starts_with("20"))
        && text.bytes().all(|b| b.is_ascii_digit())
}

/// `2008_05_01_archive.html`
fn archive_page(page: &str) -> Option<OldAddress> {
    let mut parts = page.split('_');
    let (year, month) = (parts.next()?, parts.next()?);
    (is_year(year) && is_number(month)).then_some(())?;
    let month: i8 = month.parse().ok()?;
    (1..=12).contains(&month).then_some(OldAddress::Month(year.parse().ok()?, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_feeds_of_other_systems_are_known() {
        let at = |path: &str| old_address(path, None);
        let named = |name: &str, feed| Some(OldAddress::Label { name: name.to_owned(), feed });
        assert_eq!(at("/search/label/%CE%9A%CF%8C%CF%83%CE%BC%CE%BF%CF%82"), named("Κόσμος", false));
        assert_eq!(at("/search/label/Two%20words"), named("Two words", false));
        assert_eq!(at("/feeds/posts/default/-/Rivers"), named("Rivers", true));
        assert_eq!(at("/feeds/posts/default"), Some(OldAddress::Path("/feed.atom")));
        assert_eq!(
            old_address("/feeds/posts/default", Some("orderby=published&alt=rss")),
            Some(OldAddress::Path("/feed.rss"))
        );
        assert_eq!(at("/feeds/17/comments/default"), Some(OldAddress::Path("/comments.atom")));
        assert_eq!(at("/2008_05_01_archive.html"), Some(OldAddress::Month(2008, 5)));
        assert_eq!(at("/2019/01/"), Some(OldAddress::Month(2019, 1)));
        assert_eq!(at("/2019/01/07/"), Some(OldAddress::Month(2019, 1)));
        assert_eq!(at("/2019"), Some(OldAddress::Path("/archive")));
        assert_eq!(at("/2019/13"), None);
        assert_eq!(at("/2019/01/a-post.html"), None);
        assert_eq!(at("/category/world/europe/"), named("europe", false));
        assert_eq!(at("/tag/x/rss/"), named("x", true));
        assert_eq!(
            at("/2019/01/a-post/feed/"),
            Some(OldAddress::Post { path: "/2019/01/a-post".into(), feed: true })
        );
        assert_eq!(old_address("/", Some("feed=rss2")), Some(OldAddress::Path("/feed.rss")));
        assert_eq!(
            at("/wp-content/uploads/2012/05/a%20ferry-300x200.jpg"),
            Some(OldAddress::Picture("/wp-content/uploads/2012/05/a ferry.jpg".into()))
        );
        assert_eq!(at("/wp-content/uploads/2012/05/ferry.jpg"), None);
        assert_eq!((at("/"), at("/x/y")), (None, None));
    }

    #[test]
    fn smaller_copies_lead_to_the_picture_itself() {
        let at =
            |name: &str| original_picture(&format!("https://a.example/wp-content/uploads/2012/05/{name}"));
        assert!(at("photo-300x200.jpg").ends_with("/photo.jpg"));
        assert!(at("photo.jpg?w=300").ends_with("/photo.jpg"));
        assert!(at("a-team-2x.jpg").ends_with("/a-team-2x.jpg"));
        assert_eq!(original_picture("https://b.example/x-300x200.jpg"), "https://b.example/x-300x200.jpg");
        for copy in ["size/w600/2020/01/a.png", "size/w600/format/webp/2020/01/a.png"] {
            assert_eq!(
                original_picture(&format!("https://a.example/content/images/{copy}")),
                "https://a.example/content/images/2020/01/a.png"
            );
        }
    }
}
