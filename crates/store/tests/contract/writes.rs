use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;
use std::time::Duration;

use model::{Change, PostId, Verdict};
use store::{Error, Store, comments, posts, settings, threads};
use trial::{on_both, on_both_engines};

use crate::{MONTH, add_comment, comment, draft, insert, published};

const THREADS: i64 = 32;
const EACH: i64 = 10;

#[test]
fn everything_that_many_threads_write_is_there_and_nothing_else() {
    on_both(|temporary| {
        let store = temporary.store();
        insert(&store, &published(1, 0, ""));
        let start = Barrier::new(THREADS as usize);
        thread::scope(|scope| {
            for thread in 0..THREADS {
                let (store, start) = (&store, &start);
                scope.spawn(move || {
                    start.wait();
                    for turn in 0..EACH {
                        let number = 1 + thread * EACH + turn;
                        let comment = comment(number, 1, Verdict::Approved);
                        match number % 5 {
                            // Writes, then errs: rolled back alone.
                            3 => {
                                let failed: Result<(), Error> = store.write(|tx| {
                                    comments::add(tx, &comment, "", None)?;
                                    Err(Error::Reference)
                                });
                                assert_eq!(failed, Err(Error::Reference));
                            }
                            // Writes, then panics: the same.
                            4 => {
                                let panicked = catch_unwind(AssertUnwindSafe(|| {
                                    store.write(|tx| {
                                        comments::add(tx, &comment, "", None)?;
                                        std::panic::resume_unwind(Box::new("a bug"));
                                        #[expect(unreachable_code, reason = "names the closure's type")]
                                        Ok::<(), Error>(())
                                    })
                                }));
                                assert!(panicked.is_err());
                            }
                            _ => {
                                add_comment(store, &comment).unwrap();
                                // Visible to every reader from now on.
                                assert!(store.read(|c| comments::by_id(c, comment.id)).unwrap().is_some());
                            }
                        }
                    }
                });
            }
        });
        // Another process sees the same: it was committed, not only written.
        let other = temporary.open_again().unwrap();
        let there = other.read(|c| threads::newest_of_post(c, PostId::from_raw(1), 1_000)).unwrap();
        let expected = (1..=THREADS * EACH).filter(|n| !matches!(n % 5, 3 | 4));
        let mut there: Vec<i64> = there.iter().map(|c| c.id.raw()).collect();
        there.sort_unstable();
        assert_eq!(there, expected.collect::<Vec<_>>());
    });
}

#[test]
fn a_statement_that_fails_leaves_the_writers_others_alone() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        let start = Barrier::new(8);
        thread::scope(|scope| {
            for number in 1..=8 {
                let (store, start) = (&store, &start);
                scope.spawn(move || {
                    start.wait();
                    let post = if number % 2 == 0 { 1 } else { 99 };
                    let added = add_comment(store, &comment(number, post, Verdict::Approved));
                    assert_eq!(added.is_ok(), number % 2 == 0);
                });
            }
        });
        assert_eq!(store.read(|c| comments::count(c, Verdict::Approved)).unwrap(), 4);
    });
}

#[test]
fn a_reader_sees_one_moment_of_the_database() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        store
            .read(|c| {
                let before = posts::count_published(c)?;
                insert(&store, &published(2, 0, ""));
                assert_eq!(posts::count_published(c)?, before);
                Ok::<_, Error>(())
            })
            .unwrap();
        assert_eq!(store.read(posts::count_published).unwrap(), 2);
    });
}

#[test]
fn many_readers_at_once_wait_for_a_connection() {
    on_both_engines(|store| {
        insert(&store, &published(1, 0, ""));
        let seen = AtomicI64::new(0);
        thread::scope(|scope| {
            for _ in 0..60 {
                scope.spawn(|| {
                    seen.fetch_add(store.read(posts::count_published).unwrap(), Ordering::SeqCst);
                });
            }
        });
        assert_eq!(seen.into_inner(), 60);
    });
}

