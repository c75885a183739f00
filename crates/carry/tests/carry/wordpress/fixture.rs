//! A site with an oddity in every item.

use std::io::Write;

use carry::Choices;
use model::import::{Noun, OldKind, OldStanding, Platform, Writer};
use model::{CommentMode, Moment, Verdict};

use crate::exports::{self, Read};

const SITE: &str = include_str!("site.xml");

fn site() -> Read {
    let read = super::read(SITE, &Choices::default()).unwrap();
    assert_eq!((read.broken.len(), &read.end), (0, &None));
    read
}

fn at(text: &str) -> Option<Moment> {
    Some(Moment::parse(text).unwrap())
}

#[test]
fn the_head_says_what_it_says() {
    let read = site();
    let site = read.site();
    assert_eq!(site.key, "wordpress:b.example/blog");
    assert_eq!(site.addresses, ["https://b.example/blog"]);
    assert_eq!((site.name.as_str(), site.tagline.as_str()), ("Salt & Water", "A site <of> ours"));
    assert_eq!(site.language.as_deref(), Some("el"));
    let first = read.authors()[0];
    assert_eq!((first.key.as_str(), first.name.as_str()), ("anna", "Anna Ä. <Editor>"));
    assert_eq!(first.email.as_deref(), Some("anna@b.example"));
    let labels: Vec<_> = read
        .labels()
        .into_iter()
        .map(|l| (l.key.as_str(), l.name.as_str(), l.parent.as_deref(), l.paths.clone()))
        .collect();
    assert_eq!(
        labels,
        [
            ("category:world", "World", None, vec!["/blog/category/world/".to_owned()]),
            (
                "category:%CE%BD%CE%AD%CE%B1",
                "Νέα & more",
                Some("World"),
                vec!["/blog/category/world/νέα/".to_owned()]
            ),
            ("post_tag:salt", "salt", None, vec!["/blog/tag/salt/".to_owned()]),
        ]
    );
    assert_eq!(read.unknown("wp:strange"), 1);
    assert!(read.others().contains(&("nav_menu", "main", false)));
}

#[test]
fn a_post_brings_everything_it_has() {
    let read = site();
    let post = read.post("10");
    assert_eq!(post.headline, "First — “post” & <more>");
    assert_eq!((post.kind, post.standing.clone()), (OldKind::Post, OldStanding::Published));
    assert_eq!(post.path.as_deref(), Some("/blog/2019/01/πρώτη-δημοσίευση/"));
    assert_eq!(
        post.old_paths,
        ["/blog/?p=10", "/blog/archives/10", "/blog/2019/01/old-slug/", "/blog/2019/01/παλιό/"]
    );
    assert_eq!((post.published, post.updated), (at("2019-01-10T10:00:00Z"), at("2019-02-01T08:30:00Z")));
    assert_eq!(post.labels, ["Νέα & more", "World", "salt"]);
    assert_eq!(post.byline, ["Anna Ä. <Editor>", "Guest Ghost"]);
    assert_eq!(post.dek, "An excerpt & more.");
    assert_eq!((&*post.search_title, &*post.description), ("Another headline", "For search engines."));
    assert_eq!(
        post.lead_image.as_deref(),
        Some("https://b.example/blog/wp-content/uploads/2019/01/lead.jpg")
    );
    assert_eq!(post.lead_image_alt, "A “lead”");
    assert_eq!(post.location.as_deref(), Some("Athens (37.98, 23.73)"));
    assert_eq!(post.comments, Some(CommentMode::Off));
    assert_eq!(post.language.as_deref(), Some("el"));
    assert!(post.body.contains("<p>One ]]> two</p>"), "{}", post.body);
    assert!(post.body.contains("uploads/2019/01/lead.jpg"), "the gallery: {}", post.body);
    assert!(post.body.contains("[foo bar=\"1\"]"));
    for sentence in [
        "it stayed on top of the list (sticky)",
        "the shortcode [foo] is shown as text",
        "its terms of the taxonomy “mood” are left out",
    ] {
        assert!(post.changed.iter().any(|told| told == sentence), "{sentence}: {:?}", post.changed);
    }
    let entry = read.entry(|noun| matches!(noun, Noun::Post(post) if post.key == "10"));
    assert_eq!(entry.unknown, ["wp:novelty", "postmeta my_plugin"]);
    assert!(entry.raw.starts_with("<item>") && entry.raw.ends_with("</item>"));
    assert!(entry.raw.contains("a:1:{s:3:\"key\";s:5:\"value\";}"), "PHP's notation is kept");
    assert!(!entry.raw.contains("<wp:comment>"), "comments have their own originals");
    let first = SITE.lines().position(|line| line.contains("<item>")).unwrap();
    assert_eq!(entry.line, first as u64 + 2, "its first element");
}

