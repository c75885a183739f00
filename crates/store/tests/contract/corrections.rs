//! Editions: what readers could see of a post, and what they are told of its changes.

use model::{Edition, EditionId, PostId, Standing, Way};
use store::posts::{self, Page};
use store::{Error, Store, corrections, editions};
use trial::on_both_engines;

use crate::{MONTH, account, add_account, at, draft, insert, link, published};

fn edition(number: i64, post: i64, way: Way, note: &str) -> Edition {
    Edition {
        id: EditionId::from_raw(number),
        post: PostId::from_raw(post),
        at: at(number),
        way,
        before: (number > 1).then_some(number - 1),
        revision: (way != Way::Retraction).then_some(number),
        note: note.into(),
        by: None,
    }
}

fn add(store: &Store, edition: &Edition) -> Result<(), Error> {
    store.write(|tx| editions::add(tx, edition))
}

#[test]
fn editions_come_back_in_order_and_readers_are_told_of_some() {
    on_both_engines(|store| {
        add_account(&store, &account(5, "ada"));
        insert(&store, &published(1, 0, ""));
        insert(&store, &published(2, 0, ""));
        let by = Edition { by: Some(account(5, "ada").id), ..edition(3, 1, Way::Correction, "It was 14.") };
        let all = [
            edition(1, 1, Way::Publication, ""),
            edition(2, 1, Way::Typo, ""),
            by,
            edition(4, 1, Way::Upkeep, ""),
            edition(5, 1, Way::Retraction, "Untrue."),
        ];
        for edition in all.iter().rev() {
            add(&store, edition).unwrap();
        }
        let post = PostId::from_raw(1);
        assert_eq!(store.read(|c| editions::of_post(c, post)).unwrap(), all);
        let told = store.read(|c| corrections::of_post(c, post)).unwrap();
        assert_eq!(told, [all[2].correction().unwrap(), all[4].correction().unwrap()]);
        assert_eq!(store.read(|c| editions::of_post(c, PostId::from_raw(2))).unwrap(), []);
        assert_eq!(add(&store, &edition(6, 9, Way::Typo, "")), Err(Error::Reference));
    });
}

#[test]
fn the_public_list_is_read_page_by_page_newest_first() {
    on_both_engines(|store| {
        for post in 1..=2 {
            insert(&store, &published(post, post, ""));
        }
        for number in 1..=7 {
            let mut edition = edition(number, 1 + number % 2, Way::Correction, "Wrong.");
            // Two share a moment, so that only the id tells them apart.
            edition.at = at(number / 2);
            add(&store, &edition).unwrap();
        }
        add(&store, &edition(8, 1, Way::Upkeep, "")).unwrap();
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let rows = store.read(|c| corrections::newest(c, Page { before, limit: 3 })).unwrap();
            let Some(last) = rows.last() else { break };
            before = Some((last.correction.at, last.correction.id));
            seen.extend(rows.iter().map(|row| row.correction.id.raw()));
        }
        assert_eq!(seen, [7, 6, 5, 4, 3, 2, 1]);
        let rows = store.read(|c| corrections::newest(c, Page { before: None, limit: 1 })).unwrap();
        assert_eq!((rows[0].headline.as_str(), &rows[0].permalink), ("Post 2", &link(2)));
        assert_eq!(rows[0].published, at(2));
    });
}

#[test]
fn a_retraction_is_told_in_feeds_while_it_stands() {
    on_both_engines(|store| {
        let retract = |number: i64, labels: &str| {
            let mut post = published(number, number, labels);
            insert(&store, &post);
            store.write(|tx| store::publications::add(tx, post.id, None, at(number), "publish", "")).unwrap();
            let edition = edition(10 + number, number, Way::Retraction, "Untrue.");
            post.standing = Standing::Retracted { at: edition.at, reason: "Untrue.".into() };
            store.write(|tx| posts::update(tx, &post, "")).unwrap();
            add(&store, &edition).unwrap();
            post
        };
        retract(1, "Rivers");
        let mut back = retract(2, "Rivers, World");
        insert(&store, &draft(3));
        let of = |label| {
            let rows = store.read(|c| corrections::retracted(c, label, 5)).unwrap();
            rows.iter().map(|row| (row.correction.post.raw(), row.published)).collect::<Vec<_>>()
        };
        assert_eq!(of(None), [(2, at(2)), (1, at(1))]);
        assert_eq!(of(Some("world")), [(2, at(2))]);
        back.standing = Standing::Published { at: at(2) };
        store.write(|tx| posts::update(tx, &back, MONTH)).unwrap();
        assert_eq!((of(None), of(Some("world"))), (vec![(1, at(1))], vec![]));
        store.write(|tx| posts::remove(tx, PostId::from_raw(1))).unwrap();
        assert_eq!(of(None), []);
    });
}
