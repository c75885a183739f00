//! Pages from a person's browser, and films from clipping to post.

use model::Role;
use serde_json::json;

use crate::place::{HARM, ORIGIN, on_both};

const PAGE: &str = "https://gazette.example/lamp";

fn draft(answer: &crate::place::Answer) -> String {
    answer.location().split('?').next().unwrap().to_owned()
}

#[test]
fn a_page_is_handed_over_once_and_kept_beside_what_was_fetched() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let made = author.hand_over(&[("url", PAGE), ("html", "<p>HARM</p>"), ("selection", "")]).expect(303);
        assert!(made.location().starts_with("/desk/posts/") && made.location().ends_with("?done=seen"));
        let edit = author.get(made.location()).expect(200);
        edit.is_harmless();
        assert_eq!(edit.of("#f-headline"), HARM.split_whitespace().collect::<Vec<_>>().join(" "));
        assert!(edit.of(".looks").contains("as a browser showed it"), "{}", edit.of(".looks"));
        assert!(edit.of(".looks").contains("This piece was read from it."));
        let jobs = site.desk().store().read(|c| store::jobs::list(c, 9)).unwrap();
        assert!(jobs.iter().any(|record| record.job.name() == "capture"), "the fetch is promised");
        let again = author.hand_over(&[("url", PAGE), ("html", "<p>More</p>")]).expect(303);
        assert_eq!((draft(&again), again.location().ends_with("?done=kept")), (draft(&made), true));
        let edit = author.get(again.location()).expect(200);
        assert_eq!(edit.page().select(".looks li").length(), 2);
        assert!(edit.of(".notice").contains("kept beside it"));
    });
}

#[test]
fn a_draft_is_read_again_and_a_post_waits_for_a_save() {
    on_both(|site| {
        let editor = site.person(Role::Editor);
        let made = editor.hand_over(&[("url", PAGE), ("html", "<p>First look</p>")]).expect(303);
        editor.hand_over(&[("url", PAGE), ("html", "<p>Second look</p>")]).expect(303);
        editor.hand_over(&[("url", PAGE), ("html", "<p>nothing</p>")]).expect(303);
        let place = draft(&made);
        let looks = editor.get(&place).attributes(".looks input[name=capture]", "value");
        assert_eq!(looks.len(), 2, "all but the one it was read from");
        let readings = format!("{place}/readings");
        let refused = editor.post(&readings, &[("capture", &looks[0])]).expect(422);
        assert!(refused.of(".box.wrong").contains("nothing to read"));
        let read = editor.post(&readings, &[("capture", &looks[1])]).expect(303);
        assert_eq!(read.location(), format!("{place}?done=reread"));
        let edit = editor.get(&place).expect(200);
        assert!(edit.of("#f-body").contains("Second look"));
        for bad in ["", "x", "0000000000001"] {
            editor.post(&readings, &[("capture", bad)]).expect(404);
        }
        let other = site.person(Role::Author);
        other.post(&readings, &[("capture", &looks[1])]).expect(403);

        editor
            .post(
                &place,
                &[("headline", "Out"), ("body", "Ours."), ("source_url", PAGE), ("then", "publish")],
            )
            .expect(303);
        let first = editor.get(&place).attributes(".looks input[name=capture]", "value").pop().unwrap();
        let proposed = editor.post(&readings, &[("capture", &first)]).expect(200);
        assert!(proposed.of("#f-body").contains("First look"));
        assert!(proposed.of(".notice").contains("until you save"));
        assert!(editor.get(&place).of("#f-body").contains("Ours."), "nothing was saved");
    });
}

