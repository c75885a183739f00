//! `/api/clippings`.

use model::Role;
use serde_json::json;

use crate::place::on_both;

#[test]
fn a_page_seen_in_a_browser_becomes_one_draft() {
    on_both(|site| {
        let program = site.program(Role::Author);
        let seen = json!({ "url": "https://gazette.example/a?utm_source=x", "html": "<p>What the browser showed.</p>", "selection": null });
        let first = program.json("POST", "/api/clippings", &seen).expect(201).as_json();
        assert_eq!(
            (&first["post"], &first["clipping"]["headline"]),
            (&json!(null), &json!("Seen in a browser"))
        );
        let again = program
            .json(
                "POST",
                "/api/clippings",
                &json!({ "url": "https://gazette.example/a", "html": "<p>Other</p>" }),
            )
            .expect(200)
            .as_json();
        assert_eq!(again["draft"], first["draft"]);
        let fetched = program
            .json("POST", "/api/clippings", &json!({ "url": "https://gazette.example/a" }))
            .expect(200)
            .as_json();
        assert_eq!(fetched["draft"], first["draft"]);
        let draft =
            program.get(&format!("/api/posts/{}", first["draft"].as_str().unwrap())).expect(200).as_json();
        assert_eq!(draft["source"]["url"], json!("https://gazette.example/a"));
        assert_eq!(draft["standing"], json!("draft"));
    });
}

#[test]
fn an_address_that_can_not_be_clipped_is_named() {
    on_both(|site| {
        let program = site.program(Role::Author);
        let before = site.census();
        for url in ["", "x", "ftp://a.example/", "javascript:alert(1)"] {
            let refused = program.json("POST", "/api/clippings", &json!({ "url": url })).expect(422);
            let (code, fields) = refused.refusal();
            assert!(code == "invalid" && fields.contains_key("url"), "{url}: {fields:?}");
        }
        assert!(
            program.json("POST", "/api/clippings", &json!({})).expect(422).refusal().1.contains_key("url")
        );
        assert_eq!(site.census(), before);
    });
}
