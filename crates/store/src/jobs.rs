//! The queue of jobs: promised inside a transaction, taken under a lease, safe to run twice.
//!
//! A worker claims a job until a moment, the end of its lease. Has it neither finished nor failed the
//! job by then, because it crashed, another worker may claim it; `tried` counts both.

use model::{Job, JobId, JobRecord, JobState, Moment};

use crate::addresses::kept;
use crate::db::Conn;
use crate::dialect::{CLAIM_JOB, job_columns};
use crate::value::{Row, Value, statements, values};
use crate::{Error, Tx};

/// Begins the keys of jobs of which one is enough also while it runs.
pub const ONCE: &str = "once:";

statements! {
    ADD = "INSERT INTO jobs (id, key, due, state, tried, run_at, created, changed, job)
           VALUES ($1, $2, $3, 'waiting', 0, $3, $4, $4, $5) ON CONFLICT (key) DO NOTHING";
    ADD_OR_HASTEN = "INSERT INTO jobs (id, key, due, state, tried, run_at, created, changed, job)
           VALUES ($1, $2, $3, 'waiting', 0, $3, $4, $4, $5) ON CONFLICT (key) DO UPDATE
           SET due = excluded.due, run_at = excluded.run_at WHERE jobs.due > excluded.due";
    REMOVE = "DELETE FROM jobs WHERE id = $1";
    FINISH = "UPDATE jobs SET state = 'done', due = NULL, key = NULL, outcome = $2, changed = $3 WHERE id = $1";
    FAIL = "UPDATE jobs SET state = 'failed', due = NULL, key = NULL, outcome = $2, changed = $3 WHERE id = $1";
    TRY_LATER = "UPDATE jobs SET state = 'waiting', due = $4, run_at = $4, outcome = $2, changed = $3 WHERE id = $1";
    RENEW = "UPDATE jobs SET due = $2 WHERE id = $1 AND state = 'running'";
    RETRY = "UPDATE jobs SET state = 'waiting', due = $2, run_at = $2, tried = 0, changed = $2
             WHERE id = $1 AND state = 'failed'";
    BY_ID = concat!("SELECT ", job_columns!(), " FROM jobs WHERE id = $1");
    BY_KEY = concat!("SELECT ", job_columns!(), " FROM jobs WHERE key = $1");
    LIST = concat!("SELECT ", job_columns!(), " FROM jobs ORDER BY id DESC LIMIT $1");
    COUNTS = "SELECT state, count(*) FROM jobs GROUP BY state ORDER BY state";
    NEXT_DUE = "SELECT min(due) FROM jobs";
    SWEEP = "DELETE FROM jobs WHERE state = 'done' AND changed < $1";
}

fn read(mut row: Row) -> Result<JobRecord, Error> {
    Ok(JobRecord {
        id: row.get()?,
        job: row.json()?,
        state: row.word(JobState::parse)?,
        tried: u32::try_from(row.get::<i64>()?).unwrap_or(u32::MAX),
        run_at: row.get()?,
        created: row.get()?,
        changed: row.get()?,
        outcome: row.get()?,
    })
}

/// Promises a job, not to be run before a moment.
///
/// # Errors
/// When the database can't be written.
pub fn enqueue(tx: &mut Tx, id: JobId, job: &Job, run_at: Moment, now: Moment) -> Result<(), Error> {
    tx.execute(ADD, values![id, Value::Null, run_at, now, Value::json(job)?]).map(drop)
}

/// Promises a job unless one with this key is waiting already; whether it did. A job that is running no
/// longer has its key: what changed since it began needs another run. A key that begins with [`ONCE`] is
/// kept until the job has ended: what it does now is what was asked for.
///
/// # Errors
/// When the database can't be written.
pub fn enqueue_unique(
    tx: &mut Tx,
    key: &str,
    id: JobId,
    job: &Job,
    run_at: Moment,
    now: Moment,
) -> Result<bool, Error> {
    Ok(tx.execute(ADD, values![id, kept(key).as_ref(), run_at, now, Value::json(job)?])? > 0)
}

