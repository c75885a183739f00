use model::{Comment, CommentId, Grounds, PostId, Verdict};
use store::comments::{Decision, Fresh};
use store::posts::{self, Page};
use store::spam::{self, Weighing};
use store::{Error, comments, threads};
use trial::on_both_engines;

use crate::{account, add_account, add_comment, at, comment, insert, published};

#[test]
fn a_comment_comes_back_as_it_was_written() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        let mut first = comment(1, 1, Verdict::Held);
        first.website = Some("https://ada.example/".into());
        let mut answer = comment(2, 1, Verdict::Approved);
        answer.parent = Some(first.id);
        answer.root = first.id;
        answer.email = None;
        for comment in [&first, &answer] {
            add_comment(&store, comment).unwrap();
            assert_eq!(store.read(|c| comments::by_id(c, comment.id)).unwrap().as_ref(), Some(comment));
        }
        assert_eq!(store.read(|c| threads::newest_of_post(c, PostId::from_raw(1), 9)).unwrap(), [answer]);
    });
}

#[test]
fn a_comment_needs_its_post_and_the_comment_it_answers() {
    on_both_engines(|store| {
        assert_eq!(add_comment(&store, &comment(1, 1, Verdict::Held)), Err(Error::Reference));
        insert(&store, &published(1, 0, ""));
        let mut answer = comment(2, 1, Verdict::Held);
        answer.parent = Some(CommentId::from_raw(7));
        assert_eq!(add_comment(&store, &answer), Err(Error::Reference));
        assert_eq!(store.read(|c| comments::by_id(c, answer.id)).unwrap(), None);
        add_comment(&store, &comment(1, 1, Verdict::Held)).unwrap();
        store.write(|tx| posts::remove(tx, PostId::from_raw(1))).unwrap();
        assert_eq!(store.read(|c| comments::by_id(c, CommentId::from_raw(1))).unwrap(), None);
    });
}

#[test]
fn the_queue_has_neither_doubles_nor_holes() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        for number in 1..=9 {
            let verdict = if number % 3 == 0 { Verdict::Held } else { Verdict::Approved };
            let mut comment = comment(number, 1, verdict);
            comment.created = at(number / 4);
            add_comment(&store, &comment).unwrap();
        }
        let walk = |verdict| {
            let (mut seen, mut before) = (Vec::new(), None);
            loop {
                let rows = store.read(|c| comments::list(c, verdict, Page { before, limit: 2 })).unwrap();
                let Some(last) = rows.last() else { return seen };
                assert_eq!(last.headline, "Post 1");
                before = Some((last.comment.created, last.comment.id));
                seen.extend(rows.iter().map(|row| row.comment.id.raw()));
            }
        };
        assert_eq!(walk(None), [9, 8, 7, 6, 5, 4, 3, 2, 1]);
        assert_eq!(walk(Some(Verdict::Held)), [9, 6, 3]);
        assert_eq!(walk(Some(Verdict::Spam)), [] as [i64; 0]);
        let counts = store.read(|c| comments::counts(c, 9)).unwrap();
        assert_eq!(
            counts,
            [
                (Verdict::Held, 3),
                (Verdict::Approved, 6),
                (Verdict::Rejected, 0),
                (Verdict::Spam, 0),
                (Verdict::Withdrawn, 0)
            ]
        );
        let of_post = store.read(|c| threads::newest_of_post(c, PostId::from_raw(1), 9)).unwrap();
        assert_eq!(of_post.iter().map(|c| c.id.raw()).collect::<Vec<_>>(), [8, 7, 5, 4, 2, 1]);
    });
}

#[test]
fn verdicts_are_facts_and_the_newest_one_stands() {
    on_both_engines(|store| {
        add_account(&store, &account(5, "mod"));
        insert(&store, &published(1, 0, ""));
        let id = CommentId::from_raw(1);
        add_comment(&store, &comment(1, 1, Verdict::Held)).unwrap();
        let decide = |verdict, reason: &str, by, seconds| {
            store
                .write(|tx| {
                    let comment = comments::by_id(tx, id)?.unwrap();
                    assert!(comments::judge(tx, &comment, verdict)?);
                    assert!(!comments::judge(tx, &comment, verdict)?, "it was decided since it was read");
                    let decision =
                        Decision { verdict, grounds: Grounds::Person, reason, by, act: None, was: None };
                    comments::verdict_add(tx, id, comment.judged + 1, &decision, at(seconds))
                })
                .unwrap();
        };
        decide(Verdict::Approved, "", Some(account(5, "mod").id), 1);
        decide(Verdict::Spam, "the same link in 9 places", None, 2);
        let kept = store.read(|c| comments::by_id(c, id)).unwrap().unwrap();
        assert_eq!(kept.verdict, Verdict::Spam);
        let facts = store.read(|c| comments::verdicts_of(c, id)).unwrap();
        let facts: Vec<_> = facts.iter().map(|f| (f.verdict, f.by.as_deref())).collect();
        assert_eq!(facts, [(Verdict::Approved, Some("mod")), (Verdict::Spam, None)]);
        let missing = comment(9, 1, Verdict::Held);
        assert!(!store.write(|tx| comments::judge(tx, &missing, Verdict::Spam)).unwrap());
    });
}

#[test]
fn what_was_said_since_a_moment_is_found_again() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        for number in 1..=4 {
            add_comment(&store, &comment(number, 1, Verdict::Held)).unwrap();
        }
        let said =
            |place, since| store.read(|c| comments::said(c, place, at(since))).unwrap().map(|c| c.id.raw());
        assert_eq!((said("somewhere", 3), said("somewhere", 5), said("elsewhere", 0)), (Some(3), None, None));
    });
}

