//! Feeds, sitemap and robots.txt, read back by a parser.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test ends at the first surprise")]

use model::{
    CommentRow, Correction, CorrectionRow, EditionId, Label, Permalink, Post, Standing, Way, sample,
};
use pages::{Feed, Frame, Pages};
use quick_xml::events::Event;

const ODD: &str = "a\u{0}b\u{b}c\u{fffe} <b>&amp; ]]> \u{1f30a}";

fn frame(path: &str) -> Frame {
    Frame {
        site: sample::site(),
        origin: "https://courant.example".into(),
        path: path.into(),
        pictures: Default::default(),
        pages: Vec::new(),
    }
}

fn feed(path: &str) -> Feed {
    let mut odd = sample::post();
    odd.writing.headline = ODD.into();
    odd.writing.dek = ODD.into();
    odd.writing.byline = vec![ODD.into()];
    odd.html = format!("<p>{}</p><p><img src=\"/media/a.png\" alt=\"\"></p>", ODD.replace('&', "&amp;"));
    odd.excerpt = ODD.into();
    odd.source.as_mut().unwrap().fields.outlet = ODD.into();
    let mut original = sample::post();
    original.source = None;
    original.writing.source = None;
    let draft = Post { standing: Standing::Draft, ..sample::post() };
    Feed {
        frame: frame(path),
        title: None,
        posts: vec![odd, original, draft],
        corrections: vec![],
        retracted: vec![],
        self_path: path.into(),
    }
}

/// The texts of all elements of a name, entities resolved; fails on XML that is not well-formed.
fn texts(xml: &str, element: &str) -> Vec<String> {
    assert!(
        xml.chars().all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)),
        "a character XML can't hold"
    );
    let mut reader = quick_xml::Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut out = Vec::new();
    let mut inside = false;
    let mut depth = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                depth += 1;
                start.attributes().for_each(|attribute| drop(attribute.unwrap()));
                inside = start.name().as_ref() == element;
                if inside {
                    out.push(String::new());
                }
            }
            Event::End(_) => {
                depth -= 1;
                inside = false;
            }
            Event::Text(text) if inside => out.last_mut().unwrap().push_str(&text),
            Event::GeneralRef(name) if inside => {
                let c = match &*name {
                    "lt" => '<',
                    "gt" => '>',
                    "amp" => '&',
                    "quot" => '"',
                    "apos" => '\'',
                    other => panic!("&{other};"),
                };
                out.last_mut().unwrap().push(c);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    out
}

#[test]
fn atom_and_rss_are_well_formed_whatever_the_text() {
    let pages = Pages::new().unwrap();
    for (xml, item, whole) in [
        (pages.feed_atom(&feed("/feed.atom")).unwrap(), "entry", "content"),
        (pages.feed_rss(&feed("/feed.rss")).unwrap(), "item", "content:encoded"),
    ] {
        assert_eq!(texts(&xml, item).len(), 2, "drafts stay out");
        assert_eq!(texts(&xml, "title")[1], "abc <b>&amp; ]]> \u{1f30a}");
        let contents = texts(&xml, whole);
        assert!(contents[0].contains("src=\"https://courant.example/media/a.png\""), "{}", contents[0]);
        assert!(
            contents[0].contains("Source: <a href=\"https://potami.example/2026/11/timi\">"),
            "{}",
            contents[0]
        );
        assert!(contents[1].contains("Original reporting by <bdi>Άννα Δημητρίου</bdi>"), "{}", contents[1]);
        assert!(xml.contains("xml:lang=\"el\"") && xml.contains("xml:lang=\"en\""));
    }
}

#[test]
fn an_items_name_survives_its_changes() {
    let pages = Pages::new().unwrap();
    let before = pages.feed_atom(&feed("/feed.atom")).unwrap();
    let mut changed = feed("/feed.atom");
    for post in &mut changed.posts {
        post.writing.headline = "New".into();
        post.permalink = Permalink::parse("/2026/12/new").ok();
        post.modified = post.modified.plus_seconds(90_000);
    }
    let after = pages.feed_atom(&changed).unwrap();
    assert_eq!(texts(&before, "id"), texts(&after, "id"));
    assert!(texts(&before, "id")[1].starts_with("tag:courant.example,2026-11-20:post-"));
    assert_ne!(texts(&before, "updated"), texts(&after, "updated"));
}

#[test]
fn the_json_feed_holds_the_same() {
    let pages = Pages::new().unwrap();
    let mut feed = feed("/labels/rivers/feed.json");
    feed.title = Some(Label::parse("Rivers").unwrap().name);
    let json: serde_json::Value = serde_json::from_str(&pages.feed_json(&feed).unwrap()).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["title"], "The Sample Courant: Rivers");
    assert_eq!(json["home_page_url"], "https://courant.example/labels/rivers");
    assert_eq!(json["items"].as_array().unwrap().len(), 2);
    assert_eq!(json["items"][0]["language"], "el");
    assert!(json["items"][0]["content_html"].as_str().unwrap().contains("Source:"));
    assert_eq!(json["items"][0]["external_url"], "https://potami.example/2026/11/timi");
}

