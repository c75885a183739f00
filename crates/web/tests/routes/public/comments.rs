//! A guest comments.

use desk::Limits;
use model::{CommentMode, Role};
use serde_json::json;

use crate::place::{HARM, Made, ORIGIN, Site, Visitor, encoded, on_both, with_limits};

fn open_post(site: &Site) -> Made {
    site.program(Role::Editor).publish(json!({ "headline": "Talk", "comments": "open" }))
}

fn comments(post: &Made) -> String {
    format!("{}/comments", post.permalink)
}

#[test]
fn a_comment_is_shown_at_once_where_comments_are_open() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        let fields = [
            ("name", "Ada"),
            ("email", "ada@example.org"),
            ("website", "ada.example"),
            ("body", "Worth *reading*."),
        ];
        let sent = reader.post(&comments(&post), &fields).expect(303);
        let id = sent.comment_id();
        assert!(sent.location().starts_with(&format!("{}?own={id}-", post.permalink)), "{}", sent.location());
        assert!(sent.location().ends_with(&format!("#comment-{id}")));
        let page = reader.get(&post.permalink).expect(200);
        let comment = format!("article.comment#comment-{id}");
        assert_eq!(page.of(&format!("{comment} .text em")), "reading");
        assert_eq!(page.attributes(&format!("{comment} h3 a"), "href"), ["https://ada.example/"]);
        assert!(page.attributes(&format!("{comment} h3 a"), "rel")[0].contains("nofollow"));
        assert!(!page.text().contains("ada@example.org"), "the mail address is shown");
    });
}

#[test]
fn a_comment_is_held_by_default_and_its_author_is_told() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish_headline("Held");
        let reader = site.reader();
        let sent = reader.comment(&post, "Please read this").expect(303);
        assert!(sent.location().starts_with(&format!("{}?comment=held&own=", post.permalink)));
        assert!(sent.location().ends_with("#comment-form"));
        let told = reader.get(&format!("{}?comment=held", post.permalink)).expect(200);
        assert!(told.of("#comment-notice").contains("waits for an editor"));
        assert!(!reader.get(&post.permalink).text().contains("Please read this"));
        let moderator = site.person(Role::Moderator);
        let queue = moderator.get("/desk/comments").expect(200);
        assert!(queue.text().contains("Please read this"));
        let id = queue.attributes("input[name=id]", "value");
        let judged = moderator.post(
            "/desk/comments/verdicts",
            &[
                ("id", &id[0]),
                ("verdict", "approve"),
                ("back", &queue.attributes("input[name=back]", "value")[0]),
            ],
        );
        assert!(judged.expect(303).location().starts_with("/desk/comments?verdict=held"));
        assert_eq!(reader.get(&post.permalink).of(&format!("#comment-{} .text", id[0])), "Please read this");
        assert!(!moderator.get("/desk/comments").text().contains("Please read this"));
    });
}

#[test]
fn what_is_wrong_is_said_and_nothing_typed_is_lost() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        let before = site.census();
        let long = "字".repeat(100_000);
        let page = reader
            .post(&comments(&post), &[("name", "Ada"), ("email", "a@b.example"), ("body", &long)])
            .expect(422);
        assert_eq!(page.of("#field-body"), long);
        assert_eq!(page.attributes("#field-name", "value"), ["Ada"]);
        assert_eq!(page.attributes("#field-email", "value"), ["a@b.example"]);
        assert!(page.of("#error-body").contains("100000"), "{}", page.of("#error-body"));
        assert_eq!(page.attributes("#field-body", "aria-invalid"), ["true"]);

        let page = reader.post(
            &comments(&post),
            &[("email", "nobody"), ("website", "javascript:alert(1)"), ("body", " \u{200b} ")],
        );
        let page = page.expect(422);
        for field in ["name", "email", "website"] {
            assert!(page.has(&format!("#error-{field}")), "{field}: {}", page.text());
        }
        assert_eq!(page.attributes("#field-website", "value"), ["javascript:alert(1)"]);
        page.is_harmless();
        assert_eq!(site.census(), before);
    });
}

