//! Self-made pages, each for a rule.

#![expect(clippy::unwrap_used, reason = "a test's own helpers")]

mod beside;
mod facts;
mod fidelity;
mod page;

use clip::{Page, Unreadable, canonical_address, read};
use model::Kind;

use crate::page::{ARABIC, CHINESE, ENGLISH, GREEK, RUSSIAN, URL, clip, clip_at, page, paragraphs};

#[test]
fn a_plain_article_is_read_whole() {
    let html = format!(
        "<h1>The price of a river</h1><p class=standfirst>A town counts its litres and is short of them</p>\
         <p class=byline>By Ada Park and Ben Okafor</p><time datetime=2026-11-18T07:30:00+02:00>18 November</time>\
         <figure><img src=/i/bridge.jpg alt='The bridge' width=800 height=600><figcaption>The bridge at dawn</figcaption></figure>{}",
        paragraphs(ENGLISH)
    );
    let got = clip(
        "<title>The price of a river | The Gazette</title><meta property=og:site_name content='The Gazette'>\
         <link rel=canonical href=/2026/11/18/river-price>",
        &html,
    );
    assert_eq!(got.headline, "The price of a river");
    assert_eq!(got.byline, ["Ada Park", "Ben Okafor"]);
    assert_eq!(got.published.unwrap().iso(), "2026-11-18T05:30:00Z");
    assert_eq!(got.language.as_deref(), Some("en"));
    assert_eq!(got.site.as_deref(), Some("The Gazette"));
    assert_eq!(got.canonical.as_deref(), Some("https://www.gazette.example/2026/11/18/river-price"));
    assert_eq!(got.kind, Kind::Article);
    assert!(
        got.text.contains(&format!("{ENGLISH} 1.")) && got.text.contains(&format!("{ENGLISH} 6.")),
        "{}",
        got.text
    );
    assert!(!got.text.contains("All rights reserved") && !got.text.contains("World"), "{}", got.text);
    assert!(got.warnings.is_empty(), "{:?}", got.warnings);
}

#[test]
fn other_scripts_are_read_and_named() {
    for (sentence, label, tag) in [
        (GREEK, "en", "el"),
        (ARABIC, "", "ar"),
        (CHINESE, "zh-CN", "zh-CN"),
        (RUSSIAN, "ru", "ru"),
        (ENGLISH, "de", "en"),
        (ENGLISH, "en-GB", "en-GB"),
    ] {
        let html = page("<title>x</title>", &format!("<h1>{sentence}</h1>{}", paragraphs(sentence)))
            .replace("<html>", &format!("<html lang='{label}'>"));
        let got = clip_at(URL, &html);
        assert_eq!(got.language.as_deref(), Some(tag));
        assert!(got.text.contains(sentence), "{tag}");
    }
}

#[test]
fn a_wrong_charset_label_is_overruled_with_a_warning() {
    let html = page(
        "<title>Река</title><meta charset=LABEL>",
        &format!("<h1>Цена реки</h1>{}", paragraphs(RUSSIAN)),
    );
    for (label, encoding) in [
        ("utf-8", encoding_rs::WINDOWS_1251),
        ("iso-8859-1", encoding_rs::WINDOWS_1251),
        ("windows-1251", encoding_rs::UTF_8),
        ("windows-1252", encoding_rs::KOI8_R),
    ] {
        let html = html.replace("LABEL", label);
        let (bytes, _, _) = encoding.encode(&html);
        for header in [None, Some(format!("text/html; charset={label}"))] {
            let got = read(&Page { url: URL, bytes: &bytes, content_type: header.as_deref() }).unwrap();
            assert_eq!(got.headline, "Цена реки", "{label}");
            assert!(got.text.contains(RUSSIAN), "{label}");
            assert!(got.warnings.iter().any(|w| w.contains("characters")), "{label}: {:?}", got.warnings);
        }
    }
    // A right label, or none at all, is no reason to warn.
    for label in ["windows-1251", "nonsense"] {
        let html = html.replace("LABEL", label);
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&html);
        let got = read(&Page { url: URL, bytes: &bytes, content_type: None }).unwrap();
        assert!(got.text.contains(RUSSIAN) && got.warnings.is_empty(), "{label}: {:?}", got.warnings);
    }
    let french = page(
        "<meta charset=iso-8859-1>",
        &format!(
            "<h1>L'été</h1>{}",
            paragraphs("Une année déjà passée à côté de l'école, où l'on n'a rien décidé, ni créé")
        ),
    );
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&french);
    let got = read(&Page { url: URL, bytes: &bytes, content_type: None }).unwrap();
    assert!(got.text.contains("année déjà") && got.warnings.is_empty());
}

