//! The work of a backup's job: where the desk's plan and the server's directory meet.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use model::{JobId, Moment};

use crate::clipping::Scissors;
use crate::shelf::{NotMade, Order};

impl Scissors {
    /// Makes a backup that was planned or asked for, and lets older ones go. It may take longer than the lease of its
    /// job, which is therefore renewed for as long as it is being made: no other worker begins it meanwhile.
    ///
    /// # Errors
    /// Why there is none; that also stands on the page of backups.
    pub fn back_up(
        &self,
        job: JobId,
        planned: Option<Moment>,
        lease: i64,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<String>, NotMade> {
        let done = thread::scope(|scope| {
            let (over, ended) = channel::<()>();
            let each = Duration::from_secs(u64::try_from(lease / 4).unwrap_or(1));
            scope.spawn(move || {
                // Ends with the work: then the other end is gone.
                while let Err(RecvTimeoutError::Timeout) = ended.recv_timeout(each) {
                    if let Err(error) = self.desk().renew_job(job, lease) {
                        tracing::warn!(%error, "the lease of a backup could not be renewed; it is tried again");
                    }
                }
            });
            let done = self.make_backup(planned, stop);
            drop(over);
            done
        });
        if let Err(not_made) = &done
            && !stop()
            && let Err(error) = self.desk().backup_failed(&not_made.why)
        {
            tracing::warn!(%error, "that a backup was not made could not be noted");
        }
        done
    }

    fn make_backup(
        &self,
        planned: Option<Moment>,
        stop: &dyn Fn() -> bool,
    ) -> Result<Option<String>, NotMade> {
        let desk = self.desk();
        let unnoted = |error: desk::Error| NotMade { why: error.to_string(), passing: error.is_passing() };
        let Some((plan, log)) = desk.begin_backup(planned).map_err(unnoted)? else { return Ok(None) };
        let Some(shelf) = self.shelf() else {
            let why =
                "This server names no directory for backups; set COURANT_BACKUP_DIR and start it again.";
            return Err(NotMade { why: why.to_owned(), passing: false });
        };
        let zone = desk.site().map_err(unnoted)?.zone();
        let order =
            Order { store: desk.store(), clock: desk.clock(), plan: &plan, log: &log, zone: &zone, stop };
        let (done, check) = shelf.put(&order)?;
        desk.backup_done(&done, &check).map_err(unnoted)?;
        // One is whole; that an old one was looked at again is no reason to make another.
        if let Some((at, check, there)) = shelf.look_again(&order)
            && let Err(error) = desk.backup_checked(at, &check, &there)
        {
            tracing::warn!(%error, "what was seen of an old backup could not be noted");
        }
        let mib = done.size as f64 / f64::from(1 << 20);
        Ok(Some(match done.removed.len() {
            0 => format!("{}, {mib:.1} MiB", done.name),
            number => format!("{}, {mib:.1} MiB; older ones removed: {number}", done.name),
        }))
    }
}
