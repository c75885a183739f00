//! The page cache: dropped precisely, never behind.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use model::{Change, Role};
use serde_json::json;

use crate::place::{Made, Site, on_both};

/// Enough posts that have been read for the popular lists to be full.
fn full_site(site: &Site) -> Vec<Made> {
    let program = site.program(Role::Editor);
    let posts: Vec<Made> = (0..12)
        .map(|number| {
            program.publish(json!({
                "headline": format!("Post {number}"), "comments": "open", "labels": if number < 2 { "one" } else { "two" },
                "source": { "url": format!("https://{}.example/{number}", if number < 2 { "a" } else { "b" }) },
            }))
        })
        .collect();
    for (number, post) in posts.iter().enumerate() {
        for reader in 0..=number {
            site.reader_from(&format!("203.0.113.{reader}")).get(&post.permalink).expect(200);
        }
    }
    site.work();
    posts
}

/// The paths of these that are kept and fresh.
fn fresh<'a>(site: &Site, paths: &[&'a str]) -> Vec<&'a str> {
    paths.iter().copied().filter(|path| site.app.cache().get(path).is_some()).collect()
}

#[test]
fn a_change_drops_the_pages_that_show_it_and_no_others() {
    on_both(|site| {
        let posts = full_site(site);
        let (one, other) = (posts[0].permalink.as_str(), posts[5].permalink.as_str());
        let one_feed = format!("{one}/comments.atom");
        let all = [
            "/",
            "/labels/one",
            "/labels/two",
            "/sources/a.example",
            "/sources/b.example",
            "/archive/2026/11",
            "/archive",
            "/popular",
            "/feed.atom",
            "/feed.rss",
            "/feed.json",
            "/labels/one/feed.rss",
            "/labels/two/feed.atom",
            "/sitemap.xml",
            "/robots.txt",
            one,
            &one_feed,
            other,
        ];
        let reader = site.reader();
        let warm = || all.map(|path| reader.get(path).expect(200).header("etag").to_owned());
        let tags = warm();
        assert_eq!(fresh(site, &all), all, "everything read is kept");
        let dropped = || -> Vec<&str> {
            let kept = fresh(site, &all);
            all.iter().copied().filter(|path| !kept.contains(path)).collect()
        };

        // A comment reaches its own post and, since feeds carry whole posts of which it is none, nothing else that readers see.
        let id = reader.comment(&posts[0], "A word").expect(303).comment_id();
        let gone = dropped();
        assert!(gone.contains(&one) && gone.contains(&one_feed.as_str()), "{gone:?}");
        assert!(gone.iter().all(|path| path.starts_with(one) || path.contains("feed.")), "{gone:?}");
        let after = warm();
        for (at, path) in all.iter().enumerate() {
            assert_eq!(after[at] == tags[at], !path.starts_with(one), "{path}");
        }

        // A verdict, too.
        site.program(Role::Moderator)
            .json("POST", &format!("/api/comments/{id}/verdicts"), &json!({ "verdict": "spam" }))
            .expect(201);
        assert!(
            dropped().iter().all(|path| path.starts_with(one) || path.contains("feed.")),
            "{:?}",
            dropped()
        );
        assert_eq!(warm(), tags);

        // A new post reaches lists and feeds, and no other post's page: the popular list is as it was.
        let program = site.program(Role::Editor);
        program.publish(
            json!({ "headline": "News", "labels": "one", "source": { "url": "https://a.example/news" } }),
        );
        let gone = dropped();
        for path in [
            "/",
            "/labels/one",
            "/labels/one/feed.rss",
            "/sources/a.example",
            "/archive/2026/11",
            "/feed.atom",
            "/feed.rss",
            "/feed.json",
            "/sitemap.xml",
        ] {
            assert!(gone.contains(&path), "{path} is still kept");
        }
        for path in [
            one,
            other,
            one_feed.as_str(),
            "/labels/two",
            "/labels/two/feed.atom",
            "/sources/b.example",
            "/robots.txt",
        ] {
            assert!(!gone.contains(&path), "{path} was dropped for nothing");
        }
        warm();

        // A draft reaches nobody.
        let draft = program
            .json("POST", "/api/posts", &json!({ "headline": "Draft", "body": "x", "labels": "one" }))
            .expect(201)
            .as_json();
        program
            .json("PATCH", &format!("/api/posts/{}", draft["id"].as_str().unwrap()), &json!({ "dek": "y" }))
            .expect(200);
        assert!(dropped().is_empty(), "{:?}", dropped());

        // A changed headline of a popular post reaches every page that lists it.
        let renamed = json!({ "headline": "Post eleven", "correction": "It had the wrong number." });
        program.json("PATCH", &format!("/api/posts/{}", posts[11].id), &renamed).expect(200);
        assert!(!fresh(site, &all).contains(&other));
        assert!(reader.get(other).text().contains("Post eleven"));
        warm();

        // The site's name is on every page.
        site.settle(|s| s.name = "The New Name".into());
        assert!(fresh(site, &all).is_empty());
        assert!(reader.get(other).text().contains("The New Name"));
        warm();

        // Another process's write, as the worker hears of it.
        site.app.changed_elsewhere(&[Change::Post(posts[5].post())]);
        assert!(!fresh(site, &all).contains(&other) && fresh(site, &all).contains(&one));
    });
}

#[test]
fn nobody_sees_an_older_page_than_one_already_answered() {
    on_both(|site| {
        let post = &site.program(Role::Editor).publish(json!({ "headline": "Crowded", "comments": "open" }));
        let count = |text: &str| text.matches("<article class=\"comment").count();
        let (most, stop) = (&AtomicUsize::new(0), &AtomicBool::new(false));
        std::thread::scope(|scope| {
            let writers: Vec<_> = (0..4)
                .map(|writer| {
                    scope.spawn(move || {
                        let me = site.reader_from(&format!("192.0.2.{writer}"));
                        let mut said = Vec::new();
                        for number in 0..12 {
                            said.push(
                                me.comment(post, &format!("{writer} says {number}")).expect(303).comment_id(),
                            );
                            let page = me.get(&post.permalink).expect(200).text();
                            for id in &said {
                                assert!(
                                    page.contains(&format!("id=\"comment-{id}\"")),
                                    "an acknowledged comment is missing"
                                );
                            }
                            most.fetch_max(count(&page), Ordering::SeqCst);
                        }
                    })
                })
                .collect();
            for reader in 0..3 {
                scope.spawn(move || {
                    let me = site.reader_from(&format!("192.0.2.{}", 100 + reader));
                    while !stop.load(Ordering::SeqCst) {
                        let before = most.load(Ordering::SeqCst);
                        let seen = count(&me.get(&post.permalink).expect(200).text());
                        assert!(seen >= before, "{before} comments had been shown, now {seen}");
                        most.fetch_max(seen, Ordering::SeqCst);
                    }
                });
            }
            let ended: Vec<_> = writers.into_iter().map(|writer| writer.join()).collect();
            stop.store(true, Ordering::SeqCst);
            assert!(ended.iter().all(Result::is_ok), "a writer found a comment missing");
        });
        assert_eq!(count(&site.reader().get(&post.permalink).text()), 48);
    });
}
