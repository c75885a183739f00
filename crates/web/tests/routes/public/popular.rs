//! Visits and the popular list.

use model::{CommentMode, Role};

use crate::place::{Made, Site, on_both};

fn listed(site: &Site, post: &Made) -> Vec<String> {
    site.reader().send("HEAD", &post.permalink, &[], "");
    // Asked as a robot: looking must not change what is looked at.
    let page = site.reader().send("GET", &post.permalink, &[("user-agent", "curl/8.5")], "");
    page.expect(200).attributes("#popular article h3 a", "href")
}

#[test]
fn what_people_read_rises_and_the_post_being_read_is_left_out() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let posts: Vec<Made> = (0..8)
            .map(|number| {
                site.clock.advance_seconds(60);
                program.publish_headline(&format!("Post {number}"))
            })
            .collect();
        let path = |number: usize| posts[number].permalink.clone();
        // Nobody has come yet: the newest fill the list.
        assert_eq!(listed(site, &posts[7]), [6, 5, 4, 3, 2].map(path));
        assert_eq!(listed(site, &posts[0]), [7, 6, 5, 4, 3].map(path));
        for (number, readers) in [(2, 3), (0, 2), (7, 1)] {
            for reader in 0..readers {
                let reader = site.reader_from(&format!("203.0.113.{reader}"));
                // Once is as good as three times.
                for _ in 0..3 {
                    reader.get(&posts[number].permalink).expect(200);
                }
            }
        }
        // Robots, prefetches, HEAD and parts of a page are nobody.
        let reader = site.reader_from("203.0.113.77");
        for _ in 0..10 {
            for header in [
                ("user-agent", "Googlebot/2.1"),
                ("user-agent", ""),
                ("sec-purpose", "prefetch"),
                ("range", "bytes=0-1"),
            ] {
                reader.send("GET", &posts[5].permalink, &[header], "").expect(200);
            }
            reader.send("HEAD", &posts[5].permalink, &[], "").expect(200);
        }
        assert_eq!(
            listed(site, &posts[5]),
            [7, 6, 4, 3, 2].map(path),
            "the list changes off the request path"
        );
        site.clock.advance_seconds(61);
        site.work();
        assert_eq!(listed(site, &posts[5]), [2, 0, 7, 6, 4].map(path));
        assert_eq!(listed(site, &posts[2]), [0, 7, 6, 5, 4].map(path));
        let shown = site
            .reader()
            .get("/popular")
            .expect(200)
            .attributes("main article h2 a, main article h3 a", "href");
        assert_eq!(shown[..3], [2, 0, 7].map(path));
        let stats = site.person(Role::Editor).get("/desk/stats").expect(200);
        assert!(stats.of("main").contains("Post 2"), "{}", stats.text());

        // The same readers tomorrow are readers again; after a week the week's list forgets them.
        site.clock.advance_seconds(86_400);
        for reader in 0..3 {
            site.reader_from(&format!("203.0.113.{reader}")).get(&posts[0].permalink).expect(200);
        }
        site.work();
        assert_eq!(listed(site, &posts[5])[..2], [0, 2].map(path));
        site.clock.advance_seconds(7 * 86_400);
        site.work();
        site.reader().get(&posts[4].permalink).expect(200);
        site.work();
        let week = site
            .reader()
            .get("/popular?window=7d")
            .expect(200)
            .attributes("main article h2 a, main article h3 a", "href");
        assert_eq!(week[0], path(4));
        let all = site
            .reader()
            .get("/popular?window=all")
            .expect(200)
            .attributes("main article h2 a, main article h3 a", "href");
        assert_eq!(all[..2], [0, 2].map(path));
    });
}

#[test]
fn an_approved_comment_lifts_its_post() {
    on_both(|site| {
        site.settle(|s| s.comments = CommentMode::Open);
        let program = site.program(Role::Editor);
        let posts = ["One", "Two", "Three"].map(|headline| program.publish_headline(headline));
        for post in &posts {
            site.reader_from("203.0.113.1").get(&post.permalink).expect(200);
        }
        site.reader().comment(&posts[1], "Worth it").expect(303);
        site.clock.advance_seconds(61);
        site.work();
        assert_eq!(listed(site, &posts[0])[0], posts[1].permalink);
    });
}
