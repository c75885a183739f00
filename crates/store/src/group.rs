//! SQLite's one writer, and how many writes share one commit.
//!
//! A commit waits for the disk (`fsync`), and SQLite has one writer at a time: a hundred comments that
//! arrive together would wait for a hundred flushes, one after the other. So they share:
//!
//! 1. A thread that wants to write counts itself as *waiting*, takes the writer's lock and is no longer
//!    waiting: it has a *seat*. Is no transaction open, it begins one.
//! 2. Its closure runs, on its own thread, inside a savepoint. An error or a panic rolls back to the
//!    savepoint, undoing this closure's work and nobody else's, and the thread leaves with its error.
//! 3. Leaving its seat, each thread looks whether others wait. If so it leaves the transaction open for
//!    them. If not, or when the transaction has had [`SEATS`] seats, it commits.
//! 4. Whoever commits tells the listeners what all of them have changed. Whoever wrote something sleeps until the
//!    commit's outcome is known, and gets that outcome: `Ok` means durable for everybody, and a failed commit is
//!    everybody's failure.
//!
//! Nothing is left uncommitted: a thread that counted as waiting always comes to its seat (nothing
//! between the two can fail), so the transaction is handed on only to someone who will end it or hand it
//! on. Leaving is done by [`Seat`]'s `Drop`, so it happens on every path, a panic's too. Members see
//! each other's rows before the commit; that is harmless because they stand or fall together.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use model::Change;

use crate::Error;
use crate::db::Conn;
use crate::dialect::BEGIN_WRITE;
use crate::hooks::Hooks;

/// Most seats of one transaction: bounds how long the first waits for the last.
pub(crate) const SEATS: u32 = 64;

/// The writer and its queue.
pub(crate) struct Group {
    writer: Mutex<Writer>,
    waiting: AtomicUsize,
    /// Most seats of one transaction.
    most: AtomicU32,
    hooks: Arc<Hooks>,
}

struct Writer {
    conn: Conn,
    /// The commit that the open transaction will end with.
    open: Option<Arc<Commit>>,
    seats: u32,
    /// Change notices that the open transaction holds.
    noted: Noted,
}

/// The change notices of one transaction. Of one change one notice is enough, however many of those who share the
/// transaction make it: others see all of it at one moment or nothing.
#[derive(Default)]
pub(crate) struct Noted {
    kept: HashSet<Change>,
    /// The same in the order in which they were made.
    told: Vec<Change>,
    /// Those of the closure that runs now, which may still be undone.
    own: Vec<Change>,
}

impl Noted {
    /// Whether nobody has noted this change in the transaction; from now on somebody has.
    pub(crate) fn is_new(&mut self, change: &Change) -> bool {
        let new = !self.kept.contains(change) && !self.own.contains(change);
        if new {
            self.own.push(change.clone());
        }
        new
    }

    fn keep(&mut self) {
        self.kept.extend(self.own.iter().cloned());
        self.told.append(&mut self.own);
    }

    fn drop_own(&mut self) {
        self.own.clear();
    }
}

/// A commit to come, and those who wait for it.
#[derive(Default)]
struct Commit {
    outcome: Mutex<Option<Result<(), Error>>>,
    known: Condvar,
}

impl Commit {
    fn announce(&self, outcome: Result<(), Error>) {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
        self.known.notify_all();
    }

    fn wait(&self) -> Result<(), Error> {
        let outcome = self.outcome.lock().unwrap_or_else(PoisonError::into_inner);
        let outcome = self.known.wait_while(outcome, |o| o.is_none()).unwrap_or_else(PoisonError::into_inner);
        outcome.clone().unwrap_or(Ok(()))
    }
}

/// A turn at the writer, with a savepoint.
struct Seat<'a> {
    group: &'a Group,
    writer: MutexGuard<'a, Writer>,
    commit: Arc<Commit>,
    kept: bool,
}