#[test]
fn a_posts_comments_come_newest_first_and_name_what_they_answer() {
    let pages = Pages::new().unwrap();
    let mut comments = sample::comments();
    comments.reverse();
    let xml = pages.comments_atom(&frame("/x/comments.atom"), &sample::post(), &comments).unwrap();
    assert_eq!(texts(&xml, "title")[1..], ["ليلى", "Ben <b>", "Ada"]);
    assert_eq!(xml.matches("<thr:in-reply-to").count(), 1);
    assert!(!xml.contains('@'), "mail addresses are never shown");
    let rows: Vec<CommentRow> = comments
        .into_iter()
        .map(|comment| CommentRow {
            comment,
            headline: "A <b>".into(),
            permalink: Some(Permalink::parse("/2026/11/x").unwrap()),
            score: None,
            signs: Vec::new(),
        })
        .collect();
    let xml = pages.all_comments_atom(&frame("/comments.atom"), &rows).unwrap();
    assert_eq!(texts(&xml, "title")[1..], ["ليلى: A <b>", "Ben <b>: A <b>", "Ada: A <b>"]);
    assert_eq!(xml.matches("<thr:in-reply-to").count(), 1);
}

#[test]
fn the_sitemap_lists_every_post_with_its_last_change() {
    let pages = Pages::new().unwrap();
    let posts = [(Permalink::parse("/2026/11/το").unwrap(), sample::noon())];
    let xml = pages.sitemap("https://courant.example", true, &posts).unwrap();
    assert_eq!(
        texts(&xml, "loc"),
        ["https://courant.example/", "https://courant.example/2026/11/%CF%84%CE%BF"]
    );
    assert_eq!(texts(&xml, "lastmod"), ["2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z"]);
    assert!(
        pages.robots("https://courant.example").ends_with("Sitemap: https://courant.example/sitemap.xml\n")
    );
}

#[test]
fn a_large_sites_sitemap_names_files_and_a_file_of_them_no_front_page() {
    let pages = Pages::new().unwrap();
    let posts = [(Permalink::parse("/2026/11/a").unwrap(), sample::noon())];
    let part = pages.sitemap("https://courant.example", false, &posts).unwrap();
    assert_eq!(texts(&part, "loc"), ["https://courant.example/2026/11/a"]);
    let index = pages.sitemap_index("https://courant.example", &["/sitemap/2026-11.xml".into()]).unwrap();
    assert!(
        index.contains("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"),
        "{index}"
    );
    assert_eq!(texts(&index, "loc"), ["https://courant.example/sitemap/2026-11.xml"]);
}

#[test]
fn feeds_tell_what_was_wrong_and_what_is_gone() {
    let pages = Pages::new().unwrap();
    let post = sample::post();
    let told = |number: i64, way: Way, note: &str| Correction {
        id: EditionId::from_raw(number),
        post: post.id,
        at: sample::noon().plus_seconds(number),
        way,
        note: note.into(),
    };
    let row = |correction: Correction| CorrectionRow {
        correction,
        headline: ODD.into(),
        language: None,
        permalink: Permalink::parse("/2026/11/gone").unwrap(),
        published: sample::noon(),
    };
    let mut full = feed("/feed.atom");
    full.posts = vec![post.clone()];
    full.corrections = vec![told(1, Way::Correction, "It was <14>.\nNot 12."), told(2, Way::Correction, ODD)];
    full.retracted = vec![row(told(3, Way::Retraction, "Untrue & worse."))];
    let atom = pages.feed_atom(&full).unwrap();
    let content = texts(&atom, "content").concat();
    let note = "<strong>Correction (20 November 2026):</strong> <bdi>It was &lt;14&gt;.<br>Not 12.</bdi>";
    assert!(content.contains(note), "{content}");
    assert_eq!(texts(&atom, "at:comment"), ["Untrue & worse."]);
    let stone =
        format!("ref=\"tag:courant.example,2026-11-20:post-{}\" when=\"2026-11-20T12:00:03Z\"", post.id);
    assert!(atom.contains(&stone), "{stone} in {atom}");
    assert_eq!(texts(&atom, "updated")[0], "2026-11-20T12:00:03Z", "the feed changed when the post went");
    assert!(texts(&pages.feed_rss(&full).unwrap(), "content:encoded").concat().contains(note));
    let json: serde_json::Value = serde_json::from_str(&pages.feed_json(&full).unwrap()).unwrap();
    assert_eq!(json["items"][0]["_corrections"]["notes"][0]["note"], "It was <14>.\nNot 12.");
    let own = pages.corrections_atom(&frame("/corrections/feed.atom"), &full.retracted).unwrap();
    assert!(texts(&own, "title")[1].starts_with("Retraction: a"), "{own}");
    assert_eq!(texts(&own, "content"), ["Untrue & worse."]);
}
