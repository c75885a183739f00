//! What revisions quote.

use model::{
    Capture, CaptureId, CapturedText, Finding, How, Passage, PostId, Quotation, QuotationKind, Share,
    SourceId, Stand, sample,
};
use store::{Error, Store, captures, posts, quotations, sha256_hex, sources};
use trial::on_both_engines;

use crate::{at, draft, insert};

fn capture(store: &Store) -> CaptureId {
    let source = sample::post().source.unwrap();
    let capture = Capture {
        id: CaptureId::from_raw(7),
        source: source.id,
        how: How::Fetched,
        at: at(0),
        final_url: source.fields.url.clone(),
        status: 200,
        headers: vec![],
        sha256: sha256_hex(b"page"),
        size: 4,
        robots: None,
        noarchive: None,
        warc: None,
        article: None,
        page_text: None,
    };
    store
        .write::<_, Error>(|tx| {
            sources::upsert(tx, SourceId::from_raw(3), &source.fields, at(0))?;
            captures::add(tx, &capture)
        })
        .unwrap();
    capture.id
}

fn quotation(revision: i64, position: i64, finding: Finding, stand: Option<Stand>) -> Quotation {
    Quotation {
        post: PostId::from_raw(1),
        revision,
        position,
        kind: QuotationKind::Block,
        quote: "Κανείς δεν το περίμενε.".into(),
        finding,
        stand,
    }
}

#[test]
fn each_revision_keeps_its_own_and_the_newest_is_the_posts() {
    on_both_engines(|store| {
        let capture = capture(&store);
        let stand = |text| {
            let exact = "Κανείς δεν το περίμενε".to_owned();
            let passage = Passage { exact, prefix: "… ".into(), suffix: ".".into(), start: 9, end: 31 };
            Some(Stand { capture, text, passage })
        };
        let first = [quotation(1, 0, Finding::Absent, None)];
        let second = [
            quotation(2, 0, Finding::Found, stand(CapturedText::Article)),
            Quotation {
                kind: QuotationKind::Possible,
                ..quotation(2, 1, Finding::Changed, stand(CapturedText::Page))
            },
            Quotation { kind: QuotationKind::Inline, ..quotation(2, 2, Finding::Absent, None) },
        ];
        let share = Share { capture, quoted: 12, carried: 97 };
        let mut post = draft(1);
        insert(&store, &post);
        post.revision = 2;
        store
            .write::<_, Error>(|tx| {
                quotations::replace(tx, post.id, 1, &first, None)?;
                posts::update(tx, &post, "")?;
                quotations::replace(tx, post.id, 2, &first, None)?;
                // Once more, after a new capture: what was known goes.
                quotations::replace(tx, post.id, 2, &second, Some(&share))
            })
            .unwrap();
        assert_eq!(store.read(|c| quotations::of_post(c, post.id)).unwrap(), second);
        assert_eq!(store.read(|c| quotations::of_revision(c, post.id, 1)).unwrap(), first);
        assert_eq!(store.read(|c| quotations::share(c, post.id, 2)).unwrap(), Some(share.clone()));
        assert_eq!(store.read(|c| quotations::share(c, post.id, 1)).unwrap(), None);
        assert_eq!(store.read(|c| quotations::shares(c, post.id)).unwrap(), [(2, share)]);
        let mut told = store.read(|c| quotations::told(c, post.id)).unwrap();
        told.sort_by_key(|(revision, finding, _)| (*revision, finding.as_str()));
        let expected = [
            (1, Finding::Absent, 1),
            (2, Finding::Absent, 1),
            (2, Finding::Changed, 1),
            (2, Finding::Found, 1),
        ];
        assert_eq!(told, expected);

        // With the piece they go.
        store.write(|tx| posts::remove(tx, post.id)).unwrap();
        assert!(store.read(|c| quotations::told(c, post.id)).unwrap().is_empty());
    });
}

#[test]
fn a_quotation_needs_its_post() {
    on_both_engines(|store| {
        let lost = [quotation(1, 0, Finding::Unchecked, None)];
        let written = store.write(|tx| quotations::replace(tx, PostId::from_raw(1), 1, &lost, None));
        assert_eq!(written, Err(Error::Reference));
    });
}