impl Group {
    pub(crate) fn new(conn: Conn, hooks: Arc<Hooks>) -> Group {
        let writer = Writer { conn, open: None, seats: 0, noted: Noted::default() };
        Group { writer: Mutex::new(writer), waiting: AtomicUsize::new(0), most: AtomicU32::new(SEATS), hooks }
    }

    /// Has at most so many writes share a commit from now on.
    pub(crate) fn share_among(&self, most: u32) {
        self.most.store(most.max(1), Ordering::SeqCst);
    }

    /// Runs a closure in the shared transaction; `Ok` once that is durable.
    pub(crate) fn write<T, E: From<Error>>(
        &self,
        f: impl FnOnce(&mut Conn, &mut Noted) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut seat = self.sit_down()?;
        let writer = &mut *seat.writer;
        let value = f(&mut writer.conn, &mut writer.noted)?;
        seat.keep()?;
        let commit = seat.commit.clone();
        drop(seat);
        commit.wait()?;
        Ok(value)
    }

    fn sit_down(&self) -> Result<Seat<'_>, Error> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        // A poisoned lock means that a closure panicked; its seat has been cleared since.
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        let commit = match &writer.open {
            Some(commit) => commit.clone(),
            None => {
                writer.conn.frame(BEGIN_WRITE.sqlite)?;
                let commit = Arc::new(Commit::default());
                writer.open = Some(commit.clone());
                writer.seats = 0;
                writer.noted = Noted::default();
                commit
            }
        };
        writer.seats += 1;
        let mut seat = Seat { group: self, writer, commit, kept: false };
        seat.writer.conn.frame("SAVEPOINT seat")?;
        Ok(seat)
    }
}

