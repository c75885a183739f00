//! Streams that are huge, cut off, crossed and hostile.

use std::io::{BufRead, BufReader, Read};

use carry::xml::{LARGEST, Pull, Pulled, decode};
use carry::{Broken, Package};
use proptest::prelude::*;

/// Reads to the end, by little mouthfuls so that every border falls somewhere.
fn all(text: &[u8], mouthful: usize) -> (Vec<Pulled>, Result<(), Broken>) {
    let source = BufReader::with_capacity(mouthful, text);
    let mut pull = Pull::new("blog.xml", source, &["feed"], "entry");
    let mut found = Vec::new();
    loop {
        match pull.next() {
            Ok(Some(pulled)) => found.push(pulled),
            Ok(None) => return (found, Ok(())),
            Err(broken) => return (found, Err(broken)),
        }
    }
}

fn raws(found: &[Pulled]) -> Vec<&str> {
    found.iter().map(|pulled| pulled.as_ref().map_or("BROKEN", |piece| piece.raw.as_str())).collect()
}

#[test]
fn a_stream_is_cut_into_what_lies_in_its_outermost_element() {
    let text = "<?xml version='1.0'?>\n<!-- <entry> -->\n<feed xmlns='x' note=\"a > b\">\n <title>é < T</title>\n \
                <entry a='>'><b>1</b><![CDATA[</entry>]]><!-- </entry> --></entry><entry/>\n  <entry><c d='>'/></entry>\n\
                <author><author><name>x</name></author></author></feed>\n";
    for mouthful in [1, 2, 3, 7, 64, 4096] {
        let (found, end) = all(text.as_bytes(), mouthful);
        end.unwrap();
        assert_eq!(
            raws(&found),
            [
                "<title>é < T</title>",
                "<entry a='>'><b>1</b><![CDATA[</entry>]]><!-- </entry> --></entry>",
                "<entry/>",
                "<entry><c d='>'/></entry>",
                "<author><author><name>x</name></author></author>"
            ],
            "{mouthful}"
        );
        let places: Vec<_> = found.iter().flatten().map(|piece| (piece.line, piece.column)).collect();
        assert_eq!(places, [(4, 2), (5, 2), (5, 68), (6, 3), (7, 1)], "{mouthful}");
    }
}

