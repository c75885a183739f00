//! `/api/posts`.

use model::Role;
use serde_json::{Value, json};

use crate::place::{HARM, on_both};

#[test]
fn a_program_writes_changes_publishes_and_retracts() {
    on_both(|site| {
        let program = site.program(Role::Author);
        let made = program.json(
            "POST",
            "/api/posts",
            &json!({ "headline": "Μια πόλη", "body": "Το *νερό*.", "language": "EL", "labels": ["a", "b"] }),
        );
        let made = made.expect(201).as_json();
        assert_eq!(made["permalink"], json!(null));
        let place = format!("/api/posts/{}", made["id"].as_str().unwrap());
        let shown = program.get(&place).expect(200).as_json();
        assert_eq!(
            (&shown["language"], &shown["labels"], &shown["standing"], &shown["revision"]),
            (&json!("el"), &json!(["a", "b"]), &json!("draft"), &json!(1))
        );
        let changed = program.json("PATCH", &place, &json!({ "dek": "Μετράει" })).expect(200).as_json();
        assert_eq!(
            (&changed["dek"], &changed["headline"], &changed["revision"]),
            (&json!("Μετράει"), &json!("Μια πόλη"), &json!(2))
        );
        // The same once more is no new revision; an older base is refused.
        assert_eq!(
            program.json("PATCH", &place, &json!({ "dek": "Μετράει" })).expect(200).as_json()["revision"],
            json!(2)
        );
        let late = program.json("PATCH", &place, &json!({ "dek": "Else", "revision": 1 })).expect(409);
        assert_eq!(late.refusal().0, "conflict");
        let out = program.json("POST", &format!("{place}/publication"), &json!({})).expect(201).as_json();
        let permalink = out["permalink"].as_str().unwrap();
        site.reader().get(permalink).expect(200);
        assert_eq!(
            program.json("POST", &format!("{place}/publication"), &json!({})).expect(201).as_json()["permalink"],
            out["permalink"]
        );
        let refused = program.json("DELETE", &format!("{place}/publication"), &json!({})).expect(422);
        assert!(refused.refusal().1.contains_key("reason"));
        let gone = program
            .json("DELETE", &format!("{place}/publication"), &json!({ "reason": "Wrong." }))
            .expect(200)
            .as_json();
        assert_eq!((&gone["standing"], &gone["reason"]), (&json!("retracted"), &json!("Wrong.")));
        site.reader().get(permalink).expect(410);
    });
}

#[test]
fn a_post_takes_the_date_it_is_given() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let post = |at: &str| json!({ "headline": format!("At {at}"), "body": "x", "publish": true, "published_at": at });
        let old =
            program.json("POST", "/api/posts", &post("2019-01-31T23:30:00-02:00")).expect(201).as_json();
        assert!(old["permalink"].as_str().unwrap().starts_with("/2019/02/"), "{old}");
        let page = site.reader().get(old["permalink"].as_str().unwrap()).expect(200);
        assert!(page.attributes("article time", "datetime")[0].starts_with("2019-02-01"));
        let day = program.json("POST", "/api/posts", &post("1913-05-29")).expect(201).as_json();
        assert!(day["permalink"].as_str().unwrap().starts_with("/1913/05/"), "{day}");
        site.reader().get("/archive/1913/05").expect(200);

        let future = program.json("POST", "/api/posts", &post("2027-01-01T00:00:00Z")).expect(201).as_json();
        assert_eq!(future["permalink"], json!(null));
        let shown =
            program.get(&format!("/api/posts/{}", future["id"].as_str().unwrap())).expect(200).as_json();
        assert_eq!(
            (&shown["standing"], &shown["scheduled_at"]),
            (&json!("scheduled"), &json!("2027-01-01T00:00:00Z"))
        );
        let before = site.census();
        for wrong in ["yesterday", "2026-13-01", "1700000000", ""] {
            let refused = program.json("POST", "/api/posts", &post(wrong)).expect(422);
            assert!(refused.refusal().1.contains_key("published_at"), "{wrong}");
        }
        assert_eq!(site.census(), before);
    });
}

