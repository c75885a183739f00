use model::{
    Capture, CaptureId, Clipping, ClippingId, Dated, How, Language, Media, MediaId, Moment, NoArchive, Post,
    PostId, Robots, SourceFields, SourceId, sample,
};
use store::posts::DeskFilter;
use store::{Error, Page, captures, clippings, media, posts, sha256_hex, sources};
use trial::{on_both, on_both_engines};

use crate::{at, draft, insert};

fn fields(url: &str) -> SourceFields {
    SourceFields { url: url.into(), outlet: "Gazette".into(), ..SourceFields::default() }
}

#[test]
fn one_address_is_one_source() {
    on_both_engines(|store| {
        let known = sample::post().source.unwrap().fields;
        let first = store.write(|tx| sources::upsert(tx, SourceId::from_raw(1), &known, at(0))).unwrap();
        assert_eq!((&first.fields, first.host.as_str()), (&known, "potami.example"));
        let more = SourceFields {
            published: Dated::parse("2026-11-19T10:00:00Z"),
            language: Language::parse("el-CY").ok(),
            ..known
        };
        let again = store.write(|tx| sources::upsert(tx, SourceId::from_raw(2), &more, at(9))).unwrap();
        assert_eq!((again.id, again.created, &again.fields), (first.id, at(0), &more));
        assert_eq!(store.read(|c| sources::by_url(c, &more.url)).unwrap(), Some(again.clone()));
        assert_eq!(store.read(|c| sources::by_id(c, first.id)).unwrap(), Some(again.clone()));
        assert_eq!(store.read(|c| sources::by_url(c, "https://other.example/")).unwrap(), None);
        assert_eq!(store.read(|c| sources::newest(c, 9)).unwrap(), [again]);
    });
}

#[test]
fn captures_and_clippings_come_back_and_need_their_source() {
    on_both_engines(|store| {
        let source = SourceId::from_raw(1);
        let capture = |number: i64| Capture {
            id: CaptureId::from_raw(number),
            source,
            how: How::Seen,
            at: at(number),
            final_url: "https://a.example/x".into(),
            status: 599,
            headers: vec![("content-type".into(), "text/html; charset=big5".into())],
            sha256: sha256_hex(b"bytes"),
            size: 5,
            robots: (number == 2).then_some(Robots::Absent { status: Some(404) }),
            noarchive: (number == 1).then_some(NoArchive::Header),
            warc: (number == 2).then(|| sha256_hex(b"warc")),
            article: (number == 2).then(|| sha256_hex(b"article")),
            page_text: (number == 2).then(|| sha256_hex(b"page")),
        };
        let orphan = store.write(|tx| captures::add(tx, &capture(1)));
        assert_eq!(orphan, Err(Error::Reference));
        let clipping = |headline: &str| Clipping {
            headline: headline.into(),
            dek: Some("Δ".into()),
            published: Dated::parse("2026-11-18"),
            warnings: vec!["no byline".into()],
            ..Clipping::default()
        };
        store
            .write(|tx| {
                sources::upsert(tx, source, &fields("https://a.example/"), at(0))?;
                captures::add(tx, &capture(1))?;
                captures::add(tx, &capture(2))?;
                let (first, second) = (ClippingId::from_raw(1), ClippingId::from_raw(2));
                let post = Some(PostId::from_raw(7));
                clippings::add(tx, second, source, capture(2).id, None, &clipping("second"), at(2))?;
                clippings::add(tx, first, source, capture(1).id, post, &clipping("first"), at(1))
            })
            .unwrap();
        assert_eq!(store.read(|c| captures::by_id(c, capture(1).id)).unwrap(), Some(capture(1)));
        assert_eq!(store.read(|c| captures::of_source(c, source)).unwrap(), [capture(2), capture(1)]);
        let first = Some((ClippingId::from_raw(1), Some(PostId::from_raw(7)), clipping("first")));
        assert_eq!(store.read(|c| clippings::of_source(c, source)).unwrap(), first);
        let id = ClippingId::from_raw(2);
        insert(&store, &Post { clipping: Some(id), ..draft(7) });
        let read = store.read(|c| clippings::of_post(c, PostId::from_raw(7))).unwrap();
        assert_eq!(read.map(|(id, _, kept)| (id, kept.headline)), Some((id, "second".to_owned())));
        assert_eq!(store.read(|c| clippings::capture(c, id)).unwrap(), Some(capture(2).id));
        let page = Page { before: None, limit: 9 };
        let row = store.read(|c| posts::desk_list(c, DeskFilter::default(), page)).unwrap().remove(0);
        assert_eq!(row.glance, Some(clipping("second").glance()), "the inbox needs no clipping to show it");
        let second = store.read(|c| clippings::by_id(c, ClippingId::from_raw(2))).unwrap();
        assert_eq!(second, Some((ClippingId::from_raw(2), None, clipping("second"))));
    });
}

#[test]
fn one_content_is_one_picture() {
    on_both_engines(|store| {
        let picture = |number: i64| Media {
            id: MediaId::from_raw(number),
            sha256: sha256_hex(b"picture"),
            original: sha256_hex(b"picture with a place in it"),
            mime: "image/png".into(),
            width: 640,
            height: 480,
            size: 7,
            origin: "https://a.example/p.png".into(),
            created: at(number),
        };
        assert_eq!(store.write(|tx| media::add(tx, &picture(1))).unwrap(), picture(1));
        assert_eq!(store.write(|tx| media::add(tx, &picture(2))).unwrap(), picture(1));
        let found = store.read(|c| media::by_sha(c, &picture(1).sha256)).unwrap();
        assert_eq!(found, Some(picture(1)));
        assert_eq!(store.read(|c| media::newest(c, 9)).unwrap(), [picture(1)]);
    });
}

#[test]
fn files_lie_under_their_content_and_no_name_leads_outside() {
    on_both(|temporary| {
        let store = temporary.store();
        let bytes = "ποταμός".as_bytes();
        let name = store.files().put(bytes).unwrap();
        assert_eq!(name, sha256_hex(bytes));
        assert_eq!(store.files().put(bytes).unwrap(), name);
        assert_eq!(store.files().get(&name).unwrap().as_deref(), Some(bytes));
        assert!(store.files().contains(&name));
        let path = store.files().path(&name).unwrap();
        assert!(path.ends_with(format!("{}/{}", &name[..2], &name[2..])));
        // A file cut short, as by a full disk of another program, is written anew.
        std::fs::write(&path, b"cut").unwrap();
        store.files().put(bytes).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), bytes);

        let none = sha256_hex(b"nothing");
        assert_eq!(store.files().get(&none).unwrap(), None);
        assert!(!store.files().contains(&none));
        for bad in ["", "../../etc/passwd", &name.to_uppercase(), &format!("{name}0"), &"/".repeat(64)] {
            assert_eq!(store.files().path(bad), None, "{bad}");
            assert_eq!(store.files().get(bad).unwrap(), None);
        }
        // Nothing unfinished stays behind: only the two-letter directory is there.
        let left = std::fs::read_dir(temporary.files()).unwrap().count();
        assert_eq!(left, 1);
        // What a kill leaves is swept once it is old, and nothing else.
        let half = temporary.files().join(".unfinished-00-1");
        std::fs::write(&half, b"half").unwrap();
        store.files().sweep(at(0)).unwrap();
        assert!(half.exists(), "it may still be written");
        store.files().sweep(Moment::from_micros(i64::MAX)).unwrap();
        assert!(!half.exists() && path.exists());
        assert_eq!(store.files().put(b"").unwrap(), sha256_hex(b""));
    });
}
