use std::thread;

use model::{PostId, Verdict, Window};
use store::{comment_days, comments, popular, posts, visits};
use trial::on_both_engines;

use crate::{add_comment, at, comment, draft, insert, published};

fn id(number: i64) -> PostId {
    PostId::from_raw(number)
}

#[test]
fn visits_add_up_whoever_counts_them() {
    on_both_engines(|store| {
        for number in 1..=3 {
            insert(&store, &published(number, 0, ""));
        }
        thread::scope(|scope| {
            for thread in 0..8 {
                let store = &store;
                scope.spawn(move || {
                    for turn in 0..5 {
                        // In another order each time.
                        let mut batch = vec![(id(1), 100, 1), (id(2), 100, 2), (id(3), 99 + turn % 2, 3)];
                        batch.rotate_left(((thread + turn) % 3) as usize);
                        store.write(|tx| visits::add(tx, &batch)).unwrap();
                    }
                });
            }
        });
        let total = |number| store.read(|c| visits::total(c, id(number))).unwrap();
        assert_eq!((total(1), total(2), total(3), total(4)), (40, 80, 120, 0));
        let ever = |limit| store.read(|c| visits::most_ever(c, limit)).unwrap();
        assert_eq!(ever(9), [(id(3), 120), (id(2), 80), (id(1), 40)]);
        assert_eq!(ever(1), [(id(3), 120)]);
        let most = |day, limit| store.read(|c| visits::most_of_day(c, day, limit)).unwrap();
        assert_eq!(most(100, 9), [(id(2), 80), (id(3), 48), (id(1), 40)]);
        assert_eq!(most(99, 9), [(id(3), 72)]);
        assert_eq!(most(101, 9), []);
        // Of seven days the second counts twice as much as the first.
        let rising = |first| store.read(|c| visits::rising(c, id(3), first)).unwrap();
        assert_eq!((rising(99), rising(100), rising(93), rising(92)), (72 + 2 * 48, 48, 64 * 72, 0));
        assert_eq!(store.read(|c| visits::of_post(c, id(3), 100)).unwrap(), 48);
    });
}

#[test]
fn visits_to_a_post_that_is_no_more_are_passed_over() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        store.write(|tx| visits::add(tx, &[(id(9), 100, 1), (id(1), -5, 1)])).unwrap();
        assert_eq!(store.read(|c| visits::most_ever(c, 9)).unwrap(), [(id(1), 1)]);
    });
}

#[test]
fn approved_comments_are_counted_per_post_since_a_moment() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        insert(&store, &published(2, 0, ""));
        for (number, post, verdict) in [
            (1, 1, Verdict::Approved),
            (2, 1, Verdict::Held),
            (3, 1, Verdict::Approved),
            (4, 2, Verdict::Spam),
        ] {
            add_comment(&store, &comment(number, post, verdict)).unwrap();
        }
        let talk = |post, since, limit| store.read(|c| visits::talk(c, id(post), at(since), limit)).unwrap();
        assert_eq!((talk(1, 0, 9), talk(1, 2, 9), talk(1, 0, 1), talk(2, 0, 9)), (2, 1, 1, 0));
        let rising = |first| store.read(|c| visits::talk_rising(c, id(1), first)).unwrap();
        let day = at(1).day();
        assert_eq!((rising(day), rising(day - 3), rising(day - 7)), (2, 16, 0));
        let of = |since, limit| store.read(|c| visits::talked_of(c, at(since), limit)).unwrap();
        assert_eq!((of(0, 9), of(2, 9), of(0, 1)), (vec![id(1), id(1)], vec![id(1)], vec![id(1)]));
    });
}

#[test]
fn the_popular_list_is_kept_in_order_and_says_when_readers_see_another() {
    on_both_engines(|store| {
        for number in 1..=3 {
            insert(&store, &published(number, 0, ""));
        }
        insert(&store, &draft(4));
        let replace = |posts: &[(i64, i64)]| {
            let posts: Vec<_> = posts.iter().map(|(post, score)| (id(*post), *score)).collect();
            store.write(|tx| popular::replace(tx, Window::Week, &posts)).unwrap()
        };
        let list = |window, limit| {
            let list = store.read(|c| popular::list(c, window, limit)).unwrap();
            list.iter().map(|teaser| teaser.id.raw()).collect::<Vec<_>>()
        };
        assert!(replace(&[(2, 9), (4, 8), (1, 7), (3, 6)]));
        assert_eq!(list(Window::Week, 9), [2, 1, 3]);
        assert_eq!(list(Window::Week, 2), [2, 1]);
        assert_eq!(list(Window::Month, 9), [] as [i64; 0]);
        assert!(!replace(&[(2, 90), (4, 80), (1, 70), (3, 60)]));
        assert!(replace(&[(1, 91), (2, 90)]));
        assert_eq!(list(Window::Week, 9), [1, 2]);
        assert!(replace(&[]));
    });
}

