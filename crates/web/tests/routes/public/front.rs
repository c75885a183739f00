//! What caches in front of the site may keep, and how they learn that it has changed.

use std::collections::BTreeSet;

use model::Role;
use serde_json::json;

use crate::place::{Visitor, behind, on_both};

const ASK: &str = "public, max-age=0, must-revalidate";
const KEEP: &str = "public, max-age=0, s-maxage=600, stale-while-revalidate=60, must-revalidate";

/// The keys of a page that may be kept, and the tag of what it shows.
fn kept(reader: &Visitor<'_>, path: &str) -> (BTreeSet<String>, String) {
    let answer = reader.get(path).expect(200);
    assert_eq!(answer.header("cache-control"), KEEP, "{path}");
    let keys: BTreeSet<String> = answer.header("surrogate-key").split(' ').map(str::to_owned).collect();
    assert!(keys.contains("site"), "{path}: {keys:?}");
    let etag = answer.header("etag").to_owned();
    let known = reader.send("GET", path, &[("if-none-match", &etag)], "").expect(304);
    assert_eq!(known.header("surrogate-key"), answer.header("surrogate-key"), "{path}");
    assert_eq!(known.header("cache-control"), KEEP, "{path}");
    (keys, etag)
}

#[test]
fn whatever_changes_a_page_is_told_under_one_of_its_keys() {
    behind(|site, told| {
        let program = site.program(Role::Editor);
        let post = |headline: &str, label: &str| {
            program.publish(json!({
                "headline": headline, "comments": "open", "labels": label, "body": "A text.",
                "source": { "url": format!("https://{headline}.example/{headline}") },
            }))
        };
        let (one, other) = (post("one", "νερό"), post("other", "two words"));
        site.work();
        let feed = format!("{}/comments.atom", one.permalink);
        let pages: Vec<&str> = vec![
            "/",
            "/labels/%CE%BD%CE%B5%CF%81%CF%8C",
            "/labels/two-words",
            "/sources/one.example",
            "/archive/2026/11",
            "/popular",
            "/corrections",
            "/feed.atom",
            "/feed.json",
            "/comments.atom",
            "/sitemap.xml",
            "/robots.txt",
            "/ledger",
            &one.permalink,
            &feed,
            &other.permalink,
        ];
        let reader = site.reader();
        let (id, writer) = (one.id.to_string(), site.program(Role::Editor));
        let mut comment = String::new();
        for turn in 0..5 {
            let before: Vec<_> = pages.iter().map(|path| kept(&reader, path)).collect();
            told.lock().unwrap().clear();
            match turn {
                0 => comment = reader.comment(&one, "A word").expect(303).comment_id(),
                1 => drop(
                    writer
                        .json(
                            "POST",
                            &format!("/api/comments/{comment}/verdicts"),
                            &json!({ "verdict": "spam" }),
                        )
                        .expect(201),
                ),
                2 => drop(post("third", "νερό")),
                3 => {
                    let fields = json!({ "headline": "Renamed", "correction": "It was another one." });
                    writer.json("PATCH", &format!("/api/posts/{id}"), &fields).expect(200);
                }
                _ => site.settle(|site| site.name = "Another name".into()),
            }
            let told: BTreeSet<String> = told.lock().unwrap().iter().cloned().collect();
            for (path, (keys, tag)) in pages.iter().zip(before) {
                if reader.get(path).expect(200).header("etag") != tag {
                    assert!(!keys.is_disjoint(&told), "{path} has changed, with {keys:?}; told was {told:?}");
                }
            }
            assert!(!told.is_empty());
        }
        // What another process has changed, too.
        told.lock().unwrap().clear();
        site.app.changed_elsewhere(&[model::Change::Newest]);
        assert_eq!(*told.lock().unwrap(), ["newest"]);
    });
}

#[test]
fn without_a_cache_in_front_everybody_asks() {
    on_both(|site| {
        let path = site.program(Role::Editor).publish_headline("Alone").permalink;
        for page in ["/", "/feed.atom", &path] {
            let answer = site.reader().get(page).expect(200);
            assert_eq!(answer.header("cache-control"), ASK, "{page}");
            assert!(
                answer.header("surrogate-key").is_empty() && answer.header("cache-tag").is_empty(),
                "{page}"
            );
        }
    });
}

#[test]
fn what_is_for_one_reader_or_for_now_is_kept_by_nobody() {
    behind(|site, _| {
        let post = site.program(Role::Editor).publish(json!({ "headline": "Held", "comments": "held" }));
        let (path, reader) = (post.permalink.as_str(), site.reader());
        let queries =
            ["?comment=held", "?comment=rush", "?reply=x", "?own=0000000000001-x", "?answers=asked"];
        let mut asked: Vec<String> = queries.iter().map(|query| format!("{path}{query}")).collect();
        for page in [
            "/nothing",
            "/desk",
            "/sign-in",
            "/search?q=x",
            "/healthz",
            "/mail/me",
            "/comments/work",
            "/favicon.ico",
            "/api/comments",
            "/page/1",
            "/page/99",
            "/labels/none",
            "/comments/0000000000001",
        ] {
            asked.push(page.to_owned());
        }
        for page in &asked {
            let answer = reader.get(page);
            let who = answer.header("cache-control");
            assert!(
                who.contains("no-store") || (answer.status == 301 && who.contains("private")),
                "{page}: {who}"
            );
            assert!(answer.header("surrogate-key").is_empty(), "{page}");
        }
        let said = reader.comment(&post, "A word").expect(303);
        assert_eq!(said.header("cache-control"), "no-store");
        let person = site.person(Role::Owner);
        for page in ["/desk", "/desk/comments", "/desk/settings"] {
            assert!(person.get(page).expect(200).header("cache-control").contains("no-store"), "{page}");
        }
    });
}
