//! SQLite's log of writes is brought home to the database beside those who write.
//!
//! A commit is on the disk when it stands in the write-ahead log. From time to time somebody must copy the log's pages to
//! their places and flush them. Left to SQLite that is whoever commits next, and all who wait for him: some sixteen
//! megabytes and two more flushes. So a thread with a connection of its own does it, and who writes goes on. Durability is
//! SQLite's in either case: only what is home and flushed may be written over in the log.
//!
//! While others write without a pause the log can't begin anew, for something is always behind the copied part. So when
//! it has grown far, the one who commits copies the rest, which is little.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, JoinHandle};

use crate::db::{Access, Conn};

/// Pages of the log after which it is brought home, and after each as many more.
const NEAR: i32 = 4_000;
/// Pages after which whoever commits brings home what is left: 64 MiB of log.
const FAR: i32 = 16_000;

/// Who sees how the log of one database grows. The thread begins when it is first needed and ends with this.
pub(crate) struct Checkpoints {
    path: PathBuf,
    near: i32,
    far: i32,
    /// How often the thread was told of the log that is written now.
    told: i32,
    thread: Option<(SyncSender<()>, JoinHandle<()>)>,
}

impl Checkpoints {
    pub(crate) fn of(path: &Path) -> Self {
        Checkpoints::after(path, NEAR, FAR)
    }

    fn after(path: &Path, near: i32, far: i32) -> Self {
        Checkpoints { path: path.to_owned(), near, far, told: 0, thread: None }
    }

    /// Looks at a log of so many pages after a commit; whether the one who committed must bring it home himself.
    pub(crate) fn look(&mut self, pages: i32) -> bool {
        let times = pages / self.near;
        if pages >= self.far {
            return true;
        }
        if times > self.told {
            self.tell();
        }
        // Fewer than before: the log has begun anew.
        self.told = times;
        false
    }

    fn tell(&mut self) {
        if self.thread.is_none() {
            // One wish may wait while another is seen to; a third would find the same pages.
            let (wish, wishes) = sync_channel(1);
            let path = self.path.clone();
            let thread = Builder::new().name("checkpoints".to_owned()).spawn(move || work(&path, &wishes));
            // Without a thread whoever commits does it, later.
            self.thread = thread.ok().map(|thread| (wish, thread));
        }
        if let Some((wish, _)) = &self.thread {
            let _ = wish.try_send(());
        }
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        if let Some((wish, thread)) = self.thread.take() {
            drop(wish);
            // Its failures are nobody's: the next one brings home what it left.
            let _ = thread.join();
        }
    }
}

fn work(path: &Path, wishes: &Receiver<()>) {
    let Ok(mut conn) = Conn::sqlite(path, Access::Write) else { return };
    while wishes.recv().is_ok() {
        // Busy, or a full disk: it stays in the log, where it is as durable.
        let _ = conn.bring_log_home();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_grows_is_brought_home_by_a_thread_and_by_the_writer_when_it_is_long() {
        let directory = tempfile::TempDir::new().unwrap();
        let path = directory.path().join("site.db");
        let mut conn = Conn::sqlite(&path, Access::Write).unwrap();
        conn.batch("CREATE TABLE notes (number INTEGER PRIMARY KEY, text TEXT)").unwrap();
        // Whoever closes a database last brings its log home anyway: this one stays.
        let mut reader = Conn::sqlite(&path, Access::Read).unwrap();
        for (near, far) in [(20, 1_000_000), (1_000_000, 20)] {
            let before = path.metadata().unwrap().len();
            let mut conn = Conn::sqlite(&path, Access::Write).unwrap();
            conn.see_log_grow(Checkpoints::after(&path, near, far)).unwrap();
            for _ in 0..50 {
                let long = "x".repeat(8_000);
                conn.execute("INSERT INTO notes (text) VALUES ($1)", &[long.into()]).unwrap();
            }
            // Ends the thread, too, when it has done what it was told.
            drop(conn);
            let grown = path.metadata().unwrap().len() - before;
            assert!(grown >= 20 * 8_000, "{grown} bytes came home");
        }
        assert_eq!(reader.query("SELECT number FROM notes", &[]).unwrap().len(), 100);
    }

    #[test]
    fn the_thread_is_told_once_for_each_stretch_of_a_log() {
        let directory = tempfile::TempDir::new().unwrap();
        let path = directory.path().join("site.db");
        let mut checkpoints = Checkpoints::after(&path, 10, 40);
        assert!(!checkpoints.look(9) && checkpoints.thread.is_none());
        assert!(!checkpoints.look(12) && checkpoints.told == 1 && checkpoints.thread.is_some());
        assert!(!checkpoints.look(35) && checkpoints.told == 3);
        assert!(checkpoints.look(41));
        assert!(!checkpoints.look(3) && checkpoints.told == 0);
    }
}
