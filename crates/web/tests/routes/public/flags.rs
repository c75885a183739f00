//! A reader flags a comment; what was decided is shown in numbers where the site wants that.

use model::Role;
use serde_json::json;

use crate::place::{HARM, Made, Site, on_both};

fn open_post(site: &Site) -> Made {
    site.program(Role::Editor).publish(json!({ "headline": "Talk", "comments": "open" }))
}

#[test]
fn a_comment_is_flagged_and_held_when_three_readers_say_so() {
    on_both(|site| {
        let post = open_post(site);
        let id = site.reader().comment(&post, "You fool").expect(303).comment_id();
        let reader = site.reader_from("198.51.100.1");
        let page = reader.get(&post.permalink).expect(200);
        let href = page.attributes(&format!("#comment-{id} .flag a"), "href").remove(0);
        let form = reader.get(&href).expect(200);
        assert_eq!(form.of(".text"), "You fool");
        assert_eq!(form.attributes("input[name=complaint]", "value").len(), 5);
        // What is missing is asked for, and what was typed comes back.
        let again = reader.post(&href, &[("note", HARM)]).expect(422);
        assert!(again.of(".problems").contains("what is wrong"));
        assert_eq!(again.of("#field-note"), HARM);
        again.is_harmless();
        let thanks = reader.post(&href, &[("complaint", "abuse"), ("note", HARM)]).expect(303);
        assert!(reader.get(thanks.location()).of(".notice").contains("Thank you"));
        site.reader_from("198.51.100.2").post(&href, &[("complaint", "abuse")]).expect(303);
        assert!(reader.get(&post.permalink).has(&format!("#comment-{id}")));
        let last = site.reader_from("198.51.100.3").post(&href, &[("complaint", "spam")]).expect(303);
        assert_eq!(last.location(), format!("{}#comments", post.permalink));
        assert!(!reader.get(&post.permalink).has(&format!("#comment-{id}")));
        reader.get(&href).expect(404);

        let moderator = site.person(Role::Moderator);
        let queue = moderator.get("/desk/comments?verdict=flagged").expect(200);
        assert!(queue.text().contains("3 flags"));
        queue.is_harmless();
        let all = moderator.get(&format!("/desk/comments/{id}")).expect(200);
        all.is_harmless();
        assert!(all.text().contains("an insult or a threat") && all.text().contains("3 readers flagged it"));
        assert!(!all.text().contains("198.51.100"), "nobody learns who flagged");
        moderator
            .post(
                "/desk/comments/verdicts",
                &[("id", &id), ("verdict", "approve"), ("reason", "fair"), ("here", &id)],
            )
            .expect(303);
        assert!(moderator.get(&format!("/desk/comments/{id}")).text().contains("fair"));
        assert!(!moderator.get("/desk/comments?verdict=flagged").text().contains("You fool"));
        assert!(reader.get(&post.permalink).has(&format!("#comment-{id}")));
    });
}

#[test]
fn the_record_of_moderation_is_the_sites_to_show() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        reader.get("/moderation").expect(404);
        assert!(!reader.get("/").text().contains("Moderation"));
        site.settle(|settings| settings.public_moderation = true);
        assert!(reader.get("/moderation").expect(200).text().contains("Nothing was decided"));
        let id = reader.comment(&post, "Rude words").expect(303).comment_id();
        let moderator = site.program(Role::Moderator);
        let verdict = json!({ "verdict": "reject", "reason": "a secret reason" });
        moderator.json("POST", &format!("/api/comments/{id}/verdicts"), &verdict).expect(201);
        let record = reader.get("/moderation").expect(200);
        assert_eq!(record.of(".record tbody th"), "Refused");
        assert!(record.of(".record tbody td").contains("An editor’s decision"));
        assert!(!record.text().contains("secret reason") && !record.text().contains("Rude words"));
        assert!(reader.get("/").text().contains("Moderation"));
    });
}
