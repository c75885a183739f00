//! PostgreSQL is not there, or goes away.

use model::{JobRecord, JobState};
use serde_json::json;

use crate::place::{Place, until};
use crate::proxy::Proxy;

#[test]
fn a_server_that_is_not_there_at_the_start_is_named_without_the_password() {
    let place = Place::sqlite();
    for words in
        [&["serve", "--listen", "127.0.0.1:0"][..], &["account", "list"], &["clip", "https://example.org/"]]
    {
        let mut all = vec!["--database", "postgres://ada:s3cret@127.0.0.1:1/site"];
        all.extend(words);
        let done = place.run(&all).fails_with(&["PostgreSQL", "127.0.0.1:1", "check"]);
        assert!(!done.err.contains("s3cret") && done.out.is_empty(), "{done:?}");
    }
    let done = place.run(&["--database", "postgres://ada@%2Fnowhere%2Fat%2Fall/site", "account", "list"]);
    done.fails_with(&["PostgreSQL", "site"]);
}

#[test]
fn while_the_server_is_away_kept_pages_are_served_and_the_rest_says_so() {
    let Some(mut place) = Place::postgres() else { return };
    let proxy = Proxy::to(place.postgres_address().unwrap());
    place.through = Some(proxy.address());
    let token = place.token("editor");
    let server = place.serve().with_token(&token);
    let (kept, other) = (server.publish("Kept"), server.publish("Other"));
    // Publishing promises a new ranking, and a ranking makes pages stale: they are kept when it is over.
    let store = place.store();
    until("what publishing promised is done", || {
        let jobs = store.read(|c| store::jobs::list(c, 50)).unwrap();
        let promised = |record: &JobRecord| match record.state {
            JobState::Running => true,
            JobState::Waiting => record.run_at <= record.created,
            JobState::Done | JobState::Failed => false,
        };
        (!jobs.iter().any(promised)).then_some(())
    });
    drop(store);
    server.get(&kept).expect(200);
    server.get("/").expect(200);

    proxy.cut();
    for _ in 0..3 {
        assert!(server.get(&kept).expect(200).body.contains("Kept"));
        server.get("/").expect(200);
        let away = server.get(&other).expect(503);
        assert!(away.body.contains("<h1") && away.body.contains("try again in a minute"), "{}", away.body);
        assert!(
            away.header("content-type").starts_with("text/html")
                && away.header("cache-control") == "no-store"
        );
        assert!(!away.header("content-security-policy").is_empty());
        assert!(
            !away.body.contains("PostgreSQL") && !away.body.contains("%2F"),
            "insides are shown: {}",
            away.body
        );
        server.comment(&kept, "192.0.2.1", "Lost?").expect(503);
        let refused =
            server.api("POST", "/api/posts", &json!({ "headline": "Lost?", "body": "x" })).expect(503).json();
        assert_eq!(refused["error"]["code"], json!("unavailable"));
        server.get("/healthz").expect(503);
    }

    proxy.mend();
    until("the database answers again", || (server.get("/healthz").status == 200).then_some(()));
    assert!(server.get(&other).expect(200).body.contains("Other"));
    let id = server.comment(&kept, "192.0.2.2", "Back again").expect(303);
    let (_, id) = id.header("location").split_once('#').unwrap();
    let page = server.get(&kept).expect(200).body;
    assert!(page.contains(&format!("id=\"{id}\"")) && !page.contains("Lost?"), "{page}");
    // The worker has come back, too: it publishes what is due.
    let soon = json!({ "headline": "Due", "body": "x", "slug": "due", "publish": true, "published_at": "2020-01-01T00:00:00Z" });
    let due = server.api("POST", "/api/posts", &soon).expect(201).json();
    server.get(due["permalink"].as_str().unwrap()).expect(200);
    assert_eq!(server.end("-TERM"), Some(0));
}
