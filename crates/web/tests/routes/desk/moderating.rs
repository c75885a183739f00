//! The queue looked through, a comment's words changed, blocks put up and taken down.

use model::{CommentMode, Role};
use serde_json::json;

use crate::place::{HARM, on_both};

#[test]
fn the_queue_is_searched_and_one_comes_back_to_the_same_place() {
    on_both(|site| {
        site.settle(|settings| settings.comments = CommentMode::Held);
        let post = site.program(Role::Editor).publish_headline("River");
        let other = site.program(Role::Editor).publish_headline("Sea");
        for (post, body) in [(&post, "Cheap lamps"), (&post, "Fine words"), (&other, "Lamps at sea")] {
            site.clock.advance_seconds(1);
            site.reader().comment(post, body).expect(303);
        }
        let moderator = site.person(Role::Moderator);
        let found =
            moderator.get(&format!("/desk/comments?verdict=held&q=lamp&post={}", post.id)).expect(200);
        assert_eq!(found.of(".said"), "Cheap lamps");
        assert!(found.text().contains("River"));
        let id = found.attributes("#queue input[name=id]", "value").remove(0);
        let fields = [
            ("id", id.as_str()),
            ("verdict", "spam"),
            ("back", "held"),
            ("q", "lamp & co"),
            ("post", &post.id),
        ];
        let back = moderator.post("/desk/comments/verdicts", &fields).expect(303).location().to_owned();
        assert!(
            back.starts_with(&format!(
                "/desk/comments?verdict=held&q=lamp+%26+co&post={}&done=judged&act=",
                post.id
            )),
            "{back}"
        );
        let harm = moderator
            .get(&format!(
                "/desk/comments?verdict=held&q={}",
                crate::place::encoded(&[("x", HARM)]).split_once('=').unwrap().1
            ))
            .expect(200);
        harm.is_harmless();
        assert_eq!(harm.attributes("#f-q", "value"), [HARM]);
        assert!(harm.text().contains("Nothing like that here"));
        moderator.get("/desk/comments?verdict=nonsense").expect(404);
    });
}

#[test]
fn words_are_changed_with_a_trace_that_readers_see() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish(json!({ "headline": "Talk", "comments": "open" }));
        let reader = site.reader();
        let id = reader.comment(&post, "Call 555-1234").expect(303).comment_id();
        let moderator = site.person(Role::Moderator);
        let page = format!("/desk/comments/{id}");
        let refused = moderator.post(&page, &[("body", " "), ("reason", HARM)]).expect(422);
        refused.is_harmless();
        assert_eq!(refused.attributes("#f-reason", "value"), [HARM]);
        let fields = [("body", "Call [removed]"), ("reason", "a private number")];
        moderator.post(&page, &fields).expect(303);
        let all = moderator.get(&page).expect(200);
        assert!(all.text().contains("Call 555-1234") && all.text().contains("a private number"));
        let shown = reader.get(&post.permalink);
        assert!(shown.of(&format!("#comment-{id}")).contains("changed by an editor"));
        assert!(!shown.text().contains("555-1234"));
        let told = site.program(Role::Moderator).get(&format!("/api/comments/{id}")).expect(200).as_json();
        assert_eq!(told["wordings"][0]["body"], "Call 555-1234");
        assert_eq!(told["comment"]["edited_here"], true);
        site.person(Role::Author).get(&page).expect(403);
        moderator.get("/desk/comments/0000000000000").expect(404);
    });
}

#[test]
fn blocks_are_put_up_met_and_taken_down() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish(json!({ "headline": "Talk", "comments": "open" }));
        let moderator = site.person(Role::Moderator);
        let list = "/desk/comments/blocks";
        let filled = moderator.get(&format!("{list}?kind=address&value=%40shop.example")).expect(200);
        assert_eq!(filled.attributes("#f-value", "value"), ["@shop.example"]);
        assert_eq!(filled.attributes("#f-kind option[selected]", "value"), ["address"]);
        let refused =
            moderator.post(list, &[("kind", "network"), ("value", HARM), ("verdict", "spam")]).expect(422);
        refused.is_harmless();
        assert_eq!(refused.attributes("#f-value", "value"), [HARM]);
        let fields =
            [("kind", "words"), ("value", "Cheap  lamps"), ("verdict", "held"), ("note", "again and again")];
        moderator.post(list, &fields).expect(303);
        assert!(moderator.get(list).text().contains("cheap lamps"));
        let reader = site.reader();
        let held = reader.comment(&post, "CHEAP lamps!").expect(303);
        assert!(held.location().contains("comment=held"));
        let program = site.program(Role::Moderator);
        let blocks = program.get("/api/blocks").expect(200).as_json();
        let id = blocks["blocks"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(blocks["blocks"][0]["value"], "cheap lamps");
        moderator.post(&format!("{list}/removal"), &[("id", &id)]).expect(303);
        assert!(moderator.get(list).text().contains("Nothing is blocked"));
        site.clock.advance_seconds(1);
        assert!(!reader.comment(&post, "More CHEAP lamps!").expect(303).location().contains("comment=held"));
        let made = json!({ "kind": "network", "value": "192.0.2.0/24", "verdict": "rejected" });
        let made = program.json("POST", "/api/blocks", &made).expect(201).as_json();
        let refusal = program.json("POST", "/api/blocks", &json!({ "kind": "x" })).expect(422).refusal();
        assert!(refusal.1.contains_key("kind"));
        let one = format!("/api/blocks/{}", made["id"].as_str().unwrap());
        program.json("DELETE", &one, &json!({})).expect(204);
        program.json("DELETE", &one, &json!({})).expect(404);
    });
}