#[test]
fn what_can_not_be_read_comes_back_with_the_reason() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let before = site.census();
        let refused = author.hand_over(&[("url", PAGE), ("html", "<p>unreadable HARM</p>")]).expect(422);
        assert!(refused.of("#p-html").contains("nothing to read"));
        assert_eq!(refused.attributes("#f-url", "value"), [PAGE]);
        assert!(refused.of("#f-html").contains("unreadable"), "what was pasted is kept");
        refused.is_harmless();
        let large = "x".repeat(web::HTML_LIMIT + 1);
        let refused = author.hand_over(&[("url", PAGE), ("html", &large)]).expect(413);
        assert!(refused.text().contains("10 MiB"));
        let form = [("content-type", "application/x-www-form-urlencoded"), ("origin", ORIGIN)];
        author.send("POST", "/desk/clippings/seen", &form, "url=x").expect(400);
        let foreign = [
            ("content-type", "multipart/form-data; boundary=cut"),
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "cross-site"),
        ];
        author.send("POST", "/desk/clippings/seen", &foreign, "--cut--").expect(403);
        assert_eq!(site.census(), before);
        // Text without a tag is what was copied off the page.
        let made = author.hand_over(&[("url", PAGE), ("html", "2 words\r\n\r\n& more")]).expect(303);
        assert!(author.get(&draft(&made)).of("#f-body").contains("2 words"));
    });
}

#[test]
fn the_share_menu_leads_to_a_form_that_waits_for_a_press() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let before = site.census();
        let shared = author
            .get("/desk/clip?title=The+lamp&text=Read+this%3A+https%3A%2F%2Fgazette.example%2Flamp&url=")
            .expect(200);
        assert_eq!(shared.attributes(".box input[name=url]", "value"), [PAGE]);
        assert_eq!(shared.attributes(".box form", "action"), ["/desk/clippings"]);
        assert_eq!(site.census(), before, "coming here does nothing");
        let hostile =
            format!("/desk/clip?title={0}&url=javascript:alert(1)&text={0}", web::respond::query_value(HARM));
        let shared = author.get(&hostile).expect(200);
        shared.is_harmless();
        assert!(!shared.has(".box.good"), "no address, nothing to press");
        let away = site.reader().get("/desk/clip?url=https%3A%2F%2Fgazette.example%2Flamp").expect(303);
        assert_eq!(
            away.location(),
            "/sign-in?next=%2Fdesk%2Fclip%3Furl%3Dhttps%253A%252F%252Fgazette.example%252Flamp"
        );

        let manifest = site.reader().get("/manifest.webmanifest").expect(200);
        assert_eq!(manifest.header("content-type"), "application/manifest+json");
        let manifest = manifest.as_json();
        assert_eq!(manifest["share_target"]["action"], json!("/desk/clip"));
        for icon in manifest["icons"].as_array().unwrap() {
            site.reader().get(icon["src"].as_str().unwrap()).expect(200);
        }
    });
}

#[test]
fn only_the_receiving_window_can_be_reached_by_its_opener() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let opener =
            |path: &str| author.get(path).expect(200).header("cross-origin-opener-policy").to_owned();
        assert_eq!(opener("/desk/clip/receive"), "unsafe-none");
        for path in ["/desk", "/desk/clip", "/desk/you", "/"] {
            assert_eq!(opener(path), "same-origin", "{path}");
        }
        let window = author.get("/desk/clip/receive").expect(200);
        window.is_harmless();
        assert!(!window.text().contains("author 0"), "the window holds nothing of the person's");
    });
}

#[test]
fn tokens_are_listed_and_taken_back_by_their_owner() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let made = author.post("/desk/you/tokens", &[("label", HARM), ("scope", "clip")]).expect(200);
        made.is_harmless();
        let secret = made.attributes("#f-secret", "value").pop().unwrap();
        let listed = author.get("/desk/you").expect(200);
        assert!(!listed.text().contains(&secret), "shown once");
        let row = listed.of(".tokens li");
        assert!(row.contains("Clip pages into drafts") && row.contains("never"), "{row}");
        let program = crate::place::Visitor::with_token(site, &secret);
        program.get("/api/comments").expect(403);
        assert!(!author.get("/desk/you").of(".tokens li").contains("never"));
        let mark = listed.attributes("input[name=mark]", "value").pop().unwrap();
        let other = site.person(Role::Owner);
        other.post("/desk/you/tokens/removal", &[("mark", &mark)]).expect(404);
        author.post("/desk/you/tokens/removal", &[("mark", &mark)]).expect(303);
        program.get("/api/comments").expect(401);
        assert!(!author.get("/desk/you").has("input[name=mark]"));
        author.post("/desk/you/tokens", &[("label", "x"), ("scope", "everything")]).expect(422);
        author.post("/desk/you/tokens", &[("label", ""), ("scope", "all")]).expect(422);
    });
}

