use model::{
    Act, Capture, CaptureId, How, Moment, NoArchive, Opening, OpeningId, Post, Source, SourceFields,
    SourceId, Standing,
};
use store::{Error, Store, captures, openings, outlets, posts};
use trial::on_both_engines;

use crate::{MONTH, at, insert, published};

/// A post that credits its own page of an outlet.
fn from(number: i64, host: &str, byline: &[&str]) -> Post {
    let mut post = published(number, number, "");
    let fields = SourceFields {
        url: format!("https://{host}/{number}"),
        outlet: format!("The {host}"),
        byline: byline.iter().map(|name| (*name).to_owned()).collect(),
        ..SourceFields::default()
    };
    post.writing.source = Some(fields.clone());
    post.source =
        Some(Source { id: SourceId::from_raw(number), fields, host: host.into(), created: at(number) });
    post
}

fn capture(number: i64, source: i64, seconds: i64) -> Capture {
    Capture {
        id: CaptureId::from_raw(number),
        source: SourceId::from_raw(source),
        at: at(seconds),
        ..blank()
    }
}

fn add(store: &Store, capture: &Capture) {
    store.write(|tx| captures::add(tx, capture)).unwrap();
}

fn act(store: &Store, number: i64, capture: i64, act: Act) -> Result<(), Error> {
    let opening = Opening {
        id: OpeningId::from_raw(number),
        capture: CaptureId::from_raw(capture),
        act,
        at: at(number),
        account: None,
    };
    store.write(|tx| openings::add(tx, &opening))
}

fn open_ones(store: &Store) -> Vec<(i64, Moment)> {
    let open = store.read(|c| openings::open_of_source(c, SourceId::from_raw(1))).unwrap();
    open.into_iter().map(|(id, at)| (id.raw(), at)).collect()
}

#[test]
fn outlets_come_with_the_most_posts_first_and_no_page_repeats_one() {
    on_both_engines(|store| {
        for (number, host) in [(1, "b.example"), (2, "a.example"), (3, "c.example"), (4, "c.example")] {
            insert(&store, &from(number, host, &[]));
        }
        let mut draft = from(5, "d.example", &[]);
        draft.standing = Standing::Draft;
        draft.permalink = None;
        insert(&store, &draft);
        for limit in [1, 2, 9] {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let mark = after.as_ref().map(|(number, host): &(i64, String)| (*number, host.as_str()));
                let page = store.read(|c| outlets::list(c, mark, limit)).unwrap();
                let Some(last) = page.last() else { break };
                after = Some((last.posts, last.host.clone()));
                seen.extend(page.into_iter().map(|outlet| (outlet.host, outlet.posts, outlet.newest)));
            }
            let expected = [("c.example", 2, 4), ("a.example", 1, 2), ("b.example", 1, 1)];
            let expected = expected.map(|(host, posts, newest)| (host.to_owned(), posts, at(newest)));
            assert_eq!(seen, expected, "{limit}");
        }
    });
}

#[test]
fn a_record_counts_published_posts_only() {
    on_both_engines(|store| {
        insert(&store, &from(1, "a.example", &["Ada", "Li Wei"]));
        insert(&store, &from(2, "a.example", &["Li Wei"]));
        let mut draft = from(3, "a.example", &["Secret"]);
        draft.standing = Standing::Draft;
        draft.permalink = None;
        insert(&store, &draft);
        for (number, source) in [(1, 1), (2, 1), (3, 2), (4, 3)] {
            add(&store, &capture(number, source, number));
        }
        let record = store.read(|c| outlets::record(c, "a.example")).unwrap().unwrap();
        assert_eq!((record.outlet.name.as_str(), record.outlet.posts), ("The a.example", 2));
        assert_eq!((record.first, record.outlet.newest), (at(1), at(2)));
        assert_eq!((record.counted, record.sources, record.captures), (2, 2, 3));
        assert_eq!(record.bylines, [("Li Wei".to_owned(), 2), ("Ada".to_owned(), 1)]);
        assert_eq!(store.read(|c| outlets::record(c, "nowhere.example")).unwrap(), None);
        let mut gone = from(1, "a.example", &[]);
        gone.standing = Standing::Retracted { at: at(9), reason: "Wrong".into() };
        store.write(|tx| posts::update(tx, &gone, MONTH)).unwrap();
        let record = store.read(|c| outlets::record(c, "a.example")).unwrap().unwrap();
        assert_eq!((record.outlet.posts, record.first), (1, at(2)));
    });
}

#[test]
fn what_is_kept_of_a_source_is_told_without_reading_all_of_it() {
    on_both_engines(|store| {
        insert(&store, &from(1, "a.example", &[]));
        assert_eq!(store.read(|c| captures::kept(c, SourceId::from_raw(1))).unwrap(), None);
        for number in [2, 1, 3] {
            add(&store, &capture(number, 1, number));
        }
        let kept = store.read(|c| captures::kept(c, SourceId::from_raw(1))).unwrap().unwrap();
        assert_eq!((kept.newest, kept.number, kept.first), (capture(3, 1, 3), 3, at(1)));
    });
}

#[test]
fn the_newest_act_says_whether_readers_see_a_capture_and_a_wish_of_the_outlet_outdoes_it() {
    on_both_engines(|store| {
        insert(&store, &from(1, "a.example", &[]));
        assert_eq!(act(&store, 1, 1, Act::Opened), Err(Error::Reference));
        add(&store, &capture(1, 1, 10));
        add(&store, &capture(2, 1, 20));
        assert_eq!(open_ones(&store), []);
        act(&store, 1, 1, Act::Opened).unwrap();
        act(&store, 2, 2, Act::Opened).unwrap();
        assert_eq!(open_ones(&store), [(2, at(20)), (1, at(10))]);
        act(&store, 3, 2, Act::Closed).unwrap();
        assert_eq!(open_ones(&store), [(1, at(10))]);
        let acts = store.read(|c| openings::of_capture(c, CaptureId::from_raw(2))).unwrap();
        assert_eq!(acts.iter().map(|fact| fact.act).collect::<Vec<_>>(), [Act::Closed, Act::Opened]);

        add(&store, &Capture { noarchive: Some(NoArchive::Page), ..capture(3, 1, 30) });
        assert_eq!(open_ones(&store), []);
        let wish = |id| store.read(|c| openings::wish(c, CaptureId::from_raw(id))).unwrap();
        assert_eq!(wish(1), Some(CaptureId::from_raw(3)));
        // What came after the wish was made without it.
        add(&store, &capture(4, 1, 40));
        assert_eq!(wish(4), None);
        act(&store, 4, 4, Act::Opened).unwrap();
        assert_eq!(open_ones(&store), [(4, at(40))]);
    });
}

fn blank() -> Capture {
    Capture {
        id: CaptureId::from_raw(0),
        source: SourceId::from_raw(0),
        how: How::Fetched,
        at: at(0),
        final_url: "https://a.example/1".into(),
        status: 200,
        headers: Vec::new(),
        sha256: store::sha256_hex(b"bytes"),
        size: 5,
        robots: None,
        noarchive: None,
        warc: None,
        article: None,
        page_text: None,
    }
}
