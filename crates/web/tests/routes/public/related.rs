//! Related posts on a post's page, and why on the desk.

use model::Role;
use serde_json::json;

use crate::place::{HARM, on_both};

const FLOOD: &str =
    "The levees along the Danube held in Budapest while volunteers stacked sandbags at the gauge.";
const CREST: &str =
    "Volunteers stacked sandbags as the Danube crested in Budapest; engineers watched the levees.";

#[test]
fn near_posts_stand_between_source_and_comments_and_nothing_is_said_where_there_are_none() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let reader = site.reader();
        let flood = program.publish(json!({
            "headline": "The levees held", "body": FLOOD, "labels": "Rivers",
            "source": { "url": "https://gazette.example/a", "outlet": "The Gazette" },
        }));
        let bread = program.publish(json!({ "headline": "Bread", "body": "Rye, salt and patience." }));
        assert!(!reader.get(&flood.permalink).expect(200).has("#related"));
        let crest = program.publish(json!({
            "headline": format!("Το ποτάμι {HARM}"), "language": "el", "body": "Ο Danube στη Budapest.",
            "labels": "Rivers", "slug": "river",
        }));
        let english = program.publish(json!({ "headline": "A crest passes", "body": CREST }));
        assert!(!reader.get(&flood.permalink).has("#related"), "found off the request path");
        site.work();

        let page = reader.get(&flood.permalink).expect(200);
        assert_eq!(page.attributes("#related li > a", "href"), [&*english.permalink, &*crest.permalink]);
        assert_eq!(page.attributes("#related li", "lang"), ["en", "el"]);
        assert_eq!(page.attributes("#related li", "dir"), ["ltr", "ltr"]);
        assert_eq!(page.of("#related h2"), "Related posts");
        assert!(page.of("#related").contains("alert(1)") && !page.has("#related script, #related img"));
        assert!(page.has("#source + #related + #comments"), "in its place");
        let of_crest = reader.get(&crest.permalink);
        assert!(of_crest.of("#related .meta").contains("The Gazette"));
        assert!(of_crest.has("#related time[datetime]"));
        assert!(!reader.get(&bread.permalink).has("#related"), "nothing is near");

        // Why, for those who work on the post.
        let editor = site.person(Role::Editor);
        let desk = editor.get(&format!("/desk/posts/{}", flood.id)).expect(200);
        let why = desk.of("#related");
        assert!(why.contains("the same label: Rivers") && why.contains("telling words in common"), "{why}");
        assert!(!desk.has("#related script"));
        assert!(
            editor
                .get(&format!("/desk/posts/{}", bread.id))
                .of("#related")
                .contains("Nothing is near enough")
        );

        site.settle(|site| site.related_length = 1);
        assert_eq!(reader.get(&flood.permalink).attributes("#related li > a", "href"), [&*english.permalink]);
        site.settle(|site| site.related_length = 0);
        assert!(!reader.get(&flood.permalink).has("#related"));
    });
}

#[test]
fn only_pages_whose_list_changed_are_made_anew() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let reader = site.reader();
        let post =
            |headline: &str, body: &str| program.publish(json!({ "headline": headline, "body": body }));
        let (flood, bread) = (post("The levees held", FLOOD), post("Bread", "Rye, salt and patience."));
        site.work();
        let tag = |path: &str| reader.get(path).expect(200).header("etag").to_owned();
        let crest = post("A crest passes", CREST);
        let before = [&flood, &bread].map(|made| tag(&made.permalink));
        site.work();
        let after = [&flood, &bread].map(|made| tag(&made.permalink));
        assert_eq!([after[0] == before[0], after[1] == before[1]], [false, true]);
        assert_eq!(reader.get(&flood.permalink).attributes("#related li > a", "href"), [&*crest.permalink]);
        let id: model::PostId = crest.id.parse().unwrap();
        site.desk().retract(&model::Actor::System, id, "Another river.").unwrap();
        assert!(!reader.get(&flood.permalink).has("#related"), "at once");
    });
}

#[test]
fn how_many_are_shown_is_a_setting() {
    on_both(|site| {
        let owner = site.person(Role::Owner);
        let page = owner.get("/desk/settings").expect(200);
        assert_eq!(page.attributes("input[name=related_length]", "value"), ["3"]);
        let form = |length: &'static str| {
            [
                ("name", "A paper"),
                ("language", "en"),
                ("time_zone", "UTC"),
                ("comments", "held"),
                ("popular_window", "30d"),
                ("popular_length", "5"),
                ("related_length", length),
                ("per_page", "12"),
                ("typo_minutes", "15"),
            ]
        };
        owner.post("/desk/settings", &form("0")).expect(303);
        assert_eq!(site.desk().site().unwrap().related_length, 0);
        for wrong in ["7", "-1", "", "many"] {
            let answer = owner.post("/desk/settings", &form(wrong)).expect(422);
            assert!(answer.has("[name=related_length][aria-invalid]"), "{wrong}");
        }
        // A program from before there was this setting changes others, and leaves it as it is.
        let fewer: Vec<_> = form("").into_iter().filter(|(name, _)| *name != "related_length").collect();
        owner.post("/desk/settings", &fewer).expect(303);
        assert_eq!(site.desk().site().unwrap().related_length, 0);
    });
}
