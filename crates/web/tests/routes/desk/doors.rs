//! Who gets in where.

use model::{CommentMode, Role};
use serde_json::json;

use crate::place::{Answer, Made, ORIGIN, Site, Visitor, changes, encoded, on_both};

struct Things {
    post: Made,
    comment: String,
    job: String,
}

/// A post, a held comment, a failed job: there is something to be kept from.
fn things(site: &Site) -> Things {
    site.settle(|s| s.comments = CommentMode::Held);
    let post = site.program(Role::Editor).publish_headline("Somebody’s post");
    site.reader().comment(&post, "Somebody’s comment").expect(303);
    let comments = site.program(Role::Moderator).get("/api/comments?verdict=held").as_json();
    let comment = comments["comments"][0]["id"].as_str().unwrap().to_owned();
    let jobs = site.desk().store().read(|c| store::jobs::list(c, 1)).unwrap();
    Things { post, comment, job: jobs[0].id.to_string() }
}

fn knock(visitor: &Visitor<'_>, things: &Things, method: &str, pattern: &str) -> Answer {
    let id = match pattern {
        _ if pattern.contains("/jobs/") => &things.job,
        _ if pattern.contains("/comments/") => &things.comment,
        _ => &things.post.id,
    };
    let path = pattern.replace("{id}", id).replace("{name}", "readers");
    if pattern.starts_with("/api/") {
        let body = json!({ "verdict": "approve", "reason": "because" });
        let body = if pattern.contains("verdicts") || method == "DELETE" { body } else { json!({}) };
        return if changes(method) { visitor.json(method, &path, &body) } else { visitor.get(&path) };
    }
    if pattern == "/desk/media" || (pattern == "/desk/feeds/list" && changes(method)) {
        let body = "--x\r\ncontent-disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\n\r\n\u{89}\r\n--x--\r\n";
        let body: Vec<u8> = body
            .chars()
            .flat_map(|c| if c == '\u{89}' { b"\x89PNG".to_vec() } else { vec![c as u8] })
            .collect();
        return visitor.send(
            method,
            &path,
            &[("content-type", "multipart/form-data; boundary=x"), ("origin", ORIGIN)],
            body,
        );
    }
    if !changes(method) {
        return visitor.get(&path);
    }
    let fields = [
        ("id", things.comment.as_str()),
        ("verdict", "approve"),
        ("reason", "because"),
        ("url", "https://a.example/"),
        ("headline", "H"),
        ("name", "Eve"),
        ("role", "owner"),
        ("password", "a password long enough"),
        ("account", "owner 0"),
        ("label", "x"),
    ];
    visitor.send(
        method,
        &path,
        &[("content-type", "application/x-www-form-urlencoded"), ("origin", ORIGIN)],
        encoded(&fields),
    )
}

#[test]
fn without_an_account_every_door_is_shut() {
    on_both(|site| {
        let things = things(site);
        let before = site.census();
        let nobody = site.reader();
        let stale = Visitor::with_cookie(site, "courant_session=0123456789abcdef");
        let wrong = Visitor::with_token(site, "courant_0123456789abcdef");
        for (method, pattern) in web::routes::DESK {
            for visitor in [&nobody, &stale, &wrong] {
                let answer = knock(visitor, &things, method, pattern).expect(303);
                assert!(
                    answer.location().starts_with("/sign-in"),
                    "{method} {pattern}: {}",
                    answer.location()
                );
                assert!(answer.body.is_empty());
            }
        }
        for (method, pattern) in web::routes::API {
            for visitor in [&nobody, &stale, &wrong] {
                let answer = knock(visitor, &things, method, pattern).expect(401);
                assert_eq!(answer.refusal().0, "unauthorized", "{method} {pattern}");
                assert!(answer.header("www-authenticate").starts_with("Bearer"), "{method} {pattern}");
            }
        }
        // A person's cookie is no token: a page on another site could make a browser send it.
        let owner = site.person(Role::Owner);
        let with_accounts = site.census();
        for (method, pattern) in web::routes::API {
            knock(&owner, &things, method, pattern).expect(401);
        }
        assert_eq!(site.census(), with_accounts);
        assert_ne!(before, with_accounts);
        let place = nobody.get("/desk/comments?verdict=spam").expect(303);
        assert_eq!(place.location(), "/sign-in?next=%2Fdesk%2Fcomments%3Fverdict%3Dspam");
    });
}

