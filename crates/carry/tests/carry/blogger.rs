//! Blogger: the old backup and the Takeout.

use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::Path;

use carry::{Choices, Package, Pass, export};
use model::import::{Noun, OldKind, OldStanding, Platform, Writer};
use model::{CommentMode, Moment, Verdict, Window};
use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::exports::{Read, read_path, shared};

/// Writes files below a folder.
fn lay_out(folder: &Path, files: &[(&str, &str)]) {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// The same files as a zip.
fn zip_up(path: &Path, files: &[(&str, &str)]) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(
            *name,
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored),
        )
        .unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    std::fs::write(path, zip.finish().unwrap().into_inner()).unwrap();
}

fn read(path: &Path) -> Read {
    read_path(Platform::Blogger, path, &Choices::default()).unwrap()
}

/// A Takeout with every oddity we know of. Children stand before parents; `blogger:wishes` is nobody's.
const FEED: &str = r#"<?xml version='1.0' encoding='utf-8'?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>
  <id>tag:blogger.com,1999:blog-42</id>
  <title>Evening &amp; News</title>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-101</id>
    <blogger:parent>tag:blogger.com,1999:blog-42.post-300</blogger:parent>
    <blogger:inReplyTo>tag:blogger.com,1999:blog-42.post-102</blogger:inReplyTo>
    <blogger:type>COMMENT</blogger:type>
    <blogger:status>LIVE</blogger:status>
    <author>
      <name>Ωμέγα</name>
      <uri>https://www.blogger.com/profile/7</uri>
      <blogger:type>BLOGGER</blogger:type>
    </author>
    <title></title>
    <content type='html'>First line
second &amp;amp;#39;line&amp;amp;#39; &amp;lt;3

last</content>
    <blogger:metaDescription/>
    <blogger:created>2020-05-04T10:00:00.123Z</blogger:created>
    <published>2020-05-04T10:00:01Z</published>
    <updated>2020-05-04T10:00:02Z</updated>
    <blogger:location/>
    <category/>
    <blogger:filename/>
    <link/>
    <enclosure/>
    <blogger:trashed/>
  </entry>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-102</id>
    <blogger:parent>tag:blogger.com,1999:blog-42.post-300</blogger:parent>
    <blogger:inReplyTo/>
    <blogger:type>COMMENT</blogger:type>
    <blogger:status>SPAM_COMMENT</blogger:status>
    <author><name></name><uri></uri><blogger:type>ANONYMOUS</blogger:type></author>
    <content type='html'>Buy &lt;a href="http://spam.example/"&gt;this&lt;/a&gt;&lt;br /&gt;
now</content>
    <published>2020-05-04T09:00:00Z</published>
  </entry>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-103</id>
    <blogger:parent>tag:blogger.com,1999:blog-42.post-300</blogger:parent>
    <blogger:type>COMMENT</blogger:type>
    <blogger:status>PENDING_MODERATION</blogger:status>
    <author><name>Owner</name><uri>https://www.blogger.com/profile/1</uri><blogger:type>BLOGGER</blogger:type></author>
    <content type='html'>waits</content>
    <published>2020-05-04T09:30:00Z</published>
  </entry>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-104</id>
    <blogger:parent>tag:blogger.com,1999:blog-42.post-999</blogger:parent>
    <blogger:type>COMMENT</blogger:type>
    <blogger:status>GHOSTED_COMMENT</blogger:status>
    <author><name>Owner</name><blogger:type>ANONYMOUS</blogger:type></author>
    <content type='html'>hidden</content>
    <published>2020-05-04T09:40:00Z</published>
  </entry>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-105</id>
    <blogger:parent>tag:blogger.com,1999:blog-42.post-300</blogger:parent>
    <blogger:type>COMMENT</blogger:type>
    <blogger:status>FROZEN</blogger:status>
    <content type='html'>?</content>
  </entry>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-300</id>
    <blogger:type>POST</blogger:type>
    <blogger:status>LIVE</blogger:status>
    <author>
      <name>The  Owner</name>
      <uri>https://www.blogger.com/profile/1</uri>
      <blogger:type>BLOGGER</blogger:type>
    </author>
    <title>Fish &amp; chips &amp;#39;now&amp;#39;</title>
    <content type='html'>&lt;div dir="rtl" trbidi="on"&gt;&lt;div class="separator" style="clear: both;"&gt;&lt;a href="https://blogger.googleusercontent.com/img/b/R/A/s4000/My%2BFish.jpg"&gt;&lt;img alt="A fish &amp;amp; a chip" src="https://blogger.googleusercontent.com/img/b/R/A/s320/My%2BFish.jpg" /&gt;&lt;/a&gt;&lt;/div&gt;
