//! The power fails in the middle of publishing and commenting: what was acknowledged is there.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};

use model::{JobState, Moment};
use serde_json::json;

use crate::crowd::{WRITERS, comments};
use crate::outlet::{Outlet, Reply, article};
use crate::place::{Place, Server, api, comment, on_both, open_post, until};

const ROUNDS: usize = 20;
/// Jobs that a server does at once (`courant::work`).
const WORKERS: usize = 7;

/// Something that a 2xx or 3xx promised.
#[derive(Clone, Debug)]
enum Promise {
    Post(String),
    Comment(String, String),
}

#[test]
fn every_acknowledged_write_survives_twenty_kills() {
    on_both(|place| {
        let token = place.token("editor");
        let mut kept = Vec::new();
        for round in 0..ROUNDS {
            let server = place.serve().with_token(&token);
            look_for(&server, &kept);
            let all = crowd(server, &token, round);
            assert!(
                all.iter().any(|promise| matches!(promise, Promise::Post(_))),
                "no post in round {round}"
            );
            kept.extend(all);
        }
        let server = place.serve().with_token(&token);
        look_for(&server, &kept);
        assert!(kept.iter().filter(|promise| matches!(promise, Promise::Comment(..))).count() > ROUNDS);
        // And it goes on.
        let path = server.publish("After all that");
        server.comment(&path, "192.0.2.1", "Still here").expect(303);
    });
}

/// Publishes and comments from many sides until enough is acknowledged, then kills the server while the
/// rest is on its way.
fn crowd(server: Server, token: &str, round: usize) -> Vec<Promise> {
    let address = server.address;
    let enough = 6 + round % 7;
    let first = server.publish(&format!("Round {round}"));
    let (tell, told) = channel();
    std::thread::scope(|scope| {
        for hand in 0..3 {
            let tell_posts = tell.clone();
            scope.spawn(move || publish_on(address, token, round, hand, &tell_posts));
            let (tell_comments, first) = (tell.clone(), first.clone());
            scope.spawn(move || comment_on(address, &first, round, hand, &tell_comments));
        }
        drop(tell);
        let mut promises = vec![Promise::Post(first.clone())];
        promises.extend(told.iter().take(enough));
        server.kill();
        // Acknowledged while the kill was under way.
        promises.extend(told.iter());
        promises
    })
}

fn publish_on(to: SocketAddr, token: &str, round: usize, hand: usize, tell: &Sender<Promise>) {
    for number in 0.. {
        let headline = format!("Post {round} {hand} {number}");
        let Some(answer) = api(to, token, "POST", "/api/posts", &open_post(&headline)) else { return };
        if tell
            .send(Promise::Post(answer.expect(201).json()["permalink"].as_str().unwrap().to_owned()))
            .is_err()
        {
            return;
        }
    }
}

fn comment_on(to: SocketAddr, post: &str, round: usize, hand: usize, tell: &Sender<Promise>) {
    for number in 0.. {
        let from = format!("10.{round}.{hand}.{}", number % 250);
        let Some(answer) = comment(to, post, &from, &format!("Comment {round} {hand} {number}")) else {
            return;
        };
        let (_, id) = answer
            .expect(303)
            .header("location")
            .split_once('#')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        if tell.send(Promise::Comment(post.to_owned(), id)).is_err() {
            return;
        }
    }
}

fn look_for(server: &Server, promises: &[Promise]) {
    let mut last = (String::new(), String::new());
    for promise in promises {
        match promise {
            Promise::Post(path) => drop(server.get(path).expect(200)),
            Promise::Comment(path, id) => {
                if last.0 != *path {
                    last = (path.clone(), server.get(path).expect(200).body);
                }
                assert!(last.1.contains(&format!("id=\"{id}\"")), "comment {id} of {path} is lost");
            }
        }
    }
}