#[test]
fn each_role_gets_as_far_as_it_is_trusted() {
    on_both(|site| {
        let things = things(site);
        let _owner = site.person(Role::Owner);
        let shut: &[(Role, &[&str])] = &[
            (
                Role::Moderator,
                &[
                    "POST /desk/clippings",
                    "GET /desk/feeds",
                    "POST /desk/feeds",
                    "GET /desk/feeds/list",
                    "POST /desk/feeds/list",
                    "GET /desk/feeds/items",
                    "POST /desk/feeds/items",
                    "POST /desk/feeds/items/{id}",
                    "POST /desk/feeds/{id}",
                    "POST /desk/clippings/seen",
                    "GET /desk/clip",
                    "GET /desk/clip/receive",
                    "POST /desk/posts/{id}/readings",
                    "GET /desk/posts/new",
                    "POST /desk/posts",
                    "GET /desk/posts/{id}",
                    "POST /desk/posts/{id}",
                    "GET /desk/posts/{id}/preview",
                    "GET /desk/posts/{id}/revisions",
                    "POST /desk/posts/{id}/pictures",
                    "POST /desk/posts/{id}/removal",
                    "POST /desk/posts/{id}/captures",
                    "GET /desk/posts/{id}/evidence",
                    "GET /desk/posts/{id}/original",
                    "GET /desk/watch",
                    "POST /desk/watch",
                    "GET /desk/watch/{id}",
                    "POST /desk/watch/{id}/links",
                    "GET /desk/captures/{id}",
                    "GET /desk/captures/{id}/page",
                    "GET /desk/captures/{id}/warc",
                    "POST /desk/captures/{id}/opening",
                    "POST /desk/media",
                    "GET /desk/credits",
                    "POST /desk/credits",
                    "POST /desk/popular",
                    "POST /desk/mail/letters/{id}",
                    "GET /desk/jobs",
                    "GET /desk/jobs/{id}",
                    "POST /desk/jobs/{id}/retry",
                    "GET /desk/settings",
                    "POST /desk/settings",
                    "GET /desk/backups",
                    "POST /desk/backups",
                    "POST /desk/backups/now",
                    "GET /desk/imports",
                    "POST /desk/imports",
                    "GET /desk/imports/{id}",
                    "POST /desk/imports/{id}",
                    "GET /desk/accounts",
                    "POST /desk/accounts",
                    "POST /desk/accounts/tokens",
                    "POST /desk/preview",
                ],
            ),
            (
                Role::Author,
                &[
                    "GET /desk/posts/{id}",
                    "POST /desk/posts/{id}",
                    "GET /desk/posts/{id}/preview",
                    "GET /desk/posts/{id}/revisions",
                    "POST /desk/posts/{id}/readings",
                    "POST /desk/posts/{id}/pictures",
                    "POST /desk/posts/{id}/removal",
                    "POST /desk/posts/{id}/captures",
                    "GET /desk/posts/{id}/evidence",
                    "GET /desk/posts/{id}/original",
                    "POST /desk/captures/{id}/opening",
                    "GET /desk/credits",
                    "POST /desk/credits",
                    "POST /desk/popular",
                    "GET /desk/comments",
                    "POST /desk/comments/verdicts",
                    "POST /desk/comments/undo",
                    "GET /desk/comments/blocks",
                    "POST /desk/comments/blocks",
                    "POST /desk/comments/blocks/removal",
                    "GET /desk/comments/{id}",
                    "POST /desk/comments/{id}",
                    "GET /desk/mail",
                    "POST /desk/mail",
                    "POST /desk/mail/test",
                    "POST /desk/mail/letters/{id}",
                    "GET /desk/jobs",
                    "GET /desk/jobs/{id}",
                    "POST /desk/jobs/{id}/retry",
                    "GET /desk/settings",
                    "POST /desk/settings",
                    "GET /desk/backups",
                    "POST /desk/backups",
                    "POST /desk/backups/now",
                    "GET /desk/imports",
                    "POST /desk/imports",
                    "GET /desk/imports/{id}",
                    "POST /desk/imports/{id}",
                    "GET /desk/accounts",
                    "POST /desk/accounts",
                    "POST /desk/accounts/tokens",
                ],
            ),
            (
                Role::Editor,
                &[
                    "GET /desk/posts/{id}/original",
                    "GET /desk/settings",
                    "POST /desk/settings",
                    "GET /desk/backups",
                    "POST /desk/backups",
                    "POST /desk/backups/now",
                    "GET /desk/imports",
                    "POST /desk/imports",
                    "GET /desk/imports/{id}",
                    "POST /desk/imports/{id}",
                    "GET /desk/accounts",
                    "POST /desk/accounts",
                    "POST /desk/accounts/tokens",
                ],
            ),
        ];
        for (role, shut) in shut {
            let person = site.person(*role);
            let before = site.census();
            for (method, pattern) in web::routes::DESK {
                if shut.contains(&format!("{method} {pattern}").as_str()) {
                    let answer = knock(&person, &things, method, pattern);
                    assert_eq!(answer.status, 403, "{role}: {method} {pattern}: {}", answer.text());
                    assert!(
                        answer.of("main").contains("ask an"),
                        "{role}: {method} {pattern} does not say whom to ask"
                    );
                }
            }
            assert_eq!(site.census(), before, "{role}");
            for (method, pattern) in web::routes::DESK {
                let open = !shut.contains(&format!("{method} {pattern}").as_str());
                // Those that wait for a worker, end a session or change what the others look at are left out.
                if open && !changes(method) {
                    let answer = knock(&person, &things, method, pattern);
                    assert_eq!(
                        answer.status,
                        found(pattern),
                        "{role}: {method} {pattern}: {}",
                        answer.text()
                    );
                    answer.is_harmless();
                }
            }
            let program = site.program(*role);
            let status = |method: &str, pattern: &str| knock(&program, &things, method, pattern).status;
            let may_write_any = *role == Role::Editor;
            for (method, pattern) in [
                ("GET", "/api/posts/{id}"),
                ("PATCH", "/api/posts/{id}"),
                ("POST", "/api/posts/{id}/publication"),
            ] {
                assert_eq!(status(method, pattern) == 403, !may_write_any, "{role}: {method} {pattern}");
            }
            for (method, pattern) in [
                ("GET", "/api/comments"),
                ("GET", "/api/comments/{id}"),
                ("POST", "/api/comments/{id}/verdicts"),
                ("GET", "/api/blocks"),
                ("POST", "/api/blocks"),
                ("DELETE", "/api/blocks/{id}"),
            ] {
                assert_eq!(
                    status(method, pattern) == 403,
                    *role == Role::Author,
                    "{role}: {method} {pattern}"
                );
            }
            assert_eq!(status("POST", "/api/clippings") == 403, *role == Role::Moderator, "{role}");
        }
        // An owner gets everywhere.
        let owner = site.person(Role::Owner);
        for (method, pattern) in web::routes::DESK.iter().filter(|(method, _)| !changes(method)) {
            knock(&owner, &things, method, pattern).expect(found(pattern));
        }
    });
}

/// What those find who may come in: of a post without a source there is no evidence, no capture and no watch; and
/// nothing was brought over.
fn found(pattern: &str) -> u16 {
    let is_of_a_source = |part: &&str| pattern.contains(part);
    if ["/evidence", "/original", "/desk/captures/", "/desk/watch/", "/desk/imports/"]
        .iter()
        .any(is_of_a_source)
    {
        404
    } else {
        200
    }
}
