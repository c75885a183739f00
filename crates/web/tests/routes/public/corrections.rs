//! What readers are told when a published text changes.

use model::Role;
use serde_json::{Value, json};

use crate::place::{HARM, Site, on_both, well_formed};

/// A post with a figure in it, and the address at which programs change it.
fn boats(site: &Site) -> (crate::place::Made, String) {
    let post = site.program(Role::Editor).publish(json!({
        "headline": "Boats", "body": "The council bought 12 boats.\n\nNobody objected.", "labels": ["Sea"],
    }));
    let place = format!("/api/posts/{}", post.id);
    (post, place)
}

fn right(note: &str) -> Value {
    json!({ "body": "The council bought 14 boats.\n\nNobody objected.", "correction": note })
}

#[test]
fn a_program_says_what_was_wrong_or_changes_nothing() {
    on_both(|site| {
        let (post, place) = boats(site);
        let program = site.program(Role::Editor);
        let silent =
            program.json("PATCH", &place, &json!({ "body": "The council bought 14 boats." })).expect(422);
        let (code, fields) = silent.refusal();
        assert_eq!(code, "invalid");
        let message = &fields["correction"];
        assert!(message.contains("please say in a note what was wrong"), "{message}");
        program.json("PATCH", &place, &right("")).expect(422);
        program.json("PATCH", &place, &json!({ "correction": "Nothing, really." })).expect(422);
        for (visitor, status) in [
            (site.reader(), 401),
            (site.program(Role::Moderator), 403),
            (site.program(Role::Author), 403),
            (site.program_that_may(Role::Editor, model::Scope::Clip), 403),
        ] {
            visitor.json("PATCH", &place, &right("It was 14.")).expect(status);
        }
        assert!(site.reader().get(&post.permalink).of(".body").contains("12 boats"));
        let draft =
            program.json("POST", "/api/posts", &json!({ "headline": "Draft", "body": "x" })).expect(201);
        let draft = format!("/api/posts/{}", draft.as_json()["id"].as_str().unwrap());
        program.json("PATCH", &draft, &json!({ "body": "y", "correction": "Not out." })).expect(422);
        program.json("PATCH", &draft, &json!({ "body": "y 1" })).expect(200);
        let done = program.json("PATCH", &place, &right("It was 14.")).expect(200).as_json();
        assert_eq!(done["revision"], json!(2));
        // A program that hears no answer asks again.
        assert_eq!(
            program.json("PATCH", &place, &right("It was 14.")).expect(200).as_json()["revision"],
            json!(2)
        );
    });
}