#[test]
fn an_element_gives_text_attributes_and_what_is_in_it() {
    let text = "<feed><entry>\n <app:control><app:draft>yes</app:draft></app:control>\n <link rel='replies' href=\"/a?b=1&amp;c=2\" \
                title = 'x\"y'/><content type=\"html\">&lt;p&gt;a &amp;amp; b&lt;/p&gt;</content>\
                <wp:a>1</wp:a><a>2</a><e><![CDATA[x < y & z]]></e></entry></feed>";
    let (found, _) = all(text.as_bytes(), 5);
    let piece = found[0].as_ref().unwrap();
    assert_eq!(piece.name(), "entry");
    let entry = piece.element().unwrap();
    assert_eq!(entry.child("control").unwrap().text_of("draft"), "yes");
    assert_eq!(entry.child("app:control").unwrap().prefix(), "app");
    let link = entry.child("link").unwrap();
    assert_eq!(link.attribute("href").as_deref(), Some("/a?b=1&c=2"));
    assert_eq!(link.attribute("title").as_deref(), Some("x\"y"));
    assert_eq!(link.attribute("none"), None);
    assert_eq!(entry.text_of("content"), "<p>a &amp; b</p>");
    assert_eq!(entry.text_of("wp:a"), "1");
    assert_eq!(entry.every("a").map(|a| a.text()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(entry.text_of("e"), "x < y & z");
}

#[test]
fn what_is_crossed_or_cut_is_told_with_its_place_and_the_rest_is_read() {
    // A piece whose tags are crossed spoils itself alone.
    let text = "<feed>\n<entry><a>1</b></entry>\n<entry>2</entry></feed>";
    let (found, end) = all(text.as_bytes(), 4096);
    end.unwrap();
    let broken = found[0].as_ref().unwrap().element().unwrap_err();
    assert_eq!((broken.line, broken.column), (2, 12), "{broken}");
    assert!(broken.to_string().starts_with("blog.xml, line 2, column 12: it is not well formed"), "{broken}");
    assert_eq!(found[1].as_ref().unwrap().element().unwrap().text(), "2");

    // One without an end stops where the next begins, or where everything ends.
    let text = "<feed>\n<entry>1\n <entry>2</entry>\n<title>never<entry>3</entry><entry>4\n</feed>";
    let (found, end) = all(text.as_bytes(), 3);
    end.unwrap();
    assert_eq!(raws(&found), ["BROKEN", "<entry>2</entry>", "BROKEN", "<entry>3</entry>", "BROKEN"]);
    let places: Vec<_> = found
        .iter()
        .filter_map(|pulled| pulled.as_ref().err())
        .map(|broken| (broken.line, broken.column))
        .collect();
    assert_eq!(places, [(3, 2), (4, 13), (5, 1)]);

    // A file that was cut off says where.
    for (text, place, words) in [
        ("<feed>\n<entry>1</entry>\n<entry>héé", (3, 11), "within <entry> that begins in line 3"),
        ("<feed>\n<entry>1</entry>\n", (3, 1), "before </feed>"),
        ("<feed>\n<entry>1</entry>\n<entry a='", (3, 11), "before </feed>"),
        ("<html><body>no</body></html>", (0, 0), "there is no <feed> in it"),
        ("", (0, 0), "there is no <feed> in it"),
    ] {
        for mouthful in [1, 4096] {
            let (_, end) = all(text.as_bytes(), mouthful);
            let broken = end.unwrap_err();
            assert_eq!((broken.line, broken.column), place, "{text:?}: {broken}");
            assert!(broken.what.contains(words), "{broken}");
        }
    }
}

#[test]
fn what_is_no_text_is_mended_and_counted() {
    let text = b"<feed><entry>a\x00\x01\x0bb\tc\xff\xfed\xe2\x82</entry><entry>&#0;&#11;x</entry></feed>";
    let (found, end) = all(text, 4096);
    end.unwrap();
    let piece = found[0].as_ref().unwrap();
    assert_eq!(piece.raw, "<entry>ab\tc\u{fffd}\u{fffd}d\u{fffd}</entry>");
    assert_eq!((piece.dropped, piece.repaired), (3, 3));
    assert_eq!(piece.mended().len(), 2);
    assert_eq!(found[1].as_ref().unwrap().element().unwrap().text(), "x");
}

#[test]
fn entities_of_a_file_are_never_expanded() {
    let mut text = String::from("<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [\n <!ENTITY lol \"lol\">\n");
    for level in 1..10 {
        let more = format!("&lol{};", level - 1).repeat(10);
        text.push_str(&format!(" <!ENTITY lol{level} \"{more}\">\n"));
    }
    text.push_str("]>\n<feed><entry>&lol9;</entry></feed>");
    let mut pull = Pull::new("blog.xml", text.as_bytes(), &["feed"], "entry");
    let piece = pull.next().unwrap().unwrap().unwrap();
    assert_eq!(piece.element().unwrap().text(), "&lol9;");
    assert!(pull.declares_entities());
    assert_eq!(pull.next(), Ok(None));
}

#[test]
fn depth_and_size_of_one_piece_are_bounded() {
    let deep =
        format!("<feed><entry>{}x{}</entry><entry>2</entry></feed>", "<a>".repeat(600), "</a>".repeat(600));
    let (found, end) = all(deep.as_bytes(), 4096);
    end.unwrap();
    let broken = found[0].as_ref().unwrap().element().unwrap_err();
    assert!(broken.what.contains("within one another"), "{broken}");
    assert!(found[1].as_ref().unwrap().element().is_ok());

    // One without any tag in it, one of CDATA, one with very many tags; each larger than it may be.
    for inside in ["x".repeat(5000), format!("<![CDATA[{}]]>", "x".repeat(5000)), "<a/>".repeat(2000)] {
        let text = format!("<feed>\n <entry>{inside}</entry><entry>2</entry></feed>");
        for mouthful in [16, 1000, 100_000] {
            let source = BufReader::with_capacity(mouthful, text.as_bytes());
            let mut pull = Pull::new("blog.xml", source, &["feed"], "entry").largest(2000);
            let broken = pull.next().unwrap().unwrap().unwrap_err();
            assert_eq!((broken.line, broken.column), (2, 2), "{broken}");
            assert!(broken.what.contains("larger than"), "{broken}");
            assert_eq!(pull.next().unwrap().unwrap().unwrap().raw, "<entry>2</entry>");
        }
    }
}

/// A stream that never ends, without being anywhere.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        into.fill(b'x');
        self.0 = self.0.saturating_sub(into.len() as u64);
        Ok(if self.0 == 0 { 0 } else { into.len() })
    }
}