Text&lt;a name='more'&gt;&lt;/a&gt; goes on.&lt;table class="tr-caption-container"&gt;&lt;tbody&gt;&lt;tr&gt;&lt;td&gt;&lt;img src="http://1.bp.blogspot.com/a/b/s1600-h/c.png"&gt;&lt;/td&gt;&lt;/tr&gt;&lt;tr&gt;&lt;td class="tr-caption"&gt;The line&lt;/td&gt;&lt;/tr&gt;&lt;/tbody&gt;&lt;/table&gt;&lt;/div&gt;</content>
    <blogger:metaDescription>What is &amp; was</blogger:metaDescription>
    <blogger:created>2020-04-30T22:00:00.500Z</blogger:created>
    <published>2020-05-01T08:00:00Z</published>
    <updated>2021-01-01T00:00:00Z</updated>
    <blogger:location>
      <blogger:name>Αθήνα, Ελλάδα</blogger:name>
      <blogger:latitude>37.98</blogger:latitude>
      <blogger:longitude>23.72</blogger:longitude>
      <blogger:span>1,1</blogger:span>
    </blogger:location>
    <category scheme='tag:blogger.com,1999:blog-42' term='Zebra'/>
    <category scheme='tag:blogger.com,1999:blog-42' term='apple&#10;Zebra&#10; Ψάρι '/>
    <blogger:filename>/2020/04/fish-%CF%88%CE%AC%CF%81%CE%B9.html</blogger:filename>
    <blogger:wishes>none</blogger:wishes>
    <blogger:trashed/>
  </entry>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-301</id>
    <blogger:type>POST</blogger:type>
    <blogger:status>DRAFT</blogger:status>
    <title/>
    <content type='html'/>
    <published>tomorrow</published>
    <blogger:filename>/2026/06/private-draft.html</blogger:filename>
  </entry>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-302</id>
    <blogger:type>POST</blogger:type>
    <blogger:status>SCHEDULED</blogger:status>
    <title>Later</title>
    <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>One &amp; two</p></div></content>
    <published>2030-01-01T00:00:00Z</published>
    <blogger:filename>/2030/01/later.html</blogger:filename>
  </entry>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-303</id>
    <blogger:type>PAGE</blogger:type>
    <blogger:status>LIVE</blogger:status>
    <title>About</title>
    <content type='html'>&lt;p&gt;Us&lt;/p&gt;</content>
    <published>2019-01-01T00:00:00Z</published>
    <blogger:filename>/p/about.html</blogger:filename>
    <blogger:trashed/>
    <enclosure url='https://example.org/a.mp3'/>
  </entry>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-304</id>
    <blogger:type>POST</blogger:type>
    <blogger:status>LIVE</blogger:status>
    <title>Thrown away</title>
    <content type='html'>x</content>
    <published>2019-01-01T00:00:00Z</published>
    <blogger:filename>/2019/01/thrown.html</blogger:filename>
    <blogger:trashed>2019-02-01T00:00:00Z</blogger:trashed>
  </entry>
  <entry>
    <id>tag:blogger.com,1999:blog-42.post-305</id>
    <blogger:type>PODCAST</blogger:type>
    <title>?</title>
  </entry>
  <blogger:footer>x</blogger:footer>
</feed>
"#;

const SETTINGS: &str = "blog_name,blog_description,blog_locale,blog_time_zone,blog_max_num,blog_max_unit,blog_comments_allowed,\
blog_comment_moderation,blog_comment_moderation_delay,blog_subdomain,blog_admin_permission,blog_custom_page_not_found\n\
Evening News,\"All, and more\",zh_TW,Europe/Athens,7,POSTS,true,SOMETIMES,14,eveningnews,owner@example.org,\"Not\nhere\"\n";

const LAYOUTS: &str = "<layouts><b:section id='sidebar'><b:widget id='PopularPosts1' type='PopularPosts'><b:widget-settings>\
<b:widget-setting name='numItemsToShow'>5</b:widget-setting><b:widget-setting name='timeRange'>LAST_WEEK</b:widget-setting>\
</b:widget-settings></b:widget><b:widget id='HTML1' type='HTML'/></b:section></layouts>";

const ELSEWHERE: &str = "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'>\
<id>tag:blogger.com,1999:blog-77</id><title>Somebody else's</title><entry><id>tag:blogger.com,1999:blog-77.post-900</id>\
<blogger:type>COMMENT</blogger:type><content>mine</content></entry></feed>";

