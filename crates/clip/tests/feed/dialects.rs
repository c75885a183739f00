use model::Dated;

use crate::{read, read_bytes, rss};

fn day(dated: Option<Dated>) -> String {
    dated.map(Dated::iso).unwrap_or_default()
}

#[test]
fn rss_with_what_people_put_into_it() {
    let feed = read(
        "\u{feff}\n<?xml version='1.0'?>
        <rss version='2.0' xmlns:atom='http://www.w3.org/2005/Atom' xmlns:content='http://purl.org/rss/1.0/modules/content/'
             xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'>
        <channel><title>Το Ποτάμι &amp;amp; η πόλη</title><link>https://potami.example/</link><language>el_GR</language>
        <atom:link rel='hub' href='https://hub.example/'/><atom:link rel='self' href='/feeds/self.xml'/>
        <image><title>Not this</title><link>https://wrong.example/</link></image>
        <item><title>Η τιμή &lt;em>του&lt;/em> νερού</title><link>../2026/1?utm_source=x</link><guid isPermaLink='false'>id-1</guid>
        <dc:creator>Άννα Δημητρίου</dc:creator><dc:creator>Omar Reyes</dc:creator>
        <pubDate>Wed, 18 Nov 2026 08:00:00 +0200</pubDate><description>Λίγα λόγια</description>
        <content:encoded><![CDATA[<p>Όλο το κείμενο, <a href='more'>εδώ</a>.</p><script>alert(1)</script>]]></content:encoded></item>
        <item><guid>https://potami.example/permalink</guid><description>No title here</description>
        <feedburner:origLink>https://potami.example/original</feedburner:origLink></item>
        </channel></rss>",
    );
    assert_eq!(feed.head.title, "Το Ποτάμι & η πόλη");
    assert_eq!(feed.head.address.as_deref(), Some("https://potami.example/"));
    assert_eq!(feed.head.language.as_deref(), Some("el-GR"));
    assert_eq!(feed.hub(), Some("https://hub.example/"));
    assert_eq!(feed.topic(), Some("https://gazette.example/feeds/self.xml"));
    let [first, second] = feed.items.as_slice() else { panic!("{:?}", feed.items) };
    assert_eq!(first.headline, "Η τιμή του νερού");
    assert_eq!(first.address.as_deref(), Some("https://gazette.example/2026/1?utm_source=x"));
    assert_eq!(first.byline(), ["Άννα Δημητρίου", "Omar Reyes"]);
    assert_eq!(day(first.published), "2026-11-18T06:00:00Z");
    assert_eq!(first.summary, "Λίγα λόγια");
    assert!(first.html.contains("https://gazette.example/feeds/more") && !first.html.contains("script"));
    assert_eq!(second.address.as_deref(), Some("https://potami.example/original"));
    assert_eq!((second.headline.as_str(), second.summary.as_str()), ("", "No title here"));
}

#[test]
fn atom_with_bases_languages_people_and_where_it_came_from() {
    let feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' xml:base='https://planet.example/a/'>
        <title type='html'>A &lt;b>bold&lt;/b> planet</title><updated>2026-11-18T08:00:00Z</updated>
        <entry xml:lang='zh-Hans' xml:base='b/'><title type='text'>a &lt;b> in a title of type text</title>
        <link rel='enclosure' href='sound.mp3' type='audio/mpeg'/><link href='page'/>
        <id>tag:planet.example,2026:1</id><author><name>李雷</name><email>li@planet.example</email><uri>li</uri></author>
        <published>2026-11-18</published><updated>2026-11-19T00:00:00Z</updated>
        <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p xml:base='c/'>See <a href='d'>this</a><br/>now</p></div></content>
        <source><title>The Gazette</title><link href='https://gazette.example/'/></source></entry></feed>",
    );
    assert_eq!(feed.head.title, "A bold planet");
    let item = &feed.items[0];
    assert_eq!(item.headline, "a <b> in a title of type text");
    assert_eq!(item.address.as_deref(), Some("https://planet.example/a/b/page"));
    assert_eq!(item.links[0].address, "https://planet.example/a/b/sound.mp3");
    assert_eq!(item.language.as_deref(), Some("zh-Hans"));
    assert_eq!(item.authors[0].address.as_deref(), Some("https://planet.example/a/b/li"));
    assert_eq!(
        (day(item.published), day(item.modified)),
        ("2026-11-18".into(), "2026-11-19T00:00:00Z".into())
    );
    assert!(item.html.contains("https://planet.example/a/b/c/d"), "{}", item.html);
    assert_eq!(item.source.as_ref().unwrap().title, "The Gazette");
}