#[test]
fn the_published_date_wins_over_the_changed_one_and_none_over_a_guess() {
    let body = format!("<h1>The price of a river</h1>{}", paragraphs(ENGLISH));
    let none = "https://gazette.example/river";
    for (head, url, expected) in [
        (
            r#"<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","dateModified":"2026-11-20T10:00:00Z","datePublished":"2026-11-18T10:00:00Z"}]}</script>"#,
            none,
            Some("2026-11-18T10:00:00Z"),
        ),
        (
            "<meta property=article:modified_time content=2026-11-20T10:00:00Z><meta property=article:published_time content='2026-11-18T10:00:00+0100'>",
            none,
            Some("2026-11-18T09:00:00Z"),
        ),
        ("<meta name=date content='18 November 2026'>", none, Some("2026-11-18")),
        ("<meta name=pubdate content='Wed, 18 Nov 2026 10:00:00 GMT'>", none, Some("2026-11-18T10:00:00Z")),
        ("<meta name=date content='18 Νοεμβρίου 2026'>", none, Some("2026-11-18")),
        ("<meta name=date content='2026年11月18日'>", none, Some("2026-11-18")),
        ("<meta name=date content='١٨ نوفمبر ٢٠٢٦'>", none, Some("2026-11-18")),
        ("<meta name=date content='18 ноября 2026 г.'>", none, Some("2026-11-18")),
        ("<meta name=date content='Nov. 18, 2026'>", none, Some("2026-11-18")),
        ("<meta name=date content='18 de noviembre de 2026'>", none, Some("2026-11-18")),
        ("<meta name=date content='31.02.2026'>", none, None),
        ("<meta property=article:modified_time content=2026-11-20T10:00:00Z>", none, None),
        ("", "https://gazette.example/2026/11/18/river", Some("2026-11-18")),
        ("", none, None),
    ] {
        let got = clip_at(url, &page(head, &body));
        assert_eq!(got.published.map(|d| d.iso()).as_deref(), expected, "{head}");
    }
    let shown = format!(
        "<h1>A river</h1><p class=date>Updated: 20 November 2026</p><p class=pubdate>18 November 2026</p>{}",
        paragraphs(ENGLISH)
    );
    assert_eq!(clip_at(none, &page("", &shown)).published.unwrap().iso(), "2026-11-18");
}

#[test]
fn the_headline_loses_the_outlet_and_survives_a_bad_title() {
    let body = |h1: &str| format!("{h1}{}", paragraphs(ENGLISH));
    for (head, h1, expected) in [
        (
            "<title>Gazette</title><meta property=og:title content='The price of a river - Gazette'>",
            "",
            "The price of a river",
        ),
        ("<title>The price of a river — gazette.example</title>", "", "The price of a river"),
        (
            "<title>River price</title><meta property=og:site_name content='Town Gazette'>",
            "<h1>Town Gazette</h1><h1>The price of a river</h1>",
            "The price of a river",
        ),
        (
            r#"<script type="application/ld+json">{"@type":"Article","headline":"&quot;Short&quot; of water &amp; time","isPartOf":{"@type":"WebPage","name":"\"Short\" of water & time"}}</script>"#,
            "",
            "\"Short\" of water & time",
        ),
        ("", "<h1>Η τιμή του ποταμού</h1>", "Η τιμή του ποταμού"),
    ] {
        assert_eq!(clip(head, &body(h1)).headline, expected, "{head}");
    }
}