fn takeout() -> Vec<(&'static str, &'static str)> {
    vec![
        ("Takeout 2/Blogger/Blogs/Evening _ News/feed.atom", FEED),
        ("Takeout 2/Blogger/Blogs/Evening _ News/settings.csv", SETTINGS),
        ("Takeout 2/Blogger/Blogs/Evening _ News/followers.csv", "name\nA\n"),
        ("Takeout 2/Blogger/Blogs/Evening _ News/theme-classic.html", "<html>"),
        ("Takeout 2/Blogger/Blogs/Evening _ News/theme-layouts.xml", LAYOUTS),
        ("Takeout 2/Blogger/Comments/Somebody else's/feed.atom", ELSEWHERE),
        ("Takeout 2/Blogger/Albums/News/My+Fish.jpg", "jpg"),
        (
            "Takeout 2/Blogger/Albums/News/My+Fish.jpg.json",
            r#"{"title":"My Fish.jpg","description":"A fish","hasOriginalBytes":"MAYBE",
                "url":"https://blogger.googleusercontent.com/img/b/R/A/s320/My%2BFish.jpg"}"#,
        ),
        ("Takeout 2/Blogger/Albums/News/alone.png", "png"),
        ("Takeout 2/Blogger/Albums/News/metadata.json", r#"{"title":"News"}"#),
        ("Takeout 2/Blogger/Profile/profile.csv", "email\no@example.org\n"),
        ("Takeout 2/Blogger/Profile/reading_list.csv", "blog\nx\n"),
        ("Takeout 2/archive_browser.html", "<html>"),
        ("__MACOSX/Takeout 2/Blogger/Blogs/Evening _ News/._feed.atom", "junk"),
    ]
}

fn none() -> Choices {
    Choices::default()
}

fn at(text: &str) -> Option<Moment> {
    Some(Moment::parse(text).unwrap())
}

#[test]
fn a_takeout_comes_over_from_a_folder_and_from_a_zip() {
    let folder = tempfile::tempdir().unwrap();
    lay_out(&folder.path().join("plain"), &takeout());
    zip_up(&folder.path().join("takeout.zip"), &takeout());
    let read = self::read(&folder.path().join("plain"));
    let zipped = self::read(&folder.path().join("takeout.zip"));
    let sorted = |read: &Read| {
        let mut shown: Vec<String> = read.entries.iter().map(|entry| format!("{entry:?}")).collect();
        shown.sort();
        shown
    };
    assert_eq!(sorted(&read), sorted(&zipped));
    assert!(read.broken.is_empty() && read.end.is_none(), "{read:?}");

    let site = read.site();
    assert!(matches!(read.entries[0].noun, Noun::Site(_)), "the site comes first");
    assert_eq!(site.key, "blogger:42");
    assert_eq!(site.addresses, ["https://eveningnews.blogspot.com"]);
    assert_eq!((site.name.as_str(), site.tagline.as_str()), ("Evening News", "All, and more"));
    assert_eq!(site.language.as_deref(), Some("zh-TW"));
    assert_eq!(site.time_zone.as_deref(), Some("Europe/Athens"));
    assert_eq!((site.per_page, site.comments, site.hold_days), (Some(7), Some(CommentMode::Open), Some(14)));
    assert_eq!((site.popular_window, site.popular_length), (Some(Window::Week), Some(5)));
    assert_eq!(site.private, ["blog_admin_permission"]);
    assert!(site.others.contains(&("blog_custom_page_not_found".to_owned(), "Not\nhere".to_owned())));

    assert_eq!(
        read.others(),
        [
            ("widget", "HTML1", false),
            ("album", "News/metadata.json", false),
            ("followers", "Takeout 2/Blogger/Blogs/Evening _ News/followers.csv", true),
            ("theme", "Takeout 2/Blogger/Blogs/Evening _ News/theme-classic.html", false),
            ("theme", "Takeout 2/Blogger/Blogs/Evening _ News/theme-layouts.xml", false),
            ("profile", "Takeout 2/Blogger/Profile/profile.csv", true),
            ("reading list", "Takeout 2/Blogger/Profile/reading_list.csv", true),
            ("file", "Takeout 2/archive_browser.html", false),
            ("comment elsewhere", "900", false),
            ("podcast", "305", false),
            ("element", "blogger:footer", false),
        ]
    );
    assert_eq!(read.unknowns(), ["blogger:wishes", "blogger:footer", "status FROZEN"]);

    let media = read.media();
    assert_eq!(media.len(), 2);
    assert_eq!(media[0].file.as_deref(), Some("Takeout 2/Blogger/Albums/News/My+Fish.jpg"));
    assert_eq!(media[0].caption, "A fish");
    assert_eq!(media[0].addresses[0], "https://blogger.googleusercontent.com/img/b/R/A/s0/My%2BFish.jpg");
    assert_eq!(media[0].addresses.len(), 3);
    assert_eq!(media[1].key, "album:News/alone.png");
}

