//! Very many comments at once.

use desk::Limits;
use model::{CommentMode, Role};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::place::{Answer, Made, Site, with_limits};

/// As many as an attack sends in forty seconds.
const FLOOD: u32 = 2_000;
/// Of them in a second.
const PACE: u32 = 50;

fn open_post(site: &Site) -> Made {
    site.program(Role::Editor).publish(json!({ "headline": "Talk", "comments": "open" }))
}

/// What the form's script does.
fn nonce(stamp: i64, path: &str, body: &str) -> String {
    let body: String = Sha256::digest(body).iter().map(|byte| format!("{byte:02x}")).collect();
    let is_worth =
        |nonce: &u64| Sha256::digest(format!("{stamp}|{path}|{body}|{nonce}")).starts_with(&[0, 0]);
    (0_u64..).find(is_worth).unwrap().to_string()
}

#[test]
fn a_flood_waits_while_those_who_are_known_or_do_their_work_are_heard() {
    with_limits(Limits::default(), |site| {
        let post = open_post(site);
        let at = format!("{}/comments", post.permalink);
        let ada = site.reader_from("192.0.2.1");
        let says = |body: &str| {
            ada.post(&at, &[("name", "Ada"), ("email", "ada@example.org"), ("body", body)]).expect(303)
        };
        site.settle(|s| s.comments = CommentMode::Held);
        let program = site.program(Role::Moderator);
        let held = site.program(Role::Editor).publish_headline("Elsewhere");
        let first = ada.post(
            &format!("{}/comments", held.permalink),
            &[("name", "Ada"), ("email", "ada@example.org"), ("body", "One")],
        );
        first.expect(303);
        let id = program.get("/api/comments?verdict=held").as_json()["comments"][0]["id"].clone();
        let judged = format!("/api/comments/{}/verdicts", id.as_str().unwrap());
        program.json("POST", &judged, &json!({ "verdict": "approve" })).expect(201);
        assert!(!site.reader().get("/comments/work").expect(200).as_json()["needed"].as_bool().unwrap());

        for number in 0..FLOOD {
            let robot =
                site.reader_from(&format!("10.{}.{}.{}", number % 200, number / 200, 1 + number % 250));
            let sent = robot.comment(&post, &format!("Cheap lamps {number}")).expect(303);
            // Ada's first was one of the same minute, for nobody knew her yet.
            let rush = number + 1 >= Limits::default().rush;
            assert_eq!(sent.location().contains("?comment=rush&"), rush, "{number}: {}", sent.location());
            if number % PACE == PACE - 1 {
                site.clock.advance_seconds(1);
            }
        }
        // A robot's page says why it waits, in words.
        let told = site.reader().get(&format!("{}?comment=rush", post.permalink)).expect(200);
        assert!(told.of("#comment-notice").contains("Very many are coming in just now"));
        let page = site.reader().get(&post.permalink).expect(200);
        assert!(page.page().select("article.comment").length() < Limits::default().rush as usize);
        // Who is known is heard, and so is who does the work; each work once.
        let is_shown = |sent: &Answer| {
            let place = sent.location().split_once('#').unwrap().0;
            site.reader().get(place).expect(200).has(&format!("article#comment-{}", sent.comment_id()))
        };
        assert!(is_shown(&says("I am still here")));
        let work = site.reader().get("/comments/work").expect(200);
        assert_eq!(work.header("cache-control"), "no-store");
        let work = work.as_json();
        assert_eq!((work["needed"].as_bool(), work["bits"].as_u64()), (Some(true), Some(16)));
        let stamp = work["now"].as_i64().unwrap();
        let body = "Γράφω πρώτη φορά";
        let nonce = nonce(stamp, &post.permalink, body);
        let fields = |name: &'static str| {
            [("name", name), ("body", body), ("stamp", &*stamp.to_string()), ("nonce", &nonce)]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        };
        let send = |name| {
            let fields = fields(name);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
            site.reader_from("203.0.113.1").post(&at, &fields).expect(303)
        };
        assert!(is_shown(&send("Βεατρίκη")));
        assert!(send("Another").location().contains("comment=rush"));
        // The queue is a page as long as any other.
        let moderator = site.person(Role::Moderator);
        let queue = moderator.get("/desk/comments").expect(200);
        assert!(queue.page().select("li.remark").length() <= 50);
        assert!(queue.body.len() < 400_000, "{}", queue.body.len());
        assert!(queue.has("a[rel=next]") && queue.has("li.remark .signs"));
        let rows = program.get("/api/comments?verdict=held").as_json();
        assert!(rows["comments"][0]["score"].is_u64() && rows["comments"][0]["signs"].is_array(), "{rows}");
        site.clock.advance_seconds(61);
        assert!(!site.reader().get("/comments/work").as_json()["needed"].as_bool().unwrap());
    });
}
