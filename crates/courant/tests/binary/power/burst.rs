//! A site's first minutes, recorded: made from nothing, written to from sixty-four sides, ended, killed.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::look::Promise;
use super::trace::{Trace, WORDS};
use crate::crowd::{WRITERS, comments};
use crate::outlet::{Outlet, Reply, article};
use crate::place::{self, PASSWORD, Place, Server, api, open_post, traced, until};

const PHOTO: &[u8] = include_bytes!("../../../samples/slipway/steaming.jpg");

/// One process from beginning to end.
pub struct Run {
    pub trace: Trace,
    /// What is promised once it has ended well.
    pub promised: Vec<Promise>,
}

/// Everything that happened.
pub struct Recorded {
    /// The directory that everything happened in.
    pub root: PathBuf,
    pub runs: Vec<Run>,
    /// What clients were told.
    pub told: Vec<Promise>,
}

/// Records.
pub fn record() -> Recorded {
    let outlet = Outlet::open(|path| match path {
        "/steam.jpg" => Reply::Page(200, "image/jpeg", PHOTO.to_vec()),
        _ => Reply::Page(404, "text/html", b"no".to_vec()),
    });
    let place = Place::sqlite().with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
    let files = tempfile::TempDir::new().unwrap();
    let to = |number: usize| files.path().join(format!("{number}.trace"));

    let add = ["account", "add", "editor", "--role", "editor", "--password-stdin"];
    place::feed(traced(&place.command(&add), WORDS, &to(0)), format!("{PASSWORD}\n").as_bytes()).expect(0);
    let add = ["token", "add", "--account", "editor"];
    let token = place::feed(traced(&place.command(&add), WORDS, &to(1)), b"").expect(0).out.trim().to_owned();

    let mut told = Vec::new();
    // Stopped in order: the log is written back and removed.
    let server = place.serve_traced(WORDS, &to(2)).with_token(&token);
    told.extend(edit(&server, &outlet, 0));
    told.extend(burst(&server, 0, 320));
    assert_eq!(server.end("-TERM"), Some(0));
    // Stopped in the middle of it.
    let server = place.serve_traced(WORDS, &to(3)).with_token(&token);
    told.extend(edit(&server, &outlet, 1));
    told.extend(fill_log(&place, &server, &token));
    told.extend(burst_until_killed(server, 1, 400));
    // Begins with what the kill has left.
    let server = place.serve_traced(WORDS, &to(4)).with_token(&token);
    told.extend(burst(&server, 2, 64));
    server.kill();

    let promised =
        [vec![Promise::Account("editor".into())], vec![Promise::Tokens(1)], vec![], vec![], vec![]];
    let runs = promised.into_iter().enumerate().map(|(number, promised)| {
        let text = std::fs::read_to_string(to(number)).unwrap();
        Run { trace: Trace::read(&text), promised }
    });
    let root = place.directory.path().to_owned();
    Recorded { root, runs: runs.collect(), told }
}

/// Long texts, put out and corrected until the log is full and is written back while the server runs
/// (`wal_autocheckpoint`, 4,000 pages).
fn fill_log(place: &Place, server: &Server, token: &str) -> Vec<Promise> {
    let log = place.data().join("courant.sqlite-wal");
    let text: Vec<String> = (0..900).map(|n| format!("Paragraph {n}: {}", "word ".repeat(60))).collect();
    let text = text.join("\n\n");
    let mut told = Vec::new();
    for number in 0..60 {
        if std::fs::metadata(&log).unwrap().len() > 4_200 * 4_096 {
            return told;
        }
        let mut post = open_post(&format!("Long {number}"));
        post["body"] = json!(text);
        let made = server.api("POST", "/api/posts", &post).expect(201).json();
        let id = made["id"].as_str().unwrap();
        told.push(Promise::Post(id.parse().unwrap()));
        let change =
            json!({ "body": format!("Put right {number}\n\n{text}"), "correction": "It said otherwise." });
        let changed = api(server.address, token, "PATCH", &format!("/api/posts/{id}"), &change).unwrap();
        let revision = changed.expect(200).json()["revision"].as_i64().unwrap();
        told.push(Promise::Revision(id.parse().unwrap(), revision));
    }
    panic!("the log is still not full: {}", std::fs::metadata(&log).unwrap().len());
}

/// What an editor does: clips with a picture, publishes.
fn edit(server: &Server, outlet: &Outlet, round: usize) -> Vec<Promise> {
    let mut told = Vec::new();
    let id = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    for number in 0..3 {
        let picture = format!("<p><img src=\"{}\" alt=\"Steam\"></p></article>", outlet.url("/steam.jpg"));
        let html = article(
            &format!("Plank {round} {number}"),
            &format!("Plank {round} {number} lies in the steam."),
        )
        .replace("</article>", &picture);
        let seen = json!({ "url": outlet.url(&format!("/plank/{round}/{number}")), "html": html });
        let made = server.api("POST", "/api/clippings", &seen).expect(201).json();
        let draft = id(&made, "draft");
        told.push(Promise::Clip(draft.parse().unwrap()));
        until("the picture of a clip", || {
            let post = server.api("GET", &format!("/api/posts/{draft}"), &json!({})).expect(200).json();
            post["html"].as_str().is_some_and(|html| html.contains("/media/")).then_some(())
        });
        server.api("POST", &format!("/api/posts/{draft}/publication"), &json!({})).expect(201);
        told.push(Promise::Post(draft.parse().unwrap()));
    }
    told
}

/// So many comments from all writers at once; those that were acknowledged, and a verdict on one of them.
fn burst(server: &Server, round: usize, count: usize) -> Vec<Promise> {
    let post = server.publish(&format!("Talked about {round}"));
    let told = comments(server.address, &post, round, &AtomicUsize::new(0), count);
    assert_eq!(told.len(), count);
    let verdict = json!({ "verdict": "reject", "reason": "off the subject" });
    server.api("POST", &format!("/api/comments/{}/verdicts", told[0]), &verdict).expect(201);
    told.iter().map(|comment| Promise::Comment(*comment)).chain([Promise::Rejected(told[0])]).collect()
}

/// The same without end, killed when so many are acknowledged.
fn burst_until_killed(server: Server, round: usize, enough: usize) -> Vec<Promise> {
    let post = server.publish(&format!("Talked about {round}"));
    let (address, next) = (server.address, AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let told = scope.spawn(|| comments(address, &post, round, &next, usize::MAX));
        until("enough comments", || (next.load(Ordering::SeqCst) > enough + WRITERS).then_some(()));
        server.kill();
        told.join().unwrap().into_iter().map(Promise::Comment).collect()
    })
}
