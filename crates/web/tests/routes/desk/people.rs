//! Signing in and out, the first owner, accounts, passwords, tokens, settings.

use desk::Limits;
use model::Role;
use serde_json::json;

use crate::place::{PASSWORD, Visitor, on_both, with_limits};

#[test]
fn a_one_time_link_makes_the_owner_once() {
    on_both(|site| {
        let secret = site.desk().owner_link().unwrap().expect("a site without accounts has a link");
        let place = format!("/welcome/{secret}");
        let guest = site.reader();
        guest.send("HEAD", &place, &[], "").expect(200);
        assert!(guest.get(&place).expect(200).has("form input[name=password]"));
        let short = guest
            .post(&place, &[("site_name", "Το Ρεύμα"), ("name", "Ada"), ("password", "short")])
            .expect(422);
        assert_eq!(short.attributes("input[name=site_name]", "value"), ["Το Ρεύμα"]);
        guest.post(&place, &[("site_name", ""), ("name", "Ada"), ("password", PASSWORD)]).expect(422);
        let made = guest
            .post(&place, &[("site_name", "Το Ρεύμα"), ("name", "Ada"), ("password", PASSWORD)])
            .expect(303);
        assert_eq!(made.location(), "/desk");
        let owner = Visitor::with_cookie(site, made.header("set-cookie").split(';').next().unwrap());
        assert!(owner.get("/desk/settings").expect(200).text().contains("Το Ρεύμα"));
        assert!(guest.get("/").of("header.masthead").contains("Το Ρεύμα"));
        guest.get(&place).expect(403);
        guest.post(&place, &[("site_name", "Mine"), ("name", "Eve"), ("password", PASSWORD)]).expect(403);
        assert_eq!(site.desk().owner_link().unwrap(), None);
    });
}

#[test]
fn a_wrong_password_is_refused_and_a_session_ends() {
    on_both(|site| {
        let person = site.person(Role::Editor);
        let guest = site.reader();
        for (name, password) in [("editor 0", "wrong"), ("nobody", PASSWORD), ("", "")] {
            let refused = guest.post("/sign-in", &[("name", name), ("password", password)]).expect(422);
            assert_eq!(refused.attributes("input[name=name]", "value"), [name]);
            assert!(!refused.headers.contains_key("set-cookie"));
            assert!(!refused.text().contains(PASSWORD), "a password comes back");
        }
        let next = guest.post(
            "/sign-in",
            &[("name", "editor 0"), ("password", PASSWORD), ("next", "/desk/comments?verdict=spam")],
        );
        assert_eq!(next.expect(303).location(), "/desk/comments?verdict=spam");
        let away = guest
            .post("/sign-in", &[("name", "EDITOR  0"), ("password", PASSWORD), ("next", "//evil.example")]);
        assert_eq!(away.expect(303).location(), "/desk");
        person.get("/desk").expect(200);
        let out = person.post("/sign-out", &[]).expect(303);
        assert!(out.header("set-cookie").contains("Max-Age=0"));
        person.get("/desk").expect(303);
        // A session ends by itself.
        let other = site.person(Role::Editor);
        site.clock.advance_seconds(31 * 86_400);
        other.get("/desk").expect(303);
    });
}

#[test]
fn guessing_passwords_is_slowed_down() {
    with_limits(Limits { sign_in_tries: 3, ..Limits::default() }, |site| {
        site.person(Role::Owner);
        let guest = site.reader_from("198.51.100.9");
        for _ in 0..3 {
            guest.post("/sign-in", &[("name", "owner 0"), ("password", "a guess")]).expect(422);
        }
        let slowed = guest.post("/sign-in", &[("name", "owner 0"), ("password", PASSWORD)]).expect(429);
        assert!(slowed.of("main, body").contains("wait"), "{}", slowed.text());
        assert!(slowed.header("retry-after").parse::<u32>().is_ok(), "no Retry-After");
        site.clock.advance_seconds(16 * 60);
        guest.post("/sign-in", &[("name", "owner 0"), ("password", PASSWORD)]).expect(303);
    });
}

