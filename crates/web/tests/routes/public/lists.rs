//! Lists of posts: home and its further pages, labels, sources, months.

use model::Role;
use serde_json::json;

use crate::place::{Site, on_both};

/// Headlines in lists, newest first, one minute apart.
fn fill(site: &Site, count: usize) {
    let program = site.program(Role::Editor);
    for number in 0..count {
        site.clock.advance_seconds(60);
        program.publish(json!({
            "headline": format!("Post {number}"), "labels": ["Ποτάμια και πόλεις"],
            "source": { "url": format!("https://gazette.example/{number}"), "outlet": "The Gazette" },
        }));
    }
}

fn headlines(answer: &crate::place::Answer) -> Vec<String> {
    answer.page().select("main article h2").iter().map(|h| h.text().trim().to_owned()).collect()
}

#[test]
fn home_goes_on_by_page_number() {
    on_both(|site| {
        assert!(site.reader().get("/").expect(200).has("main"));
        fill(site, 30);
        let reader = site.reader();
        let (first, second) = (reader.get("/").expect(200), reader.get("/page/2").expect(200));
        let third = reader.get("/page/3").expect(200);
        let all: Vec<String> = [&first, &second, &third].into_iter().flat_map(headlines).collect();
        let expected: Vec<String> = (0..30).rev().map(|number| format!("Post {number}")).collect();
        assert_eq!(all, expected);
        assert!(first.text().contains("href=\"/page/2\"") && second.text().contains("href=\"/page/3\""));
        assert!(!third.text().contains("href=\"/page/4\""));
        reader.get("/page/4").expect(404);
        assert_eq!(reader.get("/page/1").expect(301).location(), "/");
    });
}

#[test]
fn labels_sources_and_months_go_on_after_the_last_row() {
    on_both(|site| {
        fill(site, 15);
        let label = format!("/labels/{}", model::permalink::percent_encode_path("ποτάμια-και-πόλεις"));
        for path in [label.as_str(), "/sources/gazette.example", "/archive/2026/11"] {
            let reader = site.reader();
            let first = reader.get(path).expect(200);
            assert_eq!(
                headlines(&first),
                (3..15).rev().map(|n| format!("Post {n}")).collect::<Vec<_>>(),
                "{path}"
            );
            let next = first.attributes(&format!("a[href^='{path}?before=']"), "href");
            // A post that comes out meanwhile neither repeats nor hides a row.
            site.clock.advance_seconds(60);
            let second = reader.get(&next[0]).expect(200);
            assert_eq!(headlines(&second), ["Post 2", "Post 1", "Post 0"], "{path}");
            assert!(second.attributes(&format!("a[href^='{path}?before=']"), "href").is_empty());
        }
        let reader = site.reader();
        assert!(reader.get(&label).of("h1").contains("Ποτάμια και πόλεις"));
        assert!(reader.get("/sources/gazette.example").of("main").contains("The Gazette"));
        assert!(
            reader
                .get("/archive")
                .expect(200)
                .attributes("main a", "href")
                .contains(&"/archive/2026/11".to_owned())
        );
        // Another spelling of a label is sent to the one address it has.
        let shouted = format!("/labels/{}", model::permalink::percent_encode_path("Ποτάμια και ΠΌΛΕΙΣ"));
        let moved = reader.get(&shouted).expect(301);
        assert_eq!(moved.location(), label);
    });
}