#[test]
fn a_correction_is_told_at_the_post_in_feeds_and_on_the_list() {
    on_both(|site| {
        let (post, place) = boats(site);
        let reader = site.reader();
        let page = reader.get(&post.permalink).expect(200);
        assert!(!page.has("#corrections") && !page.has(".dates a"));
        assert!(reader.get("/corrections").expect(200).has(".empty"));
        let feed_before = reader.get("/feed.atom").text();
        site.at("2026-11-22T09:30:00Z");
        site.program(Role::Editor).json("PATCH", &place, &right("It was 14 boats, not 12.")).expect(200);

        let page = reader.get(&post.permalink).expect(200);
        assert!(page.of(".dates a[href='#corrections']").contains("Corrected"), "{}", page.of(".dates"));
        assert_eq!(page.attributes(".dates a time", "datetime"), ["2026-11-22T09:30:00Z"]);
        assert_eq!(page.of("article #corrections .told"), "It was 14 boats, not 12.");
        let text = page.text();
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is missing"));
        assert!(
            at("class=\"body\"") < at("id=\"corrections\"") && at("id=\"corrections\"") < at("id=\"source\"")
        );
        let data: Value =
            serde_json::from_str(&page.page().select("script[type='application/ld+json']").text()).unwrap();
        assert_eq!(data["dateModified"], json!("2026-11-22T09:30:00Z"));
        let note = &data["correction"][0];
        assert_eq!(
            (&note["@type"], &note["text"], &note["datePublished"]),
            (&json!("CorrectionComment"), &json!("It was 14 boats, not 12."), &json!("2026-11-22T09:30:00Z"))
        );
        let anchor = note["@id"].as_str().unwrap().split('#').nth(1).unwrap().to_owned();
        assert!(page.has(&format!("#{anchor}")));

        let list = reader.get("/corrections").expect(200);
        assert_eq!(list.attributes("ol h2 a", "href"), [format!("{}#{anchor}", post.permalink)]);
        assert_eq!(list.of("ol .told"), "It was 14 boats, not 12.");
        assert!(reader.get("/").has("footer a[href='/corrections']"));

        let atom = reader.get("/feed.atom").expect(200).text();
        well_formed(&atom);
        assert!(atom != feed_before && atom.contains("<updated>2026-11-22T09:30:00Z</updated>"), "{atom}");
        for path in ["/feed.atom", "/feed.rss", "/feed.json", "/labels/sea/feed.atom"] {
            let feed = reader.get(path).expect(200).text();
            assert!(feed.contains("It was 14 boats, not 12."), "{path}: {feed}");
        }
        let item = &reader.get("/feed.json").as_json()["items"][0];
        assert_eq!(item["date_modified"], json!("2026-11-22T09:30:00Z"));
        assert_eq!(item["_corrections"]["notes"][0]["note"], json!("It was 14 boats, not 12."));
        let feed = reader.get("/corrections/feed.atom").expect(200);
        assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
        let (names, words) = well_formed(&feed.text());
        assert_eq!(names.iter().filter(|name| *name == "entry").count(), 1);
        assert!(words.contains("Correction: Boats"), "{words}");
    });
}

#[test]
fn a_retraction_is_told_where_the_post_was() {
    on_both(|site| {
        let (post, place) = boats(site);
        let program = site.program(Role::Editor);
        program.publish(json!({ "headline": "Stays", "body": "x", "labels": ["Sea"] }));
        let reader = site.reader();
        let id = reader.get("/feed.json").as_json()["items"][1]["id"].as_str().unwrap().to_owned();
        site.at("2026-11-22T09:30:00Z");
        let gone = json!({ "reason": "There are no boats." });
        program.json("DELETE", &format!("{place}/publication"), &gone).expect(200);

        let page = reader.get(&post.permalink).expect(410);
        assert!(page.of("main").contains("There are no boats.") && page.of("main").contains("Retracted"));
        assert!(!page.has("script[type='application/ld+json']"));
        reader.get(&format!("{}/revisions", post.permalink)).expect(410);
        for path in ["/", "/labels/sea", "/archive/2026/11", "/search?q=boats", "/sitemap.xml", "/popular"] {
            assert!(!reader.get(path).text().contains(&post.permalink), "{path}");
        }
        let list = reader.get("/corrections").expect(200);
        assert!(list.of("ol .kicker").contains("Retraction"), "{}", list.of("ol"));
        assert_eq!(list.of("ol .told"), "There are no boats.");
        for path in ["/feed.atom", "/labels/sea/feed.atom"] {
            let feed = reader.get(path).expect(200).text();
            let (names, words) = well_formed(&feed);
            assert_eq!(names.iter().filter(|name| *name == "at:deleted-entry").count(), 1, "{feed}");
            let stone = format!("ref=\"{id}\" when=\"2026-11-22T09:30:00Z\"");
            assert!(feed.contains(&stone) && words.contains("There are no boats."), "{stone} in {feed}");
        }
        for path in ["/feed.rss", "/feed.json"] {
            assert!(!reader.get(path).expect(200).text().contains(&post.permalink), "{path}");
        }
        // It comes back, and says that it was gone.
        program.json("POST", &format!("{place}/publication"), &json!({})).expect(201);
        assert!(!reader.get("/feed.atom").text().contains("at:deleted-entry "));
        let page = reader.get(&post.permalink).expect(200);
        assert!(page.of("#corrections").contains("There are no boats."), "{}", page.text());
        let data = page.page().select("script[type='application/ld+json']").text();
        assert!(!data.contains("CorrectionComment"), "{data}");
    });
}

