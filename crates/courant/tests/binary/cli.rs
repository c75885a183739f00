//! The command line: exit codes, one clear message, lines a script can read.

use serde_json::{Value, json};

use crate::outlet::{Outlet, Reply, article};
use crate::place::{PASSWORD, Place, bare, feed, on_both};

#[test]
fn wrong_usage_ends_with_two_and_help_with_none() {
    let place = Place::sqlite();
    for words in [
        &[][..],
        &["fly"],
        &["serve", "--nothing"],
        &["account", "add", "Ada", "--role", "king", "--password-stdin"],
        &["account", "add", "Ada", "--role", "owner"],
        &["clip"],
        &["token", "add"],
        &["config"],
        &["--data"],
    ] {
        let done = feed(bare(words), b"").expect(2);
        assert!(done.out.is_empty() && done.err.contains("--help"), "{words:?}: {done:?}");
    }
    for words in [&["--help"][..], &["clip", "--help"], &["--version"]] {
        let done = feed(bare(words), b"").expect(0);
        assert!(done.err.is_empty() && done.out.contains("ourant"), "{done:?}");
    }
    assert!(!place.data().exists(), "asking for help made a site");
}

#[test]
fn the_configuration_is_checked_and_shown_without_secrets() {
    let place = Place::sqlite().with("COURANT_FETCH_ALLOW", "127.0.0.1:8081");
    assert!(place.run(&["config", "check"]).expect(0).out.contains("can be used"));
    assert!(!place.data().exists(), "looking at the configuration made a site");
    let shown =
        place.run(&["--database", "postgres://ada:s3cret@db.example/site", "config", "show"]).expect(0).out;
    assert!(shown.contains("ada:***@db.example") && !shown.contains("s3cret"), "{shown}");
    assert!(shown.contains("127.0.0.1:8081"), "{shown}");
    // What is shown can be a configuration again.
    let file = place.data().join("courant.toml");
    std::fs::create_dir(place.data()).unwrap();
    std::fs::write(&file, &shown).unwrap();
    assert!(place.run(&["config", "show"]).expect(0).out.contains("db.example"));
    for (text, words) in [
        ("lisen = \"127.0.0.1:80\"", &["courant.toml", "lisen"][..]),
        ("listen = \"80\"", &["listen", "80"]),
        ("address = \"example.org\"", &["address", "example.org"]),
        ("database = \"mysql://ada:s3cret@h/x\"", &["database", "sqlite:"]),
        ("not toml at all", &["courant.toml"]),
    ] {
        std::fs::write(&file, text).unwrap();
        let done = place.run(&["config", "check"]).fails_with(words);
        assert!(!done.err.contains("s3cret"), "{done:?}");
    }
    std::fs::remove_file(&file).unwrap();
    let mut allow = bare(&["config", "check"]);
    allow.env("COURANT_FETCH_ALLOW", "localhost");
    feed(allow, b"").fails_with(&["COURANT_FETCH_ALLOW", "localhost"]);
    let secret = place.directory.path().join("secret");
    std::fs::write(&secret, "postgres://ada:s3cret@db.example/site\n").unwrap();
    let place = place.with("COURANT_DATABASE_FILE", secret.to_str().unwrap());
    assert!(place.run(&["config", "show"]).expect(0).out.contains("ada:***@db.example"));
}

#[test]
fn accounts_and_tokens_are_made_from_a_shell() {
    on_both(|place| {
        let add = |name: &str, role: &str, password: &str| {
            place
                .feed(&["account", "add", name, "--role", role, "--password-stdin"], &format!("{password}\n"))
        };
        assert!(add("Άννα", "owner", PASSWORD).expect(0).out.contains("Άννα"));
        add("Ben", "moderator", PASSWORD).expect(0);
        add("Ben", "author", PASSWORD).fails_with(&["Ben", "taken"]);
        add("Eve", "author", "short").fails_with(&["password"]);
        add("", "author", PASSWORD).fails_with(&["name"]);
        place
            .run(&["account", "add", "Eve", "--role", "owner", "--password-stdin"])
            .fails_with(&["standard input"]);
        let list = place.run(&["account", "list"]).expect(0).out;
        let rows: Vec<Vec<&str>> = list.lines().map(|line| line.split('\t').take(2).collect()).collect();
        assert_eq!(rows, [["Άννα", "owner"], ["Ben", "moderator"]]);
        assert!(!list.contains("argon2") && !list.contains(PASSWORD));
        let token = place.run(&["token", "add", "--account", "Άννα"]).expect(0).out;
        assert!(token.starts_with("courant_") && token.lines().count() == 1, "{token}");
        place.run(&["token", "add", "--account", "Nobody"]).fails_with(&["Nobody"]);
    });
}

