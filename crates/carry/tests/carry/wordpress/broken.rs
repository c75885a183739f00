//! Files that are not as they should be.

use carry::{Choices, Pass};
use model::import::{Noun, Platform};
use proptest::prelude::*;

use crate::exports;

const SITE: &str = include_str!("site.xml");

fn with(items: &str) -> String {
    format!(
        "<rss xmlns:excerpt=\"http://wordpress.org/export/excerpt/\" xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel><title>T</title><link>https://b.example</link>\n{items}</channel></rss>"
    )
}

#[test]
fn a_file_cut_in_the_middle_says_where() {
    let cut = SITE.find("<title>Private</title>").unwrap();
    let text = &SITE[..cut];
    let (entries, broken, end) = super::each(text, Pass::Posts);
    let end = end.expect("the file is cut");
    assert_eq!(end.line, text.lines().count() as u64);
    assert!(end.column > 0 && end.file == "site.xml", "{end}");
    let posts: Vec<_> = entries.iter().filter(|entry| matches!(entry.noun, Noun::Post(_))).collect();
    assert_eq!((posts.len(), broken.len()), (5, 0), "what stands before is read");
}

#[test]
fn one_broken_item_does_not_stop_the_others() {
    let item = |id: u32, content: &str| {
        format!(
            "<item><title>{content}</title><content:encoded>words</content:encoded><wp:post_id>{id}</wp:post_id><wp:post_type>post</wp:post_type></item>\n"
        )
    };
    let text = with(
        &[item(1, "<b>open"), item(2, "fine"), "<item><title>3</title>\n".to_owned(), item(4, "fine")]
            .concat(),
    );
    let (entries, broken, end) = super::each(&text, Pass::Posts);
    let keys: Vec<_> = entries
        .iter()
        .filter_map(|e| if let Noun::Post(p) = &e.noun { Some(p.key.as_str()) } else { None })
        .collect();
    assert_eq!((end, keys), (None, vec!["2", "4"]));
    assert_eq!(broken.iter().map(|broken| broken.line).collect::<Vec<_>>(), [3, 6], "{broken:?}");
}

#[test]
fn odd_contents_are_survived() {
    let lists = format!("{}x{}", "<ul><li>".repeat(200), "</li></ul>".repeat(200));
    let text = with(&format!(
        "<item><title>a\u{1}b</title><content:encoded><![CDATA[{lists}]]></content:encoded><wp:post_id>1</wp:post_id></item>\n<item><content:encoded><p>bare <i>HTML</i></p></content:encoded><wp:post_id>2</wp:post_id></item>"
    ));
    let read = super::read(&text, &Choices::default()).unwrap();
    assert_eq!(read.post("1").headline, "ab");
    assert!(read.post("1").changed.iter().any(|told| told.contains("control characters")));
    assert_eq!(read.post("1").body.matches("<ul>").count(), 200);
    assert_eq!(read.post("2").body, "<p>bare <i>HTML</i></p>");
    // A section that ends too early, and HTML that is no XML behind it.
    let text = with(
        "<item><content:encoded><![CDATA[<p>one ]]> two<br>three</p>]]></content:encoded><excerpt:encoded>a<br>b</excerpt:encoded><wp:post_id>1</wp:post_id></item>",
    );
    let read = super::read(&text, &Choices::default()).unwrap();
    assert_eq!(read.post("1").body, "<p>one  two<br>three</p>");
    assert_eq!(read.post("1").dek, "a b");
    assert!(read.post("1").changed[0].contains("well formed"));
    // A comment without an end leaves its post as it is.
    let text = with(
        "<item><wp:post_id>1</wp:post_id><wp:comment><wp:comment_id>2</wp:comment_id></item>\n<item><wp:post_id>3</wp:post_id></item>",
    );
    let read = super::read(&text, &Choices::default()).unwrap();
    assert_eq!((read.posts().len(), read.comments().len(), read.broken.len(), read.end), (2, 0, 1, None));
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>{}",
        with("<item><title>&b;</title><wp:post_id>1</wp:post_id></item>")
    );
    let read = super::read(&bomb, &Choices::default()).unwrap();
    assert_eq!(read.post("1").headline, "&b;");
}