#[test]
fn two_processes_write_to_one_database() {
    on_both(|temporary| {
        let (one, two) = (temporary.store(), temporary.open_again().unwrap());
        thread::scope(|scope| {
            for (store, from) in [(&one, 0), (&two, 1_000)] {
                scope.spawn(move || {
                    for number in 1..=20 {
                        insert(store, &published(from + number, 0, "Rivers"));
                    }
                });
            }
        });
        assert_eq!(one.read(posts::count_published).unwrap(), 40);
        assert_eq!(two.read(|c| posts::labels(c, 1)).unwrap()[0].1, 40);
    });
}

#[test]
fn two_processes_that_start_together_agree_on_one_secret() {
    on_both(|temporary| {
        let (one, two) = (temporary.store(), temporary.open_again().unwrap());
        let first = one.write(|tx| settings::set_new(tx, "secret", "a")).unwrap();
        let second = two.write(|tx| settings::set_new(tx, "secret", "b")).unwrap();
        assert_eq!((first.as_str(), second.as_str()), ("a", "a"));
    });
}

fn tell(store: &Store, change: Change) {
    store
        .write(|tx| {
            tx.changed(change);
            Ok::<_, Error>(())
        })
        .unwrap();
}

#[test]
fn a_process_hears_what_others_changed_and_not_its_own_changes() {
    on_both(|temporary| {
        let (one, two) = (temporary.store(), temporary.open_again().unwrap());
        let (from, nothing) = one.changes_since(-1).unwrap();
        assert!(nothing.is_empty());
        tell(&one, Change::Ledger);
        tell(&two, Change::Post(PostId::from_raw(7)));
        tell(&two, Change::Newest);
        tell(&two, Change::Newest);
        let (from, heard) = one.changes_since(from).unwrap();
        assert_eq!(heard, [Change::Post(PostId::from_raw(7)), Change::Newest]);
        assert_eq!(one.changes_since(from).unwrap(), (from, vec![]));
        tell(&two, Change::Site);
        assert_eq!(one.changes_since(from).unwrap().1, [Change::Site]);
    });
}

#[test]
fn a_change_whose_transaction_ends_late_is_heard_all_the_same() {
    let Some(temporary) = trial::postgres() else { return };
    let (one, two) = (temporary.store(), temporary.open_again().unwrap());
    let (from, _) = one.changes_since(-1).unwrap();
    let (written, go) = (Barrier::new(2), Barrier::new(2));
    thread::scope(|scope| {
        scope.spawn(|| {
            two.write(|tx| {
                // Has its number, and commits after the other one.
                posts::insert(tx, &draft(1), MONTH)?;
                tx.changed(Change::Newest);
                written.wait();
                go.wait();
                Ok::<_, Error>(())
            })
            .unwrap();
        });
        written.wait();
        tell(&two, Change::Ledger);
        let (next, early) = one.changes_since(from).unwrap();
        go.wait();
        let mut heard = early;
        let mut from = next;
        while heard.len() < 2 {
            let (next, late) = one.changes_since(from).unwrap();
            from = next;
            heard.extend(late);
            thread::park_timeout(Duration::from_millis(1));
        }
        heard.sort_by_key(ToString::to_string);
        assert_eq!(heard, [Change::Ledger, Change::Newest]);
    });
}

#[test]
fn who_has_missed_swept_notices_hears_that_everything_changed() {
    on_both(|temporary| {
        let (one, two) = (temporary.store(), temporary.open_again().unwrap());
        let (from, _) = one.changes_since(-1).unwrap();
        two.write(|tx| {
            for number in 0..10_500 {
                tx.changed(Change::Label(number.to_string()));
            }
            Ok::<_, Error>(())
        })
        .unwrap();
        assert_eq!(two.write(store::changes::sweep).unwrap(), 500);
        let (_, heard) = one.changes_since(from).unwrap();
        assert_eq!(heard[0], Change::Site);
    });
}
