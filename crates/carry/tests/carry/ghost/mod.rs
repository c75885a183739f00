//! Exports of Ghost, read through the public door.

mod hostile;

use carry::{Broken, Choices};
use model::import::{Noun, OldKind, OldRedirect, OldStanding, Platform, Writer};
use model::{CommentMode, Moment, Verdict};

use crate::exports::{self, Read};

pub const V1: &str = include_str!("v1.json");
pub const V4: &str = include_str!("v4.json");
pub const V6: &str = include_str!("v6.json");

fn read(text: &str) -> Read {
    let choices = Choices { host: Some("g.example".into()), ..Choices::default() };
    let read = exports::read(Platform::Ghost, &[("site.ghost.json", text.as_bytes())], &choices).unwrap();
    assert_eq!((read.broken.len(), &read.end), (0, &None));
    read
}

fn at(text: &str) -> Option<Moment> {
    Some(Moment::parse(text).unwrap())
}

#[test]
fn version_one_keeps_everything_in_the_post() {
    let read = read(V1);
    let site = read.site();
    assert_eq!(
        (site.key.as_str(), site.name.as_str(), site.tagline.as_str()),
        ("ghost:g.example", "Ghost & Co", "A line")
    );
    assert_eq!(
        (site.language.as_deref(), site.time_zone.as_deref(), site.per_page),
        (Some("en"), Some("Europe/Athens"), Some(7))
    );
    assert!(
        site.others.contains(&("version".into(), "1.24.0".into()))
            && site.others.contains(&("navigation".into(), "[]".into()))
    );
    let post = read.post("5b1a");
    assert_eq!(
        (post.kind, &post.standing, post.headline.as_str()),
        (OldKind::Post, &OldStanding::Published, "First & <only>")
    );
    // January in UTC, February in Athens, where addresses were counted.
    assert_eq!(post.path.as_deref(), Some("/2018/02/first/"));
    assert_eq!(post.old_paths, ["/2018/02/first/amp/"]);
    assert_eq!(
        post.body,
        "<p><em>Said</em> in 2018</p>\n<figure><img src=\"/content/images/2018/01/a.jpg\" alt=\"\"><figcaption>c</figcaption></figure>"
    );
    assert_eq!((post.dek.as_str(), post.description.as_str()), ("Short words", "For engines"));
    assert_eq!(post.search_title, "Other");
    assert_eq!((&post.byline[..], &post.labels[..]), (&["Anna".to_owned()][..], &["News".to_owned()][..]));
    assert_eq!(
        (post.created, post.updated, post.published),
        (at("2018-01-01T10:00:00Z"), at("2018-01-03T10:00:00Z"), at("2018-01-31T23:30:00Z"))
    );
    assert_eq!(
        (post.language.as_deref(), post.lead_image.as_deref()),
        (Some("el"), Some("/content/images/lead.jpg"))
    );
    for word in ["internal tags", "code that was put", "was featured"] {
        assert!(post.changed.iter().any(|told| told.contains(word)), "{word}: {:?}", post.changed);
    }
    let entry = read.entry(|noun| matches!(noun, Noun::Post(post) if post.key == "5b1a"));
    assert_eq!(entry.unknown, ["posts.novelty"]);
    assert!(V1.contains(&entry.raw) && entry.line > 5, "the row as the file has it");
    let page = read.post("5b1b");
    assert_eq!(
        (page.kind, page.path.as_deref(), page.created),
        (OldKind::Page, Some("/about/"), at("2018-01-01T10:00:00Z"))
    );
    let draft = read.post("3");
    assert_eq!(
        (&draft.standing, draft.path.as_deref(), draft.slug.as_deref()),
        (&OldStanding::Draft, None, Some("old"))
    );
    assert_eq!(
        (draft.body.trim(), draft.published, &draft.byline[..]),
        ("<p><em>Old</em></p>", None, &["Anna".to_owned()][..])
    );
    assert_eq!(read.authors()[0].email.as_deref(), Some("Anna@g.example"));
    let label = read.labels()[0];
    assert_eq!(
        (label.key.as_str(), label.paths[0].as_str(), label.description.as_str()),
        ("tag:10", "/tag/news/", "All & new")
    );
    let others = read.others();
    for other in [
        ("internal tag", "11", false),
        ("roles", "1", false),
        ("subscribers", "1", true),
        ("comments", "", false),
    ] {
        assert!(others.contains(&other), "{other:?}: {others:?}");
    }
}