#[test]
fn a_burst_of_sixty_four_writers_is_cut_and_everything_acknowledged_is_there() {
    on_both(|place| {
        let token = place.token("editor");
        let mut kept = Vec::new();
        for round in 0..4 {
            let server = place.serve().with_token(&token);
            let post = server.publish(&format!("Talked about {round}"));
            let (address, next) = (server.address, AtomicUsize::new(0));
            let enough = WRITERS * (round + 1) + 17 * round;
            kept.extend(std::thread::scope(|scope| {
                let told = scope.spawn(|| comments(address, &post, round, &next, usize::MAX));
                // So many are acknowledged when so many more are asked for.
                until("enough comments", || (next.load(Ordering::SeqCst) >= enough + WRITERS).then_some(()));
                server.kill();
                told.join().unwrap()
            }));
        }
        assert!(kept.len() >= 10 * WRITERS, "{} comments", kept.len());
        let server = place.serve().with_token(&token);
        for comment in &kept {
            server.api("GET", &format!("/api/comments/{comment}"), &json!({})).expect(200);
        }
    });
}

#[test]
fn scheduled_posts_and_waiting_jobs_survive_a_kill() {
    on_both(|place| {
        let outlet = Outlet::open(|path| match path {
            "/waiting" => Reply::Page(
                200,
                "text/html; charset=utf-8",
                article("It waited", "It waited for its turn.").into_bytes(),
            ),
            _ => Reply::Silence,
        });
        let place: Place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let token = place.token("editor");
        let server = place.serve().with_token(&token);
        // To the second, as the API is told.
        let soon = model::Moment::parse(&now().plus_seconds(3).iso()).unwrap();
        let post = json!({ "headline": "In time", "body": "x", "slug": "in-time", "publish": true, "published_at": soon.iso() });
        let post = server.api("POST", "/api/posts", &post).expect(201).json();
        let place_of = format!("/api/posts/{}", post["id"].as_str().unwrap());
        assert_eq!(server.api("GET", &place_of, &json!({})).json()["standing"], json!("scheduled"));

        // So many clips hold every worker, by an answer that never comes or by their host's turn; one more waits.
        let address = server.address;
        std::thread::scope(|scope| {
            for number in 0..WORKERS {
                let (url, token) = (outlet.url(&format!("/held/{number}")), &token);
                scope.spawn(move || api(address, token, "POST", "/api/clippings", &json!({ "url": url })));
            }
            until("every worker has a clip", || (clips(&place, JobState::Running) == WORKERS).then_some(()));
            let (url, last) = (outlet.url("/waiting"), &token);
            scope.spawn(move || api(address, last, "POST", "/api/clippings", &json!({ "url": url })));
            until("one more clip is promised", || (clips(&place, JobState::Waiting) == 1).then_some(()));
            server.kill();
        });

        let server = place.serve().with_token(&token);
        outlet.wait_for("/waiting");
        let clipped = server.api("POST", "/api/clippings", &json!({ "url": outlet.url("/waiting") })).json();
        assert_eq!(clipped["clipping"]["headline"], json!("It waited"), "{clipped}");
        until("the scheduled post comes out", || {
            let shown = server.api("GET", &place_of, &json!({})).expect(200).json();
            shown["permalink"].as_str().map(|path| server.get(path).expect(200))
        });
        assert!(now() >= soon, "it came out too soon");
    });
}

/// Clips that are promised and not begun, as another process sees them.
/// How many clips stand so.
fn clips(place: &Place, state: JobState) -> usize {
    let jobs = place.store().read(|c| store::jobs::list(c, 20)).unwrap();
    jobs.iter()
        .filter(|record| matches!(record.job, model::Job::Clip { .. }) && record.state == state)
        .count()
}

#[expect(clippy::disallowed_methods, reason = "the server under test goes by the machine's clock")]
fn now() -> Moment {
    Moment::from_micros(jiff::Timestamp::now().as_microsecond())
}
