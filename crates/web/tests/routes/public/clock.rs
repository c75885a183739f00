//! A machine whose clock stands before 1970.

use model::{CommentMode, Role};
use serde_json::json;

use crate::place::{on_both, well_formed};

#[test]
fn the_site_works_before_1970() {
    on_both(|site| {
        site.at("1969-06-30T23:59:58.5Z");
        site.settle(|s| s.comments = CommentMode::Open);
        let program = site.program(Role::Editor);
        let post = program.publish(
            json!({ "headline": "Moon", "labels": "sky", "source": { "url": "https://a.example/moon" } }),
        );
        assert_eq!(post.permalink, "/1969/06/moon");
        site.clock.advance_seconds(60);
        let later = program.publish_headline("Moon again");
        assert_eq!(later.permalink, "/1969/07/moon-again");
        let reader = site.reader();
        let id = reader.comment(&post, "One small step").expect(303).comment_id();
        assert!(reader.get(&post.permalink).expect(200).has(&format!("#comment-{id}")));
        assert_eq!(
            reader.get(&post.permalink).attributes("article time", "datetime")[0].get(..7),
            Some("1969-06")
        );
        for path in [
            "/",
            "/labels/sky",
            "/sources/a.example",
            "/archive",
            "/archive/1969/06",
            "/archive/1969/07",
            "/popular",
            "/search?q=moon",
        ] {
            assert!(reader.get(path).expect(200).text().contains("oon") || path == "/archive", "{path}");
        }
        for path in ["/feed.atom", "/feed.rss", "/sitemap.xml"] {
            well_formed(&reader.get(path).expect(200).text());
        }
        let home: Vec<String> = reader.get("/").attributes("main article h2 a", "href");
        assert_eq!(home, [later.permalink.clone(), post.permalink.clone()]);
        site.clock.advance_seconds(61);
        site.work();
        assert!(reader.get(&later.permalink).attributes("#popular h3 a", "href").contains(&post.permalink));
        // Over the epoch, with a session and a schedule from before it.
        let editor = site.person(Role::Editor);
        let due = json!({ "headline": "Seventies", "body": "x", "slug": "seventies", "publish": true, "published_at": "1970-01-01T00:00:00Z" });
        program.json("POST", "/api/posts", &due).expect(201);
        site.at("1970-01-01T00:00:00Z");
        site.work();
        reader.get("/1970/01/seventies").expect(200);
        editor.get("/sign-in").expect(200);
    });
}