#[test]
fn nothing_that_is_written_into_a_comment_becomes_a_program() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        // Refused: everything comes back into the form.
        let fields = [("name", HARM), ("email", HARM), ("website", HARM), ("body", HARM), ("parent", HARM)];
        let again = reader.post(&comments(&post), &fields).expect(422);
        again.is_harmless();
        assert_eq!(again.of("#field-body"), HARM);
        assert_eq!(again.attributes("#field-name", "value"), [HARM]);
        // Taken: it stands in the thread and in the queue.
        let name = "<img src=x onerror=alert(1)>";
        let body =
            format!("{HARM} [x](javascript:alert(1)) <a href=\"javascript:alert(1)\" onclick=alert(1)>y</a>");
        let id = reader.post(
            &comments(&post),
            &[("name", name), ("body", &body), ("website", "https://x.example/\"onclick=alert(1)")],
        );
        let id = id.expect(303).comment_id();
        let page = reader.get(&post.permalink).expect(200);
        page.is_harmless();
        assert_eq!(page.of(&format!("#comment-{id} h3")), name);
        assert!(page.of(&format!("#comment-{id} .text")).contains("<script>"), "it is shown as text");
        assert!(!page.has(&format!("#comment-{id} img")));
        reader.get(&format!("{}?reply={id}", post.permalink)).expect(200).is_harmless();
        site.person(Role::Moderator).get("/desk/comments?verdict=all").expect(200).is_harmless();
    });
}

#[test]
fn an_answer_stands_with_what_it_answers() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        let first = reader.comment(&post, "First").expect(303).comment_id();
        let form = reader.get(&format!("{}?reply={first}", post.permalink)).expect(200);
        assert_eq!(form.attributes("#comment-form input[name=parent]", "value"), [first.as_str()]);
        let fields = [("name", "Ben"), ("body", "Second"), ("parent", &first)];
        let second = reader.post(&comments(&post), &fields).expect(303).comment_id();
        let page = reader.get(&post.permalink);
        assert!(
            page.attributes(&format!("#comment-{second} .answers a"), "href")
                .contains(&format!("#comment-{first}"))
        );
        // One that is not here, or stands elsewhere, can't be answered; the words come back.
        let elsewhere = open_post(site);
        let lost = reader
            .post(&comments(&elsewhere), &[("name", "Ben"), ("body", "Third"), ("parent", &first)])
            .expect(422);
        assert_eq!(lost.of("#field-body"), "Third");
        // An unknown id in the address changes nothing.
        let plain = reader.get(&format!("{}?reply=0000000000000", post.permalink)).expect(200);
        assert_eq!(plain.attributes("#comment-form input[name=parent]", "value"), [""]);
    });
}

#[test]
fn who_sends_too_many_is_told_when_to_come_back() {
    with_limits(Limits::default(), |site| {
        let post = open_post(site);
        let hurried = site.reader_from("198.51.100.7");
        for number in 0..5 {
            hurried.comment(&post, &format!("Number {number}")).expect(303);
        }
        let slow = hurried.comment(&post, "One more").expect(429);
        assert_eq!(slow.of("#field-body"), "One more");
        let wait: i64 = slow.header("retry-after").parse().expect("Retry-After names seconds");
        assert!((1..=20).contains(&wait));
        site.reader_from("198.51.100.8").comment(&post, "From another address").expect(303);
        site.clock.advance_seconds(wait);
        hurried.comment(&post, "One more").expect(303);
    });
}

#[test]
fn a_robot_in_the_trap_learns_nothing_and_shows_nothing() {
    on_both(|site| {
        let post = open_post(site);
        let robot = site.reader();
        let sent = robot.post(
            &comments(&post),
            &[("name", "Pills"), ("body", "Cheap pills"), ("homepage", "https://pills.example")],
        );
        assert!(sent.expect(303).location().starts_with(&format!("{}?comment=held&own=", post.permalink)));
        assert!(!robot.get(&post.permalink).text().contains("Cheap pills"));
        let moderator = site.person(Role::Moderator);
        assert!(!moderator.get("/desk/comments").text().contains("Cheap pills"));
        assert!(moderator.get("/desk/comments?verdict=spam").text().contains("Cheap pills"));
    });
}

#[test]
fn who_is_signed_in_speaks_for_the_site_under_the_name_of_the_account() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish_headline("Held for others");
        let editor = site.person(Role::Editor);
        let fields = [("name", "Somebody else"), ("body", "We have asked the council.")];
        let id = editor.post(&comments(&post), &fields).expect(303).comment_id();
        let page = site.reader().get(&post.permalink).expect(200);
        let name = page.of(&format!("#comment-{id} h3"));
        assert!(name.ends_with("this site") && !name.contains("Somebody else"), "{name}");
        let stored =
            site.desk().store().read(|c| store::comments::by_id(c, id.parse().unwrap())).unwrap().unwrap();
        assert!(matches!(stored.verified, model::Verified::Account(_)));
        // A cookie that means nothing makes a guest.
        let stale = Visitor::with_cookie(site, "courant_session=0123456789abcdef");
        let sent = stale.comment(&post, "Me too").expect(303);
        assert!(sent.location().contains("comment=held"));
    });
}

