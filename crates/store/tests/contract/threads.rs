use model::comment::{ANSWERS, THREADS};
use model::{CommentId, PostId, ThreadOrder, ThreadTop, Verdict};
use store::{Store, comments, threads};
use trial::on_both_engines;

use crate::{add_comment, at, comment, insert, published};

fn post() -> PostId {
    PostId::from_raw(1)
}

/// A comment by a name, in answer to another.
fn say(store: &Store, number: i64, answers: Option<i64>, name: &str) {
    let mut said = comment(number, 1, Verdict::Approved);
    said.created = at(number);
    said.name = name.into();
    if let Some(parent) = answers {
        said.parent = Some(CommentId::from_raw(parent));
        let parent = store.read(|c| comments::by_id(c, CommentId::from_raw(parent))).unwrap().unwrap();
        said.root = parent.root;
    }
    add_comment(store, &said).unwrap();
}

/// All threads in an order, page after page: the first comment of each and how many of its answers came along.
fn walk(store: &Store, order: ThreadOrder) -> Vec<(i64, usize)> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = store.read(|c| threads::conversation(c, post(), order, after)).unwrap();
        assert!(page.threads.len() <= THREADS as usize);
        seen.extend(page.threads.iter().map(|thread| (thread.mark.id.raw(), thread.answers.len())));
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

#[test]
fn a_long_conversation_has_neither_doubles_nor_holes_in_any_order() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        let roots: Vec<i64> = (1..=130).collect();
        for root in &roots {
            say(&store, *root, None, "Ada");
        }
        // Thread 7 has forty answers by one name, thread 90 has three by three, 91 two by its own author.
        for number in 0..40 {
            say(&store, 1_000 + number, Some(7), "Ben");
        }
        for (number, name) in ["Ben", "Cem", "Dora"].into_iter().enumerate() {
            say(&store, 2_000 + number as i64, Some(90), name);
        }
        say(&store, 3_000, Some(91), "Ada");
        say(&store, 3_001, Some(3_000), "Ada");
        let number = |root: i64| match root {
            7 => ANSWERS as usize,
            90 => 3,
            91 => 2,
            _ => 0,
        };
        let oldest: Vec<_> = roots.iter().map(|root| (*root, number(*root))).collect();
        let newest: Vec<_> = oldest.iter().rev().copied().collect();
        assert_eq!(walk(&store, ThreadOrder::Oldest), oldest);
        assert_eq!(walk(&store, ThreadOrder::Newest), newest);
        let best = walk(&store, ThreadOrder::Best);
        assert_eq!(best[..3], [(90, 3), (7, ANSWERS as usize), (130, 0)]);
        assert_eq!(best.len(), roots.len());
        let page = store.read(|c| threads::conversation(c, post(), ThreadOrder::Oldest, None)).unwrap();
        assert_eq!((page.number, page.threads[6].number), (175, 40));
    });
}

#[test]
fn a_thread_stands_as_long_as_anything_of_it_is_shown() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        say(&store, 1, None, "Ada");
        say(&store, 2, Some(1), "Ben");
        let judge = |number: i64, verdict| {
            let id = CommentId::from_raw(number);
            store
                .write(|tx| {
                    let comment = comments::by_id(tx, id)?.unwrap();
                    comments::judge(tx, &comment, verdict)
                })
                .unwrap();
        };
        let shown = || {
            let page = store.read(|c| threads::conversation(c, post(), ThreadOrder::Best, None)).unwrap();
            page.threads.into_iter().map(|thread| (thread.top, thread.answers.len())).collect::<Vec<_>>()
        };
        judge(1, Verdict::Rejected);
        assert_eq!(shown(), [(ThreadTop::Hidden, 1)]);
        judge(1, Verdict::Withdrawn);
        assert_eq!(shown(), [(ThreadTop::Withdrawn, 1)]);
        judge(2, Verdict::Spam);
        assert_eq!(shown(), []);
        let gone = store.read(|c| threads::thread(c, post(), CommentId::from_raw(1), None, 9)).unwrap();
        assert_eq!(gone, None);
    });
}