/// The same, and a waiting one that would run later runs at the moment asked for.
///
/// # Errors
/// When the database can't be written.
pub fn enqueue_by(
    tx: &mut Tx,
    key: &str,
    id: JobId,
    job: &Job,
    run_at: Moment,
    now: Moment,
) -> Result<(), Error> {
    tx.execute(ADD_OR_HASTEN, values![id, key, run_at, now, Value::json(job)?]).map(drop)
}

/// Forgets a job that is done and of which nobody will ask.
///
/// # Errors
/// When the database can't be written.
pub fn remove(tx: &mut Tx, id: JobId) -> Result<(), Error> {
    tx.execute(REMOVE, values![id]).map(drop)
}

/// Takes the job that has been due longest, until the end of a lease; two workers never get one job.
/// The record's `tried` counts this try.
///
/// # Errors
/// When the database can't be written.
pub fn claim(tx: &mut Tx, now: Moment, lease_until: Moment) -> Result<Option<JobRecord>, Error> {
    let engine = tx.engine();
    tx.one(CLAIM_JOB.of(engine), values![now, lease_until])?.map(read).transpose()
}

/// Notes that a job is done, with what it made.
///
/// # Errors
/// When the database can't be written.
pub fn finish(tx: &mut Tx, id: JobId, outcome: Option<&str>, now: Moment) -> Result<(), Error> {
    tx.execute(FINISH, values![id, outcome, now]).map(drop)
}

/// Notes that a try failed, with what it said: to be tried again at a moment, or given up.
///
/// # Errors
/// When the database can't be written.
pub fn fail(tx: &mut Tx, id: JobId, error: &str, retry_at: Option<Moment>, now: Moment) -> Result<(), Error> {
    match retry_at {
        Some(at) => tx.execute(TRY_LATER, values![id, error, now, at]).map(drop),
        None => tx.execute(FAIL, values![id, error, now]).map(drop),
    }
}

/// Puts off the end of the lease of a job that is running; whether there was such a job.
///
/// # Errors
/// When the database can't be written.
pub fn renew(tx: &mut Tx, id: JobId, lease_until: Moment) -> Result<bool, Error> {
    Ok(tx.execute(RENEW, values![id, lease_until])? > 0)
}

/// Lets a failed job run again from the start; whether there was such a job.
///
/// # Errors
/// When the database can't be written.
pub fn retry(tx: &mut Tx, id: JobId, now: Moment) -> Result<bool, Error> {
    Ok(tx.execute(RETRY, values![id, now])? > 0)
}

/// The job of an id, as long as it is kept.
///
/// # Errors
/// When the database can't be read.
pub fn by_id(conn: &mut Conn, id: JobId) -> Result<Option<JobRecord>, Error> {
    conn.one(BY_ID, values![id])?.map(read).transpose()
}

/// The job that has a key: one that waits, or, for a key that begins with [`ONCE`], one that runs.
///
/// # Errors
/// When the database can't be read.
pub fn by_key(conn: &mut Conn, key: &str) -> Result<Option<JobRecord>, Error> {
    conn.one(BY_KEY, values![kept(key).as_ref()])?.map(read).transpose()
}

/// The newest jobs, newest first.
///
/// # Errors
/// When the database can't be read.
pub fn list(conn: &mut Conn, limit: u32) -> Result<Vec<JobRecord>, Error> {
    conn.query(LIST, values![limit])?.into_iter().map(read).collect()
}

/// How many jobs there are of each state that occurs.
///
/// # Errors
/// When the database can't be read.
pub fn counts(conn: &mut Conn) -> Result<Vec<(JobState, i64)>, Error> {
    let rows = conn.query(COUNTS, &[])?.into_iter();
    rows.map(|mut row| Ok((row.word(JobState::parse)?, row.get()?))).collect()
}

/// When the next job can be claimed: a waiting one's time or the end of a lease, in the past perhaps.
///
/// # Errors
/// When the database can't be read.
pub fn next_due(conn: &mut Conn) -> Result<Option<Moment>, Error> {
    conn.one(NEXT_DUE, &[])?.map_or(Ok(None), |mut row| row.get())
}

/// Forgets jobs that were done before a moment; how many. Failed ones wait for a person.
///
/// # Errors
/// When the database can't be written.
pub fn sweep(tx: &mut Tx, before: Moment) -> Result<u64, Error> {
    tx.execute(SWEEP, values![before])
}
