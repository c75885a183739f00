//! What a piece quotes: told in the editor, asked about before it comes out, read by programs.

use model::Role;
use serde_json::json;

use crate::place::{HARM, Site, Visitor, on_both};

const PAGE: &str = "https://gazette.example/river";
const STORY: &str = "The town counts its water. “Nobody expected this,” said the mayor. The council voted on Tuesday \
    to close two of the seven wells; the other five stay open until the end of the summer.";
const BODY: &str = "> The council voted on Tuesday to close two of the seven wells\n\nand\n\n\
    > the other six stay open until the end of the summer\n\nand\n\n\
    > Every household will pay a fine in the spring of next year";

/// Clips the story; the place of its draft.
fn clip(program: &Visitor<'_>) -> String {
    let seen = json!({ "url": PAGE, "html": format!("<title>The river</title>{STORY}") });
    let made = program.json("POST", "/api/clippings", &seen).expect(201).as_json();
    format!("/desk/posts/{}", made["draft"].as_str().unwrap())
}

fn form<'a>(body: &'a str, then: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![("headline", "The river"), ("body", body), ("source_url", PAGE), ("then", then)];
    fields.extend(more);
    fields
}

fn is_out(site: &Site) -> bool {
    site.reader().get("/").expect(200).has("article.teaser")
}

#[test]
fn the_editor_tells_what_was_found_of_each_quotation() {
    on_both(|site| {
        let editor = site.person(Role::Editor);
        let place = clip(&site.program(Role::Editor));
        assert!(editor.get(&place).expect(200).has("#quotations[hidden]"), "nothing to say of nothing");
        editor.post(&place, &form(BODY, "save", &[])).expect(303);
        let page = editor.get(&place).expect(200);
        page.is_harmless();
        let told = page.of("#quotations > .facts");
        for words in ["1 not found", "1 found with changes", "1 found"] {
            assert!(told.contains(words), "{told}");
        }
        assert!(page.of("#quotations .absent blockquote").contains("Every household"));
        assert_eq!(page.of("#quotations .changed del"), "[there:] five");
        assert_eq!(page.of("#quotations .changed ins"), "[here:] six");
        assert!(page.of("#quotations .found mark").contains("two of the seven wells"));
        assert!(page.of("#quotations .found .hint").contains("as a browser showed it"));
        assert_eq!(page.of("#doubt"), "1 quotation not found, 1 with changes");
        assert!(!page.has("#quotations form"), "it is captured");

        // The same of a text that is being written, and of earlier ones.
        let live = editor.post("/desk/preview", &form(&BODY.replace("six", "five"), "save", &[])).expect(200);
        assert!(live.of("#quotations > .facts").contains("2 found"), "{}", live.of("#quotations"));
        let harm = format!("> {HARM} that nobody said to anybody at any time");
        editor.post("/desk/preview", &form(&harm, "save", &[])).expect(200).is_harmless();
        editor.post(&place, &form(&harm, "save", &[])).expect(303);
        editor.get(&place).expect(200).is_harmless();
        let revisions = editor.get(&format!("{place}/revisions?from=1&to=2")).expect(200);
        revisions.is_harmless();
        assert!(revisions.of("tbody").contains("1 found with changes"), "{}", revisions.of("tbody"));
        assert!(revisions.of("#quotations .absent blockquote").contains("Every household"));
        let own = editor.post("/desk/posts", &[("headline", "Our own"), ("body", BODY)]).expect(303);
        assert!(editor.get(own.location()).expect(200).page().select("#quotations[hidden]").exists());
    });
}