#[test]
fn what_can_not_stand_is_refused_field_by_field_and_nothing_is_left_behind() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        program.publish(json!({ "headline": "First", "slug": "taken" }));
        let before = site.census();
        let with = |more: Value| {
            let mut post = json!({ "headline": "H", "body": "B", "publish": true });
            post.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            post
        };
        for (more, field) in [
            (json!({ "language": "klingon" }), "language"),
            (json!({ "slug": "taken" }), "slug"),
            (json!({ "slug": "../x" }), "slug"),
            (json!({ "headline": "" }), "headline"),
            (json!({ "body": " " }), "body"),
            (json!({ "headline": "字".repeat(301) }), "headline"),
            (json!({ "format": "word" }), "format"),
            (json!({ "labels": ["!!!"] }), "labels"),
            (json!({ "source": { "url": "javascript:alert(1)" } }), "source_url"),
            (json!({ "source": { "url": "https://a.example/", "published": "soon" } }), "source_published"),
            (json!({ "clipping": "0000000000000" }), "clipping"),
            (json!({ "clipping": "none" }), "clipping"),
            (json!({ "comments": "maybe" }), "comments"),
            (json!({ "lead_image": "https://elsewhere.example/x.png" }), "lead_image"),
        ] {
            let refused = program.json("POST", "/api/posts", &with(more.clone())).expect(422);
            let (code, fields) = refused.refusal();
            assert!(
                code == "invalid" && fields.get(field).is_some_and(|m| m.len() > 10),
                "{more}: {fields:?}"
            );
            assert_eq!(site.census(), before, "{more}");
        }
        let ask = |kind: &str, body: &str| {
            program.send("POST", "/api/posts", &[("content-type", kind)], body.to_owned())
        };
        for (kind, body) in [
            ("application/json", "{"),
            ("application/json", "[]"),
            ("application/json", "\"x\""),
            ("application/json", r#"{"headline": 7}"#),
            ("application/json", r#"{"headlin": "typo"}"#),
            ("application/json", "\u{feff}{\u{0}}"),
            ("text/plain", r#"{"headline": "x"}"#),
            ("application/x-www-form-urlencoded", "headline=x"),
        ] {
            assert_eq!(ask(kind, body).expect(400).refusal().0, "bad_request", "{kind} {body}");
        }
        let big = format!(r#"{{"headline":"x","body":"{}"}}"#, "a".repeat(2_000_001));
        assert_eq!(ask("application/json", &big).expect(422).refusal().1.len(), 1);
        assert_eq!(ask("application/json", &"x".repeat(9 << 20)).expect(413).refusal().0, "too_large");
        assert_eq!(site.census(), before);
        for path in ["/api/posts/0000000000000", "/api/posts/none", "/api/nothing"] {
            assert_eq!(program.get(path).expect(404).refusal().0, "not_found", "{path}");
        }
    });
}

#[test]
fn sent_html_is_cleaned_and_text_stays_text() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let body = "<h1>Head</h1><p onclick=alert(1) style='color:red'>Kept <a href='javascript:alert(1)'>link</a></p><script>alert(1)</script><iframe src='https://v.example/1'></iframe>";
        let post =
            program.publish(json!({ "headline": HARM, "body": body, "format": "html", "slug": "cleaned" }));
        let shown = program.get(&format!("/api/posts/{}", post.id)).expect(200).as_json();
        let html = shown["html"].as_str().unwrap();
        for bad in ["<script", "onclick", "style=", "javascript:", "<iframe", "<h1"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert!(html.contains("Kept") && html.contains("<h2"), "{html}");
        assert_eq!((&shown["body"], &shown["headline"]), (&json!(body), &json!(HARM)));
        let page = site.reader().get(&post.permalink).expect(200);
        page.is_harmless();
        assert!(!page.text().contains("<img src=x"), "the headline is not escaped");
    });
}
