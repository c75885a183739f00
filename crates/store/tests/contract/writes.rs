use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use model::{Change, PostId, Verdict};
use store::changes::Position;
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
        assert_eq!(store.read(|c| comments::count(c, Verdict::Approved, 9)).unwrap(), 4);
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

/// What a process hears that looks for the first time, and where it then stands.
fn present(store: &Store) -> Position {
    let mut position = Position::default();
    assert_eq!(store.changes_since(&mut position).unwrap(), [Change::Site]);
    position
}

#[test]
fn a_process_hears_what_others_changed_and_not_its_own_changes() {
    on_both(|temporary| {
        let (one, two) = (temporary.store(), temporary.open_again().unwrap());
        tell(&two, Change::Corrections);
        let mut here = present(&one);
        assert!(one.changes_since(&mut here).unwrap().is_empty());
        tell(&one, Change::Ledger);
        tell(&two, Change::Post(PostId::from_raw(7)));
        tell(&two, Change::Newest);
        tell(&two, Change::Newest);
        let heard = one.changes_since(&mut here).unwrap();
        assert_eq!(heard, [Change::Post(PostId::from_raw(7)), Change::Newest]);
        assert!(one.changes_since(&mut here).unwrap().is_empty());
        tell(&two, Change::Site);
        assert_eq!(one.changes_since(&mut here).unwrap(), [Change::Site]);
    });
}

#[test]
fn who_can_read_an_own_change_is_told_no_earlier_than_its_listeners() {
    on_both(|temporary| {
        let store = temporary.store();
        let mut here = present(&store);
        let (begun, has_begun) = mpsc::channel();
        let (go, may_go) = mpsc::channel::<()>();
        let (may_go, was_told) = (Mutex::new(may_go), Arc::new(AtomicBool::new(false)));
        let tells = was_told.clone();
        store.on_change(move |_| {
            begun.send(()).unwrap();
            may_go.lock().unwrap().recv().unwrap();
            tells.store(true, Ordering::SeqCst);
        });
        thread::scope(|scope| {
            scope.spawn(|| tell(&store, Change::Newest));
            // Committed, and the listener is at it.
            has_begun.recv().unwrap();
            let (done, is_done) = mpsc::channel();
            let (store, was_told, here) = (&store, &was_told, &mut here);
            let looks = scope.spawn(move || {
                let heard = store.changes_since(here).unwrap();
                done.send(was_told.load(Ordering::SeqCst)).unwrap();
                heard
            });
            assert!(is_done.recv_timeout(Duration::from_millis(200)).is_err(), "it did not wait");
            go.send(()).unwrap();
            assert!(is_done.recv().unwrap());
            assert!(looks.join().unwrap().is_empty(), "an own change is nobody else's");
        });
    });
}

#[test]
fn a_change_whose_transaction_ends_late_is_heard_all_the_same_and_keeps_no_other_waiting() {
    let Some(temporary) = trial::postgres() else { return };
    let (one, two) = (temporary.store(), temporary.open_again().unwrap());
    let mut here = present(&one);
    let (written, go) = (Barrier::new(2), Barrier::new(2));
    thread::scope(|scope| {
        let late = scope.spawn(|| {
            two.write(|tx| {
                // Has its number, and commits after the others.
                posts::insert(tx, &draft(1), MONTH)?;
                tx.changed(Change::Newest);
                written.wait();
                go.wait();
                Ok::<_, Error>(())
            })
            .unwrap();
        });
        written.wait();
        // Each at once and once, although the other one has not ended.
        for change in [Change::Ledger, Change::Corrections, Change::Comments] {
            tell(&two, change.clone());
            assert_eq!(one.changes_since(&mut here).unwrap(), [change]);
        }
        // Who looks for the first time meanwhile is not told again what was there when everything was news.
        let mut newcomer = present(&one);
        for position in [&mut here, &mut newcomer] {
            assert!(one.changes_since(position).unwrap().is_empty());
        }
        go.wait();
        late.join().unwrap();
        for mut position in [here, newcomer] {
            assert_eq!(one.changes_since(&mut position).unwrap(), [Change::Newest]);
            assert!(one.changes_since(&mut position).unwrap().is_empty());
        }
    });
}

#[test]
fn who_listens_is_called_and_notices_when_the_connection_is_gone() {
    trial::on_both_engines(|store| {
        assert_eq!(store.listener().unwrap().is_some(), store.engine() == "postgres")
    });
    let Some(temporary) = trial::postgres() else { return };
    let (one, two) = (temporary.store(), temporary.open_again().unwrap());
    let mut listener = one.listener().unwrap().unwrap();
    let (brief, long) = (Duration::from_millis(1), Duration::from_secs(20));
    assert!(!listener.wait(brief).unwrap());
    // A write alone calls nobody; whoever calls does so for many.
    tell(&two, Change::Newest);
    assert!(!listener.wait(brief).unwrap());
    two.call().unwrap();
    two.call().unwrap();
    assert!(listener.wait(long).unwrap());
    one.call().unwrap();
    assert!(listener.wait(long).unwrap());
    temporary.hang_up("query LIKE 'LISTEN%'");
    assert!(matches!(listener.wait(long), Err(Error::Unavailable(_))));
    assert!(one.listener().is_ok());
}

#[test]
fn who_has_missed_swept_notices_hears_that_everything_changed() {
    on_both(|temporary| {
        let (one, two) = (temporary.store(), temporary.open_again().unwrap());
        let mut here = present(&one);
        two.write(|tx| {
            for number in 0..10_500 {
                tx.changed(Change::Label(number.to_string()));
            }
            Ok::<_, Error>(())
        })
        .unwrap();
        let mut other = here.clone();
        assert_eq!(one.changes_since(&mut other).unwrap(), [Change::Site], "too many to be told apart");
        assert_eq!(two.write(store::changes::sweep).unwrap(), 500);
        assert_eq!(one.changes_since(&mut here).unwrap()[0], Change::Site);
        for mut here in [here, other] {
            tell(&two, Change::Ledger);
            assert_eq!(one.changes_since(&mut here).unwrap(), [Change::Ledger]);
        }
    });
}

#[test]
fn who_finds_an_older_database_than_he_knew_hears_that_everything_changed() {
    let known = trial::sqlite();
    let (one, two) = (known.store(), known.open_again().unwrap());
    tell(&two, Change::Newest);
    let mut here = present(&one);
    let other = trial::sqlite();
    let brought_back = other.store();
    assert_eq!(brought_back.changes_since(&mut here).unwrap(), [Change::Site]);
    assert!(brought_back.changes_since(&mut here).unwrap().is_empty());
}