#[test]
fn names_are_people_not_roles_or_outlets() {
    let body = |line: &str| format!("<h1>The price of a river</h1>{line}{}", paragraphs(ENGLISH));
    for (head, line, expected) in [
        (
            r#"<script type="application/ld+json">{"@type":"NewsArticle","author":[{"@type":"Person","name":"Ada Park"},{"@type":"Person","givenName":"Li","familyName":"Wei"}]}</script>"#,
            "",
            vec!["Ada Park", "Li Wei"],
        ),
        (
            r##"<script type="application/ld+json">{"@graph":[{"@type":"Article","author":{"@id":"#p"}},{"@id":"#p","@type":"Person","name":"Ada Park"}]}</script>"##,
            "",
            vec!["Ada Park"],
        ),
        (
            "<meta property=og:site_name content='The Gazette'><meta name=author content='The Gazette'>",
            "",
            vec![],
        ),
        ("<meta name=author content='By Ada Park, Staff Writer'>", "", vec!["Ada Park"]),
        ("", "<p class=byline>Του Γιώργου Παππά</p>", vec!["Γιώργου Παππά"]),
        ("", "<p class=byline>بقلم ليلى حداد</p>", vec!["ليلى حداد"]),
        ("", "<p class=author>作者：李伟、王芳</p>", vec!["李伟", "王芳"]),
        ("", "<a rel=author href=/a>Ada Park</a>", vec!["Ada Park"]),
        ("", "<aside><a rel=author href=/a>Somebody Else</a></aside>", vec![]),
        ("", "", vec![]),
    ] {
        assert_eq!(clip(head, &body(line)).byline, expected, "{head}{line}");
    }
}

#[test]
fn pictures_stay_absolute_and_the_lead_is_not_repeated() {
    let picture = |src: &str| {
        format!(
            "<figure><img src='{src}' alt='A bridge' width=800 height=600><figcaption>A bridge at dawn</figcaption></figure>"
        )
    };
    let lead = "<meta property=og:image content='/i/lead-bridge-1200x630.jpg'>";
    let body = format!(
        "<h1>The price of a river</h1>{}{}{}",
        picture("/i/lead-bridge-800x600.jpg"),
        paragraphs(ENGLISH),
        picture("../later-bridge.jpg")
    );
    let got = clip(lead, &body);
    assert_eq!(got.lead_image.as_deref(), Some("https://www.gazette.example/i/lead-bridge-1200x630.jpg"));
    assert_eq!(
        markup::images(&got.html),
        ["https://www.gazette.example/2026/11/later-bridge.jpg"],
        "{}",
        got.html
    );
}

#[test]
fn links_to_other_pieces_go_and_links_in_sentences_stay() {
    let body = format!(
        "<h1>The price of a river</h1>{}<p>The council meets again in the new year, said its chair.</p><p>The council meets again in the new year, said its chair.</p><p><a href=/other>Read also: what the mayor said about the bridge last year</a></p>\
         <p>{ENGLISH}, as <a href=/report>the report</a> says.</p>{}",
        paragraphs(ENGLISH),
        paragraphs(ENGLISH)
    );
    let got = clip("", &body);
    assert!(!got.text.contains("Read also"), "{}", got.text);
    assert_eq!(got.text.matches("meets again").count(), 1, "a line printed twice is read once");
    assert!(
        got.html.contains("<a href=\"https://www.gazette.example/report\">the report</a>"),
        "{}",
        got.html
    );
}

