//! The links in letters, and the browser that remembers a guest.

use model::{Job, LetterKind, Matter, Role};
use serde_json::json;

use crate::place::{HARM, Made, Site, Visitor, mailing};

fn open_post(site: &Site) -> Made {
    site.program(Role::Editor).publish(json!({ "headline": "Talk", "comments": "open" }))
}

/// Takes what is due from the queue, as a postman does.
fn letters(site: &Site) -> Vec<(LetterKind, Matter)> {
    let mut gone = Vec::new();
    while let Some(record) = site.desk().claim_job(60).unwrap() {
        if let Job::Deliver { letter } = record.job {
            if let Some(going) = site.desk().letter_to_send(letter).unwrap() {
                site.desk().letter_sent(letter, "<x@y>").unwrap();
                gone.push((going.letter.kind, going.matter));
            }
        } else {
            site.desk().run_job(&record.job).unwrap();
        }
        site.desk().finish_job(record.id, None).unwrap();
    }
    gone
}

fn says(visitor: &Visitor<'_>, post: &Made, name: &str, email: &str, answers: bool, parent: &str) -> String {
    let body = format!("{name} says something to “{parent}”, {answers}.");
    let mut fields = vec![("name", name), ("email", email), ("body", &body), ("parent", parent)];
    if answers {
        fields.push(("answers", "on"));
    }
    let sent = visitor.post(&format!("{}/comments", post.permalink), &fields).expect(303);
    assert_eq!(sent.location().contains("answers=asked"), answers, "{}", sent.location());
    sent.comment_id()
}

#[test]
fn from_a_wish_to_its_end_without_signing_in() {
    mailing(|site| {
        let post = open_post(site);
        let reader = site.reader();
        assert!(reader.get(&post.permalink).has("#comment-form #field-answers"));
        let ada = says(&reader, &post, "Ada", "ada@example.org", true, "");
        let told = reader.get(&format!("{}?answers=asked", post.permalink)).expect(200);
        assert!(told.of("#comment-notice").contains("a letter is on its way"));
        let [(LetterKind::Confirm, Matter::Confirm { token, .. })] = &letters(site)[..] else { panic!() };
        let confirm = format!("/mail/confirm/{token}");
        let page = reader.get(&confirm).expect(200);
        assert!(page.of("#mail").contains("ada@example.org"));
        assert_eq!(page.header("referrer-policy"), "same-origin");
        assert!(page.header("cache-control").contains("no-store"));
        says(&reader, &post, "Ben", "", false, &ada);
        assert!(letters(site).is_empty(), "the link was followed, the button not pressed");
        let page = reader.post(&confirm, &[("then", "confirm")]).expect(200);
        assert!(page.of("#mail [role=status]").starts_with("Done."));
        says(&reader, &post, "Cem", "", false, &ada);
        let [(LetterKind::Answer, Matter::Answer { stop, .. })] = &letters(site)[..] else { panic!() };
        let stop = format!("/mail/stop/{stop}");
        assert!(reader.get(&stop).expect(200).of("#mail").contains("No more letters to ada@example.org?"));
        says(&reader, &post, "Dan", "", false, &ada);
        assert_eq!(letters(site).len(), 1, "looking at the page ends nothing");
        // As a mail program does it: from elsewhere, without a cookie (RFC 8058).
        let one_click = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("origin", "https://mail.example"),
            ("sec-fetch-site", "cross-site"),
        ];
        let stopped = reader.send("POST", &stop, &one_click, "List-Unsubscribe=One-Click").expect(200);
        assert!(stopped.of("#mail").contains("no more letters"));
        reader.send("POST", &stop, &[], "").expect(200);
        says(&reader, &post, "Eve", "", false, &ada);
        assert!(letters(site).is_empty());
        // Nothing else may be sent from elsewhere.
        reader.send("POST", &confirm, &one_click, "then=confirm").expect(403);
        reader.send("POST", "/mail/me", &one_click, "then=forget").expect(403);
    });
}

#[test]
fn a_link_that_is_none_of_ours_says_so_and_writes_nothing() {
    mailing(|site| {
        let reader = site.reader();
        let before = site.census();
        for path in
            ["/mail/confirm/x", "/mail/stop/01k3xw7q2m4ag-0-AAAAAAAAAAAAAAAAAAAAAA", "/mail/stop/%22%3E%3Cx"]
        {
            let page = reader.get(path).expect(404);
            assert!(page.of("#mail").contains("too old"), "{path}");
            page.is_harmless();
            reader.post(path, &[("then", "confirm")]).expect(404);
            reader.post(path, &[("then", "remember")]).expect(404);
        }
        let again = reader.post("/mail/me", &[("then", "ask"), ("email", HARM)]).expect(422);
        again.is_harmless();
        assert_eq!(site.census(), before);
    });
}