#[test]
fn the_list_is_read_page_by_page() {
    on_both(|site| {
        site.settle(|s| s.per_page = 2);
        let (_, place) = boats(site);
        let program = site.program(Role::Editor);
        for number in 1..=5 {
            let text = json!({ "body": format!("There were {number} boats."), "correction": format!("Note {number}.") });
            program.json("PATCH", &place, &text).expect(200);
        }
        let reader = site.reader();
        let (mut path, mut seen) = ("/corrections".to_owned(), Vec::new());
        loop {
            let page = reader.get(&path).expect(200);
            let notes = page.page();
            seen.extend(notes.select("ol .told").iter().map(|note| note.text().to_string()));
            let Some(next) = page.attributes("a.older", "href").pop() else { break };
            path = next;
        }
        assert_eq!(seen, ["Note 5.", "Note 4.", "Note 3.", "Note 2.", "Note 1."]);
        reader.get("/corrections?before=nonsense").expect(404);
    });
}

#[test]
fn what_a_post_said_before_is_public_only_if_the_site_says_so() {
    on_both(|site| {
        let (post, place) = boats(site);
        let revisions = format!("{}/revisions", post.permalink);
        let reader = site.reader();
        reader.get(&revisions).expect(404);
        site.settle(|s| s.public_revisions = true);
        assert!(
            !reader.get(&post.permalink).has(&format!("a[href='{revisions}']")),
            "it has said one thing only"
        );
        site.program(Role::Editor).json("PATCH", &place, &right("It was 14.")).expect(200);
        let page = reader.get(&post.permalink).expect(200);
        assert!(page.has(&format!("#corrections a[href='{revisions}']")));
        let page = reader.get(&revisions).expect(200);
        assert_eq!((page.of("ins"), page.of("del")), ("added: 14".to_owned(), "removed: 12".to_owned()));
        assert_eq!(page.page().select(".history > li").length(), 2);
        assert!(page.of(".history").contains("It was 14."));
        assert!(page.of(".words").contains("The council bought"));
        site.settle(|s| s.public_revisions = false);
        reader.get(&revisions).expect(404);
        assert!(!reader.get(&post.permalink).has(&format!("a[href='{revisions}']")));
        reader.get("/2026/11/never/revisions").expect(404);
    });
}

#[test]
fn nothing_written_into_a_note_becomes_a_program() {
    on_both(|site| {
        site.settle(|s| s.public_revisions = true);
        let (post, place) = boats(site);
        let program = site.program(Role::Editor);
        let harm = json!({ "body": HARM, "headline": HARM, "correction": HARM });
        program.json("PATCH", &place, &harm).expect(200);
        let reader = site.reader();
        let revisions = format!("{}/revisions", post.permalink);
        for path in [post.permalink.as_str(), "/corrections", &revisions] {
            let page = reader.get(path).expect(200);
            page.is_harmless();
            assert!(page.of("main").contains("alert(1)"), "{path}");
        }
        for path in ["/feed.atom", "/feed.rss", "/corrections/feed.atom"] {
            well_formed(&reader.get(path).expect(200).text());
        }
        let gone = json!({ "reason": HARM });
        program.json("DELETE", &format!("{place}/publication"), &gone).expect(200);
        reader.get("/corrections").expect(200).is_harmless();
        reader.get(&post.permalink).expect(410).is_harmless();
        well_formed(&reader.get("/corrections/feed.atom").expect(200).text());
    });
}

#[test]
fn only_pages_that_tell_of_a_correction_are_made_anew() {
    on_both(|site| {
        let (post, place) = boats(site);
        let reader = site.reader();
        let program = site.program(Role::Editor);
        let etag = |path: &str| reader.get(path).expect(200).header("etag").to_owned();
        let (list, own) = (etag("/corrections"), etag(&post.permalink));
        program.publish_headline("Another");
        program.json("PATCH", &place, &json!({ "labels": ["Sea", "Boats"] })).expect(200);
        assert_eq!(etag("/corrections"), list, "nothing was corrected");
        program.json("PATCH", &place, &right("It was 14.")).expect(200);
        assert!(etag("/corrections") != list && etag(&post.permalink) != own);
    });
}