#[test]
fn what_was_not_found_is_asked_about_once_and_never_forbidden() {
    on_both(|site| {
        let editor = site.person(Role::Editor);
        let place = clip(&site.program(Role::Editor));
        let asked = editor.post(&place, &form(BODY, "publish", &[])).expect(200);
        asked.is_harmless();
        assert!(asked.of(".asked").contains("Every household") && !asked.of(".asked").contains("Tuesday"));
        assert_eq!(asked.attributes(".asked button", "value"), ["publish"]);
        assert!(!is_out(site));
        let seen = asked.attributes("input[name=seen]", "value").remove(0);
        // Another text meanwhile: what was seen was of the one before.
        let other = format!("{BODY}\n\n> And the mayor will personally drink the rest of it");
        let again = editor.post(&place, &form(&other, "publish", &[("seen", &seen)])).expect(200);
        assert!(again.of(".asked h2").contains("2 quotations"), "{}", again.of(".asked"));
        let at = [("at", "2026-12-01T09:00")];
        let later = editor.post(&place, &form(&other, "schedule", &at)).expect(200);
        assert_eq!(later.attributes("#f-at", "value"), ["2026-12-01T09:00"]);
        assert!(!is_out(site));
        let seen = later.attributes("input[name=seen]", "value").remove(0);
        let out = editor.post(&place, &form(&other, "publish", &[("seen", &seen)])).expect(303);
        assert!(out.location().ends_with("?done=published") && is_out(site));
        // What is out is saved without a question, and found quotations raise none.
        editor.post(&place, &form(&format!("{other}."), "save", &[])).expect(303);
    });
}

#[test]
fn a_source_can_be_captured_from_the_editor() {
    on_both(|site| {
        let editor = site.person(Role::Editor);
        let made = editor.post("/desk/posts", &form(BODY, "save", &[])).expect(303);
        let place = made.location().split('?').next().unwrap().to_owned();
        let page = editor.get(&place).expect(200);
        assert!(page.of("#quotations").contains("has not been captured yet"), "{}", page.of("#quotations"));
        assert_eq!(page.attributes("#quotations form", "action"), [format!("{place}/captures")]);
        site.person(Role::Author).post(&format!("{place}/captures"), &[]).expect(403);
        let own = editor.post("/desk/posts", &[("headline", "Our own"), ("body", BODY)]).expect(303);
        let own = own.location().split('?').next().unwrap().to_owned();
        editor.post(&format!("{own}/captures"), &[]).expect(404);
        editor.post("/desk/posts/x/captures", &[]).expect(404);
    });
}

#[test]
fn programs_read_selectors_that_annotations_use() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let place = clip(&program).replace("/desk/", "/api/");
        program.json("PATCH", &place, &json!({ "format": "markdown", "body": BODY })).expect(200);
        let shown = program.get(&place).expect(200).as_json();
        let findings: Vec<_> =
            shown["quotations"].as_array().unwrap().iter().map(|one| &one["finding"]).collect();
        assert_eq!(findings, ["found", "changed", "absent"]);
        let target = &shown["quotations"][1]["target"];
        assert_eq!((&target["source"], &target["text"]), (&json!(PAGE), &json!("article")));
        assert_eq!(target["selector"][0]["type"], "TextQuoteSelector");
        let exact = target["selector"][0]["exact"].as_str().unwrap();
        assert_eq!(exact, "the other five stay open until the end of the summer");
        assert_eq!(target["selector"][1]["type"], "TextPositionSelector");
        let [start, end] =
            ["start", "end"].map(|name| target["selector"][1][name].as_u64().unwrap() as usize);
        assert_eq!(STORY.chars().skip(start).take(end - start).collect::<String>(), exact);
        assert_eq!(shown["quotations"][2]["target"], json!(null));
        assert!(shown["share"]["quoted"].as_u64().unwrap() > 20, "{}", shown["share"]);
        let own = program.json("POST", "/api/posts", &json!({ "headline": "Own", "body": BODY })).expect(201);
        let own = program.get(&format!("/api/posts/{}", own.as_json()["id"].as_str().unwrap())).expect(200);
        assert_eq!((&own.as_json()["quotations"], &own.as_json()["share"]), (&json!([]), &json!(null)));
    });
}
