//! Accounts, links, sessions, tokens.

use desk::{Error, Limits};
use model::{Account, Actor, Moment, Role, Scope, Site};

use crate::place::{Place, forbidden, missing, on_both, wrong};

const PASSWORD: &str = "a river runs by";
const HERE: &str = "192.0.2.1";

fn add(place: &Place, name: &str) -> Account {
    place.desk.add_account(&place.owner, name, Role::Author, PASSWORD).unwrap()
}

/// A place without accounts.
fn on_both_empty(test: impl Fn(&desk::Desk, &model::ManualClock)) {
    trial::on_both_engines(|store| {
        let clock = std::sync::Arc::new(model::ManualClock::at(model::sample::noon()));
        test(&desk::Desk::new(store, clock.clone()), &clock);
    });
}

#[test]
fn the_first_owner_is_made_by_a_link_that_works_once() {
    on_both_empty(|desk, _| {
        let secret = desk.owner_link().unwrap().unwrap();
        wrong(desk.claim_owner(&secret, "", PASSWORD), "name");
        wrong(desk.claim_owner(&secret, "Ada", "short"), "password");
        assert!(desk.is_owner_link(&secret).unwrap(), "a failed claim does not use the link up");
        assert!(forbidden(&desk.claim_owner("made up", "Ada", PASSWORD)));
        let session = desk.claim_owner(&secret, " Ada  Park ", PASSWORD).unwrap();
        let Actor::Account(owner) = desk.actor_of_session(session.as_str()).unwrap() else {
            panic!("the owner is not signed in")
        };
        assert_eq!((owner.name.as_str(), owner.role), ("Ada Park", Role::Owner));
        assert!(forbidden(&desk.claim_owner(&secret, "Ben", PASSWORD)));
        assert_eq!(desk.owner_link().unwrap(), None);
        desk.save_site(&Actor::Account(owner), &Site::default()).unwrap();
    });
}

#[test]
fn an_owners_link_lasts_a_day_and_ends_with_the_first_account() {
    on_both_empty(|desk, clock| {
        let (old, other) = (desk.owner_link().unwrap().unwrap(), desk.owner_link().unwrap().unwrap());
        assert!(forbidden(&desk.use_link(&old)), "it signs nobody in");
        assert!(desk.is_owner_link(&other).unwrap());
        clock.advance_seconds(24 * 3_600 + 1);
        assert!(forbidden(&desk.claim_owner(&other, "Ada", PASSWORD)));
        let fresh = desk.owner_link().unwrap().unwrap();
        desk.add_account(&Actor::System, "Shell", Role::Owner, PASSWORD).unwrap();
        assert!(forbidden(&desk.claim_owner(&fresh, "Ada", PASSWORD)));
    });
}

#[test]
fn a_name_and_its_password_open_a_session() {
    on_both(|place| {
        let account = add(place, "Ada Park");
        let session = place.desk.sign_in(" ada  park ", PASSWORD, HERE).unwrap();
        let actor = Actor::Account(account);
        assert_eq!(place.desk.actor_of_session(session.as_str()).unwrap(), actor);
        place.clock.advance_seconds(29 * 86_400);
        assert_eq!(place.desk.actor_of_session(session.as_str()).unwrap(), actor);
        place.clock.advance_seconds(2 * 86_400);
        assert_eq!(place.desk.actor_of_session(session.as_str()).unwrap(), Actor::Nobody);
        let session = place.desk.sign_in("Ada Park", PASSWORD, HERE).unwrap();
        place.desk.sign_out(session.as_str()).unwrap();
        place.desk.sign_out(session.as_str()).unwrap();
        assert_eq!(place.desk.actor_of_session(session.as_str()).unwrap(), Actor::Nobody);
    });
}

#[test]
fn a_wrong_name_and_a_wrong_password_sound_the_same() {
    on_both(|place| {
        add(place, "Ada");
        let words = |name, password| match place.desk.sign_in(name, password, HERE) {
            Err(Error::Forbidden(message)) => message,
            other => panic!("{other:?}"),
        };
        assert_eq!(words("Ada", "a river runs up"), words("Nobody here", PASSWORD));
    });
}

