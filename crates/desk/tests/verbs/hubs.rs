//! Hubs: asked once, believed as long as they promised, heard when they sign.

use desk::HubQuestion;
use model::{FeedId, Hub, Job};

use crate::feeds::{feed, subscribed};
use crate::place::{Place, on_both};

const HUB: &str = "https://hub.example/";
const TOPIC: &str = "https://gazette.example/feed.xml";

fn asked(place: &Place, id: FeedId) -> Hub {
    place.desk.hub_to_ask(id, Some(HUB), TOPIC).unwrap().expect("there is something to ask")
}

fn question(mode: &str) -> HubQuestion {
    HubQuestion { mode: mode.into(), topic: TOPIC.into(), lease: Some(10 * 86_400) }
}

fn looks(place: &Place) -> usize {
    let mut count = 0;
    while let Some(record) = place.desk.claim_job(60).unwrap() {
        count += usize::from(matches!(record.job, Job::ReadFeed { .. }));
        place.desk.forget_job(record.id).unwrap();
    }
    count
}

#[test]
fn a_hub_is_asked_once_and_again_before_its_promise_ends() {
    on_both(|place| {
        let id = subscribed(place);
        let hub = asked(place, id);
        assert_eq!((hub.callback.len(), hub.secret.len()), (43, 43));
        assert_eq!(place.desk.hub_to_ask(id, Some(HUB), TOPIC).unwrap(), None, "it has time to answer");
        assert!(place.desk.answer_hub(&hub.callback, &question("subscribe")).unwrap());
        place.clock.advance_seconds(7 * 86_400);
        assert_eq!(place.desk.hub_to_ask(id, Some(HUB), TOPIC).unwrap(), None);
        place.clock.advance_seconds(86_400 + 60);
        let renewed = asked(place, id);
        assert_eq!((renewed.callback, renewed.secret), (hub.callback, hub.secret));
    });
}

#[test]
fn only_what_was_asked_for_is_confirmed() {
    on_both(|place| {
        let id = subscribed(place);
        let hub = asked(place, id);
        let other = HubQuestion { topic: "https://evil.example/".into(), ..question("subscribe") };
        assert!(!place.desk.answer_hub(&hub.callback, &other).unwrap());
        assert!(!place.desk.answer_hub("somewhere else", &question("subscribe")).unwrap());
        assert!(!place.desk.answer_hub(&hub.callback, &question("unsubscribe")).unwrap(), "we want it");
        assert!(!place.desk.answer_hub(&hub.callback, &question("")).unwrap());
        assert_eq!(feed(place, id).hub.unwrap().lease_until, None);
        // A lease of a thousand years is believed for ninety days, one of a second for a minute.
        for (lease, days) in [(i64::MAX, 90.0), (1, 60.0 / 86_400.0)] {
            let asked = HubQuestion { lease: Some(lease), ..question("subscribe") };
            assert!(place.desk.answer_hub(&hub.callback, &asked).unwrap());
            let until = feed(place, id).hub.unwrap().lease_until.unwrap();
            let seconds = until.seconds() - model::Clock::now(&*place.clock).seconds();
            assert_eq!(seconds as f64, days * 86_400.0);
        }
        assert!(place.desk.answer_hub(&hub.callback, &question("denied")).unwrap());
        assert_eq!(feed(place, id).hub.unwrap().lease_until, None);
    });
}

#[test]
fn a_signed_call_causes_one_look_and_any_other_none() {
    on_both(|place| {
        let id = subscribed(place);
        assert_eq!(looks(place), 1, "the first");
        // RFC 4231's body; the secret is the desk's own, so the signature is of another secret.
        let body = b"what do ya want for nothing?";
        let foreign = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let hub = asked(place, id);
        assert!(place.desk.hear_hub(&hub.callback, body, foreign).unwrap(), "answered as if it were right");
        assert!(place.desk.hear_hub(&hub.callback, body, "").unwrap());
        assert_eq!(looks(place), 0);
        let right = signature(&hub.secret, body);
        for _ in 0..3 {
            assert!(place.desk.hear_hub(&hub.callback, body, &right).unwrap());
        }
        assert_eq!(looks(place), 1, "one waits, however often it is told");
        assert!(!place.desk.hear_hub("somewhere else", body, &right).unwrap());
        // Just looked: the next call's look waits a minute.
        place.desk.record_look(id, &desk::Look::Unchanged).unwrap();
        assert!(place.desk.hear_hub(&hub.callback, body, &right).unwrap());
        assert_eq!(looks(place), 0);
        place.clock.advance_seconds(60);
        assert_eq!(looks(place), 1);
        place.desk.pause_feed(&place.author, id).unwrap();
        assert!(!place.desk.hear_hub(&hub.callback, body, &right).unwrap(), "nobody is here any more");
    });
}

#[test]
fn a_hub_is_left_with_its_feed_and_confirmed_in_that() {
    on_both(|place| {
        let id = subscribed(place);
        let hub = asked(place, id);
        place.desk.unsubscribe(&place.author, id).unwrap();
        let mut left = Vec::new();
        while let Some(record) = place.desk.claim_job(60).unwrap() {
            left.extend(matches!(record.job, Job::LeaveHub { .. }).then(|| record.job.clone()));
            place.desk.forget_job(record.id).unwrap();
        }
        let expected = Job::LeaveHub { hub: HUB.into(), topic: TOPIC.into(), callback: hub.callback.clone() };
        assert_eq!(left, [expected]);
        assert!(place.desk.answer_hub(&hub.callback, &question("unsubscribe")).unwrap());
        assert!(!place.desk.answer_hub(&hub.callback, &question("subscribe")).unwrap());
    });
}

#[test]
fn a_feed_that_names_another_hub_or_none_leaves_the_first() {
    on_both(|place| {
        let id = subscribed(place);
        let first = asked(place, id);
        let second = place.desk.hub_to_ask(id, Some("https://other.example/"), TOPIC).unwrap().unwrap();
        assert_ne!(first.callback, second.callback);
        assert_eq!(place.desk.hub_to_ask(id, None, TOPIC).unwrap(), None);
        assert_eq!(feed(place, id).hub, None);
    });
}

fn signature(secret: &str, body: &[u8]) -> String {
    use hmac::{Hmac, KeyInit, Mac};
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(body);
    let hex: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256={hex}")
}