fn outlet() -> Outlet {
    Outlet::open(|path| {
        let html = |text: String| Reply::Page(200, "text/html; charset=utf-8", text.into_bytes());
        match path {
            "/bridge" => html(article("The bridge", "It was built of stone and of patience.")),
            "/again?utm_source=mail" | "/again" => {
                html(article("Said twice", "The same page at one address."))
            }
            // Greek in windows-1253 under a wrong label, and UTF-8 under another.
            "/mislabelled" => {
                let text = article("Η γέφυρα", "Το ποτάμι περνάει κάτω από την παλιά γέφυρα της πόλης.");
                Reply::Page(200, "text/html; charset=iso-8859-1", text.into_bytes())
            }
            "/unlabelled" => {
                let text = article("Η γέφυρα", "Το ποτάμι περνάει κάτω από την παλιά γέφυρα της πόλης.");
                let bytes = text.chars().map(greek_byte).collect();
                Reply::Page(200, "text/html", bytes)
            }
            "/picture" => Reply::Page(200, "image/png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec()),
            "/liar" => Reply::Page(200, "text/html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3".to_vec()),
            "/empty" => Reply::Page(200, "text/html", Vec::new()),
            "/wordless" => html("<!doctype html><title>x</title><body></body>".to_owned()),
            "/missing" => Reply::Page(404, "text/html", b"no".to_vec()),
            "/broken" => Reply::Page(500, "text/html", b"no".to_vec()),
            "/huge" => Reply::Long(50 << 20),
            "/inside" => Reply::Moved("http://10.0.0.1/secret".to_owned()),
            "/moved" => Reply::Moved("/bridge".to_owned()),
            circle if circle.starts_with("/circle") => Reply::Moved(format!("/circle{}", circle.len())),
            _ => Reply::Moved("/".to_owned()),
        }
    })
}

/// windows-1253, as far as these pages need it.
fn greek_byte(c: char) -> u8 {
    match c {
        'Ά' => 0xa2,
        'Έ'..='Ί' | 'Α'..='ώ' => u8::try_from(u32::from(c) - 0x370 + 0xa0).unwrap(),
        c => u8::try_from(u32::from(c)).unwrap(),
    }
}

#[test]
fn pages_are_clipped_once_and_published_when_asked() {
    on_both(|place| {
        let outlet = outlet();
        let place = place.with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
        let url = outlet.url("/bridge");
        let done = place.run(&["clip", &url]).expect(0);
        let first = &done.lines()[0];
        assert_eq!((&first["post"], &first["clipping"]["headline"]), (&json!(null), &json!("The bridge")));
        for key in [
            "url",
            "kind",
            "dek",
            "byline",
            "published",
            "modified",
            "language",
            "site",
            "canonical",
            "lead_image",
            "text",
            "html",
            "warnings",
        ] {
            assert!(first["clipping"].get(key).is_some(), "the clipping has no {key}");
        }
        assert_eq!(first["clipping"]["language"], json!("en"));
        // Again, by a redirect, from a file: one address, one draft.
        let again = place.run(&["clip", &url, &outlet.url("/moved")]).expect(0).lines();
        assert!(again.iter().all(|line| line["draft"] == first["draft"]), "{again:?}");
        let page = place.directory.path().join("page.html");
        std::fs::write(&page, article("The bridge", "It was built of stone and of patience.")).unwrap();
        let file = place.run(&["clip", "--source", &url, page.to_str().unwrap()]).expect(0).lines();
        assert_eq!(file[0]["draft"], first["draft"]);
        let out = place.run(&["clip", "--publish", &url]).expect(0).lines();
        assert_eq!(out[0]["draft"], first["draft"]);
        assert!(out[0]["post"].as_str().unwrap().ends_with("/the-bridge"), "{out:?}");
        assert_eq!(place.run(&["clip", &url]).expect(0).lines()[0]["post"], out[0]["post"]);

        let piped = place.feed(
            &["clip", "--source", "https://gazette.example/piped", "-"],
            &article("Piped", "It came through a pipe, word by word."),
        );
        let piped = piped.expect(0).lines();
        assert_eq!(
            (&piped[0]["clipping"]["headline"], &piped[0]["clipping"]["url"]),
            (&json!("Piped"), &json!("https://gazette.example/piped"))
        );
        let tracked = place
            .run(&["clip", &outlet.url("/again"), &outlet.url("/again?utm_source=mail")])
            .expect(0)
            .lines();
        assert_eq!(tracked[0]["draft"], tracked[1]["draft"]);
        for path in ["/mislabelled", "/unlabelled"] {
            let greek = place.run(&["clip", &outlet.url(path)]).expect(0).lines();
            assert_eq!(greek[0]["clipping"]["headline"], json!("Η γέφυρα"), "{path}");
            assert!(greek[0]["clipping"]["text"].as_str().unwrap().contains("παλιά γέφυρα"), "{path}");
            assert_eq!(greek[0]["clipping"]["language"], json!("el"), "{path}");
        }
    });
}

#[test]
fn what_can_not_be_clipped_is_one_line_each_and_the_run_goes_on() {
    let outlet = outlet();
    let place = Place::sqlite().with("COURANT_FETCH_ALLOW", &outlet.address.to_string());
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let missing = place.directory.path().join("missing.html");
    let sources: Vec<(String, &[&str])> = vec![
        (outlet.url("/picture"), &["not a web page"]),
        (outlet.url("/liar"), &["not a web page"]),
        (outlet.url("/empty"), &["empty page"]),
        (outlet.url("/wordless"), &[]),
        (outlet.url("/missing"), &["404"]),
        (outlet.url("/broken"), &["500"]),
        (outlet.url("/huge"), &["bytes", "smaller page"]),
        (outlet.url("/circle"), &["redirects"]),
        (outlet.url("/inside"), &["10.0.0.1", "private"]),
        (format!("http://{closed}/"), &["127.0.0.1"]),
        ("http://localhost/".into(), &["localhost"]),
        ("http://10.0.0.1/".into(), &["10.0.0.1"]),
        ("http://[::1]/".into(), &["::1"]),
        ("http://169.254.169.254/latest/meta-data".into(), &["169.254.169.254"]),
        ("http://ada:s3cret@example.org/".into(), &["user name or password"]),
        ("https://no-such-host.invalid/".into(), &["no-such-host.invalid"]),
        (missing.to_str().unwrap().to_owned(), &["--source"]),
        ("ftp://example.org/file".into(), &[]),
        (outlet.url("/bridge"), &[]),
    ];
    let mut words = vec!["clip"];
    words.extend(sources.iter().map(|(source, _)| source.as_str()));
    let done = place.run(&words).fails_with(&["18 of 19"]);
    let lines = done.lines();
    assert_eq!(lines.len(), sources.len(), "{done:?}");
    for (line, (source, expected)) in lines.iter().zip(&sources).take(18) {
        let error = line["error"].as_str().unwrap_or_else(|| panic!("{source} was clipped: {line}"));
        assert_eq!(line["url"], json!(source));
        assert!(error.len() > 20 && !error.contains("s3cret"), "{source}: {error}");
        for word in *expected {
            assert!(error.contains(word), "{source}: “{word}” is not said: {error}");
        }
    }
    assert_eq!(lines[18]["clipping"]["headline"], json!("The bridge"));
    place.run(&["clip", "--source", "https://a.example/", missing.to_str().unwrap()]).fails_with(&["1 of 1"]);
}

#[test]
fn extract_answers_line_by_line_in_order() {
    let page = |number: usize| json!({ "id": number, "url": format!("https://a.example/{number}"), "html": article(&format!("Page {number}"), "A sentence that says something.") });
    let mut input: Vec<String> = (0..40).map(|number| page(number).to_string()).collect();
    input.insert(7, "not json".to_owned());
    input.insert(20, json!({ "id": "empty", "url": "https://a.example/empty", "html": "" }).to_string());
    input.insert(30, json!({ "id": "no html", "url": "https://a.example/" }).to_string());
    let deep = format!("<html><body>{}</body></html>", "<div>".repeat(200_000));
    input.insert(35, json!({ "id": "deep", "url": "https://a.example/deep", "html": deep }).to_string());
    let done = feed(bare(&["extract"]), input.join("\n").as_bytes()).expect(0);
    let lines: Vec<Value> = done.lines();
    assert_eq!(lines.len(), input.len());
    let mut number = 0;
    for (at, line) in lines.iter().enumerate() {
        if [7, 20, 30, 35].contains(&at) {
            assert!(line["error"].as_str().is_some_and(|e| e.len() > 20), "{at}: {line}");
            assert!(line.get("id").is_some() && line.get("url").is_some(), "{line}");
            continue;
        }
        assert_eq!(
            (&line["id"], &line["headline"]),
            (&json!(number), &json!(format!("Page {number}"))),
            "{line}"
        );
        number += 1;
    }
    assert_eq!((&lines[20]["id"], &lines[20]["url"]), (&json!("empty"), &json!("https://a.example/empty")));
}