#[test]
fn a_double_click_is_one_comment() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        let first = reader.comment(&post, "Once").expect(303).comment_id();
        assert_eq!(reader.comment(&post, "Once").expect(303).comment_id(), first);
        assert_eq!(reader.get(&post.permalink).page().select("article.comment").length(), 1);
    });
}

#[test]
fn a_form_on_another_site_does_nothing() {
    on_both(|site| {
        let post = open_post(site);
        let before = site.census();
        let reader = site.reader();
        let form = ("content-type", "application/x-www-form-urlencoded");
        let fields = encoded(&[("name", "Ada"), ("body", "Not mine")]);
        for headers in [
            vec![("origin", "https://evil.example")],
            vec![("origin", "null")],
            vec![("sec-fetch-site", "cross-site"), ("origin", ORIGIN)],
            vec![("sec-fetch-site", "same-site")],
        ] {
            let headers: Vec<_> = headers.into_iter().chain([form]).collect();
            let answer = reader.send("POST", &comments(&post), &headers, fields.clone()).expect(403);
            assert!(answer.of("main").contains("another site"), "{}", answer.text());
        }
        assert_eq!(site.census(), before);
        reader.send("POST", &comments(&post), &[form], fields).expect(303);
    });
}

#[test]
fn a_body_that_is_no_form_is_refused_in_words() {
    on_both(|site| {
        let post = open_post(site);
        let before = site.census();
        let reader = site.reader();
        let at = comments(&post);
        reader.send("POST", &at, &[("content-type", "application/json")], "{}").expect(400);
        reader.send("POST", &at, &[], "name=a&body=b").expect(400);
        let form = [("content-type", "application/x-www-form-urlencoded")];
        reader.send("POST", &at, &form, vec![0xff; 64]).expect(422);
        let answer = reader.send("POST", &at, &form, vec![b'a'; 9 << 20]).expect(413);
        assert!(answer.of("main").contains("8 MiB"), "{}", answer.text());
        reader.post("/2026/11/never/comments", &[("name", "a"), ("body", "b")]).expect(404);
        reader.post("/nowhere", &[]).expect(404);
        assert_eq!(site.census(), before);
    });
}

#[test]
fn closed_comments_take_none_on_a_post_or_on_the_whole_site() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let closed = program.publish(json!({ "headline": "Closed", "comments": "off" }));
        let plain = program.publish_headline("Plain");
        let reader = site.reader();
        assert!(!reader.get(&closed.permalink).expect(200).has("#comment-form"));
        assert!(reader.get(&closed.permalink).of("#comments").contains("closed"));
        let before = site.census();
        assert!(reader.comment(&closed, "Still").expect(403).of("main").contains("closed"));
        assert!(reader.get(&plain.permalink).has("#comment-form"));
        assert_eq!(site.census(), before);
        site.settle(|s| s.comments = CommentMode::Off);
        assert!(!reader.get(&plain.permalink).has("#comment-form"));
        reader.comment(&plain, "Still").expect(403);
    });
}

/// What stands behind `own=` in an answer, as the address of the author's own page.
fn own_page(location: &str) -> String {
    let own = location.split_once("own=").unwrap().1.split_once('#').unwrap().0;
    let (id, secret) = own.split_once('-').unwrap();
    format!("/comments/{id}/{secret}")
}