#[test]
fn after_ten_failures_one_waits() {
    on_both(|place| {
        let desk = place.desk.clone().with_limits(Limits::default());
        add(place, "Ada");
        let busy = |result: Result<_, Error>| match result {
            Err(Error::Busy { retry_after, .. }) => Some(retry_after),
            _ => None,
        };
        for n in 0..10 {
            place.clock.advance_seconds(30);
            assert!(forbidden(&desk.sign_in("ADA", "wrong", &format!("198.51.100.{n}"))));
        }
        let wait = busy(desk.sign_in("Ada", PASSWORD, "203.0.113.9")).expect("the name must wait");
        assert!((600..=660).contains(&wait), "{wait}");
        place.clock.advance_seconds(wait as i64);
        desk.sign_in("Ada", PASSWORD, "203.0.113.9").expect("the wait was long enough");
        for n in 0..10 {
            assert!(forbidden(&desk.sign_in(&format!("guess {n}"), "wrong", "2001:db8::1")));
        }
        assert!(busy(desk.sign_in("Ada", PASSWORD, "2001:db8::2")).is_some(), "so must the address");
        desk.sign_in("Ada", PASSWORD, "203.0.113.9").expect("others need not");
    });
}

#[test]
fn a_name_is_taken_in_any_case() {
    on_both(|place| {
        add(place, "Ada Park");
        for name in ["ada park", " ADA   PARK "] {
            wrong(place.desk.add_account(&place.owner, name, Role::Editor, PASSWORD), "name");
        }
        wrong(place.desk.add_account(&place.owner, &"x".repeat(61), Role::Editor, PASSWORD), "name");
        wrong(place.desk.add_account(&place.owner, "Ben", Role::Editor, &"x".repeat(1_001)), "password");
        let listed = place.desk.accounts(&place.owner).unwrap();
        assert_eq!(listed.len(), 5);
    });
}

#[test]
fn a_token_stands_for_its_account() {
    on_both(|place| {
        let account = add(place, "Ada");
        let token = place.desk.add_token(&place.owner, "ada", "phone", Scope::All).unwrap();
        assert!(token.starts_with("courant_"), "{token}");
        assert_eq!(place.desk.actor_of_token(&token).unwrap(), Actor::Account(account.clone()));
        assert_eq!(place.desk.actor_of_token("courant_x").unwrap(), Actor::Nobody);
        assert_eq!(place.desk.actor_of_session(&token).unwrap(), Actor::Nobody);
        let ada = Actor::Account(account);
        place.desk.add_token(&ada, "Ada", "my own", Scope::All).unwrap();
        assert!(forbidden(&place.desk.add_token(&ada, "The owner", "theirs", Scope::All)));
        wrong(place.desk.add_token(&ada, "Ada", " ", Scope::All), "label");
        assert!(missing(&place.desk.add_token(&place.owner, "Nobody", "x", Scope::All)));
    });
}

#[test]
fn a_new_password_ends_the_sessions_of_the_old() {
    on_both(|place| {
        let account = add(place, "Ada");
        let ada = Actor::Account(account.clone());
        let session = place.desk.sign_in("Ada", PASSWORD, HERE).unwrap();
        wrong(place.desk.change_password(&ada, account.id, "short"), "password");
        assert!(forbidden(&place.desk.change_password(&ada, place.owner.account().unwrap(), PASSWORD)));
        place.desk.change_password(&ada, account.id, "another river").unwrap();
        assert_eq!(place.desk.actor_of_session(session.as_str()).unwrap(), Actor::Nobody);
        assert!(forbidden(&place.desk.sign_in("Ada", PASSWORD, HERE)));
        place.desk.sign_in("Ada", "another river", HERE).unwrap();
        place.desk.change_password(&place.owner, account.id, PASSWORD).unwrap();
    });
}

#[test]
fn a_sign_in_link_works_once_within_a_day() {
    on_both(|place| {
        let account = add(place, "Ada");
        let secret = place.desk.sign_in_link(account.id).unwrap();
        let session = place.desk.use_link(&secret).unwrap();
        assert_eq!(place.desk.actor_of_session(session.as_str()).unwrap(), Actor::Account(account.clone()));
        assert!(forbidden(&place.desk.use_link(&secret)));
        let late = place.desk.sign_in_link(account.id).unwrap();
        place.clock.advance_seconds(24 * 3_600 + 1);
        assert!(forbidden(&place.desk.use_link(&late)));
        place.clock.set(Moment::from_micros(-1));
        assert!(missing(&place.desk.sign_in_link(model::AccountId::from_raw(99))));
    });
}