#[test]
fn posts_of_a_takeout_say_what_the_file_says() {
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path(), &takeout());
    let read = self::read(folder.path());
    let keys: Vec<&str> = read.posts().iter().map(|post| post.key.as_str()).collect();
    assert_eq!(keys, ["300", "301", "302", "303", "304"]);

    let fish = read.post("300");
    assert_eq!((fish.kind, &fish.standing), (OldKind::Post, &OldStanding::Published));
    assert_eq!(fish.headline, "Fish & chips 'now'");
    assert_eq!(fish.description, "What is & was");
    assert_eq!(fish.byline, ["The Owner"]);
    assert_eq!(fish.labels, ["Zebra", "apple", "Ψάρι"]);
    assert_eq!(fish.path.as_deref(), Some("/2020/04/fish-ψάρι.html"));
    assert_eq!(fish.created, at("2020-04-30T22:00:00.500Z"));
    assert_eq!((fish.published, fish.updated), (at("2020-05-01T08:00:00Z"), at("2021-01-01T00:00:00Z")));
    assert_eq!(fish.location.as_deref(), Some("Αθήνα, Ελλάδα (37.98, 23.72)"));
    assert_eq!(
        fish.body,
        "<div dir=\"rtl\"><p><a href=\"https://blogger.googleusercontent.com/img/b/R/A/s4000/My%2BFish.jpg\">\
         <img alt=\"A fish &amp; a chip\" src=\"https://blogger.googleusercontent.com/img/b/R/A/s320/My%2BFish.jpg\" /></a></p>\
         \nText goes on.<figure><img src=\"http://1.bp.blogspot.com/a/b/s1600-h/c.png\"><figcaption>The line</figcaption>\
         </figure></div>"
    );
    assert_eq!(
        (fish.lead_image.as_deref(), fish.lead_image_alt.as_str()),
        (Some("https://blogger.googleusercontent.com/img/b/R/A/s320/My%2BFish.jpg"), "A fish & a chip")
    );
    assert_eq!(
        fish.changed,
        ["its jump break is left out: lists here show an excerpt", "its title was escaped twice"]
    );
    let raw = read
        .entries
        .iter()
        .find(|entry| matches!(&entry.noun, Noun::Post(post) if post.key == "300"))
        .unwrap();
    let begin = FEED.find("<entry>\n    <id>tag:blogger.com,1999:blog-42.post-300").unwrap();
    assert!(FEED[begin..].starts_with(&raw.raw), "word by word");
    assert_eq!(raw.line, FEED[..begin].lines().count() as u64);

    let draft = read.post("301");
    assert_eq!(
        (&draft.standing, draft.path.as_deref(), draft.slug.as_deref()),
        (&OldStanding::Draft, None, Some("private-draft"))
    );
    assert_eq!((draft.headline.as_str(), draft.published), ("", None));
    assert_eq!(draft.changed, ["its date “published” can't be read"]);

    let later = read.post("302");
    assert_eq!(
        (&later.standing, later.path.as_deref()),
        (&OldStanding::Scheduled, Some("/2030/01/later.html"))
    );
    assert_eq!(later.body, "<div xmlns='http://www.w3.org/1999/xhtml'><p>One &amp; two</p></div>");

    let about = read.post("303");
    assert_eq!((about.kind, about.path.as_deref()), (OldKind::Page, Some("/p/about.html")));
    assert!(
        about
            .body
            .trim_end()
            .ends_with("<a href=\"https://example.org/a.mp3\">https://example.org/a.mp3</a></p>")
    );
    assert_eq!(read.post("304").standing, OldStanding::Trashed);
    assert_eq!(read.post("304").slug.as_deref(), Some("thrown"));
}

#[test]
fn comments_of_a_takeout_keep_thread_state_and_words() {
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path(), &takeout());
    let read = self::read(folder.path());
    assert_eq!(read.comments().len(), 5);
    let first = read.comment("101");
    assert_eq!((first.post.as_str(), first.parent.as_deref()), ("300", Some("102")));
    assert_eq!((first.verdict, first.writer), (Verdict::Approved, Writer::Member));
    assert_eq!(
        (first.name.as_str(), first.website.as_deref()),
        ("Ωμέγα", Some("https://www.blogger.com/profile/7"))
    );
    assert_eq!(first.body, "First line<br>\nsecond &#39;line&#39; &lt;3<br>\n<br>\nlast");
    assert_eq!(first.created, at("2020-05-04T10:00:00.123Z"));
    assert_eq!(first.anchor.as_deref(), Some("c101"));
    let spam = read.comment("102");
    assert_eq!(
        (spam.verdict, spam.writer, spam.name.as_str(), &spam.parent),
        (Verdict::Spam, Writer::Reader, "", &None)
    );
    assert_eq!(spam.body, "Buy <a href=\"http://spam.example/\">this</a><br />\nnow");
    assert_eq!((read.comment("103").verdict, read.comment("103").writer), (Verdict::Held, Writer::Author));
    // The owner's name alone makes nobody the owner.
    assert_eq!(
        (read.comment("104").verdict, read.comment("104").writer),
        (Verdict::Rejected, Writer::Reader)
    );
    assert_eq!(read.comment("104").post, "999", "a post that is not there");
    assert_eq!(read.comment("105").verdict, Verdict::Held);
    assert_eq!(read.comment("105").changed, ["how it stood, “FROZEN”, is not known here: it waits"]);
}