#[test]
fn a_browser_is_remembered_by_a_button_and_forgotten_by_one() {
    mailing(|site| {
        let post = open_post(site);
        let reader = site.reader();
        says(&reader, &post, "Ada", "ada@example.org", true, "");
        let [(_, Matter::Confirm { token, .. })] = &letters(site)[..] else { panic!() };
        let confirm = format!("/mail/confirm/{token}");
        assert_eq!(reader.post(&confirm, &[("then", "confirm")]).header("set-cookie"), "", "not unasked");
        let answer = reader.post(&confirm, &[("then", "remember")]).expect(303);
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("courant_guest=") && cookie.contains("HttpOnly"), "{cookie}");
        assert!(
            cookie.contains("SameSite=Lax")
                && cookie.contains("; Secure")
                && cookie.contains("Max-Age=15552000")
        );
        assert_eq!(answer.location(), "/mail/me");
        let known = Visitor::with_cookie(site, cookie.split(';').next().unwrap());
        let me = known.get("/mail/me").expect(200);
        assert!(me.of("#mail").contains("Ada"));
        let kept: serde_json::Value = serde_json::from_str(&me.attributes("#mail", "data-guest")[0]).unwrap();
        assert_eq!(kept, json!({ "name": "Ada", "email": "ada@example.org" }));
        let page = known.get(&post.permalink).expect(200);
        assert_eq!(page.text(), reader.get(&post.permalink).text(), "pages are the same for everybody");
        let id = says(&known, &post, "Ada", "ada@example.org", false, "");
        let comment = site.desk().store().read(|c| store::comments::by_id(c, id.parse().unwrap())).unwrap();
        assert!(matches!(comment.unwrap().verified, model::Verified::Guest(_)));
        let forgot = known.post("/mail/me", &[("then", "forget")]).expect(303);
        assert!(forgot.header("set-cookie").contains("Max-Age=0"));
        assert_eq!(reader.get("/mail/me").attributes("#mail", "data-guest"), [""]);
        // Another browser: the same answer for those who are known and those who are not.
        site.clock.advance_seconds(3_601);
        let ask =
            |email: &str| reader.post("/mail/me", &[("then", "ask"), ("email", email)]).expect(200).text();
        assert_eq!(ask("ada@example.org"), ask("nobody@example.org"));
        let [(LetterKind::Remember, Matter::Remember { .. })] = &letters(site)[..] else { panic!() };
    });
}

#[test]
fn where_no_letters_are_sent_none_are_offered() {
    crate::place::on_both(|site| {
        let post = open_post(site);
        let page = site.reader().get(&post.permalink).expect(200);
        assert!(page.has("#comment-form") && !page.has("#field-answers"));
        let owner = site.person(Role::Owner);
        assert!(owner.get("/desk/mail").expect(200).of("main").contains("No mail server is configured"));
        owner.post("/desk/mail", &[("address", "ada@example.org"), ("pace", "day")]).expect(303);
        owner.post("/desk/mail/test", &[]).expect(409);
    });
}

#[test]
fn the_desk_chooses_its_digest_and_sees_what_became_of_letters() {
    mailing(|site| {
        let editor = site.person(Role::Editor);
        let again = editor.post("/desk/mail", &[("address", HARM), ("pace", "day")]).expect(422);
        again.is_harmless();
        assert_eq!(again.attributes("#f-address", "value"), [HARM]);
        editor.post("/desk/mail/test", &[]).expect(422);
        editor.post("/desk/mail", &[("address", "Ed@example.org"), ("pace", "day")]).expect(303);
        let page = editor.get("/desk/mail").expect(200);
        assert_eq!(page.attributes("#f-address", "value"), ["ed@example.org"]);
        assert_eq!(page.attributes("input[name=pace][checked]", "value"), ["day"]);
        editor.post("/desk/mail/test", &[]).expect(303);
        let [(LetterKind::Test, Matter::Test)] = &letters(site)[..] else { panic!() };
        let sent = |path: &str| editor.get(path).expect(200).page().select("tbody tr").length();
        assert_eq!(sent("/desk/mail"), 1);
        assert_eq!(sent("/desk/mail?to=ED@example.org&state=sent"), 1);
        assert_eq!(sent("/desk/mail?to=nobody@example.org"), 0);
        assert_eq!(sent("/desk/mail?state=failed"), 0);
        let moderator = site.person(Role::Moderator);
        let page = moderator.get("/desk/mail").expect(200);
        assert!(
            page.has("#digest-title") && !page.has("#log-title"),
            "the log is for those who look after jobs"
        );
    });
}
