//! A long conversation.

use model::Role;
use serde_json::json;

use crate::place::{Made, Site, Visitor, on_both};

fn open_post(site: &Site) -> Made {
    site.program(Role::Editor).publish(json!({ "headline": "Talk", "comments": "open" }))
}

/// Says something and comes back with the comment's id, having seen it where the answer leads.
fn say(reader: &Visitor<'_>, post: &Made, body: &str, parent: &str) -> String {
    let fields = [("name", "Ada"), ("body", body), ("parent", parent)];
    let sent = reader.post(&format!("{}/comments", post.permalink), &fields).expect(303);
    let id = sent.comment_id();
    let page = reader.get(sent.location().split('#').next().unwrap()).expect(200);
    assert_eq!(page.of(&format!("article#comment-{id} .text")), body);
    assert!(page.has("#comment-notice a"), "its author is not told where to change it");
    id
}

fn shown(page: &crate::place::Answer) -> Vec<String> {
    page.attributes("article.comment", "id")
        .iter()
        .map(|id| id.trim_start_matches("comment-").to_owned())
        .collect()
}

#[test]
fn a_long_conversation_is_read_page_by_page_in_the_order_asked_for() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        let mut said = Vec::new();
        for number in 0..53 {
            site.clock.advance_seconds(1);
            said.push(say(&reader, &post, &format!("Number {number}"), ""));
        }
        let first = reader.get(&post.permalink).expect(200);
        assert_eq!(shown(&first), said[..50]);
        assert!(first.of("#comments .count").contains("53"));
        let next = first.attributes("#more-comments a", "href").remove(0);
        assert!(next.starts_with(&format!("{}?comments=oldest&after=", post.permalink)), "{next}");
        let second = reader.get(next.split('#').next().unwrap()).expect(200);
        assert_eq!(shown(&second), said[50..]);
        assert!(!second.has("#more-comments"));
        assert!(second.has("#comment-form"), "the form is on every page");

        let newest = reader.get(&format!("{}?comments=newest", post.permalink)).expect(200);
        let expected: Vec<_> = said.iter().rev().take(50).cloned().collect();
        assert_eq!(shown(&newest), expected);
        assert_eq!(newest.of(".order a[aria-current]"), "Newest first");
        say(&reader, &post, "An answer", &said[30]);
        let best = reader.get(&format!("{}?comments=best", post.permalink)).expect(200);
        assert_ne!(shown(&best)[0], said[30], "its own author's answer makes nothing better");
        let fields = [("name", "Ben"), ("body", "Another"), ("parent", said[30].as_str())];
        reader.post(&format!("{}/comments", post.permalink), &fields).expect(303);
        let best = reader.get(&format!("{}?comments=best", post.permalink)).expect(200);
        assert_eq!(shown(&best)[0], said[30]);
        // What is no order and no place is a stranger's and changes nothing.
        let odd = reader.get(&format!("{}?comments=loudest&after=x", post.permalink)).expect(200);
        assert_eq!(shown(&odd)[0], said[0]);
    });
}

#[test]
fn a_comment_is_found_at_its_own_address_wherever_it_stands() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        let first = say(&reader, &post, "First", "");
        let answers: Vec<String> = (0..203)
            .map(|number| {
                site.clock.advance_seconds(1);
                say(&reader, &post, &format!("Answer {number}"), &first)
            })
            .collect();
        let page = reader.get(&post.permalink).expect(200);
        assert_eq!(shown(&page)[1..], answers[..20]);
        let thread = format!("{}/comments/{first}", post.permalink);
        assert_eq!(page.attributes(".comment.all a", "href"), [format!("{thread}#comments")]);
        assert!(page.of(".comment.all").contains("203"));
        let whole = reader.get(&thread).expect(200);
        assert_eq!(shown(&whole)[1..], answers[..200]);
        for (number, part) in [(0, &post.permalink), (19, &post.permalink), (20, &thread), (202, &thread)] {
            let id = &answers[number];
            let place = reader.get(&format!("/comments/{id}")).expect(303).location().to_owned();
            assert_eq!(place.split(['?', '#']).next().unwrap(), part.as_str(), "{number}");
            assert!(place.ends_with(&format!("#comment-{id}")));
            let found = reader.get(place.split('#').next().unwrap()).expect(200);
            assert!(found.has(&format!("article#comment-{id}")), "{number} is not at {place}");
        }
        reader.get(&format!("{}/comments/{}", post.permalink, answers[0])).expect(404);
        reader.get(&format!("/comments/{first}/x")).expect(404);
    });
}

#[test]
fn what_is_taken_back_leaves_its_place_to_the_answers() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        let sent = reader.comment(&post, "Never mind").expect(303);
        let first = sent.comment_id();
        let own = reader
            .get(sent.location().split('#').next().unwrap())
            .attributes("#comment-notice a", "href")
            .remove(0);
        say(&reader, &post, "But I do", &first);
        reader.post(&own, &[("then", "withdraw")]).expect(303);
        let page = reader.get(&post.permalink).expect(200);
        assert!(page.of(&format!("p#comment-{first}")).contains("taken this comment back"));
        assert!(page.text().contains("But I do") && !page.text().contains("Never mind"));
        assert!(page.of("#comments .count").contains('1'));
    });
}

#[test]
fn the_newest_comments_of_the_site_are_a_feed() {
    on_both(|site| {
        let reader = site.reader();
        assert!(!reader.get("/comments.atom").expect(200).text().contains("<entry>"));
        let post = open_post(site);
        let id = say(&reader, &post, "Heard", "");
        let feed = reader.get("/comments.atom").expect(200);
        assert!(feed.header("content-type").starts_with("application/atom+xml"));
        let text = feed.text();
        assert!(text.contains("Ada: Talk") && text.contains(&format!("/comments/{id}")), "{text}");
        site.program(Role::Moderator).json(
            "POST",
            &format!("/api/comments/{id}/verdicts"),
            &json!({ "verdict": "reject" }),
        );
        assert!(!reader.get("/comments.atom").text().contains("Ada: Talk"));
    });
}