#[test]
fn a_stream_of_one_piece_is_read_in_bounded_memory() {
    // Four hundred megabytes in one entry: it is let go when it is larger than one may be.
    let source = BufReader::new(b"<feed><entry>".chain(Endless(400 << 20)));
    let mut pull = Pull::new("blog.xml", source, &["feed"], "entry");
    let broken = pull.next().unwrap_err();
    assert!(broken.what.contains("it was cut off"), "{broken}");
    assert!(pull.passed() > LARGEST as u64);
    // A tag of that length is none.
    let source = BufReader::new(b"<feed><entry a=\"".chain(Endless(400 << 20)));
    let broken = Pull::new("blog.xml", source, &["feed"], "entry").next().unwrap_err();
    assert!(broken.what.contains("longer than a mebibyte"), "{broken}");
}

#[test]
fn a_text_in_another_encoding_is_read_as_what_it_is() {
    let text = "<?xml version=\"1.0\" encoding=\"utf-16\"?><feed><entry>Ελλάδα 漢字 é</entry></feed>";
    let wide = |big: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    let latin = "<?xml version='1.0' encoding='ISO-8859-1'?><feed><entry>caf\u{e9} \u{96}</entry></feed>";
    let cases: Vec<(Vec<u8>, &str)> = vec![
        ([b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(), "Ελλάδα 漢字 é"),
        (text.as_bytes().to_vec(), "Ελλάδα 漢字 é"),
        ([b"\xff\xfe".as_slice(), &wide(false)].concat(), "Ελλάδα 漢字 é"),
        ([b"\xfe\xff".as_slice(), &wide(true)].concat(), "Ελλάδα 漢字 é"),
        (wide(false), "Ελλάδα 漢字 é"),
        (wide(true), "Ελλάδα 漢字 é"),
        (latin.chars().map(|c| c as u8).collect(), "café –"),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (bytes, meant) in cases {
        let path = folder.path().join("blog.xml");
        std::fs::write(&path, bytes).unwrap();
        let package = Package::open(&path).unwrap();
        let mut pull = Pull::new("blog.xml", package.text("blog.xml").unwrap(), &["feed"], "entry");
        assert_eq!(pull.next().unwrap().unwrap().unwrap().element().unwrap().text(), meant);
        assert_eq!(pull.next(), Ok(None));
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), mouthful in 1usize..50) {
        let (found, _) = all(&bytes, mouthful);
        for piece in found.into_iter().flatten() {
            let _ = piece.element();
        }
        let _ = decode(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_markup_makes_it_panic(
        parts in proptest::collection::vec(
            prop::sample::select(vec![
                "<feed>", "</feed>", "<entry>", "</entry>", "<entry/>", "<a b='c>", "<a b=\"1\">", "</a>", "<", ">", "&",
                "&amp;", "&#x;", "<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "<!DOCTYPE x [", "<!ENTITY a 'b'>", "]",
                "é", "\u{0}", "'", "\"", " ", "</", "/>", "<é>", "\r\n",
            ]),
            0..60,
        ),
        mouthful in 1usize..20,
    ) {
        let text = parts.concat();
        let (found, end) = all(text.as_bytes(), mouthful);
        let (again, same) = all(text.as_bytes(), 4096);
        prop_assert_eq!(&found, &again, "borders between mouthfuls mean nothing");
        prop_assert_eq!(end, same);
        for piece in found.into_iter().flatten() {
            if let Ok(element) = piece.element() {
                let _ = element.text();
                for child in &element.children {
                    let _ = (child.attribute("b"), child.word(), child.attributes().count());
                }
            }
        }
    }
}

#[test]
fn the_source_may_fail() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    let source: Box<dyn BufRead> = Box::new(BufReader::new(b"<feed>\n<entry>1</entry>".chain(Failing)));
    let mut pull = Pull::new("blog.xml", source, &["feed"], "entry");
    assert_eq!(pull.next().unwrap().unwrap().unwrap().raw, "<entry>1</entry>");
    let broken = pull.next().unwrap_err();
    assert_eq!(
        broken.to_string(),
        "blog.xml, line 2, column 17: it can't be read on from here: the disk is gone"
    );
    assert_eq!(pull.next(), Ok(None));
}