#[test]
fn of_several_blogs_one_is_chosen() {
    let folder = tempfile::tempdir().unwrap();
    let other = FEED.replace("blog-42", "blog-43").replace("Evening &amp; News", "Morning");
    let mut files = takeout();
    files.push(("Takeout 2/Blogger/Blogs/Morning/feed.atom", &other));
    files.push(("Takeout 2/Blogger/Blogs/Morning/settings.csv", "blog_name\nMorning\n"));
    lay_out(folder.path(), &files);
    let package = Package::open(folder.path()).unwrap();
    let refused = export(Platform::Blogger, &package, &none()).err().unwrap();
    assert!(
        refused
            .what
            .contains("there are 2 blogs in it: “Evening & News”, “Morning”; say which with --blog NAME"),
        "{refused}"
    );
    for (word, key) in [("morning", "blogger:43"), (" Evening _ News", "blogger:42"), ("42", "blogger:42")] {
        let choices =
            Choices { blog: Some(word.to_owned()), host: Some("http://www.example.org:8080/".to_owned()) };
        let read = read_path(Platform::Blogger, folder.path(), &choices).unwrap();
        assert_eq!(read.site().key, key, "{word}");
        assert_eq!(read.site().addresses[0], "http://www.example.org:8080");
        assert_eq!(read.posts().len(), 5);
    }
    let choices = Choices { blog: Some("Noon".to_owned()), host: None };
    let refused = export(Platform::Blogger, &package, &choices).err().unwrap();
    assert!(refused.what.contains("there is no blog of that name in it"), "{refused}");

    // Settings may be lost; a feed of nothing but comments beside blogs is no blog, whatever its folder is called.
    std::fs::remove_file(folder.path().join("Takeout 2/Blogger/Blogs/Morning/settings.csv")).unwrap();
    lay_out(folder.path(), &[("Takeout 2/Blogger/Kommentare/Somebody/feed.atom", ELSEWHERE)]);
    let package = Package::open(folder.path()).unwrap();
    let refused = export(Platform::Blogger, &package, &none()).err().unwrap();
    assert!(refused.what.contains("there are 2 blogs in it: “Evening & News”, “Morning”"), "{refused}");

    let none = Package::open(&folder.path().join("Takeout 2/Blogger/Comments")).unwrap();
    let read = export(Platform::Blogger, &none, &self::none());
    // Handed over alone, it is a feed like others; there is no telling whose.
    assert!(read.is_ok());
    lay_out(&folder.path().join("x"), &[("page.html", "<html>"), ("rss.xml", "<rss><channel/></rss>")]);
    let other = Package::open(&folder.path().join("x")).unwrap();
    let refused = export(Platform::Blogger, &other, &self::none());
    assert!(refused.err().unwrap().what.contains("there is no blog of Blogger's in it"));
}