impl Seat<'_> {
    fn keep(&mut self) -> Result<(), Error> {
        self.writer.conn.frame("RELEASE seat")?;
        self.writer.noted.keep();
        self.kept = true;
        Ok(())
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        let writer = &mut *self.writer;
        let undone = if self.kept {
            Ok(())
        } else {
            // Fails only when SQLite has already rolled back the whole transaction, as after a full disk.
            writer.noted.drop_own();
            writer.conn.frame("ROLLBACK TO seat").and_then(|()| writer.conn.frame("RELEASE seat"))
        };
        let outcome = if !writer.conn.in_transaction() {
            Err(Error::Unavailable(
                "the database gave up a transaction (a full disk does that); nothing of it was written, try again"
                    .to_owned(),
            ))
        } else if undone.is_err() {
            undone
        } else if writer.seats < self.group.most.load(Ordering::SeqCst)
            && self.group.waiting.load(Ordering::SeqCst) > 0
        {
            return;
        } else {
            let changed = std::mem::take(&mut writer.noted.told);
            self.group.hooks.commit(&changed, || writer.conn.frame("COMMIT"))
        };
        if writer.conn.in_transaction() {
            // Ignored: there is nothing left to try, and the members hear of the failure.
            let _ = writer.conn.frame("ROLLBACK");
        }
        writer.open = None;
        self.commit.announce(outcome);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::*;
    use crate::db::Access;

    fn group(directory: &tempfile::TempDir) -> (Group, Conn) {
        let path = directory.path().join("site.db");
        let mut conn = Conn::sqlite(&path, Access::Write).unwrap();
        conn.batch("CREATE TABLE notes (number INTEGER PRIMARY KEY)").unwrap();
        (Group::new(conn, Arc::default()), Conn::sqlite(&path, Access::Read).unwrap())
    }

    fn note(conn: &mut Conn, number: i64) -> Result<(), Error> {
        conn.execute("INSERT INTO notes (number) VALUES ($1)", &[number.into()]).map(drop)
    }

    fn noted(conn: &mut Conn) -> Vec<i64> {
        let rows = conn.query("SELECT number FROM notes ORDER BY number", &[]).unwrap();
        rows.into_iter().map(|mut row| row.get().unwrap()).collect()
    }

    fn until_waiting(group: &Group, count: usize) {
        while group.waiting.load(Ordering::SeqCst) < count {
            thread::yield_now();
        }
    }

    #[test]
    fn those_who_wait_share_the_commit_of_the_one_before_them() {
        let directory = tempfile::TempDir::new().unwrap();
        let (group, mut reader) = group(&directory);
        thread::scope(|scope| {
            for number in 1..=8 {
                let group = &group;
                scope.spawn(move || {
                    if number > 1 {
                        until_seated(group);
                    }
                    let written: Result<(), Error> = group.write(|conn, _| {
                        note(conn, number)?;
                        if number == 1 {
                            until_waiting(group, 7);
                        }
                        // The third errs alone.
                        if number == 3 { Err(Error::Reference) } else { Ok(()) }
                    });
                    assert_eq!(written.is_ok(), number != 3);
                });
            }
        });
        assert_eq!(noted(&mut reader), [1, 2, 4, 5, 6, 7, 8]);
        // One transaction: its seats are counted from its beginning.
        assert_eq!(group.writer.lock().unwrap().seats, 8);
    }

    /// Until the first writer holds the lock.
    fn until_seated(group: &Group) {
        while group.writer.try_lock().is_ok_and(|writer| writer.open.is_none()) {
            thread::yield_now();
        }
    }

    #[test]
    fn a_transaction_that_sqlite_gave_up_is_everybodys_failure_and_the_next_one_works() {
        let directory = tempfile::TempDir::new().unwrap();
        let (group, mut reader) = group(&directory);
        thread::scope(|scope| {
            let first = scope.spawn(|| {
                group.write(|conn, _| {
                    note(conn, 1)?;
                    until_waiting(&group, 1);
                    Ok::<_, Error>(())
                })
            });
            until_seated(&group);
            // What SQLite does by itself when the disk is full.
            let second: Result<(), Error> = group.write(|conn, _| conn.batch("ROLLBACK"));
            assert!(second.is_err());
            assert!(matches!(first.join().unwrap(), Err(Error::Unavailable(_))));
        });
        assert!(noted(&mut reader).is_empty());
        group.write(|conn, _| note(conn, 2)).unwrap();
        assert_eq!(noted(&mut reader), [2]);
    }

    #[test]
    fn a_commit_that_is_not_shared_ends_with_its_writer() {
        let directory = tempfile::TempDir::new().unwrap();
        let (group, mut reader) = group(&directory);
        group.share_among(1);
        thread::scope(|scope| {
            let second = scope.spawn(|| {
                until_seated(&group);
                group.write(|conn, _| note(conn, 2))
            });
            group
                .write(|conn, _| {
                    note(conn, 1)?;
                    until_waiting(&group, 1);
                    Ok::<_, Error>(())
                })
                .unwrap();
            second.join().unwrap().unwrap();
        });
        assert_eq!(noted(&mut reader), [1, 2]);
        assert_eq!(group.writer.lock().unwrap().seats, 1, "the second sat in a transaction of its own");
    }

    #[test]
    fn a_long_queue_commits_between() {
        let directory = tempfile::TempDir::new().unwrap();
        let (group, mut reader) = group(&directory);
        let many = i64::from(SEATS) + 6;
        // Many who look whether the lock is held meet each other at it: the first says itself that it is seated.
        let seated = AtomicBool::new(false);
        thread::scope(|scope| {
            for number in 1..=many {
                let (group, seated) = (&group, &seated);
                scope.spawn(move || {
                    while number > 1 && !seated.load(Ordering::SeqCst) {
                        thread::yield_now();
                    }
                    group
                        .write(|conn, _| {
                            note(conn, number)?;
                            if number == 1 {
                                seated.store(true, Ordering::SeqCst);
                                until_waiting(group, SEATS as usize + 5);
                            }
                            Ok::<_, Error>(())
                        })
                        .unwrap();
                });
            }
        });
        assert_eq!(noted(&mut reader).len() as i64, many);
        assert_eq!(group.writer.lock().unwrap().seats, 6);
    }
}