#[test]
fn of_a_days_hosts_the_first_are_known_by_name() {
    on_both_engines(|store| {
        let limit = visits::HOSTS_LIMIT;
        let hosts: Vec<_> = (0..limit).map(|number| (7, format!("{number:04}.example"), 1)).collect();
        store.write(|tx| visits::add_referrers(tx, &hosts)).unwrap();
        let more = [(7, "late.example".to_owned(), 2), (7, "0001.example".to_owned(), 4)];
        store.write(|tx| visits::add_referrers(tx, &more)).unwrap();
        store.write(|tx| visits::add_referrers(tx, &[(8, "late.example".to_owned(), 1)])).unwrap();
        let since = |day| store.read(|c| visits::referrers(c, day, 3)).unwrap();
        let named = |host: &str, readers| (host.to_owned(), readers);
        assert_eq!(since(7), [named("0001.example", 5), named("", 2), named("0000.example", 1)]);
        assert_eq!(since(8), [named("late.example", 1)]);
    });
}

#[test]
fn a_day_has_the_readers_of_all_its_posts_those_that_are_no_more_too() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        insert(&store, &published(2, 0, ""));
        let day =
            |number, day, readers| store.write(|tx| visits::add(tx, &[(id(number), day, readers)])).unwrap();
        day(1, 100, 3);
        day(2, 100, 4);
        day(1, 102, 5);
        day(9, 102, 7);
        let per_day = |first| store.read(|c| visits::per_day(c, first)).unwrap();
        assert_eq!(per_day(0), [(100, 7), (102, 5)], "of a post that never was, nobody is counted");
        assert!(store.write(|tx| posts::remove(tx, id(2))).unwrap());
        assert_eq!(per_day(100), [(100, 7), (102, 5)]);
        assert_eq!(per_day(101), [(102, 5)]);
        assert_eq!(store.read(|c| visits::most_of_day(c, 100, 9)).unwrap(), [(id(1), 3)]);
    });
}

#[test]
fn comments_of_a_day_that_was_counted_are_counted_again_once_one_stands_otherwise() {
    on_both_engines(|store| {
        for number in 1..=2 {
            insert(&store, &published(number, 0, ""));
        }
        let verdicts = [Verdict::Held, Verdict::Approved, Verdict::Approved, Verdict::Spam];
        let said: Vec<_> = (1..).zip(verdicts).map(|(number, verdict)| comment(number, 1, verdict)).collect();
        for comment in &said {
            add_comment(&store, comment).unwrap();
        }
        let day = said[0].created.day();
        assert!(said.iter().all(|comment| comment.created.day() == day));
        let counted = || {
            let found = store.read(|c| comment_days::between(c, day - 2, day)).unwrap();
            found.iter().map(|row| (row.day - day, row.verdict, row.number)).collect::<Vec<_>>()
        };
        let uncounted = || store.read(|c| comment_days::uncounted(c, day - 2, day)).unwrap();
        let keep = || store.write(|tx| comment_days::keep(tx, &uncounted())).unwrap();
        let all = [(0, Verdict::Approved, 2), (0, Verdict::Held, 1), (0, Verdict::Spam, 1)];
        assert_eq!(counted(), all, "counted or not, the numbers are the same");
        assert_eq!(uncounted(), [day - 2, day - 1, day]);
        keep();
        assert_eq!((counted(), uncounted()), (all.to_vec(), vec![]));
        assert!(store.write(|tx| comments::judge(tx, &said[0], Verdict::Approved)).unwrap());
        assert_eq!(uncounted(), [day]);
        let judged = [(0, Verdict::Approved, 3), (0, Verdict::Spam, 1)];
        assert_eq!(counted(), judged);
        keep();
        assert_eq!((counted(), uncounted()), (judged.to_vec(), vec![]));
        // Its comments go with a post.
        assert!(store.write(|tx| posts::remove(tx, id(1))).unwrap());
        assert_eq!(counted(), []);
        keep();
        assert_eq!((counted(), uncounted()), (vec![], vec![]), "a day without comments is counted, too");
    });
}

#[test]
fn a_verdict_that_comes_while_days_are_counted_is_not_lost() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        let said: Vec<_> = (1..=40).map(|number| comment(number, 1, Verdict::Held)).collect();
        for comment in &said {
            add_comment(&store, comment).unwrap();
        }
        let days: Vec<i64> = vec![said[0].created.day()];
        thread::scope(|scope| {
            let judges = scope.spawn(|| {
                for comment in &said {
                    assert!(store.write(|tx| comments::judge(tx, comment, Verdict::Approved)).unwrap());
                }
            });
            while !judges.is_finished() {
                store.write(|tx| comment_days::keep(tx, &days)).unwrap();
            }
        });
        let counted = store.read(|c| comment_days::between(c, days[0], days[0])).unwrap();
        assert_eq!(
            counted.iter().map(|row| (row.verdict, row.number)).collect::<Vec<_>>(),
            [(Verdict::Approved, 40)]
        );
    });
}