/// An old backup. `app:` is declared nowhere; settings come last.
const BACKUP: &str = r##"<?xml version='1.0' encoding='UTF-8'?><?xml-stylesheet href="http://www.blogger.com/styles/atom.css" type="text/css"?>
<feed xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' xmlns:gd='http://schemas.google.com/g/2005' xmlns:thr='http://purl.org/syndication/thread/1.0'>
<id>tag:blogger.com,1999:blog-9.archive</id><updated>2018-08-02T12:38:27.320-07:00</updated><title type='text'>Old</title>
<link rel='http://schemas.google.com/g/2005#feed' href='https://www.blogger.com/feeds/9/archive'/>
<link rel='alternate' type='text/html' href='http://old.example.org/'/><generator version='7.00'>Blogger</generator>
<entry><id>tag:blogger.com,1999:blog-9.layout</id><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#template'/><content type='text'>&lt;b:widget id='PopularPosts1' type='PopularPosts'&gt;&lt;b:widget-setting name='timeRange'&gt;ALL_TIME&lt;/b:widget-setting&gt;&lt;/b:widget&gt;</content></entry>
<entry><id>tag:blogger.com,1999:blog-9.post-1</id><published>2010-11-27T07:12:00.000-08:00</published><updated>2010-11-27T07:56:43.964-08:00</updated>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/><category scheme='http://www.blogger.com/atom/ns#' term='b'/><category scheme='http://www.blogger.com/atom/ns#' term='a'/>
<title type='text'>One</title><content type='html'>&lt;p&gt;x&lt;/p&gt;</content>
<link rel='replies' type='application/atom+xml' href='http://old.example.org/feeds/1/comments/default'/>
<link rel='alternate' type='text/html' href='http://old.example.org/2010/11/%E4%B8%80.html' title='One'/><link rel='related' href='http://elsewhere.example/story'/>
<author><name>Me</name><uri>http://www.blogger.com/profile/1</uri><email>noreply@blogger.com</email></author>
<media:thumbnail url='http://1.bp.blogspot.com/a/s72-c/b.jpg'/><georss:featurename>Athens</georss:featurename><georss:point>37.9 23.7</georss:point><thr:total>2</thr:total><gd:extendedProperty name='blogger.novelty' value='1'/></entry>
<entry><id>tag:blogger.com,1999:blog-9.post-2</id><published>2010-11-27T08:21:00.000-08:00</published><app:control><app:draft>yes</app:draft></app:control>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/><title type='text'>Two</title><content type='html'>x</content>
<link rel='replies' type='text/html' href='http://old.example.org/2010/11/two.html#comment-form'/></entry>
<entry><id>tag:blogger.com,1999:blog-9.page-3</id><published>2030-11-27T08:21:00.000-08:00</published>
<category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#page'/><title type='text'>Three</title><content type='html'>x</content>
<link rel='alternate' type='text/html' href='http://old.example.org/p/three.html'/></entry>
<entry><id>tag:blogger.com,1999:blog-9.post-12</id><published>2010-11-30T00:00:00.000-08:00</published><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/><title type='text'>An answer...</title><content type='html'>An answer</content>
<link rel='related' href='http://www.blogger.com/feeds/9/1/comments/default/11' type='application/atom+xml'/>
<link rel='alternate' type='text/html' href='http://old.example.org/2010/11/%E4%B8%80.html?showComment=1#c12'/>
<author><name>Me</name><uri>http://www.blogger.com/profile/1</uri></author><thr:in-reply-to ref='tag:blogger.com,1999:blog-9.post-1' href='x'/><gd:extendedProperty name='blogger.itemClass' value='blog-admin pid-1'/><gd:extendedProperty name='blogger.displayTime' value='30 november'/></entry>
<entry><id>tag:blogger.com,1999:blog-9.post-11</id><published>2010-11-29T00:00:00.000-08:00</published><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#comment'/><title type='text'>This post has been removed</title><content type='html'>This post has been removed by the author.</content>
<author><name>Her</name><uri>http://her.example/</uri></author><thr:in-reply-to ref='tag:blogger.com,1999:blog-9.post-1' href='x'/><gd:extendedProperty name='blogger.contentRemoved' value='true'/></entry>
<entry><id>tag:blogger.com,1999:blog-9.settings.BLOG_LOCALE</id><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#settings'/><title>Taal</title><content type='text'>iw</content></entry>
<entry><id>tag:blogger.com,1999:blog-9.settings.BLOG_READER_PERMISSION</id><category scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#settings'/><title>Lezers</title><content type='text'>a@example.org</content></entry>
</feed>"##;

#[test]
fn an_old_backup_comes_over() {
    let folder = tempfile::tempdir().unwrap();
    lay_out(folder.path(), &[("blog-08-02-2018.xml", BACKUP)]);
    let read = self::read(&folder.path().join("blog-08-02-2018.xml"));
    assert!(read.broken.is_empty() && read.end.is_none(), "{read:?}");
    let site = read.site();
    assert_eq!((site.key.as_str(), site.name.as_str()), ("blogger:9", "Old"));
    assert_eq!(site.addresses, ["https://old.example.org"]);
    assert_eq!(site.popular_window, Some(Window::All));
    assert_eq!(site.language.as_deref(), Some("he"));
    assert_eq!(site.private, ["BLOG_READER_PERMISSION"]);
    assert_eq!(read.others(), [("template", "tag:blogger.com,1999:blog-9.layout", false)]);
    assert_eq!(read.unknowns(), ["gd:extendedProperty blogger.novelty"]);

    let one = read.post("1");
    assert_eq!(one.path.as_deref(), Some("/2010/11/一.html"));
    assert_eq!(one.labels, ["b", "a"]);
    assert_eq!((one.published, one.updated), (at("2010-11-27T15:12:00Z"), at("2010-11-27T15:56:43.964Z")));
    assert_eq!(one.location.as_deref(), Some("Athens (37.9, 23.7)"));
    assert_eq!(one.lead_image.as_deref(), Some("http://1.bp.blogspot.com/a/s72-c/b.jpg"));
    assert_eq!(one.changed, ["its title was a link to http://elsewhere.example/story"]);
    let two = read.post("2");
    assert_eq!((&two.standing, &two.path, two.slug.as_deref()), (&OldStanding::Draft, &None, Some("two")));
    let three = read.post("3");
    assert_eq!(
        (three.kind, &three.standing, three.path.as_deref()),
        (OldKind::Page, &OldStanding::Scheduled, Some("/p/three.html"))
    );

    let answer = read.comment("12");
    assert_eq!(
        (answer.post.as_str(), answer.parent.as_deref(), answer.writer),
        ("1", Some("11"), Writer::Author)
    );
    assert_eq!((answer.anchor.as_deref(), &answer.email), (Some("c12"), &None));
    let removed = read.comment("11");
    assert_eq!(
        (removed.verdict, removed.body.as_str(), removed.writer),
        (Verdict::Withdrawn, "", Writer::Reader)
    );
}

