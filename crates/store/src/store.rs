//! The store as others hold it: reads, writes, files, and news of what changed.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use model::{Change, Entry, Job, JobId, Moment};

use crate::changes::{Listener, Position};
use crate::checkpoint::Checkpoints;
use crate::db::{Access, Conn};
use crate::dialect::CALL;
use crate::group::{Group, Noted, SEATS};
use crate::hooks::Hooks;
use crate::pool::Pool;
use crate::value::statements;
use crate::{DatabaseUrl, Engine, Error, Files, changes, dialect, jobs, make_directory, migrate};

/// Readers of a SQLite file at one time, and connections to a PostgreSQL server.
const SQLITE_READERS: usize = 8;
const POSTGRES_CONNECTIONS: usize = 16;

statements! {
    ALIVE = "SELECT count(*) FROM settings";
}

/// The database and the files of one site. Cheap to clone: all clones are one store.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    writer: Writer,
    readers: Pool,
    engine: Engine,
    files: Files,
    /// Sets this process's change notices apart from other processes'.
    origin: i64,
    hooks: Arc<Hooks>,
    /// Most writes that share one commit.
    share: AtomicU32,
}

enum Writer {
    /// SQLite: one connection of its own, with shared commits.
    Group(Box<Group>),
    /// PostgreSQL, which shares commits among its connections itself: any connection of the pool.
    Pool,
}

/// A write transaction. It reads as a [`Conn`] does, its own rows included.
pub struct Tx<'a> {
    conn: &'a mut Conn,
    changes: Vec<Change>,
    entries: Vec<Entry>,
}

impl<'a> Tx<'a> {
    /// A transaction whose changes nobody is told of, and which enters nothing.
    pub(crate) fn unheard(conn: &'a mut Conn) -> Tx<'a> {
        Tx { conn, changes: Vec::new(), entries: Vec::new() }
    }
}

impl Tx<'_> {
    /// Notes that the transaction changes something that pages show. The notice is written with the
    /// transaction and told to [`Store::on_change`]'s listeners after the commit, once however often it
    /// is noted.
    pub fn changed(&mut self, change: Change) {
        if !self.changes.contains(&change) {
            self.changes.push(change);
        }
    }

    /// Notes something for the ledger. Whoever holds the signing key takes it with [`Tx::take_entries`] and
    /// writes it as the last thing of the transaction, because from then on all other writers of the ledger
    /// wait. A transaction that ends with one not taken fails: nothing is to happen that the ledger misses.
    pub fn enter(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    /// What was noted for the ledger and not taken yet, in order.
    pub fn take_entries(&mut self) -> Vec<Entry> {
        std::mem::take(&mut self.entries)
    }

    /// Promises a job: it exists when, and only when, the transaction commits.
    ///
    /// # Errors
    /// When the database can't be written.
    pub fn enqueue(&mut self, id: JobId, job: &Job, run_at: Moment, now: Moment) -> Result<(), Error> {
        jobs::enqueue(self, id, job, run_at, now)
    }
}

impl Deref for Tx<'_> {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        self.conn
    }
}

impl DerefMut for Tx<'_> {
    fn deref_mut(&mut self) -> &mut Conn {
        self.conn
    }
}

impl Store {
    /// Opens the database, brings its tables up to date and prepares the directory of files. A SQLite
    /// file and both directories are made when they do not exist; a PostgreSQL database must exist.
    ///
    /// A database that is read-only but up to date opens; it can be read, and `write` answers
    /// [`Error::ReadOnly`].
    ///
    /// # Errors
    /// [`Error::ReadOnly`] when a directory or file can't be written or made, [`Error::Unavailable`] when the
    /// server does not answer, [`Error::Schema`] when the tables are newer than this program or not its own.
    pub fn open(url: &DatabaseUrl, files: &Path) -> Result<Store, Error> {
        let origin = RandomState::new().build_hasher().finish() as i64;
        let files = Files::open(files, origin)?;
        let hooks = Arc::<Hooks>::default();
        let (writer, readers, engine) = match url {
            DatabaseUrl::Sqlite(path) => {
                if let Some(directory) = path.parent().filter(|d| !d.as_os_str().is_empty()) {
                    make_directory(directory)?;
                }
                let mut writer = patiently(|| {
                    let mut conn = Conn::sqlite(path, Access::Write)?;
                    migrate::migrate(&mut conn)?;
                    Ok(conn)
                })?;
                writer.see_log_grow(Checkpoints::of(path))?;
                let path = path.clone();
                let open = Box::new(move || Conn::sqlite(&path, Access::Read));
                let readers = Pool::new(SQLITE_READERS, open);
                (Writer::Group(Box::new(Group::new(writer, hooks.clone()))), readers, Engine::Sqlite)
            }
            DatabaseUrl::Postgres(address) => {
                let mut conn = Conn::postgres(address)?;
                refuse_other_encodings(&mut conn)?;
                migrate::migrate(&mut conn)?;
                let address = address.clone();
                let open = Box::new(move || Conn::postgres(&address));
                (Writer::Pool, Pool::new(POSTGRES_CONNECTIONS, open), Engine::Postgres)
            }
        };
        let share = AtomicU32::new(SEATS);
        Ok(Store { inner: Arc::new(Inner { writer, readers, engine, files, origin, hooks, share }) })
    }

