//! Telling words and the lists of posts that are near.

use model::related::{Reason, Telling, TellingKind};
use model::{Language, PostId, Related};
use store::{Error, Store, posts, related, telling};
use trial::on_both_engines;

use crate::{draft, insert, published};

fn id(number: i64) -> PostId {
    PostId::from_raw(number)
}

fn word(key: &str, weight: i64) -> Telling {
    Telling { kind: TellingKind::Word, key: key.into(), weight }
}

fn near(other: i64, nearness: u8) -> Related {
    Related {
        post: id(other), nearness, reasons: vec![Reason::Labels(vec!["Νερό".into()]), Reason::Source]
    }
}

fn keep(store: &Store, post: i64, words: &[Telling]) -> Result<(), Error> {
    store.write(|tx| telling::replace(tx, id(post), words))
}

#[test]
fn telling_words_are_written_over_and_looked_up_letter_by_letter() {
    on_both_engines(|store| {
        for number in 1..=4 {
            insert(&store, &published(number, number, ""));
        }
        let name = Telling { kind: TellingKind::Name, ..word("flood", 7) };
        keep(&store, 1, &[word("flood", 5), word("levee", 3), name.clone()]).unwrap();
        keep(&store, 2, &[word("flood", 9)]).unwrap();
        keep(&store, 3, &[word("Flood", 9), word("νερο", 1)]).unwrap();
        let find = |key: &str, limit| {
            store.read(|c| telling::having(c, TellingKind::Word, key, id(4), limit)).unwrap()
        };
        assert_eq!(find("flood", 9), [id(2), id(1)]);
        assert_eq!(find("flood", 1), [id(2)]);
        let count = |except: i64, limit| {
            store.read(|c| telling::bearers(c, TellingKind::Word, "flood", id(except), limit)).unwrap()
        };
        assert_eq!((count(4, 9), count(1, 9), count(4, 1)), (2, 1, 1));
        keep(&store, 1, &[word("flood", 6), word("weir", 2)]).unwrap();
        let kept = store.read(|c| telling::of_post(c, id(1))).unwrap();
        assert_eq!(kept, [word("flood", 6), word("weir", 2)]);
        assert_eq!(keep(&store, 99, &[word("x", 1)]), Err(Error::Reference));
        store.write(|tx| telling::clear(tx, id(2))).unwrap();
        store.write(|tx| posts::remove(tx, id(1))).unwrap();
        assert_eq!(find("flood", 9), []);
    });
}

#[test]
fn a_list_shows_what_is_out_nearest_first() {
    on_both_engines(|store| {
        for number in 1..=4 {
            insert(&store, &published(number, number, "Water"));
        }
        insert(&store, &draft(5));
        for other in [near(2, 20), near(3, 60), near(4, 20), near(5, 90)] {
            store.write(|tx| related::add(tx, id(1), &other)).unwrap();
        }
        let ids = || -> Vec<PostId> {
            store.read(|c| related::list(c, id(1))).unwrap().into_iter().map(|teaser| teaser.id).collect()
        };
        assert_eq!(ids(), [id(3), id(4), id(2)]);
        let told = store.read(|c| related::of_post(c, id(1))).unwrap();
        assert_eq!(told[0].0, near(3, 60));
        let mut all = store.read(|c| related::all_of_post(c, id(1))).unwrap();
        all.sort_unstable();
        assert_eq!(all, [id(2), id(3), id(4), id(5)]);
        store.write(|tx| related::add(tx, id(1), &near(2, 99))).unwrap();
        store.write(|tx| related::remove(tx, id(1), id(4))).unwrap();
        assert_eq!(ids(), [id(2), id(3)]);
        store.write(|tx| related::add(tx, id(3), &near(2, 30))).unwrap();
        let with = |after: Option<i64>, limit| {
            store.read(|c| related::lists_with(c, id(2), after.map(id), limit)).unwrap()
        };
        assert_eq!(with(None, 9), [id(1), id(3)]);
        assert_eq!((with(None, 1), with(Some(1), 9)), (vec![id(1)], vec![id(3)]));
        assert_eq!(store.write(|tx| related::add(tx, id(1), &near(99, 1))), Err(Error::Reference));
        store.write(|tx| posts::remove(tx, id(2))).unwrap();
        assert_eq!(ids(), [id(3)]);
    });
}

#[test]
fn what_counts_of_a_post_is_read_for_many_at_once() {
    on_both_engines(|store| {
        let mut greek = published(1, 1, "Water, Κόσμος");
        greek.writing.language = Language::parse("el").ok();
        insert(&store, &greek);
        insert(&store, &published(2, 2, "Water"));
        insert(&store, &draft(3));
        keep(&store, 1, &[word("νερο", 4)]).unwrap();
        let english = Language::english();
        let asked = [id(1), id(2), id(3), id(9)];
        let found = store.read(|c| related::traits(c, &asked, &english)).unwrap();
        assert_eq!(found.len(), 2);
        let (one, other) = (&found[&id(1)], &found[&id(2)]);
        assert_eq!((one.language.as_str(), other.language.as_str()), ("el", "en"));
        assert_eq!(one.telling, [word("νερο", 4)]);
        let mut labels = one.labels.clone();
        labels.sort();
        assert_eq!(labels, ["water", "κόσμος"]);
        assert_eq!(other.labels, ["water"]);
        assert!(store.read(|c| related::traits(c, &[], &english)).unwrap().is_empty());
        let common = store
            .read(|c| related::commonness(c, &["water".into(), "none".into()], Some("x.example")))
            .unwrap();
        assert_eq!((common.posts, common.labels["water"], common.labels["none"], common.host), (2, 2, 0, 0));
        assert_eq!(store.read(|c| related::under_label(c, "water", 9)).unwrap(), [id(2), id(1)]);
        assert_eq!(store.read(|c| related::language_of(c, id(3))).unwrap(), None);
        assert_eq!(store.read(|c| related::language_of(c, id(2))).unwrap(), Some(None));
    });
}
