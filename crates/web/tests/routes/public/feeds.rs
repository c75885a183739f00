//! Feeds, sitemap, robots.txt, health.

use model::{CommentMode, Role};
use serde_json::json;

use crate::place::{HARM, on_both, well_formed};

#[test]
fn feeds_are_well_formed_and_hold_the_posts() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let post = program.publish(json!({
            "headline": format!("水 & {HARM}"), "body": "Body & <em>soul</em>", "labels": ["河"], "slug": "shui", "language": "zh",
            "source": { "url": "https://a.example/?x=1&y=2", "outlet": "甲 & 乙" },
        }));
        let other = program.publish_headline("Without a label");
        let reader = site.reader();
        let address = format!("https://courant.example{}", post.permalink);
        let label = format!("/labels/{}", model::permalink::percent_encode_path("河"));
        for (path, mime, entry) in [
            ("feed.atom", "application/atom+xml; charset=utf-8", "entry"),
            ("feed.rss", "application/rss+xml; charset=utf-8", "item"),
        ] {
            let feed = reader.get(&format!("/{path}")).expect(200);
            assert_eq!(feed.header("content-type"), mime);
            let (names, _) = well_formed(&feed.text());
            assert_eq!(names.iter().filter(|name| *name == entry).count(), 2, "{}", feed.text());
            assert!(feed.text().contains(&address), "{}", feed.text());
            let under = reader.get(&format!("{label}/{path}")).expect(200);
            let (names, _) = well_formed(&under.text());
            assert_eq!(names.iter().filter(|name| *name == entry).count(), 1);
            assert!(!under.text().contains(&other.permalink));
        }
        let feed = reader.get("/feed.json").expect(200).as_json();
        assert_eq!(feed["version"], json!("https://jsonfeed.org/version/1.1"));
        assert_eq!(feed["items"].as_array().unwrap().len(), 2);
        let item = &feed["items"][1];
        assert_eq!((&item["url"], &item["title"]), (&json!(address), &json!(format!("水 & {HARM}"))));
        assert!(item["content_html"].as_str().unwrap().contains("<em>soul</em>"));
        assert_eq!(
            reader.get(&format!("{label}/feed.json")).expect(200).as_json()["items"]
                .as_array()
                .unwrap()
                .len(),
            1
        );
    });
}

#[test]
fn a_comment_feed_shows_approved_comments_alone() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish(json!({ "headline": "Talk", "comments": "open" }));
        let reader = site.reader();
        let feed = format!("{}/comments.atom", post.permalink);
        well_formed(&reader.get(&feed).expect(200).text());
        let id = reader.comment(&post, "First & <b>foremost</b>").expect(303).comment_id();
        let (names, _) = well_formed(&reader.get(&feed).expect(200).text());
        assert_eq!(names.iter().filter(|name| *name == "entry").count(), 1);
        assert!(reader.get(&feed).text().contains(&format!("/comments/{id}\"")));
        let moderator = site.program(Role::Moderator);
        moderator
            .json("POST", &format!("/api/comments/{id}/verdicts"), &json!({ "verdict": "reject" }))
            .expect(201);
        assert!(!reader.get(&feed).text().contains(&id));
    });
}

#[test]
fn machines_find_their_files() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let post = program.publish_headline("Το ποτάμι");
        program.json("POST", "/api/posts", &json!({ "headline": "A draft", "body": "x" })).expect(201);
        let reader = site.reader();
        let map = reader.get("/sitemap.xml").expect(200);
        let (_, words) = well_formed(&map.text());
        assert!(words.contains(&format!("https://courant.example{}", post.permalink)), "{words}");
        assert!(!words.contains("draft"), "{words}");
        let robots = reader.get("/robots.txt").expect(200);
        assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
        assert!(robots.text().contains("Sitemap: https://courant.example/sitemap.xml"), "{}", robots.text());
        assert!(robots.text().contains("Disallow: /desk"), "{}", robots.text());
        let health = reader.get("/healthz").expect(200);
        assert_eq!((health.text().as_str(), health.header("cache-control")), ("ok\n", "no-store"));
        reader.get("/favicon.ico").expect(301);
        let home = reader.get("/");
        for path in home.attributes("link[rel=stylesheet]", "href") {
            let file = reader.get(&path).expect(200);
            assert!(file.header("cache-control").contains("immutable"));
            let text = file.text().replace(['"', '\'', ' '], "");
            for foreign in ["url(http", "url(//", "@importhttp", "@importurl(http"] {
                assert!(!text.contains(foreign), "{path} asks another host");
            }
        }
    });
}

#[test]
fn a_public_page_loads_nothing_from_another_host() {
    on_both(|site| {
        site.settle(|s| s.comments = CommentMode::Open);
        let post = site.program(Role::Editor).publish(json!({
            "headline": "Pictures", "format": "html",
            "body": "<p>See <img src='https://elsewhere.example/p.png' alt='a bridge'> and <video src='https://elsewhere.example/v.mp4'></video></p>",
        }));
        let reader = site.reader();
        for path in ["/", post.permalink.as_str(), "/popular", "/archive", "/search", "/none"] {
            let page = reader.get(path);
            for (selector, attribute) in [
                ("img", "src"),
                ("video", "src"),
                ("source", "src"),
                ("script", "src"),
                ("link[rel=stylesheet]", "href"),
                ("link[rel=icon]", "href"),
            ] {
                for address in page.attributes(selector, attribute).iter().filter(|a| !a.is_empty()) {
                    assert!(address.starts_with('/') && !address.starts_with("//"), "{path}: {address}");
                }
            }
        }
        assert!(
            reader
                .get(&post.permalink)
                .attributes(".body a", "href")
                .contains(&"https://elsewhere.example/p.png".to_owned())
        );
    });
}