    /// Runs a closure that reads. Everything it reads is of one moment, after every write that returned
    /// before.
    ///
    /// # Errors
    /// The closure's, and [`Error::Unavailable`] when no connection can be had.
    pub fn read<T, E: From<Error>>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.inner.readers.read(f)
    }

    /// Runs a closure that writes, in one transaction. `Ok` means durable. When the closure errs or
    /// panics, nothing of it is written.
    ///
    /// # Errors
    /// The closure's, or the commit's: then nothing was written, except when the connection to PostgreSQL was
    /// lost in the commit itself, after which nobody knows.
    pub fn write<T, E: From<Error>>(&self, f: impl FnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        let origin = self.inner.origin;
        let transaction = |conn: &mut Conn, noted: &mut Noted| {
            let mut tx = Tx { conn, changes: Vec::new(), entries: Vec::new() };
            let value = f(&mut tx)?;
            if let Some(entry) = tx.entries.first() {
                let what = entry.kind();
                return Err(Error::Other(format!("a {what} was noted for the ledger and not written")).into());
            }
            let changed = std::mem::take(&mut tx.changes);
            changes::record(conn, origin, &changed, noted)?;
            Ok::<_, E>((value, changed))
        };
        let written = match &self.inner.writer {
            Writer::Group(group) => group.write(transaction),
            Writer::Pool => self.inner.readers.write_and(
                |conn| transaction(conn, &mut Noted::default()),
                |conn, (_, changed)| self.inner.hooks.commit(changed, || conn.frame("COMMIT")),
            ),
        };
        written.map(|(value, _)| value)
    }

    /// Has at most so many writes share one commit from now on. For measuring what sharing is worth: nothing else is
    /// gained by fewer.
    pub fn share_commits(&self, among: u32) {
        self.inner.share.store(among.max(1), Ordering::Relaxed);
        if let Writer::Group(group) = &self.inner.writer {
            group.share_among(among);
        }
    }

    /// How many writes share one commit at most.
    pub fn commits_shared(&self) -> usize {
        self.inner.share.load(Ordering::Relaxed) as usize
    }

    /// The files kept by content.
    pub fn files(&self) -> &Files {
        &self.inner.files
    }

    /// Adds a listener that hears of each commit of this process that changed what pages show, after
    /// the commit and before its `write`s return. It must be quick, and neither add listeners nor write.
    pub fn on_change(&self, hook: impl Fn(&[Change]) + Send + Sync + 'static) {
        self.inner.hooks.add(Box::new(hook));
    }

    /// What other processes have changed since a position, which moves on. Who has never looked, or has missed too
    /// much, hears [`Change::Site`], which concerns every page. When it returns, the listeners of this process have heard
    /// of all that could be read here of its own changes.
    ///
    /// # Errors
    /// When the database can't be read; the position stays.
    pub fn changes_since(&self, position: &mut Position) -> Result<Vec<Change>, Error> {
        let (changes, own) = self.read(|conn| changes::since(conn, position, self.inner.origin))?;
        if own {
            self.inner.hooks.catch_up();
        }
        Ok(changes)
    }

    /// A connection on which PostgreSQL says that it is time to look; `None` on SQLite, which can't.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn listener(&self) -> Result<Option<Listener>, Error> {
        match self.inner.engine {
            Engine::Sqlite => Ok(None),
            Engine::Postgres => Listener::new(self.inner.readers.apart()?).map(Some),
        }
    }

    /// Calls the listeners of all processes; nothing on SQLite. To be done after commits that changed something, once
    /// for many: a call says only that it is time to look.
    ///
    /// # Errors
    /// When the server does not answer. The change is found all the same, a little later.
    pub fn call(&self) -> Result<(), Error> {
        match self.inner.engine {
            Engine::Sqlite => Ok(()),
            Engine::Postgres => self.inner.readers.write(|conn| conn.batch(CALL.of(conn.engine()))),
        }
    }

    /// `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        match self.inner.engine {
            Engine::Sqlite => "sqlite",
            Engine::Postgres => "postgres",
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// Why it does not.
    pub fn healthy(&self) -> Result<(), Error> {
        self.read(|conn| conn.one(ALIVE, &[]).map(drop))
    }

    /// Prepares every statement of this room without running it; how many there are. Shows that the
    /// tables and the statements fit, as a compiler would.
    ///
    /// # Errors
    /// The first statement that does not.
    pub fn check_statements(&self) -> Result<usize, Error> {
        self.read(crate::statements::prepare_all)
    }
}

/// Two processes that make one SQLite file at the same moment get into each other's way where SQLite
/// does not wait by itself (the switch to its write-ahead log): tries again for some seconds.
fn patiently<T>(open: impl Fn() -> Result<T, Error>) -> Result<T, Error> {
    for _ in 0..50 {
        match open() {
            Err(Error::Unavailable(_)) => thread::sleep(Duration::from_millis(100)),
            answer => return answer,
        }
    }
    open()
}

fn refuse_other_encodings(conn: &mut Conn) -> Result<(), Error> {
    let encoding = conn.one(dialect::ENCODING.of(conn.engine()), &[])?;
    let encoding = encoding.map_or(Ok(String::new()), |mut row| row.get())?;
    if encoding == "UTF8" {
        return Ok(());
    }
    Err(Error::Schema(format!(
        "the PostgreSQL database keeps text in {encoding}, which can't hold every script; make one with \
         CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0"
    )))
}
