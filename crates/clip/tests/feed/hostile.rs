use std::time::Instant;

use clip::feed::{FEED_SIZE_LIMIT, NoFeed};

use crate::{read, read_bytes, rss};

#[test]
fn an_entity_bomb_stays_small() {
    let feed = read(
        "<!DOCTYPE rss [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>
        <!ENTITY file SYSTEM 'file:///etc/passwd'>]><rss><channel><title>&c;&file;</title></channel></rss>",
    );
    assert_eq!(feed.head.title, "&c;&file;");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
fn ten_megabytes_are_read_in_time_and_more_are_refused() {
    let begun = Instant::now();
    let item = "<item><title>Title</title><link>https://a.example/</link><description>&lt;p>Some text of an item.&lt;/p></description></item>";
    let mut feed = format!("<rss><channel>{}", item.repeat(FEED_SIZE_LIMIT / item.len()));
    feed.truncate(FEED_SIZE_LIMIT);
    assert_eq!(read(&feed).items.len(), clip::feed::ITEM_LIMIT);
    let one = format!("<rss><channel><title>{}", "word &amp; ".repeat(900_000));
    assert!(read(&one).head.title.len() > 1_000);
    // Marks that begin something and never end it.
    for mark in ["&lt;b ", "&amp;amp", "&lt;", "&amp;", "<b ", "&#x"] {
        let marks = format!("<rss><channel><item><description>{}", mark.repeat(FEED_SIZE_LIMIT / 12));
        read(&marks);
    }
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
    let large = vec![b' '; FEED_SIZE_LIMIT + 1];
    assert!(matches!(read_bytes(&large, None), Err(NoFeed::TooLarge { .. })));
}

#[test]
fn deep_nesting_is_cut() {
    let deep = "<a>".repeat(200_000);
    let feed = rss(&format!("<item><title>Before</title><description>{deep}"));
    assert_eq!(feed.items[0].headline, "Before");
    let closed = format!("<item><x>{deep}{}</x><title>After</title></item>", "</a>".repeat(200_000));
    assert_eq!(rss(&closed).items[0].headline, "After");
    read(&format!("<rss><channel><item><description>{}", "&lt;div>".repeat(100_000)));
    let many = format!("<rss><channel>{}", "<item/>".repeat(400_000));
    assert_eq!(read(&many).items.len(), clip::feed::ITEM_LIMIT);
}

#[test]
fn damage_gives_what_can_be_read() {
    for (text, headline) in [
        ("<item><title>One</title><link>x</link></item><item><title>Tw", "One"),
        ("<item><title>One</titel><link>x</link></item>", "One"),
        ("<item><title>One</title><description>1 < 2 & 3</description></item>", "One"),
        ("<item><title>One</title><link a=b c d='>x</link></item>", "One"),
        ("</b></i><item><title>One</title></item>", "One"),
        ("<item><title>One</title><description><![CDATA[never closed</description></item>", "One"),
    ] {
        let feed = rss(text);
        assert!(
            feed.items.first().is_some_and(|item| item.headline.starts_with(headline)),
            "{text}: {feed:?}"
        );
    }
}

#[test]
fn what_is_no_feed_is_said() {
    for text in
        ["<html><body>page</body></html>", "plain words", "<?xml version='1.0'?>", "<svg/>", "\u{1}\u{2}"]
    {
        assert!(matches!(read_bytes(text.as_bytes(), None), Err(NoFeed::NotAFeed { .. })), "{text}");
    }
    assert!(matches!(read_bytes(b" \n ", None), Err(NoFeed::Empty { .. })));
    assert!(matches!(read_bytes(b"<opml version='2.0'/>", None), Err(NoFeed::AList { .. })));
}

#[test]
fn nothing_in_a_feed_becomes_a_program() {
    let feed = rss(
        "<item><title>&lt;script>alert(1)&lt;/script>Title</title><link>javascript:alert(1)</link>
        <description>&lt;img src=x onerror=alert(1)>&lt;a href='javascript:alert(1)'>x&lt;/a>&lt;iframe src='https://e.example/'>&lt;/iframe></description></item>",
    );
    let item = &feed.items[0];
    assert!(
        !item.html.contains("onerror") && !item.html.contains("javascript") && !item.html.contains("<iframe"),
        "{}",
        item.html
    );
    assert!(!item.headline.contains("alert"), "{}", item.headline);
}

/// Pseudo-random cuts and swaps of a feed: none may panic.
#[test]
fn mangled_feeds_never_panic() {
    let whole = "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a/'><title type='html'>&lt;b>&#x41;&eacute;</title>\
        <entry><id>1</id><link href='b'/><updated>2003-12-31T10:14:55Z</updated><author><name>Ä (x@y.example)</name></author>\
        <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>text</p></div></content></entry></feed>";
    let mut state = 7_u64;
    let mut next = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..3_000 {
        let mut bytes = whole.as_bytes().to_vec();
        for _ in 0..=next(4) {
            let (from, to) = (next(bytes.len()), next(bytes.len()));
            match next(3) {
                0 => bytes.swap(from, to),
                1 => drop(bytes.drain(from.min(to)..from.max(to))),
                _ => bytes[from] = b"<>&;'\"/\xff\0\xc3"[next(10)],
            }
            if bytes.is_empty() {
                break;
            }
        }
        let _ = read_bytes(&bytes, None);
    }
}