#[test]
fn old_dialects() {
    let atom = read("<feed version='0.3' xmlns='http://purl.org/atom/ns#'><title>Old</title><entry>
        <title mode='escaped' type='text/html'>A &lt;b>title&lt;/b></title><issued>2003-12-31T10:14Z</issued>
        <link rel='alternate' href='https://a.example/1'/><summary mode='base64' type='text/html'>PHA+YmFzZTwvcD4=</summary></entry></feed>");
    assert_eq!((atom.items[0].headline.as_str(), atom.items[0].summary.as_str()), ("A title", "base"));
    assert_eq!(day(atom.items[0].published), "2003-12-31T10:14:00Z");

    let rdf = read("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'
        xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='https://a.example/'><title>Channel</title><link>https://a.example/</link></channel>
        <item rdf:about='https://a.example/1'><title>Item</title><link>https://a.example/1</link><dc:date>2004-02</dc:date></item></rdf:RDF>");
    assert_eq!((rdf.head.title.as_str(), rdf.items.len()), ("Channel", 1));
    assert_eq!(rdf.items[0].id.as_deref(), Some("https://a.example/1"));
    assert_eq!(day(rdf.items[0].published), "2004-02-01");

    let cdf = read("<CHANNEL HREF='https://a.example/'><TITLE>CDF</TITLE><ITEM HREF='1' LASTMOD='2004-04-06T23:05:43-05:00'>
        <TITLE>One</TITLE><ABSTRACT>Said</ABSTRACT></ITEM></CHANNEL>");
    assert_eq!((cdf.head.title.as_str(), cdf.items[0].summary.as_str()), ("CDF", "Said"));
    assert_eq!(cdf.items[0].address.as_deref(), Some("https://gazette.example/feeds/1"));
    assert_eq!(day(cdf.items[0].modified), "2004-04-07T04:05:43Z");
}

#[test]
fn json_feeds() {
    let feed = read(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"JSON","home_page_url":"https://a.example/","language":"de",
        "hubs":[{"type":"WebSub","url":"https://hub.example/"},{"type":"rssCloud","url":"https://other.example/"}],
        "items":[{"id":7,"url":"1","title":"Eins","content_html":"<p>Text <img src=\"p.png\"></p>","authors":[{"name":"Ada"}],
        "author":{"name":"Ada"},"date_published":"2026-11-18T08:00:00+01:00"},{"content_text":"a < b"},"nonsense"]}"#,
    );
    assert_eq!((feed.head.title.as_str(), feed.hub()), ("JSON", Some("https://hub.example/")));
    let item = &feed.items[0];
    assert_eq!(
        (item.id.as_deref(), item.address.as_deref()),
        (Some("7"), Some("https://gazette.example/feeds/1"))
    );
    assert_eq!((item.byline(), day(item.published)), (vec!["Ada".to_owned()], "2026-11-18T07:00:00Z".into()));
    assert_eq!(feed.items[1].html, "<p>a &lt; b</p>\n");
    for none in ["{}", "{\"items\":[]}", "{\"items\":3,\"title\":\"x\"}", "{broken", "[1]"] {
        assert!(read_bytes(none.as_bytes(), None).is_err(), "{none}");
    }
}

#[test]
fn characters_are_read_as_they_are_labelled_or_as_they_look() {
    let rss = |encoding: &str| {
        format!(
            "<?xml version='1.0' encoding='{encoding}'?><rss><channel><title>Ελληνικά</title></channel></rss>"
        )
    };
    let greek: Vec<u8> = rss("ISO-8859-7")
        .chars()
        .map(|c| if c.is_ascii() { c as u8 } else { (c as u32 - 0x2d0) as u8 })
        .collect();
    assert_eq!(read_bytes(&greek, None).unwrap().head.title, "Ελληνικά");
    assert_eq!(
        read_bytes(&greek, Some("text/xml; charset=utf-8")).unwrap().head.title,
        "Ελληνικά",
        "a wrong label"
    );
    let utf16: Vec<u8> =
        std::iter::once(0xfeff_u16).chain(rss("utf-16").encode_utf16()).flat_map(u16::to_be_bytes).collect();
    assert_eq!(read_bytes(&utf16, None).unwrap().head.title, "Ελληνικά");
    assert_eq!(read(&rss("windows-1251")).head.title, "Ελληνικά", "UTF-8 whatever it says");
}

#[test]
fn titles_are_told_from_markup() {
    let title = |text: &str| rss(&format!("<item><title>{text}</title></item>")).items[0].headline.clone();
    assert_eq!(title("AT&amp;T &amp;amp; a &amp;lt;b&amp;gt;"), "AT&T & a <b>");
    assert_eq!(title("a &lt; b and c &gt; d"), "a < b and c > d");
    assert_eq!(title("<![CDATA[<b>Bold</b>]]>"), "Bold");
    assert_eq!(title("Caf&eacute; &nbsp; bar &#8211; &unknown; &"), "Café bar – &unknown; &");
    assert_eq!(title("  two \n lines "), "two lines");
}

#[test]
fn ids_that_tell_nothing_apart_are_none() {
    let two = |a: &str, b: &str| {
        let item = |link: &str| {
            format!("<item><guid isPermaLink='false'>same</guid><link>https://a.example/{link}</link></item>")
        };
        rss(&(item(a) + &item(b))).items.into_iter().map(|item| item.id).collect::<Vec<_>>()
    };
    assert_eq!(two("1", "2"), [None, None]);
    assert_eq!(two("1", "1"), [Some("same".to_owned()), Some("same".to_owned())]);
    let no_id = rss("<item><title>x</title></item>");
    assert_eq!((no_id.items[0].id.clone(), no_id.items[0].address.clone()), (None, None));
}
