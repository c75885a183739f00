//! `/api/comments`.

use model::Role;
use serde_json::json;

use crate::place::on_both;

#[test]
fn comments_are_listed_and_judged() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish_headline("Talk");
        let reader = site.reader();
        for number in 0..3 {
            site.clock.advance_seconds(1);
            reader.comment(&post, &format!("Comment {number}")).expect(303);
        }
        let program = site.program(Role::Moderator);
        let list = |verdict: &str| {
            program.get(&format!("/api/comments?verdict={verdict}")).expect(200).as_json()["comments"]
                .as_array()
                .unwrap()
                .clone()
        };
        let held = list("held");
        assert_eq!(
            held.iter().map(|c| c["body"].as_str().unwrap()).collect::<Vec<_>>(),
            ["Comment 2", "Comment 1", "Comment 0"]
        );
        assert_eq!((&held[0]["headline"], &held[0]["permalink"]), (&json!("Talk"), &json!(post.permalink)));
        let id = held[0]["id"].as_str().unwrap();
        let place = format!("/api/comments/{id}/verdicts");
        let judged = program
            .json("POST", &place, &json!({ "verdict": "approve", "reason": "kind" }))
            .expect(201)
            .as_json();
        assert_eq!(judged, json!({ "id": id, "verdict": "approved" }));
        // Twice is once.
        program.json("POST", &place, &json!({ "verdict": "approved" })).expect(201);
        assert!(reader.get(&post.permalink).has(&format!("#comment-{id}")));
        assert_eq!((list("held").len(), list("approved").len()), (2, 1));
        program.json("POST", &place, &json!({ "verdict": "hold" })).expect(201);
        assert!(!reader.get(&post.permalink).has(&format!("#comment-{id}")));
        assert_eq!(
            program.get("/api/comments").expect(200).as_json()["comments"].as_array().unwrap().len(),
            3
        );
    });
}

#[test]
fn a_verdict_that_is_none_is_refused() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish_headline("Talk");
        site.reader().comment(&post, "Hello").expect(303);
        let program = site.program(Role::Moderator);
        let id = program.get("/api/comments?verdict=held").as_json()["comments"][0]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let before = site.census();
        let place = format!("/api/comments/{id}/verdicts");
        for body in [
            json!({}),
            json!({ "verdict": "maybe" }),
            json!({ "verdict": "spam", "reason": "x".repeat(501) }),
        ] {
            assert_eq!(program.json("POST", &place, &body).expect(422).refusal().0, "invalid");
        }
        assert_eq!(
            program
                .json("POST", "/api/comments/0000000000000/verdicts", &json!({ "verdict": "spam" }))
                .expect(404)
                .refusal()
                .0,
            "not_found"
        );
        assert_eq!(
            program
                .json("POST", "/api/comments/xyz/verdicts", &json!({ "verdict": "spam" }))
                .expect(404)
                .refusal()
                .0,
            "not_found"
        );
        assert_eq!(program.get("/api/comments?verdict=maybe").expect(422).refusal().0, "invalid");
        assert_eq!(site.census(), before);
    });
}
