//! A post's page: its parts, its address, and what stands there when it is gone.

use model::Role;
use serde_json::json;

use crate::place::{HARM, on_both};

#[test]
fn the_parts_of_a_post_stand_in_the_promised_order() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let other = program
            .publish(json!({ "headline": "ثمن النهر", "language": "ar", "body": "مدينة تعد لتراتها." }));
        let post = program.publish(json!({
            "headline": "Η τιμή του νερού", "dek": "Μια πόλη μετράει", "body": "Το νερό **ανεβαίνει**.", "language": "el",
            "labels": ["Κόσμος", "Rivers"], "byline": ["Άννα Δημητρίου"],
            "source": { "url": "https://www.potami.example/a?b=1", "outlet": "Το Ποτάμι", "byline": ["Γ. Ρ."], "published": "2026-11-18" },
        }));
        let page = site.reader().get(&post.permalink).expect(200);
        let parts = "body > *:first-child, main#main, article[lang][dir] h1, article .dek, article .byline, article time[datetime], \
                     article .body, section#source, section#comments, form#comment-form, section#popular";
        let found: Vec<String> = page
            .page()
            .select(parts)
            .iter()
            .filter(|part| !part.is("#popular *"))
            .map(|part| {
                let name = part.nodes()[0].node_name().unwrap().to_string();
                let class = part.attr_or("class", "");
                part.id().map_or_else(|| format!("{name}.{class}"), |id| format!("{name}#{id}"))
            })
            .collect();
        let promised = [
            "a.skip",
            "main#main",
            "h1.",
            "p.dek",
            "p.byline",
            "time.",
            "div.body",
            "section#source",
            "section#comments",
            "form#comment-form",
            "section#popular",
        ];
        assert_eq!(found, promised);
        assert_eq!(page.attributes("body > a.skip", "href"), ["#main"]);
        assert_eq!(page.attributes("main > article", "lang"), ["el"]);
        assert_eq!(page.of("h1"), "Η τιμή του νερού");
        assert_eq!(page.of("article .dek"), "Μια πόλη μετράει");
        assert_eq!(page.of(".body strong"), "ανεβαίνει");
        let source = page.of("#source");
        assert!(
            source.starts_with("Source:") && source.contains("Το Ποτάμι") && source.contains("Γ. Ρ."),
            "{source}"
        );
        assert_eq!(page.attributes("#source p:first-child a", "href"), ["https://www.potami.example/a?b=1"]);
        assert_eq!(page.attributes("#source > p time", "datetime"), ["2026-11-18"]);
        assert_eq!(page.of("#comments h2"), "Comments");
        assert_eq!(page.of("#popular h2"), "Popular posts from this blog");
        assert_eq!(page.attributes("#popular article", "dir"), ["rtl"]);
        assert_eq!(page.attributes("#popular article h3 a", "href"), [other.permalink.as_str()]);
        assert_eq!(page.of("#popular article .excerpt"), "مدينة تعد لتراتها.");
        assert_eq!(page.attributes("form#comment-form", "action"), [format!("{}/comments", post.permalink)]);
        assert_eq!(
            page.attributes("link[rel=canonical]", "href"),
            [format!("https://courant.example{}", post.permalink)]
        );
        assert_eq!(page.attributes("html", "lang"), ["en"]);
        let data: serde_json::Value =
            serde_json::from_str(&page.page().select("script[type='application/ld+json']").text()).unwrap();
        assert_eq!((&data["@type"], &data["inLanguage"]), (&json!("NewsArticle"), &json!("el")));

        let original = site.reader().get(&other.permalink).expect(200).of("#source");
        assert!(original.starts_with("Original reporting by") && original.len() > 22, "{original}");
    });
}

#[test]
fn a_promised_address_answers_in_one_form() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let post = program.publish_headline("河流的代价");
        assert_eq!(post.permalink, "/2026/11/%E6%B2%B3%E6%B5%81%E7%9A%84%E4%BB%A3%E4%BB%B7");
        let reader = site.reader();
        reader.get(&post.permalink).expect(200);
        let slash = reader.get(&format!("{}/", post.permalink)).expect(301);
        assert_eq!(slash.location(), post.permalink);
        // A stranger's tracker changes nothing.
        let tracked = reader.get(&format!("{}?utm_source=x", post.permalink)).expect(200);
        assert_eq!(tracked.text(), reader.get(&post.permalink).text());
    });
}

