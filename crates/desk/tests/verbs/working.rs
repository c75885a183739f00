//! Jobs, house-keeping, settings.

use desk::ClipRequest;
use model::{Actor, Change, Job, JobId, JobState, Site};

use crate::place::{Place, forbidden, missing, on_both, wrong};

fn clip_job(place: &Place) -> JobId {
    let asked = place.desk.request_clip(&place.author, "https://a.example/", "https://a.example/");
    let ClipRequest::Queued(id) = asked.unwrap() else { panic!("it was clipped before") };
    id
}

fn state(place: &Place, id: JobId) -> (JobState, Option<String>) {
    let record = place.desk.store().read(|conn| store::jobs::by_id(conn, id)).unwrap().unwrap();
    (record.state, record.outcome)
}

#[test]
fn a_job_is_taken_by_one_worker_and_done() {
    on_both(|place| {
        let id = clip_job(place);
        let record = place.desk.claim_job(60).unwrap().unwrap();
        assert_eq!((record.id, record.tried, record.state), (id, 1, JobState::Running));
        assert_eq!(place.desk.claim_job(60).unwrap(), None);
        place.desk.finish_job(id, Some("01k3xw7q2m4ag")).unwrap();
        assert_eq!(state(place, id), (JobState::Done, Some("01k3xw7q2m4ag".into())));
    });
}

#[test]
fn a_job_whose_worker_died_is_taken_again() {
    on_both(|place| {
        let id = clip_job(place);
        place.desk.claim_job(60).unwrap().unwrap();
        place.clock.advance_seconds(61);
        let again = place.desk.claim_job(60).unwrap().unwrap();
        assert_eq!((again.id, again.tried), (id, 2));
    });
}

#[test]
fn a_passing_failure_is_tried_again_until_the_tries_are_used_up() {
    on_both(|place| {
        let id = clip_job(place);
        for wait in [5, 20] {
            let record = place.desk.claim_job(60).unwrap().unwrap();
            place.desk.fail_job(&record, "timed out", true).unwrap();
            assert_eq!(place.desk.claim_job(60).unwrap(), None, "it waits");
            place.clock.advance_seconds(wait);
        }
        let last = place.desk.claim_job(60).unwrap().unwrap();
        place.desk.fail_job(&last, "timed out", true).unwrap();
        assert_eq!(state(place, id), (JobState::Failed, Some("timed out".into())));
        place.clock.advance_seconds(86_400);
        assert_eq!(place.desk.claim_job(60).unwrap(), None);
    });
}

#[test]
fn a_try_is_put_off_as_long_as_the_outlet_asks_and_at_most_a_day() {
    on_both(|place| {
        let id = clip_job(place);
        for (asked, waits) in [(1, 5), (u64::MAX, 86_400)] {
            let record = place.desk.claim_job(60).unwrap().unwrap();
            place.desk.defer_job(&record, "too many requests", asked).unwrap();
            assert_eq!(state(place, id), (JobState::Waiting, Some("too many requests".into())));
            place.clock.advance_seconds(waits - 1);
            assert_eq!(place.desk.claim_job(60).unwrap(), None, "it waits {waits} s");
            place.clock.advance_seconds(1);
        }
        let last = place.desk.claim_job(60).unwrap().unwrap();
        place.desk.defer_job(&last, "too many requests", 600).unwrap();
        assert_eq!(state(place, id).0, JobState::Failed, "its tries are used up");
    });
}

#[test]
fn a_lasting_failure_waits_for_a_person() {
    on_both(|place| {
        let id = clip_job(place);
        let record = place.desk.claim_job(60).unwrap().unwrap();
        place.desk.fail_job(&record, "not a page", false).unwrap();
        assert_eq!(state(place, id).0, JobState::Failed);
        assert!(forbidden(&place.desk.retry_job(&place.moderator, id)));
        assert!(missing(&place.desk.retry_job(&place.editor, JobId::from_raw(3))));
        place.desk.retry_job(&place.author, id).expect("it is the author's own clip");
        assert_eq!(state(place, id).0, JobState::Waiting);
        place.desk.retry_job(&place.editor, id).expect("twice is once");
        assert_eq!(place.desk.claim_job(60).unwrap().unwrap().id, id);
    });
}

#[test]
fn the_house_is_kept_once_however_often_it_is_asked() {
    on_both(|place| {
        place.desk.keep_house().unwrap();
        place.desk.keep_house().unwrap();
        assert_eq!(place.work(), 1, "a ranking when the site starts");
        let session = place.desk.store();
        session
            .write(|tx| {
                let account = place.author.account().unwrap();
                store::sessions::add(tx, "old", account, place.now().plus_seconds(60), place.now())
            })
            .unwrap();
        for _ in 0..3 {
            place.clock.advance_seconds(86_400);
            assert_eq!(place.work(), 2, "sweeping asks for itself and a ranking");
        }
        let list = place.desk.store().read(|conn| store::jobs::list(conn, 50)).unwrap();
        let waiting = list.iter().filter(|r| r.state == JobState::Waiting).map(|r| &r.job);
        assert_eq!(waiting.collect::<Vec<_>>(), [&Job::Sweep]);
    });
}

impl Place {
    fn now(&self) -> model::Moment {
        model::Clock::now(&*self.clock)
    }
}

#[test]
fn settings_are_checked_and_every_page_hears_of_them() {
    on_both(|place| {
        let site = Site { name: "The Courant".into(), ..Site::default() };
        assert_eq!(place.desk.save_site(&place.owner, &site).unwrap().name, "The Courant");
        assert_eq!((place.changes(), place.desk.site().unwrap()), (vec![Change::Site], site.clone()));
        place.desk.save_site(&place.owner, &site).unwrap();
        assert_eq!(place.changes(), [], "nothing changed");
        wrong(place.desk.save_site(&place.owner, &Site { per_page: 0, ..site }), "per_page");
    });
}

#[test]
fn what_can_be_undone_by_waiting_is_passing() {
    on_both(|place| {
        let refused = place.desk.create(&Actor::Nobody, &crate::place::text("x")).unwrap_err();
        assert!(!refused.is_passing());
        assert!(desk::Error::Unavailable("the database is away".into()).is_passing());
    });
}
