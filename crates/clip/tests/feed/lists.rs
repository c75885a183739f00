use clip::feed::{feeds_of_page, opml, read_opml};
use model::ListedFeed;

fn listed(title: &str, address: &str, site: Option<&str>) -> ListedFeed {
    ListedFeed { title: title.into(), address: address.into(), site: site.map(str::to_owned) }
}

#[test]
fn a_list_is_read_however_deep_and_whatever_its_spelling() {
    let list = read_opml(
        "<?xml version='1.0'?><opml version='1.0'><head><title>Mine</title></head><body>
        <outline text='Κόσμος'><outline text='Deeper'>
            <outline type='rss' text='Text &amp; more' title='' xmlUrl=' https://a.example/feed ' htmlUrl='https://a.example/'/>
        </outline></outline>
        <outline TEXT='B' title='The title' XMLURL='https://b.example/feed'/>
        <outline text='again' xmlUrl='https://b.example/feed'/><outline text='a folder'/>
        <outline text='unclosed' xmlUrl='https://c.example/feed'></body>"
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(
        list,
        [
            listed("Text & more", "https://a.example/feed", Some("https://a.example/")),
            listed("The title", "https://b.example/feed", None),
            listed("unclosed", "https://c.example/feed", None),
        ]
    );
    for none in ["", "words", "<rss/>", "<html><outline xmlUrl='x'/></html>"] {
        assert_eq!(read_opml(none.as_bytes()), None, "{none}");
    }
    let deep = format!("<opml><body>{}", "<outline text='x'>".repeat(100_000));
    assert_eq!(read_opml(deep.as_bytes()), Some(vec![]));
}

#[test]
fn a_list_that_is_written_is_read_again() {
    let list = [
        listed("Το Ποτάμι \"& <news>'", "https://a.example/feed?a=1&b=2", Some("https://a.example/")),
        listed("山村周刊", "https://b.example/", None),
        listed("ctrl\u{1}", "https://c.example/", None),
    ];
    let text = opml("A <paper>", &list);
    let again = read_opml(text.as_bytes()).unwrap();
    assert_eq!(again[..2], list[..2]);
    assert_eq!(again[2].title, "ctrl");
}

#[test]
fn the_feeds_of_a_page_are_found_the_sites_own_first() {
    let page = "<html><head><base href='/blog/'>
        <link rel='alternate' type='application/rss+xml' title='Comments' href='comments/feed'>
        <link rel='ALTERNATE' type='application/atom+xml; charset=utf-8' title=' The\n feed ' href='atom.xml'>
        <link rel='alternate' type='application/feed+json' href='https://other.example/feed.json'>
        <link rel='alternate' hreflang='el' type='text/html' href='/el/'><link rel=stylesheet type='application/rss+xml' href=no>
        <link rel=alternate type='application/rss+xml' href='javascript:alert(1)'>
        <link rel=alternate type='application/rss+xml' href='atom.xml'></head>";
    let found = feeds_of_page("https://a.example/x", page.as_bytes(), Some("text/html"));
    let addresses: Vec<&str> = found.iter().map(|feed| feed.address.as_str()).collect();
    assert_eq!(
        addresses,
        [
            "https://a.example/blog/atom.xml",
            "https://other.example/feed.json",
            "https://a.example/blog/comments/feed"
        ]
    );
    assert_eq!(found[0].title, "The feed");
    assert!(feeds_of_page("not an address", page.as_bytes(), None).is_empty());
    assert!(feeds_of_page("https://a.example/", "<div>".repeat(50_000).as_bytes(), None).is_empty());
}