#[test]
fn a_dek_is_an_editors_line_not_the_beginning_cut_short() {
    let body = format!("<h1>The price of a river</h1>{}", paragraphs(ENGLISH));
    let told = "<meta property=og:description content='A town learns what its water is worth'>";
    assert_eq!(clip(told, &body).dek.as_deref(), Some("A town learns what its water is worth"));
    assert_eq!(clip(&format!("<meta name=description content=\"{ENGLISH}\">"), &body).dek, None);
    assert_eq!(clip("<meta name=description content='The price of a river'>", &body).dek, None);
}

#[test]
fn a_text_only_in_the_pages_data_is_found() {
    let json = serde_json::json!({"@type": "NewsArticle", "headline": "The price of a river", "articleBody": format!("{ENGLISH}.\n\n{ENGLISH}. {ENGLISH}.")});
    let got = clip(&format!("<script type='application/ld+json'>{json}</script>"), "<div id=app></div>");
    assert_eq!(got.text, format!("{ENGLISH}.\n\n{ENGLISH}. {ENGLISH}."));
    assert!(got.warnings.iter().any(|w| w.contains("page's data")));
}

#[test]
fn a_video_says_how_long_it_is_and_where_it_plays() {
    let film = |head: &str| {
        let html =
            page(&format!("<title>Film - Films</title><meta property=og:type content=video>{head}"), "");
        read(&Page { url: URL, bytes: html.as_bytes(), content_type: None }).unwrap().film
    };
    let json = serde_json::json!({"@type": "VideoObject", "name": "Film", "duration": "PT1H2M3S", "embedUrl": "/embed/7"});
    let ld = format!("<script type='application/ld+json'>{json}</script>");
    let meta = "<meta property=og:video:secure_url content='https://player.example/e/7'><meta property=og:video:type content=text/html>\
                <meta property=og:video:width content=1280><meta property=og:video:height content=720><meta property=video:duration content=754>";
    let stated = film(&format!("{ld}{meta}")).unwrap();
    assert_eq!((stated.duration, stated.size), (Some(3_723), Some((1280, 720))));
    let own = url::Url::parse(URL).unwrap().join("/embed/7").unwrap();
    let expected = if own.scheme() == "https" { own.as_str() } else { "https://player.example/e/7" };
    assert_eq!(stated.player.as_deref(), Some(expected));
    let told = film(meta).unwrap();
    assert_eq!((told.duration, told.player.as_deref()), (Some(754), Some("https://player.example/e/7")));
    let file = "<meta property=og:video content='https://cdn.example/7.mp4'><meta property=og:video:type content=video/mp4>";
    assert_eq!(film(file), None, "a bare file is no player");
    let item = "</head><body><div itemscope itemtype='https://schema.org/VideoObject'><meta itemprop=name content=Film>\
                <meta itemprop=duration content=PT7S><link itemprop=embedUrl href='https://player.example/e/9'></div>";
    let marked = film(item).unwrap();
    assert_eq!((marked.duration, marked.player.as_deref()), (Some(7), Some("https://player.example/e/9")));
    assert_eq!(film("<meta property=og:video content='javascript:alert(1)'>"), None);
}

#[test]
fn a_video_page_has_its_channel_for_byline_and_its_description_for_text() {
    let json = serde_json::json!({"@type": "VideoObject", "name": "Counting a river", "description": "How the litres were counted.\nA film in three parts.",
        "uploadDate": "2026-11-17", "thumbnailUrl": ["/t.jpg"], "author": {"@type": "Person", "name": "River Channel"}});
    let got = clip(
        &format!(
            "<title>Counting a river - Films</title><meta property=og:type content=video.other><script type='application/ld+json'>{json}</script>"
        ),
        "<iframe src=https://films.example/embed/1></iframe>",
    );
    assert_eq!((got.kind, got.headline.as_str()), (Kind::Video, "Counting a river"));
    assert_eq!(got.byline, ["River Channel"]);
    assert_eq!(got.text, "How the litres were counted.\n\nA film in three parts.");
    assert_eq!(got.published.unwrap().iso(), "2026-11-17");
    assert_eq!(got.lead_image.as_deref(), Some("https://www.gazette.example/t.jpg"));
    assert!(!got.html.contains("iframe"));
}