#[test]
fn version_four_has_tables_beside_posts() {
    let read = read(V4);
    let post = read.post("p1");
    assert_eq!((&post.standing, post.path.as_deref()), (&OldStanding::Private, Some("/members/")));
    assert_eq!(post.body, "<p>See <a href=\"https://g.example/two/\">two</a></p><p>More</p>");
    assert_eq!(post.byline, ["Ben", "Anna"]);
    assert_eq!(post.lead_image.as_deref(), Some("https://g.example/content/images/2021/01/lead.jpg"));
    assert_eq!((post.lead_image_alt.as_str(), post.description.as_str()), ("What it shows", "Beside"));
    assert_eq!(post.lead_image_caption, "By <a href=\"https://g.example/\">us</a>");
    for word in ["members who paid", "social networks", "canonical", "members read on"] {
        assert!(post.changed.iter().any(|told| told.contains(word)), "{word}: {:?}", post.changed);
    }
    let later = read.post("p2");
    assert_eq!(
        (&later.standing, later.path.as_deref(), later.published),
        (&OldStanding::Scheduled, None, at("2031-01-01T10:00:00Z"))
    );
    let mailed = read.post("p3");
    assert_eq!(
        (&mailed.standing, mailed.path.as_deref(), &mailed.old_paths[..]),
        (&OldStanding::Published, None, &["/email/u3/".to_owned()][..])
    );
    assert_eq!(mailed.changed, ["it went out by mail only and is a post here"]);
    assert_eq!(read.post("p4").path.as_deref(), Some("/σελίδα/"));
    let site = read.site();
    assert_eq!(site.private, ["members_email_auth_secret"]);
    for kind in ["newsletters", "products", "snippets"] {
        assert!(read.others().iter().any(|other| other.0 == kind), "{kind}");
    }
    // Without a host, texts keep paths, and the site is known by its name.
    let alone = exports::read(Platform::Ghost, &[("x.json", V4.as_bytes())], &Choices::default()).unwrap();
    assert_eq!((alone.site().key.as_str(), alone.site().addresses.len()), ("ghost:four", 0));
    assert_eq!(alone.post("p1").lead_image.as_deref(), Some("/content/images/2021/01/lead.jpg"));
}

#[test]
fn version_six_can_hold_comments_members_and_mentions() {
    let read = read(V6);
    let post = read.post("p1");
    assert_eq!(
        post.body,
        "<p>Πρώτη παράγραφος</p>\n<figure><img src=\"https://g.example/content/images/2025/01/b.jpg\" alt=\"B\"></figure>\n<p>[card: hologram]</p>"
    );
    assert_eq!(post.changed.len(), 2);
    assert_eq!(read.site().comments, Some(CommentMode::Open));
    let first = read.comment("c1");
    assert_eq!(
        (first.post.as_str(), first.parent.as_deref(), first.verdict, first.writer),
        ("p1", None, Verdict::Approved, Writer::Member)
    );
    assert_eq!(
        (first.name.as_str(), first.email.as_deref(), first.anchor.as_deref()),
        ("Reader", Some("r@example.org"), Some("ghost-comments-c1"))
    );
    assert_eq!(first.body, "<p>One &amp; <a href=\"https://g.example/x/\">x</a></p>");
    let second = read.comment("c2");
    assert_eq!(
        (second.parent.as_deref(), second.verdict, second.writer),
        (Some("c1"), Verdict::Rejected, Writer::Author)
    );
    let third = read.comment("c3");
    assert_eq!(
        (third.parent.as_deref(), third.verdict, third.name.as_str()),
        (Some("c2"), Verdict::Withdrawn, "")
    );
    let mention = read.comment("mention:x1");
    assert_eq!(
        (mention.writer, mention.name.as_str(), mention.website.as_deref()),
        (Writer::Site, "W", Some("https://w.example/post"))
    );
    assert_eq!(mention.body, "<p>They &lt;said&gt;</p>\n<p>ex &amp; more</p>");
    assert!(
        read.others().contains(&("members", "m1", true))
            && read.others().contains(&("comment_likes", "l1", true))
    );
    assert!(!read.others().iter().any(|other| other.0 == "comments"));
}