#[test]
fn many_at_once_are_as_one_by_one() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        insert(&store, &published(2, 0, ""));
        add_account(&store, &account(5, "mod"));
        add_comment(&store, &comment(1, 1, Verdict::Approved)).unwrap();
        let fresh = |comment: &Comment, said: &str| Fresh {
            comment: comment.clone(),
            fingerprint: said.to_owned(),
            secret: None,
            weighing: None,
        };
        let mut answer = comment(2, 1, Verdict::Approved);
        answer.parent = Some(CommentId::from_raw(1));
        answer.root = CommentId::from_raw(1);
        let (mut held, shown) = (comment(3, 2, Verdict::Held), comment(4, 1, Verdict::Approved));
        (held.email, held.website) = (None, Some("https://ada.example/".into()));
        let all = [fresh(&shown, "four"), fresh(&held, "three"), fresh(&answer, "two")];
        store.write(|tx| comments::add_all(tx, &all)).unwrap();
        for comment in [&answer, &held, &shown] {
            assert_eq!(store.read(|c| comments::by_id(c, comment.id)).unwrap().as_ref(), Some(comment));
        }
        let root = store.read(|c| comments::by_id(c, answer.root)).unwrap().unwrap();
        assert_eq!(root.answers, 1, "an answer is counted with its row");

        let asked = [("two", at(0)), ("nothing", at(0)), ("four", at(5)), ("three", at(3)), ("two", at(0))];
        let said = store.read(|c| comments::said_of(c, &asked)).unwrap().into_iter();
        let said: Vec<_> = said.map(|first| first.map(|first| first.id.raw())).collect();
        assert_eq!(said, [Some(2), None, None, Some(3), Some(2)]);

        let decision = |verdict, by| Decision {
            verdict,
            grounds: if by { Grounds::Person } else { Grounds::Signs },
            reason: "so",
            by: by.then(|| account(5, "").id),
            act: None,
            was: None,
        };
        let decided = [
            (held.id, 1, decision(Verdict::Held, false), at(3)),
            (shown.id, 1, decision(Verdict::Approved, true), at(4)),
        ];
        store.write(|tx| comments::verdicts_add(tx, &decided)).unwrap();
        let of = |id| store.read(|c| comments::verdicts_of(c, id)).unwrap();
        assert_eq!((of(held.id)[0].by.as_deref(), of(shown.id)[0].by.as_deref()), (None, Some("mod")));
        let names = [("Ada", "ada@example.org"), ("Ben", "ada@example.org"), ("Ada", "")];
        assert_eq!(store.read(|c| comments::are_known(c, &names)).unwrap(), [true, false, false]);

        let lost = [fresh(&comment(6, 1, Verdict::Held), ""), fresh(&comment(7, 9, Verdict::Held), "")];
        assert_eq!(store.write(|tx| comments::add_all(tx, &lost)), Err(Error::Reference), "no such post");
        assert_eq!(store.read(|c| comments::by_id(c, CommentId::from_raw(6))).unwrap(), None);
    });
}

#[test]
fn what_was_said_and_judged_before_is_found_for_many_at_once() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        insert(&store, &published(2, 0, ""));
        let weighed = model::spam::weigh(model::spam::Counts::default(), &[], Vec::new());
        for number in 1..=4 {
            let network = if number < 3 { "192.0.2.0/24" } else { "2001:db8::/48" };
            let mut comment = comment(number, 1 + number % 2, Verdict::Held);
            comment.body = "zero \0 stays out".into();
            let weighing = Some(Weighing { network, saying: Some(number / 2), weighed: &weighed });
            let fresh = Fresh { comment, fingerprint: String::new(), secret: None, weighing };
            store.write(|tx| comments::add_all(tx, std::slice::from_ref(&fresh))).unwrap();
        }
        let lesson =
            |number, verdict| (CommentId::from_raw(number), Some(spam::Lesson { verdict, terms: vec![7] }));
        let lessons = vec![lesson(1, Verdict::Spam), lesson(2, Verdict::Approved), lesson(4, Verdict::Spam)];
        store.write(|tx| spam::learn(tx, lessons, at(9))).unwrap();
        let asked = [("2001:db8::/48", at(0)), ("10.0.0.0/24", at(0)), ("192.0.2.0/24", at(2))];
        let records = store.read(|c| spam::records_of(c, &asked)).unwrap();
        let records: Vec<_> = records.iter().map(|record| (record.spam, record.approved)).collect();
        assert_eq!(records, [(1, 0), (0, 0), (0, 1)]);
        let said = store.read(|c| spam::repeated(c, &[(9, at(0)), (1, at(0)), (1, at(3))])).unwrap();
        let said: Vec<Vec<_>> = said
            .iter()
            .map(|found| found.iter().map(|(post, id)| (post.raw(), id.raw())).collect())
            .collect();
        assert_eq!(said, [vec![], vec![(2, 3), (1, 2)], vec![(2, 3)]], "the newest first");
        let known = store.read(|c| spam::known(c, &[7, 8].into())).unwrap();
        assert_eq!((known[&7].spam, known[&7].approved, known.len()), (2, 1, 1));
        let learnt = store.read(spam::learnt).unwrap();
        assert_eq!((learnt.spam, learnt.approved), (2, 1));
    });
}
