use model::{PostId, Standing};
use store::{Store, posts, search};
use trial::on_both_engines;

use crate::{MONTH, at, draft, insert, published};

fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(str::to_owned).collect()
}

fn find(store: &Store, line: &str) -> Vec<i64> {
    let found = store.read(|c| search::find(c, &words(line), 10)).unwrap();
    found.iter().map(|id| id.raw()).collect()
}

fn index(store: &Store, number: i64, line: &str) {
    store.write(|tx| search::index(tx, PostId::from_raw(number), &words(line))).unwrap();
}

#[test]
fn all_terms_must_match_and_the_last_may_be_unfinished() {
    on_both_engines(|store| {
        for (number, line) in [(1, "river price town"), (2, "river town τιμη"), (3, "price 河 流")] {
            insert(&store, &published(number, number, ""));
            index(&store, number, line);
        }
        for (line, posts) in [
            ("river", &[2, 1][..]),
            ("river price", &[1]),
            ("price river", &[1]),
            ("ri", &[2, 1]),
            ("ri price", &[]),
            ("price ri", &[1]),
            ("τι", &[2]),
            ("河 流", &[3]),
            ("流 河", &[3]),
            ("river river river", &[2, 1]),
            ("nothing", &[]),
            ("", &[]),
            ("%", &[]),
        ] {
            assert_eq!(find(&store, line), posts, "{line}");
        }
    });
}

#[test]
fn a_long_question_is_asked_to_its_end() {
    on_both_engines(|store| {
        let line: Vec<String> = (0..25).map(|n| format!("w{n:02}")).collect();
        insert(&store, &published(1, 1, ""));
        insert(&store, &published(2, 2, ""));
        index(&store, 1, &line.join(" "));
        index(&store, 2, &line[..24].join(" "));
        assert_eq!(find(&store, &line.join(" ")), [1]);
        assert_eq!(find(&store, &line[..24].join(" ")), [2, 1]);
    });
}

#[test]
fn only_published_posts_are_found_newest_first_and_terms_are_replaced() {
    on_both_engines(|store| {
        insert(&store, &draft(1));
        insert(&store, &published(2, 20, ""));
        insert(&store, &published(3, 10, ""));
        for number in 1..=3 {
            index(&store, number, "river river");
        }
        assert_eq!(find(&store, "river"), [2, 3]);
        index(&store, 2, "town");
        assert_eq!((find(&store, "river"), find(&store, "town")), (vec![3], vec![2]));
        let mut post = published(3, 10, "");
        post.standing = Standing::Retracted { at: at(0), reason: "Wrong".into() };
        store.write(|tx| posts::update(tx, &post, MONTH)).unwrap();
        store.write(|tx| search::remove(tx, PostId::from_raw(2))).unwrap();
        assert_eq!((find(&store, "river"), find(&store, "town")), (vec![], vec![]));
    });
}

#[test]
fn a_term_of_very_many_posts_is_found_all_the_same() {
    // One engine: the point is the other way of asking, not the engine.
    let temporary = trial::sqlite();
    let store = temporary.store();
    store
        .write(|tx| {
            for number in 1..=5_100 {
                posts::insert(tx, &published(number, number, ""), MONTH)?;
                let line = if number == 4_000 { "common rare" } else { "common" };
                search::index(tx, PostId::from_raw(number), &words(line))?;
            }
            Ok::<_, store::Error>(())
        })
        .unwrap();
    assert_eq!(find(&store, "common")[..3], [5_100, 5_099, 5_098]);
    assert_eq!(find(&store, "comm")[..2], [5_100, 5_099]);
    assert_eq!(find(&store, "common rare"), [4_000]);
    assert_eq!(find(&store, "common ra"), [4_000]);
}
