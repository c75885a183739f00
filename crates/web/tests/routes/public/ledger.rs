//! The ledger as people and programs are given it.

use desk::Given;
use model::Role;

use crate::place::{Site, on_both};

fn given(site: &Site, path: &str) -> Vec<Given> {
    let answer = site.reader().get(path).expect(200);
    assert_eq!(answer.header("content-type"), "application/jsonl; charset=utf-8");
    answer.text().lines().map(|row| serde_json::from_str(row).unwrap()).collect()
}

#[test]
fn the_page_says_in_words_what_was_done_and_has_the_exact_lines() {
    on_both(|site| {
        let reader = site.reader();
        assert!(reader.get("/ledger").expect(200).text().contains("Nothing has been entered yet."));
        let program = site.program(Role::Editor);
        let post = program.publish_headline("The price of a <river>");
        let page = reader.get("/ledger").expect(200);
        assert!(page.text().contains("Published") && page.text().contains("The price of a &lt;river&gt;"));
        let document = page.page();
        let exact = document.select("details code").iter().map(|code| code.text().to_string());
        let exact: Vec<String> = exact.collect();
        for row in given(site, "/ledger.jsonl") {
            assert!(exact.contains(&row.line) && exact.contains(&row.hash), "{row:?}");
            assert!(row.signature.is_some_and(|signature| exact.contains(&signature)));
        }
        // From the post there, and back.
        let link = reader.get(&post.permalink).expect(200).attributes(".colophon a[href^='/ledger']", "href");
        assert_eq!(link, [format!("/ledger?post={}", post.id)]);
        let of = reader.get(&link[0]).expect(200);
        assert_eq!(of.attributes("h1 a", "href"), [post.permalink.as_str()]);
        assert_eq!(of.page().select(".lines li").length(), 1);
    });
}

#[test]
fn a_kept_page_goes_stale_with_the_next_line_and_not_before() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        let post = program.publish_headline("One");
        let reader = site.reader();
        let tags = || {
            ["/ledger", "/ledger.jsonl", "/.well-known/courant-key"]
                .map(|path| reader.get(path).expect(200).header("etag").to_owned())
        };
        let before = tags();
        assert_eq!(tags(), before);
        let answer = reader.send("GET", "/ledger", &[("if-none-match", before[0].as_str())], "");
        answer.expect(304);
        reader.get(&post.permalink).expect(200);
        assert_eq!(tags(), before, "a reader is no entry");
        program.publish_headline("Two");
        let after = tags();
        assert!(after[0] != before[0] && after[1] != before[1] && after[2] == before[2]);
    });
}

#[test]
fn long_ledgers_go_on_and_every_line_is_given_once() {
    on_both(|site| {
        let program = site.program(Role::Editor);
        for number in 0..60 {
            program.publish_headline(&format!("Post {number}"));
        }
        let reader = site.reader();
        let numbers = |path: &str| {
            let page = reader.get(path).expect(200);
            let ids = page.attributes(".lines ol > li", "id");
            (ids, page.attributes(".pagination a", "href"))
        };
        let (first, older) = numbers("/ledger");
        let (second, end) = numbers(&older[0]);
        assert_eq!((first.len(), second.len(), end.len()), (50, 11, 0));
        assert_eq!((first[0].as_str(), second[10].as_str()), ("line-61", "line-1"));
        assert_eq!(given(site, "/ledger.jsonl?after=59").len(), 2);
        assert_eq!(given(site, "/ledger.jsonl?after=61"), []);
        let mut chain = desk::Chain::default();
        given(site, "/ledger.jsonl").iter().for_each(|row| drop(chain.step(row)));
        assert_eq!((chain.number(), chain.take_faults()), (61, vec![]));
        let keys = reader.get("/.well-known/courant-key").expect(200);
        assert!(keys.text().contains(&chain.terms()[0].key), "{}", keys.text());
    });
}

#[test]
fn what_is_no_number_and_no_post_is_told() {
    on_both(|site| {
        let reader = site.reader();
        let draft = site.desk().create(&model::Actor::System, &Default::default()).unwrap();
        for path in ["/ledger?before=x", "/ledger?post=river", "/ledger?post=0000000000001"] {
            reader.get(path).expect(404);
        }
        reader.get(&format!("/ledger?post={}", draft.id)).expect(404);
        reader.get("/ledger.jsonl?after=x").expect(400);
    });
}

#[test]
fn a_post_that_was_retracted_keeps_its_lines() {
    on_both(|site| {
        let post = site.program(Role::Editor).publish_headline("Too early");
        site.desk().retract(&model::Actor::System, post.post(), "It was early").unwrap();
        let page = site.reader().get(&format!("/ledger?post={}", post.id)).expect(200);
        assert!(page.text().contains("Retracted") && !page.text().contains("Too early"), "{}", page.text());
        assert_eq!(page.attributes("h1 a", "href"), [post.permalink.as_str()]);
    });
}
