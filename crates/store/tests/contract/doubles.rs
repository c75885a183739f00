//! Addresses that lead to one source, texts that are nearly one.

use model::{AccountId, PostId, Sketch, SourceFields, SourceId, sketch::LANES};
use store::{Error, Store, addresses, jobs, likenesses, posts, sketches, sources};
use trial::on_both_engines;

use crate::{account, add_account, at, draft, insert};

fn source(store: &Store, number: i64) -> SourceId {
    let id = SourceId::from_raw(number);
    let fields = SourceFields { url: format!("https://gazette.example/{number}"), ..SourceFields::default() };
    store.write(|tx| sources::upsert(tx, id, &fields, at(0))).unwrap().id
}

/// A draft made from a source.
fn made_from(store: &Store, number: i64, source: SourceId) -> PostId {
    let mut post = draft(number);
    post.source = store.read(|c| sources::by_id(c, source)).unwrap();
    post.writing.source = post.source.as_ref().map(|source| source.fields.clone());
    insert(store, &post);
    post.id
}

fn claim(store: &Store, key: &str, source: SourceId) -> SourceId {
    store.write(|tx| addresses::claim(tx, key, source)).unwrap()
}

#[test]
fn a_key_leads_to_the_first_source_that_has_a_post() {
    on_both_engines(|store| {
        let (one, other) = (source(&store, 1), source(&store, 2));
        assert_eq!(store.read(|c| addresses::source_of(c, "//g/a")).unwrap(), None);
        assert_eq!(claim(&store, "//g/a", one), one);
        // Nothing was made of the first one: its draft was thrown away, or never came to be.
        assert_eq!(claim(&store, "//g/a", other), other);
        let post = made_from(&store, 7, other);
        assert_eq!(claim(&store, "//g/a", one), other);
        assert_eq!(store.read(|c| addresses::post_of(c, "//g/a")).unwrap(), Some(post));
        assert_eq!(store.read(|c| addresses::source_of(c, "//g/a")).unwrap(), Some(other));
        assert_eq!(store.read(|c| addresses::post_of(c, "//g/b")).unwrap(), None);
        let orphan = store.write(|tx| addresses::claim(tx, "//g/c", SourceId::from_raw(99)));
        assert_eq!(orphan, Err(Error::Reference));
        // Letter by letter, and as long as addresses get.
        assert_eq!(store.read(|c| addresses::source_of(c, "//g/A")).unwrap(), None);
        let long = |end: &str| format!("//g/{}{end}", "字&x=".repeat(3_000));
        assert_eq!(claim(&store, &long("1"), one), one);
        assert_eq!(store.read(|c| addresses::source_of(c, &long("1"))).unwrap(), Some(one));
        assert_eq!(store.read(|c| addresses::source_of(c, &long("2"))).unwrap(), None);
    });
}

#[test]
fn older_sources_are_read_in_steps() {
    on_both_engines(|store| {
        for number in [1, 2, 3] {
            source(&store, number);
        }
        let step = |after: Option<i64>, limit| {
            let found = store.read(|c| sources::after(c, after.map(SourceId::from_raw), limit)).unwrap();
            found.into_iter().map(|source| source.id.raw()).collect::<Vec<_>>()
        };
        assert_eq!(step(None, 2), [1, 2]);
        assert_eq!(step(Some(2), 2), [3]);
        assert_eq!(step(Some(3), 2), [0; 0]);
    });
}

#[test]
fn a_job_wanted_once_keeps_its_key_until_it_has_ended() {
    on_both_engines(|store| {
        let key = format!("{}clip:{}", jobs::ONCE, "x".repeat(5_000));
        let wish = |number| {
            let id = model::JobId::from_raw(number);
            store.write(|tx| jobs::enqueue_unique(tx, &key, id, &model::Job::Sweep, at(0), at(0))).unwrap()
        };
        let promised = || store.read(|c| jobs::by_key(c, &key)).unwrap().map(|record| record.id.raw());
        assert_eq!(promised(), None);
        assert!(wish(1) && !wish(2));
        let running = store.write(|tx| jobs::claim(tx, at(1), at(60))).unwrap().unwrap();
        assert!(!wish(3));
        assert_eq!(promised(), Some(1));
        store.write(|tx| jobs::fail(tx, running.id, "later", Some(at(9)), at(2))).unwrap();
        assert!(!wish(4));
        store.write(|tx| jobs::claim(tx, at(9), at(60))).unwrap().unwrap();
        store.write(|tx| jobs::finish(tx, running.id, None, at(10))).unwrap();
        assert_eq!(promised(), None);
        assert!(wish(5));
        store.write(|tx| jobs::claim(tx, at(11), at(60))).unwrap().unwrap();
        store.write(|tx| jobs::fail(tx, model::JobId::from_raw(5), "no", None, at(12))).unwrap();
        assert!(wish(6));
    });
}