#[test]
fn a_canonical_address_must_be_credible() {
    let body = format!("<h1>The price of a river</h1>{}", paragraphs(ENGLISH));
    for (href, expected) in [
        ("https://gazette.example/river", Some("https://gazette.example/river")),
        ("https://elsewhere.example/river", None),
        ("https://gazette.example/", None),
        ("javascript:alert(1)", None),
    ] {
        assert_eq!(
            clip(&format!("<link rel=canonical href='{href}'>"), &body).canonical.as_deref(),
            expected
        );
    }
    for (address, expected) in [
        ("https://EXAMPLE.com/A?utm_source=x&id=1&fbclid=2#top", "https://example.com/A?id=1"),
        ("http://example.com?gclid=1", "http://example.com/"),
        ("https://example.com/#!/page", "https://example.com/#!/page"),
        ("https://u:p@example.com:443/x", "https://example.com/x"),
        (" not an address ", "not an address"),
    ] {
        assert_eq!(canonical_address(address), expected);
        assert_eq!(canonical_address(expected), expected);
    }
}

#[test]
fn what_cannot_be_read_says_what_it_is() {
    let no = |bytes: &[u8]| read(&Page { url: URL, bytes, content_type: Some("text/html") }).unwrap_err();
    for (bytes, what) in [
        (&b"%PDF-1.7 ..."[..], "a PDF document"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"PK\x03\x04aaaa", "a compressed archive"),
        (b"{\"a\": [1, 2]}", "JSON data"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "a feed"),
        (b"just words", "plain text"),
        (b"\0\0\0\x18ftypmp42", "a video file"),
    ] {
        assert_eq!(no(bytes), Unreadable::NotHtml { url: URL.into(), what });
    }
    assert!(matches!(no(b" \n"), Unreadable::Empty { .. }));
    assert!(matches!(no(b""), Unreadable::Empty { .. }));
    assert!(matches!(
        no(b"<html><body><script>run()</script></body></html>"),
        Unreadable::NothingToRead { .. }
    ));
    assert!(matches!(no(&vec![b' '; clip::SIZE_LIMIT + 1]), Unreadable::TooLarge { .. }));
    assert!(matches!(no("<div>".repeat(5_000).as_bytes()), Unreadable::TooDeep { .. }));
    assert!(no(b"").to_string().contains(URL));
}

/// A small generator with a fixed seed: the same bytes on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

#[test]
fn no_bytes_make_it_panic() {
    let mut dice = Dice(0x5eed_c0de_1234_5678);
    let good = page(
        "<title>Река</title><meta charset=utf-8><meta name=date content='18 Nov 2026'>",
        &format!("<h1>Цена реки</h1><p class=byline>By Ada</p>{}", paragraphs(RUSSIAN)),
    );
    for round in 0..300 {
        let bytes: Vec<u8> = if round % 3 == 0 {
            (0..dice.roll(4_000)).map(|_| dice.roll(256) as u8).collect()
        } else {
            let mut bytes = good.clone().into_bytes();
            for _ in 0..dice.roll(60) {
                let at = dice.roll(bytes.len());
                match dice.roll(3) {
                    0 => bytes[at] = dice.roll(256) as u8,
                    1 => drop(bytes.remove(at)),
                    _ => bytes.truncate(at.max(2)),
                }
                if bytes.len() < 10 {
                    break;
                }
            }
            bytes
        };
        let _ = read(&Page { url: URL, bytes: &bytes, content_type: None });
        let _ = read(&Page {
            url: "no address",
            bytes: &bytes,
            content_type: Some("text/html; charset=shift_jis"),
        });
    }
}
