//! Backups by themselves: the owner's plan, the promise of the next one, and what came of them. The work itself needs
//! the server's files and is not done here.

use model::backup::backup_name;
use model::{
    Actor, BackupCheck, BackupDone, BackupLog, BackupPlan, BackupTrouble, Job, JobRecord, Letter, LetterKind,
    Moment, Permission,
};
use store::jobs::ONCE;
use store::{Conn, Tx, accounts, digests, jobs, settings};

use crate::{Desk, Error, access};

/// How backups stand.
#[derive(Clone, Debug)]
pub struct Backups {
    /// When they are made.
    pub plan: BackupPlan,
    /// What came of them.
    pub log: BackupLog,
    /// The one that is being made, or that waits for its turn.
    pub running: Option<JobRecord>,
}

impl Desk {
    /// How backups stand.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners.
    pub fn backups(&self, actor: &Actor) -> Result<Backups, Error> {
        access::require(actor, Permission::Configure)?;
        self.store.read(|conn| {
            let plan = settings::backup_plan(conn)?;
            let running = running(conn, &plan)?;
            Ok(Backups { plan, log: settings::backup_log(conn)?, running })
        })
    }

    /// Decides when backups are made by themselves, and how many stay. What `plan` says of the next one is not looked
    /// at: that follows from the rest.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners; [`Error::Invalid`] per field.
    pub fn plan_backups(&self, actor: &Actor, plan: &BackupPlan) -> Result<BackupPlan, Error> {
        access::require(actor, Permission::Configure)?;
        let plan = plan.clone().checked()?;
        self.write(|tx| {
            let before = settings::backup_plan(tx)?;
            if let Some(at) = before.next
                && let Some(record) = jobs::by_key(tx, &key(Some(at)))?
            {
                jobs::remove(tx, record.id)?;
            }
            let plan = BackupPlan { begun: before.begun, ..plan.clone() };
            self.plan_next(tx, plan)
        })
    }

    /// Asks for a backup now. One that is asked for twice is made once.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for all but owners.
    pub fn back_up_now(&self, actor: &Actor) -> Result<(), Error> {
        access::require(actor, Permission::Configure)?;
        self.write(|tx| self.promise(tx, &key(None), &Job::Backup { planned: None }, self.now()))
    }

    /// Begins what [`Job::Backup`] says, the next planned one promised first, so that no failure ends the row. `None`
    /// when it is not to be made: the plan has changed since.
    ///
    /// # Errors
    /// The store's.
    pub fn begin_backup(&self, planned: Option<Moment>) -> Result<Option<(BackupPlan, BackupLog)>, Error> {
        self.write(|tx| {
            let mut plan = settings::backup_plan(tx)?;
            if let Some(at) = planned {
                if plan.next == Some(at) {
                    plan = self.plan_next(tx, BackupPlan { begun: Some(at), ..plan })?;
                } else if plan.begun != Some(at) {
                    return Ok(None);
                }
            }
            Ok(Some((plan, settings::backup_log(tx)?)))
        })
    }

    /// Notes that a backup is made and whole, and which older ones are gone.
    ///
    /// # Errors
    /// The store's.
    pub fn backup_done(&self, done: &BackupDone, check: &BackupCheck) -> Result<(), Error> {
        self.write(|tx| {
            let mut log = settings::backup_log(tx)?;
            log.checks.retain(|name, _| !done.removed.contains(name));
            log.checks.insert(done.name.clone(), check.clone());
            log.done = Some(done.clone());
            log.trouble = None;
            Ok(settings::save_backup_log(tx, &log)?)
        })
    }

    /// Notes why there is no backup, and tells owners by letter: once, until there is one again.
    ///
    /// # Errors
    /// The store's.
    pub fn backup_failed(&self, why: &str) -> Result<(), Error> {
        let now = self.now();
        self.write(|tx| {
            let mut log = settings::backup_log(tx)?;
            let is_news = log.trouble.is_none();
            log.trouble = Some(BackupTrouble { at: now, why: why.to_owned() });
            settings::save_backup_log(tx, &log)?;
            if is_news && self.mails_as.is_some() { self.tell_owners(tx) } else { Ok(()) }
        })
    }

    /// Tells those owners that have said where letters go.
    fn tell_owners(&self, tx: &mut Tx) -> Result<(), Error> {
        for account in accounts::list(tx)? {
            let (id, owner) = (account.id, Actor::Account(account));
            let address = digests::of(tx, id)?.map(|chosen| chosen.address).unwrap_or_default();
            if owner.may(Permission::Configure) && !address.is_empty() {
                let letter = Letter { account: Some(id), ..self.letter(LetterKind::Backup, &address) };
                self.post_letter(tx, letter)?;
            }
        }
        Ok(())
    }

    /// Notes what a look through an older backup showed. What is known of those that are `there` no longer is
    /// forgotten.
    ///
    /// # Errors
    /// The store's.
    pub fn backup_checked(&self, at: Moment, check: &BackupCheck, there: &[Moment]) -> Result<(), Error> {
        let there: Vec<String> = there.iter().map(|at| backup_name(*at)).collect();
        self.write(|tx| {
            let mut log = settings::backup_log(tx)?;
            log.checks.insert(backup_name(at), check.clone());
            log.checks.retain(|name, _| there.contains(name));
            Ok(settings::save_backup_log(tx, &log)?)
        })
    }

    /// Sees to it that what is planned is promised.
    pub(crate) fn keep_backup_promise(&self, tx: &mut Tx) -> Result<(), Error> {
        match settings::backup_plan(tx)?.next {
            Some(at) => self.promise(tx, &key(Some(at)), &Job::Backup { planned: Some(at) }, at),
            None => Ok(()),
        }
    }

    /// Saves a plan with the next moment that follows from it, and promises that one.
    fn plan_next(&self, tx: &mut Tx, plan: BackupPlan) -> Result<BackupPlan, Error> {
        let next = plan.after(self.now(), &settings::site(tx)?.zone());
        let plan = BackupPlan { next, ..plan };
        settings::save_backup_plan(tx, &plan)?;
        self.keep_backup_promise(tx)?;
        Ok(plan)
    }
}

/// What a backup's job is known by, until it has ended: it takes long, and one at a time is enough.
fn key(planned: Option<Moment>) -> String {
    match planned {
        Some(at) => format!("{ONCE}backup:{at}"),
        None => format!("{ONCE}backup"),
    }
}

fn running(conn: &mut Conn, plan: &BackupPlan) -> Result<Option<JobRecord>, Error> {
    if let Some(record) = jobs::by_key(conn, &key(None))? {
        return Ok(Some(record));
    }
    match plan.begun {
        Some(at) => Ok(jobs::by_key(conn, &key(Some(at)))?),
        None => Ok(None),
    }
}