#[test]
fn its_author_changes_a_comment_and_takes_it_back() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        let sent = reader.comment(&post, "Teh <b>river</b>").expect(303);
        let id = sent.comment_id();
        let back = reader.get(sent.location().split_once('#').unwrap().0).expect(200);
        let at = own_page(sent.location());
        assert_eq!(back.attributes("#comment-notice a", "href"), [at.as_str()]);
        let page = reader.get(&at).expect(200);
        page.is_harmless();
        assert_eq!(page.of("#field-body"), "Teh <b>river</b>");
        assert!(page.of("[role=status]").contains("Readers can see it"));
        assert_eq!(page.header("cache-control"), "no-store");
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert_eq!(page.header("x-robots-tag"), "noindex");

        let saved = reader.post(&at, &[("then", "save"), ("body", "The *river*")]).expect(303);
        assert!(reader.get(saved.location()).expect(200).of("[role=status]").starts_with("Saved."));
        let seen = site.reader().get(&post.permalink).expect(200);
        assert_eq!(seen.of(&format!("#comment-{id} .text em")), "river");
        assert!(seen.of(&format!("#comment-{id} header")).contains("edited"));
        let empty = reader.post(&at, &[("then", "save"), ("body", " ")]).expect(422);
        assert!(empty.has("#error-body") && empty.attributes("#field-body", "aria-invalid") == ["true"]);

        site.clock.advance_seconds(16 * 60);
        assert!(!reader.get(&at).expect(200).has("#field-body"));
        let late = reader.post(&at, &[("then", "save"), ("body", "Too late")]).expect(403);
        assert!(late.of("main").contains("Too late"), "nothing typed is lost");

        let taken = reader.post(&at, &[("then", "withdraw")]).expect(303);
        let gone = reader.get(taken.location()).expect(200);
        assert_eq!(gone.attributes("[data-gone]", "data-gone"), [id.as_str()]);
        assert!(!gone.text().contains("river"));
        assert!(!site.reader().get(&post.permalink).text().contains("river"));
        let moderator = site.person(Role::Moderator);
        let queue = moderator.get("/desk/comments?verdict=withdrawn").expect(200);
        assert!(!queue.text().contains("river") && !queue.has(&format!("#c-{id} button")));
        moderator.post("/desk/comments/verdicts", &[("id", &id), ("verdict", "approve")]).expect(409);
        moderator.post("/desk/comments/verdicts", &[("id", &id), ("verdict", "withdrawn")]).expect(422);
    });
}

#[test]
fn an_own_page_is_nobody_elses() {
    on_both(|site| {
        let post = open_post(site);
        let reader = site.reader();
        let sent = reader.comment(&post, "Mine").expect(303);
        let (id, at) = (sent.comment_id(), own_page(sent.location()));
        let before = site.census();
        for wrong in [format!("/comments/{id}/guessed"), format!("/comments/0000000000000/{}", &at[24..])] {
            reader.get(&wrong).expect(404);
            reader.post(&wrong, &[("then", "withdraw")]).expect(404);
        }
        assert_eq!(site.census(), before);
        // A stranger's `own` is a link to nothing, never markup.
        let odd = reader.get(&format!("{}?own={id}-%22%3E%3Cscript%3E", post.permalink)).expect(200);
        odd.is_harmless();
        assert!(!odd.has("#comment-notice"));
    });
}

#[test]
fn a_comment_has_an_address_of_its_own_once_it_is_shown() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish_headline("Held");
        let reader = site.reader();
        let at = own_page(reader.comment(&post, "Hm").expect(303).location());
        let id = at.split('/').nth(2).unwrap().to_owned();
        reader.get(&format!("/comments/{id}")).expect(404);
        assert!(reader.get(&at).expect(200).of("[role=status]").contains("waits for an editor"));
        let moderator = site.person(Role::Moderator);
        moderator.post("/desk/comments/verdicts", &[("id", &id), ("verdict", "approve")]).expect(303);
        let found = reader.get(&format!("/comments/{id}")).expect(303);
        assert_eq!(found.location(), format!("{}#comment-{id}", post.permalink));
        moderator.post("/desk/comments/verdicts", &[("id", &id), ("verdict", "reject")]).expect(303);
        assert!(reader.get(&at).expect(200).of("[role=status]").contains("not to show it"));
    });
}

#[test]
fn a_moderator_who_decides_what_another_has_decided_is_told() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish_headline("Held");
        let reader = site.reader();
        reader.comment(&post, "Hm").expect(303);
        let (one, other) = (site.person(Role::Moderator), site.person(Role::Editor));
        let (page, later) = (one.get("/desk/comments").expect(200), other.get("/desk/comments").expect(200));
        let form = |page: &crate::place::Answer, verdict: &str| {
            let value =
                |name: &str| page.attributes(&format!("form.judge input[name={name}]"), "value").remove(0);
            [("id", value("id")), ("seen", value("seen")), ("verdict", verdict.to_owned())]
        };
        let send = |person: &crate::place::Visitor<'_>, fields: [(&str, String); 3]| {
            person.post("/desk/comments/verdicts", &fields.each_ref().map(|(n, v)| (*n, v.as_str())))
        };
        send(&one, form(&page, "approve")).expect(303);
        let told = send(&other, form(&later, "spam")).expect(409);
        assert!(told.of("main").contains("approved it"), "{}", told.text());
        send(&other, form(&later, "approve")).expect(303);
    });
}
