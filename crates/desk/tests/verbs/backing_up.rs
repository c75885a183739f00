//! The plan of backups and its promises.

use model::{BackupCheck, BackupDone, BackupPlan, Job, JobRecord, JobState, Moment, Rhythm, Wholeness};

use crate::place::{Place, forbidden, on_both};

fn daily() -> BackupPlan {
    BackupPlan { rhythm: Rhythm::Day, ..BackupPlan::default() }
}

/// The backup that is due, taken as a worker takes it.
fn claim(place: &Place) -> Option<(JobRecord, Option<Moment>)> {
    let record = place.desk.claim_job(60).unwrap()?;
    let Job::Backup { planned } = record.job else { panic!("{record:?}") };
    Some((record, planned))
}

fn waiting(place: &Place) -> Vec<Moment> {
    let jobs = place.desk.store().read(|c| store::jobs::list(c, 99)).unwrap();
    let waits = |job: &JobRecord| job.job.name() == "backup" && job.state == JobState::Waiting;
    jobs.into_iter().filter(waits).map(|job| job.run_at).collect()
}

#[test]
fn owners_alone_decide() {
    on_both(|place| {
        for actor in [&place.editor, &place.author, &place.moderator] {
            assert!(forbidden(&place.desk.backups(actor)));
            assert!(forbidden(&place.desk.plan_backups(actor, &daily())));
            assert!(forbidden(&place.desk.back_up_now(actor)));
        }
        let wrong = BackupPlan { hour: 24, ..daily() };
        assert!(place.desk.plan_backups(&place.owner, &wrong).is_err());
        assert_eq!(place.desk.backups(&place.owner).unwrap().plan, BackupPlan::default());
        assert!(waiting(place).is_empty());
    });
}

#[test]
fn a_planned_backup_promises_the_next_whatever_becomes_of_it() {
    on_both(|place| {
        let next = place.desk.plan_backups(&place.owner, &daily()).unwrap().next.unwrap();
        assert_eq!(next.iso(), "2026-11-21T03:00:00Z");
        assert_eq!(waiting(place), [next]);
        assert!(claim(place).is_none());
        place.clock.set(next);
        let (record, planned) = claim(place).unwrap();
        assert_eq!(planned, Some(next));
        assert!(place.desk.begin_backup(planned).unwrap().is_some());
        let tomorrow = next.plus_seconds(86_400);
        assert_eq!(waiting(place), [tomorrow]);
        let seen = place.desk.backups(&place.owner).unwrap();
        assert_eq!((seen.plan.next, seen.running.map(|job| job.id)), (Some(tomorrow), Some(record.id)));
        // It fails, and is tried again although the plan is at the next one.
        place.desk.fail_job(&record, "the disk is full", true).unwrap();
        place.clock.advance_seconds(5);
        let (again, planned) = claim(place).unwrap();
        assert_eq!(again.id, record.id);
        assert!(place.desk.begin_backup(planned).unwrap().is_some());
        assert_eq!(waiting(place), [tomorrow], "the next is promised once");
        place.desk.finish_job(again.id, None).unwrap();
        assert!(place.desk.backups(&place.owner).unwrap().running.is_none());
    });
}

#[test]
fn a_changed_plan_takes_its_promise_back() {
    on_both(|place| {
        let first = place.desk.plan_backups(&place.owner, &daily()).unwrap().next;
        let later = BackupPlan { hour: 14, ..daily() };
        let next = place.desk.plan_backups(&place.owner, &later).unwrap().next.unwrap();
        assert_eq!(waiting(place), [next]);
        place.desk.keep_house().unwrap();
        assert_eq!(waiting(place), [next], "a start promises nothing twice");
        // A job that another server took just before: nothing is made of it.
        assert!(place.desk.begin_backup(first).unwrap().is_none());
        place.desk.plan_backups(&place.owner, &BackupPlan::default()).unwrap();
        assert!(waiting(place).is_empty());
        assert!(place.desk.begin_backup(Some(next)).unwrap().is_none());
    });
}

#[test]
fn one_asked_for_twice_is_made_once_and_keeps_its_lease_while_it_runs() {
    on_both(|place| {
        for _ in 0..2 {
            place.desk.back_up_now(&place.owner).unwrap();
        }
        let (record, planned) = claim(place).unwrap();
        assert_eq!(planned, None);
        assert!(place.desk.begin_backup(planned).unwrap().is_some());
        place.desk.back_up_now(&place.owner).unwrap();
        for _ in 0..9 {
            place.clock.advance_seconds(59);
            place.desk.renew_job(record.id, 60).unwrap();
            assert!(claim(place).is_none(), "it is being made");
        }
        place.desk.finish_job(record.id, None).unwrap();
        place.desk.renew_job(record.id, 60).unwrap();
        place.clock.advance_seconds(61);
        assert!(claim(place).is_none(), "it is over");
        place.desk.back_up_now(&place.owner).unwrap();
        assert!(claim(place).is_some());
    });
}

#[test]
fn what_came_of_it_is_kept_until_the_next() {
    on_both(|place| {
        let log = || place.desk.backups(&place.owner).unwrap().log;
        place.desk.backup_failed("the disk is full").unwrap();
        assert_eq!(log().trouble.unwrap().why, "the disk is full");
        let at = model::Clock::now(&*place.clock);
        let whole = BackupCheck { at, state: Wholeness::Whole, why: None };
        let name = |day: i64| model::backup::backup_name(at.plus_seconds(day * 86_400));
        let done = |day: i64, removed: &[i64]| BackupDone {
            name: name(day),
            at,
            size: 9,
            rows: 8,
            files: 7,
            removed: removed.iter().map(|day| name(*day)).collect(),
        };
        for day in 0..3 {
            place.desk.backup_done(&done(day, &[]), &whole).unwrap();
        }
        place.desk.backup_done(&done(3, &[0]), &whole).unwrap();
        assert_eq!(log().trouble, None);
        assert_eq!(log().checks.keys().cloned().collect::<Vec<_>>(), [name(1), name(2), name(3)]);
        let broken = BackupCheck { at, state: Wholeness::Broken, why: Some("its end is missing".into()) };
        let there = [at.plus_seconds(86_400), at.plus_seconds(3 * 86_400)];
        place.desk.backup_checked(there[0], &broken, &there).unwrap();
        assert_eq!(log().checks.keys().cloned().collect::<Vec<_>>(), [name(1), name(3)]);
        assert_eq!(log().state(&name(1)), Wholeness::Broken);
        // A failure leaves what there is.
        place.desk.backup_failed("the disk is full").unwrap();
        assert_eq!(log().done, Some(done(3, &[0])));
    });
}
