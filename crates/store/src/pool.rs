//! A pool of connections, opened when first needed and replaced when they break.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

use crate::Error;
use crate::db::Conn;
use crate::dialect::{BEGIN_READ, BEGIN_WRITE, Pair};

/// How long a caller waits for a connection when all are in use.
const PATIENCE: Duration = Duration::from_secs(10);

type Open = Box<dyn Fn() -> Result<Conn, Error> + Send + Sync>;

/// At most so many connections, made by one recipe.
pub(crate) struct Pool {
    open: Open,
    most: usize,
    state: Mutex<State>,
    returned: Condvar,
}

struct State {
    idle: Vec<Conn>,
    /// Connections that exist: idle and lent.
    count: usize,
}

/// A connection lent to one caller. It goes back when its transaction has ended in order, and is
/// dropped otherwise: after a panic nobody knows what it holds.
struct Loan<'a> {
    pool: &'a Pool,
    conn: Option<Conn>,
    in_order: bool,
}

impl Drop for Loan<'_> {
    fn drop(&mut self) {
        let mut state = self.pool.state.lock().unwrap_or_else(PoisonError::into_inner);
        match self.conn.take() {
            Some(conn) if self.in_order && !conn.is_broken() => state.idle.push(conn),
            _ => state.count -= 1,
        }
        drop(state);
        self.pool.returned.notify_one();
    }
}

impl Pool {
    pub(crate) fn new(most: usize, open: Open) -> Pool {
        Pool { open, most, state: Mutex::new(State { idle: Vec::new(), count: 0 }), returned: Condvar::new() }
    }

    /// A connection beside those of the pool, for somebody who keeps it.
    pub(crate) fn apart(&self) -> Result<Conn, Error> {
        (self.open)()
    }

    /// Runs a closure in a transaction that only reads and sees one moment of the database.
    pub(crate) fn read<T, E: From<Error>>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        let (mut loan, mut conn) = self.begin(&BEGIN_READ)?;
        let answer = f(&mut conn);
        loan.in_order = conn.frame("ROLLBACK").is_ok();
        loan.conn = Some(conn);
        answer
    }

    /// Runs a closure in a transaction of its own; `Ok` once that is durable.
    pub(crate) fn write<T, E: From<Error>>(&self, f: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
        self.write_and(f, |conn, _| conn.frame("COMMIT"))
    }

    /// As [`Pool::write`], with what is to be done for the commit.
    pub(crate) fn write_and<T, E: From<Error>>(
        &self,
        f: impl FnOnce(&mut Conn) -> Result<T, E>,
        commit: impl FnOnce(&mut Conn, &T) -> Result<(), Error>,
    ) -> Result<T, E> {
        let (mut loan, mut conn) = self.begin(&BEGIN_WRITE)?;
        let answer = f(&mut conn);
        let ended = match &answer {
            Ok(value) => commit(&mut conn, value),
            Err(_) => conn.frame("ROLLBACK"),
        };
        loan.in_order = ended.is_ok();
        loan.conn = Some(conn);
        let value = answer?;
        ended?;
        Ok(value)
    }

    /// A connection with an open transaction. A connection that has waited in the pool may have died
    /// there, with the server for one; it and its idle neighbours are replaced once.
    fn begin(&self, words: &Pair) -> Result<(Loan<'_>, Conn), Error> {
        let (loan, mut conn, fresh) = self.take()?;
        match conn.frame(words.of(conn.engine())) {
            Ok(()) => return Ok((loan, conn)),
            Err(Error::Unavailable(_)) if !fresh && conn.is_broken() => {}
            Err(error) => return Err(error),
        }
        let stale = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.count -= state.idle.len();
            std::mem::take(&mut state.idle)
        };
        drop((stale, conn));
        let mut conn = (self.open)()?;
        conn.frame(words.of(conn.engine()))?;
        Ok((loan, conn))
    }

    /// A connection, and whether it was just opened.
    fn take(&self) -> Result<(Loan<'_>, Conn, bool), Error> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut state, waited) = self
            .returned
            .wait_timeout_while(state, PATIENCE, |state| state.idle.is_empty() && state.count >= self.most)
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(conn) = state.idle.pop() {
            return Ok((Loan { pool: self, conn: None, in_order: false }, conn, false));
        }
        if waited.timed_out() {
            return Err(Error::Unavailable(format!(
                "all {} connections to the database have been in use for 10 seconds; try again",
                self.most
            )));
        }
        state.count += 1;
        drop(state);
        let loan = Loan { pool: self, conn: None, in_order: false };
        let conn = (self.open)()?;
        Ok((loan, conn, true))
    }
}
