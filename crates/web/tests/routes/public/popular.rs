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
        let editor = site.person(Role::Editor);
        let stats = editor.get("/desk/stats").expect(200);
        assert!(stats.of("#posts-title + ol li").contains("Post 2"), "{}", stats.text());
        assert_eq!(
            stats.attributes("figure[aria-labelledby=readers-title] rect", "x"),
            ["696"],
            "today is last"
        );
        let of_post = stats.attributes("#posts-title + ol a", "href").remove(0);
        assert!(editor.get(&of_post).expect(200).of("figcaption").contains("3 readers"));
        let table = editor.get("/desk/stats/tables/posts?days=90").expect(200);
        assert!(table.header("content-disposition").contains("posts.csv"));
        let first = table.text().lines().nth(1).unwrap().to_owned();
        assert!(first.starts_with(&format!("{},Post 2,", path(2))) && first.ends_with(",3"), "{first}");
        for name in ["readers", "referrers", "comments", "sources"] {
            editor.get(&format!("/desk/stats/tables/{name}")).expect(200);
        }
        editor.get("/desk/stats/tables/secrets").expect(404);
        let (page, _) = of_post.split_once('?').unwrap();
        let table = editor.get(&format!("{page}/table?days=365")).expect(200);
        assert_eq!(table.text().lines().count(), 2, "{}", table.text());

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

#[test]
fn the_desk_shows_the_lists_and_decides_about_them() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let posts = ["One", "Two", "Three"].map(|headline| {
            site.clock.advance_seconds(60);
            program.publish_headline(headline)
        });
        site.reader_from("203.0.113.1").get(&posts[0].permalink).expect(200);
        site.work();
        let editor = site.person(Role::Editor);
        let shown = editor.get("/desk/popular?window=rising").expect(200);
        assert!(shown.of("main").contains("64 points"), "{}", shown.text());
        let choose = |fields: &[(&str, &str)]| editor.post("/desk/popular", fields);
        let whole = format!("https://courant.example{}", posts[1].permalink);
        choose(&[("address", &whole), ("choice", "pinned"), ("window", "7d")]).expect(303);
        assert_eq!(listed(site, &posts[2])[..2], [posts[1].permalink.clone(), posts[0].permalink.clone()]);
        let unknown = choose(&[("address", "/2026/11/\"><b>no"), ("choice", "pinned")]).expect(422);
        assert_eq!(unknown.attributes("#f-address", "value"), ["/2026/11/\"><b>no"]);
        let shown = editor.get("/desk/popular").expect(200);
        let id = shown.attributes("[name=post]", "value").remove(0);
        choose(&[("post", &id), ("choice", "excluded")]).expect(303);
        assert_eq!(listed(site, &posts[2])[0], posts[0].permalink);
        choose(&[("post", &id), ("choice", "none")]).expect(303);
        for role in [Role::Author, Role::Moderator] {
            let person = site.person(role);
            assert!(!person.get("/desk/popular").expect(200).has("main form"));
            person.post("/desk/popular", &[("post", &id), ("choice", "pinned")]).expect(403);
        }
    });
}

#[test]
fn where_readers_came_from_is_kept_by_host_and_the_desk_is_no_reader() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish_headline("One");
        site.person(Role::Editor).get(&post.permalink).expect(200);
        let came = |from: &str, referrer: &str| {
            let reader = site.reader_from(from);
            reader.send("GET", &post.permalink, &[("referer", referrer)], "").expect(200);
        };
        came("203.0.113.1", "https://news.example/secret?q=me");
        came("203.0.113.1", "https://other.example/");
        came("203.0.113.2", "https://courant.example/");
        site.work();
        let store = site.desk().store();
        let hosts = store.read(|c| store::visits::referrers(c, 0, 9)).unwrap();
        assert_eq!(hosts, [("news.example".to_owned(), 1)]);
        let id =
            store.read(|c| store::posts::newest(c, store::Page { before: None, limit: 1 })).unwrap()[0].id;
        assert_eq!(store.read(|c| store::visits::total(c, id)).unwrap(), 2);
    });
}

#[test]
fn two_servers_on_one_database_add_up() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish_headline("One");
        let other = site.another_server();
        for (number, server) in [site, &other, &other].into_iter().enumerate() {
            server.reader_from(&format!("203.0.113.{number}")).get(&post.permalink).expect(200);
        }
        site.work();
        other.work();
        let store = site.desk().store();
        let id =
            store.read(|c| store::posts::newest(c, store::Page { before: None, limit: 1 })).unwrap()[0].id;
        assert_eq!(store.read(|c| store::visits::total(c, id)).unwrap(), 3);
    });
}