#[test]
fn settings_behind_very_many_posts_come_as_a_second_word_on_the_site() {
    let folder = tempfile::tempdir().unwrap();
    let from = BACKUP.find("<entry><id>tag:blogger.com,1999:blog-9.post-2<").unwrap();
    let to = BACKUP.find("<entry><id>tag:blogger.com,1999:blog-9.page-3<").unwrap();
    let many: String =
        (1000..1100).map(|n| BACKUP[from..to].replace("post-2<", &format!("post-{n}<"))).collect();
    let text = format!("{}{many}{}", &BACKUP[..from], &BACKUP[from..]);
    lay_out(folder.path(), &[("blog.xml", &text)]);
    let read = self::read(folder.path());
    let sites = read.sites();
    assert_eq!(sites.len(), 2);
    assert_eq!((sites[0].language.as_deref(), sites[1].language.as_deref()), (None, Some("he")));
    assert_eq!(sites[0].key, sites[1].key);
    assert_eq!(read.posts().len(), 103);
}

#[test]
fn the_real_backup_is_read_whole() {
    let Some(path) = shared("blogger-backup.xml") else { return };
    let read = self::read(&path);
    assert!(
        read.broken.is_empty() && read.end.is_none() && read.unknowns().is_empty(),
        "{:?}",
        read.unknowns()
    );
    let site = read.site();
    assert_eq!(site.key, "blogger:6303278419262689239");
    assert_eq!(site.addresses, ["https://youngdoctornotes.blogspot.com"]);
    assert_eq!((site.name.as_str(), site.language.as_deref()), ("Notes of a Young Doctor", Some("nl")));
    assert_eq!((site.time_zone.as_deref(), site.per_page), (Some("America/Los_Angeles"), Some(100)));
    // 58 settings, of which name, language, time zone and whether there are comments have a place of their own; an
    // empty description has none.
    assert_eq!(site.others.len(), 58 - 4);
    assert!(site.private.contains(&"BLOG_ADMIN_PERMISSION".to_owned()));
    let posts = read.posts();
    let shown: Vec<_> =
        posts.iter().map(|p| (p.key.as_str(), p.kind, p.standing.clone(), p.path.as_deref())).collect();
    assert_eq!(
        shown,
        [
            ("1276418104709695660", OldKind::Post, OldStanding::Draft, None),
            (
                "1858599377741856733",
                OldKind::Post,
                OldStanding::Published,
                Some("/2010/11/the-steel-windpipe.html")
            ),
            ("4386962582497458967", OldKind::Page, OldStanding::Draft, None),
            ("1406163839769953231", OldKind::Page, OldStanding::Published, Some("/p/test-page.html")),
        ]
    );
    assert_eq!(posts[0].labels, ["Interesting cases", "amputations"]);
    assert_eq!(posts[3].body, "<div dir=\"ltr\" style=\"text-align: left;\">This is a test.</div>");
    let comments = read.comments();
    assert_eq!(comments.len(), 1);
    assert_eq!(
        (comments[0].post.as_str(), comments[0].name.as_str(), comments[0].writer),
        ("1858599377741856733", "Thomas Isidore Noël Sankara", Writer::Member)
    );
    let templates = read.others().iter().filter(|(kind, _, _)| *kind == "template").count();
    assert_eq!(templates, 1);
}