#[test]
fn standings_paths_and_dates_of_all_kinds() {
    let read = site();
    for (key, kind, standing, path, slug, published, created) in [
        ("11", OldKind::Post, OldStanding::Draft, None, None, None, at("2019-01-12T10:00:00Z")),
        ("12", OldKind::Post, OldStanding::Scheduled, None, Some("中文"), at("2030-01-01T00:00:00Z"), None),
        (
            "13",
            OldKind::Page,
            OldStanding::Published,
            Some("/blog/about/team/"),
            None,
            at("2019-01-11T00:00:00Z"),
            None,
        ),
        (
            "14",
            OldKind::Post,
            OldStanding::Locked,
            Some("/blog/2019/01/locked"),
            None,
            at("2019-01-11T00:00:00Z"),
            None,
        ),
        (
            "15",
            OldKind::Post,
            OldStanding::Private,
            Some("/blog/2019/01/private/"),
            None,
            at("2019-01-11T00:00:00Z"),
            None,
        ),
        ("16", OldKind::Post, OldStanding::Trashed, None, Some("gone"), at("2019-01-11T00:00:00Z"), None),
        ("17", OldKind::Post, OldStanding::Draft, None, Some("waits"), None, at("2019-01-11T00:00:00Z")),
        ("18", OldKind::Page, OldStanding::Published, None, Some("home"), at("2019-01-11T00:00:00Z"), None),
        ("19", OldKind::Post, OldStanding::Draft, None, Some("odd"), None, at("2019-01-11T00:00:00Z")),
        (
            "26",
            OldKind::Post,
            OldStanding::Published,
            Some("/blog/2019/01/مرحبا/"),
            None,
            at("2019-01-11T00:00:00Z"),
            None,
        ),
    ] {
        let post = read.post(key);
        assert_eq!((post.kind, &post.standing), (kind, &standing), "{key}");
        assert_eq!((post.path.as_deref(), post.slug.as_deref()), (path, slug), "{key}");
        assert_eq!((post.published, post.created), (published, created), "{key}");
    }
    assert!(read.post("13").old_paths.contains(&"/blog/?page_id=13".to_owned()));
    assert!(read.post("18").changed.contains(&"it was the front page".to_owned()));
    assert!(read.post("19").changed[0].contains("“archived”"));
    assert!(read.post("17").changed[0].contains("approval"));
    assert_eq!(read.post("26").body, "<p>Shared <b>words</b>.</p>");
    let others = read.others();
    for other in [
        ("revision", "20", false),
        ("auto-draft", "21", false),
        ("wp_block", "22", false),
        ("feedback", "23", true),
        ("book", "24", false),
    ] {
        assert!(others.contains(&other), "{other:?}: {others:?}");
    }
}

#[test]
fn attachments_are_media_with_their_files() {
    let read = site();
    let medium = read.media()[0];
    assert_eq!(
        (medium.key.as_str(), medium.alt.as_str(), medium.caption.as_str()),
        ("30", "A “lead”", "Under it")
    );
    assert_eq!(
        medium.addresses,
        [
            "https://b.example/blog/wp-content/uploads/2019/01/lead.jpg",
            "https://b.example/blog/wp-content/uploads/2019/01/lead-150x150.jpg"
        ]
    );
    assert_eq!(medium.post.as_deref(), Some("10"));
    assert_eq!(medium.paths, ["/blog/2019/01/first/lead/", "/blog/?attachment_id=30"]);
    assert_eq!(medium.file, None);
    let files: [(&str, &[u8]); 2] =
        [("site.xml", SITE.as_bytes()), ("wp-content/uploads/2019/01/lead.jpg", b"jpeg")];
    let read = exports::read(Platform::WordPress, &files, &Choices::default()).unwrap();
    assert_eq!(read.media()[0].file.as_deref(), Some("wp-content/uploads/2019/01/lead.jpg"));
}