#[test]
fn an_unknown_address_helps() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish_headline("The price of a river");
        let reader = site.reader();
        for path in [
            "/2026/11/never",
            "/x",
            "/page/2",
            "/page/0",
            "/page/abc",
            "/labels/none",
            "/labels/!!!",
            "/sources/none.example",
            "/archive/2026/13",
            "/archive/2025/01",
            "/archive/x/y",
            "/%FF%FE",
            "/labels/%FF",
            "/labels/none/feed.atom",
            "/assets/none.css",
            "/media/none.png",
            "/2026/11/never/comments.atom",
            "/popular?window=1y",
            "/sources/x?before=nonsense",
        ] {
            let page = reader.get(path).expect(404);
            assert!(page.header("content-type").starts_with("text/html"), "{path}");
            assert!(page.attributes("main article h3 a", "href").contains(&post.permalink), "{path}");
            assert!(page.has("form[action='/search']"), "{path}");
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
        }
    });
}

#[test]
fn a_retracted_post_says_why_and_comes_back_at_its_address() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let post = program.publish_headline("A mistake");
        let reader = site.reader();
        reader.get(&post.permalink).expect(200);
        let gone = json!({ "reason": "The numbers were <wrong>." });
        program.json("DELETE", &format!("/api/posts/{}/publication", post.id), &gone).expect(200);
        let page = reader.get(&post.permalink).expect(410);
        assert!(page.of("main").contains("The numbers were <wrong>."), "{}", page.text());
        assert!(page.of("main h1").contains("A mistake"));
        reader.get(&format!("{}/comments.atom", post.permalink)).expect(410);
        reader.comment(&post, "Too late").expect(410);
        assert!(!reader.get("/").text().contains(&post.permalink));
        program.json("POST", &format!("/api/posts/{}/publication", post.id), &json!({})).expect(201);
        reader.get(&post.permalink).expect(200);
        assert!(reader.get("/").text().contains(&post.permalink));
    });
}

#[test]
fn drafts_and_scheduled_posts_are_not_there_until_their_time() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let later = program.json(
            "POST",
            "/api/posts",
            &json!({ "headline": "Tomorrow", "body": "Not yet.", "slug": "tomorrow", "publish": true, "published_at": "2026-11-21T12:00:00Z" }),
        );
        assert_eq!(later.expect(201).as_json()["permalink"], json!(null));
        let reader = site.reader();
        reader.get("/2026/11/tomorrow").expect(404);
        site.work();
        reader.get("/2026/11/tomorrow").expect(404);
        site.at("2026-11-21T12:00:00Z");
        site.work();
        let page = reader.get("/2026/11/tomorrow").expect(200);
        assert!(page.attributes("article time", "datetime")[0].starts_with("2026-11-21"));
        assert!(reader.get("/").text().contains("/2026/11/tomorrow"));
    });
}

#[test]
fn nothing_that_is_written_into_a_post_becomes_a_program() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let post = program.publish(json!({
            "headline": HARM, "dek": HARM, "body": format!("<p>{HARM}</p><a href='javascript:alert(1)'>x</a><svg onload=alert(1)>"),
            "format": "html", "labels": ["label <script>alert(1)</script> \"'><img src=x onerror=alert(1)>"], "byline": [HARM], "slug": "harm",
            "source": { "url": "https://evil.example/\"><script>alert(1)</script>", "outlet": HARM, "byline": [HARM] },
        }));
        let reader = site.reader();
        let page = reader.get(&post.permalink).expect(200);
        page.is_harmless();
        assert_eq!(page.of("h1"), HARM);
        let data: serde_json::Value =
            serde_json::from_str(&page.page().select("script[type='application/ld+json']").text()).unwrap();
        assert_eq!(data["headline"], json!(HARM));
        for label in page.attributes("nav.labels a", "href") {
            reader.get(&label).expect(200).is_harmless();
        }
        for path in [
            "/",
            "/popular",
            "/archive",
            "/archive/2026/11",
            "/sources/evil.example",
            "/search?q=alert",
            "/nothing",
        ] {
            let page = reader.get(path);
            page.is_harmless();
            assert!(
                path == "/archive" || page.text().contains("alert(1)"),
                "{path} shows nothing of the post"
            );
        }
        let query = crate::place::encoded(&[("q", HARM)]);
        reader.get(&format!("/search?{query}")).expect(200).is_harmless();
        let desk = site.person(Role::Owner);
        for path in [
            "/desk".to_owned(),
            format!("/desk/posts/{}", post.id),
            format!("/desk/posts/{}/preview", post.id),
            format!("/desk/posts/{}/revisions", post.id),
        ] {
            desk.get(&path).expect(200).is_harmless();
        }
    });
}