#[test]
fn a_broken_feed_gives_what_can_be_read_and_says_where_it_stopped() {
    let folder = tempfile::tempdir().unwrap();
    // Cut in the middle of the post.
    let begin = FEED.find("blog-42.post-300</id>").unwrap();
    let cut = &FEED[..FEED.find("<blogger:location>\n").unwrap()];
    lay_out(folder.path(), &[("feed.atom", cut)]);
    let read = self::read(folder.path());
    assert_eq!((read.posts().len(), read.comments().len()), (0, 5));
    let end = read.end.as_ref().unwrap();
    let lines = cut.lines().count() as u64;
    assert_eq!((end.line, end.column), (lines, 5), "{}", end);
    let entry = FEED[..begin].lines().count() as u64 - 1;
    assert!(end.what.contains(&format!("within <entry> that begins in line {entry}")), "{}", end);

    // Tags that cross in one entry spoil that entry; control characters and stray bytes spoil nothing.
    let crossed =
        FEED.replacen("<title/>", "<title></entry></title>", 1).replace("<title>Later", "<title>La\u{b}ter");
    lay_out(folder.path(), &[("feed.atom", &crossed)]);
    let read = self::read(folder.path());
    assert_eq!((read.posts().len(), read.broken.len(), &read.end), (4, 1, &None), "{:?}", read.broken);
    assert!(read.broken[0].to_string().starts_with("feed.atom, line "), "{}", read.broken[0]);
    assert_eq!(read.post("302").headline, "Later");
    assert_eq!(read.post("302").changed, ["it held control characters, which are left out"]);

    // A comment that is broken is told as well, once; a word of Blogger's in a post makes no comment of it.
    let crossed =
        FEED.replacen("<content type='html'>waits</content>", "<content type='html'>waits</title>", 1);
    let crossed =
        crossed.replace(">&lt;p&gt;Us&lt;/p&gt;<", "><![CDATA[<blogger:type>COMMENT</blogger:type>]]><");
    let crossed = crossed.replace("<title>Later", "<title>COMMENT /kind#comment ");
    lay_out(folder.path(), &[("feed.atom", &crossed)]);
    let read = self::read(folder.path());
    assert_eq!(
        (read.posts().len(), read.comments().len(), read.broken.len()),
        (5, 4, 1),
        "{:?}",
        read.broken
    );
    assert!(read.post("303").body.starts_with("<blogger:type>COMMENT</blogger:type><p>"));

    // A document type with entities that call one another.
    let bomb = FEED.replacen(
        "<feed",
        "<!DOCTYPE feed [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]><feed",
        1,
    );
    let bomb = bomb.replace("<title>Later", "<title>&b;");
    lay_out(folder.path(), &[("feed.atom", &bomb)]);
    let read = self::read(folder.path());
    assert_eq!(read.post("302").headline, "&b;");
    assert!(read.others().iter().any(|(kind, _, _)| *kind == "document type"));

    // A table of settings that can't be unpacked: its posts come all the same.
    let path = folder.path().join("damaged.zip");
    zip_up(&path, &[("B/feed.atom", FEED), ("B/settings.csv", SETTINGS)]);
    let mut bytes = std::fs::read(&path).unwrap();
    let place = bytes.windows(12).position(|window| window == b"Evening News").unwrap();
    bytes[place] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let read = self::read(&path);
    assert_eq!((read.posts().len(), read.broken.len()), (5, 1));
    assert!(
        read.broken[0].to_string().starts_with("B/settings.csv: it can't be read: it is damaged"),
        "{read:?}"
    );
    std::fs::remove_file(&path).unwrap();

    // A table of settings that is none.
    lay_out(folder.path(), &[("feed.atom", FEED), ("settings.csv", "")]);
    let read = self::read(folder.path());
    assert_eq!(read.site().name, "Evening & News");
}

#[test]
fn lists_within_lists_and_very_long_conversations_are_survived() {
    let folder = tempfile::tempdir().unwrap();
    let deep = format!("{}x{}", "&lt;ul&gt;&lt;li&gt;".repeat(200), "&lt;/li&gt;&lt;/ul&gt;".repeat(200));
    let comment = &FEED[FEED.find("<entry>").unwrap()..FEED.find("</entry>").unwrap() + 8];
    let many: String =
        (0..100_000).map(|n| comment.replace("post-101<", &format!("post-{}<", 1_000_000 + n))).collect();
    let text = FEED.replace("&lt;p&gt;Us&lt;/p&gt;", &deep).replacen("<entry>", &format!("{many}<entry>"), 1);
    lay_out(folder.path(), &[("feed.atom", &text)]);
    let package = Package::open(folder.path()).unwrap();
    let export = export(Platform::Blogger, &package, &none()).unwrap();
    let mut count = 0;
    export
        .each(Pass::Comments, &mut |entry, _| {
            assert!(matches!(entry.unwrap().noun, Noun::Comment(_)));
            count += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(count, 100_005);
    let mut about = None;
    export
        .each(Pass::Posts, &mut |entry, _| match entry.unwrap().noun {
            Noun::Post(post) if post.key == "303" => {
                about = Some(post.body);
                ControlFlow::Break(())
            }
            _ => ControlFlow::Continue(()),
        })
        .unwrap();
    assert_eq!(about.unwrap().matches("<ul><li>").count(), 200);
}

fn survives(text: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("feed.atom");
    std::fs::write(&path, text).unwrap();
    // Whatever it says: it says it.
    let _ = read_path(Platform::Blogger, &path, &none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_bytes_make_it_panic(
        at in 0usize..FEED.len(),
        length in 0usize..200,
        bytes in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        for text in [FEED.as_bytes(), BACKUP.as_bytes()] {
            let at = at.min(text.len());
            let to = (at + length).min(text.len());
            survives(&[&text[..at], &bytes, &text[to..]].concat());
        }
    }

    #[test]
    fn no_html_makes_it_panic(html in "[<>/a-cé \"'=&;!-]{0,80}") {
        let escaped = html.replace('&', "&amp;").replace('<', "&lt;");
        let marks = "trbidi separator more tr-caption-container &lt;div class='separator'&gt;&lt;a name='more'&gt;";
        let body = format!("{marks}{escaped}&lt;table class='tr-caption-container'&gt;{escaped}");
        survives(FEED.replace("&lt;p&gt;Us&lt;/p&gt;", &body).replace(">hidden<", &format!(">{escaped}<")).as_bytes());
    }
}
