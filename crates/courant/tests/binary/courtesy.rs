//! What an outlet asks for is done, and kept.

use model::{How, Job, JobState, NoArchive, Robots};
use serde_json::json;

use crate::outlet::{Outlet, Reply, article};
use crate::place::{Place, on_both, until};

fn page(headline: &str, head: &str) -> Reply {
    let page = article(headline, "It was written with care, and it is asked for with care.");
    Reply::Page(
        200,
        "text/html; charset=utf-8",
        page.replace("<head>", &format!("<head>{head}")).into_bytes(),
    )
}

#[test]
fn an_outlet_hears_who_asks_and_where_to_complain() {
    let outlet = Outlet::open(|_| page("An honest caller", ""));
    let place = Place::sqlite().with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
    place.run(&["clip", &outlet.url("/one")]).expect(0);
    assert_eq!(outlet.agent(), "Courant/0.1 (a person asked to clip this page)");
    let place = place.with("COURANT_ADDRESS", "https://paper.example");
    place.run(&["clip", &outlet.url("/two")]).expect(0);
    assert_eq!(outlet.agent(), "Courant/0.1 (+https://paper.example/; a person asked to clip this page)");
}

#[test]
fn an_outlet_that_forbids_is_left_alone_and_why_it_allowed_is_kept() {
    on_both(|place| {
        let robots = "User-agent: *\nDisallow: /\nAllow: /open\n";
        let outlet = Outlet::with_robots(
            || Reply::Page(200, "text/plain", robots.as_bytes().to_vec()),
            |_| page("An open door", ""),
        );
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let closed = place.run(&["clip", &outlet.url("/closed")]).expect(1).out;
        assert!(["robots.txt", "line 2", "bookmarklet"].iter().all(|word| closed.contains(word)), "{closed}");
        let draft = place.run(&["clip", &outlet.url("/open")]).expect(0).lines()[0]["draft"].clone();
        let post = draft.as_str().unwrap().parse().unwrap();
        let capture = place.store().read(|c| store::captures::of_post(c, post)).unwrap().unwrap();
        assert_eq!(capture.robots, Some(Robots::Allowed { line: 3, rule: "Allow: /open".into() }));
        assert_eq!((capture.how, capture.noarchive), (How::Fetched, None));
        // What a person has before them may be sent all the same.
        let file = place.directory.path().join("page.html");
        std::fs::write(&file, article("A closed door", "Somebody went in and told of it.")).unwrap();
        place.run(&["clip", "--source", &outlet.url("/closed"), file.to_str().unwrap()]).expect(0);
    });
}

#[test]
fn a_refusal_of_robots_is_what_a_job_says() {
    on_both(|place| {
        let outlet = Outlet::with_robots(
            || Reply::Page(200, "text/plain", b"User-agent: courant\nDisallow: /".to_vec()),
            |_| page("Not for us", ""),
        );
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let server = place.serve().with_token(&place.token("editor"));
        let answer = server.api("POST", "/api/clippings", &json!({ "url": outlet.url("/x") }));
        assert!(answer.body.contains("bookmarklet"), "{}", answer.body);
        let jobs = place.store().read(|c| store::jobs::list(c, 20)).unwrap();
        let job = jobs.iter().find(|record| matches!(record.job, Job::Clip { .. })).unwrap();
        assert_eq!((job.state, job.tried), (JobState::Failed, 1), "it is not asked twice");
        assert!(job.outcome.as_deref().unwrap().contains("robots.txt of 127.0.0.1"), "{:?}", job.outcome);
    });
}

#[test]
fn a_clip_waits_as_long_as_the_outlet_asks() {
    on_both(|place| {
        let outlet = Outlet::open(|_| Reply::Later(5_000));
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let token = place.token("editor");
        let server = place.serve().with_token(&token);
        let url = outlet.url("/busy");
        let address = server.address;
        std::thread::scope(|scope| {
            scope.spawn(|| {
                crate::place::api(address, &token, "POST", "/api/clippings", &json!({ "url": url }))
            });
            let job = until("the first try has failed", || {
                let jobs = place.store().read(|c| store::jobs::list(c, 20)).unwrap();
                jobs.into_iter()
                    .find(|record| matches!(record.job, Job::Clip { .. }) && record.outcome.is_some())
            });
            assert_eq!((job.state, job.tried), (JobState::Waiting, 1));
            assert_eq!(job.run_at, job.changed.plus_seconds(5_000));
            assert!(job.outcome.unwrap().ends_with("too many requests. Try again in 84 minutes."));
            server.kill();
        });
    });
}

#[test]
fn a_wish_for_no_copies_is_kept_with_the_bytes() {
    on_both(|place| {
        let outlet = Outlet::open(|_| page("For your eyes", "<meta name=robots content=noarchive>"));
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let line = place.run(&["clip", &outlet.url("/mine")]).expect(0).lines()[0].clone();
        let post = line["draft"].as_str().unwrap().parse().unwrap();
        let capture = place.store().read(|c| store::captures::of_post(c, post)).unwrap().unwrap();
        // Whether the page says so is read by the clip room; what is kept follows what it read.
        let asked = line["clipping"]["noarchive"] == json!(true);
        assert_eq!(capture.noarchive, asked.then_some(NoArchive::Page));
        assert_eq!(capture.may_be_opened(), !asked);
        assert_eq!(capture.robots, Some(Robots::Absent { status: Some(404) }));
    });
}
