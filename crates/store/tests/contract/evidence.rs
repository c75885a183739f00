//! What a capture keeps beside the page's bytes.

use model::{Capture, CaptureId, How, Part, PartRole, SourceFields, SourceId};
use store::{Error, captures, parts, sha256_hex, sources};
use trial::on_both_engines;

use crate::at;

fn capture(number: i64, content: &str) -> Capture {
    Capture {
        id: CaptureId::from_raw(number),
        source: SourceId::from_raw(1),
        how: How::Fetched,
        at: at(number),
        final_url: "https://a.example/x".into(),
        status: 200,
        headers: vec![],
        sha256: sha256_hex(content.as_bytes()),
        size: 5,
        robots: None,
        noarchive: None,
        warc: Some(sha256_hex(b"warc")),
        article: Some(sha256_hex(b"article")),
        page_text: None,
    }
}

fn part(capture: i64, position: i64, content: &str) -> Part {
    Part {
        capture: CaptureId::from_raw(capture),
        position,
        address: format!("https://a.example/{position}.css"),
        role: if position == 0 { PartRole::Style } else { PartRole::Picture },
        at: at(capture * 10 + position),
        status: 200,
        mime: "text/css".into(),
        sha256: sha256_hex(content.as_bytes()),
        size: 7,
        warc: sha256_hex(b"its warc"),
    }
}

#[test]
fn parts_stand_in_their_order_and_need_their_capture() {
    on_both_engines(|store| {
        let orphan = store.write(|tx| parts::add(tx, &part(1, 0, "red")));
        assert_eq!(orphan, Err(Error::Reference));
        let fields = SourceFields { url: "https://a.example/x".into(), ..SourceFields::default() };
        store
            .write(|tx| {
                sources::upsert(tx, SourceId::from_raw(1), &fields, at(0))?;
                for (number, content) in [(1, "one"), (2, "two"), (3, "one")] {
                    captures::add(tx, &capture(number, content))?;
                }
                parts::add(tx, &part(1, 1, "blue"))?;
                parts::add(tx, &part(1, 0, "red"))?;
                parts::add(tx, &part(2, 0, "red"))?;
                // What stands there stays.
                parts::add(tx, &part(2, 0, "green"))
            })
            .unwrap();
        let of = |number| store.read(|c| parts::of_capture(c, CaptureId::from_raw(number))).unwrap();
        assert_eq!(of(1), [part(1, 0, "red"), part(1, 1, "blue")]);
        assert_eq!(of(2), [part(2, 0, "red")]);
        assert_eq!(of(3), []);
        let red = store.read(|c| parts::of_content(c, &sha256_hex(b"red"))).unwrap();
        assert_eq!(red, [part(1, 0, "red"), part(2, 0, "red")], "oldest first");
        let one = store.read(|c| captures::of_content(c, &sha256_hex(b"one"))).unwrap();
        assert_eq!(one, [capture(1, "one"), capture(3, "one")], "oldest first");
    });
}

#[test]
fn all_captures_and_all_parts_can_be_walked_some_at_a_time() {
    on_both_engines(|store| {
        let fields = SourceFields { url: "https://a.example/x".into(), ..SourceFields::default() };
        store
            .write(|tx| {
                sources::upsert(tx, SourceId::from_raw(1), &fields, at(0))?;
                for number in 1..=3 {
                    captures::add(tx, &capture(number, "x"))?;
                    for position in 0..number {
                        parts::add(tx, &part(number, position, "x"))?;
                    }
                }
                Ok::<_, Error>(())
            })
            .unwrap();
        let (mut met, mut last) = (Vec::new(), None);
        while let Some(next) = store.read(|c| captures::after(c, last, 2)).unwrap().pop() {
            met.push(next.id.raw());
            last = Some(next.id);
        }
        assert_eq!(met, [2, 3]);
        let (mut met, mut last): (Vec<_>, Option<Part>) = (Vec::new(), None);
        loop {
            let some = store.read(|c| parts::after(c, last.as_ref(), 2)).unwrap();
            let Some(end) = some.last() else { break };
            last = Some(end.clone());
            met.extend(some.iter().map(|part| (part.capture.raw(), part.position)));
        }
        assert_eq!(met, [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2)]);
    });
}
