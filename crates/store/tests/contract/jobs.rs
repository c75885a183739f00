use std::sync::{Barrier, Mutex};
use std::thread;

use model::{Job, JobId, JobRecord, JobState, PostId};
use store::{Error, Store, jobs};
use trial::on_both_engines;

use crate::at;

fn id(number: i64) -> JobId {
    JobId::from_raw(number)
}

fn job(number: i64) -> Job {
    Job::Publish { post: PostId::from_raw(number) }
}

fn enqueue(store: &Store, number: i64, seconds: i64) {
    store.write(|tx| tx.enqueue(id(number), &job(number), at(seconds), at(0))).unwrap();
}

fn claim(store: &Store, now: i64, lease: i64) -> Option<JobRecord> {
    store.write(|tx| jobs::claim(tx, at(now), at(lease))).unwrap()
}

#[test]
fn jobs_are_claimed_when_due_longest_due_first() {
    on_both_engines(|store| {
        assert_eq!(store.read(jobs::next_due).unwrap(), None);
        enqueue(&store, 1, 30);
        enqueue(&store, 2, 10);
        assert_eq!(store.read(jobs::next_due).unwrap(), Some(at(10)));
        assert_eq!(claim(&store, 9, 60), None);
        let record = claim(&store, 30, 60).unwrap();
        let expected = JobRecord {
            id: id(2),
            job: job(2),
            state: JobState::Running,
            tried: 1,
            run_at: at(10),
            created: at(0),
            changed: at(30),
            outcome: None,
        };
        assert_eq!(record, expected);
        assert_eq!(claim(&store, 30, 60).unwrap().id, id(1));
        assert_eq!(claim(&store, 30, 60), None);
    });
}

#[test]
fn a_crashed_workers_job_is_claimed_again_after_its_lease() {
    on_both_engines(|store| {
        enqueue(&store, 1, 0);
        assert!(claim(&store, 0, 60).is_some());
        assert_eq!(store.read(jobs::next_due).unwrap(), Some(at(60)));
        assert_eq!(claim(&store, 59, 100), None);
        let again = claim(&store, 60, 120).unwrap();
        assert_eq!((again.id, again.tried), (id(1), 2));
    });
}

#[test]
fn a_job_is_done_or_tried_again_or_given_up() {
    on_both_engines(|store| {
        for number in 1..=3 {
            enqueue(&store, number, 0);
            claim(&store, 0, 60).unwrap();
        }
        store
            .write(|tx| {
                jobs::finish(tx, id(1), Some("post 7"), at(1))?;
                jobs::fail(tx, id(2), "no answer", Some(at(20)), at(1))?;
                jobs::fail(tx, id(3), "not found", None, at(1))
            })
            .unwrap();
        let outcome = |number| {
            let record = store.read(|c| jobs::by_id(c, id(number))).unwrap().unwrap();
            (record.state, record.outcome.unwrap_or_default())
        };
        assert_eq!(outcome(1), (JobState::Done, "post 7".to_owned()));
        assert_eq!(outcome(2), (JobState::Waiting, "no answer".to_owned()));
        assert_eq!(outcome(3), (JobState::Failed, "not found".to_owned()));
        let counts = store.read(jobs::counts).unwrap();
        assert_eq!(counts, [(JobState::Done, 1), (JobState::Failed, 1), (JobState::Waiting, 1)]);
        assert_eq!(claim(&store, 20, 60).unwrap().id, id(2));

        assert!(store.write(|tx| jobs::retry(tx, id(3), at(30))).unwrap());
        assert!(!store.write(|tx| jobs::retry(tx, id(1), at(30))).unwrap());
        let again = claim(&store, 30, 60).unwrap();
        assert_eq!((again.id, again.tried), (id(3), 1));

        assert_eq!(store.write(|tx| jobs::sweep(tx, at(1))).unwrap(), 0);
        assert_eq!(store.write(|tx| jobs::sweep(tx, at(2))).unwrap(), 1);
        let left = store.read(|c| jobs::list(c, 9)).unwrap();
        assert_eq!(left.iter().map(|r| r.id).collect::<Vec<_>>(), [id(3), id(2)]);
    });
}

#[test]
fn a_second_waiting_job_of_one_purpose_is_not_promised() {
    on_both_engines(|store| {
        let promise = |number| {
            store
                .write(|tx| jobs::enqueue_unique(tx, "rank", id(number), &Job::RankPopular, at(0), at(0)))
                .unwrap()
        };
        assert_eq!((promise(1), promise(2)), (true, false));
        assert_eq!(claim(&store, 0, 60).unwrap().id, id(1));
        assert_eq!((promise(3), promise(4)), (true, false));
        store.write(|tx| jobs::fail(tx, id(1), "later", Some(at(5)), at(1))).unwrap();
        assert_eq!(claim(&store, 9, 60).unwrap().id, id(3));
        assert_eq!(claim(&store, 9, 60).unwrap().id, id(1));
    });
}

#[test]
fn a_job_of_a_failed_transaction_does_not_exist() {
    on_both_engines(|store| {
        let failed: Result<(), Error> = store.write(|tx| {
            tx.enqueue(id(1), &job(1), at(0), at(0))?;
            Err(Error::Reference)
        });
        assert_eq!(failed, Err(Error::Reference));
        assert_eq!(claim(&store, 9, 60), None);
    });
}

#[test]
fn workers_never_get_one_job_twice() {
    on_both_engines(|store| {
        const JOBS: i64 = 60;
        const WORKERS: usize = 6;
        for number in 1..=JOBS {
            enqueue(&store, number, 0);
        }
        let claimed = Mutex::new(Vec::new());
        let start = Barrier::new(WORKERS);
        thread::scope(|scope| {
            for _ in 0..WORKERS {
                scope.spawn(|| {
                    start.wait();
                    while let Some(record) = claim(&store, 1, 100) {
                        claimed.lock().unwrap().push(record.id.raw());
                    }
                });
            }
        });
        let mut claimed = claimed.into_inner().unwrap();
        claimed.sort_unstable();
        assert_eq!(claimed, (1..=JOBS).collect::<Vec<_>>());
    });
}
