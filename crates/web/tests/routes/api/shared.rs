//! `/api/clippings` for pages of other sites and for programs that may only clip.

use model::{Role, Scope};
use serde_json::json;

use crate::place::on_both;

const ELSEWHERE: [(&str, &str); 2] = [("origin", "https://news.example"), ("sec-fetch-site", "cross-site")];

fn allowed(answer: &crate::place::Answer) -> Vec<(String, String)> {
    let headers = answer.headers.iter().filter(|(name, _)| name.as_str().starts_with("access-control-"));
    let mut all: Vec<_> =
        headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    all.sort();
    all
}

#[test]
fn a_browser_that_asks_first_is_told_what_may_be_sent_and_nothing_more() {
    on_both(|site| {
        let guest = site.reader();
        let ask = |path: &str| {
            let mut headers = ELSEWHERE.to_vec();
            headers.push(("access-control-request-method", "POST"));
            headers.push(("access-control-request-headers", "authorization,content-type"));
            guest.send("OPTIONS", path, &headers, "")
        };
        let told = ask("/api/clippings").expect(204);
        let expected = [
            ("access-control-allow-headers", "authorization, content-type"),
            ("access-control-allow-methods", "POST"),
            ("access-control-allow-origin", "*"),
            ("access-control-max-age", "86400"),
        ];
        assert_eq!(allowed(&told), expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
        for path in [
            "/api/posts",
            "/api/posts/x",
            "/api/comments",
            "/desk/clippings",
            "/sign-in",
            "/",
            "/api/clippings/",
        ] {
            let told = ask(path);
            assert!(told.status >= 400 && allowed(&told).is_empty(), "{path}: {:?}", allowed(&told));
        }
        assert_eq!(guest.send("OPTIONS", "/api/clippings", &[], "").status, 405, "nobody asked first");
    });
}

#[test]
fn another_sites_page_clips_with_a_token_and_never_with_a_cookie() {
    on_both(|site| {
        let seen = json!({ "url": "https://news.example/a", "html": "<p>Words</p>" });
        let mut headers = ELSEWHERE.to_vec();
        headers.push(("content-type", "application/json"));
        let program = site.program_that_may(Role::Author, Scope::Clip);
        let made = program.send("POST", "/api/clippings", &headers, seen.to_string()).expect(201);
        assert_eq!(allowed(&made), [("access-control-allow-origin".to_owned(), "*".to_owned())]);
        // A person whose browser is made to send their cookie along.
        let before = site.census();
        for person in [site.person(Role::Owner), site.reader()] {
            let before = site.census();
            let refused = person.send("POST", "/api/clippings", &headers, seen.to_string()).expect(401);
            assert_eq!(refused.refusal().0, "unauthorized");
            // The page may read why; there is nothing of the person's in it.
            assert_eq!(allowed(&refused), [("access-control-allow-origin".to_owned(), "*".to_owned())]);
            assert!(refused.header("access-control-allow-credentials").is_empty());
            assert_eq!(site.census(), before);
        }
        assert_ne!(before, "", "the census counts");
        // Everything else stays shut to other sites, token or not.
        let editor = site.program(Role::Editor);
        let post = json!({ "headline": "H", "body": "B" }).to_string();
        let refused = editor.send("POST", "/api/posts", &headers, post).expect(403);
        assert!(allowed(&refused).is_empty());
    });
}

#[test]
fn a_token_for_clipping_opens_one_door() {
    on_both(|site| {
        let clipper = site.program_that_may(Role::Owner, Scope::Clip);
        let made = clipper
            .json(
                "POST",
                "/api/clippings",
                &json!({ "url": "https://a.example/1", "selection": "<p>Only this</p>" }),
            )
            .expect(201)
            .as_json();
        let draft = made["draft"].as_str().unwrap().to_owned();
        for (method, pattern) in web::routes::API.iter().filter(|(_, path)| *path != "/api/clippings") {
            let path = pattern.replace("{id}", &draft);
            let body = match *method {
                "DELETE" => json!({ "reason": "because" }),
                _ if pattern.ends_with("verdicts") => json!({ "verdict": "spam" }),
                _ => json!({}),
            };
            let answer = match *method {
                "GET" => clipper.get(&path),
                _ => clipper.json(method, &path, &body),
            };
            // A comment of that id does not exist; nobody is told before they may know.
            assert_eq!(answer.status, 403, "{method} {pattern}: {}", answer.text());
            assert!(answer.text().contains("may clip pages"), "{method} {pattern}");
        }
        let moderator = site.program_that_may(Role::Moderator, Scope::Clip);
        moderator.json("POST", "/api/clippings", &json!({ "url": "https://a.example/2" })).expect(403);
    });
}

#[test]
fn too_much_and_broken_text_are_refused_in_words() {
    on_both(|site| {
        let program = site.program(Role::Author);
        let before = site.census();
        let large = json!({ "url": "https://a.example/", "html": "x".repeat(web::HTML_LIMIT + 1) });
        let refused = program.json("POST", "/api/clippings", &large).expect(413);
        assert_eq!(refused.refusal().0, "too_large");
        assert!(refused.text().contains("10 MiB"), "{}", refused.text());
        let headers = [("content-type", "application/json")];
        let endless = vec![b' '; 3 * web::HTML_LIMIT + (2 << 20)];
        program.send("POST", "/api/clippings", &headers, endless).expect(413);
        // Half a character, as a script's text may hold; no UTF-8 has it.
        let half = r#"{"url":"https://a.example/","html":"<p>\ud83d</p>"}"#;
        let refused = program.send("POST", "/api/clippings", &headers, half).expect(400);
        assert!(refused.text().contains("can't be read"), "{}", refused.text());
        assert_eq!(site.census(), before);
        // As a program writes it that escapes all but ASCII: three times as long, still taken.
        let greek = "\\u03b1".repeat(web::HTML_LIMIT / 2 - 100);
        let body = format!(r#"{{"url":"https://a.example/g","html":"<p>{greek}</p>"}}"#);
        program.send("POST", "/api/clippings", &headers, body).expect(201);
    });
}