#[test]
fn a_videos_page_may_frame_its_player_and_nothing_else_may() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let film =
            json!({ "player": "https://player.example/e/1", "duration": "PT12M34S", "size": [1280, 720] });
        let video = program.publish(json!({
            "headline": "A plank", "kind": "video", "film": film, "source": { "url": "https://films.example/7", "outlet": "Films" },
        }));
        let plain = program.publish_headline("Words");
        let policy =
            |path: &str| site.reader().get(path).expect(200).header("content-security-policy").to_owned();
        for _ in 0..2 {
            assert!(policy(&video.permalink).ends_with("; frame-src https://player.example"));
        }
        assert!(
            policy(&format!("{}?comment=held", video.permalink)).contains("frame-src https://player.example")
        );
        for path in ["/", plain.permalink.as_str(), "/archive"] {
            assert!(!policy(path).contains("frame-src"), "{path}");
        }
        let page = site.reader().get(&video.permalink).expect(200);
        page.is_harmless();
        assert_eq!(page.attributes("a.screen", "data-player"), ["https://player.example/e/1"]);
        assert_eq!(page.of(".watch .play"), "Watch at Films");
        // What is kept in a browser keeps its policy.
        let tag = page.header("etag").to_owned();
        let known = site.reader().send("GET", &video.permalink, &[("if-none-match", &tag)], "").expect(304);
        assert!(known.header("content-security-policy").contains("frame-src https://player.example"));

        let kept = program.get(&format!("/api/posts/{}", video.id)).expect(200).as_json();
        assert_eq!(
            kept["film"],
            json!({ "player": "https://player.example/e/1", "duration": 754, "size": [1280, 720] })
        );
        let change = |film: serde_json::Value| {
            let change = json!({ "film": film, "correction": "The player was another film's." });
            program.json("PATCH", &format!("/api/posts/{}", video.id), &change)
        };
        for bad in [
            "http://player.example/",
            "javascript:alert(1)",
            "https://a;script-src.example/",
            "https://10.0.0.1/",
        ] {
            let refused = change(json!({ "player": bad })).expect(422).refusal();
            assert!(refused.1.contains_key("film_player"), "{bad}");
        }
        change(json!({})).expect(200);
        assert!(!policy(&video.permalink).contains("frame-src"), "taken away, at once");
    });
}

#[test]
fn what_was_kept_of_a_source_is_taken_away_in_one_file_by_those_who_may_see_it() {
    on_both(|site| {
        let author = site.person(Role::Author);
        let made = author.hand_over(&[("url", PAGE), ("html", "<p>What the person saw</p>")]).expect(303);
        let place = draft(&made);
        let evidence = format!("{place}/evidence");
        assert!(author.get(&place).attributes("a[download]", "href").contains(&evidence));
        let file = author.get(&evidence).expect(200);
        assert_eq!(file.header("content-type"), "application/wacz");
        let name = place.rsplit('/').next().unwrap();
        assert_eq!(
            file.header("content-disposition"),
            format!("attachment; filename=\"evidence-{name}.wacz\"")
        );
        assert_eq!(file.header("content-length"), file.body.len().to_string());
        assert_eq!(file.header("cache-control"), "private, no-store");
        assert!(file.body.starts_with(b"PK"), "a zip file");
        assert!(file.body.windows(PAGE.len()).any(|at| at == PAGE.as_bytes()), "its pages are listed in it");
        site.person(Role::Author).get(&evidence).expect(403);
        site.reader().get(&evidence).expect(303);
        let ours = site.program(Role::Editor).publish_headline("Our own reporting");
        site.person(Role::Editor).get(&format!("/desk/posts/{}/evidence", ours.id)).expect(404);
    });
}
