//! What must be done again and again.

use model::{Change, Job, Moment, mail};
use store::{Tx, attempts, changes, guests, jobs, letters, links, posts, sessions, settings};

use crate::{Desk, Error};

const DAY: i64 = 86_400;

/// Seconds that done jobs stay on the desk.
const DONE_JOBS: i64 = 7 * DAY;
/// Seconds after which an address that nobody confirmed is forgotten.
const UNCONFIRMED: i64 = (mail::LINK_DAYS + 1) * DAY;
/// Seconds that letters stay in the log.
const LETTERS: i64 = 365 * DAY;

/// Posts that are named one by one when they come of an age; beyond that every page is.
const AGED: u32 = 500;

impl Desk {
    /// Sees to it that the recurring work is promised: sweeping daily, looking at feeds, backups as planned, and a
    /// ranking when the site starts. Visits ask for the other rankings. Doing it twice promises nothing twice.
    ///
    /// # Errors
    /// The store's.
    pub fn keep_house(&self) -> Result<(), Error> {
        self.store.write(|tx| {
            self.sweep_tomorrow(tx)?;
            self.look_soon(tx)?;
            self.keep_backup_promise(tx)?;
            self.rank_soon(tx)
        })
    }

    /// Forgets what has run its course, and promises to do so again tomorrow; the work of [`Job::Sweep`].
    pub(crate) fn sweep(&self) -> Result<(), Error> {
        let now = self.now();
        self.store.files().sweep(now.plus_seconds(-DAY))?;
        self.sweep_spam()?;
        self.store.write(|tx| {
            sessions::sweep(tx, now)?;
            links::sweep(tx, now)?;
            attempts::sweep(tx, now.plus_seconds(-DAY))?;
            changes::sweep(tx)?;
            jobs::sweep(tx, now.plus_seconds(-DONE_JOBS))?;
            name_aged(tx, now)?;
            letters::forget_unconfirmed(tx, now.plus_seconds(-UNCONFIRMED))?;
            guests::sweep(tx, now.plus_seconds(-UNCONFIRMED))?;
            letters::sweep(tx, now.plus_seconds(-LETTERS))?;
            self.sweep_tomorrow(tx)?;
            // Should a job have been given up before it began.
            self.keep_backup_promise(tx)?;
            // Days leave the windows even when nobody comes.
            self.rank_soon(tx)
        })
    }

    fn sweep_tomorrow(&self, tx: &mut Tx) -> Result<(), Error> {
        self.promise(tx, Job::Sweep.name(), &Job::Sweep, self.now().plus_seconds(DAY))
    }
}

/// Names the pages of posts that came of an age since the last sweep at which comments wait or close.
fn name_aged(tx: &mut Tx, now: Moment) -> Result<(), Error> {
    let site = settings::site(tx)?;
    for days in [site.hold_days, site.close_days].into_iter().filter(|days| *days > 0) {
        let until = now.plus_seconds(-DAY * i64::from(days));
        let aged = posts::published_between(tx, until.plus_seconds(-2 * DAY), until, AGED)?;
        if aged.len() == AGED as usize {
            tx.changed(Change::Site);
        }
        for post in aged {
            tx.changed(Change::Post(post));
        }
    }
    Ok(())
}