#[test]
fn comments_keep_their_threads_and_states() {
    let read = site();
    let of = |key: &str| read.comment(key);
    assert_eq!(read.comments().len(), 9);
    let first = of("101");
    assert_eq!((first.post.as_str(), first.parent.as_deref()), ("10", Some("102")));
    assert_eq!((first.name.as_str(), first.email.as_deref()), ("A & B", Some("a@b.example")));
    assert_eq!((first.network.as_deref(), first.anchor.as_deref()), (Some("192.0.2.7"), Some("comment-101")));
    assert_eq!(
        first.body,
        "<p>One &lt;b&gt;<br>\ntwo</p>\n<p>see <a href=\"http://c.example/\">http://c.example/</a></p>"
    );
    assert_eq!(first.created, at("2019-01-11T09:00:00Z"));
    for (key, verdict, writer) in [
        ("101", Verdict::Approved, Writer::Reader),
        ("102", Verdict::Held, Writer::Author),
        ("103", Verdict::Spam, Writer::Member),
        ("104", Verdict::Rejected, Writer::Reader),
        ("105", Verdict::Held, Writer::Reader),
        ("106", Verdict::Approved, Writer::Site),
        ("107", Verdict::Approved, Writer::Site),
        ("108", Verdict::Approved, Writer::Reader),
    ] {
        assert_eq!((of(key).verdict, of(key).writer), (verdict, writer), "{key}");
    }
    assert!(of("108").changed[0].contains("ActivityPub"));
    assert_eq!(read.unknown("commentmeta rating"), 1);
    // A comment that stands before its post's id.
    assert_eq!(of("109").post, "13");
}

#[test]
fn old_namespaces_a_missing_version_and_split_files() {
    let old =
        SITE.replace("/export/1.2/", "/export/1.0/").replace("<wp:wxr_version>1.2</wp:wxr_version>", "");
    let renamed = old.replace("excerpt:encoded", "e:encoded").replace("xmlns:excerpt", "xmlns:e");
    for text in [&old, &renamed] {
        let read = super::read(text, &Choices::default()).unwrap();
        assert_eq!(read.posts().len(), site().posts().len());
        assert_eq!(read.post("10").dek, "An excerpt & more.");
    }
    // The second half names an attachment that is in the first.
    let (head, items) = SITE.split_at(SITE.find("<item>").unwrap());
    let middle = items.find("<!-- second file -->").unwrap();
    let first = format!("{head}{}</channel></rss>", &items[..middle]);
    let second = format!("{head}{}", &items[middle..]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(second.as_bytes()).unwrap();
    let files: [(&str, &[u8]); 2] = [("a.xml", first.as_bytes()), ("b.xml.gz", &packed.finish().unwrap())];
    let read = exports::read(Platform::WordPress, &files, &Choices::default()).unwrap();
    assert_eq!((read.broken.len(), &read.end), (0, &None));
    assert_eq!((read.authors().len(), read.labels().len()), (site().authors().len(), site().labels().len()));
    assert_eq!((read.posts().len(), read.comments().len()), (site().posts().len(), site().comments().len()));
    assert!(read.post("10").lead_image.is_some());
}

#[test]
fn several_sites_are_told_apart() {
    let other = SITE.replace("b.example/blog", "c.example").replace("Salt &amp; Water", "Other");
    let files: [(&str, &[u8]); 2] = [("a.xml", SITE.as_bytes()), ("b.xml", other.as_bytes())];
    let error = exports::read(Platform::WordPress, &files, &Choices::default()).unwrap_err();
    assert!(error.what.contains("b.example/blog") && error.what.contains("c.example (“Other”)"), "{error}");
    let choices = Choices { blog: Some("Other".into()), ..Choices::default() };
    let read = exports::read(Platform::WordPress, &files, &choices).unwrap();
    assert_eq!(read.site().key, "wordpress:c.example");
    assert_eq!(read.post("13").path.as_deref(), Some("/about/team/"));
    let choices = Choices { blog: Some("None".into()), ..Choices::default() };
    assert!(exports::read(Platform::WordPress, &files, &choices).unwrap_err().what.contains("c.example"));
}

#[test]
fn a_host_can_be_said_and_another_is_seen() {
    let moved = SITE.replace("<link>https://b.example/blog/", "<link>https://new.example/blog/");
    let read = super::read(&moved, &Choices::default()).unwrap();
    assert_eq!(read.post("13").path.as_deref(), Some("/blog/about/team/"));
    assert!(read.site().addresses.contains(&"https://new.example".to_owned()), "{:?}", read.site().addresses);
    let choices = Choices { host: Some("n.example/blog".into()), ..Choices::default() };
    let read = super::read(SITE, &choices).unwrap();
    assert_eq!(read.site().addresses[0], "https://n.example/blog");
    assert_eq!(read.post("13").path.as_deref(), Some("/blog/about/team/"));
}