#[test]
fn a_hundred_thousand_comments_under_one_post() {
    let mut text = String::from("<item><title>Many</title><wp:post_id>5</wp:post_id>");
    for n in 0..100_000_u32 {
        text.push_str(&format!("<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_content><![CDATA[{}]]></wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>\n", "words ".repeat(100)));
    }
    text.push_str("<wp:post_type>post</wp:post_type></item>");
    let text = with(&text);
    let folder = exports::folder(&[("site.xml", text.as_bytes())]);
    let package = carry::Package::open(folder.path()).unwrap();
    let export = carry::export(Platform::WordPress, &package, &Choices::default()).unwrap();
    let (entries, broken, end) = exports::pass(&*export, Pass::Posts);
    assert!(broken.is_empty() && end.is_none());
    assert!(entries.iter().all(|entry| entry.raw.len() < 1000), "a post is held without its comments");
    let mut count = 0_u32;
    let ended = export.each(Pass::Comments, &mut |entry, _| {
        assert!(matches!(entry.unwrap().noun, Noun::Comment(comment) if comment.post == "5"));
        count += 1;
        std::ops::ControlFlow::Continue(())
    });
    assert_eq!((ended, count), (Ok(()), 100_000));
}

#[test]
fn what_is_no_export_is_named() {
    for (name, text, word) in [
        ("a.xml", "<feed xmlns=\"http://www.w3.org/2005/Atom\"></feed>", "Blogger"),
        ("a.xml", "<rss><channel/></rss>", "no export of WordPress"),
        ("a.xml", "", "no export of WordPress"),
        ("a.json", "{}", "no export of WordPress"),
    ] {
        let error =
            exports::read(Platform::WordPress, &[(name, text.as_bytes())], &Choices::default()).unwrap_err();
        assert!(error.what.contains(word), "{error}");
    }
}

#[test]
fn reading_stops_when_it_is_told_to() {
    let folder = exports::folder(&[("site.xml", SITE.as_bytes())]);
    let package = carry::Package::open(folder.path()).unwrap();
    let export = carry::export(Platform::WordPress, &package, &Choices::default()).unwrap();
    for stop in 1..12 {
        let mut seen = 0;
        let ended = export.each(Pass::Posts, &mut |_, _| {
            seen += 1;
            if seen == stop { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
        });
        assert_eq!((ended, seen), (Ok(()), stop));
    }
}

fn survives(bytes: &[u8]) {
    let Ok(read) = exports::read(Platform::WordPress, &[("site.xml", bytes)], &Choices::default()) else {
        return;
    };
    assert!(read.entries.len() < 10_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        survives(&bytes);
        let mut inside = b"<rss xmlns:wp='http://wordpress.org/export/1.2/'><channel><item><wp:post_id>1</wp:post_id>".to_vec();
        inside.extend_from_slice(&bytes);
        survives(&inside);
    }

    #[test]
    fn a_site_with_any_damage_is_survived(from in 0..SITE.len(), length in 0_usize..400, with in ".{0,20}") {
        let mut bytes = SITE.as_bytes().to_vec();
        let to = (from + length).min(bytes.len());
        bytes.splice(from..to, with.into_bytes());
        survives(&bytes);
    }

    #[test]
    fn any_content_is_survived(content in "(\\[/?[a-z]{1,3}( [a-z]=\"?.?)?\\]?|<!-- /?wp:(x|group|gallery|embed|block) (\\{\"ref\":1\\} )?/?-->|</?(p|ul|li|pre|figure|a|br)>|\n|[\\PC]){0,60}") {
        let text = with(&format!("<item><content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>1</wp:post_id></item>"));
        survives(text.as_bytes());
    }
}
