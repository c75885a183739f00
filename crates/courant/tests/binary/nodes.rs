//! Several servers on one PostgreSQL: what one writes, the others show.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;

use trial::TempStore;

use crate::place::{Database, Place, Server, until};

/// A node's answer to the question whether it shows a word at a path.
fn shows(node: &Server, path: &str, word: &str) -> bool {
    node.get(path).body.contains(word)
}

/// Waits until the condition is true, and says how long that was.
#[track_caller]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tried")]
fn took(what: &str, mut is_so: impl FnMut() -> bool) -> Duration {
    let begun = Instant::now();
    until(what, || is_so().then_some(()));
    begun.elapsed()
}

fn database(place: &Place) -> &TempStore {
    let Database::Postgres(store) = &place.database else { panic!("on PostgreSQL only") };
    store
}

/// Waits until so many nodes listen.
fn listening(place: &Place, nodes: u64) {
    until("every node listens", || {
        (database(place).connections("query LIKE 'LISTEN%'") == nodes).then_some(())
    });
}

#[test]
fn what_one_node_writes_the_other_shows_within_a_second() {
    let Some(place) = Place::postgres() else { return };
    let token = place.token("editor");
    let (one, two) = (place.serve().with_token(&token), place.serve().with_token(&token));
    listening(&place, 2);
    let path = one.publish("First");
    let mut longest = BTreeMap::new();
    let mut note = |what: &'static str, time: Duration| {
        let longest = longest.entry(what).or_insert(time);
        *longest = time.max(*longest);
    };
    for turn in 0..5 {
        // Both keep what they are asked for.
        for node in [&one, &two] {
            for path in ["/", "/feed.atom", path.as_str()] {
                node.get(path).expect(200);
            }
        }
        let headline = format!("News{turn}");
        one.publish(&headline);
        note("publish", took("the other front page", || shows(&two, "/", &headline)));
        note("feed", took("the other feed", || shows(&two, "/feed.atom", &headline)));
        let word = format!("said{turn}");
        let place = one.comment(&path, &format!("192.0.2.{turn}"), &word).expect(303);
        let id = place.header("location").rsplit_once("#comment-").unwrap().1.to_owned();
        note("comment", took("the comment at the other", || shows(&two, &path, &word)));
        // And the other way.
        let spam = json!({ "verdict": "spam" });
        two.api("POST", &format!("/api/comments/{id}/verdicts"), &spam).expect(201);
        note("verdict", took("the comment goes at the first", || !shows(&one, &path, &word)));
    }
    assert!(longest.values().all(|time| *time < Duration::from_secs(1)), "{longest:?}");
}

#[test]
fn a_node_that_is_not_called_any_more_finds_the_changes_and_listens_again() {
    let Some(place) = Place::postgres() else { return };
    let token = place.token("editor");
    let (one, two) = (place.serve().with_token(&token), place.serve().with_token(&token));
    for turn in 0..3 {
        listening(&place, 2);
        two.get("/").expect(200);
        assert_eq!(database(&place).hang_up("query LIKE 'LISTEN%'"), 2);
        let headline = format!("Uncalled{turn}");
        one.publish(&headline);
        let time = took("the other front page", || shows(&two, "/", &headline));
        assert!(time < Duration::from_secs(1), "{time:?}");
    }
    listening(&place, 2);
    // Everything at once, the connections that answer readers as well.
    database(&place).hang_up("true");
    one.publish("Afterwards");
    until("the other front page", || shows(&two, "/", "Afterwards").then_some(()));
}

#[test]
fn what_nobody_was_called_for_is_found() {
    let Some(place) = Place::postgres() else { return };
    let server = place.serve();
    listening(&place, 1);
    assert!(!shows(&server, "/", "From the shell"));
    // The command line tells no listener: it is done before anybody could.
    let file = place.directory.path().join("page.html");
    std::fs::write(&file, crate::outlet::article("From the shell", "It was clipped while the server ran."))
        .unwrap();
    place
        .run(&["clip", "--publish", "--source", "https://gazette.example/x", file.to_str().unwrap()])
        .expect(0);
    let time = took("the front page shows it", || shows(&server, "/", "From the shell"));
    assert!(time < Duration::from_secs(2), "{time:?}");
}

#[test]
fn a_node_that_has_shown_something_new_shows_nothing_older_on_any_page() {
    let Some(place) = Place::postgres() else { return };
    let token = place.token("editor");
    let (one, two) = (place.serve().with_token(&token), place.serve().with_token(&token));
    let path = one.publish("Crowded");
    let comments = |text: &str| text.matches("<article class=\"comment").count();
    let entries = |text: &str| text.matches("<entry>").count();
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for turn in 0..18 {
                one.comment(&path, &format!("192.0.2.{turn}"), &format!("Number {turn}")).expect(303);
            }
            stop.store(true, Ordering::SeqCst);
        });
        for _ in 0..2 {
            scope.spawn(|| {
                let (feed, unkept) = (format!("{path}/comments.atom"), format!("{path}?reply=none"));
                let mut most = 0;
                while !stop.load(Ordering::SeqCst) {
                    // A page that is read from the database each time is ahead of those that are kept.
                    for (page, count) in [
                        (&unkept, &comments as &dyn Fn(&str) -> usize),
                        (&path, &comments),
                        (&feed, &entries),
                    ] {
                        let seen = count(&two.get(page).expect(200).body);
                        assert!(seen >= most, "{page} shows {seen} comments after {most} were shown");
                        most = seen;
                    }
                }
            });
        }
        assert!(writer.join().is_ok());
    });
    let seen = took("all of them", || comments(&two.get(&path).body) == 18);
    assert!(seen < Duration::from_secs(1), "{seen:?}");
}