/// A sketch whose first lanes are of one text and the rest of another.
fn sketch(text: u16, lanes: usize, rest: u16) -> Sketch {
    Sketch::of(&std::array::from_fn(|lane| {
        let text = if lane < lanes { text } else { rest };
        text * 1_000 + u16::try_from(lane).unwrap()
    }))
}

#[test]
fn sketches_are_found_by_any_number_they_share_most_alike_first() {
    on_both_engines(|store| {
        let keep = |number: i64, sketch: &Sketch| {
            insert(&store, &draft(number));
            store.write(|tx| sketches::add(tx, PostId::from_raw(number), sketch)).unwrap();
        };
        let (whole, half, none) = (sketch(1, LANES, 0), sketch(1, LANES / 2, 2), sketch(3, LANES, 0));
        keep(1, &half);
        keep(2, &whole);
        keep(3, &none);
        let near = |number: i64, sketch: &Sketch| {
            let found = store.read(|c| sketches::near(c, PostId::from_raw(number), sketch)).unwrap();
            found.into_iter().map(|(id, its)| (id.raw(), its.likeness(sketch))).collect::<Vec<_>>()
        };
        assert_eq!(near(9, &whole), [(2, 100), (1, 50)]);
        assert_eq!(near(2, &whole), [(1, 50)], "a post is not near itself");
        assert_eq!(near(9, &sketch(4, LANES, 0)), []);
        assert_eq!(store.read(|c| sketches::of_post(c, PostId::from_raw(1))).unwrap(), Some(half));
        assert_eq!(store.read(|c| sketches::of_post(c, PostId::from_raw(9))).unwrap(), None);
        let orphan = store.write(|tx| sketches::add(tx, PostId::from_raw(9), &whole));
        assert_eq!(orphan, Err(Error::Reference));
        // Kept once, gone with its post.
        store.write(|tx| sketches::add(tx, PostId::from_raw(2), &none)).unwrap();
        assert_eq!(store.read(|c| sketches::of_post(c, PostId::from_raw(2))).unwrap(), Some(whole));
        store.write(|tx| posts::remove(tx, PostId::from_raw(2))).unwrap();
        assert_eq!(near(9, &whole), [(1, 50)]);
        // However many share a number, a look has an end.
        for number in 100..200 {
            keep(number, &whole);
        }
        let found = near(9, &whole);
        assert_eq!((found.len(), found[0]), (20, (199, 100)), "the newest twenty of each number: {found:?}");
    });
}

#[test]
fn a_likeness_is_noted_both_ways_until_it_is_told_apart() {
    on_both_engines(|store| {
        add_account(&store, &account(5, "Ada"));
        for number in 1..=3 {
            insert(&store, &draft(number));
        }
        let id = PostId::from_raw;
        store
            .write(|tx| {
                likenesses::add(tx, id(1), id(2), 60)?;
                likenesses::add(tx, id(3), id(1), 90)?;
                likenesses::add(tx, id(2), id(1), 99)
            })
            .unwrap();
        let of = |asked: &[i64]| {
            let asked: Vec<PostId> = asked.iter().copied().map(id).collect();
            let found = store.read(|c| likenesses::of_posts(c, &asked)).unwrap();
            found.into_iter().map(|l| (l.post.raw(), l.other.raw(), l.percent)).collect::<Vec<_>>()
        };
        assert_eq!(of(&[1]), [(1, 3, 90), (1, 2, 60)]);
        assert_eq!(of(&[2, 3]), [(3, 1, 90), (2, 1, 60)]);
        assert_eq!(of(&[]), []);
        // More than one statement asks about.
        let many: Vec<i64> = (1..=120).collect();
        assert_eq!(of(&many).len(), 4);
        let shown = store.read(|c| likenesses::of_posts(c, &[id(3)])).unwrap().remove(0);
        assert_eq!((shown.headline.as_str(), shown.standing), ("Post 1", model::Standing::Draft));

        let by = Some(AccountId::from_raw(5));
        let apart =
            |one, other| store.write(|tx| likenesses::tell_apart(tx, id(one), id(other), by, at(9))).unwrap();
        assert!(apart(2, 1));
        assert!(!apart(1, 2) && !apart(2, 3));
        assert_eq!(of(&[1, 2]), [(1, 3, 90)]);
        // Found again by a job that runs twice: what was said stays said.
        store.write(|tx| likenesses::add(tx, id(1), id(2), 61)).unwrap();
        assert_eq!(of(&[1, 2]), [(1, 3, 90)]);
        store.write(|tx| posts::remove(tx, id(3))).unwrap();
        assert_eq!(of(&[1, 2, 3]), []);
    });
}