#[test]
fn an_owner_adds_accounts_and_tokens_and_people_change_their_passwords() {
    on_both(|site| {
        let owner = site.person(Role::Owner);
        let add = |name: &str, role: &str, password: &str| {
            owner.post("/desk/accounts", &[("name", name), ("role", role), ("password", password)])
        };
        add("Μαρία", "author", PASSWORD).expect(303);
        let taken = add("μαρία", "author", PASSWORD).expect(422);
        assert!(taken.text().contains("taken"));
        add("B", "king", PASSWORD).expect(422);
        add("B", "author", "short").expect(422);
        assert!(owner.get("/desk/accounts").expect(200).text().contains("Μαρία"));
        let shown = owner
            .post("/desk/accounts/tokens", &[("account", "Μαρία"), ("label", "script")])
            .expect(200)
            .text();
        let at = shown.find("courant_").expect("the token is shown");
        let token: String =
            shown[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || "_-".contains(*c)).collect();
        let program = Visitor::with_token(site, &token);
        program.json("POST", "/api/posts", &json!({ "headline": "By token", "body": "x" })).expect(201);
        assert!(!owner.get("/desk/accounts").text().contains(&token), "a token is shown twice");

        let signed = site.reader().post("/sign-in", &[("name", "Μαρία"), ("password", PASSWORD)]).expect(303);
        let maria = Visitor::with_cookie(site, signed.header("set-cookie").split(';').next().unwrap());
        maria.post("/desk/you/password", &[("password", "short")]).expect(422);
        maria.get("/desk/you").expect(200);
        assert!(maria.post("/desk/you/tokens", &[("label", "mine")]).expect(200).text().contains("courant_"));
        let changed = maria.post("/desk/you/password", &[("password", "another good sentence")]).expect(303);
        assert_eq!(changed.location(), "/desk/you?done=password");
        // Whoever else had the old session is out; who changed the password goes on with a new one.
        maria.get("/desk").expect(303);
        let again = Visitor::with_cookie(site, changed.header("set-cookie").split(';').next().unwrap());
        again.get("/desk").expect(200);
        let guest = site.reader();
        guest.post("/sign-in", &[("name", "Μαρία"), ("password", PASSWORD)]).expect(422);
        guest.post("/sign-in", &[("name", "Μαρία"), ("password", "another good sentence")]).expect(303);
    });
}

#[test]
fn settings_are_kept_or_refused_whole() {
    on_both(|site| {
        let owner = site.person(Role::Owner);
        let fields = [
            ("name", "Courant of Athens"),
            ("tagline", "News & more"),
            ("language", "el"),
            ("time_zone", "Europe/Athens"),
            ("comments", "open"),
            ("popular_window", "7d"),
            ("related_length", "2"),
            ("popular_length", "3"),
            ("per_page", "5"),
            ("typo_minutes", "5"),
            ("public_revisions", "shown"),
        ];
        owner.post("/desk/settings", &fields).expect(303);
        let home = site.reader().get("/").expect(200);
        assert_eq!(home.attributes("html", "lang"), ["el"]);
        assert!(home.of("header.masthead").contains("News & more"));
        let before = site.census();
        for (field, value) in [
            ("language", "klingon"),
            ("time_zone", "Mars/Base"),
            ("per_page", "0"),
            ("popular_length", "eleven"),
            ("typo_minutes", "1441"),
            ("typo_minutes", "a while"),
            ("comments", "maybe"),
            ("name", " "),
        ] {
            let wrong: Vec<_> =
                fields.iter().map(|(name, old)| (*name, if *name == field { value } else { *old })).collect();
            let page = owner.post("/desk/settings", &wrong).expect(422);
            page.is_harmless();
            assert!(page.text().contains("Courant of Athens") || field == "name", "what was typed is lost");
            assert_eq!(site.census(), before, "{field}");
        }
        // A post published at half past midnight in Athens belongs to Athens' day.
        site.at("2026-11-30T22:30:00Z");
        let post = site.program(Role::Editor).publish_headline("Midnight");
        assert_eq!(post.permalink, "/2026/12/midnight");
    });
}