#[test]
fn tables_may_lie_bare_and_other_files_beside_them() {
    let start = V6.find("\"data\":").unwrap() + "\"data\":".len();
    let bare = &V6[start..V6.len() - 3];
    let members = "id,email\n1,r@example.org\n";
    let files: [(&str, &[u8]); 8] = [
        ("ghost/export.json", bare.as_bytes()),
        ("ghost/redirects.yaml", b"301:\n  /old/: /lexical/\n  ^/x/(.*)$: /y/$1\n"),
        ("ghost/routes.yaml", b"routes:\n  /team/: team\ncollections:\n  /:\n    permalink: /blog/{year}/{slug}/\ntaxonomies:\n  tag: /topic/{slug}/\n"),
        ("ghost/members.2025.csv", members.as_bytes()),
        ("ghost/content/images/2025/01/b.jpg", b"jpeg"),
        ("ghost/content/images/size/w600/2025/01/b.jpg", b"jpeg"),
        ("ghost/content/images/size/w600/format/webp/2025/01/b.jpg", b"webp"),
        ("ghost/content/files/r.pdf", b"pdf"),
    ];
    let choices = Choices { host: Some("https://g.example/sub".into()), ..Choices::default() };
    let read = exports::read(Platform::Ghost, &files, &choices).unwrap();
    assert_eq!((read.broken.len(), &read.end), (0, &None));
    assert_eq!(read.post("p1").path.as_deref(), Some("/sub/blog/2025/lexical/"));
    assert_eq!(read.labels()[0].paths, ["/sub/topic/nea/"]);
    let redirect = read.entry(|noun| matches!(noun, Noun::Redirect(_)));
    assert_eq!(redirect.noun, Noun::Redirect(OldRedirect { from: "/old/".into(), to: "/lexical/".into() }));
    let others = read.others();
    for other in [
        ("redirect", "^/x/(.*)$", false),
        ("route", "/team/", false),
        ("members", "ghost/members.2025.csv", true),
    ] {
        assert!(others.contains(&other), "{other:?}: {others:?}");
    }
    let media = read.media();
    assert_eq!(media.len(), 2);
    let picture = media.iter().find(|medium| medium.key.ends_with("b.jpg")).unwrap();
    assert_eq!(picture.file.as_deref(), Some("ghost/content/images/2025/01/b.jpg"));
    assert_eq!(picture.addresses.len(), 3);
    assert_eq!(picture.addresses[0], "https://g.example/sub/content/images/2025/01/b.jpg");
}

#[test]
fn what_is_no_export_is_named_and_several_are_told_apart() {
    let refused = |files: &[(&str, &[u8])], choices: &Choices| -> Broken {
        exports::read(Platform::Ghost, files, choices).unwrap_err()
    };
    assert!(refused(&[("a.xml", b"<rss/>")], &Choices::default()).what.contains("no export of Ghost"));
    assert!(refused(&[("a.json", b"")], &Choices::default()).what.contains("no export of Ghost"));
    let two: [(&str, &[u8]); 2] = [("a.json", V1.as_bytes()), ("b.json", V4.as_bytes())];
    assert!(refused(&two, &Choices::default()).what.contains("a.json, b.json"));
    let choices = Choices { blog: Some("b.json".into()), ..Choices::default() };
    assert_eq!(exports::read(Platform::Ghost, &two, &choices).unwrap().site().name, "Four");
}
